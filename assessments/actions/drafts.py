"""What one person has typed and not yet saved."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, Draft


def keep_draft(
    *,
    user: User,
    assessment: Assessment,
    page: str,
    fields: dict[str, str | list[str]],
    base_version: int = 0,
    at: dt.datetime | None = None,
) -> Draft:
    """Keep what a person has typed on a page: theirs alone, not in the team's record."""
    now = at or timezone.now()
    with transaction.atomic():
        drop_old_drafts(at=now)
        draft, _created = Draft.objects.update_or_create(
            user=user,
            assessment=assessment,
            page=page,
            defaults={"fields": fields, "base_version": base_version, "saved_at": now},
        )
    return draft


def drop_draft(*, user: User, assessment: Assessment, page: str) -> None:
    """Forget a draft: its words are in the record now."""
    Draft.objects.filter(user=user, assessment=assessment, page=page).delete()


def drop_old_drafts(*, at: dt.datetime | None = None) -> int:
    """Forget everybody's drafts of more than thirty days, and return how many there were."""
    return Draft.objects.over(at=at).delete()[0]
