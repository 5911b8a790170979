"""What is proposed to a team by the kind of place it is: a start, changed under *About us*."""

from accounts.models.organisation import KINDS_TO_HEAR, KindOfPlace

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


def whom_to_hear(kind: str, people: str) -> list[str]:
    """Return the kinds of people there are to hear in such a place; `people`: its own word."""
    staff = _STAFF.get(kind, KINDS_TO_HEAR[:-1])
    return [*staff, people]
