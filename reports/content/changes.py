"""What has changed, what has not, and what is seen more clearly: names and sentences, no totals."""

from collections.abc import Sequence
from itertools import chain

import msgspec
from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.choices import Status
from record.distance.movement import Bar, Kind, Movement
from record.distance.rows import Row
from record.framework import Struct
from record.sentences.claims import when_before
from record.sentences.distance import movement_claims
from record.words.phrases import Sentence, name_lines
from reports.content.heads import (
    COMPARES_NOTHING,
    Head,
    HeadCode,
    HeadPlan,
    LinePlan,
    always,
    heads_of,
    line_under,
    row_name,
)
from reports.content.rows import last_words


class Changes(Struct):
    """What is so since last time, under heads; then what has moved only since an earlier time.

    `same` names what is as it was since last time, `unasked` what was not part of the last
    conversation, `inside` says what is steadier inside its level or less so, `before` tells what
    has moved since an earlier time, `kept_lines` names what the team keeps where it wants that
    said. Copies frozen by the first release hold in `new` the names of what was talked about for
    the first time.
    """

    heads: tuple[Head, ...]
    same: Sentence = Sentence()
    new: Sentence = Sentence()
    first_time: str = ""
    only_some: str = ""
    before: Head | None = None
    unasked: Sentence = Sentence()
    inside: tuple[Sentence, ...] = ()
    # Not in copies that were frozen before there was any.
    kept_lines: Sentence | UnsetType = msgspec.field(default=UNSET, name="kept")
    # What was so when the last conversation was, long ago or before the team's end.
    past: bool | UnsetType = UNSET

    @property
    def line_words(self) -> frozenset[tuple[str, str]]:
        """The words that stand here, each with its line's code."""
        heads = (*self.heads, self.before) if self.before else self.heads
        words = set()
        for head in heads:
            for item in head.items:
                if item.words:
                    words.add((item.code, item.words.words))
        return frozenset(words)

    @property
    def compares(self) -> bool:
        """True where something is set beside what was said before."""
        compared = {head.code for head in self.heads} - COMPARES_NOTHING
        return not self.first_time and bool(compared or self.same or self.before)

    @property
    def title(self) -> str:
        if not self.compares:
            return _("Where we were") if self.past else _("Where we are")
        return _("What has changed, what has not, what we see more clearly")


def titles(*, only_said: bool) -> dict[str, str]:
    """Return the heads in the reader's language. `only_said`: nothing is set beside anything."""
    return {
        HeadCode.SAID: _("What we said") if only_said else _("What else we said"),
        HeadCode.ROOTED: _("What has taken root"),
        HeadCode.MORE: _("What we see more of"),
        HeadCode.HARDER: _("What we see less of"),
        HeadCode.CLEARER: _("What we see more clearly"),
        HeadCode.DIFFERENT: _("What we don’t all see the same way"),
        HeadCode.AGREED: _("What we came to see the same way"),
        HeadCode.NEW: _("What we talked about for the first time"),
        HeadCode.APART: _("What cannot be set beside last time"),
        HeadCode.NOT_OURS: _("What isn’t ours to change"),
        HeadCode.NOT_HERE: _("What does not apply here, for now"),
        HeadCode.NOT_GOT_TO: _("What we have not got to"),
    }


_ANSWERED_HEAD: dict[str, str] = {
    Status.DIFFERS: HeadCode.DIFFERENT,
    Status.NOT_OURS: HeadCode.NOT_OURS,
    Status.DOES_NOT_APPLY: HeadCode.NOT_HERE,
}
_MOVED_HEAD = {
    Kind.SEEN_MORE_CLEARLY: HeadCode.CLEARER,
    Kind.NOT_AGREED_THEN_PLACED: HeadCode.AGREED,
}


def _head_of(row: Row) -> str:
    """Say under which head a row belongs since last time; "" for none."""
    last, later = row.since_last, row.since_last.later
    code = _ANSWERED_HEAD.get(later.status, "") or _moved_head(last)
    if code:
        return code
    left = later.status == Status.ANOTHER_DAY and not later.unanswered
    if last.bar in {Bar.ANOTHER_DAY_NOW, Bar.PASSED_OVER_NOW} or (
        last.kind is Kind.NOT_PLACED_EITHER_TIME and (later.passed_over or left)
    ):
        return HeadCode.NOT_GOT_TO
    if last.kind is Kind.FIRST_TIME:
        return HeadCode.NEW
    if last.compared:
        return HeadCode.SAME
    not_asked = last.bar in {Bar.NOT_OFFERED_NOW, Bar.OPENED_NOW}
    if row.former or last.kind is Kind.KEPT_BACK or not_asked:
        return ""
    return HeadCode.SAID if last.bar is Bar.LEFT_OUT else HeadCode.APART


