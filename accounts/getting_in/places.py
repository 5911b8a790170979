"""What is proposed to a team by the kind of place it is: a start, changed under *About us*."""

from accounts.models import KindOfPlace, Organisation, Service
from accounts.models.service import KINDS_TO_HEAR

ANYWHERE = "people we work with"
# What the people are called there, where nobody has said another word; and whom there is to hear
# from beside them, who stand last.
_USUAL: dict[str, tuple[str, list[str]]] = {
    KindOfPlace.HOSTEL: ("residents", ["days", "nights", "relief", "volunteers"]),
    KindOfPlace.OUTREACH: (
        "people we meet",
        ["early shifts", "late shifts", "peer workers", "volunteers"],
    ),
    KindOfPlace.DAY_CENTRE: ("guests", ["staff", "sessional workers", "volunteers"]),
    KindOfPlace.SUPPORTED: ("residents", ["days", "sleep-ins", "relief", "volunteers"]),
    KindOfPlace.HOUSING_FIRST: ("tenants", ["support workers", "on call", "peer workers"]),
    KindOfPlace.WOMENS: (
        "women",
        ["days", "nights", "relief", "children’s workers", "volunteers"],
    ),
    KindOfPlace.JUSTICE_HEALTH: (
        "people we see",
        ["practitioners", "administrators", "peer workers"],
    ),
}
_ELSEWHERE = (ANYWHERE, KINDS_TO_HEAR[:-1])


def people_called(kind: str) -> str:
    return _USUAL.get(kind, _ELSEWHERE)[0]


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
    return [*_USUAL.get(kind, _ELSEWHERE)[1], people]
