"""What stands first on a team's first page: something to carry on with, to start, or to keep."""

import datetime as dt
from enum import StrEnum

from django.utils.translation import gettext as _

from assessments.models import Assessment
from home.selectors import Card
from record.words.phrases import day

WEEK = dt.timedelta(days=7)


class FirstThing(StrEnum):
    """What the one green button of the page does."""

    CARRY_ON = "carry_on"
    START = "start"
    AGAIN = "again"
    REMEMBER = "remember"


def first_thing(begun: Assessment | None, last: Card | None, *, today: dt.date) -> FirstThing:
    """Return what comes first.

    Begin, until a first conversation is finished; carry on, while one is open; begin again from a
    week before the day the team chose. On all other days something worth remembering.
    """
    if begun is not None:
        return FirstThing.CARRY_ON
    if last is None:
        return FirstThing.START
    day = next_talk_on(last)
    if day is not None and today >= day - WEEK:
        return FirstThing.AGAIN
    return FirstThing.REMEMBER


def next_talk_on(last: Card | None) -> dt.date | None:
    """Return the day on which the team means to talk again, or None."""
    day = last.words.get("next_talk_on") if last else None
    return dt.date.fromisoformat(day) if day else None


def when_again(begun: Assessment | None, last: Card | None, *, today: dt.date) -> str:
    """Say when the team means to talk again, once chosen; of a day gone by not while it talks."""
    on = next_talk_on(last)
    if on is None:
        return ""
    if on >= today:
        return _("We would like to talk again about {day}.").replace("{day}", day(on))
    talks_now = begun is not None and begun.reopened_at is None
    return "" if talks_now else _("We meant to talk again about {day}.").replace("{day}", day(on))
