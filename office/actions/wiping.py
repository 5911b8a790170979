"""A team's whole data goes for good; what a body said to it, and what both agreed, stays.

A report that was sent is taken back: its row (whose it was, reference, dates) stays in the body's
list, empty. Rows that the body's own words hang on stay, too, with nothing in them.
"""

import datetime as dt
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.actions import end_membership, log
from accounts.actions.beneath import Rows, kept_forms_of, rows_beneath, take_away
from accounts.models import Deletion, Erasure, Invitation, Service
from accounts.operations.erasures import note_erased
from agreeing.models import CameOf, Meeting, Remark, Side, Tie, Understanding
from assessments.actions import hold_team
from assessments.actions.taking_out import LIVE
from assessments.models import Ask, AskAnswer, Assessment, Factor
from mirror.models import Pair
from pages.database.at_once import hold
from pages.signatures import When
from reports.models import WantedPdf
from sharing.models import Reply, Share, Waits
from sharing.models.words import SHARE_TEXTS

# What stands in the place of a frozen report that is gone.
GONE = "{}"


@transaction.atomic
def wipe_team(service: Service, *, at: When = None) -> None:
    """Take away all that a team said and did, but its name. Doing it again is harmless."""
    now = at or timezone.now()
    _hold(service)
    for row in service.memberships.live():
        end_membership(row, by=None, at=now)
    rows = rows_beneath(service)
    _drop_beside(rows)
    for stays in _what_stays(service):
        rows.get(stays.model, set()).difference_update(stays.values_list("pk", flat=True))
    _take_back(service, at=now)
    take_away(rows)
    _empty_what_stays(service, at=now)
    open_team = Service.objects.filter(pk=service.pk, archived_on=None)
    open_team.update(archived_on=timezone.localdate(now))
    note_erased(Erasure.Kind.TEAM, service.pk, at=now)
    log("team_deleted", by=None, at=now, object_id=service.pk, service=service)


def _hold(service: Service) -> None:
    """Let whoever writes, answers, sends or comes in wait: after it they find nothing.

    Each of these is held by those who do, before what hangs on it (docs/adr/0004).
    """
    hold_team(service)
    hold(Invitation.objects.filter(service=service))
    hold(Share.objects.of(service))
    hold(Waits.objects.filter(share__service=service))
    hold(Tie.objects.filter(service=service))
    hold(Pair.objects.filter(Q(service=service) | Q(body_team=service)))
    hold(Ask.objects.filter(factor__service=service))


def _what_stays(service: Service) -> list[QuerySet[Any]]:
    answers = AskAnswer.objects.filter(ask__factor__service=service, body__isnull=False)
    asks = Ask.objects.filter(pk__in=answers.values("ask"))
    factors = Factor.objects.filter(pk__in=asks.values("factor"))
    talks = Assessment.objects.filter(
        Q(pk__in=asks.values("asked_in"))
        | Q(pk__in=asks.exclude(put_in=None).values("put_in"))
        | Q(pk__in=asks.exclude(came_in=None).values("came_in"))
        | Q(pk__in=factors.values("first_named_in"))
    )
    put = Understanding.objects.filter(tie__service=service, put_at__isnull=False)
    shares = Share.objects.of(service).filter(sent_at__isnull=False)
    return [
        Service.with_practice.filter(pk=service.pk),
        Deletion.objects.filter(service=service),
        shares,
        Reply.objects.filter(share__in=shares, sent_at__isnull=False),
        answers,
        asks,
        factors,
        talks,
        Tie.objects.filter(service=service, shown_at__isnull=False),
        put,
        Remark.objects.filter(understanding__in=put),
        CameOf.objects.filter(understanding__in=put, side=Side.BODY),
        Meeting.objects.filter(tie__service=service, tie__shown_at__isnull=False),
    ]


def _take_back(service: Service, *, at: dt.datetime) -> None:
    shares = Share.objects.of(service).filter(sent_at__isnull=False)
    back = {"taken_back_at": at, "taken_back_by": F("sent_by")}
    shares.filter(taken_back_at=None).update(state=Share.State.TAKEN_BACK, **back)


def _empty_what_stays(service: Service, *, at: dt.datetime) -> None:
    Service.objects.filter(pk=service.pk).update(
        what_matters="",
        people_word="",
        kinds_to_hear=[],
        kind_of_place="",
        cover=None,
        cover_until=None,
        facilitator_wanted_on=None,
    )
    nothing = dict.fromkeys(LIVE[Assessment][1], "")
    talks = Assessment.objects.filter(service=service)
    talks.update(people_kinds=[], next_talk_needs=[], head_count=None, **nothing)
    # Whoever waits to write in one finds that it is over.
    talks.open().update(set_aside_at=at, set_aside_by=F("started_by"))
    asks = Ask.objects.filter(factor__service=service)
    asks.update(**dict.fromkeys(LIVE[Ask][1], ""))
    words: dict[str, Any] = dict.fromkeys(SHARE_TEXTS, "")
    Share.objects.of(service).update(
        document=GONE, digest="", follows=None, again_of=None, invites="", held=[], **words
    )


def _drop_beside(rows: Rows) -> None:
    """Drop what no key leads to: PDFs that wait, and forms on their way to one of these pages."""
    keys = set(chain.from_iterable(rows.values()))
    for pdf in WantedPdf.objects.all():
        if pdf.object_id in keys:
            pdf.delete()
    for form in kept_forms_of(rows):
        form.delete()
