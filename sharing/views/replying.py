"""A reader's reply: thank you, an answer to each ask, and what else there is to say."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.policy import Act, require, roles_in_body
from agreeing.selectors import tie_between
from agreeing.text import sent_sentence
from assessments.actions import Refused
from pages.answers import form_page, or_404, posted, sent_again
from pages.forms.fields import typed_in
from pages.words import with_names
from sharing import actions
from sharing.actions.guard import may_send_reply
from sharing.correspondence.other_bodies import other_bodies_asked
from sharing.forms import AskReplyForm, ReplyForm
from sharing.models import Reply, Share, Typed
from sharing.replies import PartState, ReplyPart
from sharing.report import ask_rows
from sharing.selectors import (
    Altered,
    TeamDeleted,
    answers_of_body,
    frozen_report,
    knows_openings,
    replies_sent,
)
from sharing.views.reach import altered_page, of_reader, over_page

SAYABLE = [each for each in Reply.About if each != Reply.About.ASK]


@require_http_methods(["POST"])
def thank_you(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that it was read. It says no more, and nothing follows from it."""
    user, share = _writer(request, reference)
    try:
        actions.thank(share, by=user)
    except actions.OverError:
        return over_page(request, share)
    said = _("{team} is told that you have read it, and no more.")
    messages.success(request, with_names(said, team=share.service.name))
    return redirect("shared-reply", share.reference)


@require_http_methods(["GET"])
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    """List what can be answered and what was: the body's own words stay when a report is over."""
    user, share = _writer(request, reference)
    if share.is_live and not knows_openings(user):
        return redirect("shared-report", share.reference)
    try:
        items = frozen_report(share).asks
    except TeamDeleted:
        items = ()  # what the body answered stands among what the two told each other
    except Altered:
        return altered_page(request, reverse("shared-with-us"))
    rows = ask_rows(items)
    answers, too = answers_of_body(share, rows), other_bodies_asked(share, rows)
    written = [each for each in share.replies.drafts() if each.has_words]
    drafts = {(each.about, each.ask_id) for each in written}
    sent = replies_sent(share)
    asks = []
    for item in items:
        given = [each for each in answers if str(each.ask_id) == item.id]
        has_draft = (Reply.About.ASK, uuid.UUID(item.id)) in drafts
        others = too.get(item.id, [])
        asks.append({"item": item, "answers": given, "draft": has_draft, "too": others})
    parts = []
    for about in SAYABLE:
        said = [each for each in sent if each.about == about]
        parts.append({"about": about, "sent": said, "draft": (about, None) in drafts})
    context = {
        "share": share,
        "asks": asks,
        "parts": parts,
        "tie": tie_between(share.service, share.body),
        "has_answers": bool(answers),
        "has_parts": bool(sent),
    }
    return render(request, "sharing/reply.html", context)


