"""Conversations for the tests of home: short to write, told through the real actions."""

import datetime as dt

from accounts.models import Service, User
from assessments import actions
from assessments.models import Closure
from frameworks.models import Framework

MARCH, OCTOBER = dt.date(2026, 3, 10), dt.date(2026, 10, 12)


def converse(
    service: Service,
    framework: Framework,
    by: User,
    *,
    held_on: dt.date = MARCH,
    level: str = "shoot",
    mark: str = "spring",
    to: str = "manager",
) -> Closure:
    """Let a team talk and keep it. `mark` stands in every word of its own; `to`: whom it asks."""
    talk = actions.start(
        service=service,
        framework=framework,
        length="themes",
        held_on=held_on,
        people_kinds=["days"],
        head_count=3,
        by=by,
    )
    soil = framework.lines.get(code="soil")
    choice = actions.Choice("placed", framework.levels.get(code=level))
    actions.place(talk, soil, choice, by=by)
    actions.add_example(talk, words=f"We dig, {mark}.", lines=[soil], by=by)
    actions.name_factor(
        talk,
        kind="obstacle",
        words=f"No spade, {mark}.",
        reach="someone_else",
        to=to,
        by=by,
    )
    actions.name_factor(talk, kind="obstacle", words=f"Our rota, {mark}.", reach="ours", by=by)
    actions.try_step(talk, what=f"Ask for a spade, {mark}.", who=f"the digger, {mark}", by=by)
    actions.describe(talk, next_talk="half_year", next_talk_needs=["room"], by=by)
    return actions.finish(talk, by=by)
