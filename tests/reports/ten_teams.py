"""Ten different teams, each with everything it has kept, for reports to be read aloud."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from record.document import AnswerText, AroundNoteText, AskText, Record, View
from record.framework import FrameworkText, LevelText, LineText
from reports.content import Options, Report, build_report
from reports.content.pieces import Own, Titled
from reports.content.quotable import Quote
from reports.content.understanding import (
    Half,
    Outcome,
    UnderstandingPage,
    fixed_terms,
    no_contract,
    nothing_agreed,
)
from tests import alder_house
from tests.records import (
    AWARE,
    HERE,
    LEARN,
    MIND,
    ROOTED,
    RULES,
    SPACES,
    TRAINED,
    USUAL,
    a_framework,
    a_record,
    a_service,
    an_id,
    answered,
    example,
    helps,
    obstacle,
    placed,
    team_line,
    trying,
)
from tests.reports.commissioning import how_we_commission

TODAY = dt.date(2026, 11, 22)
THEMES = (AWARE, TRAINED, LEARN, SPACES, RULES)
QUOTED = Quote(
    words=(
        "Alder House is a hostel for twenty-four people, run by Northside Housing. Its team looks "
        "together at how it works, about twice a year. Since spring 2025 a regular hour for "
        "thinking together has become established. The team’s link with other services weakened "
        "when a local forum closed. It has asked the council for two things and said what it will "
        "do meanwhile."
    ),
    better="In how it thinks together, yes; in its links outside, no. It says why.",
    true="They say what they would expect us to see if we visited, and have asked us to.",
    request="Note the account, and support the two requests.",
    public=True,
)


def share(**changes: Any) -> Options:
    """Return the choices of a whole report for a body, everything in it."""
    fields: dict[str, Any] = {
        "date": TODAY,
        "reference": "PZ-7F3K-22",
        "to": "Riverside Health Partnership",
        "purpose": "Before we meet",
        "until": dt.date(2027, 6, 30),
        "include_ours": True,
    }
    return Options(**fields | changes)


class Team(NamedTuple):
    """What a team kept, and what it chose for a report of it."""

    records: Sequence[Record]
    options: Options

    def report(self, **changes: Any) -> Report:
        """Return its report. `changes`: of what it chose."""
        options = msgspec.structs.replace(self.options, **changes)
        return build_report(self.records, options=options)


def one_coffee_break() -> Team:
    """A first talk about one thing, over coffee, as a letter."""
    talk = a_record(
        dt.date(2026, 11, 12),
        length="coffee",
        about="The night handover",
        head_count=3,
        people_kinds=("nights", "days"),
        examples=(
            team_line("whole", "We tell each other what happened, and rarely what we made of it."),
            example("On Sunday nobody knew that the boiler man had come."),
        ),
        factors=(helps("The two who have been here longest"), obstacle("Ten minutes, at best")),
        steps=(trying("A line at the end of the sheet: what we made of it"),),
        next_talk="month",
    )
    return Team([talk], share(sections=("changes", "trying"), purpose=""))


def one_of_everything() -> Team:
    """Alder House: every kind of movement, an ask, something put right."""
    options = share(
        meet="an hour in the week of 11 January; we would like to bring two residents",
        hard_to_say=(
            "The quarterly return takes a day of the person who runs the reflective hour."
        ),
        quote=QUOTED,
        agreed=_agreed(),
    )
    return Team(alder_house.a_journey(), options)


def _agreed() -> UnderstandingPage:
    """Return what was agreed, with what came of each half."""
    body = "Riverside Health Partnership"
    ours = Outcome("As we see it", "12 November 2026", Own("Four times. Nights came to two."))
    theirs = Outcome(
        f"As {body} sees it", "3 October 2026", Own("Done: the rule is the landlord’s.")
    )
    return UnderstandingPage(
        title="What we agreed, and what came of it",
        intro=f"Agreed on 3 March 2026 between {body} and the team of Alder House.",
        holds=True,
        halves=(
            Half("We said we would", Own("Talk together twice a year, nights included."), (ours,)),
            Half(f"{body} said it would", Own("Find out who decides on the pets rule."), (theirs,)),
        ),
        boxes=(
            Titled(f"What Alder House was asked to provide, in the words of {body}", Own("A bed.")),
            Titled("Who to turn to", Own("Mo at the house, Jo at the partnership.")),
        ),
        terms=fixed_terms(),
        no_contract=no_contract(),
    )


def two_versions() -> Team:
    """Seven conversations; after the fourth, elements were added to the framework."""
    old = a_framework()
    lines = tuple(line for line in old.lines if line.code != "evidence-generating-practice")
    older = msgspec.structs.replace(old, version="2.0", lines=lines)
    newer = msgspec.structs.replace(old, name="PIEs 2.1", version="2.1")
    levels = [MIND, MIND, HERE, HERE, HERE, USUAL, USUAL]
    records = []
    for number, level in enumerate(levels):
        day = dt.date(2023 + number // 2, 3 + 6 * (number % 2), 7)
        judged = [placed(LEARN, level), placed(RULES, HERE)]
        examples = [team_line(LEARN, f"The Tuesday hour, for the {number + 1}th half-year.")]
        if number in {3, 6}:
            judged.append(placed("reflective-practice", level))
            examples.append(
                team_line("reflective-practice", f"We sat down {number + 2} weeks in ten.")
            )
        if number == 6:
            judged.append(placed("evidence-generating-practice", MIND))
            examples.append(
                team_line("evidence-generating-practice", "We began to write down what works.")
            )
        records.append(
            a_record(
                day,
                length="more" if number in {3, 6} else "themes",
                head_count=6,
                people_kinds=("days", "nights"),
                framework=older if number < 4 else newer,
                judgements=tuple(judged),
                examples=tuple(examples),
            )
        )
    return Team(records, share())


def only_ever_disagrees() -> Team:
    """Twice, on every theme, days and nights see it otherwise."""
    records = []
    for day, word in ((dt.date(2026, 3, 3), "spring"), (dt.date(2026, 11, 12), "autumn")):
        judged = []
        for code in THEMES:
            days = View(f"Days, on {code} in {word}: mostly.", USUAL)
            nights = View(f"Nights, on {code} in {word}: no.", MIND)
            judged.append(answered(code, "differs", views=(days, nights)))
        records.append(
            a_record(day, head_count=9, people_kinds=("days", "nights"), judgements=tuple(judged))
        )
    return Team(records, share())


def all_less_so() -> Team:
    """After a bad year every theme is lower; some say why, some do not."""
    then = a_record(
        dt.date(2025, 11, 11),
        head_count=8,
        judgements=tuple(placed(code, USUAL) for code in THEMES),
        examples=tuple(team_line(code, f"It held up well: {code}.") for code in THEMES),
    )
    judged = (
        placed(AWARE, HERE, why_differs="around_us"),
        placed(TRAINED, MIND, why_differs="around_us"),
        placed(LEARN, HERE, why_differs="around_us"),
        placed(SPACES, HERE),
        placed(RULES, HERE),
    )
    now = a_record(
        dt.date(2026, 11, 12),
        head_count=5,
        judgements=judged,
        examples=(
            team_line(AWARE, "We react first, since four of us left."),
            team_line(TRAINED, "Nothing ran this year."),
            team_line(LEARN, "The Tuesday hour went in June."),
        ),
        around=(AroundNoteText(dt.date(2026, 6, 1), "Four of us left in one month"),),
        factors=(
            obstacle(
                "Three posts are frozen",
                reach="someone_else",
                ask=AskText(an_id("ask posts"), "commissioner", "A word on the posts by January."),
            ),
        ),
    )
    return Team([then, now], share())


def nothing_placed() -> Team:
    """Two conversations all in words."""
    talks = [
        a_record(
            dt.date(2026, 5, 5),
            length="coffee",
            examples=(team_line("whole", "It was a quiet spring."),),
            factors=(helps("A garden"),),
        ),
        a_record(
            dt.date(2026, 11, 12),
            length="coffee",
            head_count=6,
            examples=(
                team_line("whole", "It was a loud autumn."),
                example("The fire bell rang twice."),
            ),
            factors=(obstacle("The fire bell"),),
            steps=(trying("Ask the landlord about the bell", by_when="this month"),),
        ),
    ]
    return Team(talks, share())


def _six_levels() -> FrameworkText:
    names = (
        "Not yet",
        "Now and then",
        "Half the time",
        "Most days",
        "Nearly always",
        "Our second nature",
    )
    levels = tuple(LevelText(f"l{n}", name, n, "") for n, name in enumerate(names))
    lines = [LineText("whole", "whole", "The place as a whole")]
    for theme in range(5):
        code = f"theme-{theme}"
        lines.append(
            LineText(
                code, "theme", f"Theme {'ABCDE'[theme]}", question=f"How is it in {code}, honestly?"
            )
        )
        for element in range(8):
            name = f"Element {'ABCDE'[theme]}{element + 1}"
            lines.append(LineText(f"{code}-{element}", "element", name, theme=code))
    base = a_framework()
    return msgspec.structs.replace(
        base,
        slug="forty",
        name="Forty",
        version="1.0",
        levels=levels,
        lines=tuple(lines),
        acknowledgement="The names and levels are those of Forty, by its makers.",
    )


def forty_elements() -> Team:
    """Forty elements in six levels, twice; words on every third."""
    framework = _six_levels()
    elements = [line for line in framework.lines if line.kind == "element"]
    records = []
    for talk, day in enumerate((dt.date(2026, 3, 3), dt.date(2026, 11, 12))):
        judged, examples = [], []
        for place, line in enumerate(elements):
            level = (place * 7 + talk * (place % 3)) % 6
            judged.append(placed(line.code, f"l{level}"))
            if place % 3 == 0:
                words = f"What we saw of number {place + 1}, the {('first', 'second')[talk]} time."
                examples.append(team_line(line.code, words))
        records.append(
            a_record(
                day,
                length="more",
                head_count=12,
                framework=framework,
                judgements=tuple(judged),
                examples=tuple(examples),
            )
        )
    return Team(records, share())


def right_to_left() -> Team:
    """A framework and words read from right to left."""
    base = a_framework()
    levels = tuple(
        LevelText(f"l{n}", name, n, "")
        for n, name in enumerate(("في بالنا", "هنا وهناك", "معتاد هنا", "راسخ"))
    )
    lines = (
        LineText("whole", "whole", "المكان كله"),
        LineText("care", "theme", "الرعاية", question="ما الذي حدث بعد آخر ليلة صعبة؟"),
        LineText("rules", "theme", "القواعد"),
    )
    framework = msgspec.structs.replace(
        base,
        slug="rtl",
        name="إطار",
        version="1.0",
        levels=levels,
        lines=lines,
        acknowledgement="الأسماء والدرجات من وضع أصحاب الإطار.",
    )
    records = [
        a_record(
            dt.date(2026, 3, 3),
            service=a_service(name="بيت الجار", organisation="مؤسسة البلوط"),
            framework=framework,
            head_count=6,
            judgements=(placed("care", "l0"), placed("rules", "l1")),
            examples=(
                team_line("care", "نتحدث بعد الليالي الصعبة."),
                team_line("rules", "نشرح القواعد."),
            ),
        ),
        a_record(
            dt.date(2026, 11, 12),
            service=a_service(name="بيت الجار", organisation="مؤسسة البلوط"),
            framework=framework,
            head_count=6,
            judgements=(placed("care", "l1"), placed("rules", "l1")),
            examples=(
                team_line("care", "نتحدث كل أسبوع."),
                team_line("rules", "ما زلنا نشرح القواعد."),
            ),
        ),
    ]
    return Team(records, share())


def a_team_of_two() -> Team:
    """Two people, who could be told apart; the council hears neither how many nor who."""
    talk = a_record(
        dt.date(2026, 11, 12),
        head_count=2,
        people_kinds=("days", "nights"),
        judgements=(placed(AWARE, HERE), placed(RULES, USUAL), answered(TRAINED, "another_day")),
        examples=(
            team_line(AWARE, "We ask each other at handover."),
            team_line(RULES, "We bend, and say so."),
        ),
        factors=(
            obstacle(
                "Nobody covers when one of us is ill",
                reach="someone_else",
                ask=AskText(
                    an_id("ask cover"),
                    "organisation",
                    "A third person to ring.",
                    asked_on=dt.date(2026, 11, 12),
                ),
            ),
        ),
    )
    agreed = nothing_agreed("Alder House", "Northtown Council")
    return Team([talk], share(to="Northtown Council", agreed=agreed))


def five_years() -> Team:
    """Fourteen conversations in five years, with breaks, returns and answers."""
    levels = {
        AWARE: [
            MIND,
            MIND,
            HERE,
            HERE,
            HERE,
            USUAL,
            HERE,
            HERE,
            USUAL,
            USUAL,
            USUAL,
            USUAL,
            ROOTED,
            ROOTED,
        ],
        TRAINED: [
            MIND,
            HERE,
            MIND,
            HERE,
            HERE,
            MIND,
            MIND,
            HERE,
            HERE,
            USUAL,
            HERE,
            HERE,
            HERE,
            USUAL,
        ],
        LEARN: [HERE] * 7 + [USUAL] * 7,
        SPACES: [
            HERE,
            HERE,
            USUAL,
            USUAL,
            USUAL,
            USUAL,
            USUAL,
            HERE,
            HERE,
            HERE,
            USUAL,
            USUAL,
            USUAL,
            USUAL,
        ],
        RULES: [USUAL] * 13 + [HERE],
    }
    records = []
    for number in range(14):
        day = dt.date(2022, 1, 20) + dt.timedelta(days=135 * number)
        judged = [placed(code, levels[code][number]) for code in THEMES]
        examples = [team_line(code, f"{code}, talk {number + 1}.") for code in THEMES]
        records.append(
            a_record(
                day,
                head_count=5 + number % 4,
                people_kinds=("days", "nights"),
                how_talked="team_meeting",
                judgements=tuple(judged),
                examples=tuple(examples),
                around=(AroundNoteText(dt.date(2024, 2, 1), "We moved to Mill Lane"),),
                factors=(
                    obstacle(
                        alder_house.MOVE_ON,
                        SPACES,
                        id=an_id("move-on"),
                        reach="someone_else",
                        state="new" if number == 0 else "still",
                        first_named_on=dt.date(2022, 1, 20),
                        ask=AskText(
                            an_id("ask move-on"),
                            "commissioner",
                            "Two move-on places.",
                            asked_on=dt.date(2022, 1, 20),
                            answers=(
                                AnswerText(
                                    "will",
                                    "ask.",
                                    dt.datetime(2023, 5, 2, 9, tzinfo=dt.UTC),
                                    may_go_out=True,
                                ),
                            ),
                        ),
                    ),
                ),
                steps=(
                    trying(
                        "An hour on Tuesdays", "happened", id=an_id("hour"), learned="It holds."
                    ),
                    trying("A rota for thinking", "dropped", id=an_id("rota")),
                ),
            )
        )
    return Team(records, share())


TEAMS: dict[str, Callable[[], Team]] = {
    "one_coffee_break": one_coffee_break,
    "one_of_everything": one_of_everything,
    "two_versions": two_versions,
    "only_ever_disagrees": only_ever_disagrees,
    "all_less_so": all_less_so,
    "nothing_placed": nothing_placed,
    "forty_elements": forty_elements,
    "right_to_left": right_to_left,
    "a_team_of_two": a_team_of_two,
    "five_years": five_years,
    "how_we_commission": lambda: Team(how_we_commission(), share()),
}
TEN: dict[str, Callable[[], Report]] = {
    name: lambda team=team: team().report() for name, team in TEAMS.items()
}
