"""Reads for the pages about what was shared, each one query; what was frozen, and what was sent."""

import datetime as dt
import logging
from collections.abc import Iterable
from itertools import chain
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Event, Invitation, Organisation, Service, User
from accounts.selectors import readers_of
from agreeing.models import Tie
from agreeing.selectors import written_between
from assessments.models import AgencyRelease, Ask, AskAnswer, Closure
from pages.answers import or_404
from pages.database.prepared import Prepared
from record.document import digest
from reports.content import Report
from sharing.models import OPENINGS_EXPLAINED, Reply, Share, ShareAsk, ShareFile, ShareOpen, Waits
from sharing.models.share import ShareQuerySet
from sharing.models.words import SHARE_TEXTS

logger = logging.getLogger(__name__)


def shares_of(service: Service) -> QuerySet[Share]:
    """Return what a team shares, shared or prepares, newest first, with body and service."""
    return Share.objects.of(service).for_a_list().latest_first()


def team_share(user: User, pk: UUID) -> Share:
    """Return a share, whatever its state, to somebody of its team. Raises Http404 to others."""
    return or_404(_OF_TEAM.first(user.pk, pk))


_OF_TEAM = Prepared(
    lambda user, pk: Share.objects.of_teams_of(User(pk=user)).with_whom().filter(pk=pk), UUID, UUID
)


def shares_for(user: User) -> ShareQuerySet:
    """Return what was sent to the bodies this person reads for, by body, newest first.

    What was taken back or has ended stays in it: its reference and dates are theirs to keep. With
    `was_answered`: whether the page of their reply has anything to show once it is over.
    """
    asks = ShareAsk.objects.filter(share=OuterRef(OuterRef("pk")), included=True)
    answers = AskAnswer.objects.filter(
        body=OuterRef("body"),
        ask__in=asks.values("ask"),
        at__lte=Coalesce(OuterRef("taken_back_at"), F("at")),
        at__date__lte=OuterRef("ends_on"),
    )
    replies = Reply.objects.filter(share=OuterRef("pk")).sent()
    was_answered = Q(thanked_on__isnull=False) | Exists(replies) | Exists(answers)
    shares = Share.objects.sent_to_bodies_of(user).annotate(was_answered=was_answered)
    return shares.for_a_list().by_body()


def _received(user: UUID, reference: str, what: str) -> ShareQuerySet:
    mine = ShareOpen.objects.filter(share=OuterRef("pk"), user=user, what=what)
    shares = Share.objects.sent_to_bodies_of(User(pk=user)).filter(reference=reference)
    return shares.annotate(was_opened=Exists(mine))


_TO_TAKE = Prepared(lambda *values: _received(*values).with_file(), UUID, str, str)
_TO_READ = Prepared(lambda *values: _received(*values).with_whom(), UUID, str, str)


def received_share(user: User, reference: str, *, what: str) -> Share:
    """Return what was sent to a body this person reads for now. Raises Http404 to others.

    With `reader_role`. `what`: how it is opened now; then `was_opened` says whether this person has
    done that before, and the file is there where that is what they want.
    """
    query = _TO_TAKE if what == ShareOpen.What.PDF else _TO_READ
    return or_404(query.first(user.pk, reference, str(what)) if user.is_active else None)


def bodies_to_share_with(service: Service) -> QuerySet[Organisation]:
    """Return the commissioning bodies a team can choose from, A to Z: all but its own."""
    bodies = Organisation.objects.offered_to(service).exclude(pk=service.organisation_id)
    return bodies.in_name_order()


def draft_for_new_body(service: Service, *, name: str, address: str) -> Share | None:
    """Return what was begun with a body of this name that this team asked in, or None."""
    drafts = Share.objects.of(service).filter(state=Share.State.DRAFT, invites=address)
    tidy_name = " ".join(name.split())
    return drafts.filter(body__brought_by=service, body__name=tidy_name).first()


def finished_conversations(service: Service) -> list[Closure]:
    """Return a team's finished conversations as last kept, newest first, without their records."""
    closures = Closure.objects.current().of(service).select_related("assessment").defer("document")
    return list(closures.in_order().reverse())


def asks_anything(service: Service) -> bool:
    return Ask.objects.filter(factor__service=service).exists()


def conversations_of(share: Share) -> list[Closure]:
    """Return the conversations chosen for a share, oldest first, without their records."""
    return list(share.closures.defer("document").in_order())


def live_releases(closure: Closure) -> list[AgencyRelease]:
    """Return by which answers an organisation reads a conversation now, whichever number of it."""
    answers = AgencyRelease.objects.filter(closure__assessment=closure.assessment_id)
    newest = {}
    for answer in answers.select_related("organisation").order_by("decided_at", "pk"):
        newest[answer.organisation_id] = answer
    return [answer for answer in newest.values() if answer.shown and answer.taken_back_at is None]


def live_reports_of(closure: Closure) -> list[Share]:
    """Return the reports that bodies can read today and that a conversation went into."""
    shares = Share.objects.live().filter(closures__assessment=closure.assessment_id)
    return list(shares.for_a_list().by_body().distinct())


