"""What a sentence says of a line, as data: a form of ours, and what fills it on a day.

Words are made when it is known how often it is said: two claims with one key say the same, of
whatever lines they are.
"""

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from msgspec.structs import replace

from record.distance.movement import Movement, Order
from record.distance.telling import Telling
from record.document import Occasion
from record.framework import Struct
from record.words.days import in_month, is_recent, when, which_on
from record.words.phrases import (
    Part,
    PartRole,
    Sentence,
    Slot,
    fill,
    joined,
    level_name,
    name_lines,
    opening,
    own_words,
    slot_names,
    text,
)

OWN_LINE = "own_line"

Slots = tuple[tuple[str, Slot], ...]


class Because(Struct):
    """Why a place is not what it was: a WhyDiffers, as a sentence, and as the end of one."""

    code: str
    alone: str
    because: str


class Together(Struct):
    """How the same is said of several lines.

    Without a form of its own: in the same words, behind their names. `leads`: it stands before a
    sentence that may not stand alone. `opens`: whatever else is said of a line hangs on it, and
    goes where it goes. `is_past`: it tells where a line stood before, and may go under a head of
    its own. `always`: it is said so of a single line, too.
    """

    form: str = ""
    slots: Slots = ()
    leads: bool = False
    opens: bool = False
    is_past: bool = False
    always: bool = False


class Claim(Struct):
    """One sentence about a line: a form of ours and what fills it, people's words, a reason.

    `form_says`, `words_say`: what they tell that may stand above already: an answer, a bar, the
    team's own line. `then`: a bar that the form tells with its month, and `without_then`: the form
    where that stands above.
    """

    form: str = ""
    slots: Slots = ()
    words: str = ""
    form_says: str = ""
    words_say: str = ""
    then: str = ""
    without_then: str = ""
    reason: Because | None = None
    together: Together = Together()

    def __bool__(self) -> bool:
        return bool(self.form or self.words)

    @property
    def key(self) -> Hashable:
        if self.together.form:
            return self.together
        return self.form, self.slots, self.words, self.reason

    def beside(self, above: Collection[str]) -> "Claim":
        """Return what is left to say where some of it stands above."""
        left = self
        if self.form_says in above:
            left = replace(left, form="", slots=())
        elif self.then in above:
            left = replace(left, form=self.without_then)
        if self.words_say in above:
            left = replace(left, words="")
        if self.reason and self.reason.code in above:
            left = replace(left, reason=None)
        return left

    def of_one(self) -> Sentence:
        """Say it of one line, with its reason in it."""
        if self.reason is None:
            return self._without_reason()
        form = self.form.removesuffix(".") + ", {because}."
        return fill(form, **dict(self.slots), because=self.reason.because)

    def apart(self) -> Sentence:
        """Say it of one line, with its reason as a sentence of its own."""
        reason = text(self.reason.alone if self.reason else "")
        return joined(self._without_reason(), reason)

    def _without_reason(self) -> Sentence:
        if self.words and self.form:
            return fill(f"{self.form}: {{own}}", **dict(self.slots), own=own_words(self.words))
        if self.words:
            return own_words(self.words)
        if not self.form:
            return text("")
        return fill(self.form.removesuffix(".") + ".", **dict(self.slots))

    def of_several(self, lines: Sequence[str]) -> Sentence:
        if not self.together.form:
            return name_lines("{names}: ", lines).then(self.of_one())
        return name_lines(self.together.form, lines, **dict(self.together.slots))


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
        earlier = movement.earlier.record.held_on
        if earlier == later:
            return on_that_day(talk, today, movement.order, place=1)
        if (earlier.year, earlier.month) == (later.year, later.month):
            return when(later, later, today)
    return in_month(later, today)


def form_of(movement: Movement, *forms: str | Promise) -> str:
    """Return a form; the last of two where the later one was some time ago."""
    recent = is_recent(movement.later.record.held_on, movement.today)
    return str(forms[0] if recent else forms[-1])


def slots_of(movement: Movement, form: str, **more: Slot) -> Slots:
    """Return what fills a form. `more`: its own slots."""
    slots = dict(more)
    for name in slot_names(form):
        if name in SLOTS:
            slots[name] = SLOTS[name](movement)
    return tuple(slots.items())


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


def _seen(movement: Movement) -> Part:
    """Say when the team saw more clearly where it stood."""
    later = movement.later.record.occasion
    seen = movement.recast_in.record.occasion if movement.recast_in else later
    return when_of(seen, later, movement.today, movement.order)


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
    "Seen": lambda movement: opening(_seen(movement)),
}