def _moved_head(moved: Movement) -> str:
    """What is seen more clearly and has moved since belongs where it moved: no fall is hidden.

    Only the top of the scale has taken root.
    """
    if moved.went is Kind.LESS_SO:
        return HeadCode.HARDER
    if moved.went is not Kind.FURTHER_ON:
        return _MOVED_HEAD.get(moved.kind, "")
    level = moved.later.level
    top = level is not None and level.code == moved.later.record.framework.scale[-1]
    return HeadCode.ROOTED if top else HeadCode.MORE


def changes(
    rows: Sequence[Row],
    *,
    alone: bool,
    selected: bool = False,
    in_words: Sequence[LinePlan] = (),
    past: bool = False,
) -> Changes:
    """Sort rows under their heads.

    Args:
        alone: there is one conversation, nothing to set it beside.
        selected: conversations may have been left out, so that "last" is said of these only.
        in_words: what the last conversation said of lines without an answer by card.
        past: nothing of it may be told as so now.

    Empty heads are left out, but for *harder*, which says that nothing is, if anything could be.
    """
    under: dict[str, list[Row]] = {}
    for row in rows:
        code = _head_of(row)
        if alone and code in {HeadCode.NEW, HeadCode.APART}:
            code = HeadCode.SAID
        under.setdefault(code, []).append(row)
    drafts = []
    only_said = alone or set(under) <= {HeadCode.SAID, ""}
    for code, title in titles(only_said=only_said).items():
        lines = list(in_words) if code == HeadCode.SAID else []
        rows_under = under.get(code, ())
        lines += [line_under(code, row, alone=len(rows_under) == 1) for row in rows_under]
        if lines:
            drafts.append(HeadPlan(code, title, lines))
        elif code == HeadCode.HARDER and any(map(_is_compared, rows)):
            nothing = _("Nothing, of what we can set beside last time.")
            drafts.append(HeadPlan(code, title, empty=nothing))
    same = under.get(HeadCode.SAME, ())
    kept_rows = list(filter(_is_kept, rows))
    first_time = only_some = ""
    if alone or not (drafts or same or kept_rows):
        first_time = _nothing_beside(alone=alone, selected=selected, past=past)
    if selected and not alone:
        only_some = _(
            "Some of our conversations are here: “first” and “last time” are said of these."
        )
    kept_lines = _names_of(kept_rows, _("Kept within the team: {names}."))
    return Changes(
        heads=tuple(heads_of(drafts)),
        same=_names_of(same),
        unasked=_names_of(list(filter(_is_unasked, rows))),
        inside=_inside_levels(same),
        before=_before(same),
        first_time=first_time,
        only_some=only_some,
        kept_lines=kept_lines or UNSET,
        past=past or UNSET,
    )


def _names_of(rows: Sequence[Row], form: str = "{names}.") -> Sentence:
    """Name lines, for under a heading that says what holds for them all."""
    if rows:
        return name_lines(form, list(map(row_name, rows)))
    return Sentence()


def _is_compared(row: Row) -> bool:
    return any(moved.compared for moved in row.movements)


def _is_kept(row: Row) -> bool:
    return any(point.telling.kept_back for point in row.points)


def _is_unasked(row: Row) -> bool:
    """Say whether the last conversation left a line out; the whole place is talked of elsewhere."""
    if row.former or row.line.kind == "whole" or _is_kept(row):
        return False
    return row.since_last.bar is Bar.NOT_OFFERED_NOW


def _inside_levels(rows: Sequence[Row]) -> tuple[Sentence, ...]:
    """Say of which lines, as they were by level, a finer place says more."""
    forms = {
        Kind.STEADIER_INSIDE: _("A little steadier than {when}: {names}."),
        Kind.LESS_STEADY_INSIDE: _("A little less steady than {when}: {names}."),
    }
    lines = []
    for kind, form in forms.items():
        for row in rows:
            if row.since_last.kind is kind:
                claim = always(form, when=when_before(row.since_last))
                lines.append(LinePlan(row.line.code, row_name(row), claims=[claim]))
    return heads_of([HeadPlan(lines=lines)])[0].alike


def _before(same: Sequence[Row]) -> Head | None:
    """Tell lines that are as they were last time, and have moved since an earlier one."""
    lines = []
    for row in same:
        last, *others = row.movements
        if not any(map(_moved_head, others)):
            continue
        moved = chain.from_iterable(movement_claims(other, after=last) for other in others)
        words, when = last_words(row)
        claims = list(filter(None, moved))
        lines.append(LinePlan(row.line.code, row_name(row), words, claims, when))
    if lines:
        return heads_of([HeadPlan(HeadCode.BEFORE, _("What had changed before last time"), lines)])[
            0
        ]
    return None


def _nothing_beside(*, alone: bool, selected: bool, past: bool) -> str:
    """Say why nothing stands beside anything."""
    if not alone:
        return _("Nothing here can be set beside last time.")
    if selected:
        return _("This comes from one conversation, so nothing is set beside it here.")
    if past:
        return _("That was the first time we talked, so there was nothing to set beside it.")
    return _("This is the first time we talked, so nothing can be set beside it yet.")
