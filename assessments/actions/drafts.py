"""What one person has typed and not yet saved.

A draft may be on its way while its form is saved, and arrive after it: it carries the form's key,
and is refused once that form was saved. A page may be open in two tabs: what was kept from one is
not written over, nor forgotten, by the other.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.sql import Query
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import tell
from accounts.models import User
from accounts.selectors import people_of
from assessments.actions.guard import AlreadySaved, NotOpen, Refused, note_key, one_save
from assessments.models import Assessment, Draft, Submission
from pages.database.prepared_writes import PreparedWrite, deleting
from pages.signatures import When

# A long conversation has some sixty pages; each keeps one for each person.
MOST = 200


class InAnotherTabError(Exception):
    """The same person has the page open elsewhere, and words are kept from there."""


def keep_draft(
    *,
    user: User,
    assessment: Assessment,
    page: str,
    fields: dict[str, str | list[str]],
    key: uuid.UUID | None = None,
    form: uuid.UUID | None = None,
    grew_from: uuid.UUID | None = None,
    at: When = None,
) -> Draft:
    """Keep what a person has typed on a page: theirs alone, not in the team's record.

    Args:
        key: the key that the page was printed with, where that may have been saved before.
        form: the same key, in any case; it says in which tab this was typed.
        grew_from: the form whose draft the page was printed with.

    Raises AlreadySaved, Refused beyond MOST pages, NotOpen when the conversation was finished or
    set aside meanwhile, and InAnotherTabError where words are kept that this form never showed.
    """
    now = at or timezone.now()
    drop_old_drafts(at=now)
    with transaction.atomic():
        _wait_for_others(assessment)
        if not Assessment.objects.open().filter(pk=assessment.pk).exists():
            raise NotOpen
        if key is not None and Submission.objects.filter(pk=key).exists():
            raise AlreadySaved
        drafts = Draft.objects.filter(user=user, assessment=assessment)
        existing = drafts.filter(page=page).first()
        if existing and existing.key not in {None, form, grew_from}:
            raise InAnotherTabError
        if existing is None and drafts.count() >= MOST:
            raise Refused(
                _(
                    "Not kept: you have words not yet saved on {most} pages. Save some first."
                ).replace("{most}", str(MOST))
            )
        draft, _new = Draft.objects.update_or_create(
            user=user,
            assessment=assessment,
            page=page,
            defaults={"key": form, "fields": fields, "saved_at": now},
        )
    return draft


@contextmanager
def ending_draft(
    *,
    user: User,
    assessment: Assessment,
    page: str,
    key: uuid.UUID,
    words_key: uuid.UUID,
    grew_from: uuid.UUID | None = None,
) -> Iterator[None]:
    """Save a page inside: its words and the end of its draft are one transaction.

    `key` is that of the form as it was printed; `words_key` that of what was typed in it, which
    is saved once. Raises AlreadySaved.
    """
    with one_save(assessment, key=words_key):
        yield
        drop_draft(user=user, assessment=assessment, page=page, key=key, grew_from=grew_from)


def drop_draft(
    *,
    user: User,
    assessment: Assessment,
    page: str,
    key: uuid.UUID,
    grew_from: uuid.UUID | None = None,
) -> None:
    """Forget a draft: its words are in the record now, by the form with this key."""
    with one_save(assessment) as save:
        if not save.others_wait:
            _wait_for_others(assessment)
        note_key(key, assessment, at=timezone.now())
        _FORGET(user.pk, assessment.pk, page, key, grew_from or key)


def _forgetting(
    user: uuid.UUID, assessment: uuid.UUID, page: str, key: uuid.UUID, grew_from: uuid.UUID
) -> Query:
    mine = Q(key=None) | Q(key__in=[key, grew_from])
    return deleting(Draft.objects.filter(mine, user=user, assessment=assessment, page=page))


_FORGET = PreparedWrite(_forgetting, uuid.UUID, uuid.UUID, str, uuid.UUID, uuid.UUID)


def tell_of_unsaved(assessment: Assessment, *, by: User, at: dt.datetime, document: str) -> None:
    """Tell who typed what no record has that the conversation is over; `by` has just read so."""
    drafts = Draft.objects.fresh().filter(assessment=assessment).exclude(user=by)
    people = set()
    for draft in drafts.filter(user__in=people_of(assessment.service)).select_related("user"):
        if draft.words_not_in(document):
            people.add(draft.user)
    tell(people, "unsaved", service=assessment.service, object_id=assessment.pk, at=at)


def drop_old_drafts(*, at: When = None) -> int:
    """Forget everybody's drafts of more than thirty days, and return how many there were."""
    return Draft.objects.over(at=at).delete()[0]


def _wait_for_others(assessment: Assessment) -> None:
    """Let keeping, dropping and finishing follow one another.

    SQLite's transactions do so by themselves: they are IMMEDIATE (pizazz/environment.py).
    """
    if not connection.features.has_select_for_update:
        return
    Assessment.objects.select_for_update().values_list("pk").get(pk=assessment.pk)
