"""Alder House over eighteen months: a coffee break, five themes, and then elements.

Every kind of movement is in it, something put right, an ask with an answer, a thing tried that
changed little. Believable words, no client.
"""

import datetime as dt
from typing import Any

from record.document import AnswerText, AroundNoteText, AskText, Place, Record, View
from tests.records import (
    AWARE,
    HERE,
    LEARN,
    MIND,
    RULES,
    SPACES,
    TRAINED,
    USUAL,
    a_record,
    an_id,
    answered,
    example,
    helps,
    obstacle,
    passed_over,
    placed,
    team_line,
    trying,
)

FORUM = "Our forum closed when the one person who ran it left"
MOVE_ON = "There is nowhere for people to move on to"
HOUR = "A manager who comes to the hour and does not chair it"
PETS = "The rule about pets, which nobody here made"


def _ask(**changes: Any) -> AskText:
    fields: dict[str, Any] = {
        "id": an_id("ask move-on"),
        "to": "commissioner",
        "words": "Two move-on places held for people who have been here over a year.",
        "why": "People who are ready wait so long that they stop being ready.",
        "tried": "We have asked three landlords.",
        "would_change": "The word “ready” would mean something.",
        "meanwhile": "We keep a list of people who have moved on and will talk to those who wait.",
        "asked_on": dt.date(2025, 11, 11),
    }
    return AskText(**fields | changes)


def coffee() -> Record:
    """Return the first conversation: a coffee break, in prose."""
    return a_record(
        dt.date(2025, 5, 20),
        length="coffee",
        people_kinds=("days",),
        head_count=4,
        how_talked="coffee_break",
        next_talk="half_year",
        examples=(
            team_line(
                "whole", "It is busy, and mostly kind. We talk of what lies beneath when we can."
            ),
        ),
        factors=(
            helps("People here like each other"),
            obstacle("No time to stop and think", id=an_id("no time")),
        ),
        steps=(trying("An hour on Tuesdays, only for thinking", id=an_id("hour")),),
    )


def themes() -> Record:
    """Return the second: five themes."""
    return a_record(
        dt.date(2025, 11, 11),
        length="themes",
        people_kinds=("days", "nights"),
        head_count=5,
        how_talked="team_meeting",
        next_talk="half_year",
        next_talk_on=dt.date(2026, 3, 10),
        judgements=(
            placed(AWARE, HERE),
            placed(TRAINED, MIND),
            placed(LEARN, MIND, 4),
            placed(SPACES, HERE, 2),
            placed(RULES, USUAL),
        ),
        examples=(
            team_line(AWARE, "Days ask what lay beneath. Nights have nobody to ask."),
            team_line(TRAINED, "The last three trainings were cancelled."),
            team_line(LEARN, "We meet when something has gone wrong."),
            team_line(SPACES, "The front room is warm, the stairwell says prison."),
            team_line(RULES, "We bend when we can and say why."),
        ),
        factors=(
            helps("People here like each other", state="still"),
            helps(HOUR, LEARN),
            obstacle("No time to stop and think", id=an_id("no time"), state="still"),
            obstacle(
                MOVE_ON,
                SPACES,
                id=an_id("move-on"),
                reach="someone_else",
                ask=_ask(),
                first_named_on=dt.date(2025, 11, 11),
            ),
        ),
        steps=(
            trying(
                "An hour on Tuesdays, only for thinking",
                "partly",
                id=an_id("hour"),
                learned="It happens when the same two people are in.",
            ),
            trying(
                "A debrief after every incident", id=an_id("debrief"), who="the senior on shift"
            ),
        ),
        around=(AroundNoteText(dt.date(2025, 9, 1), "A new manager began"),),
    )


def opened() -> Record:
    """Return the third: themes, with two of them opened into elements."""
    return a_record(
        dt.date(2026, 3, 10),
        length="more",
        people_kinds=("days", "nights", "relief"),
        head_count=6,
        how_talked="reflective",
        talked_over_with="The reflective practice facilitator",
        talked_over_said="You are harder on yourselves than your residents are.",
        judgements=(
            placed(AWARE, HERE),
            answered("psychological-models", "another_day"),
            placed(TRAINED, MIND),
            placed(LEARN, HERE, 2),
            placed("reflective-practice", HERE),
            placed("culture-of-enquiry", HERE),
            placed("sector-engagement", USUAL),
            passed_over("evidence-generating-practice"),
            placed(SPACES, HERE, 3),
            placed(RULES, USUAL),
            placed("rules-procedures", USUAL),
            placed("roles-relationships", HERE),
            placed("responsiveness", USUAL),
        ),
        examples=(
            team_line(AWARE, "Handover has a line for what we think it was about."),
            team_line(TRAINED, "One course ran. Relief could not come."),
            team_line(LEARN, "The hour on Tuesdays has begun to hold."),
            team_line("reflective-practice", "The hour happens when the same two people are in."),
            team_line("culture-of-enquiry", "Days ask why more than nights do."),
            team_line("sector-engagement", "We host the forum every second month."),
            team_line(SPACES, "The move is planned; we asked residents about the front room."),
            team_line(RULES, "Most rules have a reason we can say."),
            team_line("rules-procedures", "Our rules are usual and fair."),
            team_line("roles-relationships", "A resident runs breakfast on Sundays."),
            team_line(
                "responsiveness", "We held a bed for eleven nights because someone asked us to."
            ),
        ),
        factors=(
            helps(HOUR, LEARN, state="still"),
            helps("We host the sector forum", "sector-engagement", id=an_id("forum help")),
            obstacle("No time to stop and think", id=an_id("no time"), state="easier"),
            obstacle(
                MOVE_ON,
                SPACES,
                id=an_id("move-on"),
                reach="someone_else",
                state="still",
                ask=_ask(),
                first_named_on=dt.date(2025, 11, 11),
            ),
        ),
        steps=(
            trying(
                "An hour on Tuesdays, only for thinking",
                "happened",
                id=an_id("hour"),
                learned="It holds once nobody may cancel it alone.",
            ),
            trying(
                "A debrief after every incident",
                "not_yet",
                id=an_id("debrief"),
                who="the senior on shift",
            ),
        ),
        around=(
            AroundNoteText(dt.date(2025, 9, 1), "A new manager began"),
            AroundNoteText(dt.date(2026, 1, 15), "We moved to Mill Lane"),
        ),
    )


