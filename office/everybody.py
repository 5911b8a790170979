"""Reads of all organisations and all people, for who runs the site. None reads a word of a team."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import Event, Organisation, OrganisationMembership, User
from accounts.models.user import NO_MAILBOX
from office.selectors import rows_with_words


def organisations(*, words: str = "") -> QuerySet[Organisation]:
    """Return organisations and bodies, A to Z: those with these words in their name."""
    return rows_with_words(Organisation.objects.in_name_order(), words, "name")


def led_rows(organisations: Iterable[Organisation]) -> list[tuple[Organisation, list[str]]]:
    """Return each organisation with the names of who leads it. One query."""
    names: dict[uuid.UUID, list[str]] = {organisation.pk: [] for organisation in organisations}
    live = OrganisationMembership.objects.filter(role="lead", ended_on=None, user__is_active=True)
    rows = live.filter(organisation__in=list(names)).order_by("user__display_name")
    for key, name in rows.values_list("organisation", "user__display_name"):
        names[key].append(name)
    return [(organisation, names[organisation.pk]) for organisation in organisations]


def everybody(*, words: str) -> QuerySet[User]:
    """Return everybody with an account, by name: those with these words in name or address."""
    rows = User.objects.get_queryset().not_erased().in_name_order()
    return rows_with_words(rows, words, "display_name", "email")


def ran_site(user: User, pk: uuid.UUID) -> bool:
    """Say whether this is somebody who has said of themselves that they run the site no more."""
    events = Event.objects.filter(act="person_is_staff_changed", actor=user, object_id=pk)
    return user.pk == pk and not user.is_staff and events.exists()


def person_reached_by(typed: str) -> User | None:
    """Return who signs in with this address or sign-in name, or None."""
    address = typed if "@" in typed else f"{typed}{NO_MAILBOX}"
    return User.objects.filter(email=address.lower()).first()
