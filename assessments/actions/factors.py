"""What a team has going for it and what gets in the way, from one time to the next."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.actions import log
from accounts.models import User
from assessments.actions.guard import Refused, change, writing
from assessments.actions.rows import edit_row, last_row
from assessments.models import Ask, Assessment, Factor, FactorNote
from assessments.models.row import following
from frameworks.models import Line
from frameworks.selectors import lines_in
from pages.signatures import When
from pages.words import tidy
from record.choices import NEEDS_OTHERS, AskedOf, FactorKind, FactorState, Reach
from record.words.own_words import same_words


def name_factor(
    assessment: Assessment,
    *,
    kind: str,
    words: str,
    by: User,
    reach: str = "",
    lines: Iterable[Line] = (),
    to: str = "",
    at: When = None,
) -> FactorNote:
    """Name a help or an obstacle. An obstacle that needs someone else becomes an ask (`to`).

    The same words carry on what the team has named before, by whichever page they come.
    """
    if not tidy(words):
        raise Refused(_("Write a line first."))
    with writing(assessment, at=at) as now:
        note = name_factor_inside(
            assessment, kind=kind, words=words, reach=reach, lines=lines, to=to, at=now
        )
        log("factor_named", by=by, at=now, object_id=note.factor_id, service=assessment.service)
    return note


def name_factor_inside(
    assessment: Assessment,
    *,
    kind: str,
    words: str,
    at: dt.datetime,
    reach: str,
    lines: Iterable[Line],
    to: str = "",
) -> FactorNote:
    """Do it inside a write that is already going on."""
    words = tidy(words)
    reach = reach if kind == FactorKind.OBSTACLE else ""
    before = _row_in_these_words(assessment, kind, words)
    if before is None:
        team = assessment.service
        factor = Factor.objects.create(service=team, kind=kind, first_named_in=assessment)
        note = _note_of(assessment, factor, at, words=words, reach=reach, state=FactorState.NEW)
    elif before.assessment_id == assessment.pk:
        note = before
        change(note, seen=None, removed_at=None, reach=reach or note.reach)
    else:
        # What was gone and is named again has come back, and what was named only later was not
        # known when this late entry was talked about: neither is *still* there.
        is_new = before.state == FactorState.GONE or _is_later(before, assessment)
        state = FactorState.NEW if is_new else FactorState.STILL
        reach = reach or before.reach
        note = _note_of(assessment, before.factor, at, words=words, reach=reach, state=state)
        if assessment.held_on < before.factor.first_named_in.held_on:  # a late entry
            before.factor.first_named_in = assessment
            before.factor.save(update_fields=["first_named_in"])
    note.lines.add(*lines)
    _keep_ask(note, to)
    return note


def _note_of(assessment: Assessment, factor: Factor, at: dt.datetime, **fields: str) -> FactorNote:
    """Return this conversation's row of a factor, with these fields; one taken out is back."""
    note, _created = FactorNote.objects.update_or_create(
        assessment=assessment,
        factor=factor,
        defaults={**fields, "removed_at": None},
        create_defaults={
            **fields,
            "added_at": at,
            "order": following(FactorNote, assessment=assessment),
        },
    )
    return note


def follow_up(
    assessment: Assessment,
    factor: Factor,
    *,
    state: str,
    by: User,
    at: When = None,
) -> FactorNote:
    """Say of something from last time: still there, easier, or gone. Its words come along."""
    if state not in {FactorState.STILL, FactorState.EASIER, FactorState.GONE}:
        raise Refused(_("Choose still there, easier or gone."))
    with writing(assessment, at=at) as now:
        last = last_row(assessment, factor, factor.notes.all())
        note = assessment.factor_notes.filter(factor=factor).first()
        if note:
            change(note, seen=None, state=state, removed_at=None)
        else:
            note = _carry_over(assessment, last, state, now)
        log("factor_followed", by=by, at=now, object_id=factor.pk, service=assessment.service)
    return note


def _carry_over(
    assessment: Assessment, last: FactorNote, state: str, now: dt.datetime
) -> FactorNote:
    """Take over into this conversation what an earlier one said, with how it stands now."""
    fields = {"words": last.words, "reach": last.reach, "state": state}
    note = _note_of(assessment, last.factor, now, **fields)
    note.lines.set(lines_in(assessment.framework, last.lines.select_related("framework")))
    return note


def say_whose(
    assessment: Assessment,
    factor: Factor,
    *,
    reach: str,
    by: User,
    to: str,
) -> FactorNote:
    """Say later whose an obstacle is to change; what nobody followed up is still there."""
    if factor.kind != FactorKind.OBSTACLE or reach not in set(Reach):
        raise Refused(_("Choose one of the answers."))
    with writing(assessment) as now:
        note = assessment.factor_notes.filter(factor=factor, removed_at=None).first()
        if note is None:
            last = last_row(assessment, factor, factor.notes.all())
            note = _carry_over(assessment, last, FactorState.STILL, now)
        change(note, seen=None, reach=reach)
        _keep_ask(note, to)
        log("factor_edited", by=by, at=now, object_id=factor.pk, service=assessment.service)
    return note


def edit_factor(
    assessment: Assessment,
    note: FactorNote,
    *,
    words: str,
    seen: int | None,
    by: User,
    reach: str = "",
    to: str = "",
    lines: Iterable[Line] | None = None,
) -> FactorNote:
    """Change a factor's words as this assessment has them; without words it is taken out.

    An ask that still says what the obstacle said says what it says now. Raises Stale.
    """
    with writing(assessment):
        before = FactorNote.objects.filter(pk=note.pk).values_list("words", flat=True).first()
        edit_row(assessment, note, seen=seen, by=by, lines=lines, words=words, reach=reach)
        if not tidy(words):
            return note
        _keep_ask(note, to)
        if note.words != before:
            Ask.objects.filter(factor=note.factor_id, words=before).update(
                words=note.words, put_in=assessment, version=F("version") + 1
            )
    return note


def _row_in_these_words(assessment: Assessment, kind: str, words: str) -> FactorNote | None:
    """Return the row in which this team named something in these words, capitals apart.

    This conversation's own, taken out or not, else the last of any other but one set aside: of
    those before it, where there are any.
    """
    rows = FactorNote.objects.filter(
        factor__service=assessment.service, factor__kind=kind, assessment__set_aside_at=None
    ).order_by("-assessment__held_on", "-assessment__started_at")
    rows = rows.select_related("factor__first_named_in", "assessment")
    last = None
    for row in rows:
        if same_words(row.words, words):
            if row.assessment_id == assessment.pk:
                return row
            if row.removed_at is None and (last is None or _is_later(last, assessment)):
                last = row
    return last


def _is_later(row: FactorNote, assessment: Assessment) -> bool:
    return row.assessment.held_on > assessment.held_on


def _keep_ask(note: FactorNote, to: str) -> None:
    """An obstacle that needs someone else is an ask, to somebody or to nobody known yet."""
    if note.reach not in NEEDS_OTHERS:
        return
    ask, created = Ask.objects.get_or_create(
        factor=note.factor,
        defaults={"asked_in": note.assessment, "to": to or AskedOf.UNKNOWN, "words": note.words},
    )
    if not created and to and ask.to != to:
        change(ask, seen=None, put_in=note.assessment, to=to)