def latest() -> Record:
    """Return the fourth, put right once: elements of every kind of movement."""
    return a_record(
        dt.date(2026, 11, 12),
        number=2,
        reason="The head count was wrong.",
        length="more",
        people_kinds=("days", "nights", "relief"),
        head_count=7,
        how_talked="reflective",
        not_heard="Volunteers. We have not asked them yet.",
        opening=(
            "The hour on Tuesdays has survived a bad winter. We lost our forum, and with it more "
            "than we knew. Most of what we cannot mend ourselves has one name: somewhere for "
            "people to go next."
        ),
        next_talk="half_year",
        next_talk_on=dt.date(2027, 5, 11),
        judgements=(
            placed(AWARE, HERE),
            answered("psychological-models", "another_day", "Some of us doubt we need one."),
            placed(TRAINED, HERE, why_differs="we_changed"),
            placed(LEARN, HERE, 4),
            placed("reflective-practice", USUAL, why_differs="we_changed"),
            placed("culture-of-enquiry", HERE),
            placed("sector-engagement", HERE, why_differs="around_us"),
            passed_over("evidence-generating-practice"),
            placed(SPACES, USUAL, 2, why_differs="around_us"),
            answered("built-environment", "does_not_apply", "The building is the landlord’s."),
            answered(
                RULES,
                "differs",
                views=(
                    View("Days: people can question a rule and get an answer.", USUAL),
                    View("Nights: in daylight.", HERE),
                ),
            ),
            placed(
                "rules-procedures",
                HERE,
                why_differs="seen_clearly",
                recast=Place("placed", HERE),
            ),
            placed("roles-relationships", HERE),
            placed("responsiveness", USUAL),
        ),
        examples=(
            team_line(
                AWARE, "Handover has a line for what we think it was about, and people fill it."
            ),
            team_line(TRAINED, "Relief came to both courses; we paid the hours."),
            team_line(LEARN, "The hour on Tuesdays has survived a bad winter."),
            team_line("reflective-practice", "We stopped calling it optional."),
            team_line("culture-of-enquiry", "Days more than nights."),
            team_line(
                "sector-engagement", "Our forum closed. We know now how much hung on one person."
            ),
            team_line(SPACES, "The new front room has no counter."),
            team_line(
                "rules-procedures",
                "Writing them out for the move, we counted eleven nobody could explain.",
            ),
            team_line("roles-relationships", "A resident runs breakfast on Sundays."),
            team_line("responsiveness", "The answer comes the same day, mostly."),
            example(
                "It happened nine weeks out of twelve; nights ring in.",
                "reflective-practice",
                kind="observation",
                happened_on=dt.date(2026, 10, 6),
            ),
            example(
                "After the last bad night the first question was what we had missed.",
                LEARN,
                kind="story",
            ),
        ),
        factors=(
            helps(HOUR, LEARN, state="still"),
            helps("A front room that people chose", SPACES),
            obstacle(
                FORUM,
                "sector-engagement",
                id=an_id("forum"),
                reach="both",
                first_named_on=dt.date(2026, 11, 12),
            ),
            obstacle("No time to stop and think", id=an_id("no time"), state="gone"),
            obstacle("Relief staff change every month", TRAINED, id=an_id("relief")),
            obstacle(
                PETS,
                "rules-procedures",
                id=an_id("pets"),
                reach="someone_else",
                first_named_on=dt.date(2026, 3, 10),
                state="easier",
                ask=_ask(
                    id=an_id("ask pets"),
                    to="organisation",
                    words="Find out who decides on the pets rule.",
                    why="People are turned away with their dog, and nobody can say why.",
                    tried="",
                    would_change="",
                    meanwhile="We say so on the first call.",
                    came_of="The rule is the landlord’s. We are asking them.",
                    asked_on=dt.date(2026, 3, 10),
                    answers=(
                        AnswerText(
                            "will",
                            "find out by September.",
                            dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC),
                            may_go_out=True,
                        ),
                    ),
                ),
            ),
            obstacle(
                MOVE_ON,
                SPACES,
                id=an_id("move-on"),
                reach="someone_else",
                state="still",
                ask=_ask(),
                first_named_on=dt.date(2025, 11, 11),
            ),
        ),
        steps=(
            trying(
                "A debrief after every incident",
                "happened",
                id=an_id("debrief"),
                who="the senior on shift",
                learned="It happened after about half. It changed less than we hoped; the ones "
                "that helped were the same night.",
            ),
            trying(
                "Nights choose the question for the Tuesday hour",
                who="the early shift",
                by_when="before Christmas",
                notice="Nights ring in without being asked.",
                lines=(LEARN,),
            ),
        ),
        around=(
            AroundNoteText(dt.date(2025, 9, 1), "A new manager began"),
            AroundNoteText(dt.date(2026, 1, 15), "We moved to Mill Lane"),
            AroundNoteText(dt.date(2026, 8, 3), "The sector forum closed"),
        ),
    )


def a_journey() -> tuple[Record, ...]:
    """Return Alder House over eighteen months, oldest first."""
    return coffee(), themes(), opened(), latest()
