"""My work: the first page after signing in, the notices on it, and the first visit of all."""

import uuid
from collections.abc import Callable, Iterator
from operator import attrgetter, itemgetter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import note_welcome
from accounts.models import Service, User
from accounts.selectors import (
    commissioning_bodies,
    has_begun,
    led_providers,
    managed_services,
    notices_for,
    team_services,
)
from accounts.signing_in.signed_in import signed_in
from assessments import selectors as talks
from assessments.forms.one_question import NoteForm
from assessments.views.way import carry_on, stops
from frameworks.selectors import tree_for
from home import selectors
from home.cards.coming import first_thing, next_talk_on, tries, when_again
from home.cards.reads import merged_cards, read_talks
from home.find.finder import FEW, find
from home.find.gathering import remember_teams
from home.first_visits import first_visit, roles_here
from home.teams import TEAMS_A_PAGE

OTHER_NOTICES = "#told"  # whoever marks one as read goes on with the next, not at the top


@require_http_methods(["GET", "HEAD"])
def home(request: HttpRequest) -> HttpResponse:
    """Show a person their work; who only reads for others is sent to where they read.

    On their first visit as what they are, they are sent to what they can do here.
    """
    user = signed_in(request)
    pages = Paginator(team_services(user), TEAMS_A_PAGE)
    in_teams, finder = pages.count, None
    if in_teams > FEW:
        finder = find(user, team_services(user), request.GET.dict(), asks=False)
        pages = Paginator(finder.services, TEAMS_A_PAGE)
    number = pages.get_page(request.GET.get("page", 1))
    teams = list(number)
    bodies = list(commissioning_bodies(user))
    is_lead = bool(led_providers(user))
    is_manager = bool(in_teams) and managed_services(user).exists()
    works, reads, runs = bool(in_teams), bool(bodies), user.is_staff
    roles = roles_here(works=works, manages=is_manager, leads=is_lead, reads=reads, runs=runs)
    remember_teams(request, has_teams=is_lead or is_manager)
    if not set(roles) <= set(user.welcomed_as):
        return redirect("welcome")
    archived = selectors.archived_teams(user)
    if not in_teams and not archived:
        page = _page_instead(user, leads=is_lead, reads=bool(bodies))
        if page:
            return redirect(page)
    context: dict[str, Any] = {
        "bodies": bodies,
        "leads": is_lead,
        "has_teams": is_lead or is_manager,
        "notices": notices_for(user),
        "archived": archived,
        "teams": list(_teams(teams)),
        "number": number,
        "finder": finder,
    }
    if in_teams == 1:
        return _one_team(request, teams[0], context)
    if not in_teams and not bodies and not is_lead:
        context["has_begun"] = has_begun(user)
        return render(request, "home/home_nothing.html", context)
    context["teams"] = list(_with_boxes(context["teams"]))
    return render(request, "home/home_teams.html", context)


def _page_instead(user: User, *, leads: bool, reads: bool) -> str:
    """Return the page that is all of somebody in no team, or "" where there is more to choose from.

    Who runs the site may have come first for others alone, and has its page to go to.
    """
    if user.is_staff or (leads and reads):
        return ""
    if leads:
        return "your-teams"
    if reads:
        return "shared-with-us"
    return "begin-organisation" if has_begun(user) else ""


def _teams(teams: list[Service]) -> Iterator[dict[str, Any]]:
    """Give a card for each team: what is open, when it last talked and means to talk again."""
    keys_by_team, card_by_key, _talking = read_talks(teams)
    last = merged_cards(keys_by_team, card_by_key)
    open_talks = selectors.open_now(teams)
    today = timezone.localdate()
    for team in teams:
        open_talk, last_card = open_talks.get(team.pk), last.get(team.pk)
        trying, tried = tries(last_card, today=today)
        day = next_talk_on(last_card)
        yield {
            "service": team,
            "open": open_talk,
            "last": last_card,
            "first": first_thing(open_talk, last_card, today=today),
            "again": when_again(open_talk, last_card, today=today),
            "is_ahead": day is not None and day >= today,
            "trying": trying,
            "tried": tried,
        }


def _with_boxes(cards: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give each card its box for something worth remembering: whose it is, is said already."""
    if not cards:
        return
    offered = talks.sheets_of(map(itemgetter("service"), cards))
    for number, card in enumerate(cards, start=1):
        service = card["service"]
        tree = tree_for(service, offered[service.pk][0].framework.pk)
        yield {**card, "form": NoteForm(tree=tree, ids=f"note_{number}_%s")}


def _one_team(request: HttpRequest, service: Service, context: dict[str, Any]) -> HttpResponse:
    """Show the page of somebody with one team, as whoever speaks there says it."""
    card, stop = context["teams"][0], None
    open_talk, teller = card["open"], talks.Teller(by_one=False)
    tree = tree_for(service, talks.sheet(service).framework.pk)
    trees = [tree]
    if open_talk:
        rows, with_example = talks.judgements(open_talk), talks.lines_with_examples(open_talk)
        trees.append(talks.tree_of(open_talk))
        stop = carry_on(open_talk, stops(open_talk, trees[-1], rows, with_example))
    names = [_("Our organisation")]  # of many, whoever speaks
    for one_tree in trees:
        names += map(attrgetter("name"), one_tree.lines)
    if card["last"]:
        teller = talks.teller_today(service, names)
    context |= {"service": service, "form": NoteForm(tree=tree), "next": stop}
    context["by_one"] = teller.by_one
    return teller.page(render(request, "home/home_team.html", context))


@require_http_methods(["POST"])
def put_away(request: HttpRequest, pk: uuid.UUID, *, put: Callable[..., object]) -> HttpResponse:
    """Put away a notice, or all up to it: the newest that stood on the page."""
    user = signed_in(request)
    put(selectors.notice_for(user, pk), by=user)
    return redirect(reverse("home") + OTHER_NOTICES)


@require_http_methods(["GET", "HEAD"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what this person can do here; the first page leads here once as each of what they are."""
    user = signed_in(request)
    visit = first_visit(user)
    note_welcome(user, as_whom=visit["roles"])
    return render(request, "home/welcome.html", visit)
