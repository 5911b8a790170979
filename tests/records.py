"""Records of finished conversations, built by hand: plain and unsurprising.

`a_record(...)` is one conversation; `kept(service, record)` stores one as a closure. A whole
journey is in tests/alder_house.py.
"""

import datetime as dt
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from accounts.models import Service
from assessments.models import Assessment, Closure
from demo.people import LOADER
from frameworks.models import Framework
from record.document import (
    ExampleText,
    FactorText,
    JudgementText,
    Occasion,
    Place,
    Record,
    ServiceText,
    StepText,
    digest,
)
from record.framework import FrameworkText, LevelText, LineText
from tests.factories import UserFactory

FIXTURE = Path(__file__).parents[1] / "frameworks" / "fixtures" / "pies-2.0.yaml"

MIND = "on-our-minds"
HERE = "here-and-there"
USUAL = "usual-here"
ROOTED = "well-rooted"

AWARE, TRAINED, LEARN, SPACES, RULES = (
    "psychological-awareness",
    "training-and-support",
    "learning-and-enquiry",
    "spaces-of-opportunity",
    "three-rs",
)


def a_framework() -> FrameworkText:
    """Return PIEs 2.0 as a team reads it."""
    return shipped_framework(FIXTURE.name)


@cache
def shipped_framework(name: str, kind: str = "") -> FrameworkText:
    """Return a framework that comes with Pizazz as a team reads it, in the voice of its kind."""
    rows = yaml.load((FIXTURE.parent / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 -- a SafeLoader
    voices = [row["fields"] for row in rows if row["model"] == "frameworks.voice"]
    voice = next((voice_row for voice_row in voices if voice_row["kind"] == kind), {})
    head = next(row["fields"] for row in rows if row["model"] == "frameworks.framework")
    levels = [row["fields"] for row in rows if row["model"] == "frameworks.level"]
    lines = [row["fields"] for row in rows if row["model"] == "frameworks.line"]
    lines.sort(key=lambda line: line["order"])
    return FrameworkText(
        slug=head["slug"],
        version=head["version"],
        name=head["name"],
        digest="0" * 64,
        acknowledgement=head["acknowledgement"],
        licence=head["licence"],
        step_names=tuple(head["step_names"]),
        voice=voice.get("code", ""),
        voice_name=voice.get("name", ""),
        levels=tuple(
            LevelText(level["code"], level["name"], level["order"], level["gloss"])
            for level in levels
        ),
        lines=tuple(
            LineText(
                line["code"],
                line["kind"],
                line["name"],
                theme=line["theme"][2] if "theme" in line else None,
            )
            for line in lines
        ),
    )


def an_id(name: str) -> str:
    """Return the same UUID for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def a_service(**changes: Any) -> ServiceText:
    """Return Alder House."""
    fields: dict[str, Any] = {
        "id": an_id("alder-house"),
        "name": "Alder House",
        "slug": "alder-house",
        "organisation": "Oak Trust",
        "people": "residents",
        "what_matters": "Somebody who has been thrown out of everywhere is not thrown out of here.",
        "kinds_to_hear": ("days", "nights", "relief", "volunteers", "residents"),
    }
    return ServiceText(**fields | changes)


def placed(line: str, level: str, step: int | None = None, **more: Any) -> JudgementText:
    """Return a line with a place."""
    place = Place("placed", level, step)
    return JudgementText(line, answered=True, place=place, first=more.pop("first", place), **more)


def answered(line: str, status: str, words: str = "", **more: Any) -> JudgementText:
    """Return a line with one of the other answers."""
    place = Place(status)
    return JudgementText(line, answered=True, place=place, first=place, status_words=words, **more)


def passed_over(line: str) -> JudgementText:
    """Return a line that was offered and that nobody took up."""
    return JudgementText(line, answered=False, place=Place("another_day"), first=Place())


def team_line(line: str, words: str, **more: Any) -> ExampleText:
    """Return the team's own line on a line."""
    return ExampleText(an_id(f"{line} {words}"), words, lines=(line,), team_line=line, **more)


def example(words: str, *lines: str, **more: Any) -> ExampleText:
    """Return a further example."""
    return ExampleText(an_id(words), words, lines=lines, **more)


def helps(words: str, *lines: str, state: str = "new", **more: Any) -> FactorText:
    """Return something the team has going for it."""
    return FactorText(more.pop("id", an_id(words)), "help", words, state, lines=lines, **more)


def obstacle(words: str, *lines: str, reach: str = "ours", **more: Any) -> FactorText:
    """Return something that gets in the way."""
    state = more.pop("state", "new")
    key = more.pop("id", an_id(words))
    return FactorText(key, "obstacle", words, state, reach=reach, lines=lines, **more)


def trying(what: str, state: str = "trying", **more: Any) -> StepText:
    """Return something the team tries."""
    return StepText(more.pop("id", an_id(what)), what, state, **more)


def a_record(held_on: dt.date, **changes: Any) -> Record:
    """Return a finished conversation of Alder House; name what matters, the rest is plain.

    Fields of the occasion (length, head_count, opening …) can be given by name as well.
    """
    talk = {name: changes.pop(name) for name in Occasion.__struct_fields__ if name in changes}
    talk.setdefault("id", an_id(f"talk {held_on}"))
    talk.setdefault("entered_on", held_on)
    talk.setdefault("length", "themes")
    fields: dict[str, Any] = {
        "number": 1,
        "service": a_service(),
        "framework": a_framework(),
        "occasion": Occasion(held_on=held_on, **talk),
    }
    return Record(**fields | changes)


def closure_of(service: Service, record: Record, **changes: Any) -> Closure:
    """Store a record as a closure of `service`, the way a finished assessment is kept."""
    key = uuid.uuid5(service.pk, record.occasion.id)
    record = msgspec.structs.replace(
        record,
        occasion=msgspec.structs.replace(record.occasion, id=str(key)),
        service=msgspec.structs.replace(
            record.service,
            id=str(service.pk),
            name=service.name,
            slug=service.slug,
            organisation=service.organisation.name,
        ),
    )
    framework, _is_new = Framework.objects.get_or_create(
        slug=record.framework.slug,
        version=record.framework.version,
        owner=None,
        defaults={
            "name": record.framework.name,
            "source": "made for a test",
            "acknowledgement": record.framework.acknowledgement,
            "licence": record.framework.licence,
        },
    )
    held_on = record.occasion.held_on
    at = dt.datetime.combine(record.occasion.entered_on, dt.time(15), tzinfo=dt.UTC)
    by = UserFactory()
    assessment, _is_new = Assessment.objects.get_or_create(
        pk=key,
        defaults={
            "service": service,
            "framework": framework,
            "framework_slug": framework.slug,
            "length": record.occasion.length,
            "held_on": held_on,
            "started_at": at,
            "started_by": by,
            "closed_at": at,
            "closed_by": by,
        },
    )
    document = record.to_json()
    return Closure.objects.create(
        assessment=assessment,
        number=record.number,
        document=document,
        digest=digest(document),
        held_on=held_on,
        sealed_at=at,
        sealed_by=by,
        reason=record.reason,
        **changes,
    )
