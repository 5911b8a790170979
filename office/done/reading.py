"""Reads what was done: days and names, never a word of a team, nor when it talks."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Event, Invitation, Organisation, User
from office.done.acts import ARRANGED, ON_SITE

A_PAGE = 50


@dataclass(frozen=True)
class Done:
    """One thing that was done. `whom`: whom it was done to, where that is not who did it."""

    event: Event
    said: str
    whom: str


@dataclass(frozen=True)
class DonePage:
    """Some of what was done, newest first. `earlier`: the key of the last, where there is more."""

    rows: list[Done]
    earlier: int | None


def done_on_site(*, before: int | None = None, words: str = "") -> DonePage:
    """Return what was done here, for who runs the site."""
    rows = Event.objects.filter(act__in=[*ARRANGED, *ON_SITE], service__practice_of=None)
    return _page(rows, before, words, asked=False)


def done_at(organisation: Organisation, *, before: int | None = None, words: str = "") -> DonePage:
    """Return what was arranged at an organisation or a body and in its teams, for who leads it."""
    here = Q(organisation=organisation) | Q(service__organisation=organisation)
    return _page(Event.objects.filter(here, act__in=list(ARRANGED)), before, words, asked=True)


def _page(rows: QuerySet[Event], before: int | None, words: str, *, asked: bool) -> DonePage:
    """Return those before this one, newest first: nothing is counted, however many there are.

    Args:
        asked: whether who was asked in, and has not come, is told by the name that was typed.
    """
    for word in words.split():
        rows = rows.filter(
            Q(actor__display_name__icontains=word)
            | Q(service__name__icontains=word)
            | Q(organisation__name__icontains=word)
        )
    # Found on this very list: the key of anything else would tell when that was.
    last = rows.filter(pk=before).first() if before is not None else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    rows = rows.select_related("actor", "service", "organisation").order_by("-at", "-pk")
    found = list(rows[: A_PAGE + 1])
    shown = found[:A_PAGE]
    names = _names((each.object_id for each in shown if each.object_id), asked=asked)
    earlier = shown[-1].pk if len(found) > A_PAGE else None
    return DonePage([_done(each, names) for each in shown], earlier)


def _names(keys: Iterable[uuid.UUID], *, asked: bool) -> dict[uuid.UUID, str]:
    """Return whom these keys are of: people by name, invitations by whom they were for."""
    wanted = set(keys)
    people = User.objects.filter(pk__in=wanted)
    names = {each.pk: each.display_name for each in people}
    for each in Invitation.objects.filter(pk__in=wanted).select_related("accepted_by"):
        if each.accepted_by:
            names[each.pk] = each.accepted_by.display_name
        elif asked:
            names[each.pk] = each.whom
    return names


def _done(event: Event, names: dict[uuid.UUID, str]) -> Done:
    said = ARRANGED.get(event.act) or ON_SITE[event.act]
    own = event.actor_id is not None and event.object_id == event.actor_id
    if own and event.act == "left":
        said = _("left")
    whom = "" if own or event.object_id is None else names.get(event.object_id, "")
    return Done(event, str(said), whom)
