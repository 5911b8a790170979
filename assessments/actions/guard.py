"""The guard every write inside an assessment goes through, and what can go wrong.

The first statement of each write is one conditional UPDATE: it refuses when the assessment was
finished or set aside meanwhile, and it makes writers of one assessment wait for each other on
both databases (select_for_update does nothing on SQLite). See docs/adr/0004.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import first_words
from accounts.models import Service
from assessments.models import Assessment, Factor, Step, Submission
from assessments.models.assessment import OPEN
from frameworks.models import Line
from pages.database.at_once import Stale, one_at_a_time
from pages.database.prepared_writes import PreparedInsert, PreparedWrite, changing
from pages.signatures import When
from pages.words import tidy
from record.choices import Length


class NotOpen(Exception):
    """The assessment was finished or set aside meanwhile, so nothing was written."""


class AlreadySaved(Exception):
    """This very form was saved before: send the person on as if it had just been."""


class Refused(ValidationError):
    """Not possible; the message is a sentence that says what to do."""

    def __str__(self) -> str:
        return str(self.message)


def claim(assessment: Assessment) -> bool:
    """Make other writers wait; say whether it is still open, and its service goes on."""
    return bool(_CLAIM(assessment.pk))


# Asked where it is written: a team may have ended since a page was opened, or in this very moment.
GOES_ON = Exists(Service.with_practice.filter(pk=OuterRef("service"), archived_on=None))
_CLAIM = PreparedWrite(
    lambda pk: changing(Assessment.objects.filter(OPEN, GOES_ON, pk=pk), version=F("version") + 1),
    uuid.UUID,
)


def note_key(key: uuid.UUID, assessment: Assessment, *, at: dt.datetime) -> bool:
    """Note the key of a form that is saved; say whether it is new."""
    return _NOTE_KEY(Submission(key=key, assessment_id=assessment.pk, at=at))


# One statement, without the savepoint that an error would need.
_NOTE_KEY = PreparedInsert(Submission, unless_there=True)


class Save:
    """One transaction in which a page is saved, however many writes it takes.

    Others wait from its first write on, which notes the `key` of what was sent, if there is one.
    """

    def __init__(self, assessment: Assessment, key: uuid.UUID | None) -> None:
        self.assessment, self.key = assessment, key
        self.others_wait = False

    def begin(self, now: dt.datetime) -> None:
        """Make others wait, once. Raises NotOpen and AlreadySaved."""
        if self.others_wait:
            return
        if not claim(self.assessment):
            raise NotOpen
        if self.key and not note_key(self.key, self.assessment, at=now):
            raise AlreadySaved
        self.others_wait = True


_under_way: ContextVar[Save | None] = ContextVar("under_way", default=None)


@contextmanager
def one_save(assessment: Assessment, *, key: uuid.UUID | None = None) -> Iterator[Save]:
    """Join the save of this assessment that is under way, or begin one: a single transaction.

    `key`: of what was sent, so that the same sent twice is saved once. What is raised inside has
    to leave the whole of it: nothing of it is undone by itself.
    """
    save = _under_way.get()
    if save is not None and save.assessment.pk == assessment.pk:
        yield save
        return
    save = Save(assessment, key)
    token = _under_way.set(save)
    try:
        with transaction.atomic():
            yield save
    finally:
        _under_way.reset(token)


@contextmanager
def writing(assessment: Assessment, *, at: When = None) -> Iterator[dt.datetime]:
    """Write in one short transaction; gives the time of writing. Raises NotOpen, AlreadySaved."""
    now = at or timezone.now()
    with one_save(assessment) as save:
        save.begin(now)
        yield now


def hold_team(service: Service) -> None:
    """Let whoever writes, finishes or takes out in this team wait for this transaction.

    First the team, then its conversations, as everywhere (docs/adr/0004).
    """
    one_at_a_time(service)
    service.assessments.update(version=F("version") + 1)


def refuse_ended(service: Service) -> None:
    if not Service.with_practice.filter(pk=service.pk, archived_on=None).exists():
        _refuse_words()


def begin_words(service: Service, *, at: dt.datetime) -> None:
    """Begin to write for a team: others wait. Raises Refused where it has ended, or gone."""
    if not first_words(service, at=at):
        _refuse_words()


def _refuse_words() -> NoReturn:
    raise Refused(_("This service no longer runs. What it has kept can still be read."))


def stay_open(assessment: Assessment, lines: Iterable[Line]) -> None:
    """Keep the themes of these elements open: a colleague may just have shut one, still empty.

    Call it inside `writing`: what is said of an element of a theme that is shut is in no record.
    """
    themes = {line.theme_id for line in lines if line.theme_id}
    if themes and assessment.length == Length.MORE:
        assessment.opened_themes.add(*themes)  # type: ignore[arg-type]  # keys: the stubs lack them


def refuse_while_put_right(assessment: Assessment) -> None:
    if assessment.is_being_put_right:
        raise Refused(
            _(
                "This one is finished and only being put right. "
                "Start the next conversation for that."
            )
        )


def refuse_other_teams(assessment: Assessment, thing: Factor | Step) -> None:
    if thing.service_id != assessment.service_id:
        raise Refused(_("That is not on your team’s list."))


def tidy_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    fields = dict(values)
    for name, value in values.items():
        if isinstance(value, str):
            fields[name] = tidy(value)
    return fields


def refuse_unseen(row: Model, was: Mapping[str, str], **values: str) -> None:
    """Raise Stale where a text of this row is neither what was seen nor what is said now.

    Call it inside `writing`: what was read before the transaction may be old by then.
    """
    row.refresh_from_db(fields=list(was))
    for name, seen in was.items():
        if getattr(row, name) not in {seen, values.get(name)}:
            raise Stale(row)


def change(row: Model, *, seen: int | None, **values: Any) -> None:
    """Change a row's fields if nobody did since version `seen` (None: whatever it is now).

    One conditional UPDATE; raises Stale with the row as it is now. A change to the very
    same values is no conflict.
    """
    manager = type(row)._default_manager
    rows = manager.filter(pk=row.pk)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1, **values):
        current = manager.filter(pk=row.pk).first()
        if current is None:  # of some kinds nothing stays that was taken out
            raise Refused(_("Somebody has taken this out. Say it again, if it should be here."))
        if any(getattr(current, name) != value for name, value in values.items()):
            raise Stale(current)
    row.refresh_from_db()
