"""An understanding is written, put and answered: yes, something beside it, what came of it."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import log, withdraw_notice
from accounts.models import User
from agreeing.actions.ties import (
    hold_tie,
    refuse_body,
    show_tie,
    tell_other_side,
    tell_own_side,
)
from agreeing.models import BOXES, CameOf, Remark, Side, Tie, Understanding
from agreeing.selectors import open_version, seen_of
from assessments.actions import Refused
from pages.database.at_once import Stale
from pages.signatures import When
from pages.words import tidy

PUT = "understanding_put"


def write_understanding(
    tie: Tie, texts: Mapping[str, str], *, seen: str, by: User, at: When = None
) -> Understanding:
    """Write the version that is open, or begin the next one: nothing that the body read changes.

    What it was asked about is over then: it will be asked again. Raises Stale when it is not as it
    was seen (`seen_of`).
    """
    now = at or timezone.now()
    values = {name: tidy(texts[name]) for name in BOXES}
    with transaction.atomic():
        hold_tie(tie, writer=by)
        version = open_version(tie)
        if seen_of(tie) != seen:
            if version is not None and version.written_by_id == by.pk and _says(version, values):
                return version  # a second press, or one after Back
            raise Stale
        if version is not None and _says(version, values):
            return version
        fields = {**values, "written_by": by, "written_at": now}
        if version is not None and not version.is_put:  # nobody but the team has read it
            rows = Understanding.objects.filter(pk=version.pk)
            rows.update(version=F("version") + 1, **fields)
            version.refresh_from_db()
        else:
            if version is not None:
                Understanding.objects.filter(pk=version.pk).update(rewritten_at=now)
                withdraw_notice(PUT, tie.pk, at=now)
            last = tie.understandings.order_by("number").last()
            number = last.number + 1 if last else 1
            version = Understanding.objects.create(tie=tie, number=number, **fields)
        log("understanding_written", by=by, at=now, object_id=tie.pk, service=tie.service)
    return version


def put_understanding(
    version: Understanding, *, seen: str, by: User, at: When = None
) -> Understanding:
    """Ask the body: is this how you remember it? It has a page of it from now on.

    Raises Refused for an empty one, or for a body that nothing can be sent to; Stale when it is
    not as it was seen.
    """
    now = at or timezone.now()
    tie = version.tie
    refuse_body(tie.service, tie.body)
    if not any(getattr(version, name) for name in BOXES):
        raise Refused(_("Nothing is written yet. Write a line in one of the boxes first."))
    with transaction.atomic():
        hold_tie(tie)
        version.refresh_from_db()
        if version.is_put and version.wording() == seen:
            return version  # a second press
        fresh = Understanding.objects.filter(pk=version.pk, put_at=None)
        if version.wording() != seen or not fresh.update(put_at=now, put_by=by):
            raise Stale
        show_tie(tie.service, tie.body, by=by, at=now)
        path = reverse("understanding", args=[tie.pk])
        tell_other_side(tie, PUT, by=by, side=Side.TEAM, at=now, path=path)
    version.refresh_from_db()
    return version


def _says(version: Understanding, values: Mapping[str, str]) -> bool:
    return all(getattr(version, name) == words for name, words in values.items())


def agree(version: Understanding, *, seen: str, by: User, at: When = None) -> Understanding:
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
        withdraw_notice(PUT, version.tie_id, at=now)
        tell_other_side(version.tie, "understanding_agreed", by=by, side=Side.BODY, at=now)
        tell_own_side(version.tie, "understanding_agreed", by=by, side=Side.BODY, at=now)
    version.refresh_from_db()
    return version


def say_beside(
    version: Understanding, words: str, *, seen: str, by: User, at: When = None
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
        kind = "understanding_beside"
        tell_other_side(version.tie, kind, by=by, side=Side.BODY, at=now, path=path)
    return remark


def end_understanding(version: Understanding, *, seen: str, side: str, by: User) -> Understanding:
    """Say for one side, without a reason, that it no longer works. Said by both, it is said once.

    Raises Stale for one that is not as it was seen, that was never agreed, or that a later one
    has taken the place of.
    """
    now = timezone.now()
    with transaction.atomic():
        hold_tie(version.tie)
        version.refresh_from_db()
        later = version.tie.understandings.agreed().filter(number__gt=version.number)
        if version.wording() != seen or version.agreed_at is None or later.exists():
            raise Stale
        if version.ended_at is not None:
            return version
        rows = Understanding.objects.filter(pk=version.pk)
        rows.update(ended_at=now, ended_by=by, ended_side=side)
        tell_other_side(version.tie, "understanding_ended", by=by, side=side, at=now)
        tell_own_side(version.tie, "understanding_ended", by=by, side=side, at=now)
    version.refresh_from_db()
    return version


def say_what_came_of_it(
    version: Understanding, texts: Mapping[str, str], *, side: str, by: User, at: When = None
) -> None:
    """Say what came of each half, by half. New words are new rows; said twice, it is once.

    The body's words are the team's to read at once; the team's go to the body with a report.
    Raises Refused without words.
    """
    now = at or timezone.now()
    typed = {half: tidy(words) for half, words in texts.items() if tidy(words)}
    if not typed:
        raise Refused(_("Write a line in one of the two boxes first."))
    with transaction.atomic():
        hold_tie(version.tie, writer=by if side == Side.TEAM else None)
        new = []
        for half, words in typed.items():
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
