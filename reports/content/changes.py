"""What has changed, what has not, and what is seen more clearly: names and sentences, no totals."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from record.distance import Row
from record.document import Struct
from record.movement import Bar, Kind, Movement
from record.readings import ANOTHER_DAY, DIFFERS, NOT_OURS
from reports.content.rows import RowText
from reports.content.said import Said, names, said

ROOTED = "rooted"
HARDER = "harder"
CLEARER = "clearer"
NOT_GOT_TO = "not_got_to"
DIFFERENT = "different"
NOT_OURS_HEAD = "not_ours"
AGREED = "agreed"
SAME = "same"
NEW = "new"

_WENT = {Kind.FURTHER_ON: ROOTED, Kind.LESS_SO: HARDER}
_MOVED = {Kind.SEEN_MORE_CLEARLY: CLEARER, Kind.NOT_AGREED_THEN_PLACED: AGREED}
_NOT_TOLD = {Bar.ANOTHER_DAY_NOW, Bar.PASSED_OVER_NOW}


class Item(Struct):
    """A line under a head. `recent` where it is so since last time, not only since the first."""

    code: str
    name: str
    sentences: tuple[Said, ...]
    recent: bool = True


class Head(Struct):
    """A head with its lines; `empty` is said where there are none."""

    code: str
    title: str
    items: tuple[Item, ...] = ()
    empty: str = ""


class Changes(Struct):
    """The heads in order, and in one sentence each what is as it was and what is new.

    `still` is what is as it was since last time, also where it has moved since the first.
    """

    heads: tuple[Head, ...]
    same: Said = Said()
    new: Said = Said()
    first_time: str = ""
    still: Said = Said()
    only_some: str = ""

    @property
    def recent(self) -> tuple[Head, ...]:
        """The heads with what is so since last time only."""
        heads = []
        for head in self.heads:
            items = tuple(item for item in head.items if item.recent)
            if items or head.code == HARDER:
                heads.append(Head(head.code, head.title, items, head.empty))
        return tuple(heads)


def titles() -> dict[str, str]:
    """Return the heads in the reader's language."""
    return {
        ROOTED: _("What has taken root"),
        HARDER: _("What is harder than it was"),
        CLEARER: _("What we see more clearly"),
        NOT_GOT_TO: _("What we have not got to"),
        DIFFERENT: _("What we don't all see the same way"),
        AGREED: _("What we see the same way now"),
        NOT_OURS_HEAD: _("What isn't ours to change"),
    }


def head_of(row: Row) -> tuple[str, bool]:
    """Say under which head a row belongs ("" for none), and whether that is so since last time."""
    last = row.since_last
    head = _status_head(last) or _moved_head(last)
    if not head and (last.bar in _NOT_TOLD or (_neither(last) and _left(last))):
        head = NOT_GOT_TO
    if head:
        return head, True
    for other in (row.since_placed, row.since_first):
        if other is not None and _moved_head(other):
            return _moved_head(other), False
    if last.kind is Kind.FIRST_TIME:
        return NEW, True
    return (SAME if last.compared else ""), True


def _status_head(last: Movement) -> str:
    reading = last.later.reading
    if reading.kept_back:
        return ""
    return {DIFFERS: DIFFERENT, NOT_OURS: NOT_OURS_HEAD}.get(reading.status, "")


def _moved_head(moved: Movement) -> str:
    """What is seen more clearly and has moved since belongs where it moved: no fall is hidden."""
    return _WENT[moved.went] if moved.went else _MOVED.get(moved.kind, "")


def _neither(last: Movement) -> bool:
    return last.kind is Kind.NOT_PLACED_EITHER_TIME


def _left(last: Movement) -> bool:
    reading = last.later.reading
    return reading.passed_over or (reading.status == ANOTHER_DAY and not reading.unanswered)


def changes(
    rows: Sequence[Row], texts: Sequence[RowText], *, alone: bool, selected: bool = False
) -> Changes:
    """Sort rows under their heads. `alone`: there is one conversation, nothing to set it beside.

    `selected`: conversations may have been left out, so that "last" is said of these only. Empty
    heads are left out, except *harder*, which then says that nothing is, if anything could be.
    """
    sorted_: dict[str, list[Item]] = {}
    still: list[Item] = []
    for row, text in zip(rows, texts, strict=True):
        head, recent = head_of(row)
        item = Item(text.code, text.name, text.sentences, recent=recent)
        sorted_.setdefault(head, []).append(item)
        if head == SAME or (not recent and row.since_last.compared):
            still.append(item)
    compared = any(each.compared for row in rows for each in row.movements)
    nothing = _("Nothing that we can set beside last time is harder now.") if compared else ""
    heads = tuple(
        Head(code, title, tuple(sorted_.get(code, ())), nothing if code == HARDER else "")
        for code, title in titles().items()
        if code in sorted_ or (code == HARDER and nothing)
    )
    return Changes(
        heads=heads,
        same=_names(_("As it was: {names}."), sorted_.get(SAME, ())),
        new=_names(_("Talked about for the first time: {names}."), sorted_.get(NEW, ())),
        first_time=_nothing_beside(alone=alone, selected=selected, said=any(sorted_)),
        still=_names(_("As it was: {names}."), still),
        only_some=_(
            "Some of our conversations are here: “first” and “last time” are said of these."
        )
        if selected and not alone
        else "",
    )


def _nothing_beside(*, alone: bool, selected: bool, said: bool) -> str:
    """Say why nothing stands beside anything. `said`: a line stands under some head."""
    if alone and selected:
        return _("This comes from one conversation, so nothing is set beside it here.")
    if alone:
        return _("This is the first time we talked, so nothing can be set beside it yet.")
    return "" if said else _("Nothing here can be set beside last time.")


def _names(form: str, items: Sequence[Item]) -> Said:
    return names(form, [item.name for item in items]) if items else said("")
