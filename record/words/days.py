"""Words for days, months and small numbers, and what may still be called so now."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol

from dateutil.relativedelta import relativedelta
from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from record.words.phrases import Part, PartRole

RECENT = relativedelta(months=3)


def when(date: dt.date, beside: dt.date, today: dt.date | None = None) -> Part:
    """Say a day as people do: "in March", "in May 2025", "on 3 March".

    The month is enough, with its year unless it is this one; the day, where `beside`, the other
    day that is told of, is in the same month. `today`: the day it is told on, if not `beside`.
    """
    now = today or beside
    if (date.year, date.month) != (beside.year, beside.month):
        return in_month(date, now)
    return Part(PartRole.TEXT, _("on {day}").format(day=near_day(date, now)))


def which_on(date: dt.date, now: dt.date | None, *, place: int, of: int) -> Part:
    """Say which talk of one day: "earlier on 3 March", "later on 3 March".

    Of more than two: "the second time on 3 March". `place`: from 0; one alone, and those beyond the
    fifth, are said by their day. `now`: None for a day that always has its year.
    """
    forms = []
    if of == 2:  # noqa: PLR2004 -- then one is the earlier
        forms = [_("earlier on {day}"), _("later on {day}")]
    elif of > 1:
        forms = [
            _("the first time on {day}"),
            _("the second time on {day}"),
            _("the third time on {day}"),
            _("the fourth time on {day}"),
            _("the fifth time on {day}"),
        ]
    form = forms[place] if place < len(forms) else _("on {day}")
    on = near_day(date, now) if now else day(date)
    return Part(PartRole.TEXT, form.format(day=on))


class Dated(Protocol):
    """A conversation, however it is kept."""

    @property
    def held_on(self) -> dt.date: ...


def which_of(talks: Iterable[Dated]) -> list[str]:
    """Say of talks, in order, which each is: "on 3 March 2026", "earlier on 3 March 2026"."""
    days = [talk.held_on for talk in talks]
    phrases = []
    for number, on in enumerate(days):
        of, place = days.count(on), days[:number].count(on)
        phrases.append(which_on(on, None, place=place, of=of).text)
    return phrases


def titles_of(talks: Sequence[Dated]) -> list[str]:
    """Name talks, in order, by their days: "3 March 2026", "Earlier on 3 March 2026"."""
    days = [talk.held_on for talk in talks]
    titles = []
    for on, which in zip(days, which_of(talks), strict=True):
        alone = days.count(on) == 1
        titles.append(day(on) if alone else capfirst(which))
    return titles


def near_day(date: dt.date, now: dt.date) -> str:
    """Return a day, with its year unless it is the year of `now`."""
    return format_date(date, _("j F") if date.year == now.year else _("j F Y"))


def since_when(date: dt.date, now: dt.date) -> str:
    """Say since when: "today", or a day with its year unless it is the year of `now`."""
    if date == now:
        return _("today")
    return near_day(date, now)


def is_recent(date: dt.date, today: dt.date | None) -> bool:
    """Say whether what was so on a day may be called so now: within three months."""
    return today is None or today <= date + RECENT


def no_longer_recent(date: dt.date) -> dt.date:
    """Return the first day on which what was so on a day may not be called so now."""
    return date + RECENT + relativedelta(days=1)


def in_month(date: dt.date, now: dt.date) -> Part:
    """Say the month of a day, with its year unless it is the year of `now`."""
    return Part(PartRole.TEXT, _("in {month}").format(month=month_of(date, now)))


def month_of(date: dt.date, now: dt.date) -> str:
    """Return the month of a day: "March", or "May 2025" in another year than `now`."""
    return format_date(date, "F" if date.year == now.year else _("F Y"))


def day(date: dt.date) -> str:
    """Say a day: "12 November 2026"."""
    return format_date(date, _("j F Y"))


NUMBERS = gettext_lazy("none one two three four five six seven eight nine ten eleven twelve")
PLACES = gettext_lazy(
    "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth"
)


def number_word(number: int) -> str:
    """Say a small number in words; larger ones stay figures."""
    words = NUMBERS.split()
    if 0 <= number < len(words):
        return words[number]
    return str(number)


def place_among(number: int, of: int) -> str:
    """Say "Second of five; stop when you like."; beyond twelve in figures, of one thing nothing."""
    places = PLACES.split()
    if of < 2:  # noqa: PLR2004 -- one among itself is no place
        return ""
    if of <= len(places):
        form = _("{second} of {five}; stop when you like.")
        return form.replace("{second}", places[number - 1]).replace("{five}", number_word(of))
    form = _("Page {number} of {all}; stop when you like.")
    return form.replace("{number}", str(number)).replace("{all}", str(of))
