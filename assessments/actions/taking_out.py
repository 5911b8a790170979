"""Taking out words that should never have been written: of records and of live rows."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db import models, transaction
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.actions import log
from accounts.actions.beneath import kept_forms_of, rows_beneath
from accounts.models import KeptPost, Service, User
from assessments.actions.guard import hold_team
from assessments.actions.rows import leave_team_line, next_on_line
from assessments.models import (
    AroundNote,
    Ask,
    AskAnswer,
    Assessment,
    Closure,
    Difference,
    Draft,
    Example,
    FactorNote,
    Judgement,
    Note,
    StepReview,
    TakenOut,
)
from assessments.models.row import following
from assessments.sealing.seal import card
from pages.signatures import When
from record import document as rec
from record.taking_out import WRITTEN, cut, taken_out_mark, without

# Every column of ours that people write in, by table, with the way to the team. In the record of a
# talk they are called the same.
LIVE: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    Service: ("pk", WRITTEN[rec.ServiceText]),
    Assessment: ("service", (*WRITTEN[rec.Occasion], "reopen_reason")),
    AroundNote: ("assessment__service", WRITTEN[rec.AroundNoteText]),
    Note: ("service", WRITTEN[rec.NoteText]),
    Judgement: ("contribution__assessment__service", WRITTEN[rec.JudgementText]),
    Difference: ("judgement__contribution__assessment__service", WRITTEN[rec.View]),
    Example: ("contribution__assessment__service", WRITTEN[rec.ExampleText]),
    FactorNote: ("assessment__service", WRITTEN[rec.FactorText]),
    StepReview: ("assessment__service", WRITTEN[rec.StepText]),
    Ask: ("factor__service", WRITTEN[rec.AskText]),
    AskAnswer: ("ask__factor__service", WRITTEN[rec.AnswerText]),
    Closure: ("assessment__service", WRITTEN[rec.Record]),
}


def take_out(service: Service, *, words: str, by: User | None, at: When = None) -> list[Closure]:
    """Take these words out of all that a team has kept and not kept yet; return what was changed.

    Each record that holds them is written anew with a mark in their place, under the same number.
    """
    now = at or timezone.now()
    on = timezone.localdate(now)
    with transaction.atomic():
        hold_team(service)
        closures = []
        for closure in Closure.objects.of(service).in_order():
            if _written_anew(closure, words, on):
                closures.append(closure)
                log("words_taken_out", by=by, at=now, object_id=closure.pk, service=service)
        for model, (way, names) in LIVE.items():
            rows = model._default_manager.filter(**{way: service.pk})
            out_of_rows(rows, names, words, taken_out_mark(on))
        _hand_on_team_lines(service, taken_out_mark(on))
        _out_of_drafts(service, words, taken_out_mark(on))
        _out_of_kept_forms(service, words, taken_out_mark(on))
    return closures


def _written_anew(closure: Closure, words: str, on: dt.date) -> bool:
    """Write a record anew without these words; say whether it held them."""
    record = without(closure.record, words, taken_out_mark(on))
    if record == closure.record:
        return False
    document = record.to_json()
    new = rec.digest(document)
    TakenOut.objects.create(
        closure=closure,
        day=on,
        by="manager",
        old_digest=closure.digest,
        new_digest=new,
        order=following(TakenOut, closure=closure),
    )
    values = {"digest": new, "card": card(record), "reason": record.reason}
    Closure.objects.filter(pk=closure.pk).update(document=document, **values)
    return True


def out_of_rows(rows: QuerySet[Any], names: Iterable[str], words: str, instead: str) -> None:
    """Put `instead` where these words stand in these columns."""
    model = rows.model
    # Who has the words on a page still open does not write them back unasked.
    more = {}
    if any(column.name == "version" for column in model._meta.get_fields()):
        more["version"] = F("version") + 1
    for name in names:
        field: Any = model._meta.get_field(name)
        holding = rows.filter(**{f"{name}__contains": words}).values_list("pk", name)
        for pk, text in list(holding):
            new = cut(text, words, instead)
            if new != text:
                new = "" if name == "link" else new[: field.max_length]
                model._default_manager.filter(pk=pk).update(**{name: new}, **more)


def _hand_on_team_lines(service: Service, mark: str) -> None:
    """Let the next example on a line be the team's line where that was taken out."""
    rows = Example.objects.filter(contribution__assessment__service=service, removed_at=None)
    for row in rows.filter(words=mark).exclude(team_line=None):
        if next_on_line(row):
            leave_team_line(row)


def _out_of_drafts(service: Service, words: str, instead: str) -> None:
    for draft in Draft.objects.filter(assessment__service=service):
        fields = {name: _cut_all(value, words, instead) for name, value in draft.fields.items()}
        if fields != draft.fields:
            Draft.objects.filter(pk=draft.pk).update(fields=fields)


def _out_of_kept_forms(service: Service, words: str, instead: str) -> None:
    """Take them out of forms that wait for somebody who was signed out while typing."""
    for row in kept_forms_of(rows_beneath(service)):
        typed = QueryDict(row.body)
        fields = {name: _cut_all(values, words, instead) for name, values in typed.lists()}
        KeptPost.objects.filter(pk=row.pk).update(body=urlencode(fields, doseq=True))


def _cut_all(value: Any, words: str, instead: str) -> Any:
    if isinstance(value, list):
        return [_cut_all(text, words, instead) for text in value]
    if not isinstance(value, str):
        return value
    return cut(value.replace("\r\n", "\n"), words, instead)
