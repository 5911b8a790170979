"""A commissioning body’s team that tells of how it commissions, in two talks."""

import datetime as dt

from record.document import Record
from tests.records import (
    HERE,
    MIND,
    USUAL,
    a_record,
    a_service,
    an_id,
    answered,
    helps,
    obstacle,
    placed,
    shipped_framework,
    team_line,
    trying,
)

FRAMEWORK = "contained-autonomy-1.0.yaml"


def how_we_commission(*, voice: str = "body") -> list[Record]:
    """Two talks of the body’s own team; `voice` "service": of the other side."""
    framework = shipped_framework(FRAMEWORK, voice)
    service = a_service(
        id=an_id("commissioning"),
        name="Housing commissioning",
        slug="commissioning",
        organisation="Northtown Council",
        people="services",
        what_matters="That nobody who does this work has to guess what we want.",
        kinds_to_hear=("commissioning", "contracts", "finance"),
    )
    more = {
        "service": service,
        "framework": framework,
        "people_kinds": ("commissioning", "finance"),
    }
    first = a_record(
        dt.date(2026, 5, 6),
        length="themes",
        head_count=5,
        judgements=(
            placed("leadership", HERE),
            placed("system", MIND),
            placed("account", USUAL),
            placed("autonomy", HERE),
            answered("style", "differs", "Some of us ring, some of us write."),
            answered("individual", "another_day"),
        ),
        examples=(
            team_line("leadership", "One worry was answered in a week, one is still in an inbox."),
            team_line("system", "Three services told us of the same gap and we told none of them."),
            team_line("account", "A return comes back with a note from one of us, every time."),
            team_line("autonomy", "We let one service change its hours. Nobody else asked."),
        ),
        steps=(trying("Ring before we write, when it is bad news"),),
        **more,
    )
    second = a_record(
        dt.date(2026, 11, 12),
        length="themes",
        head_count=6,
        judgements=(
            placed("leadership", USUAL, why_differs="we_changed"),
            placed("system", HERE, why_differs="we_changed"),
            placed("account", HERE, why_differs="seen_clearly"),
            placed("autonomy", HERE),
            placed("style", USUAL),
            placed("individual", MIND),
        ),
        examples=(
            team_line("leadership", "Worries have one address now and somebody whose turn it is."),
            team_line("system", "We put the three services that share a gap in one room."),
            team_line("account", "We still ask for two figures that none of us has used."),
            team_line(
                "style", "Twice we rang with bad news first. Both times it was a better talk."
            ),
            team_line("individual", "Nights are people we have never met."),
        ),
        factors=(
            helps("Notes on returns are read and talked about"),
            obstacle("From January on all of us are in the budget"),
        ),
        steps=(trying("Visit one service at night, to listen"),),
        next_talk="half_year",
        **more,
    )
    return [first, second]
