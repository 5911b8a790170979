"""Odd ways in which teams talk and write: each is told truly, once, and as one would say it."""

import datetime as dt
import re

import msgspec
import pytest

from record.document import AskText, View
from record.framework import LevelText
from reports.content import Options, build_journey, build_report
from reports.content.compare import build_comparison
from reports.content.line import build_line_story
from tests.records import (
    AWARE,
    HERE,
    LEARN,
    MIND,
    SPACES,
    USUAL,
    a_framework,
    a_record,
    an_id,
    answered,
    helps,
    obstacle,
    placed,
    team_line,
    trying,
)
from tests.reports.aloud import aloud
from tests.reports.looking import SHARE, replaced
from tests.reports.odd_teams import two_frameworks

OLD, MARCH, MAY, NOVEMBER = (
    dt.date(2025, 3, 3),
    dt.date(2026, 3, 3),
    dt.date(2026, 5, 5),
    dt.date(2026, 11, 12),
)
PIES = a_framework()
REFLECTIVE = "reflective-practice"


def edition(version: str, **changes):
    return msgspec.structs.replace(PIES, version=version, name=f"PIEs {version}", **changes)


def five_levels():
    levels = [*PIES.levels[:2], LevelText("most", "Most days", 0, ""), *PIES.levels[2:]]
    return tuple(
        LevelText(level.code, level.name, n, level.gloss) for n, level in enumerate(levels)
    )


def talk(day, *judgements, line="", code=LEARN, **more):
    examples = (team_line(code, line),) if line else ()
    return a_record(day, **{"head_count": 6, "judgements": judgements, "examples": examples} | more)


def coffee(day, about, line, *judgements):
    return talk(day, *judgements, line=line, code="whole", about=about, length="coffee")


def renamed(name: str):
    lines = [msgspec.structs.replace(line, name=name) for line in PIES.lines if line.code == LEARN]
    others = [line for line in PIES.lines if line.code != LEARN]
    return (*others, *lines)


FOUR_FIVE_FOUR = [
    talk(dt.date(2026, 1, 5), placed(LEARN, USUAL)),
    talk(MARCH, placed(LEARN, "most"), framework=edition("2.1", levels=five_levels())),
    talk(NOVEMBER, placed(LEARN, USUAL), framework=edition("2.2")),
]
RETIRED = edition("2.1", lines=tuple(line for line in PIES.lines if line.code != REFLECTIVE))
BACK = [
    talk(OLD, placed(REFLECTIVE, USUAL), length="more"),
    talk(MARCH, placed(LEARN, HERE), length="more", framework=RETIRED),
    talk(NOVEMBER, placed(REFLECTIVE, HERE), length="more", framework=edition("2.2")),
]
SAME_THING = [
    coffee(MARCH, "The Kitchen ", "It leaks.", placed("whole", USUAL)),
    coffee(MAY, "the  kitchen", "Still leaks.", placed("whole", MIND)),
]
THING_THEN_THEMES = [
    coffee(MARCH, "The night handover", "Busy.", placed("whole", MIND)),
    talk(MAY, placed(AWARE, HERE), line="We ask.", code=AWARE),
]
THEMES_THEN_THING = [THING_THEN_THEMES[1], coffee(NOVEMBER, "The night handover", "Busy.")]
ONE_DAY = [
    talk(NOVEMBER, placed(LEARN, USUAL), line="Morning.", started_at="2026-11-12T09:00"),
    talk(NOVEMBER, placed(LEARN, HERE), line="Evening.", started_at="2026-11-12T19:00"),
]
NEW_YEAR = [
    talk(dt.date(2025, 12, 31), placed(LEARN, USUAL)),
    talk(dt.date(2026, 1, 1), placed(LEARN, HERE), line="New year."),
]
DIFFERED = [
    talk(OLD, answered(LEARN, "differs")),
    talk(MARCH, answered(LEARN, "differs")),
    talk(NOVEMBER, placed(LEARN, HERE)),
]
ANSWERS = [
    talk(MARCH, placed(LEARN, USUAL), placed(AWARE, HERE), placed(SPACES, HERE)),
    talk(
        NOVEMBER,
        answered(LEARN, "not_ours", "The landlord"),
        answered(AWARE, "does_not_apply", "No building."),
        answered(SPACES, "another_day"),
    ),
]
LIFT = [
    talk(OLD, factors=(obstacle("The lift", id=an_id("lift")),)),
    talk(MARCH, factors=(obstacle("The lift", id=an_id("lift"), state="gone"),)),
    talk(NOVEMBER, factors=(obstacle("The lift", id=an_id("lift"), state="new"),)),
]
PASTED = "Strengths:\n• the hour\n• the door\n\nWeaknesses:\n1) noise"


