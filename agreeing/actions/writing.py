"""The team writes an understanding, and asks the body whether it remembers it so."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import Stale, log, untell, withdraw_letters
from accounts.models import User
from agreeing.actions.ties import hold_tie, refuse_body, show_tie, tell_other_side
from agreeing.models import BOXES, Side, Tie, Understanding
from agreeing.selectors import open_version, seen_of
from assessments.actions import Refused
from pages.words import tidy

PUT = "understanding_put"


def write_understanding(
    tie: Tie, said: Mapping[str, str], *, seen: str, by: User, at: dt.datetime | None = None
) -> Understanding:
    """Write the version that is open, or begin the next one: nothing that the body read changes.

    What it was asked about is over then: it will be asked again. Raises Stale when it is not as it
    was seen (`seen_of`).
    """
    now = at or timezone.now()
    values = {name: tidy(said[name]) for name in BOXES}
    with transaction.atomic():
        hold_tie(tie)
        version = open_version(tie)
        if seen_of(tie) != seen:
            if version is not None and version.written_by_id == by.pk and _says(version, values):
                return version  # a second press, or one after Back
            raise Stale
        if version is not None and _says(version, values):
            return version
        if version is not None and not version.is_put:
            _write_over(version, values, by=by, at=now)
        else:
            version = _begin_next(tie, version, values, by=by, at=now)
        log("understanding_written", by=by, at=now, object_id=tie.pk, service=tie.service)
    return version


def _write_over(
    version: Understanding, values: Mapping[str, str], *, by: User, at: dt.datetime
) -> None:
    """Change what nobody but the team has read."""
    Understanding.objects.filter(pk=version.pk).update(
        version=F("version") + 1, written_at=at, written_by=by, **values
    )
    version.refresh_from_db()


def _begin_next(
    tie: Tie,
    asked: Understanding | None,
    values: Mapping[str, str],
    *,
    by: User,
    at: dt.datetime,
) -> Understanding:
    """Begin the next version; `asked`: the one that the body was asked about, which is over."""
    if asked is not None:
        Understanding.objects.filter(pk=asked.pk).update(rewritten_at=at)
        untell(PUT, tie.pk, at=at)
        withdraw_letters(PUT, tie.pk, at=at)
    last = tie.understandings.order_by("-number").first()
    return Understanding.objects.create(
        tie=tie,
        number=last.number + 1 if last else 1,
        written_by=by,
        written_at=at,
        **values,
    )


def put_understanding(
    version: Understanding, *, seen: str, by: User, at: dt.datetime | None = None
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
