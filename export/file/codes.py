"""Codes that no form offers: a file whose sum is right may still hold them."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Model

from accounts.models.service import KindOfPlace
from assessments.models import Ask, Assessment
from record import choices
from record.document import FORMAT_VERSION, FactorText, Place, Record, View
from reports.content import Report
from reports.content.options import SECTIONS
from reports.content.report import FORMAT_VERSION as FORMAT_OF_REPORTS
from sharing.models import Share

KINDS_OF_PLACE = tuple(KindOfPlace.values)
# Columns that hold a list of codes, with those there are.
LISTS: dict[tuple[type[Model], str], tuple[str, ...]] = {
    (Assessment, "next_talk_needs"): tuple(choices.Need.values),
    (Ask, "also"): tuple(choices.AskedOf.values),
    (Share, "sections"): SECTIONS,
}


def impossible_values(record: Record) -> Iterator[str]:
    """Give what stands in a record though nobody could choose it, by the names of its fields."""
    if record.format_version != FORMAT_VERSION:
        yield f"format_version {record.format_version}"
    for day in _days(msgspec.to_builtins(record, builtin_types=(dt.date, dt.datetime))):
        if not is_a_day(day):
            yield f"the day {day}"
    yield from _of_talk(record)
    lines = record.framework.by_code
    for judgement in record.judgements:
        yield from _unknown("line", lines, judgement.line)
        yield from _unknown("why_differs", choices.WhyDiffers.values, judgement.why_differs)
        for place in filter(None, (judgement.place, judgement.first, judgement.recast)):
            yield from _unknown("status", choices.Status.values, place.status)
            yield from _of_place(record, place)
        for view in judgement.views:
            yield from _of_place(record, view)
    for example in record.examples:
        yield from _unknown("kind", choices.ExampleKind.values, example.kind)
        yield from _unknown("line", lines, *example.lines, example.team_line)
    for factor in record.factors:
        yield from _of_factor(factor)
        yield from _unknown("line", lines, *factor.lines)
    for step in record.steps:
        yield from _unknown("state", choices.StepState.values, step.state)
        yield from _unknown("line", lines, *step.lines)


def impossible_values_in_report(report: Report) -> Iterator[str]:
    """Give the same of a report: in which language, and how, it is to be printed."""
    if report.format_version != FORMAT_OF_REPORTS:
        yield f"format_version {report.format_version}"
    yield from _unknown("language", dict(settings.LANGUAGES), report.language or "–")
    try:
        made_on = dt.date.fromisoformat(report.created)
    except ValueError:
        yield f"created “{report.created}”"
    else:
        if not is_a_day(made_on):
            yield f"created {made_on}"


def is_a_day(day: dt.date) -> bool:
    """Say whether one can count on and back from a day."""
    return dt.MINYEAR < day.year < dt.MAXYEAR


def _days(part: Any) -> Iterator[dt.date]:
    if isinstance(part, dt.date):
        yield part
    elif isinstance(part, dict | list):
        for piece in part.values() if isinstance(part, dict) else part:
            yield from _days(piece)


def _of_talk(record: Record) -> Iterator[str]:
    talk = record.occasion
    yield from _unknown("length", choices.Length.values, talk.length)
    yield from _unknown("how_talked", choices.HowTalked.values, talk.how_talked)
    yield from _unknown("next_talk", choices.NextTalk.values, talk.next_talk)
    yield from _unknown("next_talk_needs", choices.Need.values, *talk.next_talk_needs)
    if talk.head_count is not None and talk.head_count not in choices.HEADS:
        yield f"head_count {talk.head_count}"


def _of_place(record: Record, place: Place | View) -> Iterator[str]:
    yield from _unknown("level", record.framework.levels_by_code, place.level)
    if place.finer is not None and place.finer not in choices.FINER:
        yield f"step {place.finer}"


def _of_factor(factor: FactorText) -> Iterator[str]:
    yield from _unknown("kind", choices.FactorKind.values, factor.kind)
    yield from _unknown("state", choices.FactorState.values, factor.state)
    yield from _unknown("reach", choices.Reach.values, factor.reach)
    if factor.ask:
        yield from _unknown("to", choices.AskedOf.values, factor.ask.to, *factor.ask.also or ())
        for answer in factor.ask.answers:
            yield from _unknown("answer", choices.Answered.values, answer.answer)


def _unknown(name: str, known: Collection[str | None], *codes: str | None) -> Iterator[str]:
    """Give the codes that are not among these; nothing was chosen where one is empty."""
    for code in codes:
        if code and code not in known:
            yield f"{name} “{code}”"
