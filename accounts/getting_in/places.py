"""What is proposed to a team by the kind of place it is: a start, changed under *About us*."""

from collections.abc import Sequence

from accounts.models import KindOfPlace, Organisation, Service
from accounts.models.service import KINDS_TO_HEAR

# Whom there is to hear from, beside the people the team works with, who stand last.
_STAFF: dict[str, list[str]] = {
    KindOfPlace.HOSTEL: ["days", "nights", "relief", "volunteers"],
    KindOfPlace.OUTREACH: ["early shifts", "late shifts", "peer workers", "volunteers"],
    KindOfPlace.DAY_CENTRE: ["staff", "sessional workers", "volunteers"],
    KindOfPlace.SUPPORTED: ["days", "sleep-ins", "relief", "volunteers"],
    KindOfPlace.HOUSING_FIRST: ["support workers", "on call", "peer workers"],
    KindOfPlace.WOMENS: ["days", "nights", "relief", "children’s workers", "volunteers"],
    KindOfPlace.JUSTICE_HEALTH: ["practitioners", "administrators", "peer workers"],
}
# What the people are called there, where nobody has said another word.
_PEOPLE: dict[str, str] = {
    KindOfPlace.HOSTEL: "residents",
    KindOfPlace.OUTREACH: "people we meet",
    KindOfPlace.DAY_CENTRE: "guests",
    KindOfPlace.SUPPORTED: "residents",
    KindOfPlace.HOUSING_FIRST: "tenants",
    KindOfPlace.WOMENS: "women",
    KindOfPlace.JUSTICE_HEALTH: "people we see",
}
ANYWHERE = "people we work with"


def people_called(kind: str) -> str:
    return _PEOPLE.get(kind, ANYWHERE)


def people_called_in(kinds: Sequence[str]) -> str:
    """Return what an organisation with such places calls them: the word of its first kind."""
    if kinds:
        return people_called(kinds[0])
    return ANYWHERE


def put_proposals(service: Service, kind: str) -> None:
    """Put into a team what is proposed to such a place; it is stored by whoever calls.

    A word of the team's own stays, and so does one that its organisation typed for all.
    """
    service.kind_of_place = kind
    organisation, usual = service.organisation, people_called(kind)
    nobody_said = {ANYWHERE, Organisation._meta.get_field("people_word").get_default()}
    proposed = nobody_said | set(map(people_called, organisation.kinds_of_place))
    if not service.people_word and organisation.people_word in proposed - {usual}:
        service.people_word = usual
    service.kinds_to_hear = whom_to_hear(kind, service.people)


def whom_to_hear(kind: str, people: str) -> list[str]:
    """Return the kinds of people there are to hear in such a place; `people`: its own word."""
    staff = _STAFF.get(kind, KINDS_TO_HEAR[:-1])
    return [*staff, people]
