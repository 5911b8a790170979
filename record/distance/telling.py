"""One line in one conversation: what may be told of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from record.document import JudgementText, Place, Record, View
from record.framework import LevelText, LineText
from record.words.own_words import first_line, in_a_line

# What holds of a line that was not offered.
NOT_OFFERED = JudgementText(line="", answered=False, place=Place(), first=Place())


@dataclass(frozen=True, slots=True)
class Telling:
    """What one conversation told about one line.

    `apart`: that conversation is left out. Nothing of it is told; it only tells what others were
    said against. `was_asked`: False where it did not ask about the line itself: then nothing of it
    is read.
    """

    record: Record
    code: str
    apart: bool = False
    was_asked: bool = True

    @property
    def judgement(self) -> JudgementText:
        if not self.was_asked:
            return NOT_OFFERED
        return self.record.by_line.get(self.code, NOT_OFFERED)

    @property
    def in_words_alone(self) -> bool:
        """True where it was talked about and not offered, as over coffee without a card."""
        return self.code not in self.record.by_line

    @property
    def line(self) -> LineText:
        return self.record.framework.line(self.code)

    @property
    def subject(self) -> str:
        """The one thing that was talked about, where it was not the whole place."""
        about = " ".join(self.record.occasion.about.split())
        if self.line.kind == "whole":
            return about
        return ""

    @property
    def status(self) -> str:
        return self.judgement.status

    @property
    def kept_back(self) -> bool:
        return self.judgement.kept_back

    @property
    def unanswered(self) -> bool:
        return self.judgement.unanswered

    @property
    def passed_over(self) -> bool:
        """True where nobody took the line up, not in words either."""
        return not self.was_asked or self.record.passed_over(self.code)

    @property
    def place(self) -> Place | None:
        return self.judgement.shown_place

    @property
    def recast(self) -> Place | None:
        return self.judgement.shown_recast

    @property
    def level(self) -> LevelText | None:
        """The level, as it was called then, or None."""
        if self.place is None or self.place.level is None:
            return None
        return self.record.framework.level(self.place.level)

    @property
    def rank(self) -> int:
        """How far along its level is, from 0; -1 where it has none."""
        return self.record.framework.rank(self.place.level if self.place else None)

    @property
    def reason(self) -> str:
        return self.judgement.why_differs

    @property
    def views(self) -> tuple[View, ...]:
        """The several views, as far as they may be told."""
        if self.kept_back:
            return ()
        return self.judgement.views

    @property
    def words(self) -> str:
        """The team's own line: its first written line, or nothing."""
        if self.kept_back or not self.was_asked:
            return ""
        return first_line(self.record.team_line(self.code))

    @property
    def status_words(self) -> str:
        """Everything that was said with an answer that is no card, in a line, or nothing."""
        if self.kept_back:
            return ""
        return in_a_line(self.judgement.status_words)


def oldest_first(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return records by the day the team talked, late entries at their own place."""
    return tuple(sorted(records, key=lambda record: record.occasion.when))
