"""What somebody is here: as each of these they are told once what they can do."""

from collections.abc import Sequence
from itertools import compress
from typing import Any

from accounts import selectors
from accounts.models import Organisation, Service, User
from pages.words import isolated

MANAGER = "manager"
WHO = ("worker", MANAGER, "lead", "reader", "site")


def roles_here(*, works: bool, manages: bool, leads: bool, reads: bool, runs: bool) -> list[str]:
    """Return what somebody is here. A manager is one of the team, and is told so as a manager."""
    return list(compress(WHO, (works and not manages, manages, leads, reads, runs)))


def first_visit(user: User) -> dict[str, Any]:
    """Return what the page tells: of which `roles`, and by which names where there is one place.

    `alone`: the team of theirs in which nobody else is yet, nor was asked in: it begins with that.
    """
    teams = list(selectors.team_services(user)[:2])
    bodies = list(selectors.commissioning_bodies(user))
    roles = roles_here(
        works=bool(teams),
        manages=selectors.managed_services(user).exists(),
        leads=bool(selectors.led_providers(user)),
        reads=bool(bodies),
        runs=user.is_staff,
    )
    return {
        "roles": roles,
        "team": _only_name(teams),
        "body": _only_name(bodies),
        "leads_body": bool(bodies and selectors.led_now(user)),
        "alone": selectors.team_with_nobody_else(user) if MANAGER in roles else None,
    }


def _only_name(places: Sequence[Service] | Sequence[Organisation]) -> str:
    """Return what the one place is called; nothing where there are several, or none."""
    if len(places) == 1:
        return isolated(places[0].name)
    return ""
