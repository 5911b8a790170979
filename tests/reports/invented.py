"""Fifty teams and what they talked about, all different: for whatever has to hold of any report.

The same number gives the same team. They differ in how often they talked, in the scale (two to six
levels, long names, names from right to left), in how much they opened, answered and wrote, and in
the scripts they wrote in.
"""

import datetime as dt
import random
from typing import Any

import msgspec

from record.document import Record
from record.framework import FrameworkText, LevelText, LineText
from reports.content import Options
from reports.content.options import SECTIONS
from reports.content.quotable import Quote
from tests import records as of

MANY = 50
SAID = (
    "We met on Tuesday though three of us were off.",
    "Somebody asked why, and nobody had to shout.",
    "- the door\n- the garden\n- the office, after ten",
    "It depends who is on, and that is not good enough for people who wait for an answer all day.",
    "1. The rota\n2. What the rota does to people",
    "আমরা মঙ্গলবারে কথা বলি। ਅਸੀਂ ਗੱਲ ਕਰਦੇ ਹਾਂ। ንዛረብ ኣለና። हम बात करते हैं।",
    "نتحدث كل أسبوع عن الليل. אנחנו מדברים. Говорим вместе. Μιλάμε μαζί.",
    "Dolgo" + "besed" * 12,
    "No.",
)
NAMES = {
    "plain": ("On our minds", "Here and there", "Usual here", "Well rooted"),
    "two": ("Not yet", "So"),
    "six": (
        "We have begun to notice it",
        "We talk about it now and then",
        "Some of us do it on some days",
        "Most of us do it on most days",
        "We all do it, in bad weeks as well",
        "It would outlast every one of us",
    ),
    "german": (
        "Gelegentlich und unvorhersehbar vorhanden",
        "Wiederkehrend, aber personenabhängig",
        "Selbstverständlicher Arbeitsbestandteil",
        "Unverwüstlich tief verwurzelt",
    ),
    "right to left": ("في بالنا", "هنا وهناك", "معتاد هنا", "راسخ تمامًا"),
}
STATUSES = ("does_not_apply", "another_day", "differs", "not_ours")
WHY = ("we_changed", "seen_clearly", "around_us", "people", "")


def team(number: int) -> tuple[tuple[Record, ...], Options]:
    """Return what team `number` (0 to 49) kept, and what it chose for a report of it."""
    dice = random.Random(number)  # noqa: S311 -- the same team each time, no secret
    framework = _framework(dice, list(NAMES)[number % len(NAMES)], themes=1 + number % 7)
    talks = (1, 2, 3, 6, 14)[number % 5]
    day = dt.date(2022, 1, 3) + dt.timedelta(days=dice.randrange(200))
    records = []
    for place in range(talks):
        records.append(_talk(dice, framework, day, place))
        day += dt.timedelta(days=dice.randrange(20, 150))
    chosen = tuple(part for part in SECTIONS if dice.random() < 0.8)
    options = Options(
        date=day,
        reference=f"PZ-{number:04}-AA",
        to="Northtown Council" if number % 2 else "",
        purpose=dice.choice(SAID) if number % 3 else "",
        sections=chosen or SECTIONS,
        include_ours=bool(number % 2),
        meet=dice.choice(SAID) if number % 4 == 1 else "",
        hard_to_say=dice.choice(SAID) if number % 6 == 1 else "",
        quote=_quote(dice, public=number % 4 == 1) if number % 2 else None,
    )
    return tuple(records), options


def _quote(dice: random.Random, *, public: bool) -> Quote:
    """Return what may be quoted: some of the questions answered."""
    answers = [dice.choice((*SAID, "", "")) for _question in range(3)]
    better, true, request = answers
    return Quote(
        words="\n\n".join(dice.choices(SAID, k=dice.randrange(1, 4))),
        better=better,
        true=true,
        request=request,
        public=public,
    )


def sized(themes: int, elements: int, talks: int) -> list[Record]:
    """Return the records of a team that talks about so many lines so often."""
    dice = random.Random(1)  # noqa: S311 -- the same team each time, no secret
    lines = [LineText("whole", "whole", "The whole place")]
    for theme in range(themes):
        code = f"theme-{theme}"
        lines.append(LineText(code, "theme", f"Theme {theme}", question="What happens here?"))
        for place in range(elements):
            name = f"Theme {theme}, part {place}"
            lines.append(LineText(f"{code}-{place}", "element", name, theme=code))
    plain = _framework(dice, "plain", themes=0)
    framework = msgspec.structs.replace(plain, lines=tuple(lines))
    first = dt.date(2022, 1, 3)
    return [
        _talk(dice, framework, first + dt.timedelta(days=60 * place), place)
        for place in range(talks)
    ]


def _framework(dice: random.Random, scale: str, *, themes: int) -> FrameworkText:
    names = NAMES[scale]
    lines = [LineText("whole", "whole", "The whole place")]
    for theme in range(themes):
        code = f"theme-{theme}"
        name = dice.choice(("Doors", "Networks and surroundings", "كيف نستقبل الناس", "Rules"))
        lines.append(LineText(code, "theme", f"{name} {theme + 1}", question="What happens here?"))
        lines += [
            LineText(f"{code}-{place}", "element", f"{name}, part {place + 1}", theme=code)
            for place in range(dice.randrange(5))
        ]
    return msgspec.structs.replace(
        of.a_framework(),
        slug="invented",
        version="1.0",
        levels=tuple(
            LevelText(f"level-{place}", name, place + 1, "How it is.")
            for place, name in enumerate(names)
        ),
        lines=tuple(lines),
    )


def _talk(dice: random.Random, framework: FrameworkText, day: dt.date, place: int) -> Record:
    judged, examples, factors, steps = [], [], [], []
    for line in framework.lines[1:]:
        chance = dice.random()
        if chance < 0.5:
            level = dice.choice(framework.levels).code
            why = dice.choice(WHY) if place else ""
            judged.append(
                of.placed(line.code, level, dice.choice((None, 1, 3, 5)), why_differs=why)
            )
        elif chance < 0.75:
            judged.append(of.answered(line.code, dice.choice(STATUSES), dice.choice(SAID)))
        else:
            judged.append(of.passed_over(line.code))
        if dice.random() < 0.6:
            examples.append(of.team_line(line.code, f"{dice.choice(SAID)} ({day:%B})"))
    for number in range(dice.randrange(4)):
        factors.append(of.helps(f"{dice.choice(SAID)} {number}"))
        factors.append(of.obstacle(f"{dice.choice(SAID)} {number}!", reach="ours"))
        steps.append(of.trying(f"{dice.choice(SAID)} {number}?", dice.choice(("trying", "partly"))))
    more: dict[str, Any] = {"head_count": dice.choice((None, 1, 2, 7))}
    if dice.random() < 0.5:
        more["opening"] = dice.choice(SAID)
    return of.a_record(
        day,
        framework=framework,
        judgements=tuple(judged),
        examples=tuple(examples),
        factors=tuple(factors),
        steps=tuple(steps),
        **more,
    )
