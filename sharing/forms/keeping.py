"""What stays within the team: lines of the framework, and words, one by one."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors import is_of_one
from pages.forms.fields import Answer, AnyOf, OneOf, offer
from pages.words import reads_as
from record.document import Record
from record.kept_within import Kept, Piece, line_key, pieces_of
from reports.content import Report
from reports.content.journey import lay_out
from reports.content.rows import RowText
from sharing.chosen import built, left_out_records, whole_records
from sharing.forms.preparing import PreparingForm
from sharing.models import Share

MARKED, UNMARKED = "marked", "unmarked"


class KeepingForm(PreparingForm):
    """What of the report stays within the team, and whether its reader is told so."""

    lines = AnyOf(
        label=gettext_lazy("Lines"),
        help_text=gettext_lazy(
            "A line goes with all that was said of nothing else; a theme with what is in it."
        ),
    )
    words = AnyOf(
        label=gettext_lazy("Words of ours"),
        help_text=gettext_lazy(
            "The same words said elsewhere go too, and so does every sentence that holds them."
        ),
    )
    marked = OneOf(
        label=gettext_lazy("Shall they read that something is kept?"),
        error_messages={"required": gettext_lazy("Say whether they read that something is kept.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, share: Share) -> None:
        records = whole_records(share)
        report = built(share, Kept(tuple(records)))
        self.lines_offered = _lines(records, left_out_records(share))
        self.words_offered = {piece.key: piece.words for piece in _told(records, report)}
        super().__init__(data, share=share)
        offer(self.fields["lines"], list(self.lines_offered.items()))
        offer(self.fields["words"], list(self.words_offered.items()))
        mark = _("kept within the team")
        if is_of_one(share.service):
            mark = _("kept here")
        kept = _("Yes: “{mark}” stands in their place").format(mark=mark)
        offer(self.fields["marked"], [(MARKED, kept), (UNMARKED, _("No: nothing tells of them"))])

    def saved(self, share: Share) -> dict[str, Any]:
        """Return what is kept already."""
        marked = ""
        if share.held:
            marked = MARKED if share.held_marked else UNMARKED
        return {
            "lines": [key for key in self.lines_offered if key in share.held],
            "words": [key for key in self.words_offered if key in share.held],
            "marked": marked,
        }

    def clean(self) -> dict[str, Any]:
        """Ask whether it is told, where anything is kept."""
        cleaned = super().clean() or self.cleaned_data
        some = cleaned.get("lines") or cleaned.get("words")
        if some and not cleaned.get("marked") and "marked" not in self.errors:
            self.add_error("marked", self.fields["marked"].error_messages["required"])
        return cleaned

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen, as actions.choose takes it; what is not on this page stays kept."""
        offered = self.lines_offered.keys() | self.words_offered.keys()
        elsewhere = [key for key in self.share.held if key not in offered]
        held = [*self.cleaned_data["lines"], *self.cleaned_data["words"], *elsewhere]
        return {"held": held, "held_marked": self.cleaned_data["marked"] == MARKED}


def _lines(records: Sequence[Record], apart: Sequence[Record]) -> dict[str, Answer]:
    """Return the lines that a reader would find, each with what it says of them."""
    found = {}
    for row in lay_out(records, apart=apart, selected=bool(apart)).rows:
        found[_key(row, records)] = Answer(row.name, row.plain)
    return found


def _key(row: RowText, records: Sequence[Record]) -> str:
    """Return the key of a row's line, in the framework that had it last."""
    for record in reversed(records):
        has_it = row.code in {line.code for line in record.framework.lines}
        if has_it and row.edition in {"", "-".join(record.framework.edition)}:
            return line_key(record.framework.edition, row.code)
    raise LookupError(row.code)


def _told(records: Sequence[Record], report: Report) -> list[Piece]:
    """Return the pieces whose words stand in the report."""
    said = reads_as("\n".join(_texts(msgspec.json.decode(report.to_json()))))
    pieces = []
    for piece in pieces_of(records):
        lines = [line for line in piece.words.splitlines() if line.strip()]
        if any(reads_as(line.lstrip(" -–—*•·\t")) in said for line in lines):
            pieces.append(piece)
    return pieces


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return list(chain.from_iterable(map(_texts, value)))
    if isinstance(value, str):
        return [value]
    return []
