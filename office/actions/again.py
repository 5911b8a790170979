"""Erasing again what a copy from before has brought back."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from accounts.actions import log
from accounts.models import Erasure, Organisation, Service, User
from accounts.operations.erased import Erased, noon_of
from assessments.models import Note
from office.actions.deleting import wipe_team
from office.actions.deletions import wipe_organisation
from office.actions.erasing import wipe_person
from sharing.actions import take_words_out_again


def erase_all_again(every: Iterable[Erased]) -> dict[str, int]:
    """Erase again all that a list names; say how many of each kind were there."""
    counts: Counter[str] = Counter()
    words: dict[uuid.UUID, dt.date] = {}
    for kind, key, day in sorted(every, key=str):
        if kind == Erasure.Kind.WORDS:
            words[key] = day
        else:
            counts[kind] += erase_again(kind, key, day)
    counts[Erasure.Kind.WORDS.value] = take_words_out_again(words)
    return counts


@transaction.atomic
def erase_again(kind: str, key: uuid.UUID, day: dt.date) -> bool:
    """Erase a thing once more, and note it as it was noted; say whether it was there.

    Words are found by take_words_out_again, of all teams at once.
    """
    at = noon_of(day)
    Erasure.objects.get_or_create(kind=kind, key=key, defaults={"at": at})
    if kind == Erasure.Kind.TEAM:
        return _team_again(key)
    if kind == Erasure.Kind.ORGANISATION:
        return _organisation_again(key)
    if kind == Erasure.Kind.NOTE:
        return bool(Note.objects.filter(pk=key).not_in_a_record().delete()[0])
    if not User.objects.filter(pk=key).exists():
        return False
    was_there = User.objects.filter(pk=key, erased_on=None).exists()
    wipe_person(key)
    if was_there:
        log("person_erased", by=None, object_id=key)
    return was_there


def _team_again(key: uuid.UUID) -> bool:
    service = Service.with_practice.filter(pk=key).first()
    if service is None:
        return False
    wipe_team(service)
    return True


def _organisation_again(key: uuid.UUID) -> bool:
    organisation = Organisation.with_practice.filter(pk=key).first()
    if organisation is None:
        return False
    wipe_organisation(organisation)
    return True
