"""One line between two conversations: what became of it, or why that cannot be said.

Pure, like all of distance travelled. The rules are those of docs/sentences.md.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from record.choices import Status, WhyDiffers
from record.distance.telling import Telling
from record.document import Place
from record.framework import JOINED, Join
from record.words.own_words import same_words

Order = Mapping[dt.date, Sequence[str]]


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
    """Why two tellings cannot be compared: *now* is about the later one, *then* the earlier."""

    OTHER_WORDS = "other_words"
    OTHER_FRAMEWORK = "other_framework"
    OTHER_VERSION = "other_version"
    NOT_THIS_FRAMEWORK = "not_this_framework"
    OTHER_SUBJECT = "other_subject"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "regrouped"
    RETIRED = "retired"
    ANOTHER_DAY_NOW = "left_for_another_day_now"
    ANOTHER_DAY_THEN = "left_for_another_day_then"
    PASSED_OVER_NOW = "was_not_talked_about_now"
    PASSED_OVER_THEN = "was_not_talked_about_then"
    NO_CARD_NOW = "no_card_now"
    NO_CARD_THEN = "no_card_then"
    NOT_OURS_NOW = "not_ours_now"
    NOT_OURS_THEN = "not_ours_then"
    NOT_OFFERED_NOW = "not_offered_now"
    OPENED_NOW = "opened_now"
    DID_NOT_APPLY_THEN = "did_not_apply_then"
    DIFFERED_THEN = "differed_then"
    KEPT_BACK_THEN = "kept_back_then"
    LEFT_OUT = "left_out"


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
THEN: dict[str, Bar] = {
    Status.ANOTHER_DAY: Bar.ANOTHER_DAY_THEN,
    Status.DIFFERS: Bar.DIFFERED_THEN,
    Status.DOES_NOT_APPLY: Bar.DID_NOT_APPLY_THEN,
    Status.NOT_OURS: Bar.NOT_OURS_THEN,
}
NOW: dict[str, Bar] = {Status.ANOTHER_DAY: Bar.ANOTHER_DAY_NOW, Status.NOT_OURS: Bar.NOT_OURS_NOW}


@dataclass(frozen=True, slots=True)
class Movement:
    """A line between two occasions.

    `bar` is set with NOT_COMPARABLE only. `reason` is the team's own (WhyDiffers), empty where it
    gave none, None where what it gave is not about just these two. `recast` is where the team
    would now have put the earlier one, `recast_in` what was told when it said so. `join` says how
    the two lines hang together, with the framework's note where they are not quite the same.
    `today` is the day it is told on, where that may not be the day of the later one; `subjects`:
    the one thing that a talk was about is told; `order`: the ids of all talks that are told, oldest
    first, by their days.
    """

    kind: Kind
    later: Telling
    earlier: Telling | None = None
    bar: Bar | None = None
    reason: str | None = ""
    recast: Place | None = None
    recast_in: Telling | None = None
    join: Join = JOINED
    today: dt.date | None = None
    subjects: bool = True
    order: Order = field(default_factory=dict)

    @property
    def compared(self) -> bool:
        return self.kind in COMPARED

    @property
    def went(self) -> Kind | None:
        """FURTHER_ON or LESS_SO where a level changed, else None.

        What is seen more clearly counts from where the team would now have put it then.
        """
        if self.kind in {Kind.FURTHER_ON, Kind.LESS_SO}:
            return self.kind
        if self.recast is None or self.later.place is None:
            return None
        was = self.later.record.framework.rank(self.recast.level)
        return _way(was, self.later.rank)


def _way(was: int, now: int) -> Kind | None:
    if was == now:
        return None
    return Kind.FURTHER_ON if now > was else Kind.LESS_SO


def movement(
    earlier: Telling | None, later: Telling, *, join: Join = JOINED, between: Sequence[Telling] = ()
) -> Movement:
    """Set what a later conversation told of a line beside what an earlier one did.

    Args:
        join: how the earlier line became the later one.
        between: what can be compared between the two, oldest first, those left out included.
            The team gave its reason against the time before; over a longer way it holds only if
            all changes share it. Without an earlier: what was said before and is left out.

    Levels decide alone; steps only ever speak inside one level.
    """
    if later.kept_back or later.status == Status.DOES_NOT_APPLY:
        kind = Kind.KEPT_BACK if later.kept_back else Kind.DOES_NOT_APPLY
        return Movement(kind, later, earlier, join=join)
    if earlier is None:
        return _first(later, told_before=bool(between))
    bar = _bar(earlier, later, join)
    if later.place is None:
        return _without_place(earlier, later, join, bar)
    agreed = earlier.status != Status.DIFFERS
    if bar is None and earlier.place is None and agreed:
        bar = bar_then(earlier)
    if bar is not None:
        return Movement(Kind.NOT_COMPARABLE, later, earlier, bar=bar, join=join)
    if not agreed:
        return Movement(Kind.NOT_AGREED_THEN_PLACED, later, earlier, join=join)
    return _between_places((earlier, *between, later), join)


def _first(later: Telling, *, told_before: bool) -> Movement:
    spoken = later.place is not None or later.status == Status.DIFFERS
    if told_before and spoken:
        return Movement(Kind.NOT_COMPARABLE, later, bar=Bar.LEFT_OUT)
    if not told_before and (spoken or later.status == Status.NOT_OURS):
        return Movement(Kind.FIRST_TIME, later)
    return Movement(Kind.NOT_COMPARABLE, later, bar=bar_now(later))


def _without_place(earlier: Telling, later: Telling, join: Join, bar: Bar | None) -> Movement:
    differs = later.status == Status.DIFFERS
    if bar is not None:
        before: Telling | None = None
        # What stands between may need the earlier one to be told; of other words it is told too.
        is_told = bar is Bar.OTHER_SUBJECT or join.broken
        if bar is Bar.OTHER_WORDS or (differs and is_told):
            before = earlier
        if not differs:
            bar = bar_now(later)
        return Movement(Kind.NOT_COMPARABLE, later, before, bar=bar, join=join)
    if earlier.place is None:
        return Movement(Kind.NOT_PLACED_EITHER_TIME, later, earlier, join=join)
    if differs:
        return Movement(Kind.AGREED_THEN_NOT, later, earlier, join=join)
    return Movement(Kind.NOT_COMPARABLE, later, earlier, bar=bar_now(later), join=join)


def _between_places(way: Sequence[Telling], join: Join) -> Movement:
    """Compare the two ends of a way whose every telling has a place on one scale."""
    earlier, later = way[0], way[-1]
    kind = _way(earlier.rank, later.rank)
    reason = _reason(way) if kind else ""
    seen = _recast_in(way)
    recast = seen.recast if seen else None
    if seen is not None or reason == WhyDiffers.SEEN_CLEARLY:
        kind = Kind.SEEN_MORE_CLEARLY
    elif kind is None:
        # What was elsewhere in between is not still there.
        stayed = len({telling.rank for telling in way}) == 1
        kind = _inside(earlier.place, later.place) if stayed else Kind.AS_IT_WAS
    return Movement(kind, later, earlier, reason=reason, recast=recast, recast_in=seen, join=join)


def _time_before(way: Sequence[Telling], number: int) -> Telling | None:
    """Return what was said the time before, as known then: a late entry came afterwards."""
    entered_on = way[number].record.occasion.entered_on
    for telling in reversed(way[:number]):
        if telling.record.occasion.entered_on <= entered_on:
            return telling
    return None


def _reason(way: Sequence[Telling]) -> str | None:
    """The team's reason where it covers every change on the way, empty where it gave none.

    None where it gave several, or gave them against other times.
    """
    if _time_before(way, len(way) - 1) is way[0]:
        return way[-1].reason
    reasons: set[str] = set()
    for number, (before, after) in enumerate(pairwise(way), start=1):
        if before.rank == after.rank:
            continue
        about_these = not after.reason or _time_before(way, number) is before
        if after.apart or not about_these:
            return None
        reasons.add(after.reason)
    if len(reasons) != 1:
        return None
    return reasons.pop()


def _recast_in(way: Sequence[Telling]) -> Telling | None:
    """Return what says where the team, looking back, would have put the first of the way."""
    earlier = way[0]
    scale = earlier.record.framework.scale
    for number, telling in enumerate(way[1:], start=1):
        recast = telling.recast
        if recast is None or telling.apart or _time_before(way, number) is not earlier:
            continue
        # The same level again is no other view of it, and a level of no scale is no place.
        same = earlier.place is not None and recast.level == earlier.place.level
        if not same and recast.level in scale:
            return telling
    return None


def _inside(was: Place | None, now: Place | None) -> Kind:
    """Compare the finer places inside one level, where both were said."""
    if was is None or now is None or was.finer is None or now.finer is None:
        return Kind.AS_IT_WAS
    if was.finer == now.finer:
        return Kind.AS_IT_WAS
    if now.finer > was.finer:
        return Kind.STEADIER_INSIDE
    return Kind.LESS_STEADY_INSIDE


def _bar(earlier: Telling, later: Telling, join: Join) -> Bar | None:
    """What stands between two tellings whatever they say, or None."""
    if earlier.kept_back:
        return Bar.KEPT_BACK_THEN
    if join.broken:
        return Bar(join.kind)
    if earlier.record.framework.scale != later.record.framework.scale:
        return Bar.OTHER_WORDS
    if not same_words(earlier.subject, later.subject):
        return Bar.OTHER_SUBJECT
    return None


def bar_then(earlier: Telling) -> Bar:
    """Why a telling without a place, now past, cannot be compared."""
    if earlier.kept_back:
        return Bar.KEPT_BACK_THEN
    if earlier.unanswered:
        if earlier.passed_over:
            return Bar.PASSED_OVER_THEN
        return Bar.NO_CARD_THEN
    return THEN.get(earlier.status, Bar.PASSED_OVER_THEN)


def bar_now(later: Telling) -> Bar:
    """Why a telling without a place cannot be compared with what was before."""
    if later.unanswered:
        if later.passed_over:
            return Bar.PASSED_OVER_NOW
        return Bar.NO_CARD_NOW
    return NOW.get(later.status, Bar.PASSED_OVER_NOW)
