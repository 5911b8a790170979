"""A reader's reply: thank you, an answer to each ask, and what else there is to say."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.policy import Act, require, roles_in_organisation
from agreeing.selectors import tie_between
from agreeing.text import sent_sentence
from pages.answers import RefusalOnField, form_again, form_page, or_404, posted
from pages.forms.fields import typed_in
from pages.words import with_names
from sharing import actions, selectors
from sharing.actions.guard import may_send_reply
from sharing.actions.replying import PartState, ReplyPart
from sharing.correspondence.other_bodies import other_bodies_asked
from sharing.forms import AskReplyForm, ReplyForm
from sharing.models import Reply, Share, Typed, says
from sharing.report import ask_rows
from sharing.selectors import TeamDeleted
from sharing.views.reach import UntoldError, knows, of_reader, unless_over

SAYABLE = [about for about in Reply.About if about != Reply.About.ASK]


@require_http_methods(["POST"])
@unless_over
def thank_you(request: HttpRequest, reference: str) -> HttpResponse:
    user, share = _writer(request, reference)
    actions.thank(share, by=user)
    message = _("{team} is told that you have read it, and no more.")
    messages.success(request, with_names(message, team=share.service.name))
    return redirect("shared-reply", share.reference)


@require_http_methods(["GET"])
@unless_over
def reply(request: HttpRequest, reference: str) -> HttpResponse:
    """List what can be answered and what was: the body's own words stay when a report is over."""
    user, share = _writer(request, reference)
    if share.is_live and not knows(user, share):
        raise UntoldError
    try:
        items = selectors.frozen_report(share).asks
    except TeamDeleted:
        items = ()  # what the body answered stands among what the two told each other
    rows = ask_rows(items)
    answers, other_bodies = selectors.answers_of_body(share, rows), other_bodies_asked(share, rows)
    drafts = set()
    for draft in share.replies.drafts():
        if draft.has_words:
            drafts.add((draft.about, draft.ask_id))
    replies = selectors.replies_sent(share)
    asks, asks_in_words = [], False
    for item in items:
        ask_answers = [answer for answer in answers if str(answer.ask_id) == item.id]
        has_draft = (Reply.About.ASK, uuid.UUID(item.id)) in drafts
        if item.is_gone and not ask_answers and not has_draft:
            continue  # no longer in the way: nobody has to answer it
        ask = {"item": item, "answers": ask_answers, "has_draft": has_draft}
        asks_in_words = asks_in_words or not item.is_obstacle
        asks.append(ask | {"other_bodies": other_bodies.get(item.id, [])})
    parts = []
    for about in SAYABLE:
        part_replies = [reply for reply in replies if reply.about == about]
        has_draft = (about, None) in drafts
        parts.append({"about": about, "replies": part_replies, "has_draft": has_draft})
    context = {
        "share": share,
        "asks": asks,
        "asks_in_words": asks_in_words,
        "parts": parts,
        "tie": tie_between(share.service, share.body),
        "has_answers": bool(answers),
        "has_parts": bool(replies),
    }
    return render(request, "sharing/reply.html", context)


@method_decorator([require_http_methods(["GET", "POST"]), unless_over], name="dispatch")
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
        self.user, share = _writer(request, kwargs["reference"])
        try:
            self.part, self.context = self.find(share, **kwargs)
        except TeamDeleted:
            # It is over, as any report may be: the words that were sent come back.
            form = self.form_class(posted(request), service=share.service)
            if form.is_valid():
                return _over_with_words(request, share, form)
            raise actions.OverError(share) from None
        self.context["share"] = share
        return super().dispatch(request, *args, **kwargs)

    def find(self, share: Share, **address: Any) -> tuple[ReplyPart, dict[str, Any]]:
        """Return the part and what its page shows above the box. Raises Http404."""
        about = address["about"]
        or_404(about in SAYABLE)
        return ReplyPart(share, about), {"title": Reply.About(about).label}

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if not self.part.share.is_live:
            raise actions.OverError(self.part.share)
        state = self.part.state()
        service = self.part.share.service
        form = self.form_class(draft=state.draft, seen=state.seen, service=service)
        return self._page(form, state)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        sending = request.POST.get("act") == "send"
        form = self.form_class(request.POST, sending=sending, service=self.part.share.service)
        if not form.is_valid():
            return self._page(form)
        write = actions.send_reply if sending else actions.keep_reply
        share = self.part.share
        try:
            with RefusalOnField(form, "words"):
                write(self.part, form.values, seen=form.cleaned_data["seen"], by=self.user)
        except actions.OverError:
            return _over_with_words(request, share, form)
        except actions.Stale:
            if not self._is_there(form.values):
                return self._changed_page()
        if form.errors:
            return self._page(form)
        draft = self.part.state().draft
        message = _("Nothing is written, so nothing was kept or sent.")
        if sending:
            message = sent_sentence(share.service)
        elif draft and draft.has_words:
            message = _("Kept as a draft. Nothing was sent.")
        messages.success(request, message)
        return redirect("shared-reply", share.reference)

    def _page(self, form: ReplyForm, state: PartState | None = None) -> HttpResponse:
        state = state or self.part.state()
        context = {**self.context, "sent_parts": state.sent_parts, "needs_two": self._needs_two()}
        return form_page(self.request, self.template, form, context)

    def _needs_two(self) -> bool:
        """True where nobody of the body sends alone what they wrote."""
        return not may_send_reply(self.user, self.part.share, None)

    def _is_there(self, values: Mapping[str, Typed]) -> bool:
        """True for this person's own second press: what they kept or sent is there already."""
        state = self.part.state()
        draft = state.draft
        is_kept = draft is not None and says(draft, values) and draft.written_by_id == self.user.pk
        return is_kept or state.is_sent(values, by=self.user)

    def _changed_page(self) -> HttpResponse:
        state = self.part.state()
        submission = form_again(self.request, seen=state.seen)
        form = self.form_class(submission, service=self.part.share.service)
        form.is_valid()
        context = {
            **self.context,
            "sent_parts": state.sent_parts,
            "needs_two": self._needs_two(),
            "met": True,
            "other_choices": form.other_choices(state.draft),
        }
        return form_page(self.request, self.template, form, context)


class AskReplyPage(PartPage):
    form_class = AskReplyForm

    def find(self, share: Share, **address: Any) -> tuple[ReplyPart, dict[str, Any]]:
        """Return the ask with its words as they were sent. Raises Http404, Altered."""
        items = selectors.frozen_report(share).asks
        item = or_404({item.id: item for item in items}.get(str(address["ask"])))
        row = or_404(ask_rows([item]))[0]
        bodies = other_bodies_asked(share, [row]).get(item.id, [])
        return ReplyPart(share, Reply.About.ASK, row), {"item": item, "other_bodies": bodies}


def _over_with_words(request: HttpRequest, share: Share, form: ReplyForm) -> HttpResponse:
    context = {"share": share, "typed": "\n\n".join(typed_in(form))}
    return render(request, "sharing/reply_over.html", context, status=HTTPStatus.GONE)


def _writer(request: HttpRequest, reference: str) -> tuple[User, Share]:
    user, share = of_reader(request, reference)
    require(Act.REPLY, roles_in_organisation(user, share.body))
    return user, share
