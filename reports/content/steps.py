"""What a team is trying, and what it learned from what it tried."""

import datetime as dt
from collections.abc import Sequence

import msgspec
from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.choices import STILL_TRYING, StepState
from record.document import Record, StepText
from record.framework import Struct
from record.last_time import newest
from record.taking_out import is_taken_out_mark
from record.words import labels
from record.words.days import day, is_recent, month_of
from record.words.own_words import as_compared, goes_on
from reports.content.pieces import Own, lower_first, own


class StepItem(Struct, kw_only=True):
    """Something tried. `who` (a role) is in the team's own copy only; `when_said`: if before."""

    what: Own
    notice: Own | None = None
    who: Own | None = None
    by_when: Own | None = None
    state: str = ""
    learned: Own | None = None
    when_said: str = msgspec.field(default="", name="said")

    @property
    def aside(self) -> str:
        """What came of it and when that was said: its own sentence goes on so."""
        return as_aside(self.state, self.when_said)

    @property
    def goes_on(self) -> bool:
        """True where the aside can stand behind the words; else it stands before them."""
        return goes_on(self.what.words)


class Trying(Struct):
    """What the team is trying now, and what it learned from what it tried.

    `before`: what it said so long ago that it may not be called so now, where something else may.
    """

    now: tuple[StepItem, ...] = ()
    learned: tuple[StepItem, ...] = ()
    # Not in copies that were frozen before there was any.
    before: tuple[StepItem, ...] | UnsetType = UNSET

    def __bool__(self) -> bool:
        return bool(self.now or self.learned)

    @property
    def is_past(self) -> bool:
        """True where nothing of it was said so late that it may be called so now."""
        return all(step.when_said for step in self.now)

    @property
    def title(self) -> str:
        if self.is_past:
            return _("What we were trying")
        return _("What we are trying")

    @property
    def title_alone(self) -> str:
        """What stands above all of it where nothing is asked."""
        if not self.learned:
            return self.title
        if not self.now:
            return _("What we learned from what we tried")
        if self.is_past:
            return _("What we were trying, and what we learned")
        return _("What we are trying, and what we learned")


def as_aside(*sentences: str) -> str:
    """Let short sentences go on in the one before: the same words stand under many."""
    clauses = [lower_first(sentence.removesuffix(".")) for sentence in sentences if sentence]
    return "; ".join(clauses)


def steps_tried(
    records: Sequence[Record], *, with_who: bool, meant_now: bool, today: dt.date
) -> Trying:
    """Gather what is being tried, and what came of what was, the latest told first.

    `today`: the day it is told on; what was said long before is told with its day. `meant_now`:
    what was said at the last talk is so now.
    """
    now: list[tuple[StepItem, Record]] = []
    before: list[tuple[StepItem, Record]] = []
    learned: list[StepItem] = []
    for step, record in newest(records, lambda record: record.steps):
        held_on = record.held_on
        is_last, is_new = record is records[-1], is_recent(held_on, today)
        is_taken_out = is_taken_out_mark(step.what)
        if is_taken_out and step.state in STILL_TRYING and _learned(step) is None:
            continue  # nobody can say what is being tried
        if step.state in STILL_TRYING and not is_taken_out:
            is_now = is_new or (is_last and meant_now)
            items = now if is_now else before
            items.append((_going_on(step, record, now=is_now, with_who=with_who), record))
        else:
            month = "" if is_last and is_new else month_of(held_on, today)
            learned.append(_over(step, month))
    if not now:
        now, before = before, []
    return Trying(_once(now), tuple(learned), _once(before) or UNSET)


def _once(steps: Sequence[tuple[StepItem, Record]]) -> tuple[StepItem, ...]:
    """Tell what was taken up again in the same words once, with who and by when as last said.

    The latest talk comes first; of one talk the later row is the later word.
    """
    by_words: dict[str, tuple[StepItem, Record]] = {}
    for step, record in steps:
        words = as_compared(step.what.words)
        first, told_in = by_words.setdefault(words, (step, record))
        earlier, later = step, first
        if record is told_in:
            earlier, later = first, step
        changes = {}
        for name in ("notice", "who", "by_when"):
            changes[name] = getattr(later, name) or getattr(earlier, name)
        by_words[words] = (msgspec.structs.replace(first, **changes), told_in)
    return tuple(step for step, _record in by_words.values())


def _going_on(step: StepText, record: Record, *, now: bool, with_who: bool) -> StepItem:
    when_said = ""
    if not now:
        when_said = _("Last said on {day}.").format(day=day(record.held_on))
    return StepItem(
        what=Own(step.what),
        notice=own(step.notice),
        who=own(step.who) if with_who else None,
        # Before winter is another winter, once that has passed: told where it was first said.
        by_when=own(step.by_when) if step.state == StepState.TRYING else None,
        state="" if labels.says_so(step.learned, step.state) else labels.step_state(step.state),
        learned=_learned(step),
        when_said=when_said,
    )


def _learned(step: StepText) -> Own | None:
    """Return what was learned; that it was taken out with what it was learned from is said once."""
    if is_taken_out_mark(step.what) and is_taken_out_mark(step.learned):
        return None
    return own(step.learned)


def _over(step: StepText, month: str) -> StepItem:
    """Tell what came of something tried: once it is over, nobody asks who and by when.

    `month`: when that was told, where it was not last time: it may be tried again since. That it
    happened need not be said where what was learned says it, nor anything that this begins with.
    """
    learned = _learned(step)
    happened = step.state == StepState.HAPPENED
    state = labels.step_state(step.state)
    if labels.says_so(step.learned, step.state):
        state = _("By {month}.") if happened else _("In {month}.")
        state = state.format(month=month) if month else ""
    elif month and happened:
        state = _("It happened by {month}.").format(month=month)
    elif month and step.state == StepState.DROPPED:
        state = _("We let it go in {month}.").format(month=month)
    elif happened and learned is not None:
        state = ""
    return StepItem(what=Own(step.what), state=state, learned=learned)
