"""Erasing a person: all that says who they are goes; what they wrote stays their teams'.

Their row stays with its key and nothing else, so that what leads to it still holds together
(docs/adr/0026). What goes and what stays is a table (office/personal_data/columns.py).
"""

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import (
    accounts_merged_into,
    close_account,
    hold_people,
    log,
    write_letter,
)
from accounts.actions.beneath import in_parts, rows_beneath, take_away
from accounts.actions.invitations import take_back_invitations
from accounts.models import Erasure, Event, Invitation, Letter, Organisation, Service, User
from accounts.models.user import NO_MAILBOX
from accounts.operations.erasures import ErasureLine, noon_of, note_erased
from assessments.actions import hold_team
from assessments.models import Note
from office.actions.deletions import wipe_organisation
from office.actions.wiping import wipe_team
from office.personal_data.columns import Column, OnErasure, columns
from office.personal_data.who_left import people_who_left
from pages.database.one_by_one import one_by_one
from pages.signatures import When
from reports.models import WantedPdf
from sharing.actions import take_words_out_again

NEW = "new_address"


def addresses_of(key: uuid.UUID) -> set[str]:
    """Return every address by which this person was written to or signed in.

    None that is somebody else's today: two people may have shared a mailbox.
    """
    addresses = set(User.objects.filter(pk=key).values_list("email", flat=True))
    addresses |= set(EmailAddress.objects.filter(user=key).values_list("email", flat=True))
    addresses |= set(Letter.objects.filter(user=key).values_list("address", flat=True))
    came_by = Invitation.objects.filter(Q(person=key) | Q(accepted_by=key))
    for address, name in came_by.values_list("address", "sign_in_name"):
        addresses.add(address or f"{name}{NO_MAILBOX}")
    addresses = set(map(str.lower, addresses))
    _follow_back(addresses)
    addresses.discard("")
    addresses.discard(NO_MAILBOX)
    others = User.objects.exclude(pk=key).filter(email__in=addresses)
    addresses -= set(others.values_list("email", flat=True))
    second = EmailAddress.objects.exclude(user=key).filter(email__in=addresses)
    return addresses - set(second.values_list("email", flat=True))


def drop_words_of_new_addresses(addresses: set[str]) -> None:
    """Drop the letters that say one of these is somebody's new address, wherever they went."""
    for letter in _letters_of_new(addresses):
        letter.delete()


def _letters_of_new(addresses: set[str]) -> Iterator[Letter]:
    for letter in Letter.objects.filter(kind=NEW):
        now = letter.details.get("now", "").lower()
        if now in addresses or f"{now}{NO_MAILBOX}" in addresses:
            yield letter


def _follow_back(addresses: set[str]) -> None:
    """Add the addresses of before, to which it was written that there is a new one."""
    count = 0
    while len(addresses) > count:
        count = len(addresses)
        for letter in _letters_of_new(set(addresses)):
            addresses.add(letter.address.lower())


AT_A_TIME = 500


def drop_sign_ins(key: uuid.UUID, addresses: Iterable[str]) -> None:
    """Drop every sign-in of this person, those under way too, whatever is kept in it."""
    words = [str(key), *map(json.dumps, addresses)]
    session_keys: list[str] = []
    for row in Session.objects.iterator(chunk_size=AT_A_TIME):
        content = json.dumps(row.get_decoded(), default=str)
        if any(word in content for word in words):
            session_keys.append(row.session_key)
    for part in in_parts(session_keys):
        Session.objects.filter(session_key__in=part).delete()


NOBODY = "Somebody who has left"
# A server may have stood still for weeks of nights.
SWEPT_FOR = dt.timedelta(days=60)


@transaction.atomic
def erase_person(
    person: User, *, by: User | None, of: Organisation | None = None, at: When = None
) -> bool:
    """Erase a person for good; say whether there was anything left to erase.

    `by`: None where the site does so by itself; `of`: the organisation whose lead does so. Raises
    ValidationError, and nothing is changed, where their account cannot be closed: they are the last
    who lead an organisation or run the site (close_account).
    """
    now = at or timezone.now()
    # One at a time: who comes second finds it done.
    hold_people([person, *accounts_merged_into(person)])
    account = User.objects.filter(pk=person.pk, erased_on=None)
    if not account.update(erased_on=timezone.localdate(now)):
        return False
    if person.is_active:
        close_account(person, by=by or person, at=now)
    address = person.email if person.has_mailbox and settings.LETTERS_GO_OUT else ""
    for other in accounts_merged_into(person):  # the same person, by another address
        if of is None or people_who_left(of).filter(pk=other.pk).exists():
            erase_person(other, by=by, of=of, at=now)
    wipe_person(person.pk)
    if address:  # whoever did not ask for it learns of it; the address goes with the letter
        write_letter("person_erased", address=address, at=now)
    note_erased(Erasure.Kind.PERSON, person.pk, at=now)
    log("person_erased", by=by, at=now, object_id=person.pk, organisation=of)
    return True


