"""Records of finished conversations, built by hand: plain, unsurprising, and one whole journey.

`a_record(...)` is one conversation; `a_journey()` is Alder House over eighteen months, from a
coffee break to elements; `kept(service, record)` stores one as a closure.
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
from assessments.record import (
    Answer,
    Around,
    AskText,
    Example,
    FactorText,
    FrameworkText,
    Judged,
    LevelText,
    LineText,
    Occasion,
    Place,
    Record,
    ServiceText,
    StepText,
    View,
    digest,
)
from frameworks.models import Framework
from tests.factories import UserFactory

FIXTURE = Path(__file__).parents[1] / "frameworks" / "fixtures" / "pies-2.0.yaml"

MIND = "on-our-minds"
HERE = "here-and-there"
USUAL = "usual-here"
ROOTED = "well-rooted"


@cache
def a_framework() -> FrameworkText:
    """Return PIEs 2.0 as a team reads it."""
    rows = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
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
        levels=tuple(
            LevelText(each["code"], each["name"], each["order"], each["gloss"]) for each in levels
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


def placed(line: str, level: str, step: int | None = None, **more: Any) -> Judged:
    """Return a line with a place."""
    place = Place("placed", level, step)
    return Judged(line, answered=True, place=place, first=more.pop("first", place), **more)


def answered(line: str, status: str, words: str = "", **more: Any) -> Judged:
    """Return a line with one of the other answers."""
    place = Place(status)
    return Judged(line, answered=True, place=place, first=place, status_words=words, **more)


def passed_over(line: str) -> Judged:
    """Return a line that was offered and that nobody took up."""
    return Judged(line, answered=False, place=Place("another_day"), first=Place())


def told(line: str, words: str, **more: Any) -> Example:
    """Return the team's own line on a line."""
    return Example(an_id(f"{line} {words}"), words, lines=(line,), team_line=line, **more)


def example(words: str, *lines: str, **more: Any) -> Example:
    """Return a further example."""
    return Example(an_id(words), words, lines=lines, **more)


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


def kept(service: Service, record: Record, **changes: Any) -> Closure:
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
    framework, _made = Framework.objects.get_or_create(
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
    assessment, _made = Assessment.objects.get_or_create(
        pk=key,
        defaults={
            "service": service,
            "framework": framework,
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


# --- One whole journey

AWARE, TRAINED, LEARN, SPACES, RULES = (
    "psychological-awareness",
    "training-and-support",
    "learning-and-enquiry",
    "spaces-of-opportunity",
    "three-rs",
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
            told("whole", "It is busy, and mostly kind. We talk of what lies beneath when we can."),
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
        judged=(
            placed(AWARE, HERE),
            placed(TRAINED, MIND),
            placed(LEARN, MIND, 4),
            placed(SPACES, HERE, 2),
            placed(RULES, USUAL),
        ),
        examples=(
            told(AWARE, "Days ask what lay beneath. Nights have nobody to ask."),
            told(TRAINED, "The last three trainings were cancelled."),
            told(LEARN, "We meet when something has gone wrong."),
            told(SPACES, "The front room is warm, the stairwell says prison."),
            told(RULES, "We bend when we can and say why."),
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
        around=(Around(dt.date(2025, 9, 1), "A new manager began"),),
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
        judged=(
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
            told(AWARE, "Handover has a line for what we think it was about."),
            told(TRAINED, "One course ran. Relief could not come."),
            told(LEARN, "The hour on Tuesdays has begun to hold."),
            told("reflective-practice", "The hour happens when the same two people are in."),
            told("culture-of-enquiry", "Days ask why more than nights do."),
            told("sector-engagement", "We host the forum every second month."),
            told(SPACES, "The move is planned; we asked residents about the front room."),
            told(RULES, "Most rules have a reason we can say."),
            told("rules-procedures", "Our rules are usual and fair."),
            told("roles-relationships", "A resident runs breakfast on Sundays."),
            told("responsiveness", "We held a bed for eleven nights because someone asked us to."),
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
            Around(dt.date(2025, 9, 1), "A new manager began"),
            Around(dt.date(2026, 1, 15), "We moved to Mill Lane"),
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
        judged=(
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
            told(AWARE, "Handover has a line for what we think it was about, and people fill it."),
            told(TRAINED, "Relief came to both courses; we paid the hours."),
            told(LEARN, "The hour on Tuesdays has survived a bad winter."),
            told("reflective-practice", "We stopped calling it optional."),
            told("culture-of-enquiry", "Days more than nights."),
            told("sector-engagement", "Our forum closed. We know now how much hung on one person."),
            told(SPACES, "The new front room has no counter."),
            told(
                "rules-procedures",
                "Writing them out for the move, we counted eleven nobody could explain.",
            ),
            told("roles-relationships", "A resident runs breakfast on Sundays."),
            told("responsiveness", "The answer comes the same day, mostly."),
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
                        Answer(
                            "will",
                            "find out by September.",
                            dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC),
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
                who="nights",
                by_when="before Christmas",
                notice="Nights ring in without being asked.",
                lines=(LEARN,),
            ),
        ),
        around=(
            Around(dt.date(2025, 9, 1), "A new manager began"),
            Around(dt.date(2026, 1, 15), "We moved to Mill Lane"),
            Around(dt.date(2026, 8, 3), "The sector forum closed"),
        ),
    )


def a_journey() -> tuple[Record, ...]:
    """Return Alder House over eighteen months, oldest first."""
    return coffee(), themes(), opened(), latest()
