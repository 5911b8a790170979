"""A meeting: times are offered, one is taken, and a calendar has it."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import Act
from agreeing import actions
from agreeing.forms import TakeForm, TimesForm
from agreeing.models import Meeting
from agreeing.selectors import meeting_seen, standing_meeting
from agreeing.text import day_and_time, meeting_file
from agreeing.views.reach import Asker, asker, not_as_seen
from pages.answers import RefusalOnField, file_answer, form_again, form_page, or_404, posted


@require_http_methods(["GET"])
def meeting(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SEE_AGREED)
    standing = standing_meeting(who.tie)
    return render(request, "agreeing/meeting.html", _meeting_context(who, standing))


@require_http_methods(["GET", "POST"])
def meeting_offer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SPEAK_FOR_SIDE)
    form = TimesForm(posted(request), initial={"seen": meeting_seen(who.tie)})
    context = {**who.names, "standing": standing_meeting(who.tie)}
    if form.is_valid():
        where, seen = form.cleaned_data["where"], form.cleaned_data["seen"]
        try:
            with RefusalOnField(form, "first_day"):
                actions.offer_times(
                    who.tie, form.times, where=where, side=who.side, seen=seen, by=who.user
                )
                words = _("Offered. They are told, and can take one or offer others.")
                messages.success(request, words)
                return redirect("meeting", pk)
        except actions.Stale:
            return _offered_meanwhile(request, who)
    return form_page(request, "agreeing/offer.html", form, context)


@require_http_methods(["POST"])
def meeting_take(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SPEAK_FOR_SIDE)
    standing = standing_meeting(who.tie)
    if standing is None or str(standing.pk) != request.POST.get("seen"):
        return _show_changed(request, who)
    form = TakeForm(request.POST, meeting=standing)
    if form.is_valid():
        try:
            with RefusalOnField(form, "time"):
                actions.take_time(standing, form.chosen, side=who.side, by=who.user)
                return redirect("meeting", pk)
        except actions.Stale:
            return _show_changed(request, who)
    return form_page(request, "agreeing/meeting.html", form, _meeting_context(who, standing))


@require_http_methods(["POST"])
def meeting_let_go(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SPEAK_FOR_SIDE)
    standing = standing_meeting(who.tie)
    if standing is not None:
        if meeting_seen(who.tie) != request.POST.get("seen"):
            return _show_changed(request, who)
        actions.let_go(standing, side=who.side, by=who.user)
    return redirect("meeting", pk)


@require_http_methods(["GET"])
def meeting_calendar(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand out the hour that was taken, or those that are offered, for anybody's calendar."""
    who = asker(request, pk, Act.SEE_AGREED)
    standing = or_404(standing_meeting(who.tie))
    content = meeting_file(standing, now=timezone.now())
    return file_answer(content, "text/calendar", "meeting.ics")


def _meeting_context(who: Asker, standing: Meeting | None) -> dict[str, object]:
    may_speak = who.may(Act.SPEAK_FOR_SIDE)
    context: dict[str, object] = {**who.names, "standing": standing, "may_speak": may_speak}
    if standing is None:
        return context
    theirs = standing.side != who.side
    context["times"] = list(map(day_and_time, standing.ahead or standing.times))
    context["seen"] = meeting_seen(who.tie)
    if standing.taken is not None:
        context["time_taken"] = day_and_time(standing.taken)
        context["is_over"] = standing.taken < timezone.now()
    elif not standing.ahead:
        context["is_over"] = True
    elif theirs and may_speak:
        context["form"] = TakeForm(meeting=standing, initial={"seen": standing.pk})
    return context


def _show_changed(request: HttpRequest, who: Asker) -> HttpResponse:
    why = _("Something has changed since you looked. See how it is now.")
    return not_as_seen(request, who, why, status=HTTPStatus.CONFLICT)


def _offered_meanwhile(request: HttpRequest, who: Asker) -> HttpResponse:
    form = TimesForm(form_again(request, seen=meeting_seen(who.tie)))
    context = {**_meeting_context(who, standing_meeting(who.tie)), "met": True}
    return form_page(request, "agreeing/offer.html", form, context)
