"""What has changed, what has not, and what is seen more clearly: names and sentences, no totals."""

from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec
from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.distance.movement import Bar, Kind
from record.distance.rows import Row
from record.framework import Struct
from record.sentences.distance import movement_sentence
from record.sentences.slots import when_before
from record.words.phrases import Part, Sentence, single_sentences
from reports.content.heads import (
    APART,
    BEFORE,
    HARDER,
    NEW,
    NOT_GOT_TO,
    NOT_HERE,
    SAID,
    SAME,
    STOOD,
    Head,
    Item,
    head,
    head_of,
    line_names,
    list_of_lines,
    moved_head,
    row_name,
    team_line,
    titles,
    with_reasons,
)
from reports.content.pieces import name_lines
from reports.content.repeats import without_repeats


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
        for item in chain.from_iterable(under.items for under in heads):
            if item.words:
                words.add((item.code, item.words.words))
        return frozenset(words)

    @property
    def title(self) -> str:
        compared = {head.code for head in self.heads} - {SAID, NEW, NOT_GOT_TO, NOT_HERE, STOOD}
        if self.first_time or not (compared or self.same or self.before):
            return _("Where we were") if self.past else _("Where we are")
        return _("What has changed, what has not, what we see more clearly")


def changes(
    rows: Sequence[Row],
    *,
    alone: bool,
    selected: bool = False,
    in_words: Sequence[Item] = (),
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
        code = head_of(row)
        if alone and code in {NEW, APART}:
            code = SAID
        under.setdefault(code, []).append(row)
    heads = []
    only_said = alone or set(under) <= {SAID, ""}
    for code, title in titles(only_said=only_said).items():
        items = tuple(in_words) if code == SAID else ()
        if items or code in under:
            heads.append(head(code, title, under.get(code, ()), items))
        elif code == HARDER and any(moved.compared for row in rows for moved in row.movements):
            nothing = _("Nothing, of what we can set beside last time.")
            heads.append(Head(code, title, empty=nothing))
    heads = list(without_repeats(heads, rows))
    same = under.get(SAME, ())
    unasked = list(filter(_not_part_of_it, rows))
    kept_rows = list(filter(_is_kept, rows))
    first_time = only_some = ""
    if alone or not (heads or same or kept_rows):
        first_time = _nothing_beside(alone=alone, selected=selected, past=past)
    if selected and not alone:
        only_some = _(
            "Some of our conversations are here: “first” and “last time” are said of these."
        )
    kept_lines: Sentence | UnsetType = UNSET
    if kept_rows:
        kept_lines = name_lines(_("Kept within the team: {names}."), line_names(kept_rows))
    return Changes(
        heads=tuple(heads),
        same=list_of_lines(same),
        unasked=list_of_lines(unasked),
        inside=tuple(_inside_levels(same)),
        before=_before(same),
        first_time=first_time,
        only_some=only_some,
        kept_lines=kept_lines,
        past=past or UNSET,
    )


def _is_kept(row: Row) -> bool:
    return any(point.telling.kept_back for point in row.points)


def _not_part_of_it(row: Row) -> bool:
    """Say whether the last conversation left a line out; the whole place is talked of elsewhere."""
    if row.former or row.line.kind == "whole" or _is_kept(row):
        return False
    return row.since_last.bar is Bar.NOT_OFFERED_NOW


def _inside_levels(rows: Sequence[Row]) -> Iterator[Sentence]:
    """Say of which lines, as they were by level, a finer place says more."""
    forms = {
        Kind.STEADIER_INSIDE: _("A little steadier than {when}: {names}."),
        Kind.LESS_STEADY_INSIDE: _("A little less steady than {when}: {names}."),
    }
    for kind, form in forms.items():
        by_time: dict[Part, list[str]] = {}
        for row in rows:
            last = row.since_last
            if last.kind is kind and last.earlier is not None:
                by_time.setdefault(when_before(last), []).append(row_name(row))
        for on, lines in by_time.items():
            yield name_lines(form, lines, slots={"when": on})


def _before(same: Sequence[Row]) -> Head | None:
    """Tell lines that are as they were last time, and have moved since an earlier one."""
    items, rows = [], []
    for row in same:
        last, *others = row.movements
        if not any(map(moved_head, others)):
            continue
        rows.append(row)
        sentences: list[Sentence] = []
        for other in others:
            sentences += single_sentences(with_reasons(movement_sentence(other, after=last)))
        items.append(Item(row.line.code, row_name(row), tuple(sentences), words=team_line(row)))
    if not items:
        return None
    before = Head(BEFORE, _("What had changed before last time"), tuple(items))
    return without_repeats((before,), rows)[0]


def _nothing_beside(*, alone: bool, selected: bool, past: bool) -> str:
    """Say why nothing stands beside anything."""
    if not alone:
        return _("Nothing here can be set beside last time.")
    if selected:
        return _("This comes from one conversation, so nothing is set beside it here.")
    if past:
        return _("That was the first time we talked, so there was nothing to set beside it.")
    return _("This is the first time we talked, so nothing can be set beside it yet.")
