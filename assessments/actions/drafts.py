"""What one person has typed and not yet saved.

A draft may be on its way while its form is saved, and arrive after it: it carries the form's key,
and is refused once that form was saved.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.actions.guard import AlreadySaved, NotOpen
from assessments.models import Assessment, Draft, Submission


def keep_draft(
    *,
    user: User,
    assessment: Assessment,
    page: str,
    fields: dict[str, str | list[str]],
    key: uuid.UUID | None = None,
    base_version: int = 0,
    at: dt.datetime | None = None,
) -> Draft:
    """Keep what a person has typed on a page: theirs alone, not in the team's record.

    `key` is the key that the page was printed with. Raises AlreadySaved when it was saved, NotOpen
    when the conversation was finished or set aside meanwhile.
    """
    now = at or timezone.now()
    drop_old_drafts(at=now)
    with transaction.atomic():
        _wait_for_others(assessment)
        if not Assessment.objects.open().filter(pk=assessment.pk).exists():
            raise NotOpen
        if key is not None and Submission.objects.filter(pk=key).exists():
            raise AlreadySaved
        draft, _created = Draft.objects.update_or_create(
            user=user,
            assessment=assessment,
            page=page,
            defaults={"fields": fields, "base_version": base_version, "saved_at": now},
        )
    return draft


@contextmanager
def ending_draft(
    *, user: User, assessment: Assessment, page: str, key: uuid.UUID
) -> Iterator[None]:
    """Save a page inside: its words and the end of its draft are one transaction."""
    with transaction.atomic():
        yield
        drop_draft(user=user, assessment=assessment, page=page, key=key)


def drop_draft(*, user: User, assessment: Assessment, page: str, key: uuid.UUID) -> None:
    """Forget a draft: its words are in the record now, by the form with this key."""
    with transaction.atomic():
        _wait_for_others(assessment)
        Submission.objects.get_or_create(
            key=key, defaults={"assessment": assessment, "at": timezone.now()}
        )
        Draft.objects.filter(user=user, assessment=assessment, page=page).delete()


def drop_old_drafts(*, at: dt.datetime | None = None) -> int:
    """Forget everybody's drafts of more than thirty days, and return how many there were."""
    return Draft.objects.over(at=at).delete()[0]


def _wait_for_others(assessment: Assessment) -> None:
    """Let keeping, dropping and finishing follow one another.

    SQLite's transactions do so by themselves: they are IMMEDIATE (pizazz/environment.py).
    """
    Assessment.objects.select_for_update().values_list("pk").get(pk=assessment.pk)
