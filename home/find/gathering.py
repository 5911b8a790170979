"""Gathering what a person may read of their teams: one pass, whatever their number."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from itertools import chain

from django.core.paginator import Paginator
from django.db.models import QuerySet

from accounts.models import Service, User
from accounts.selectors import overseen_services
from home import selectors
from home.asks import Asked, last_answer, part_of_manager
from home.cards import told
from home.cards.miniatures import miniatures
from home.cards.reads import cards, kept_and_talking, shown_by
from home.find.reads import people_by_team, services_with_asks
from home.teams import LEAD_ASKS, MANAGER_ASKS, TEAMS_A_PAGE, Page, Team, asked_of
from pages.memory import address

# What a card prints of its service: the other columns are not read.
PRINTED_OF_TEAM = ("name", "slug", "facilitator_wanted_on")


def pages_of_teams(
    user: User, services: QuerySet[Service] | None = None, count: int | None = None
) -> "Paginator[Service]":
    """Return the teams this person manages or leads, or those of them given, so many a page.

    `count`: how many they are, where that is known: it is not asked for again.
    """
    pages = Paginator(overseen_services(user) if services is None else services, TEAMS_A_PAGE)
    if count is not None:
        pages.count = count
    return pages


def page_of_teams(
    user: User,
    *,
    today: dt.date,
    number: str | int = 1,
    services: QuerySet[Service] | None = None,
    count: int | None = None,
) -> Page:
    """Gather what this person may read of a page of the teams they manage or lead.

    A number that is none is the first page, one too high the last. A team they manage: its
    finished conversations. A team they only lead: its name and people, and what it shows its
    organisation. `services`: those of their teams that were looked for; `count`:
    how many, where that is known.
    """
    chosen = overseen_services(user) if services is None else services
    shown = pages_of_teams(user, chosen.only(*PRINTED_OF_TEAM), count).get_page(number)
    rows = list(shown)
    teams = teams_of(rows)
    kept = {team.service.slug: team.read for team in teams}
    pictures = miniatures(kept)
    people = people_by_team(rows)
    for team in teams:
        team.picture = pictures.get(team.service.slug)
        team.people = people.get(team.service.pk, "")
    managed = [team for team in teams if not team.led]
    page = Page(
        managed=managed,
        led=[team for team in teams if team.led],
        today=today,
        number=shown,
        shares=selectors.live_shares(team.service for team in managed),
    )
    page.asked = asks_of_teams(page.teams, user)
    return page


def teams_of(services: Sequence[Service]) -> list[Team]:
    """Return the cards of these teams (with `is_managed`), from what may be read of each."""
    managed: list[Service] = []
    led: list[Service] = []
    for service in services:
        if service.is_managed:  # type: ignore[attr-defined]  # annotated
            managed.append(service)
        else:
            led.append(service)
    finished, sealed, talking = kept_and_talking(managed)
    shown = shown_by(led) if led else {}
    if shown:
        sealed |= cards(chain.from_iterable(shown.values()))
    kept = finished | shown
    last = told.so_far(kept, sealed)
    found = []
    for service in services:
        is_led = not service.is_managed  # type: ignore[attr-defined]
        found.append(
            Team(
                service=service,
                href=address("shown-team" if is_led else "service", service.slug),
                led=is_led,
                last=last.get(service.pk),
                talking=service.pk in talking,
                read=kept.get(service.pk, []),
            )
        )
    return found


def who_asks(user: User, services: QuerySet[Service]) -> set[uuid.UUID]:
    """Return the keys of those teams that ask something of this person which nobody has answered.

    Read are only the cards of teams that have put something to somebody like them at all.
    """
    asking = services_with_asks(MANAGER_ASKS | LEAD_ASKS)
    teams = teams_of(list(services.filter(pk__in=asking)))
    return {each.service for each in asks_of_teams(teams, user) if each.answer is None}


def asks_of_teams(teams: Iterable[Team], user: User) -> list[Asked]:
    """Return what teams ask of whoever reads, each with its last answer.

    Of a lead only what is for the organisation; and a lead reads back only what leads answered:
    what a manager answers stays in the team until the team shows it.
    """
    put_to_them: dict[str, tuple[Team, dict[str, str]]] = {}
    for team in teams:
        theirs = LEAD_ASKS if team.led else MANAGER_ASKS
        for each in team.card.get("still", ()):
            if each.get("ask") and theirs.intersection(asked_of(each)):
                put_to_them[each["ask"]] = (team, each)
    for_a_lead = any(team.led or each.get("also") for team, each in put_to_them.values())
    answers = selectors.answers_to(list(put_to_them), for_a_lead=for_a_lead)
    found = []
    for key, (team, each) in put_to_them.items():
        given = answers.get(key, [])
        if not team.led:
            given = part_of_manager(given, asked_of(each))
        last = last_answer(given, only=user if team.led else None)
        words = each["asked"] or each["words"]
        found.append(
            Asked(id=key, team=team.name, service=team.service.pk, words=words, answer=last)
        )
    return found
