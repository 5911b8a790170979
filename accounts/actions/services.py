"""What a team says of itself."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from accounts.actions.events import log
from accounts.models import Service, User


class Stale(Exception):
    """Somebody else changed it after it was read; `current` is the row as it is now, if known."""

    def __init__(self, current: Any = None) -> None:
        super().__init__(current)
        self.current = current


def first_words(service: Service, *, at: dt.datetime) -> None:
    """Note that the team writes something down, the first time it does.

    One at a time for each team, on both databases: a second press waits and finds the first, and
    a lead who puts herself in at this very moment (office) comes before these words or not at all.
    """
    rows = Service.with_practice.filter(pk=service.pk)
    rows.update(first_words_at=Coalesce(F("first_words_at"), Value(at)))


@transaction.atomic
def describe_service(
    service: Service,
    *,
    people_word: str | None = None,
    what_matters: str | None = None,
    kinds_to_hear: list[str] | None = None,
    by: User,
    at: dt.datetime | None = None,
) -> Service:
    """Say what a team calls its people, what matters to it, and which kinds there are to hear.

    What is left out stays as it is, and what it says already is not said again. Records that are
    kept already go on saying what the team said then. Raises Stale where somebody else has said
    something else than `service` holds.
    """
    said: dict[str, Any] = {
        "people_word": people_word,
        "what_matters": what_matters,
        "kinds_to_hear": kinds_to_hear,
    }
    was = {name: getattr(service, name) for name in said}
    new = {name: each for name, each in said.items() if each not in (None, was[name])}
    if not new:
        return service
    rows = Service.with_practice.filter(pk=service.pk, **{name: was[name] for name in new})
    if not rows.update(**new):
        raise Stale
    service.refresh_from_db(fields=list(new))
    log("service_described", by=by, at=at, object_id=service.pk, service=service)
    return service
