"""How long each kind of thing stays, and what drops it. The nightly command does so; one place.

docs/for-buyers/retention.md and the privacy page say the same, which a test holds.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts.models import Event, Invitation, KeptPost, LetIn, Letter, Notice, User
from assessments.actions import drop_old_drafts
from office.actions.deletions import carry_out_deletions
from office.actions.erasing import erase_person, sweep_again
from pages.database.one_by_one import do_all, one_by_one
from reports.printing.queue import drop_old_pdfs

AT_A_TIME = 500
QUARTER = dt.timedelta(days=90)
YEAR = dt.timedelta(days=365)
# A whole year can be looked into, also on its last day.
YEAR_AND_A_MONTH = dt.timedelta(days=396)


@dataclass(frozen=True)
class RetentionRule:
    name: str  # as the command says what it dropped
    how_long: str  # as the page for buyers says it
    drop: Callable[[dt.datetime], int]  # what is over; says how many there were


def drop_all_that_is_over(at: dt.datetime) -> dict[str, int]:
    """Drop everything whose time is over; return how many of each kind there were.

    Neither a kind nor one of it that cannot be dropped holds up any other: raises as do_all.
    """
    return do_all((rule.name, partial(rule.drop, at)) for rule in RETENTION)


def _in_batches(rows: QuerySet[Model]) -> int:
    """Delete rows a few hundred at a time: no lock is held for long, and memory stays flat."""
    count = 0
    while True:
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])
        if not keys:
            return count
        rows.model._base_manager.filter(pk__in=keys).delete()
        count += len(keys)


def drop_old_counts(at: dt.datetime) -> int:
    """Delete from the cache what counts no more, and return how many rows there were.

    Limits on sign-in count by network address, and Django leaves a row there until its very key
    is asked for again.
    """
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    now = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 -- our name
        return int(cursor.rowcount)


def _letters(at: dt.datetime) -> int:
    before = at - QUARTER
    over = Q(sent_at__lt=before) | Q(withdrawn_at__lt=before)
    given_up = Q(sent_at=None, next_try_at=None, written_at__lt=before)
    return _in_batches(Letter.objects.filter(over | given_up))


def _invitations(at: dt.datetime) -> int:
    quarter = at - QUARTER
    nobody_came = Q(withdrawn_at__lt=quarter)
    nobody_came |= Q(accepted_at=None, valid_until__lt=timezone.localdate(quarter))
    return _in_batches(Invitation.objects.filter(nobody_came | Q(accepted_at__lt=at - YEAR)))


def _closed_accounts(at: dt.datetime) -> int:
    """Erase who was closed a year ago and not opened again, one by one.

    Of who was closed before this was noted (0.1.0) the year begins with the first night.
    """
    people = User.objects.not_erased().filter(is_active=False)
    people.filter(sign_ins_since=None).update(sign_ins_since=at)
    closed = people.filter(sign_ins_since__lt=at - YEAR).iterator(chunk_size=AT_A_TIME)
    return one_by_one(closed, lambda person: erase_person(person, by=None, at=at))


RETENTION = [
    RetentionRule("Drafts", "until saved; 30 days", lambda at: drop_old_drafts(at=at)),
    RetentionRule(
        "Kept forms", "one hour, twenty a person", lambda at: KeptPost.objects.over(at).delete()[0]
    ),
    RetentionRule("Counts", "minutes", drop_old_counts),
    RetentionRule("PDFs", "ten minutes after they are made", lambda at: drop_old_pdfs(at=at)),
    RetentionRule(
        "Letters", "90 days after they went out, or were given up or taken back", _letters
    ),
    RetentionRule(
        "Notices",
        "a year",
        lambda at: _in_batches(Notice.objects.filter(created_at__lt=at - YEAR)),
    ),
    RetentionRule(
        "Invitations",
        "a year after somebody came in; 90 days after the last day or the taking back, else",
        _invitations,
    ),
    RetentionRule(
        "Yes to a lead",
        "until the lead is in; 90 days",
        lambda at: _in_batches(LetIn.objects.filter(at__lt=at - QUARTER)),
    ),
    RetentionRule(
        "Events",
        "13 months",
        lambda at: _in_batches(Event.objects.filter(at__lt=at - YEAR_AND_A_MONTH)),
    ),
    RetentionRule(
        "Closed accounts", "a year after they were closed; then they are erased", _closed_accounts
    ),
    RetentionRule(
        "Deletions",
        "14 days after they were agreed in a team; 30 after an organisation’s was begun",
        carry_out_deletions,
    ),
    RetentionRule(
        "Traces of the erased", "what came in the same second: the next night", sweep_again
    ),
]
