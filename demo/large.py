"""Large sets: a few services played through the real actions, then copied whole.

A copy has every row of the service it is copied from, under new keys, and each record re-keyed
and sealed again, so that nothing about it differs from one that people typed.
"""

import datetime as dt
import random
import re
import uuid
from collections.abc import Iterator
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Model

from accounts.actions import add_person, join, note_welcome
from accounts.models import Organisation, Service, ServiceMembership, User
from assessments import models
from assessments.sealing.seal import card
from demo.invented import Inventor
from demo.people import PASSWORD, store
from demo.player import DemoPlayer
from example.story import clock, months_back
from frameworks.models import Framework
from home.first_visits import WHO
from record.document import Record, digest

ORGANISATION = "large-set"
NAMES = {"manager": "Large Manager", "contributor": "Large Contributor", "lead": "Large Lead"}
PATTERNS = 4  # services that are played; all others are copies of one of them
AT_A_TIME = 10  # services whose rows are in memory together
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Row = dict[str, Any]

# Every table that holds a service's rows, parents first, with the way to the service.
TABLES: tuple[tuple[type[Model], str], ...] = (
    (ServiceMembership, "service"),
    (models.Assessment, "service"),
    (models.Assessment.opened_themes.through, "assessment__service"),
    (models.Contribution, "assessment__service"),
    (models.Judgement, "contribution__assessment__service"),
    (models.Difference, "judgement__contribution__assessment__service"),
    (models.Example, "contribution__assessment__service"),
    (models.Example.lines.through, "example__contribution__assessment__service"),
    (models.Factor, "service"),
    (models.FactorNote, "factor__service"),
    (models.FactorNote.lines.through, "factornote__factor__service"),
    (models.Ask, "factor__service"),
    (models.AskAnswer, "ask__factor__service"),
    (models.Step, "service"),
    (models.StepReview, "step__service"),
    (models.StepReview.lines.through, "stepreview__step__service"),
    (models.AroundNote, "assessment__service"),
    (models.Note, "service"),
    (models.Closure, "assessment__service"),
    (models.Reading, "closure__assessment__service"),
    (models.AgencyRelease, "closure__assessment__service"),
)


class Pattern:
    """A service that was played, ready to be copied."""

    def __init__(self, service: Service) -> None:
        """Read all its rows."""
        self.service = service
        self.rows: dict[type[Model], list[Row]] = {
            model: list(model._default_manager.filter(**{path: service}).order_by("pk").values())
            for model, path in TABLES
        }
        self.keys: list[uuid.UUID] = [
            row["id"]
            for rows in self.rows.values()
            for row in rows
            if isinstance(row.get("id"), uuid.UUID)
        ]

    def copy(self, service: Service, rng: random.Random) -> Iterator[tuple[type[Model], Model]]:
        """Give every row again for another service of the same organisation, under new keys."""
        keys = {key: uuid.UUID(int=rng.getrandbits(128), version=4) for key in self.keys}
        keys[self.service.pk] = service.pk
        texts = {str(old): str(new) for old, new in keys.items()}
        for model, rows in self.rows.items():
            for row in rows:
                again = {name: _under(keys, value) for name, value in row.items()}
                if not isinstance(row["id"], uuid.UUID):
                    del again["id"]  # the database gives it
                if model is models.Closure:
                    again |= _sealed(row["document"], texts, service)
                yield model, model(**again)


def fill(framework: Framework, *, services: int, talks: int, seed: int, today: dt.date) -> None:
    """Make so many services with so many finished conversations each, the same for a seed.

    Args:
        framework: the one every conversation uses.
        services: how many services, in one organisation of their own.
        talks: how many finished conversations each has.
        seed: what chance begins with.
        today: the day the conversations count back from.
    """
    rng = random.Random(seed)  # noqa: S311 -- made-up data, not a secret
    with transaction.atomic():
        organisation = store(
            Organisation(
                kind="provider", name="Large Set", slug=ORGANISATION, people_word="residents"
            )
        )
        people = _people(organisation, months_back(today, talks * 3 + 2, 1))
        inventor = Inventor(framework, rng)
        rows = [_service(organisation, number, rng) for number in range(1, services + 1)]
        patterns = []
        for number, service in enumerate(rows[:PATTERNS]):
            store(service)
            for role in ("manager", "contributor"):
                join(user=people[role], place=service, role=role, by=None)
            player = DemoPlayer(service, framework, people["contributor"], people["manager"], today)
            for conversation in inventor.story(talks, full=number % 2 == 0)["conversations"]:
                player.converse(conversation)
            patterns.append(Pattern(service))
        _copies(patterns, rows[PATTERNS:], rng)


def is_there() -> bool:
    """Say whether a large set is there already."""
    emails = [_email(role) for role in NAMES]
    return (
        Organisation.objects.filter(slug=ORGANISATION).exists()
        or User.objects.filter(email__in=emails).exists()
    )


def account_lines() -> list[str]:
    """Return what the command prints: the accounts of the large set."""
    lines = [f"  {_email(role)}  {role} of all its services" for role in NAMES]
    return ["Accounts of the large set:", *lines, f"The password of all: {PASSWORD}"]


def _copies(patterns: list[Pattern], services: list[Service], rng: random.Random) -> None:
    Service.objects.bulk_create(services)
    for begin in range(0, len(services), AT_A_TIME):
        rows_of: dict[type[Model], list[Model]] = {model: [] for model, _path in TABLES}
        for number, service in enumerate(services[begin : begin + AT_A_TIME], start=begin):
            for model, row in patterns[number % len(patterns)].copy(service, rng):
                rows_of[model].append(row)
        for model, instances in rows_of.items():
            model._default_manager.bulk_create(instances)


def _under(keys: dict[uuid.UUID, uuid.UUID], value: Any) -> Any:
    return keys.get(value, value) if isinstance(value, uuid.UUID) else value


def _sealed(document: str, keys: dict[str, str], service: Service) -> Row:
    """Return document, digest and card of a record under new keys and another service's name."""
    text = UUIDS.sub(lambda match: keys.get(match[0], match[0]), document)
    record = Record.from_json(text)
    own = msgspec.structs.replace(record.service, name=service.name, slug=service.slug)
    record = msgspec.structs.replace(record, service=own)
    text = record.to_json()
    return {"document": text, "digest": digest(text), "card": card(record)}


def _email(role: str) -> str:
    return f"large-{role}@demo.example"


def _people(organisation: Organisation, arrival: dt.date) -> dict[str, User]:
    at = next(clock(arrival, 8))
    people = {
        role: add_person(email=_email(role), display_name=name, password=PASSWORD, by=None, at=at)
        for role, name in NAMES.items()
    }
    for person in people.values():
        note_welcome(person, as_whom=WHO)
    join(user=people["lead"], place=organisation, role="lead", by=None, at=at)
    return people


def _service(organisation: Organisation, number: int, rng: random.Random) -> Service:
    return Service(
        id=uuid.UUID(int=rng.getrandbits(128), version=4),
        organisation=organisation,
        name=f"Service {number:04}",
        slug=f"large-{number:04}",
        first_words_at=dt.datetime.now(dt.UTC),
    )
