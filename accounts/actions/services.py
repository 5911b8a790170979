"""What a team says of itself."""

import datetime as dt

from django.db import transaction

from accounts.actions.events import record
from accounts.models import Service, User


@transaction.atomic
def describe_service(
    service: Service,
    *,
    people_word: str,
    what_matters: str,
    kinds_to_hear: list[str],
    by: User,
    at: dt.datetime | None = None,
) -> Service:
    """Say what a team calls its people, what matters to it, and which kinds there are to hear.

    Records that are kept already go on saying what the team said then.
    """
    service.people_word = people_word
    service.what_matters = what_matters
    service.kinds_to_hear = kinds_to_hear
    service.save(update_fields=["people_word", "what_matters", "kinds_to_hear"])
    record("service_described", by=by, at=at, object_id=service.pk, service=service)
    return service
