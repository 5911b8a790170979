"""Sealing: from live rows to the record that everything later is read from."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from accounts.models import User
from assessments.models import Assessment, Closure, Reading
from assessments.sealing.build import build_record
from assessments.selectors.talks import tree_of
from frameworks.tree import FrameworkTree
from record import document as rec

# A card is made of the record and no part of its seal: other rules make other cards of the same
# record. Whoever changes what a card says raises this; `prepare` then makes all cards anew.
CARD_RULES = 3


def seal(assessment: Assessment, *, by: User, at: dt.datetime, reason: str = "") -> Closure:
    """Seal a finished assessment as its next number, in the transaction that finished it."""
    number = assessment.closures.count() + 1
    record = build_record(assessment, number=number, reason=reason)
    document = record.to_json()
    closure = Closure.objects.create(
        assessment=assessment,
        number=number,
        document=document,
        digest=rec.digest(document),
        card=card(record),
        held_on=assessment.held_on,
        sealed_at=at,
        sealed_by=by,
        reason=reason,
    )
    Reading.objects.bulk_create(readings(closure, record, tree_of(assessment)))
    return closure


def readings(closure: Closure, record: rec.Record, tree: FrameworkTree) -> Iterator[Reading]:
    """Give the readings of a closure, of which `record` is the document, in framework order."""
    for judgement in record.judgements:
        place = judgement.place
        yield Reading(
            closure=closure,
            line_id=tree.line(judgement.line).id,
            status=place.status,
            level_id=tree.level(place.level).id if place.level else None,
            finer=place.finer,
            answered=judgement.answered,
        )


def refresh_cards() -> int:
    """Make anew the cards that an older release made; return how many. Records stay as they are."""
    older = Q(card__rules__isnull=True) | Q(card__rules__lt=CARD_RULES)
    rows = Closure.objects.filter(older).only("pk", "document")
    count = 0
    for closure in rows.iterator(chunk_size=200):
        new_card = card(rec.Record.from_json(closure.document))
        count += Closure.objects.filter(pk=closure.pk).update(card=new_card)
    return count


def card(record: rec.Record) -> dict[str, Any]:
    """Return the few words that pages over many services print of a record.

    Of this record alone: what a team showed nobody may not reach others by a later card. Pages
    read several cards together by the ids and states in them.
    """
    steps, tried, obstacles = [], [], []
    for step in record.steps:
        steps.append({"id": step.id, "what": step.what, "state": step.state})
        if step.state not in {"trying", "not_yet"}:
            came = {"what": step.what, "state": step.state, "learned": step.learned}
            tried.append(came)
    for factor in record.factors:
        if factor.kind == "obstacle":
            obstacles.append(_obstacle(factor))
    heard = list(record.occasion.people_kinds)
    not_heard = []
    if heard:  # kinds are optional: where none is ticked, nobody knows who was not there
        not_heard = [kind for kind in record.service.kinds_to_hear if kind not in heard]
    on = record.occasion.next_talk_on
    card = {
        "rules": CARD_RULES,
        "said": _first_words(record),
        "steps": steps,
        "tried": tried,
        "obstacles": obstacles,
        "heard": heard,
        "not_heard": not_heard,
        "next_talk": record.occasion.next_talk,
        "next_talk_on": on.isoformat() if on else None,
        "next_talk_needs": list(record.occasion.next_talk_needs),
    }
    if record.occasion.next_talk_by:  # a card without it stays as it was
        card["next_talk_by"] = record.occasion.next_talk_by
    return card


def _first_words(record: rec.Record) -> str:
    """Return how the team would begin; else the first line it has, else the first that helps."""
    if record.occasion.opening:
        return record.occasion.opening
    for line in record.framework.lines:
        words = record.team_line(line.code)
        if words:
            return words
    for factor in record.factors:
        if factor.kind == "help" and factor.state != "gone":
            return factor.words
    return ""


def _obstacle(factor: rec.FactorText) -> dict[str, str]:
    fields = {
        "id": factor.id,
        "state": factor.state,
        "words": factor.words,
        "reach": factor.reach,
        "to": "",
        "ask": "",
        "asked": "",
    }
    if factor.ask:
        fields |= {"to": factor.ask.to, "ask": factor.ask.id, "asked": factor.ask.words}
        if factor.ask.also:
            fields["also"] = " ".join(factor.ask.also)
    return fields
