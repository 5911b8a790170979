"""Who is told of an ask, and of its answer: that there is one, and nothing of what it says."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from accounts.actions import tell, untell
from accounts.models import Notice, Service, User
from accounts.selectors import leads_of, managers_of, people_of
from assessments.models import Ask, Assessment, Closure
from record.choices import AskedOf

# What nobody has said whose it is waits for the team's manager, who says so.
MANAGERS = [AskedOf.MANAGER, AskedOf.UNKNOWN]


def tell_managers(assessment: Assessment, *, by: User, at: dt.datetime) -> None:
    """Tell who manages a team that a conversation asks something of them; `by` knows."""
    if _asks_any_of(assessment, MANAGERS):
        _tell_asked(managers_of(assessment.service).exclude(pk=by.pk), assessment, at=at)


def tell_leads(closure: Closure, *, at: dt.datetime) -> None:
    """Tell who leads the organisation that a conversation it was shown asks something of it."""
    assessment = closure.assessment
    if _asks_any_of(assessment, [AskedOf.ORGANISATION]):
        _tell_asked(leads_of(assessment.service.organisation), assessment, at=at)


def untell_leads(closure: Closure, *, at: dt.datetime) -> None:
    """Take back what leads were told, where a conversation is shown to them no longer."""
    assessment = closure.assessment
    inside = set(people_of(assessment.service))
    leads = [each for each in leads_of(assessment.service.organisation) if each not in inside]
    untell("asked", assessment.pk, people=leads, at=at)


def untell_day_to_talk(service: Service, *, at: dt.datetime) -> None:
    """Tell nobody any more that the team would like to talk again: it talks."""
    told = Notice.objects.unread().filter(kind="talk_again", service=service)
    for talk in set(told.values_list("object_id", flat=True)):
        if talk is not None:
            untell("talk_again", talk, at=at)


def _asks_any_of(assessment: Assessment, asked: Iterable[str]) -> bool:
    """Say whether a conversation puts something to one of these, anew, alone or among others."""
    wanted = set(asked)
    put = Ask.objects.filter(Q(asked_in=assessment) | Q(put_in=assessment))
    return any(wanted & set(ask.asked_of) for ask in put)


def _tell_asked(people: Iterable[User], assessment: Assessment, *, at: dt.datetime) -> None:
    service = assessment.service
    tell(
        people,
        "asked",
        service=service,
        organisation=service.organisation,
        object_id=assessment.pk,
        path=reverse("your-teams"),
        at=at,
    )


def tell_answered(ask: Ask, service: Service, *, by: User, at: dt.datetime) -> None:
    """Tell a team that what it asked was answered; what was said opens its next conversation."""
    path = service.get_absolute_url()
    people = people_of(service)
    tell(people, "ask_answered", service=service, object_id=ask.pk, path=path, by=by, at=at)
