"""What earlier conversations said, read from their sealed records."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator

from django.db.models import Min, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from msgspec.structs import replace

from accounts.models import Service
from assessments.models import Ask, AskAnswer, Assessment, Closure, Factor, FactorNote
from assessments.selectors.talks import tree_of
from frameworks.selectors import lines_now, links_between
from frameworks.tree import FrameworkTree, LineWords
from pages.database.prepared import Prepared
from record.choices import STILL_TRYING, FactorKind, FactorState, Length
from record.document import FactorText, Record, StepText
from record.framework import joins_between, line_in
from record.last_time import newest
from record.taking_out import is_taken_out_mark


def records(service: Service, *, before: Assessment | None = None) -> list[Record]:
    """Return a team's kept records, last talked first; `before`: only those before it."""
    closures = Closure.objects.of(service)
    if before is not None:
        closures = Closure.objects.before(before)
        closures = closures.filter(assessment__framework__slug=tree_of(before).slug)
    documents = closures.current().in_order().values_list("document", flat=True)
    return list(map(Record.from_json, reversed(documents)))


def _before(
    service: uuid.UUID, talk: uuid.UUID, held_on: dt.date, started_at: dt.datetime
) -> QuerySet[Closure, tuple[str]]:
    now = Assessment(pk=talk, service_id=service, held_on=held_on, started_at=started_at)
    return Closure.objects.before(now).values_list("document")[:1]


_BEFORE = Prepared(_before, uuid.UUID, uuid.UUID, dt.date, dt.datetime)


def earlier_records(assessment: Assessment) -> Iterator[Record]:
    """Go through what the team kept before this one, last talked first.

    The last is read by itself, because it nearly always says what is asked for.
    """
    slug = tree_of(assessment).slug
    now = assessment.service_id, assessment.pk, assessment.held_on, assessment.started_at
    for (document,) in _BEFORE.rows(*now):
        last = Record.from_json(document)
        if last.framework.slug == slug:
            yield last
        for record in records(assessment.service, before=assessment):
            if record.occasion.id != last.occasion.id:
                yield record


def opened_last_time(history: list[Record], tree: FrameworkTree) -> list[str]:
    """Return the themes opened when this framework was last talked about at length."""
    for record in history:
        if record.framework.slug == tree.slug and record.occasion.length == Length.MORE:
            return [theme.code for theme in tree.themes if _was_opened(theme, tree, record)]
    return []


def _was_opened(theme: LineWords, tree: FrameworkTree, record: Record) -> bool:
    """Say whether an element was offered, whatever the edition of then called it or made of it."""
    then, here = record.framework.edition, tree.edition
    links = links_between((then, here))
    for element in theme.elements:
        joins = joins_between(then, (*here, element.code), links)
        codes = [code for code, _join in joins] if links else [element.code]
        if not record.by_line.keys().isdisjoint(codes):
            return True
    return False


def same_twice(history: list[Record], tree: FrameworkTree) -> set[str]:
    """Return the lines that stood on one card the last two times they were placed."""
    lines_of = lines_now(tree.edition)
    seen: dict[str, list[tuple[str, ...]]] = {}
    for record in history:
        for judgement in record.judgements:
            place = judgement.shown_place
            if place and place.level:
                for code in lines_of(record.framework.edition, [judgement.line]):
                    seen.setdefault(code, []).append((place.level, *record.framework.scale))
    same = set()
    for line, places in seen.items():
        if places[:1] == places[1:2]:
            same.add(line)
    return same


def code_before(tree: FrameworkTree, code: str) -> Callable[[Record], str]:
    """Return what gives a line's code in an earlier record, whose edition may have another.

    It is empty where that has no such line, or one that was split up or merged since.
    """
    here = tree.edition

    def code_in(record: Record) -> str:
        then = record.framework.edition
        return line_in(then, (*here, code), links_between((then, here)))

    return code_in


def known_factors(history: list[Record], tree: FrameworkTree) -> list[FactorText]:
    """Return what earlier times named and none has called gone, as the last to speak had it.

    It points to the lines of this framework that those of then are.
    """
    factors, lines_of = [], lines_now(tree.edition)
    for factor, record in newest(history[::-1], lambda record: record.factors):
        if factor.state != FactorState.GONE and not is_taken_out_mark(factor.words):
            lines = lines_of(record.framework.edition, factor.lines)
            factors.append(replace(factor, lines=lines))
    return factors


def known_steps(history: list[Record], tree: FrameworkTree) -> list[StepText]:
    """Return what earlier times were trying and none has ended, as the last to speak had it."""
    steps, lines_of = [], lines_now(tree.edition)
    for step, record in newest(history[::-1], lambda record: record.steps):
        if step.state in STILL_TRYING and not is_taken_out_mark(step.what):
            lines = lines_of(record.framework.edition, step.lines)
            steps.append(replace(step, lines=lines))
    return steps


def answered_asks(factors: Iterable[FactorText]) -> list[Ask]:
    keys = [uuid.UUID(factor.id) for factor in factors]
    if not keys:
        return []
    rows = Ask.objects.filter(factor__in=keys, answers__isnull=False)
    return list(_as_named(rows.select_related("asked_in").prefetch_related("answers__body")))


def _as_named(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    """Order asks as the team named them."""
    asks = asks.annotate(place=Min("factor__notes__order"))
    return asks.order_by("asked_in__held_on", "asked_in__started_at", "place", "pk")


def new_answers(service: Service, assessment: Assessment | None = None) -> list[Ask]:
    """Return the asks answered since a team last talked, each with those answers only.

    `assessment`: the conversation that opens with them; None for one that is about to begin.
    What was answered while the last one was still open counts: it may have gone unread there.
    """
    earlier = Assessment.objects.finished().filter(service=service)
    if assessment is not None:
        earlier = earlier.exclude(pk=assessment.pk).filter(held_on__lte=assessment.held_on)
    since = earlier.latest_first().values_list("started_at", flat=True).first()
    if since is None:
        return []
    answers = AskAnswer.objects.filter(at__gt=since).select_related("body")
    rows = Ask.objects.filter(factor__service=service, pk__in=answers.values("ask"))
    rows = rows.prefetch_related(Prefetch("answers", queryset=answers))
    return list(_as_named(rows))


def ask_of_team(assessment: Assessment, pk: uuid.UUID) -> Ask:
    """Return what this team asks of others, in any conversation, with answers. Raises Http404."""
    rows = Ask.objects.filter(factor__service=assessment.service_id)
    rows = rows.select_related("factor", "asked_in").prefetch_related("answers__body")
    return get_object_or_404(rows, pk=pk)


def nobodys_yet(factors: Iterable[FactorText], notes: Iterable[FactorNote] = ()) -> set[str]:
    """Return the ids of what got in the way before, while nobody has said whose it is.

    Args: factors, as earlier conversations have them; notes, what is said of them in this one.
    """
    ids = set()
    for factor in factors:
        in_the_way = factor.kind == FactorKind.OBSTACLE and factor.state != FactorState.GONE
        if in_the_way and not factor.reach:
            ids.add(factor.id)
    return ids - {str(note.factor_id) for note in notes if not note.is_nobodys_yet}


def latest_words(factor: Factor) -> str:
    """Return a help or an obstacle in the words of the last conversation that has it."""
    notes = factor.notes.filter(removed_at=None).order_by("assessment__held_on", "added_at")
    return notes.values_list("words", flat=True).last() or ""
