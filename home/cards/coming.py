"""Who talks now, who wants to talk again when, also as a file that any calendar opens; and what a
first page therefore begins with.
"""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import Assessment
from home.cards.reads import Card
from pages.words import isolated_inside, unlinked, with_names
from record import last_time
from record.words.days import day
from record.words.phrases import Part, PartRole, Sentence, fill, joined, text

if TYPE_CHECKING:
    from home.teams import Team

WEEK = dt.timedelta(days=7)


def sentences(
    talking: Iterable[str], ahead: Iterable[tuple[dt.date, str, str]], *, today: dt.date
) -> list[Sentence]:
    """Say it of each team. `ahead`: day, team's name, what it needs. A day gone by is just said."""
    ahead_forms = (
        _("{name} would like to talk again around {day}."),
        _("For that it needs {needs}."),
    )
    over_forms = (
        _("{name} meant to talk again around {day}."),
        _("For that it needed {needs}."),
    )
    language = get_language()
    open_now = _("{name} has a conversation open.")
    lines = [fill(open_now, name=Part(PartRole.WORDS, name)) for name in talking]
    for on, name, needs in ahead:
        form, needing = over_forms if on < today else ahead_forms
        again = fill(form, name=Part(PartRole.WORDS, name), day=day_of(on, language))
        for_that = fill(needing, needs=needs) if needs else text("")
        lines.append(joined(again, for_that))
    return lines


@lru_cache(maxsize=1024)  # many teams, few days
def day_of(on: dt.date, language: str | None) -> str:  # noqa: ARG001 -- part of the cache's key
    return day(on)


def first_thing(open_talk: Assessment | None, last: Card | None, *, today: dt.date) -> str:
    """Return what the one green button of the page does.

    Begin, until a first conversation is finished; carry on, while one is open; begin again from a
    week before the day the team chose. On all other days something worth remembering.
    """
    if open_talk is not None:
        return "carry_on"
    if last is None:
        return "start"
    day = next_talk_on(last)
    if day is not None and today >= day - WEEK:
        return "again"
    return "remember"


def next_talk_on(last: Card | None) -> dt.date | None:
    """Return the day on which the team means to talk again, or None."""
    if last is None or not last.words.get("next_talk_on"):
        return None
    return dt.date.fromisoformat(last.words["next_talk_on"])


def tries(last: Card | None, *, today: dt.date) -> tuple[list[str], list[str]]:
    """Return what a team tries, and what it was trying."""
    trying: list[str] = []
    was_trying: list[str] = []
    if last is None:
        return trying, was_trying
    for what, said_on in last.words.get("trying", ()):
        if still_holds(said_on, last, today=today):
            trying.append(what)
        else:
            was_trying.append(what)
    return trying, was_trying


def still_holds(said_on: dt.date, last: Card | None, *, today: dt.date) -> bool:
    """Say whether what a team said on a day may be called so now."""
    again = None
    if last is not None and said_on == last.held_on:
        again = next_talk_on(last)
    return last_time.is_so_now(said_on, today, again=again)


def when_again(open_talk: Assessment | None, last: Card | None, *, today: dt.date) -> str:
    """Say when the team means to talk again, once chosen; of a day gone by not while it talks."""
    on = next_talk_on(last)
    if on is None:
        return ""
    if on >= today:
        when = _("We would like to talk again around {day}.").replace("{day}", day(on))
        return f"{when} {held_by(last)}".strip()
    if open_talk is not None and open_talk.reopened_at is None:
        return ""
    return _("We meant to talk again around {day}.").replace("{day}", day(on))


def held_by(last: Card | None) -> str:
    """Say who holds the next talk, by the role the team has named; nothing where it has not."""
    by = last.words.get("next_talk_by", "") if last else ""
    if by:
        return with_names(_("It is held by: {who}."), who=by)
    return ""


def calendar(teams: Iterable["Team"], *, now: dt.datetime, to_the_team: bool = False) -> bytes:
    """Return an iCalendar file (RFC 5545): a whole day for each team that named one.

    A team's entry keeps its UID, so that opening a newer file moves it. It says no more than
    *Coming up* does; `to_the_team`: who holds the talk, too, as on its own first page.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 -- slow import

    file = Calendar.new(prodid=f"-//{settings.SITE_NAME}//EN", method="PUBLISH")
    again = _("{name} means to talk again around this day")
    for team in teams:
        day = team.next_on
        if day is None:
            continue
        more = [unlinked(isolated_inside(held_by(team.last)))] if to_the_team else []
        if team.needs:
            more.append(_("For that it needs {needs}.").replace("{needs}", team.needs))
        sentence = again.replace("{name}", team.service.name_outside)
        entry = Event.new(
            uid=f"next-talk-{team.service.pk}",
            stamp=now,
            start=day,
            end=day + dt.timedelta(days=1),
            summary=unlinked(isolated_inside(sentence)),
            description=" ".join(filter(None, more)) or None,
        )
        entry.add("transp", "TRANSPARENT")  # nobody's day is taken
        file.add_component(entry)
    return bytes(file.to_ical())
