"""What is said in one report alone: what is hard to say, what may be quoted, what a team keeps."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models.service import has_one_person
from assessments.selectors import Teller, is_by_one, teller_of
from pages.forms.fields import HINT, AnyOf, OneOf, Values, WordsField
from pages.forms.rendering import Answer, offer
from pages.words import reads_as, strings_in
from record.document import Record
from record.withholding import Piece, ReaderRecords, line_key, pieces_of
from record.words.own_words import as_compared, bare
from reports.content import Report
from reports.content.journey import lay_out
from reports.content.pieces import RowText
from reports.content.quotable import QUESTIONS, beginning, level_named
from reports.content.report import HARD_TITLE
from reports.selectors import in_voice_of
from sharing.forms.preparing import PreparingForm
from sharing.models import Share
from sharing.report import left_out_records, no_level, report_of, whole_records

ANSWERS = tuple(f"quote_{part}" for part in QUESTIONS)


class SayForm(PreparingForm):
    """What a team finds hard to say to this body: in the report, or at a table."""

    names = ("hard_to_say", "hard_on_agenda")

    hard_to_say = WordsField(
        most=1000,
        rows=3,
        label=HARD_TITLE,
        help_text=gettext_lazy(
            "Your whole team reads it before it goes. It is never on the page that may be quoted, "
            "and goes into no other report."
        ),
    )
    hard_on_agenda = forms.BooleanField(
        label=gettext_lazy("Put it on the agenda instead"),
        help_text=gettext_lazy(
            "Then it is not in the report. Your team’s agenda for the meeting has it."
        ),
        required=False,
    )

    def __init__(self, data: Values, *, share: Share) -> None:
        super().__init__(data, share=share)
        if has_one_person(share.service):
            self.fields["hard_to_say"].help_text = gettext_lazy(
                "It is never on the page that may be quoted, and goes into no other report."
            )
            self.fields["hard_on_agenda"].help_text = gettext_lazy(
                "Then it is not in the report. Your agenda for the meeting has it."
            )


class QuoteForm(PreparingForm):
    names = ("quotable", "quote", *ANSWERS)

    quotable = OneOf(
        label=gettext_lazy("May this be quoted?"),
        help_text=gettext_lazy(
            "If so, one page is made for it, without levels or pictures, to be put with a paper."
        ),
        required=True,
        choices=Share.Quotable.choices,
        error_messages={"required": gettext_lazy("Say whether it may be quoted.")},
    )
    quote = WordsField(
        most=1500,
        rows=6,
        label=gettext_lazy("What may be quoted"),
        help_text=gettext_lazy(
            "About 150 words: who you are, what has become established, what is harder, what you "
            "ask. Think of it on the front page of a newspaper."
        ),
    )
    quote_better = WordsField(most=300, label=QUESTIONS["better"])
    quote_true = WordsField(most=300, label=QUESTIONS["true"])
    quote_asked = WordsField(most=300, label=QUESTIONS["asked"], help_text=HINT)

    def __init__(self, data: Values, *, share: Share) -> None:
        self.records = whole_records(share)
        super().__init__(data, share=share)

    def saved(self, share: Share) -> dict[str, Any]:
        """Return the words; before there are any, how they may begin."""
        initial = super().saved(share)
        if not share.quotable and not share.quote:
            initial["quote"] = self._beginning()
        return initial

    def clean(self) -> dict[str, Any]:
        """Ask for words where they may be quoted, and refuse the names of levels."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("quotable") in {"", None, Share.Quotable.NO}:
            return cleaned
        if not cleaned.get("quote") and "quote" not in self.errors:
            self.add_error("quote", gettext_lazy("Write what may be quoted, or answer “No”."))
        elif self._is_only_begun(cleaned):
            words = gettext_lazy(
                "This is only how the page may begin. Go on in your own words, or answer “No”."
            )
            self.add_error("quote", words)
        for name in ("quote", *ANSWERS):
            level = level_named(self.records, [cleaned.get(name) or ""])
            if level:
                self.add_error(name, no_level(level))
        return cleaned

    def _is_only_begun(self, cleaned: dict[str, Any]) -> bool:
        """Say whether there is nothing of the team's own in it: the offered beginning alone."""
        if any(map(cleaned.get, ANSWERS)):
            return False
        return reads_as(cleaned.get("quote") or "") == reads_as(self._beginning())

    def _beginning(self) -> str:
        if not self.records:
            return ""
        talks = [record.occasion for record in self.records]
        return beginning(self.records[-1], by_myself=is_by_one(self.share.service, talks))


