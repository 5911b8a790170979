"""Who else is asked the same, for one reader; what a team keeps within itself, for the team."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.models import Ask, AskAnswer
from record.document import Record
from record.kept_within import line_key, pieces_of
from sharing.chosen import records_for_reader, whole_records
from sharing.models import Share, ShareAsk
from sharing.models.share import local_day
from sharing.selectors import answers_of_bodies


@dataclass(frozen=True, slots=True)
class AskedToo:
    """Another body that was asked the same, since when, and what it said and let be told."""

    body: str
    day: str
    answers: tuple[AskAnswer, ...] = ()


def asked_too(share: Share, asks: Iterable[Ask]) -> dict[str, list[AskedToo]]:
    """Return, by ask, which other bodies were asked it in reports that can be read today.

    Nothing where the team did not tick that it says so, and once the reader's own report is over.
    """
    found: dict[str, list[AskedToo]] = {}
    if not share.say_who_else or not share.is_live:
        return found
    rows = list(_asked_elsewhere(share, asks))
    answers = answers_of_bodies([row.ask_id for row in rows], [row.share.body_id for row in rows])
    for row in rows:
        asked = (row.ask_id, row.share.body_id)
        theirs = [each for each in answers if (each.ask_id, each.body_id) == asked]
        too = AskedToo(row.share.body.name, local_day(row.share.sent_at), _let_be_told(theirs))
        found.setdefault(str(row.ask_id), []).append(too)
    return found


def _asked_elsewhere(share: Share, asks: Iterable[Ask]) -> Iterable[ShareAsk]:
    """Return by which reports other bodies are asked these today: the first to each body."""
    rows = ShareAsk.objects.filter(ask__in=list(asks), included=True, share__service=share.service)
    live = rows.filter(share__in=Share.objects.live()).exclude(share__body=share.body_id)
    first: dict[str, ShareAsk] = {}
    for row in live.select_related("share__body").order_by("share__body__name", "share__sent_at"):
        first.setdefault(f"{row.ask_id} {row.share.body_id}", row)
    return first.values()


def _let_be_told(answers: list[AskAnswer]) -> tuple[AskAnswer, ...]:
    """Return what a body lets be told of its answers: nothing where its last word stays."""
    if not answers or not answers[-1].may_go_out:
        return ()
    return tuple(each for each in answers if each.may_go_out)


def asks_others(share: Share) -> bool:
    """Say whether the team asks another body, or is about to."""
    if share.follows_id or share.followers.exists():
        return True
    others = Share.objects.of(share.service).live().exclude(body=share.body_id)
    return others.filter(asks__included=True).exists()


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
