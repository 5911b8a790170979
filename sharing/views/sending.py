"""The team's pages of a share: where it stands, the exact copy, showing, sending, taking back."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import delivery
from accounts.models import User
from accounts.models.service import has_one_person
from accounts.policy import Act, may, roles_in_service
from accounts.signing_in.again import asks_again
from agreeing.actions import why_not_to
from agreeing.selectors import tie_between
from assessments.actions import Refused
from assessments.models import AskAnswer
from pages.answers import or_404
from record.words.days import titles_of
from reports.content import Report, section_titles
from reports.content.report import HARD_TITLE, LETTER_TITLE, QUOTABLE_TITLE
from reports.printing import queue
from reports.printing.pdf import RenderError
from reports.views import look_again
from sharing import actions, selectors
from sharing.actions.guard import RECEIVED, may_say_asked, may_send, may_take_back, two_send
from sharing.actions.waiting import in_the_way, not_yet
from sharing.models import Share
from sharing.models.waiting import printable_wishes
from sharing.report import missing_choice, withheld_parts
from sharing.views.reach import (
    manages,
    newest_in_share,
    not_done_page,
    of_team,
    pdf_answer,
    refused_page,
    unless_over,
)


@require_http_methods(["GET"])
def share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, share = of_team(request, pk, Act.SEE_SHARES)
    row, context = queue.wanted_pdf(actions.SHARE, share.pk, user=user), _share_context(user, share)
    if row is not None and row.done_at is None:
        queue.make_soon()
        context |= {"is_queued": True, "standing": row.standing}
        return look_again(render(request, "sharing/share.html", context))
    if row is not None:
        queue.hand_over(row)
        context["failure"] = row.why
    return render(request, "sharing/share.html", context)


@require_http_methods(["GET"])
@unless_over
def share_copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, share = of_team(request, pk, Act.SEE_SHARES)
    or_404(share.document)
    context = {
        "share": share,
        "service": share.service,
        "report": selectors.frozen_report(share),
        "withheld_parts": withheld_parts(share) if share.waits_to_be_sent else None,
        "take_out": newest_in_share(user, share),
        "may_wait": may_wait(user, share),
        "not_yet": not_yet(share, timezone.now()) if share.waits_to_be_sent else "",
    }
    return render(request, "sharing/copy.html", context)


@require_http_methods(["GET"])
@unless_over
def share_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    _user, share = of_team(request, pk, Act.SEE_SHARES)
    return pdf_answer(share, selectors.sent_bytes(or_404(selectors.stored_file(share))))


@require_http_methods(["POST"])
def share_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    try:
        actions.change_first(share, by=user)
    except actions.Stale:
        share = selectors.team_share(user, share.pk)
        if not share.is_being_prepared:
            why = _(
                "It was sent meanwhile, or somebody decided not to send it. So it cannot be "
                "changed any more."
            )
            return not_done_page(request, share, why)
    return redirect("share-preview", share.pk)


@require_http_methods(["POST"])
@asks_again
@unless_over
def share_send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, share = of_team(request, pk, Act.SEE_SHARES)
    if not may_send(user, share):
        raise PermissionDenied
    try:
        was_sent = actions.send_in_turn(share, by=user, seen=request.POST.get("copy", ""))
    except Refused as why:
        return refused_page(request, share, why)
    except RenderError as error:
        context = {**_share_context(user, share), "failure": str(error)}
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "sharing/share.html", context, status=status)
    except actions.Stale:
        share = selectors.team_share(user, share.pk)
        if share.state != Share.State.SENT:
            why_not = _(
                "It was changed since you looked, or somebody decided not to send it. So it was "
                "not sent."
            )
            return not_done_page(request, share, why_not)
    else:
        if was_sent:
            message = _("Sent. It is on the first page of everybody in the team.")
            messages.success(request, _("Sent.") if has_one_person(share.service) else message)
    return redirect(share)


@require_http_methods(["GET", "POST"])
def share_take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, share = of_team(request, pk, Act.SEE_SHARES)
    if not may_take_back(user, share):
        raise PermissionDenied
    if share.state == Share.State.TAKEN_BACK:
        return redirect(share)
    if request.method == "GET":
        return render(request, "sharing/take_back.html", {"share": share, "service": share.service})
    try:
        actions.take_back(share, by=user)
    except actions.Stale:
        share = selectors.team_share(user, share.pk)
    return redirect(share)


def _share_context(user: User, share: Share) -> dict[str, Any]:
    gap = missing_choice(share) if share.is_being_prepared else None
    report = _copy(share)
    return {
        "share": share,
        "service": share.service,
        "manages": manages(user, share),
        "may_send": may_send(user, share),
        "may_take_back": may_take_back(user, share),
        "conversations": titles_of(selectors.conversations_of(share)),
        "parts": _parts(share, report),
        "fingerprint": report.provenance.groups if report else "",
        "opened_on": selectors.opening_day(share),
        "answers": _answers(share),
        "replies": selectors.replies_sent(share),
        "tie": tie_between(share.service, share.body) if share.sent_at else None,
        "carry_on": reverse(f"share-{gap[0] if gap else 'preview'}", args=[share.pk]),
        "is_complete": gap is None,
        "no_body": why_not_to(share.service, share.body) if share.is_being_prepared else "",
        "has_file": share.sent_at is not None,
        "has_pdf": selectors.has_pdf(share),
        "has_readers": selectors.has_readers(share),
        "invitations": selectors.open_invitations(share) if share.is_live else [],
        "letters": delivery(RECEIVED, [share.pk]),
        "failure": "",
        "take_out": newest_in_share(user, share),
        "is_queued": False,
        **(days_of(user, share) if share.waits_to_be_sent else {}),
    }


def _copy(share: Share) -> Report | None:
    try:
        return selectors.frozen_report(share) if share.document else None
    except selectors.Altered:
        return None


def _parts(share: Share, report: Report | None) -> list[str]:
    """Return what the parts of the report are called: of the copy, or as chosen so far."""
    if report:
        return [title for _anchor, title in report.contents]
    titles = section_titles()
    parts = [str(LETTER_TITLE)]
    for section in share.sections:
        if section in titles:
            parts.append(titles[section])
    if share.hard_in_report:
        parts.append(str(HARD_TITLE))
    if share.quotation:
        parts.append(str(QUOTABLE_TITLE))
    return parts


def _answers(share: Share) -> list[AskAnswer]:
    """Return what the body answered, to one ask after the other, in the order it began to."""
    if share.sent_at is None:
        return []
    asks = share.asks.filter(included=True).select_related("ask")
    answers = selectors.answers_of_body(share, [row.ask for row in asks])
    order = list(dict.fromkeys(answer.ask_id for answer in answers))
    return sorted(answers, key=lambda answer: order.index(answer.ask_id))


def may_wait(user: User, share: Share) -> bool:
    """Say whether this person may ask that it waits: whether they did is not asked."""
    if not share.waits_to_be_sent:
        return False
    return may(Act.ASK_TO_WAIT, roles_in_service(user, share.service))


def days_of(user: User, share: Share) -> dict[str, Any]:
    now = timezone.now()
    waits = selectors.waits_of(share)
    wishes = waits.visible(now) if waits else []
    return {
        "in_the_way": in_the_way(share, now),
        "not_yet": not_yet(share, now),
        "is_asked_to_wait": bool(wishes),
        "wishes": printable_wishes(wishes),
        "wait_answers": list(share.wait_answers.select_related("by")),
        "may_wait": may_wait(user, share),
        "two_send": two_send(share.service),
        "may_say_asked": may_say_asked(user, share),
    }
