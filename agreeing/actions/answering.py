"""What either says to an understanding: yes, something beside it, what came of it, no longer."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import Stale, untell, withdraw_letters
from accounts.models import User
from agreeing.actions.ties import hold_tie, tell_other_side
from agreeing.actions.writing import PUT
from agreeing.models import CameOf, Remark, Side, Understanding
from assessments.actions import Refused
from pages.words import tidy


def agree(
    version: Understanding, *, seen: str, by: User, at: dt.datetime | None = None
) -> Understanding:
    """Say for the body that this is how it remembers it. Two who say so say it once.

    Raises Stale when the team changed it, or a colleague wrote beside it, since it was seen.
    """
    now = at or timezone.now()
    with transaction.atomic():
        hold_tie(version.tie)
        version.refresh_from_db()
        if version.agreed_at is not None and version.seen() == seen:
            return version  # a second press, or a colleague's
        if not version.is_put or version.seen() != seen:
            raise Stale
        Understanding.objects.filter(pk=version.pk).update(agreed_at=now, agreed_by=by)
        untell(PUT, version.tie_id, at=now)
        withdraw_letters(PUT, version.tie_id, at=now)
        tell_other_side(version.tie, "understanding_agreed", by=by, side=Side.BODY, at=now)
    version.refresh_from_db()
    return version


def say_beside(
    version: Understanding, words: str, *, seen: str, by: User, at: dt.datetime | None = None
) -> Remark:
    """Write beside it, for the team. New words never meet a colleague's.

    Raises Refused without words; Stale when it is not the wording that was seen, or agreed.
    """
    now = at or timezone.now()
    words = tidy(words)
    if not words:
        raise Refused(_("Write a line first. It is read as soon as you send it."))
    with transaction.atomic():
        hold_tie(version.tie)
        version.refresh_from_db()
        last = version.remarks.filter(said_by=by).last()
        if last is not None and last.words == words:
            return last  # a second press, or one after Back
        if not version.is_put or version.wording() != seen:
            raise Stale
        remark = Remark.objects.create(
            understanding=version,
            words=words,
            order=version.remarks.count() + 1,
            said_by=by,
            said_at=now,
        )
        path = reverse("understanding", args=[version.tie_id])
        tell_other_side(
            version.tie, "understanding_beside", by=by, side=Side.BODY, at=now, path=path
        )
    return remark


def no_longer_works(
    version: Understanding, *, side: str, by: User, at: dt.datetime | None = None
) -> Understanding:
    """Say for one side, without a reason, that it no longer works. Said by both, it is said once.

    Raises Stale for one that was never agreed, or that a later one has taken the place of.
    """
    now = at or timezone.now()
    with transaction.atomic():
        hold_tie(version.tie)
        version.refresh_from_db()
        if version.ended_at is not None:
            return version
        later = version.tie.understandings.agreed().filter(number__gt=version.number)
        if version.agreed_at is None or later.exists():
            raise Stale
        Understanding.objects.filter(pk=version.pk).update(
            ended_at=now, ended_by=by, ended_side=side
        )
        tell_other_side(version.tie, "understanding_ended", by=by, side=side, at=now)
    version.refresh_from_db()
    return version


def say_what_came_of_it(
    version: Understanding,
    said: Mapping[str, str],
    *,
    side: str,
    by: User,
    at: dt.datetime | None = None,
) -> None:
    """Say what came of each half, by half. New words are new rows; said twice, it is once.

    The body's words are the team's to read at once; the team's go to the body with a report.
    Raises Refused without words.
    """
    now = at or timezone.now()
    given = {half: tidy(words) for half, words in said.items() if tidy(words)}
    if not given:
        raise Refused(_("Write a line in one of the two boxes first."))
    with transaction.atomic():
        hold_tie(version.tie)
        new = []
        for half, words in given.items():
            last = version.came_of.filter(half=half, side=side).last()
            if last is None or last.words != words or last.said_by_id != by.pk:
                new.append((half, words))
        for half, words in new:
            CameOf.objects.create(
                understanding=version,
                half=half,
                side=side,
                words=words,
                order=version.came_of.count() + 1,
                said_by=by,
                said_at=now,
            )
        if new and side == Side.BODY:
            tell_other_side(version.tie, "understanding_came_of", by=by, side=side, at=now)
