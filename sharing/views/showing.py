"""Showing the exact copy to the team, from which day it may go; *please wait* (ADR 24)."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.kept_posts import leaves_no_trace
from accounts.models import User
from accounts.models.service import has_one_person
from accounts.policy import Act
from assessments.actions import Refused
from pages.answers import asked_number, form_again, form_page, posted
from sharing import actions, selectors
from sharing.actions.guard import may_say_asked
from sharing.actions.waiting import could_be_guessed, first_day, in_the_way
from sharing.forms.days import FirstDayForm, WaitAnswerForm, WaitForm
from sharing.models import Share
from sharing.models.waiting import printable_wishes
from sharing.report import missing_choice
from sharing.views.reach import not_done_page, of_team, refused_page


@require_http_methods(["GET", "POST"])
def share_show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask from which day it may go; then freeze the exact copy and tell the team."""
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    if not share.is_being_prepared:
        return redirect(share)
    gap = missing_choice(share)
    if gap is not None:
        return _incomplete(request, share, *gap)
    alone = has_one_person(share.service)
    first = first_day(share.service, timezone.now())
    seen = asked_number(request, "seen")  # what was looked at before this page
    if seen is None:
        seen = share.version
    form = FirstDayForm(posted(request), seen=seen, first=first, alone=alone)
    context = {"share": share, "service": share.service, "first": first, "alone": alone}
    if not form.is_valid():
        return form_page(request, "sharing/show.html", form, context)
    cleaned = form.cleaned_data
    try:
        seen, may_go_on = cleaned["seen"], cleaned.get("may_go_on")
        actions.show_to_team(share, by=user, seen=seen, may_go_on=may_go_on)
    except Refused as why:
        form.add_error(None if alone else "may_go_on", str(why))
        return form_page(request, "sharing/show.html", form, context)
    except actions.Stale:
        share = selectors.team_share(user, share.pk)
        if share.is_being_prepared:
            why_not = _("Somebody changed it since you looked. Look at it again, then show it.")
            return not_done_page(request, share, why_not)
    else:
        message = _(
            "The team can read the exact copy now: it is on everybody’s first page. "
            "Nothing has left the team."
        )
        messages.success(request, _("It is kept. Nothing has left you.") if alone else message)
    return redirect(share)


@require_http_methods(["POST"])
def share_asked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, share = of_team(request, pk, Act.SEND_SHARE)
    if share.waits_to_be_sent and share.asked_by_id is None and not may_say_asked(user, share):
        raise PermissionDenied
    try:
        share.digest = request.POST.get("copy", "")
        actions.say_team_was_asked(share, by=user)
    except Refused as why:
        return refused_page(request, share, why)
    except actions.Stale:
        share = selectors.team_share(user, share.pk)
        if share.asked_by_id is None:
            why_not = _("It was changed since you looked. Look at it again first.")
            return not_done_page(request, share, why_not)
    return redirect(share)


def _incomplete(request: HttpRequest, share: Share, page: str, why: str) -> HttpResponse:
    """Lead to what is still to be chosen; say it to whoever pressed nevertheless."""
    if request.method == "GET":
        return redirect(f"share-{page}", share.pk)
    return refused_page(request, share, why)


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
    cleaned = form.cleaned_data
    try:
        words, role, seen = cleaned["words"], cleaned.get("role", ""), cleaned["copy"]
        is_new = actions.ask_to_wait(share, by=user, seen=seen, words=words, role=role)
    except actions.Stale:
        return _too_late(request, selectors.team_share(user, share.pk), cleaned["words"])
    context |= {"is_new": is_new, "typed": "" if is_new else cleaned["words"]}
    return render(request, "sharing/wait_said.html", context)


@require_http_methods(["GET", "POST"])
def share_wait_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    now = timezone.now()
    waits = selectors.waits_of(share)
    wishes = waits.visible(now) if waits else []
    if request.method == "GET" and not wishes:
        return redirect(share)
    seen = waits.mark_of(now) if waits else ""
    form = WaitAnswerForm(posted(request), initial={"seen": seen})
    context = {"share": share, "service": share.service, "wishes": printable_wishes(wishes)}
    if not form.is_valid():
        return form_page(request, "sharing/wait_answer.html", form, context)
    cleaned = form.cleaned_data
    try:
        actions.answer_waits(share, words=cleaned["words"], seen=cleaned["seen"], by=user)
    except actions.Stale:
        return _changed_page(request, user, share, cleaned["words"])
    message = _("The team can read your answer. After a day you decide whether it goes.")
    messages.success(request, message)
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
    return not_done_page(request, share, why, typed=typed)


def _changed_page(request: HttpRequest, user: User, share: Share, typed: str) -> HttpResponse:
    share = selectors.team_share(user, share.pk)
    now = timezone.now()
    waits = selectors.waits_of(share)
    if waits is None or not waits.visible(now):
        why = _("There is nothing to answer any more: see what has become of it.")
        return not_done_page(request, share, why, typed=typed)
    form = WaitAnswerForm(form_again(request, seen=waits.mark_of(now)))
    wishes = printable_wishes(waits.visible(now))
    context = {"share": share, "service": share.service, "wishes": wishes, "met": True}
    return form_page(request, "sharing/wait_answer.html", form, context)
