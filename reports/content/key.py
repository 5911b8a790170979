"""The key to the bead rows: only the marks that are there."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from record.document import Struct
from reports.content.rows import RowText


class KeyMark(Struct):
    """A mark (a key of `charts.rod_key`) and what it means."""

    name: str
    words: str


def marks_shown(rows: Sequence[RowText]) -> tuple[KeyMark, ...]:
    """Return the marks that these rows show, in the order of a story."""
    shown: set[str] = set()
    for row in rows:
        shown |= _marks(row)
    meanings = {
        "first": _("first"),
        "between": _("between"),
        "now": _("now"),
        "wide": _("a card, no bead on it"),
        "further_on": _("further on"),
        "less_so": _("less so"),
        "seen_again": _("where we would put it now"),
        "view": _("one of several views"),
        "break": _("cannot be set beside the time before"),
    }
    return tuple(KeyMark(name, words) for name, words in meanings.items() if name in shown)


def _marks(row: RowText) -> set[str]:
    placed = [mark for mark in row.marks if mark.spot is not None]
    shown = {mark.arc for mark in placed if mark.arc}
    spots = [mark.spot for mark in placed if mark.spot is not None]
    if placed:
        shown |= {"now"} if placed[-1].now else set()
        shown |= {"first"} if len(placed) > 1 or not placed[-1].now else set()
        shown |= {"between"} if len(placed[1:]) > int(placed[-1].now) else set()
    if any(spot.step is None for spot in spots):
        shown.add("wide")
    if any(mark.recast for mark in placed):
        shown.add("seen_again")
    if row.marks and row.marks[-1].now and row.marks[-1].views:
        shown.add("view")
    if placed and any(mark.broken for mark in row.marks):
        shown.add("break")
    return shown
