"""The asks of a conversation, as they stood when the next one began.

An ask goes on from one conversation to the next as one row. The record of a conversation that
others have followed, put right or typed in late, holds nothing that was said only in those.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from assessments.models import Ask, Assessment, Closure, Factor
from record.document import AnswerText, AskText, Record


def asks_of(assessment: Assessment, factors: Iterable[Factor]) -> dict[uuid.UUID, AskText]:
    """Return what is asked because of each of these obstacles, by the obstacle's id."""
    asks = [factor.ask for factor in factors if hasattr(factor, "ask")]
    if not asks:
        return {}
    after = _start_of_next(assessment)
    on_record = asks_on_record(assessment) if after else {}
    texts = {}
    for ask in asks:
        _record, before = on_record.get(str(ask.pk), (None, None))
        texts[ask.factor_id] = _text(assessment, ask, before, after)
    return texts


def _text(
    assessment: Assessment, ask: Ask, before: AskText | None, after: dt.datetime | None
) -> AskText:
    """Return the row as it is, or as it was `before` where only later conversations changed it."""
    now = AskText.from_row(
        ask,
        id=str(ask.pk),
        also=tuple(ask.also) or msgspec.UNSET,
        asked_on=ask.asked_in.held_on,
        answers=tuple(_answers(ask, after)),
    )
    if after is None:
        return now
    came_of = before.came_of if before else ""
    if ask.came_in_id == assessment.pk:
        came_of = now.came_of
    put_here = (ask.put_in_id or ask.asked_in_id) == assessment.pk
    text = now if before is None or put_here else before
    return replace(text, asked_on=now.asked_on, answers=now.answers, came_of=came_of)


def _answers(ask: Ask, before: dt.datetime | None) -> Iterator[AnswerText]:
    """Give its answers, the oldest first; `before`: none from then on."""
    for answer in ask.answers.all():
        if before is None or answer.at < before:
            yield answer.text


def _start_of_next(assessment: Assessment) -> dt.datetime | None:
    """Return when the team began the conversation after this one, by the day they talked."""
    others = Assessment.objects.after(assessment).filter(set_aside_at=None)
    return others.order_by("held_on", "started_at").values_list("started_at", flat=True).first()


def asks_on_record(assessment: Assessment) -> dict[str, tuple[str, AskText]]:
    """Return each ask as this conversation's own last number has it, else one before it.

    By the ask's id, with the id of the conversation whose record it is.
    """
    own = assessment.closures.order_by("-number").values_list("document", flat=True)[:1]
    earlier = Closure.objects.current().before(assessment).values_list("document", flat=True)
    asks: dict[str, tuple[str, AskText]] = {}
    for document in (*own, *earlier):
        record = Record.from_json(document)
        for factor in record.factors:
            if factor.ask is not None:
                asks.setdefault(factor.ask.id, (record.occasion.id, factor.ask))
    return asks
