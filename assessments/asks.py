"""The asks of a conversation, as they stood when the next one began.

An ask goes on from one conversation to the next as one row. The record of a conversation that
others have followed, put right or typed in late, holds nothing that was said only in those.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

import msgspec

from assessments.models import Ask, Assessment, Closure, Factor
from assessments.record import Answer, AskText, Record


def asks_of(assessment: Assessment, factors: Iterable[Factor]) -> dict[uuid.UUID, AskText]:
    """Return what is asked because of each of these obstacles, by the obstacle's id."""
    asks = [factor.ask for factor in factors if hasattr(factor, "ask")]
    after = _next_began(assessment) if asks else None
    told = _told_before(assessment) if after else {}
    return {ask.factor_id: _text(assessment, ask, told.get(str(ask.pk)), after) for ask in asks}


def _text(
    assessment: Assessment, ask: Ask, told: AskText | None, after: dt.datetime | None
) -> AskText:
    """Return the row as it is, or as it was told where only later conversations changed it."""
    now = AskText(
        id=str(ask.pk),
        to=ask.to,
        words=ask.words,
        why=ask.why,
        tried=ask.tried,
        would_change=ask.would_change,
        meanwhile=ask.meanwhile,
        came_of=ask.came_of,
        asked_on=ask.asked_in.held_on,
        answers=tuple(
            Answer(answer=given.answer, words=given.words, at=given.at)
            for given in ask.answers.all()
            if after is None or given.at < after
        ),
    )
    if told is None or (ask.put_in_id or ask.asked_in_id) == assessment.pk:
        return now
    return msgspec.structs.replace(told, asked_on=now.asked_on, answers=now.answers)


def _next_began(assessment: Assessment) -> dt.datetime | None:
    """Return when the team began the conversation after this one, by the day they talked."""
    others = Assessment.objects.after(assessment).filter(set_aside_at=None)
    return others.order_by("held_on", "started_at").values_list("started_at", flat=True).first()


def _told_before(assessment: Assessment) -> dict[str, AskText]:
    """Return each ask as this conversation's own last number has it, else one before it."""
    own = assessment.closures.order_by("-number").values_list("document", flat=True)[:1]
    earlier = Closure.objects.current().before(assessment).values_list("document", flat=True)
    found: dict[str, AskText] = {}
    for document in (*own, *earlier):
        for factor in Record.from_json(document).factors:
            if factor.ask is not None:
                found.setdefault(factor.ask.id, factor.ask)
    return found
