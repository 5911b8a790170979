"""The words for what a record keeps as codes, days and numbers.

A code that is no longer known is said as it is.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from dateutil.relativedelta import relativedelta
from django.db.models import TextChoices
from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import UnsetType

from pages.words import reads_as
from record.choices import (
    ANSWER_HERE,
    Answered,
    AskedOf,
    FactorState,
    Length,
    Need,
    Status,
    StepState,
)
from record.words.phrases import Part, PartRole, listed

STEP_STATES = {
    StepState.TRYING.value: "",
    StepState.HAPPENED.value: gettext_lazy("It happened."),
    StepState.PARTLY.value: gettext_lazy("Partly, or still going."),
    StepState.NOT_YET.value: gettext_lazy("Not yet, and we still mean to."),
    StepState.DROPPED.value: gettext_lazy("We let it go."),
}
FACTOR_STATES = {
    FactorState.NEW.value: "",
    FactorState.STILL.value: gettext_lazy("Still there."),
    FactorState.EASIER.value: gettext_lazy("Easier now."),
    FactorState.GONE.value: gettext_lazy("Gone."),
}
# The answers that are no card, as sentences begin with them, and short, as they stand on a rod.
STATUSES = {
    Status.DOES_NOT_APPLY.value: gettext_lazy("Does not apply here, for now"),
    Status.ANOTHER_DAY.value: gettext_lazy("Left for another day"),
    Status.DIFFERS.value: gettext_lazy("We don’t all see it the same way"),
    Status.NOT_OURS.value: gettext_lazy("We can’t, and it isn’t ours to change"),
}
SHORT_STATUSES = {
    Status.DOES_NOT_APPLY.value: gettext_lazy("does not apply here, for now"),
    Status.ANOTHER_DAY.value: gettext_lazy("left for another day"),
    Status.DIFFERS.value: gettext_lazy("we don’t all see it the same way"),
    Status.NOT_OURS.value: gettext_lazy("it isn’t ours to change"),
}
LENGTHS = {
    Length.COFFEE.value: gettext_lazy("a coffee break"),
    Length.THEMES.value: gettext_lazy("the themes, a quarter to half an hour"),
    Length.MORE.value: gettext_lazy("themes and what is in them, more than half an hour"),
}


def label(choices: type[TextChoices], code: str) -> str:
    """Say an answer as those who chose it read it: `label(Need, "room")` is "a room"."""
    try:
        return str(choices(code).label)
    except ValueError:
        return code


def need(code: str) -> str:
    """Say what a team needs to talk again: "a room"."""
    return label(Need, code)


def asked_of(code: str) -> str:
    """Say whom an ask is put to: "our organisation"; nothing while nobody is known."""
    if code == AskedOf.UNKNOWN:
        return ""
    return label(AskedOf, code)


def recipients(to: str, also: Iterable[str] | UnsetType) -> tuple[str, ...]:
    """Return everybody an ask is put to, each once; *unknown* only where nobody else is."""
    codes = dict.fromkeys([to, *(also or ())])
    known_codes = [code for code in codes if code not in {"", AskedOf.UNKNOWN}]
    return tuple(known_codes or codes)


def is_asked_outside(codes: Iterable[str]) -> bool:
    """Say whether others are asked than our organisation: what it answers is not their answer."""
    return not ANSWER_HERE.issuperset(codes)


def recipients_in_words(codes: Iterable[str]) -> str:
    """Say whom an ask is put to, where it may be several: "our manager and a partner"."""
    return listed(filter(None, map(asked_of, codes)))


def answer(code: str, words: str) -> str:
    """Say what somebody answered, before their own words: "I will"; without any "I will …".

    An answer that is a sentence by itself ends as one. Where their words say so themselves ("I will
    ring them", "Because …"), that is not said twice; where they begin anew, they follow a colon.
    """
    text = label(Answered, code)
    begins = text.removesuffix("…").rstrip()
    if not words.strip():
        return f"{text}." if begins == text else text
    first, _comma, goes_on = begins.partition(", ")
    if any(_begins_so(words, beginning) for beginning in (begins, first)):
        return ""
    if begins == text or (goes_on and _begins_so(words, goes_on)):
        # Words that go on in a small letter are no sentence of their own.
        mark = "." if not words.lstrip()[:1].islower() else "," if goes_on else ":"
        return f"{first}{mark}"
    anew = words.lstrip()[:1].isupper() and not words.lstrip().startswith(("I ", "I’", "I'"))
    return f"{begins}:" if anew and begins[-1].isalpha() else begins


def _begins_so(words: str, begins: str) -> bool:
    """Say whether words begin with these, however they were typed."""
    text, start = reads_as(words), reads_as(begins).rstrip(" :.,")
    return text.startswith(start) and not text[len(start) : len(start) + 1].isalnum()


def status(code: str) -> str:
    """Say an answer that is no card: "Left for another day"; nothing of any other."""
    return str(STATUSES.get(code, ""))


def short_status(code: str) -> str:
    """Say it as it stands where a bead would be: "left for another day", else "no place"."""
    return str(SHORT_STATUSES.get(code, _("no place")))


def factor_state(code: str) -> str:
    """Say how something from last time stands, as a sentence; nothing where it is new."""
    return str(FACTOR_STATES.get(code, code))


def step_state(code: str) -> str:
    """Say what came of something tried, as a sentence; nothing while it goes on."""
    return str(STEP_STATES.get(code, code))


def says_so(words: str, state: str) -> bool:
    """Say whether the team's own words begin with what came of what it tried: once is enough."""
    first, _comma, _rest = step_state(state).partition(", ")
    return bool(first) and _begins_so(words, first)


def length(code: str) -> str:
    return str(LENGTHS.get(code, code))


# --- Days, months and small numbers, and what may still be called so now

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
    return _("today") if date == now else near_day(date, now)


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


def taken_out_mark(on: dt.date) -> str:
    """Return what stands in the place of words that were taken out."""
    return _("Taken out on {day}").replace("{day}", day(on))


def is_taken_out_mark(text: str) -> bool:
    """Say whether a text stands in the place of words; in records of before it begins small."""
    form = _("Taken out on {day}")
    if not text.casefold().startswith(form.partition("{day}")[0].casefold()):
        return False
    mark = re.escape(form).replace(re.escape("{day}"), r"\d{1,2} \w+ \d{4}")
    return re.fullmatch(mark, text, re.IGNORECASE) is not None


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
