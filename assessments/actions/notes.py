"""Something worth remembering, and what changed around the team."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import log
from accounts.models import Erasure, Service, User
from accounts.operations.erasures import note_erased
from assessments.actions.guard import Refused, begin_words, claim, writing
from assessments.actions.rows import edit_row
from assessments.models import AroundNote, Assessment, Note
from assessments.models.row import following
from frameworks.models import Line
from pages.database.at_once import one_at_a_time
from pages.signatures import When
from pages.words import tidy

SAME_LINE = dt.timedelta(hours=1)


def keep_note(
    *,
    service: Service,
    words: str,
    by: User,
    line: Line | None = None,
    signed: bool = False,
    key: uuid.UUID | None = None,
    at: When = None,
) -> Note:
    """Keep one line until the next conversation. Unsigned, nobody can learn who wrote it.

    The same line again within the hour is the one that is there, which has another key than
    `key`. Raises Refused without words, and for a service that no longer runs.
    """
    now = at or timezone.now()
    if not tidy(words):
        raise Refused(_("Write a line first."))
    with transaction.atomic():
        # One at a time for each team, on both databases: a second press waits and finds the first.
        begin_words(service, at=now)
        just_now = (now - SAME_LINE, now + SAME_LINE)
        same = service.notes.filter(words=tidy(words), line=line, kept_at__range=just_now)
        existing = same.first()
        if existing:
            return existing
        talk = service.assessments.open().filter(reopened_at=None).latest_first().first()
        note = Note.objects.create(
            pk=key or uuid.uuid4(),
            service=service,
            words=tidy(words),
            line=line,
            kept_at=now,
            order=following(Note, service=service),
            signed_by=by if signed else None,
            # One that is finished at this very moment has read its notes already.
            read_in=talk if talk and claim(talk) else None,
        )
        log("note_kept", by=by if signed else None, at=now, object_id=note.pk, service=service)
    return note


def take_out_note(note: Note, *, by: User | None) -> None:
    """Take a note out for good, before it is in a record. Twice is the same as once.

    by: nobody where its writer does so, who stays unknown. Raises Refused once it is in a record.
    """
    with transaction.atomic():
        one_at_a_time(note.service)
        if note.read_in:
            claim(note.read_in)  # finishing waits, or has just been
        rows = Note.objects.filter(pk=note.pk)
        if rows.not_in_a_record().delete()[0]:
            log("note_taken_out", by=by, object_id=note.pk, service=note.service)
            if not note.service.practice_of_id:
                note_erased(Erasure.Kind.NOTE, note.pk, at=timezone.now())
        elif rows.exists():
            raise Refused(
                _("It is in a record by now. A manager can take words out of that, on its page.")
            )


def choose_notes(assessment: Assessment, *, in_record: dict[uuid.UUID, bool]) -> None:
    """Say which of the notes it opened with go into its record; of others nothing is said."""
    with writing(assessment):
        for note, goes in in_record.items():
            assessment.notes.filter(pk=note).update(in_record=goes)


def add_around(
    assessment: Assessment,
    *,
    happened_on: dt.date,
    words: str,
    by: User,
    at: When = None,
) -> AroundNote:
    """Note what changed around the team, with its date. Raises Refused without words."""
    if not tidy(words):
        raise Refused(_("Say what changed, in a line."))
    with writing(assessment, at=at) as now:
        _refuse_future(happened_on, now)
        same = assessment.around_notes.filter(happened_on=happened_on, words=tidy(words))
        existing = same.first()
        if existing:
            return existing
        note = AroundNote.objects.create(
            assessment=assessment,
            happened_on=happened_on,
            words=tidy(words),
            order=following(AroundNote, assessment=assessment),
        )
        log("around_added", by=by, at=now, object_id=note.pk, service=assessment.service)
    return note


def edit_around(
    assessment: Assessment,
    note: AroundNote,
    *,
    happened_on: dt.date,
    words: str,
    seen: int | None,
    by: User,
) -> AroundNote:
    """Change what a context note says; without words it is taken out. Raises Stale, Refused."""
    if tidy(words):
        _refuse_future(happened_on, timezone.now())
    return edit_row(assessment, note, seen=seen, by=by, happened_on=happened_on, words=words)


def _refuse_future(happened_on: dt.date, now: dt.datetime) -> None:
    if happened_on > timezone.localdate(now):
        raise Refused(_("That day is in the future. Note it when it has happened."))
