"""Organisations, frameworks and people of a file, found here or made; people without a way in."""

import uuid
from collections.abc import Collection, Sequence

import msgspec
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from accounts.models import Erasure, Grouping, Organisation, Service, User
from accounts.models.user import NO_MAILBOX
from export.file.kinds import with_parts
from export.file.shapes import (
    WHO_IT_IS,
    FrameworkRow,
    GroupingRow,
    NamedPerson,
    OfferRow,
    OrganisationRow,
)
from frameworks.models import Framework, Level, Line, Offer, Publication
from office.actions.erasing import NOBODY as ERASED
from pages.commands import CannotDo

Key = tuple[str, ...]


class Frameworks:
    def __init__(self) -> None:
        self._ids: dict[tuple[type[Framework | Line | Level], Key], uuid.UUID] = {}

    def find(self, row: FrameworkRow) -> None:
        """See that a framework is here, word for word. Raises CannotDo."""
        sealed = Publication.objects.filter(framework__owner=None, framework__slug=row.slug)
        seal = sealed.filter(framework__version=row.version).first()
        name = f"“{row.slug} {row.version}”"
        if seal is None:
            raise CannotDo(
                f"The framework {name} is not here. Put its file into frameworks/fixtures, then "
                "type: manage.py load_frameworks"
            )
        if seal.digest != row.digest:
            raise CannotDo(
                f"The framework {name} says something else here than where the file was written. "
                "Load the same file of it on both sites first."
            )
        for part in with_parts(seal.framework):
            self._ids[type(part), part.natural_key()] = part.pk

    def key_here(self, model: type[Framework | Line | Level], words: Key) -> uuid.UUID:
        """Return the key that a framework, line or level has here. Raises CannotDo."""
        key = self._ids.get((model, words))
        if key is None:
            raise CannotDo(f"No framework of this file has “{' '.join(words)}”.")
        return key


def find_or_make(row: OrganisationRow) -> bool:
    """Make an organisation that is not here; one that is stays as it is. Says whether it is new.

    A body that came with others' files is no more than a name, until its own file brings the rest.
    Raises CannotDo where it is here as something else.
    """
    here = Organisation.with_practice.filter(pk=row.id).first()
    if here is not None and here.kind != row.kind:
        raise CannotDo(f"{row.name} is something else here: {here.get_kind_display()}.")
    if here is not None and not (row.people_word and _is_a_name_alone(here)):
        return False
    values = msgspec.structs.asdict(row)
    if not row.people_word:
        del values["people_word"]
    if here is None:
        values["slug"] = slug_here(Organisation, row.slug)
        Organisation.objects.bulk_create([Organisation(**values)])
    else:
        for name in WHO_IT_IS:
            del values[name]
        Organisation.objects.filter(pk=row.id).update(**values)
    return True


def as_here(key: uuid.UUID) -> uuid.UUID:
    """Return which organisation this is here: a body may have turned out to be another."""
    rows = Organisation.with_practice.filter(pk=key).exclude(joined_into=None)
    return rows.values_list("joined_into", flat=True).first() or key


def _is_a_name_alone(here: Organisation) -> bool:
    """Say whether nobody ever did anything with an organisation here, nor it anything."""
    used = here.events.exists() or here.memberships.exists() or here.services.exists()
    return not used and here.closed_on is None


def arrange(row: GroupingRow | OfferRow, *, new: Collection[uuid.UUID]) -> None:
    """Arrange the teams of an organisation that came in; one that was here is left as it is."""
    if row.organisation not in new:
        return
    if isinstance(row, OfferRow):
        Offer.objects.create(organisation_id=row.organisation, slugs=list(row.slugs))
        return
    grouping = Grouping(pk=row.id, organisation_id=row.organisation, name=row.name)
    grouping.save(force_insert=True)
    teams = Service.objects.filter(organisation=row.organisation)
    grouping.services.set(teams.filter(pk__in=row.services))


def slug_here(model: type[Organisation | Service], slug: str) -> str:
    """Return what stands in addresses: as it was, or with a number where that is taken here."""
    free, number = slug, 1
    while model._base_manager.filter(slug=free).exists():
        number += 1
        free = f"{slug[:45]}-{number}"
    return free


# Whoever did what no page tells of: one account for them all.
NOBODY = f"from-before-the-move{NO_MAILBOX}"


def nobody() -> User:
    """Return the account that stands for everybody whom a file does not name.

    It is held until all is in: what else comes in meanwhile waits here, and then finds it there.
    """
    if not User.objects.filter(email=NOBODY).exists():
        account = _closed(uuid.uuid4(), NOBODY, _("Somebody from before the move"))
        User.objects.bulk_create([account], ignore_conflicts=True)
    return User.objects.select_for_update().get(email=NOBODY)


def stand_ins(rows: Sequence[NamedPerson]) -> None:
    """Make an account that nobody can sign in to for each who has none here.

    Whoever is here under the same key stays as they are, and whoever was erased here has none:
    their name does not come back with an older file.
    """
    keys = [row.id for row in rows]
    here = set(User.objects.filter(pk__in=keys).values_list("pk", flat=True))
    erasures = Erasure.objects.filter(kind=Erasure.Kind.PERSON, key__in=keys)
    erased = set(erasures.values_list("key", flat=True))
    accounts = []
    for row in rows:
        name = row.name
        if row.id in erased:
            name = ERASED
        if row.id not in here:
            accounts.append(_closed(row.id, f"{row.id.hex}{NO_MAILBOX}", name))
    User.objects.bulk_create(accounts)


def _closed(key: uuid.UUID, email: str, name: str) -> User:
    nothing = make_password(None)
    return User(pk=key, email=email, display_name=name, is_active=False, password=nothing)
