"""Distance travelled: what a team says now beside what the same team said before.

Pure: it knows no Django, no database and no language. Its rules are those of design.md 5 and
users.md 4: a movement is a change of level and nothing else; where two readings cannot be
compared it says why instead of guessing. `sentences.py` puts it into words, `reports/charts.py`
draws it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from assessments.lineage import CROSSED, Join, Link, joins_to
from assessments.readings import (
    ANOTHER_DAY,
    DIFFERS,
    DOES_NOT_APPLY,
    NOT_OURS,
    SEEN_CLEARLY,
    THEME,
    LevelRef,
    LineRef,
    Occasion,
    Place,
    Reading,
    Telling,
)


class Kind(StrEnum):
    """What became of a line between two occasions."""

    FURTHER_ON = "further_on"
    LESS_SO = "less_so"
    SEEN_MORE_CLEARLY = "seen_more_clearly"
    AS_IT_WAS = "as_it_was"
    STEADIER_INSIDE = "steadier_inside"
    LESS_STEADY_INSIDE = "less_steady_inside"
    AGREED_THEN_NOT = "agreed_then_not"
    NOT_AGREED_THEN_PLACED = "not_agreed_then_placed"
    FIRST_TIME = "first_time"
    NOT_PLACED_EITHER_TIME = "not_placed_either_time"
    DOES_NOT_APPLY = "does_not_apply"
    KEPT_BACK = "kept_back"
    NOT_COMPARABLE = "not_comparable"


class Bar(StrEnum):
    """Why two readings cannot be compared: *now* is about the later one, *then* the earlier."""

    OTHER_WORDS = "other_words"
    OTHER_VOICE = "other_voice"
    OTHER_FRAMEWORK = "other_framework"
    SPLIT = "split"
    MERGED = "merged"
    ANOTHER_DAY_NOW = "left_for_another_day_now"
    ANOTHER_DAY_THEN = "left_for_another_day_then"
    PASSED_OVER_NOW = "was_not_talked_about_now"
    PASSED_OVER_THEN = "was_not_talked_about_then"
    NOT_OURS_NOW = "not_ours_now"
    NOT_OURS_THEN = "not_ours_then"
    NOT_OFFERED_NOW = "not_offered_now"
    OPENED_NOW = "opened_now"
    DID_NOT_APPLY_THEN = "did_not_apply_then"
    DIFFERED_THEN = "differed_then"
    KEPT_BACK_THEN = "kept_back_then"


COMPARED = frozenset(
    {
        Kind.FURTHER_ON,
        Kind.LESS_SO,
        Kind.SEEN_MORE_CLEARLY,
        Kind.AS_IT_WAS,
        Kind.STEADIER_INSIDE,
        Kind.LESS_STEADY_INSIDE,
    }
)
THEN = {
    ANOTHER_DAY: Bar.ANOTHER_DAY_THEN,
    DIFFERS: Bar.DIFFERED_THEN,
    DOES_NOT_APPLY: Bar.DID_NOT_APPLY_THEN,
    NOT_OURS: Bar.NOT_OURS_THEN,
}
NOW = {ANOTHER_DAY: Bar.ANOTHER_DAY_NOW, NOT_OURS: Bar.NOT_OURS_NOW}


@dataclass(frozen=True, slots=True)
class Movement:
    """A line between two occasions.

    `bar` is set with NOT_COMPARABLE only. `reason` is the team's own (see `Reading.reason`).
    `recast` is where the team would now have put the earlier reading. `join` says how the two
    lines hang together, with the framework's note where they are not quite the same.
    """

    kind: Kind
    later: Telling
    earlier: Telling | None = None
    bar: Bar | None = None
    reason: str = ""
    recast: Place | None = None
    join: Join = Join()

    @property
    def compared(self) -> bool:
        """True where a level stands beside a level."""
        return self.kind in COMPARED


def movement(
    earlier: Telling | None,
    later: Telling,
    *,
    join: Join = Join(),  # noqa: B008 -- frozen
    between: Sequence[Telling] = (),
) -> Movement:
    """Set a later reading beside an earlier one.

    Args:
        earlier: what was said before, or None where there is nothing before.
        later: what is said now.
        join: how the earlier line became the later one.
        between: the comparable readings between the two, oldest first. The team gave its reason
            against the time before; over a longer way it holds only if all changes share it.

    Returns:
        The movement. Levels decide alone; steps only ever speak inside one level.
    """
    if later.reading.kept_back:
        return Movement(Kind.KEPT_BACK, later, earlier, join=join)
    if later.reading.status == DOES_NOT_APPLY:
        return Movement(Kind.DOES_NOT_APPLY, later, earlier, join=join)
    if earlier is None:
        return _first(later)
    bar = _bar(earlier, later, join)
    if bar is not None:
        return Movement(Kind.NOT_COMPARABLE, later, earlier, bar=bar, join=join)
    if later.place is None:
        return _without_place(earlier, later, join)
    if earlier.place is None:
        if earlier.reading.status == DIFFERS:
            return Movement(Kind.NOT_AGREED_THEN_PLACED, later, earlier, join=join)
        then = _then(earlier.reading)
        return Movement(Kind.NOT_COMPARABLE, later, earlier, bar=then, join=join)
    return _between_places((earlier, *between, later), join)


def _first(later: Telling) -> Movement:
    if later.place is not None or later.reading.status in {DIFFERS, NOT_OURS}:
        return Movement(Kind.FIRST_TIME, later)
    return Movement(Kind.NOT_COMPARABLE, later, bar=_now(later.reading))


def _without_place(earlier: Telling, later: Telling, join: Join) -> Movement:
    if earlier.place is None:
        return Movement(Kind.NOT_PLACED_EITHER_TIME, later, earlier, join=join)
    if later.reading.status == DIFFERS:
        return Movement(Kind.AGREED_THEN_NOT, later, earlier, join=join)
    return Movement(Kind.NOT_COMPARABLE, later, earlier, bar=_now(later.reading), join=join)


def _between_places(way: Sequence[Telling], join: Join) -> Movement:
    """Compare the two ends of a way whose every reading has a place on one scale."""
    earlier, later = way[0], way[-1]
    was, now = _order(earlier), _order(later)
    reasons = {after.reading.reason for before, after in pairwise(way) if _order(before) != _order(after)}
    reason = reasons.pop() if len(reasons) == 1 and was != now else ""
    recast = way[1].reading.recast
    if recast is not None and (
        recast.level == earlier.reading.level or recast.level not in earlier.occasion.scale
    ):
        recast = None  # the old place stands, or the new one is on no scale we know
    if recast is not None or reason == SEEN_CLEARLY:
        kind = Kind.SEEN_MORE_CLEARLY
    elif was != now:
        kind = Kind.FURTHER_ON if now > was else Kind.LESS_SO
    else:
        kind = _inside(earlier.reading.step, later.reading.step)
    return Movement(kind, later, earlier, reason=reason, recast=recast, join=join)


def _inside(was: int | None, now: int | None) -> Kind:
    if was is None or now is None or was == now:
        return Kind.AS_IT_WAS
    return Kind.STEADIER_INSIDE if now > was else Kind.LESS_STEADY_INSIDE


def _order(telling: Telling) -> int:
    return telling.occasion.scale.index(telling.reading.level or "")


def _bar(earlier: Telling, later: Telling, join: Join) -> Bar | None:
    """What stands between two readings whatever they say, or None."""
    if earlier.reading.kept_back:
        return Bar.KEPT_BACK_THEN
    if join.broken:
        return Bar(join.kind)
    if earlier.reading.voice != later.reading.voice:
        return Bar.OTHER_VOICE
    then, now = earlier.occasion, later.occasion
    if then.scale != now.scale or then.other_words != now.other_words:
        return Bar.OTHER_WORDS
    return None


def _then(reading: Reading) -> Bar:
    if reading.kept_back:
        return Bar.KEPT_BACK_THEN
    return Bar.PASSED_OVER_THEN if reading.passed_over else THEN[reading.status]


def _now(reading: Reading) -> Bar:
    return Bar.PASSED_OVER_NOW if reading.passed_over else NOW[reading.status]
