"""What a team and a body told each other, in the order in which it was said.

Each keeps its own words for good. The team's words in a report are the body's to read while the
report is.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from agreeing.models import CameOf, Side, Tie
from agreeing.text import boxes, day_and_time
from assessments.models import AskAnswer
from record.taking_out import is_taken_out_mark
from reports.content.asks import AskItem
from reports.content.pieces import Titled, own, titled
from sharing import selectors
from sharing.models import Reply, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that was said: by which side, when, and what stands of it.

    `share`: a report, with its asks where whoever looks may read them.
    """

    at: dt.datetime
    side: Side
    lead: str
    words: str = ""
    boxes: tuple[Titled, ...] = ()
    share: Share | None = None
    asks: tuple[AskItem, ...] = ()
    answer: AskAnswer | None = None
    question: str = ""

    @property
    def asks_by_lead(self) -> list[tuple[str, list[AskItem]]]:
        """What a report asks and asked, each behind what it is."""
        asks_now, obstacle = _("It asked"), _("What needed somebody else")
        if self.share and self.share.is_live:
            asks_now, obstacle = _("It asks"), _("What needs somebody else")
        before, over = _("It asked"), _("No longer in the way")
        order = (asks_now, obstacle, before, over)
        groups: dict[str, list[AskItem]] = {lead: [] for lead in order}
        for ask in self.asks:
            lead = asks_now
            if ask.is_gone:
                lead = over
            elif ask.is_taken_out:
                lead = before
            elif ask.is_obstacle:
                lead = obstacle
            groups[lead].append(ask)
        return [(lead, asks) for lead, asks in groups.items() if asks]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said on one day."""

    side: Side
    day: dt.date
    statements: list[Statement]


def history_between(tie: Tie, *, side: Side, knows: bool) -> list[Turn]:
    """Return what was said, oldest first, for a side; `knows`: it was told of openings."""
    statements = [*_reports(tie, side, knows=knows), *_agreed(tie, side), *_met(tie)]
    statements.sort(key=lambda statement: statement.at)
    turns: list[Turn] = []
    for statement in statements:
        said_by, day = statement.side, timezone.localdate(statement.at)
        if not turns or (turns[-1].side, turns[-1].day) != (said_by, day):
            turns.append(Turn(said_by, day, []))
        turns[-1].statements.append(statement)
    return turns


def may_read(share: Share, side: Side, *, knows: bool) -> bool:
    """Say whether a side may read a report (with `was_read`) where no opening is recorded."""
    return side == Side.TEAM or (knows and share.is_live and share.was_read)  # type: ignore[attr-defined]  # annotated


def asks_in(share: Share) -> tuple[AskItem, ...]:
    """Return what a report asks, as it was sent; nothing of one that is not as it was sent."""
    try:
        return selectors.frozen_report(share).asks
    except selectors.Altered:
        return ()


def _reports(tie: Tie, side: Side, *, knows: bool) -> Iterator[Statement]:
    readable: dict[str, str] = {}
    for share in selectors.shares_between(tie):
        asks = asks_in(share) if may_read(share, side, knows=knows) else ()
        readable |= {ask.id: ask.what.words for ask in asks}
        if share.sent_at is not None:
            yield Statement(
                at=share.sent_at,
                side=Side.TEAM,
                lead=_("A report"),
                words=share.purpose if may_read(share, side, knows=knows) else "",
                share=share,
                asks=asks,
            )
    for answer in selectors.answers_between(tie.service, tie.body):
        question = readable.get(str(answer.ask_id), "")
        if is_taken_out_mark(question):
            question = ""
        lead = _("An answer to this:") if question else _("An answer")
        yield Statement(at=answer.at, side=Side.BODY, lead=lead, answer=answer, question=question)
    for reply in selectors.replies_between(tie):
        if reply.sent_at is not None:
            about = str(Reply.About(reply.about).label)
            yield Statement(at=reply.sent_at, side=Side.BODY, lead=about, words=reply.words)


def _agreed(tie: Tie, side: Side) -> Iterator[Statement]:
    versions = tie.understandings.select_related("tie__service", "tie__body")
    for version in versions.prefetch_related("remarks", "came_of"):
        if version.put_at is not None:
            lead = _("Is this how you remember what we agreed?")
            terms = boxes(version) + titled([(_("Added by the two"), own(version.more_terms))])
            yield Statement(at=version.put_at, side=Side.TEAM, lead=lead, boxes=terms)
        for remark in version.remarks.all():
            lead = _("Written beside it")
            yield Statement(at=remark.said_at, side=Side.BODY, lead=lead, words=remark.words)
        if version.agreed_at is not None:
            lead = _("Yes, this is how we remember it")
            yield Statement(at=version.agreed_at, side=Side.BODY, lead=lead)
        for outcome in version.came_of.all():
            if side in {Side.TEAM, outcome.side}:
                by, lead = Side(outcome.side), _whose(outcome, tie)
                yield Statement(at=outcome.said_at, side=by, lead=lead, words=outcome.words)
        if version.ended_at is not None:
            lead = _("It no longer works")
            yield Statement(at=version.ended_at, side=Side(version.ended_side), lead=lead)


def _met(tie: Tie) -> Iterator[Statement]:
    for meeting in tie.meetings.all():
        yield Statement(
            at=meeting.offered_at,
            side=Side(meeting.side),
            lead=_("Times to meet"),
            words="\n".join([*map(day_and_time, meeting.times), meeting.where]).strip(),
        )
        if meeting.taken is not None and meeting.taken_at is not None:
            taker = Side.BODY if meeting.side == Side.TEAM else Side.TEAM
            words, lead = day_and_time(meeting.taken), _("We take this one")
            yield Statement(at=meeting.taken_at, side=taker, lead=lead, words=words)


def _whose(outcome: CameOf, tie: Tie) -> str:
    name = tie.service.name if outcome.half == Side.TEAM else tie.body.name
    return _("What came of what {name} does").format(name=name)