def an_ask(words: str):
    ask = AskText(an_id(words), "commissioner", words, asked_on=NOVEMBER)
    return obstacle(f"Without: {words}", reach="someone_else", ask=ask)


def asked_before(words: str):
    ask = AskText(an_id(words), "partner", words, asked_on=OLD)
    return obstacle(f"Without: {words}", reach="someone_else", ask=ask)


# What it is, the conversations, what has to be said, what must not be.
CASES = {
    "one thing, other letters and blanks": (
        SAME_THING,
        ["We called “the kitchen” usual here in March and on our minds in May."],
        ["the  kitchen", "something else"],
    ),
    "one thing, by another keyboard": (
        [
            coffee(MARCH, "The residents' kitchen.", "It leaks.", placed("whole", USUAL)),
            coffee(MAY, "The residents’ kitchen", "Still leaks.", placed("whole", MIND)),
        ],
        ["We called “The residents’ kitchen” usual here in March and on our minds in May."],
        ["something else", "kitchen.”"],
    ),
    "one thing, the only time": (
        [talk(MARCH, placed(LEARN, MIND), about="The lift", factors=(obstacle("Its door"),))],
        ["Where we were\n", "In March it was about this: The lift"],
        ["Where we are", "Last time"],
    ),
    "one thing, then themes": (
        THING_THEN_THEMES,
        ["In March it was about this: The night handover\nIn March: Busy."],
        ["It is on our minds now", "The whole place was"],
    ),
    "themes, then one thing": (
        THEMES_THEN_THING,
        ["The night handover. Busy.", "What was not part of the last conversation"],
        ["The whole place. Busy."],
    ),
    "four levels, five, four": (
        FOUR_FIVE_FOUR,
        [
            (
                "It was most days in March, of five; we now use four. It is usual here now. "
                "It was usual here in January too."
            )
        ],
        ["It is usual here, as it was"],
    ),
    "an element ended and came back": (
        BACK,
        ["We called it usual here in March 2025 and say here and there now."],
        ["no longer asks", "first time we talked"],
    ),
    "a theme with another name": (
        [
            talk(MARCH, placed(LEARN, USUAL)),
            talk(
                NOVEMBER,
                placed(LEARN, HERE),
                framework=edition("2.1", lines=renamed("Learning together")),
            ),
        ],
        ["It was called “Learning and enquiry” in March."],
        [],
    ),
    "the last day of a year and the first": (
        NEW_YEAR,
        ["We called it usual here in December 2025 and here and there in January."],
        ["here and there now"],
    ),
    "two on one day": (
        ONE_DAY,
        [
            "two conversations among ourselves on one day, 12 November 2026",
            "Evening. We called it usual here on 12 November and say here and there now.",
        ],
        ["the first on 12 November 2026"],
    ),
    "told later than another": (
        [
            talk(MARCH, placed(LEARN, HERE), line="Then.", entered_on=dt.date(2026, 11, 20)),
            talk(MAY, placed(LEARN, USUAL), line="Now."),
        ],
        ["written down here on 20 November 2026", "here and there in March and usual here in May"],
        [],
    ),
    "not agreed twice, then placed": (
        DIFFERED,
        ["In March we didn’t all see it the same way; it is here and there now."],
        ["In March 2025 we didn’t all see it the same way; it is"],
    ),
    "never agreed": (
        DIFFERED[:2],
        ["What we don’t all see the same way\nLearning and enquiry. It was so in March 2025, too."],
        ["the same way, as in"],
    ),
    "every other answer": (
        ANSWERS,
        ["The landlord. It was usual here in March.", "No building.", "Left for another day"],
        ["We have not said why"],
    ),
    "gone and back in the way": (
        LIFT,
        ["What gets in the way, and is ours to change: The lift."],
        ["No longer in the way", "What has changed"],
    ),
    "two asks of one body": (
        [talk(NOVEMBER, factors=(an_ask("Two places"), an_ask("A nurse")))],
        ["Where we are\nThis is the first time we talked", "Two places.", "A nurse."],
        ["What has changed"],
    ),
    "one in the room": (
        [talk(NOVEMBER, placed(LEARN, HERE), line="I ask myself.", head_count=1)],
        ["This comes from what one of us wrote down on 12 November 2026."],
        ["one of us:"],
    ),
    "a list that was pasted": (
        [talk(NOVEMBER, placed(LEARN, HERE), line=PASTED)],
        ["Learning and enquiry. the hour.", "• the door"],
        ["Strengths: the hour", "• the hour", "Learning and enquiry. Strengths"],
    ),
    "a picture at the end": (
        [talk(NOVEMBER, placed(LEARN, HERE), line="நாங்கள் பேசுகிறோம் 🙂")],
        ["நாங்கள் பேசுகிறோம் 🙂"],
        ["🙂."],
    ),
    "a script without full stops": (
        [talk(NOVEMBER, placed(LEARN, HERE), line="เราคุยกัน")],
        ["เราคุยกัน"],
        ["เราคุยกัน."],
    ),
    "per cent at the end": (
        [talk(NOVEMBER, placed(LEARN, HERE), line="Nights join, 50%")],
        ["Nights join, 50%."],
        [],
    ),
    "marks alone": (
        [talk(NOVEMBER, placed(LEARN, HERE), line="???")],
        ["Learning and enquiry. ???"],
        ["???."],
    ),
    "a question, twice": (
        [
            talk(MARCH, placed(LEARN, HERE), line="Why not?"),
            talk(NOVEMBER, placed(LEARN, HERE), line="Why not?"),
        ],
        ["What is as it was\nLearning and enquiry."],
        ["Why not?."],
    ),
    "a list beside another answer": (
        [
            talk(
                NOVEMBER,
                answered(LEARN, "does_not_apply", PASTED),
                answered(AWARE, "not_ours", PASTED),
            )
        ],
        [
            "Learning and enquiry. Strengths: the hour; the door. Weaknesses: noise.",
            "Psychological awareness. Strengths: the hour; the door. Weaknesses: noise.",
        ],
        [],
    ),
    "several views after one": (
        [
            talk(MARCH, placed(LEARN, USUAL)),
            talk(NOVEMBER, answered(LEARN, "differs", views=(View("Days: yes.", None),))),
        ],
        ["Learning and enquiry. Days: yes. In March we said usual here."],
        ["Now we don’t all"],
    ),
    "what was tried two years ago": (
        [
            talk(
                dt.date(2024, 11, 5),
                steps=(trying("A rota"), trying("Sleep", "partly")),
                factors=(helps("A garden"), obstacle("The lift", state="easier")),
            )
        ],
        [
            "A rota: last said on 5 November 2024.",
            "Sleep: partly, or still going; last said on 5 November 2024.",
            "In November 2024: A garden.",
            "In November 2024, easier by then: The lift.",
        ],
        ["Easier now"],
    ),
    "nothing but words of a place": (
        [coffee(MARCH, "", "Quiet."), coffee(NOVEMBER, "", "Loud.")],
        ["The whole place. Loud."],
        ["The words we used are those of"],
    ),
    "a thing between two talks about the place": (
        [
            coffee(OLD, "", "Quiet.", placed("whole", HERE)),
            coffee(MARCH, "The kitchen", "It leaks.", placed("whole", MIND)),
            coffee(NOVEMBER, "", "Loud.", placed("whole", HERE)),
        ],
        ["Loud. In March it was about something else: The kitchen. It is here and there now."],
        ["The whole place: in March", "- In March it was about something else"],
    ),
    "a question that was asked before": (
        [
            talk(OLD, factors=(asked_before("Could we have two places?"),)),
            talk(NOVEMBER, factors=(asked_before("Could we have two places?"),)),
        ],
        ["First named on 3 March 2025:\nCould we have two places?"],
        ["places?,"],
    ),
    "let go, and taken up again": (
        [
            talk(OLD, steps=(trying("A rota", id=an_id("rota")), trying("A book"))),
            talk(MARCH, steps=(trying("A rota", "dropped", id=an_id("rota"), learned="No time."),)),
            talk(MAY, steps=(trying("A book", "happened", learned="Read twice."),)),
            talk(NOVEMBER, steps=(trying("A rota", id=an_id("another rota")),)),
        ],
        [
            "What we are trying\nA rota.",
            "A rota: we let it go in March. No time.",
            "A book: it happened by May. Read twice.",
        ],
        ["we let it go."],
    ),
    "there, back, and there where it first was": (
        [
            talk(dt.date(2025, 12, 31), placed(LEARN, MIND)),
            talk(dt.date(2026, 8, 31), placed(LEARN, USUAL)),
            talk(NOVEMBER, placed(LEARN, MIND), line="Back, and we know why."),
        ],
        [
            "Back, and we know why. We called it usual here in August and say on our minds now.",
            "now. It was on our minds in December 2025 too.",
        ],
        ["as it was in December"],
    ),
    "words in quotation marks": (
        [talk(NOVEMBER, placed(LEARN, HERE), line="“It’s fine.”")],
        ["“It’s fine.”"],
        ["“It’s fine.”."],
    ),
    "a list that was tried, and a quotation at its end": (
        [
            talk(
                NOVEMBER,
                steps=(
                    trying("Two things:\n- a rota\n- a bell", "partly", learned="- ring\n- wait"),
                    trying("We say “not yet”", "happened", learned="It is heard as “never”"),
                ),
                factors=(helps("- a garden\n- a cat", LEARN),),
            )
        ],
        ["- a bell\n", "- wait\n", "- a cat\n", "It is heard as “never”."],
        ["a bell.", "wait.", "a cat."],
    ),
    "taken up again in the same words": (
        [
            talk(MARCH, steps=(trying("Ring everybody", who="Sam", notice="Fewer calls"),)),
            talk(
                NOVEMBER,
                steps=(
                    trying("Ring everybody", "not_yet", who="Sam", notice="Fewer calls"),
                    trying("Ring everybody.", who="Jo", id=an_id("again")),
                ),
            ),
        ],
        ["Ring everybody: not yet, and we still mean to.\nHow we will notice: Fewer calls", ": Jo"],
        ["Ring everybody.", ": Sam"],
    ),
    "taken up again in the same words by another at the next talk": (
        [
            talk(dt.date(2026, 9, 3), steps=(trying("Ring all", who="Sam", notice="Fewer calls"),)),
            talk(NOVEMBER, steps=(trying("Ring all.", who="Jo", id=an_id("again")),)),
        ],
        ["Ring all.\nHow we will notice: Fewer calls", ": Jo"],
        [": Sam"],
    ),
    "down, and back to a finer place of the level it had": (
        [
            talk(OLD, placed(LEARN, USUAL, 1), placed(AWARE, USUAL, 1)),
            talk(MARCH, placed(LEARN, MIND, 3), placed(AWARE, USUAL, 1)),
            talk(NOVEMBER, placed(LEARN, USUAL, 3), placed(AWARE, USUAL, 3)),
        ],
        [
            "It was on our minds in March; it is usual here now. It was usual here in March 2025",
            "A little steadier than in March: psychological awareness.",
        ],
        ["Still usual here"],
    ),
    "what was tried was taken out": (
        [
            talk(
                NOVEMBER,
                steps=(
                    trying("Taken out on 12 November 2026", "partly", id=an_id("one")),
                    trying(
                        "Taken out on 12 November 2026",
                        "partly",
                        learned="Early is better.",
                        id=an_id("two"),
                    ),
                ),
            )
        ],
        ["What we learned from what we tried", "Early is better."],
        ["What we are trying"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_odd_case_is_told_truly(name):
    records, needed, unsaid = CASES[name]
    report = build_report(records, options=Options.own_copy(date=dt.date(2026, 11, 22)))
    text = "\n".join(line for line in aloud(report).splitlines() if line.strip())
    text = text.replace("#", "").replace("\n ", "\n")
    for words in needed:
        assert words in text
    for words in unsaid:
        assert words not in text


WENT_ON = (
    talk(MARCH, placed(LEARN, MIND), head_count=5),
    talk(
        NOVEMBER, placed(LEARN, HERE), head_count=7, factors=(obstacle("The lift", state="easier"),)
    ),
    talk(NOVEMBER + dt.timedelta(days=20), placed(LEARN, MIND)),
)


def side_by_side(one, other, *, among, today):
    """Return what is said of two talks side by side."""
    comparison = build_comparison(one, other, among=among, today=today)
    return [
        *comparison.also,
        *(pair.row.plain for group in comparison.groups for pair in group.pairs),
    ]


def test_one_thing_in_other_letters_is_no_other_thing_side_by_side():
    comparison = build_comparison(*SAME_THING, among=SAME_THING, today=NOVEMBER)
    assert not [sentence for sentence in comparison.also if "What it was about" in sentence]


@pytest.mark.parametrize(
    ("about", "quoted"),
    [
        ("Do we sleep?", "first the whole place; later “Do we sleep?”"),
        ("Nights.", "first the whole place; later “Nights”."),
        ("“Nights”", "first the whole place; later “Nights”."),
    ],
)
def test_one_thing_is_told_in_quotes_side_by_side(about, quoted):
    two = (talk(MARCH, placed("whole", MIND)), talk(NOVEMBER, placed("whole", HERE), about=about))
    comparison = build_comparison(*two, among=two, today=NOVEMBER)
    assert f"What it was about: {quoted}" in comparison.also


@pytest.mark.django_db
def test_what_is_new_is_told_since_the_last_talk_of_the_same_framework():
    talks = two_frameworks().records
    assert [build_journey(talks[:number]).since for number in (2, 3, 4)] == [
        "5 May 2025",  # there is none of its own
        "5 May 2025",
        "5 November 2025",
    ]


@pytest.mark.django_db
def test_line_that_nobody_took_up_with_another_framework_is_not_told():
    talks = two_frameworks().records
    took_up_one = talk(talks[0].occasion.held_on, placed(AWARE, MIND), line="We ask.", code=AWARE)
    rows = build_journey([took_up_one, talks[1]]).rows
    assert [row.code for row in rows if row.former] == [AWARE]


def test_reason_on_the_page_of_a_line_is_the_nearest_and_is_said_once():
    later = talk(NOVEMBER.replace(day=28), placed(LEARN, HERE))
    _newest, then, *_older = build_line_story([*DIFFERED, later], LEARN, today=NOVEMBER).entries
    assert then.broken == "In March we didn’t all see it the same way."
    story = build_line_story(DIFFERED, LEARN, today=NOVEMBER)
    assert story.row.plain.startswith("In March we didn’t all see it the same way; ")
    assert story.entries[0].broken == "", "the page begins with it"


@pytest.mark.parametrize(("today", "now"), [(NOVEMBER, True), (NOVEMBER.replace(year=2028), False)])
def test_page_of_a_line_and_of_two_talks_says_now_of_no_talk_long_ago(today, now):
    """Opened years after, they tell of the day of the last talk."""
    sentences = [build_line_story(WENT_ON[:2], LEARN, today=today).row.plain]
    sentences += side_by_side(*WENT_ON[:2], among=WENT_ON[:2], today=today)[-1:]
    assert sentences
    for sentence in sentences:
        assert ("it is here and there now" in sentence) is now
        assert ("November 2026" in sentence) is not now


def test_what_the_team_has_talked_of_again_since_is_never_told_as_now():
    """Of two past talks, in a report, and to an organisation, without the last one."""
    first, second, last = WENT_ON
    day, chosen, left = last.occasion.held_on, [first, second], [last]
    options = replaced(SHARE, date=day, selected=True, purpose="")
    report = build_report(chosen, options=options, apart=left)
    journey = build_journey(chosen, apart=left, inside=False, today=day)
    marks = [mark.words for mark in (*report.key, *journey.key)]
    sentences = [row.plain for row in journey.rows]
    sentences += side_by_side(first, second, among=WENT_ON, today=day)
    sentences += [*aloud(report).splitlines(), *marks]
    assert [sentence for sentence in sentences if re.search(r"(?i)\bnow\b", sentence)] == []
    assert sum("here and there in November" in sentence for sentence in sentences) >= 3
