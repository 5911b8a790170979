"""What fills the forms of distance travelled: names, levels and days, as told on a day.

And why two conversations cannot be set side by side.
"""

import datetime as dt
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from record.distance.movement import Bar, Movement, Order
from record.distance.telling import Telling
from record.document import Occasion, Record
from record.sentences.wording import BARS, OTHER_SCALE, OTHER_WORDS
from record.words.labels import in_month, is_recent, number_word, when, which_on
from record.words.phrases import (
    Part,
    PartRole,
    Sentence,
    Slot,
    fill,
    level_name,
    opening,
    own_words,
    slot_names,
    text,
)


def when_before(movement: Movement) -> Part:
    later = movement.later.record.occasion
    earlier = movement.earlier.record.occasion if movement.earlier else later
    if earlier.id != later.id and earlier.held_on == later.held_on:
        return on_that_day(earlier, movement.today or later.held_on, movement.order, place=0)
    return when(earlier.held_on, later.held_on, movement.today)


def when_of(talk: Occasion, last: Occasion, today: dt.date | None, order: Order) -> Part:
    """Say when a talk was, beside the last one that is told; also when that one itself was."""
    now, beside = today or last.held_on, last.held_on
    if talk.held_on == last.held_on and len(order.get(talk.held_on, ())) > 1:
        return on_that_day(talk, now, order, place=0)
    if talk.id == last.id:
        beside = max((day for day in order if day < talk.held_on), default=dt.date.min)
    return when(talk.held_on, beside, now)


def on_that_day(talk: Occasion, today: dt.date, order: Order, *, place: int) -> Part:
    """Say which of the talks of its day this was. `place`: among two, where no order is known."""
    ids = order.get(talk.held_on, ())
    if talk.id in ids and len(ids) > 1:
        return which_on(talk.held_on, today, place=ids.index(talk.id), of=len(ids))
    return which_on(talk.held_on, today, place=place, of=2)


def _at(movement: Movement) -> Part:
    """Say when the later one was, for where that is not now."""
    talk = movement.later.record.occasion
    later = talk.held_on
    today = movement.today or later
    if movement.earlier is not None:
        earlier = movement.earlier.record.occasion.held_on
        if earlier == later:
            return on_that_day(talk, today, movement.order, place=1)
        if (earlier.year, earlier.month) == (later.year, later.month):
            return when(later, later, today)
    return in_month(later, today)


def filled(movement: Movement, *forms: str | Promise, **more: Slot) -> Sentence:
    """Fill a form; the last of two where the later one was some time ago. `more`: its own slots."""
    form = str(forms[0])
    if not is_recent(movement.later.record.occasion.held_on, movement.today):
        form = str(forms[-1])
    return fill(form, **slots_of(movement, form), **more)


def slots_of(movement: Movement, form: str) -> dict[str, Slot]:
    slots = {}
    for name in slot_names(form):
        if name in SLOTS:
            slots[name] = SLOTS[name](movement)
    return slots


def _it(movement: Movement, telling: Telling | None) -> Sentence:
    """The one thing that was talked about, in quotes; "it" where that is the line itself."""
    if telling is None or not telling.was_asked or not telling.subject:
        return text(_("it"))
    if not movement.subjects:
        return text(_("the one thing we talked about"))
    return fill(_("“{words}”"), words=Part(PartRole.WORDS, telling.subject.rstrip(" .")))


def _opened(sentence: Sentence) -> Sentence:
    return Sentence((*map(opening, sentence.parts[:1]), *sentence.parts[1:]))


def _level(telling: Telling | None, *, starts: bool = False) -> Part:
    """A level by the name that people read at the time."""
    level = telling.level if telling else None
    return level_name(level.name if level else "", starts=starts)


def _recast(movement: Movement) -> Part:
    if movement.earlier is None or movement.recast is None:
        return level_name("")
    return level_name(movement.earlier.record.framework.level_name(movement.recast.level))


SLOTS: dict[str, Callable[[Movement], Slot]] = {
    "when": when_before,
    "When": lambda movement: opening(when_before(movement)),
    "at": _at,
    "At": lambda movement: opening(_at(movement)),
    "it": lambda movement: _it(movement, movement.later),
    "It": lambda movement: _opened(_it(movement, movement.later)),
    "It_then": lambda movement: _opened(_it(movement, movement.earlier)),
    "now": lambda movement: _level(movement.later),
    "Now": lambda movement: _level(movement.later, starts=True),
    "then": lambda movement: _level(movement.earlier),
    "Then": lambda movement: _level(movement.earlier, starts=True),
    "recast": _recast,
}


def why_not(movement: Movement) -> Sentence:
    """Say why two conversations cannot be set side by side."""
    bar, earlier, later = movement.bar or Bar.PASSED_OVER_NOW, movement.earlier, movement.later
    if bar in {Bar.SPLIT, Bar.MERGED, Bar.RETIRED} and movement.join.note:
        return text(movement.join.note)
    if bar is Bar.OTHER_SUBJECT and earlier is not None:
        return other_subject(earlier.record, when_before(movement), subjects=movement.subjects)
    # Whether the team has left a framework nobody knows: it may take it up again.
    if bar is Bar.OTHER_FRAMEWORK and later.place is None:
        return text(_("Last time we used another framework."))
    if bar is Bar.OTHER_FRAMEWORK and earlier is None:
        return text(_("We used another framework before."))
    if bar is Bar.OTHER_WORDS and earlier is not None and earlier.place is not None:
        return _other_words(movement, earlier.record, later.record)
    return filled(movement, *BARS[bar])


def _other_words(movement: Movement, earlier: Record, later: Record) -> Sentence:
    """Say where a line stood in the words of then, which are not those of now."""
    few, many = len(earlier.framework.levels), len(later.framework.levels)
    if few == many:
        return filled(movement, OTHER_WORDS)
    return filled(movement, *OTHER_SCALE, few=number_word(few), many=number_word(many))


def other_subject(record: Record, day: Part, *, subjects: bool) -> Sentence:
    """Say what an earlier conversation was about, where the later one was about something else."""
    about = record.occasion.about.strip()
    if not about:
        return fill(_("{When} it was about the whole place."), When=opening(day))
    if not subjects:
        return fill(_("{When} it was about something else."), When=opening(day))
    form = _("{When} it was about something else: {words}")
    return fill(form, When=opening(day), words=own_words(about))