@method_decorator(require_http_methods(["GET", "POST"]), name="dispatch")
class PartPage(View):
    """A part of a reply with its box: it is kept as a draft, or sent.

    Answers 302 when kept or sent, 422 with what was typed when something has to be changed, 409
    with both texts when a colleague wrote meanwhile, 410 with what was typed once it is over.
    """

    template = "sharing/reply_part.html"
    form_class = ReplyForm
    user: User
    part: ReplyPart

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find who asks and which part it is. Raises Http404, PermissionDenied."""
        self.user, share = _writer(request, kwargs["reference"])
        try:
            self.part, self.context = self.find(share, **kwargs)
        except TeamDeleted:
            return self._nothing_left(share)
        except Altered:
            return altered_page(request, reverse("shared-with-us"))
        self.context["share"] = share
        return super().dispatch(request, *args, **kwargs)

    def find(self, share: Share, **address: Any) -> tuple[ReplyPart, dict[str, Any]]:
        """Return the part and what its page shows above the box. Raises Http404."""
        about = address["about"]
        or_404(about in SAYABLE)
        return ReplyPart(share, about), {"title": Reply.About(about).label}

    def _nothing_left(self, share: Share) -> HttpResponse:
        """Say that it is over, as of any report, with the words that were sent."""
        form = self.form_class(posted(self.request), service=share.service)
        if form.is_valid():
            return _over(self.request, share, form)
        return over_page(self.request, share)

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if not self.part.share.is_live:
            return over_page(request, self.part.share)
        there = self.part.state()
        service = self.part.share.service
        form = self.form_class(draft=there.draft, seen=there.seen, service=service)
        return self._page(form, there)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        sending = request.POST.get("act") == "send"
        form = self.form_class(request.POST, sending=sending, service=self.part.share.service)
        if not form.is_valid():
            return self._page(form)
        write = actions.send_reply if sending else actions.keep_reply
        share = self.part.share
        try:
            write(self.part, form.said, seen=form.cleaned_data["seen"], by=self.user)
        except Refused as refused:
            form.add_error("words", str(refused))
            return self._page(form)
        except actions.OverError:
            return _over(request, share, form)
        except actions.Stale:
            if not self._is_said(form.said):
                return self._met()
        draft = self.part.draft()
        done = _("Nothing is written, so nothing was kept or sent.")
        if sending:
            done = sent_sentence(share.service)
        elif draft and draft.has_words:
            done = _("Kept as a draft. Nothing was sent.")
        messages.success(request, done)
        return redirect("shared-reply", share.reference)

    def _page(self, form: ReplyForm, there: PartState | None = None) -> HttpResponse:
        there = there or self.part.state()
        context = {**self.context, "told": there.sent, "two": self._wants_two()}
        return form_page(self.request, self.template, form, context)

    def _wants_two(self) -> bool:
        """True where nobody of the body sends alone what they wrote."""
        return not may_send_reply(self.user, self.part.share, None)

    def _is_said(self, said: Mapping[str, Typed]) -> bool:
        """True for this person's own second press: what they kept or sent is there already."""
        there = self.part.state()
        draft = there.draft
        kept = draft is not None and draft.says(said) and draft.written_by_id == self.user.pk
        return kept or there.is_sent(said, by=self.user)

    def _met(self) -> HttpResponse:
        """Show what was typed beside what a colleague wrote meanwhile, to be looked at again."""
        there = self.part.state()
        sent = sent_again(self.request, seen=there.seen)
        form = self.form_class(sent, service=self.part.share.service)
        told = {"told": there.sent, "two": self._wants_two()}
        context = {**self.context, **told, "met": True, "theirs": there.draft}
        status = HTTPStatus.CONFLICT
        return form_page(self.request, self.template, form, context, status=status)


class AskReplyPage(PartPage):
    form_class = AskReplyForm

    def find(self, share: Share, **address: Any) -> tuple[ReplyPart, dict[str, Any]]:
        """Return the ask with its words as they were sent. Raises Http404, Altered."""
        items = frozen_report(share).asks
        item = or_404({each.id: each for each in items}.get(str(address["ask"])))
        row = or_404(ask_rows([item]))[0]
        too = other_bodies_asked(share, [row]).get(item.id, [])
        return ReplyPart(share, Reply.About.ASK, row), {"item": item, "too": too}


def _over(request: HttpRequest, share: Share, form: ReplyForm) -> HttpResponse:
    """Give the words of a reply back: what it was to is no longer shared."""
    context = {"share": share, "typed": "\n\n".join(typed_in(form))}
    return render(request, "sharing/reply_over.html", context, status=HTTPStatus.GONE)


def _writer(request: HttpRequest, reference: str) -> tuple[User, Share]:
    """Return who asks and what was sent to their body. Raises Http404, PermissionDenied."""
    user, share = of_reader(request, reference)
    require(Act.REPLY, roles_in_body(user, share.body))
    return user, share
