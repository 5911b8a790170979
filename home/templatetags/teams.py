"""The long lists of *Your teams*, printed in Python: a template takes several times as long.

Every word goes through `safe`, as in accounts.printing.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from home.teams import Asked, Obstacle, Team
from pages.printing import safe
from record.choices import Answered

register = template.Library()
BUTTON = ' class="button--quiet"'


@register.filter
def asked_cards(asks: Iterable[Asked]) -> SafeString:
    """Print what is asked of the reader, each with the three answers."""
    answers = [(safe(each.value), safe(each.label)) for each in Answered]
    found = []
    for each in asks:
        team, href = safe(each.team), safe(reverse("answer-ask", args=[each.id]))
        whose = f'<span class="visually-hidden"> ({team})</span>'
        links = [
            f'<a{"" if number else BUTTON} href="{href}?answer={code}">{label}{whose}</a>'
            for number, (code, label) in enumerate(answers)
        ]
        found.append(
            f'<div class="card"><p><span class="tag"><bdi>{team}</bdi></span></p>'
            f'<blockquote class="ask-what" dir="auto">{safe(each.words)}</blockquote>'
            f'<div class="actions">{" ".join(links)}</div></div>'
        )
    return SafeString("".join(found))


@register.filter
def team_cards(cards: Iterable[Mapping[str, Any]]) -> SafeString:
    """Print each team's card (`Page.cards`), the miniature folded inside."""
    trying, stands = safe(_("Trying:")), safe(_("Where it stands, theme by theme"))
    return SafeString("".join(_team_card(card, trying, stands) for card in cards))


def _team_card(card: Mapping[str, Any], trying: str, stands: str) -> str:
    name = safe(card["name"])
    head = (
        f'<article class="card"><h3><a class="heading-link" href="{safe(card["href"])}">'
        f'<bdi>{name}</bdi></a></h3><p class="quiet">{safe(card["when"])}</p>'
    )
    found = [head]
    if card["said"]:
        found.append(f'<blockquote class="quote" dir="auto">{safe(card["said"])}</blockquote>')
    if card["trying"]:
        told = " · ".join(f'<bdi dir="auto">{safe(each)}</bdi>' for each in card["trying"])
        found.append(f'<p><span class="lead-in">{trying}</span> {told}</p>')
    if card["heard"]:
        found.append(f'<p class="quiet" dir="auto">{safe(card["heard"])}</p>')
    if picture := card["picture"]:
        found.append(
            f'<details class="picture"><summary>{stands}<span class="visually-hidden">: {name}'
            f'</span></summary>{safe(picture.svg)}<p class="quiet">{safe(picture.sentence)}</p>'
            "</details>"
        )
    return "".join([*found, "</article>"])


@register.filter
def obstacle_rows(obstacles: Iterable[Obstacle]) -> SafeString:
    """Print what is in the way, each with whose words it is."""
    return SafeString(
        "".join(
            f'<li class="row"><p dir="auto">{safe(each.words)}</p>'
            f'<p class="quiet"><bdi>{safe(each.team)}</bdi></p></li>'
            for each in obstacles
        )
    )


@register.filter
def tried_rows(teams: Iterable[Team]) -> SafeString:
    """Print what was tried and what came of it, team by team."""
    return SafeString(
        "".join(
            f'<li class="row"><p class="lead-in" dir="auto">{safe(each.what)}</p>'
            f'<p>{safe(each.came)} <bdi dir="auto">{safe(each.learned)}</bdi></p>'
            f'<p class="quiet"><bdi>{safe(team.name)}</bdi></p></li>'
            for team in teams
            for each in team.tried
        )
    )
