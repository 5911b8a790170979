"""What a team keeps within itself of a report, told to the team."""

from collections.abc import Sequence
from dataclasses import dataclass

from record.document import Record
from record.kept_within import line_key, pieces_of
from sharing.chosen import records_for_reader, whole_records
from sharing.models import Share


@dataclass(frozen=True, slots=True)
class KeptWithin:
    """What is kept, and the sentences that went with it: for the team’s eyes only."""

    lines: list[str]
    words: list[str]
    besides: list[str]
    marked: bool

    def __bool__(self) -> bool:
        return bool(self.lines or self.words)


def kept_within(share: Share) -> KeptWithin:
    """Tell what of a report that is not sent yet stays within the team."""
    if not share.held:
        return KeptWithin([], [], [], marked=False)
    records = whole_records(share)
    kept = records_for_reader(share)
    words = [piece.words for piece in pieces_of(records) if piece.key in share.held]
    return KeptWithin(_names(share, records), words, list(kept.besides), share.held_marked)


def _names(share: Share, records: Sequence[Record]) -> list[str]:
    names: dict[str, str] = {}
    for record in records:
        for line in record.framework.lines:
            key = line_key(record.framework.edition, line.code)
            if key in share.held:
                names[key] = line.name
    return list(names.values())
