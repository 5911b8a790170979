"""Preparing a share: a short list of pages, each saved by itself."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require, roles_in_service
from accounts.selectors import signed_in, team_service
from assessments.actions import Refused
from pages.answers import form_page
from sharing import actions
from sharing.chosen import asks_offered, missing, preview
from sharing.forms import AsksForm, BodyForm, PreparingForm, PurposeForm, WhatForm
from sharing.models import Share
from sharing.selectors import asks_anything, bodies_to_share_with, finished_of, team_share
from sharing.views.reach import manages, not_done, of_team


@require_http_methods(["GET", "POST"])
def share_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to whom, then begin."""
    user = signed_in(request)
    service = team_service(user, slug)
    require(Act.PREPARE_SHARE, roles_in_service(user, service))
    bodies = list(bodies_to_share_with(service))
    form = BodyForm(request.POST if request.method == "POST" else None, bodies=bodies)
    kept = finished_of(service)
    if kept and form.is_valid():
        try:
            share = actions.prepare_share(service=service, by=user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("body", str(refused))
        else:
            return redirect("share-what", share.pk)
    context = {"service": service, "kept": kept, "bodies": bodies}
    return form_page(request, "sharing/start.html", form, context)


@require_http_methods(["GET", "POST"])
def share_what(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask which conversations and how much of the report."""
    _user, share = of_team(request, pk, Act.PREPARE_SHARE)
    more = {"asks_follow": asks_anything(share.service)}
    return _page(request, share, WhatForm, "sharing/what.html", onward=_after_what, more=more)


@require_http_methods(["GET", "POST"])
def share_asks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask of each thing that needs someone else whether it goes with this."""
    _user, share = of_team(request, pk, Act.PREPARE_SHARE)
    if request.method == "GET" and not asks_offered(share):
        left = missing(share)
        return redirect("share-what" if left and left[0] == "what" else "share-why", share.pk)
    return _page(request, share, AsksForm, "sharing/asks.html", onward=lambda _share: "share-why")


@require_http_methods(["GET", "POST"])
def share_why(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why now, and until when."""
    _user, share = of_team(request, pk, Act.PREPARE_SHARE)
    return _page(
        request, share, PurposeForm, "sharing/why.html", onward=lambda _share: "share-preview"
    )


@require_http_methods(["GET"])
def share_preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a share that is being prepared exactly as its reader would see it."""
    user, share = of_team(request, pk, Act.SEE_SHARES)
    if share.document:
        return redirect("share-copy", share.pk)
    if not share.is_being_prepared:
        return redirect(share)
    left = missing(share)
    if left is not None:
        return redirect(f"share-{left[0]}", share.pk) if manages(user, share) else redirect(share)
    context = {
        "share": share,
        "service": share.service,
        "report": preview(share),
        "manages": manages(user, share),
        "has_asks": bool(asks_offered(share)),
    }
    return render(request, "sharing/preview.html", context)


def _after_what(share: Share) -> str:
    return "share-asks" if asks_offered(share) else "share-why"


def _page(
    request: HttpRequest,
    share: Share,
    form_class: type[PreparingForm],
    template: str,
    *,
    onward: Callable[[Share], str],
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show one page of preparing, or save it and go on.

    Answers 302 when saved, 422 with what was typed when something has to be changed, 409 with what
    was typed when somebody else changed the share since.
    """
    if not share.is_being_prepared and request.method == "GET":
        return redirect(share)
    context = {"share": share, "service": share.service, "meanwhile": False, "now": []}
    context |= more or {}
    form = form_class(request.POST if request.method == "POST" else None, share=share)
    if not form.is_valid():
        return form_page(request, template, form, context)
    user = signed_in(request)
    try:
        actions.choose(share, by=user, seen=form.cleaned_data["seen"], **form.choices)
    except Refused as refused:
        form.add_error(None, str(refused))
        return form_page(request, template, form, context)
    except actions.Stale:
        share = team_share(user, share.pk)
        if not share.is_being_prepared:
            return _too_late(request, share, form)
        if not form.is_saved_in(share):
            again = _again(request, form_class, share)
            context |= {"share": share, "form": again, "meanwhile": True, "now": again.told(share)}
            return render(request, template, context, status=HTTPStatus.CONFLICT)
    return redirect(onward(share), share.pk)


def _again(request: HttpRequest, form_class: type[PreparingForm], share: Share) -> PreparingForm:
    """Return the form with what was typed and the version as it is now, to be looked at again."""
    sent = request.POST.copy()
    sent["seen"] = str(share.version)
    form = form_class(sent, share=share)
    form.is_valid()
    return form


def _too_late(request: HttpRequest, share: Share, form: PreparingForm) -> HttpResponse:
    """Say that it is no longer being prepared, with the words that were typed."""
    return not_done(
        request,
        share,
        _("It is no longer being prepared: somebody showed it, sent it or put it away meanwhile."),
        status=HTTPStatus.CONFLICT,
        typed=form.cleaned_data.get("purpose", ""),
    )
