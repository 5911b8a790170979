"""How a team and a body come to deal with each other; who is told of what; words taken out."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import log, tell
from accounts.models import Letter, Notice, Organisation, Service, User
from accounts.selectors import people_of, readers_of
from agreeing.models import BOXES, CameOf, Meeting, Remark, Side, Tie, Understanding
from assessments.actions import Refused
from assessments.actions.taking_out import out_of_rows
from pages.signatures import When
from pages.words import isolated
from record.taking_out import taken_out_mark


def why_not_to(service: Service, body: Organisation) -> str:
    """Say why a team can send a body nothing in this very moment, or nothing.

    It is none, has ended, runs the service, or one of the team reads for it: nobody is on both
    sides. The sentence names no person.
    """
    if body.kind != Organisation.Kind.COMMISSIONER:
        return _("Choose a commissioning body from the list.")
    if not Organisation.objects.in_use().filter(pk=body.pk).exists():
        sentence = _(
            "{body} has ended here, and nobody reads for it any more. Choose another body."
        )
        return sentence.format(body=isolated(body.name))
    if body.pk == service.organisation_id:
        return _("This is your own organisation. Choose another body.")
    if people_of(service).filter(pk__in=readers_of(body).values("pk")).exists():
        return _("Somebody on your side reads for this body, so it cannot be sent there.")
    return ""


def refuse_body(service: Service, body: Organisation) -> None:
    why = why_not_to(service, body)
    if why:
        raise Refused(why)


def begin_tie(service: Service, body: Organisation, *, by: User, at: When = None) -> Tie:
    """Return what this team and this body have with each other; begun where there is nothing yet.

    The body learns nothing of it. Raises Refused where it cannot be sent anything.
    """
    refuse_body(service, body)
    return _find_or_begin(service, body, by=by, at=at or timezone.now())


def show_tie(service: Service, body: Organisation, *, by: User, at: dt.datetime) -> Tie:
    """Give the body a page of it, because the team sent it something. Call it while doing so."""
    tie = _find_or_begin(service, body, by=by, at=at)
    Tie.objects.filter(pk=tie.pk, shown_at=None).update(shown_at=at)
    return tie


def hold_tie(tie: Tie, *, writer: User | None = None) -> None:
    """Let who writes at the same time wait. Call it first in a transaction.

    `writer`: of the team. Raises DoesNotExist where they are not in it any more: all of the team
    may have gone.
    """
    Tie.objects.filter(pk=tie.pk).update(begun_at=F("begun_at"))
    if writer is not None:
        people_of(tie.service).get(pk=writer.pk)


def tell_other_side(
    tie: Tie, kind: str, *, by: User, side: str, at: dt.datetime, path: str = ""
) -> None:
    """Record who did it, and tell everybody of the other side; `path`: by letter too."""
    log(kind, by=by, at=at, object_id=tie.pk, service=tie.service, organisation=tie.body)
    people = readers_of(tie.body) if side == Side.TEAM else people_of(tie.service)
    _tell(tie, people, kind, by=by, at=at, path=path)


def tell_own_side(tie: Tie, kind: str, *, by: User, side: str, at: dt.datetime) -> None:
    """Tell colleagues of who did it, too, because it holds for both sides from then on."""
    people = people_of(tie.service) if side == Side.TEAM else readers_of(tie.body)
    _tell(tie, people.exclude(pk=by.pk), kind, by=by, at=at)


def _tell(tie: Tie, people: QuerySet[User], kind: str, **more: Any) -> None:
    tell(people, kind, service=tie.service, organisation=tie.body, object_id=tie.pk, **more)


def _find_or_begin(service: Service, body: Organisation, *, by: User, at: dt.datetime) -> Tie:
    tie = Tie.objects.filter(service=service, body=body).first()
    if tie is not None:
        return tie
    try:
        with transaction.atomic():
            return Tie.objects.create(service=service, body=body, begun_by=by, begun_at=at)
    except IntegrityError:  # a colleague began it in this very moment
        return Tie.objects.get(service=service, body=body)


def move_ties(body: Organisation, into: Organisation) -> None:
    """Give a body what another had with its teams, because it is the same. In a transaction.

    Raises Refused where a team has something open with both.
    """
    for tie in Tie.objects.filter(body=body):
        other = Tie.objects.filter(service=tie.service_id, body=into).first()
        if other is None:
            Tie.objects.filter(pk=tie.pk).update(body=into)
        else:
            _become_one(tie, other)


def _become_one(tie: Tie, other: Tie) -> None:
    both_open = tie.understandings.open().exists() and other.understandings.open().exists()
    both_meet = tie.meetings.standing().exists() and other.meetings.standing().exists()
    if both_open or both_meet:
        raise Refused(
            _(
                "A team is agreeing on something with both, or meets both. Let it finish or let go "
                "of one of them first."
            )
        )
    versions = [*tie.understandings.all(), *other.understandings.all()]
    ordered = sorted(versions, key=lambda version: (version.written_at, version.number))
    # Two steps: a number is there once.
    above = max([version.number for version in versions], default=0)
    for number, version in enumerate(ordered, above + 1):
        Understanding.objects.filter(pk=version.pk).update(tie=other, number=number)
    other.understandings.update(number=F("number") - above)
    tie.meetings.update(tie=other)
    for rows in (Notice.objects, Letter.objects):
        rows.filter(object_id=tie.pk).update(object_id=other.pk)
    days = filter(None, (tie.shown_at, other.shown_at))
    Tie.objects.filter(pk=other.pk).update(shown_at=min(days, default=None))
    tie.delete()


def take_words_out_of_ties(service: Service, *, words: str, on: dt.date) -> None:
    """Take them out wherever both could read them. Call it in a transaction."""
    mark = taken_out_mark(on)
    out_of_rows(Understanding.objects.filter(tie__service=service), BOXES, words, mark)
    for model in (Remark, CameOf):
        rows = model._default_manager.filter(understanding__tie__service=service)
        out_of_rows(rows, ["words"], words, mark)
    out_of_rows(Meeting.objects.filter(tie__service=service), ["where"], words, mark)