def opening_day(share: Share) -> dt.date | None:
    """Return the day on which the body first opened it, or None: not by whom, nor when that day."""
    return share.opens.values_list("at__date", flat=True).first()


def waits_of(share: Share) -> Waits | None:
    """Return what was said to the copy that waits to be sent, or None: none does."""
    return Waits.objects.filter(pk=share.pk).first()


def has_readers(share: Share) -> bool:
    return readers_of(share.body).exists()


def newest_sent_to(body: Organisation) -> Share | None:
    """Return what was sent last by the team that asked this body in, or None."""
    shares = Share.objects.filter(body=body, service=body.brought_by_id, sent_at__isnull=False)
    return shares.order_by("sent_at", "pk").last()


def open_invitations(share: Share) -> list[Invitation]:
    """Return whom the team of a share asked in at its body, and who has not come yet."""
    if share.body.brought_by_id != share.service_id:
        return []
    return list(Invitation.objects.unanswered().to(share.body).order_by("made_at"))


def stored_file(share: Share) -> ShareFile | None:
    """Return the PDF that was sent, or None while nothing was."""
    return getattr(share, "file", None)


def has_pdf(share: Share) -> bool:
    """Say whether the PDF that was sent is still there: it goes with words that are taken out."""
    return ShareFile.objects.filter(share=share).exists()


def knows_openings(user: User) -> bool:
    """Say whether this reader was told that openings are recorded (or has opened one before)."""
    explained = Event.objects.filter(actor=user, act=OPENINGS_EXPLAINED)
    return explained.exists() or ShareOpen.objects.filter(user=user).exists()


def answers_of_body(share: Share, asks: Iterable[Ask]) -> list[AskAnswer]:
    """Return what the body of a share answered to these asks, in the order it was said.

    Of a share that is over: not what a later one with the same asks was answered.
    """
    rows = AskAnswer.objects.filter(ask__in=list(asks), body=share.body_id)
    if share.over_at is not None:
        rows = rows.filter(at__lte=share.over_at)
    return list(rows.select_related("ask", "body").order_by("at", "order"))


def replies_sent(share: Share, about: str = "") -> list[Reply]:
    """Return the parts of a reply that went to the team, in order; `about`: of one kind only."""
    rows = Reply.objects.filter(share=share).sent()
    return list(rows.filter(about=about) if about else rows)


def texts_beside_records(service: Service) -> list[str]:
    """Return every text about a team's reports that stands in no record, each once.

    What was written for one of them, what bodies answered to asks, what else they replied, what
    was agreed.
    """
    shares = Share.objects.of(service).order_by("created_at", "pk")
    replies = Reply.objects.filter(share__service=service).sent()
    answers = AskAnswer.objects.filter(ask__factor__service=service).order_by("at", "order")
    texts = list(chain.from_iterable(shares.values_list(*SHARE_TEXTS)))
    texts += [*answers.values_list("words", flat=True), *replies.values_list("words", flat=True)]
    texts += written_between(service)
    return list(dict.fromkeys(filter(None, texts)))


def shares_between(tie: Tie) -> list[Share]:
    """Return what a team sent to a body, in order, whatever became of it.

    With `was_read`: whether anybody there has opened it.
    """
    shares = Share.objects.of(tie.service).filter(body=tie.body_id, sent_at__isnull=False)
    was_read = Exists(ShareOpen.objects.filter(share=OuterRef("pk")))
    return list(shares.with_whom().annotate(was_read=was_read).order_by("sent_at", "pk"))


def answers_between(service: Service, body: Organisation) -> list[AskAnswer]:
    """Return what a body answered to a team, of each ask in the order in which it was said."""
    rows = AskAnswer.objects.filter(ask__factor__service=service, body=body)
    return list(rows.select_related("ask", "body").order_by("order", "pk"))


def replies_between(tie: Tie) -> list[Reply]:
    """Return the other parts of a body's replies to a team, in the order they went."""
    rows = Reply.objects.filter(share__service=tie.service_id, share__body=tie.body_id)
    return list(rows.sent())


# --- What was frozen, and what was sent: handed out only while it is exactly that
#
# Two fingerprints: the report prints its own (the SHA-256 of everything else it says, see
# reports.content.report), and the share keeps the SHA-256 of the whole JSON, `Share.digest`, and of
# the PDF's bytes, `ShareFile.digest`. The last two are compared on every read (docs/adr/0005).


class Altered(Exception):
    """What is stored is not what was frozen or sent, so it is not handed out."""


class TeamDeleted(Altered):
    """The team had all its data deleted: nothing of the report is left, and that is no fault."""


def frozen_report(share: Share) -> Report:
    """Return the report as it was shown to the team. Raises Altered, TeamDeleted."""
    if share.is_emptied:
        raise TeamDeleted
    if digest(share.document) != share.digest:
        logger.error("The document of share %s is not the one that was frozen", share.pk)
        raise Altered
    return Report.from_json(share.document)


def sent_bytes(file: ShareFile) -> bytes:
    """Return the PDF that was sent. Raises Altered."""
    content = bytes(file.content)  # PostgreSQL hands out a memoryview
    if digest(content) != file.digest:
        logger.error("The file of share %s is not the one that was sent", file.share_id)
        raise Altered
    return content