@transaction.atomic
def erase_who_left(person: User, organisation: Organisation, *, by: User) -> None:
    """Erase somebody who has left this organisation, for who leads on it.

    Raises ValidationError, and nothing is changed, where they came in again meanwhile.
    """
    # Whoever takes them in again waits, or is seen below.
    hold_people([person, *accounts_merged_into(person)])
    if not people_who_left(organisation).filter(pk=person.pk).exists():
        raise ValidationError(_("They belong somewhere again. Nothing was erased."))
    erase_person(person, by=by, of=organisation)


@transaction.atomic
def wipe_person(key: uuid.UUID) -> None:
    """Take away all that says who this was. Doing it again is harmless, and finds what came since.

    After a restore it is done again (erase_all_again), and a night later: somebody may have signed
    in or saved in the very second.
    """
    if not User.objects.filter(pk=key).exists():
        return
    addresses = addresses_of(key)
    for service in Service.with_practice.filter(practice_of=key):
        hold_team(service)
        WantedPdf.objects.filter(object_id=service.pk).delete()
        take_away(rows_beneath(service))
    take_back_invitations(Invitation.objects.filter(by=key))  # by nobody, they would be a command's
    for column in columns(OnErasure.GOES):
        rows = _rows(column, key, addresses)
        if rows.model._meta.pk.get_internal_type() == "UUIDField":  # there may be events of them
            Event.objects.filter(object_id__in=list(rows.values_list("pk", flat=True))).delete()
        rows.delete()
    for column in columns(OnErasure.EMPTIED):
        field = apps.get_model(column.of)._meta.get_field(column.name)
        _rows(column, key, addresses).update(**{column.name: None if field.null else ""})
    Event.objects.filter(object_id=key).exclude(act="person_erased").delete()
    drop_words_of_new_addresses(addresses)
    drop_sign_ins(key, addresses)
    _empty_account(key)


def sweep_again(at: dt.datetime) -> int:
    """Erase again who was erased lately, and say how many; nobody may be left."""
    lately = Erasure.objects.filter(kind=Erasure.Kind.PERSON, at__gt=at - SWEPT_FOR)

    def sweep(erasure: Erasure) -> int:
        wipe_person(erasure.key)
        return 1

    return one_by_one(lately, sweep)


def _rows(column: Column, key: uuid.UUID, addresses: set[str]) -> QuerySet[Model]:
    """Return the rows of a column that lead to this person, or hold an address of theirs."""
    model = apps.get_model(column.of)
    all_rows: QuerySet[Model] = model._base_manager.all()
    if model._meta.get_field(column.name).is_relation:
        return all_rows.filter(**{column.name: key})
    rows: QuerySet[Model] = all_rows.annotate(typed=Lower(column.name)).filter(typed__in=addresses)
    return rows


def _empty_account(key: uuid.UUID) -> None:
    now = timezone.now()
    User.objects.filter(pk=key, erased_on=None).update(erased_on=timezone.localdate(now))
    User.objects.filter(pk=key).update(
        email=f"{key.hex}{NO_MAILBOX}",
        display_name=NOBODY,
        password=make_password(None),
        is_active=False,
        is_staff=False,
        is_superuser=False,
        last_login=None,
        date_joined=now,
        sign_ins_since=now,
        welcomed_as=[],
        letters_wanted=User.Letters.NONE,
    )


def erase_all_again(lines: Iterable[ErasureLine]) -> dict[str, int]:
    """Erase again all that a list names; say how many of each kind were there."""
    counts: Counter[str] = Counter()
    words: dict[uuid.UUID, dt.date] = {}
    for kind, key, day in sorted(lines, key=str):
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
        team = Service.with_practice.filter(pk=key).first()
        if team is not None:
            wipe_team(team)
        return team is not None
    if kind == Erasure.Kind.ORGANISATION:
        organisation = Organisation.with_practice.filter(pk=key).first()
        if organisation is not None:
            wipe_organisation(organisation)
        return organisation is not None
    if kind == Erasure.Kind.NOTE:
        return bool(Note.objects.filter(pk=key).not_in_a_record().delete()[0])
    if not User.objects.filter(pk=key).exists():
        return False
    was_there = User.objects.filter(pk=key, erased_on=None).exists()
    wipe_person(key)
    if was_there:
        log("person_erased", by=None, object_id=key)
    return was_there
