"""Reads for the pages about finished conversations: sealed records only."""

from collections.abc import Hashable, Sequence
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from msgspec.structs import replace

from accounts.models import Service, User
from assessments.models import Closure
from assessments.selectors import Teller, teller_of
from pages.memory import Memory
from record.document import Record
from reports.content import Options, Report, build_journey, build_report
from reports.content.journey import Journey
from reports.content.singular import Content, in_singular


def kept_conversations(service: Service) -> list[Closure]:
    """Return a service's finished conversations as last kept, oldest first, in one query."""
    closures = Closure.objects.current().of(service).in_order()
    return list(closures.select_related("assessment"))


def kept_conversation(user: User, assessment_id: UUID) -> Closure:
    """Return a finished conversation as last kept, to somebody of its team. Raises Http404."""
    closures = Closure.objects.reachable_by(user).current()
    with_service = closures.select_related("assessment__service__organisation")
    return get_object_or_404(with_service, assessment_id=assessment_id)


def records_of(closures: Sequence[Closure]) -> list[Record]:
    return [closure.record for closure in closures]


def has_talked_since(closure: Closure) -> bool:
    closures = Closure.objects.of(closure.assessment.service).in_order()
    last = closures.values_list("assessment", flat=True).last()
    return last != closure.assessment_id


def being_put_right(closures: Sequence[Closure]) -> tuple[str, ...]:
    return tuple(str(c.assessment_id) for c in closures if c.assessment.is_being_put_right)


# Per process. Records with the same fingerprints are the same records. Their keys would not do:
# words can be taken out of one.
_journeys: Memory[Hashable, Journey] = Memory(64)


def journey_of(closures: Sequence[Closure], teller: Teller) -> Journey | None:
    """Return a service's journey, from all it has kept, oldest first; None where that is none."""
    if not closures:
        return None
    open_again = being_put_right(closures)
    today = timezone.localdate()
    key = (tuple(c.digest for c in closures), open_again, get_language(), today, teller)
    journey = _journeys.get(key)
    if journey is None:
        records = records_of(closures)
        built = build_journey(records, being_put_right=open_again, today=today, ended=teller.ended)
        return _journeys.keep(key, in_voice_of(built, teller))
    return journey


def in_voice_of(content: Content, teller: Teller) -> Content:
    return in_singular(content, of=content, names=teller.names) if teller.by_one else content


def with_todays_names(record: Record, service: Service) -> Record:
    """Return a record in which all that are spoken of are called what they are called now."""
    now = {"name": service.name, "organisation": service.organisation.name}
    now["people"] = service.people
    return replace(record, service=replace(record.service, **now))


def teller_in(service: Service, closures: Sequence[Closure]) -> Teller:
    return teller_of(service, records_of(closures))


def own_report(
    service: Service, closures: Sequence[Closure], teller: Teller | None = None
) -> Report | None:
    """Return a team's own copy as of today, from all it has kept; None while that is nothing."""
    if not closures:
        return None
    teller = teller or teller_in(service, closures)
    return build_report(
        [with_todays_names(closure.record, service) for closure in closures],
        options=Options.own_copy(
            date=timezone.localdate(), by_myself=teller.by_one, ended=teller.ended
        ),
        being_put_right=being_put_right(closures),
    )
