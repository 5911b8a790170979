"""*Please wait*, said by a contributor; and a manager's answer to it (ADR 24)."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.kept import leaves_no_trace
from accounts.models import User
from accounts.policy import Act
from pages.answers import form_page, posted, sent_again
from sharing import actions
from sharing.actions.days import in_the_way
from sharing.actions.waiting import could_be_guessed
from sharing.forms.days import WaitAnswerForm, WaitForm
from sharing.models import Share
from sharing.models.waiting import worth_printing
from sharing.selectors import team_share, waits_of
from sharing.views.reach import not_done, of_team


@leaves_no_trace
@require_http_methods(["GET", "POST"])
def share_wait(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a *Please wait*. The page is the same for who has said it and who has not."""
    user, share = of_team(request, pk, Act.ASK_TO_WAIT)
    if request.method == "GET" and not share.waits_to_be_sent:
        return redirect(share)
    few = could_be_guessed(share)
    form = WaitForm(posted(request), copy=share.digest, few=few)
    open_now = not in_the_way(share, timezone.now())
    context = {"share": share, "service": share.service, "few": few, "open_now": open_now}
    if not form.is_valid():
        return form_page(request, "sharing/wait.html", form, context)
    said = form.cleaned_data
    try:
        is_new = actions.ask_to_wait(
            share, by=user, seen=said["copy"], words=said["words"], role=said.get("role", "")
        )
    except actions.Stale:
        return _too_late(request, team_share(user, share.pk), said["words"])
    context |= {"is_new": is_new, "typed": "" if is_new else said["words"]}
    return render(request, "sharing/wait_said.html", context)


@require_http_methods(["GET", "POST"])
def share_wait_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a manager's answer to those who would like it to wait."""
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    now = timezone.now()
    waits = waits_of(share)
    said = waits.can_be_seen(now) if waits else []
    if request.method == "GET" and not said:
        return redirect(share)
    seen = waits.mark_of(now) if waits else ""
    form = WaitAnswerForm(posted(request), seen=seen)
    context = {"share": share, "service": share.service, "said": worth_printing(said)}
    if not form.is_valid():
        return form_page(request, "sharing/wait_answer.html", form, context)
    typed = form.cleaned_data
    try:
        actions.answer_waits(share, words=typed["words"], seen=typed["seen"], by=user)
    except actions.Stale:
        return _met(request, user, share, typed["words"])
    told = _("The team can read your answer. After a day you decide whether it goes.")
    messages.success(request, told)
    return redirect(share)


def _too_late(request: HttpRequest, share: Share, typed: str) -> HttpResponse:
    """Say that this copy does not wait to be sent any more, with the words that were typed."""
    if share.waits_to_be_sent:
        why = _("It was changed since you looked. Read the new copy; you can say it there.")
    elif share.is_being_prepared:
        why = _("It is being changed first. You will be shown the new copy, and can say it there.")
    elif share.is_live:
        why = _("It was sent meanwhile, so it cannot wait. A manager can take it back.")
    else:
        why = _("It is not going to be sent, so there is nothing to wait for.")
    return not_done(request, share, why, typed=typed)


def _met(request: HttpRequest, user: User, share: Share, typed: str) -> HttpResponse:
    """Say what has happened meanwhile: somebody else answered, or more was said."""
    share = team_share(user, share.pk)
    now = timezone.now()
    waits = waits_of(share)
    if waits is None or not waits.can_be_seen(now):
        gone = _("There is nothing to answer any more: see what has become of it.")
        return not_done(request, share, gone, typed=typed)
    form = WaitAnswerForm(sent_again(request, seen=waits.mark_of(now)), seen="")
    said = worth_printing(waits.can_be_seen(now))
    context = {"share": share, "service": share.service, "said": said, "met": True}
    return form_page(request, "sharing/wait_answer.html", form, context, status=HTTPStatus.CONFLICT)