MARKED, UNMARKED = "marked", "unmarked"


class KeepingForm(PreparingForm):
    """What of the report stays within the team, and whether its reader is told so."""

    lines = AnyOf(
        label=gettext_lazy("Lines"),
        help_text=gettext_lazy(
            "Tick a line, and what was said of it alone is left out, too; tick a theme, and so are "
            "its lines."
        ),
    )
    words = AnyOf(
        label=gettext_lazy("Words"),
        help_text=gettext_lazy(
            "They are left out wherever they were said, and so is every sentence that holds them."
        ),
    )
    marked = OneOf(
        label=gettext_lazy("Should they read that something is kept back?"),
        error_messages={
            "required": gettext_lazy("Say whether they should read that something is kept back.")
        },
    )

    def __init__(self, data: Values, *, share: Share) -> None:
        records = whole_records(share)
        report = report_of(share, ReaderRecords(tuple(records)))
        teller = teller_of(share.service, records)
        self.lines_offered = _lines(records, left_out_records(share), teller)
        # Words that go wherever they are said are offered once, by the first of their keys.
        first: dict[str, Piece] = {}
        self.offered_as: dict[str, str] = {}
        for piece in _pieces_in(report, records):
            offered = first.setdefault(as_compared(piece.words), piece)
            self.offered_as[piece.key] = offered.key
        self.words_offered = {piece.key: piece.words for piece in first.values()}
        super().__init__(data, share=share)
        offer(self.fields["lines"], list(self.lines_offered.items()))
        offer(self.fields["words"], list(self.words_offered.items()))
        mark = _("kept within the team")
        if has_one_person(share.service):
            mark = _("kept here")
        yes = _("Yes: “{mark}” is printed instead").format(mark=mark)
        offer(
            self.fields["marked"],
            [(MARKED, yes), (UNMARKED, _("No: nothing shows it"))],
        )

    def saved(self, share: Share) -> dict[str, Any]:
        marked = ""
        if share.held:
            marked = MARKED if share.held_marked else UNMARKED
        return {
            "lines": [key for key in self.lines_offered if key in share.held],
            "words": [offered for key, offered in self.offered_as.items() if key in share.held],
            "marked": marked,
        }

    def clean(self) -> dict[str, Any]:
        """Ask whether it is told, where anything is kept."""
        cleaned = super().clean() or self.cleaned_data
        keeps_any = cleaned.get("lines") or cleaned.get("words")
        if keeps_any and not cleaned.get("marked") and "marked" not in self.errors:
            self.add_error("marked", self.fields["marked"].error_messages["required"])
        return cleaned

    @property
    def choices(self) -> dict[str, Any]:
        """What was chosen, as actions.choose takes it; what is not on this page stays kept."""
        offered = self.lines_offered.keys() | self.offered_as.keys()
        elsewhere = [key for key in self.share.held if key not in offered]
        keys = [*self.cleaned_data["lines"], *self.cleaned_data["words"], *elsewhere]
        return {"held": keys, "held_marked": self.cleaned_data["marked"] == MARKED}


def _lines(
    records: Sequence[Record], left_out: Sequence[Record], teller: Teller
) -> dict[str, Answer]:
    """Return the lines that a reader would find, each with what it says of them."""
    answers = {}
    rows = lay_out(records, apart=left_out, selected=bool(left_out)).rows
    for row in in_voice_of(rows, teller):
        answers[_key(row, records)] = Answer(row.name, row.plain)
    return answers


def _key(row: RowText, records: Sequence[Record]) -> str:
    for record in reversed(records):
        has_it = row.code in {line.code for line in record.framework.lines}
        if has_it and row.edition in {"", "-".join(record.framework.edition)}:
            return line_key(record.framework.edition, row.code)
    raise LookupError(row.code)


def _pieces_in(report: Report, records: Sequence[Record]) -> Iterator[Piece]:
    report_words = reads_as("\n".join(strings_in(msgspec.json.decode(report.to_json()))))
    for piece in pieces_of(records):
        lines = [line for line in piece.words.splitlines() if line.strip()]
        if any(reads_as(bare(line)) in report_words for line in lines):
            yield piece
