"""Reads for the pages of a team and a body."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Organisation, Service, User
from agreeing.models import BOXES, CameOf, Meeting, Remark, Tie, TieQuerySet, Understanding
from pages.answers import or_404
from pages.database.prepared import Prepared


def tie_for(user: User, pk: UUID) -> Tie:
    """Return a tie to somebody of its team, or who reads for its body. Raises Http404 to others."""
    return or_404(_TIE.first(user.pk, pk) if user.is_active else None)


def _tie(user: UUID, pk: UUID) -> QuerySet[Tie]:
    ours = Tie.objects.of_teams_of(User(pk=user)).values("pk")
    theirs = Tie.objects.shown_to_bodies_of(User(pk=user)).values("pk")
    ties = Tie.objects.filter(pk__in=ours) | Tie.objects.filter(pk__in=theirs)
    return ties.with_whom().filter(pk=pk)


_TIE = Prepared(_tie, UUID, UUID)


def tie_between(service: Service, body: Organisation) -> Tie | None:
    return Tie.objects.filter(service=service, body=body).first()


def ties_of(service: Service) -> QuerySet[Tie]:
    return Tie.objects.filter(service=service).with_whom().in_name_order()


def ties_shown_to(user: User) -> TieQuerySet:
    return Tie.objects.shown_to_bodies_of(user).with_whom().in_name_order()


def open_version(tie: Tie) -> Understanding | None:
    return tie.understandings.open().select_related("tie__service", "tie__body").first()


def newest_agreed(tie: Tie) -> Understanding | None:
    """Return the version that both said yes to last, whether it still works or not."""
    versions = tie.understandings.agreed().select_related("agreed_by", "put_by", "ended_by")
    return versions.first()


def earlier_than(tie: Tie, newest: Understanding | None) -> list[Understanding]:
    """Return the other versions that both could read, agreed or written anew, the newest first."""
    versions = tie.understandings.before(newest).prefetch_related("remarks")
    return list(versions.select_related("tie__service", "tie__body", "agreed_by", "put_by"))


def seen_of(tie: Tie) -> str:
    """Say what whoever writes sees: the open version, or after which one the next begins."""
    version = open_version(tie)
    if version is not None:
        return version.seen()
    last = newest_agreed(tie)
    return f"after.{last.number if last else 0}"


def came_of(version: Understanding) -> list[CameOf]:
    """Return what each side last said of each half: the team's half first, its own words first."""
    last = {(row.half, row.side): row for row in version.came_of.all()}
    return [last[key] for key in sorted(last, reverse=True)]


def standing_meeting(tie: Tie) -> Meeting | None:
    """Return what is offered or taken between the two, or None.

    Where the team has ended nobody takes what is offered; a time that was taken stands.
    """
    standing = tie.meetings.standing()
    if tie.service.archived_on:
        standing = standing.exclude(taken=None)
    return standing.first()


def meeting_seen(tie: Tie) -> str:
    """Say what somebody sees of it: which offer, and whether a time was taken."""
    meeting = standing_meeting(tie)
    if meeting is None:
        return "none"
    return f"{meeting.pk}.{'taken' if meeting.taken else 'open'}"


def written_between(service: Service) -> list[str]:
    texts: list[str] = []
    for version in Understanding.objects.filter(tie__service=service).order_by("tie", "number"):
        texts += [getattr(version, name) for name in BOXES]
    of_version = {"understanding__tie__service": service}
    texts += Remark.objects.filter(**of_version).values_list("words", flat=True)
    texts += CameOf.objects.filter(**of_version).values_list("words", flat=True)
    meetings = Meeting.objects.filter(tie__service=service).order_by("offered_at", "pk")
    return [*texts, *meetings.values_list("where", flat=True)]
