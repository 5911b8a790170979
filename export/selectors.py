"""What is read for one file."""

from collections.abc import Generator, Iterator

from accounts.models import Erasure, Organisation, Service
from accounts.models.service import ServiceQuerySet
from assessments.models import Closure
from assessments.selectors import is_by_one
from home.cards.reads import shown_keys
from home.selectors import for_organisation
from pages.commands import CannotDo
from record.document import Record

AT_A_TIME = 100


def kept_records(service: Service) -> Generator[Record]:
    """Give what a team has finished and kept, as it was last kept, oldest first."""
    rows = Closure.objects.current().of(service).in_order().only("document")
    for closure in rows.iterator(chunk_size=AT_A_TIME):
        yield closure.record


def teams_shown(organisation: Organisation) -> ServiceQuerySet:
    return Service.objects.filter(organisation=organisation).in_use().in_name_order()


def shown_records(organisation: Organisation) -> Iterator[tuple[Record, bool]]:
    """Give what teams show their organisation now, team by team A to Z, each oldest first.

    With each whether one person is the whole team.
    """
    for service in teams_shown(organisation):
        keys = shown_keys([service]).get(service.pk, [])
        rows = Closure.objects.filter(pk__in=keys).in_order().only("document")
        records = [closure.record for closure in rows]
        by_one = bool(records) and is_by_one(service, (record.occasion for record in records))
        for record in records:
            yield for_organisation(record), by_one


def team_called(slug: str) -> Service:
    """Return the team with this in its addresses. Raises CannotDo."""
    team = Service.objects.filter(slug=slug).select_related("organisation").first()
    if team is None:
        raise CannotDo(f"No team has “{slug}” in its addresses.")
    _see_not_gone(team)
    return team


def organisation_called(slug: str) -> Organisation:
    """Return the organisation that runs services with this in its addresses. Raises CannotDo."""
    organisation = Organisation.objects.filter(slug=slug, kind=Organisation.Kind.PROVIDER).first()
    if organisation is None:
        raise CannotDo(f"No organisation that runs services has “{slug}” in its addresses.")
    _see_not_gone(organisation)
    return organisation


def _see_not_gone(place: Organisation | Service) -> None:
    if Erasure.objects.filter(key=place.pk).exists():
        raise CannotDo(
            f"All data of {place.name} was deleted for good, as was asked. Nothing is left."
        )
