"""Conversations that a team has kept before, on the tiny framework."""

import datetime as dt

from django.utils import timezone

from accounts.models import Service, User
from assessments import actions
from assessments.models import Assessment
from frameworks.models import Framework


def kept_before(
    service: Service,
    framework: Framework,
    by: User,
    *,
    words: str = "Then",
    level: str = "seed",
    days: int = 200,
) -> Assessment:
    """Finish a conversation held some days ago: *soil* placed, a line, an obstacle, a step."""
    held_on = timezone.localdate() - dt.timedelta(days=days)
    at = timezone.make_aware(dt.datetime.combine(held_on, dt.time(12)))  # the same day everywhere
    talk = actions.start(
        service=service,
        framework=framework,
        length="themes",
        by=by,
        held_on=held_on,
        at=at,
    )
    soil = framework.lines.get(code="soil")
    choice = actions.Choice("placed", framework.levels.get(code=level))
    actions.place(talk, soil, choice, by=by, seen=0, at=at)
    actions.add_example(talk, words=words, lines=[soil], by=by, at=at)
    actions.name_factor(
        talk, kind="obstacle", words=f"In the way: {words}", reach="someone_else", by=by, at=at
    )
    actions.name_factor(talk, kind="help", words=f"A help: {words}", by=by, at=at)
    actions.try_step(talk, what=f"Try: {words}", by=by, at=at)
    actions.finish(talk, by=by, at=at)
    return talk
