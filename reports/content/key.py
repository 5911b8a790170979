"""The key to the bead rows: only the marks that are there."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from record.framework import Struct
from record.words.dates import is_recent
from reports.content.rows import RowText


class KeyMark(Struct):
    """A mark (a key of `charts.rod_key`) and what it means."""

    name: str
    words: str


def marks_shown(rows: Sequence[RowText], *, today: dt.date) -> tuple[KeyMark, ...]:
    """Return the marks that these rows show, in the order of a story.

    `today`: the day they are told on; the last one may not be where a line is now.
    """
    shown: set[str] = set()
    recent = True
    for row in rows:
        shown |= _marks(row)
        if any(mark.now and not is_recent(mark.held_on, today) for mark in row.marks):
            recent = False
    meanings = {
        "first": _("first"),
        "between": _("between"),
        "now": _("now") if recent else _("last"),
        "wide": _("a card, no bead on it"),
        "further_on": _("further on"),
        "less_so": _("less so"),
        "seen_again": _("where we would put it now") if recent else _("where we put it later"),
        "view": _("one of several views"),
        "break": _("cannot be set beside the time before"),
    }
    return tuple(KeyMark(name, words) for name, words in meanings.items() if name in shown)


def _marks(row: RowText) -> set[str]:
    placed = [mark for mark in row.marks if mark.spot]
    shown = {mark.arc for mark in placed if mark.arc}
    last = row.marks[-1] if row.marks else None
    if last and last.now and last.views:
        shown.add("view")
    if not placed:
        return shown
    before = len(placed)
    if placed[-1].now:
        shown.add("now")
        before -= 1
    if before:
        shown.add("first")
    if before > 1:
        shown.add("between")
    for mark in placed:
        if mark.spot and mark.spot.step is None:
            shown.add("wide")
        if mark.recast:
            shown.add("seen_again")
    if any(mark.broken for mark in row.marks):
        shown.add("break")
    return shown
