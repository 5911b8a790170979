"""Reading an assessment's live rows into the record that it is sealed as."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from assessments.models import Assessment, Contribution, Judgement
from assessments.sealing.asks import asks_of
from assessments.selectors.talks import tree_of
from frameworks.models import Line, Publication
from frameworks.selectors import codes_in
from frameworks.tree import FrameworkTree, LineWords
from record import document as rec
from record.choices import NEEDS_OTHERS, Length, Status
from record.framework import FrameworkText, LevelText, LineText


def build_record(assessment: Assessment, *, number: int = 1, reason: str = "") -> rec.Record:
    """Read an assessment's live rows into a record (also for *read it back*, before sealing)."""
    team = assessment.team
    tree = tree_of(assessment)
    return rec.Record(
        number=number,
        reason=reason,
        service=_service(assessment),
        framework=_framework(assessment, tree),
        occasion=_occasion(assessment),
        judgements=tuple(_judgements(assessment, team, tree)),
        examples=tuple(_examples(team, tree)),
        factors=tuple(_factors(assessment, tree)),
        steps=tuple(_steps(assessment, tree)),
        around=tuple(map(rec.AroundNoteText.from_row, assessment.around_notes.all())),
        remembered=tuple(_remembered(assessment, tree)),
    )


def lines_on_offer(assessment: Assessment, tree: FrameworkTree) -> list[LineWords]:
    """Return the lines that the chosen length offers, in framework order.

    A coffee break offers none: its bead is only if wanted. Five themes offers the themes;
    *more* also the elements of the themes that were opened.
    """
    if assessment.length == Length.COFFEE:
        return []
    if assessment.length == Length.THEMES:
        return list(tree.themes)
    opened = {line.pk for line in assessment.opened_themes.all()}
    lines: list[LineWords] = []
    for theme in tree.themes:
        lines.append(theme)
        if theme.id in opened:
            lines.extend(theme.elements)
    return lines


def _service(assessment: Assessment) -> rec.ServiceText:
    service = assessment.service
    organisation = service.organisation.name
    return rec.ServiceText.from_row(service, id=str(service.pk), organisation=organisation)


def _framework(assessment: Assessment, tree: FrameworkTree) -> FrameworkText:
    publication = Publication.objects.filter(framework=assessment.framework_id).first()
    return FrameworkText.from_row(
        tree,
        digest=publication.digest if publication else "",
        voice=tree.voice.code if tree.voice else "",
        voice_name=tree.voice.name if tree.voice else "",
        levels=tuple(map(LevelText.from_row, tree.levels)),
        lines=tuple(_lines(tree)),
    )


def _lines(tree: FrameworkTree) -> Iterator[LineText]:
    for line in tree.lines:
        theme = line.theme_code or None
        yield LineText.from_row(line, theme=theme, glosses=_glosses(line, tree))


def _glosses(line: LineWords, tree: FrameworkTree) -> dict[str, str]:
    """Return what each level means for a theme, or for an element that has its own."""
    own = {card.code: card.gloss for card in line.cards}
    general = {level.code: level.gloss for level in tree.levels}
    if line.kind == Line.Kind.THEME or (line.kind == Line.Kind.ELEMENT and own != general):
        return own
    return {}


def _occasion(assessment: Assessment) -> rec.Occasion:
    return rec.Occasion.from_row(
        assessment,
        id=str(assessment.pk),
        entered_on=timezone.localdate(assessment.started_at),
        # All of one length and zone, so that they sort as text does.
        started_at=assessment.started_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
    )


def _place(
    tree: FrameworkTree, status: str, level: uuid.UUID | None, finer: int | None
) -> rec.Place:
    return rec.Place(status=status, level=tree.level_code(level), finer=finer)


def _judgements(
    assessment: Assessment, team: Contribution, tree: FrameworkTree
) -> Iterator[rec.JudgementText]:
    """Give answered lines, and those offered and left as *another day*, in framework order."""
    rows = {row.line_id: row for row in team.judgements.prefetch_related("differences")}
    on_offer = {line.id for line in lines_on_offer(assessment, tree)}
    for line in tree.lines:
        row = rows.get(line.id)
        if row is not None and row.status:
            yield _answered(row, line, tree)
        elif line.id in on_offer:
            place = rec.Place(status=Status.ANOTHER_DAY.value)
            yield rec.JudgementText(line=line.code, answered=False, place=place, first=place)


def _answered(row: Judgement, line: LineWords, tree: FrameworkTree) -> rec.JudgementText:
    recast = None
    if row.recast_level_id:
        recast = _place(tree, Status.PLACED.value, row.recast_level_id, row.recast_finer)
    views = []
    for view in row.differences.all():
        views.append(rec.View.from_row(view, level=tree.level_code(view.level_id)))
    return rec.JudgementText.from_row(
        row,
        line=line.code,
        answered=True,
        place=_place(tree, row.status, row.level_id, row.finer),
        first=_place(tree, row.first_status, row.first_level_id, row.first_finer),
        recast=recast,
        views=tuple(views),
    )


def _remembered(assessment: Assessment, tree: FrameworkTree) -> Iterator[rec.NoteText]:
    """Give the notes that go into it; some were kept under another version of the framework."""
    rows = assessment.notes.filter(in_record=True).select_related("line__framework")
    for note in rows.oldest_first():
        here = codes_in(tree.edition, note.line)
        codes = [line.code for line in tree.lines if line.code in here]
        code = codes[0] if codes else None
        yield rec.NoteText(note.words, timezone.localdate(note.kept_at), code)


def _codes(lines: Any, tree: FrameworkTree) -> tuple[str, ...]:
    """Return the codes of lines (a prefetched relation), in framework order."""
    keys = {line.pk for line in lines.all()}
    return tuple(line.code for line in tree.lines if line.id in keys)


def _examples(team: Contribution, tree: FrameworkTree) -> Iterator[rec.ExampleText]:
    for row in team.examples.filter(removed_at=None).prefetch_related("lines"):
        team_line = None
        if row.team_line_id:
            team_line = tree.line_by_id(row.team_line_id).code
        lines = _codes(row.lines, tree)
        yield rec.ExampleText.from_row(row, id=str(row.pk), lines=lines, team_line=team_line)


def _factors(assessment: Assessment, tree: FrameworkTree) -> Iterator[rec.FactorText]:
    notes = (
        assessment.factor_notes.filter(removed_at=None)
        .select_related("factor__first_named_in")
        .prefetch_related("lines", "factor__ask__answers", "factor__ask__asked_in")
    )
    asks = asks_of(assessment, [note.factor for note in notes if note.reach in NEEDS_OTHERS])
    for note in notes:
        yield rec.FactorText.from_row(
            note,
            id=str(note.factor_id),
            kind=note.factor.kind,
            lines=_codes(note.lines, tree),
            first_named_on=note.factor.first_named_in.held_on,
            ask=asks.get(note.factor_id),
        )


def _steps(assessment: Assessment, tree: FrameworkTree) -> Iterator[rec.StepText]:
    live = assessment.step_reviews.filter(removed_at=None)
    rows = live.select_related("step__first_named_in").prefetch_related("lines")
    for row in rows:
        yield rec.StepText.from_row(
            row,
            id=str(row.step_id),
            lines=_codes(row.lines, tree),
            first_named_on=row.step.first_named_in.held_on,
        )
