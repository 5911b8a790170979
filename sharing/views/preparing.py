"""Preparing a share: a short list of pages, each saved by itself."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.models.service import has_one_person
from accounts.policy import Act
from accounts.signing_in.signed_in import own_team
from agreeing.actions import why_not_to
from assessments.actions import Refused
from pages.answers import RefusalOnField, form_again, form_page, posted
from pages.forms.fields import typed_in
from sharing import actions, selectors
from sharing.forms import AsksForm, BodyForm, PreparingForm, WhatForm
from sharing.models import Share
from sharing.report import (
    asks_offered,
    has_talks,
    missing_choice,
    records_for_reader,
    report_of,
    withheld_parts,
)
from sharing.views.reach import manages, newest_in_share, not_done_page, of_team, refused_page


@require_http_methods(["GET", "POST"])
def share_start(request: HttpRequest, slug: str) -> HttpResponse:
    user, service = own_team(request, slug, Act.PREPARE_SHARE)
    bodies = list(selectors.bodies_to_share_with(service))
    form = BodyForm(posted(request), bodies=bodies)
    conversations = selectors.finished_conversations(service)
    if conversations and form.is_valid():
        body, also, key = (form.cleaned_data[name] for name in ("body", "also", "key"))
        with RefusalOnField(form, "body"):
            share = actions.prepare_share(service=service, body=body, by=user, key=key)
            with RefusalOnField(form, "also"):
                if also:
                    actions.prepare_along(share, also, by=user)
                return redirect("share-what", share.pk)
    context = {
        "service": service,
        "conversations": conversations,
        "bodies": bodies if conversations else [],
        "alone": has_one_person(service),
    }
    return form_page(request, "sharing/start.html", form, context)


@method_decorator(require_http_methods(["GET", "POST"]), name="dispatch")
class PreparingPage(View):
    """One page of preparing: shown, or saved and then onward.

    Answers 302 when saved, 422 with what was typed when something has to be changed, 409 with what
    was typed when somebody else changed the share since.
    """

    form_class: type[PreparingForm] = PreparingForm
    template = ""
    comes_after_what = False  # nobody has to come by it: what the report is of, is asked before
    next_page = "share-preview"
    user: User
    share: Share

    def dispatch(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
        self.user, self.share = of_team(request, pk, Act.PREPARE_SHARE)
        is_early = self.comes_after_what and not has_talks(self.share)
        if is_early and self.share.is_being_prepared:
            return redirect("share-what", self.share.pk)
        return super().dispatch(request)

    def onward(self) -> str:
        return self.next_page

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.share.is_being_prepared:
            return redirect(self.share)
        form = self.form_class(None, share=self.share)
        return form_page(request, self.template, form, self.context())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST, share=self.share)
        if not form.is_valid():
            return form_page(request, self.template, form, self.context())
        seen = form.cleaned_data["seen"]
        try:
            with RefusalOnField(form):
                actions.choose(self.share, by=self.user, seen=seen, **form.choices)
        except actions.Stale:
            self.share = selectors.team_share(self.user, self.share.pk)
            if not self.share.is_being_prepared:
                return _too_late(request, self.share, form)
            if not form.is_saved_in(self.share):
                return self._changed_page()
        if form.errors:
            return form_page(request, self.template, form, self.context())
        return redirect(self.onward(), self.share.pk)

    def context(self) -> dict[str, Any]:
        return {
            "share": self.share,
            "service": self.share.service,
            "followers": self.share.followers.filter(state=Share.State.DRAFT),
            "met": False,
            "other_choices": [],
        }

    def _changed_page(self) -> HttpResponse:
        """Show what was typed, and what a colleague chose meanwhile, to be looked at again."""
        submission = form_again(self.request, seen=str(self.share.version))
        form = self.form_class(submission, share=self.share)
        form.is_valid()
        other_choices = form.other_choices(self.share)
        context = {**self.context(), "met": True, "other_choices": other_choices}
        return form_page(self.request, self.template, form, context)


class ShareWhat(PreparingPage):
    form_class = WhatForm
    template = "sharing/what.html"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "asks_follow": selectors.asks_anything(self.share.service)}

    def onward(self) -> str:
        if asks_offered(self.share):
            return "share-asks"
        return "share-why"


class ShareAsks(PreparingPage):
    form_class = AsksForm
    template = "sharing/asks.html"
    next_page = "share-why"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the asks; where there are none, what is still to choose."""
        if asks_offered(self.share):
            return super().get(request)
        return redirect("share-why" if has_talks(self.share) else "share-what", self.share.pk)


@require_http_methods(["POST"])
def share_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    if share.sent_at is None:
        return redirect(share)
    try:
        new_share = actions.prepare_again(share, by=user)
    except Refused as why:
        return refused_page(request, share, why)
    return redirect("share-what", new_share.pk)


@require_http_methods(["GET"])
def share_preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a share that is being prepared exactly as its reader would see it."""
    user, share = of_team(request, pk, Act.SEE_SHARES)
    if share.document:
        return redirect("share-copy", share.pk)
    if not share.is_being_prepared:
        return redirect(share)
    gap = missing_choice(share)
    if gap is not None:
        if manages(user, share):
            return redirect(f"share-{gap[0]}", share.pk)
        return redirect(share)
    context = {
        "share": share,
        "service": share.service,
        "report": report_of(share, records_for_reader(share)),
        "manages": manages(user, share),
        "has_asks": bool(asks_offered(share)),
        "withheld_parts": withheld_parts(share),
        "take_out": newest_in_share(user, share),
        "followers": share.followers.filter(state=Share.State.DRAFT).select_related("body"),
        "alone": has_one_person(share.service),
        "no_body": why_not_to(share.service, share.body),
    }
    return render(request, "sharing/preview.html", context)


def _too_late(request: HttpRequest, share: Share, form: PreparingForm) -> HttpResponse:
    return not_done_page(
        request,
        share,
        _(
            "It is no longer being prepared: meanwhile somebody showed it, sent it or decided "
            "not to send it."
        ),
        typed="\n\n".join(typed_in(form)),
    )
