"""What a team asks of others, and what it is trying itself."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from record import labels
from record.choices import STILL_TRYING, FactorState
from record.document import AskText, FactorText, Record, StepText, Struct
from record.phrases import day
from reports.content.said import Own, own


class AskAnswered(Struct):
    """An answer: what was chosen, the words, and the day."""

    answer: str
    words: Own | None
    day: str


class AskItem(Struct, kw_only=True):
    """Something asked of others. `gone` where it is no longer in the way.

    `unanswered` says so as of the day it was last told: later answers are not in these records.
    """

    id: str
    to: str
    to_code: str
    what: Own
    why: Own | None = None
    tried: Own | None = None
    would_change: Own | None = None
    meanwhile: Own | None = None
    came_of: Own | None = None
    asked: str = ""
    unanswered: str = ""
    answers: tuple[AskAnswered, ...] = ()
    gone: bool = False


class StepItem(Struct, kw_only=True):
    """Something tried. `who` (a role) is in the team's own copy only; `said`: when, if before."""

    what: Own
    notice: Own | None = None
    who: Own | None = None
    by_when: Own | None = None
    state: str = ""
    learned: Own | None = None
    said: str = ""


class Trying(Struct):
    """What the team is trying now, and what it learned from what it tried."""

    now: tuple[StepItem, ...] = ()
    learned: tuple[StepItem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.now or self.learned)


def last_factors(records: Sequence[Record]) -> tuple[tuple[FactorText, dt.date], ...]:
    """Return each help and obstacle as last told, with the day of that; the latest told first."""
    found: dict[str, tuple[FactorText, dt.date]] = {}
    for record in reversed(records):
        for factor in record.factors:
            found.setdefault(factor.id, (factor, record.occasion.held_on))
    return tuple(found.values())


def ask_items(records: Sequence[Record], chosen: Collection[str] | None) -> tuple[AskItem, ...]:
    """Return the asks as last told. `chosen`: ask ids, or None for all.

    When it was first named is said only of a conversation that is among the records.
    """
    items = []
    told = {record.occasion.held_on for record in records}
    for factor, held_on in last_factors(records):
        ask = factor.ask
        if ask is not None and (chosen is None or ask.id in chosen):
            items.append(_ask_item(factor, ask, held_on, told))
    return tuple(sorted(items, key=lambda item: item.gone))


def _ask_item(
    factor: FactorText, ask: AskText, held_on: dt.date, told: Collection[dt.date]
) -> AskItem:
    nobody = _("When we talked on {day} nobody had answered.")
    return AskItem(
        id=ask.id,
        to=labels.asked_of(ask.to),
        to_code=ask.to,
        what=Own(ask.words or factor.words),
        why=own(ask.why),
        tried=own(ask.tried),
        would_change=own(ask.would_change),
        meanwhile=own(ask.meanwhile),
        came_of=own(ask.came_of),
        asked=_("First named on {day}.").format(day=day(ask.asked_on))
        if ask.asked_on and ask.asked_on in told
        else "",
        unanswered="" if ask.answers else nobody.format(day=day(held_on)),
        answers=tuple(
            AskAnswered(
                labels.answer(each.answer, goes_on=bool(each.words.strip())),
                own(each.words),
                day(timezone.localdate(each.at)),
            )
            for each in ask.answers
        ),
        gone=factor.state == FactorState.GONE,
    )


def trying(records: Sequence[Record], *, with_who: bool) -> Trying:
    """Gather what is being tried, and what came of what was, the latest told first."""
    last: dict[str, tuple[StepText, dt.date]] = {}
    for record in reversed(records):
        for step in record.steps:
            last.setdefault(step.id, (step, record.occasion.held_on))
    now: list[StepItem] = []
    learned: list[StepItem] = []
    for step, held_on in last.values():
        latest = records[-1].occasion.held_on
        said = "" if held_on == latest else _("Last said on {day}.").format(day=day(held_on))
        item = _step_item(step, said, with_who=with_who)
        (now if step.state in STILL_TRYING else learned).append(item)
    return Trying(tuple(now), tuple(learned))


def _step_item(step: StepText, said: str, *, with_who: bool) -> StepItem:
    ahead = step.state in STILL_TRYING  # once it is over, nobody asks who and by when
    return StepItem(
        what=Own(step.what),
        notice=own(step.notice) if ahead else None,
        who=own(step.who) if with_who and ahead else None,
        by_when=own(step.by_when) if ahead else None,
        state=labels.step_state(step.state),
        learned=own(step.learned),
        said=said if ahead else "",
    )
