"""Gathering what a person may read of their teams: one pass, whatever their number."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest

from accounts.models import Grouping, Service, ServiceMembership, User
from accounts.selectors import overseen_services
from assessments.models import Ask
from home import selectors
from home.asks import TeamAsk, answers_to, last_answer, part_of_manager, put_to
from home.cards.miniatures import miniatures
from home.cards.reads import cards, merged_cards, read_talks, shown_keys
from home.teams import LEAD_ASKS, MANAGER_ASKS, TEAMS_A_PAGE, Page, Team, ahead
from pages.database.prepared import Prepared
from pages.memory import address
from record.taking_out import is_taken_out_mark

# What a card prints of its service: the other columns are not read.
PRINTED_OF_TEAM = ("name", "slug", "facilitator_wanted_on")


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
    if services is None:
        services = overseen_services(user)
    pages = Paginator(services.only(*PRINTED_OF_TEAM), TEAMS_A_PAGE)
    if count is not None:
        pages.count = count
    numbered_page = pages.get_page(number)
    rows = list(numbered_page)
    teams = list(teams_of(rows))
    pictures = miniatures({team.service.slug: team.closures for team in teams})
    people, with_manager = people_by_team(rows)
    managed: list[Team] = []
    led: list[Team] = []
    for team in teams:
        team.picture = pictures.get(team.service.slug)
        team.people = people.get(team.service.pk, "")
        team.has_manager = team.service.pk in with_manager
        if team.is_led:
            led.append(team)
        else:
            managed.append(team)
    page = Page(
        managed_teams=managed,
        led_teams=led,
        today=today,
        number=numbered_page,
        shares=selectors.live_shares(team.service for team in managed),
    )
    page.asks = list(asks_of_teams(page.teams, user))
    return page


def teams_to_talk(user: User, *, today: dt.date) -> list[Team]:
    """Return a person's teams whose day to talk again is to come, soonest first."""
    services = overseen_services(user).only(*PRINTED_OF_TEAM, "second_name")
    return ahead(teams_of(list(services)), today)


def teams_of(services: Sequence[Service]) -> Iterator[Team]:
    """Give the cards of these teams (with `is_managed`), from what may be read of each."""
    managed: list[Service] = []
    led: list[Service] = []
    for service in services:
        if service.is_managed:  # type: ignore[attr-defined]  # annotated
            managed.append(service)
        else:
            led.append(service)
    finished, card_by_key, talking = read_talks(managed)
    keys_by_team = finished
    if led:
        shown_to_lead = shown_keys(led)
        card_by_key |= cards(chain.from_iterable(shown_to_lead.values()))
        keys_by_team = finished | shown_to_lead
    last = merged_cards(keys_by_team, card_by_key)
    for service in services:
        is_led = not service.is_managed  # type: ignore[attr-defined]
        page = "shown-team" if is_led else "service"
        yield Team(
            service=service,
            href=address(page, service.slug),
            is_led=is_led,
            last=last.get(service.pk),
            is_talking=service.pk in talking,
            closures=keys_by_team.get(service.pk, []),
        )


def who_asks(user: User, services: QuerySet[Service]) -> set[uuid.UUID]:
    """Return the keys of those teams that ask something of this person which nobody has answered.

    Read are only the cards of teams that have put something to somebody like them at all.
    """
    asking = services_with_asks(MANAGER_ASKS | LEAD_ASKS)
    teams = list(teams_of(list(services.filter(pk__in=asking))))
    asking_now = set()
    for ask in asks_of_teams(teams, user):
        if ask.answer is None:
            asking_now.add(ask.service)
    return asking_now


def asks_of_teams(teams: Iterable[Team], user: User) -> Iterator[TeamAsk]:
    """Give what teams ask of whoever reads, each with its last answer.

    Of a lead only what is for the organisation; and a lead reads back only what leads answered:
    what a manager answers stays in the team until the team shows it.
    """
    put_to_them: dict[str, tuple[Team, dict[str, str]]] = {}
    for_a_lead = False
    for team in teams:
        addressees = LEAD_ASKS if team.is_led else MANAGER_ASKS
        for obstacle in team.card.get("still", ()):
            if obstacle.get("ask") and addressees.intersection(put_to(obstacle)):
                put_to_them[obstacle["ask"]] = (team, obstacle)
                for_a_lead |= team.is_led or bool(obstacle.get("also"))
    answers = answers_to(list(put_to_them), for_a_lead=for_a_lead)
    for key, (team, obstacle) in put_to_them.items():
        ask_answers = answers.get(key, [])
        if team.is_led:
            last = last_answer(ask_answers, only=user)
        else:
            last = last_answer(part_of_manager(ask_answers, put_to(obstacle)), only=None)
        words = obstacle["asked"] or obstacle["words"]
        if last is None and is_taken_out_mark(words):
            continue  # nobody can answer words that are gone
        yield TeamAsk(id=key, team=team.name, service=team.service.pk, words=words, answer=last)


def services_with_asks(to: Iterable[str]) -> QuerySet[Ask, uuid.UUID]:
    """Return the keys of services that have ever put something to one of these, or to several."""
    asks = Ask.objects.filter(Q(to__in=list(to)) | ~Q(also=[]))
    return asks.values_list("factor__service", flat=True)


def _people_of(services: list[uuid.UUID]) -> QuerySet[ServiceMembership, tuple[Any, ...]]:
    rows = ServiceMembership.objects.active().filter(service__in=services)
    return rows.order_by("user__display_name").values_list(
        "service_id", "role", "user__display_name"
    )


_PEOPLE = Prepared(_people_of, list)


def people_by_team(services: Iterable[Service]) -> tuple[dict[uuid.UUID, str], set[uuid.UUID]]:
    """Return who is in each of these teams, managers first, and which have one: one query."""
    rows = _PEOPLE.rows([team.pk for team in services])
    names: dict[uuid.UUID, list[str]] = {}
    with_manager: set[uuid.UUID] = set()
    manager = ServiceMembership.Role.MANAGER
    for service, role, name in sorted(rows, key=lambda row: row[1] != manager):
        names.setdefault(service, []).append(name)
        if role == manager:
            with_manager.add(service)
    return {service: ", ".join(people) for service, people in names.items()}, with_manager


def first_letters(services: QuerySet[Service]) -> tuple[set[str], int, int]:
    """Return the first letters of these teams, how many there are, and how many in a grouping."""
    in_one = Exists(Grouping.services.through.objects.filter(service=OuterRef("pk")))
    rows = services.order_by().annotate(first=Substr("name", 1, 1)).values_list("first")
    letters, count, grouped = set(), 0, 0
    for first, many, in_some in rows.annotate(Count("pk"), in_one=Count("pk", filter=in_one)):
        letters.add(first.upper())
        count += many
        grouped += in_some
    return letters, count, grouped


def readable_groupings(user: User, led: Sequence[uuid.UUID]) -> QuerySet[Grouping]:
    """Return the groupings of teams that somebody manages, or leads (`led`), A to Z."""
    managed = Service.objects.managed_by(user).filter(groupings__isnull=False)
    mine = Q(pk__in=managed.values("groupings")) | Q(organisation__in=led)
    return Grouping.objects.filter(mine).in_name_order()


HAS_TEAMS = "has_teams"  # in the session; templates/base.html reads it


def remember_teams(request: HttpRequest, *, has_teams: bool) -> None:
    """Remember whether this person has teams to look after. Whether they may, the page asks."""
    if request.session.get(HAS_TEAMS, False) != has_teams:
        request.session[HAS_TEAMS] = has_teams
