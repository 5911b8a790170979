"""Odd teams: what each answered once beside each thing it can answer next; much at once; long ago.

For whatever has to hold of any report, as `ten_teams` and `invented`.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial

import msgspec
import pytest

from record.document import AnswerText, AskText, JudgementText, Place, View
from record.framework import FrameworkText, LevelText, LineText
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
    an_id,
    answered,
    obstacle,
    passed_over,
    placed,
    team_line,
    trying,
)
from tests.reports.ten_teams import Team, share

MARCH, NOVEMBER = dt.date(2026, 3, 3), dt.date(2026, 11, 12)
LINES = [line.code for line in a_framework().lines if line.kind != "whole"]


def _views(line: str) -> tuple[View, ...]:
    return (View(f"Days have {line}.", USUAL), View(f"Nights have no {line}.", MIND))


ANSWERS: dict[str, Callable[[str], JudgementText | None]] = {
    "on our minds": lambda line: placed(line, MIND),
    "usual here": lambda line: placed(line, USUAL),
    "well rooted": lambda line: placed(line, ROOTED),
    "does not apply": lambda line: answered(line, "does_not_apply", f"No room for {line}."),
    "does not apply, and no word": lambda line: answered(line, "does_not_apply"),
    "another day": lambda line: answered(line, "another_day"),
    "several views": lambda line: answered(line, "differs", views=_views(line)),
    "several views, and no word": lambda line: answered(line, "differs"),
    "not ours": lambda line: answered(line, "not_ours", f"The landlord decides of {line}."),
    "not ours, and no word": lambda line: answered(line, "not_ours"),
    "passed over": passed_over,
    "not offered": lambda _line: None,
    "words alone": lambda line: JudgementText(line, answered=False, place=Place(), first=Place()),
}


def each_answer_after(name: str, *, words: bool) -> Team:
    """Return the report of a team that answered all lines alike, and then each otherwise."""
    talks = []
    for day, answers in ((MARCH, [ANSWERS[name]] * len(ANSWERS)), (NOVEMBER, ANSWERS.values())):
        judged, examples = [], []
        for line, answer in zip(LINES, answers, strict=False):
            judgement = answer(line)
            if judgement is not None:
                judged.append(judgement)
                examples.append(team_line(line, f"What we saw of {line}, {day:%B}."))
        talks.append(
            a_record(
                day,
                length="more",
                head_count=6,
                judgements=tuple(judged),
                examples=tuple(examples) if words else (),
            )
        )
    return Team(talks, share())


def _all(*levels: str, **more: str) -> tuple[JudgementText, ...]:
    codes = (AWARE, TRAINED, LEARN, SPACES, RULES)
    return tuple(placed(code, level, **more) for code, level in zip(codes, levels, strict=True))


def there_and_back() -> Team:
    """Up and down and up, over two years; not all of it with words."""
    seen = [
        (MIND, USUAL, HERE, MIND, ROOTED),
        (USUAL, MIND, HERE, HERE, USUAL),
        (MIND, USUAL, HERE, MIND, ROOTED),
        (USUAL, MIND, USUAL, HERE, USUAL),
    ]
    talks = []
    for number, levels in enumerate(seen):
        day = dt.date(2025 + number // 2, 3 + 6 * (number % 2), 3)
        words = tuple(team_line(code, f"Said of {code}, {day:%B %Y}") for code in (AWARE, TRAINED))
        talks.append(a_record(day, head_count=6 + number, judgements=_all(*levels), examples=words))
    return Team(talks, share())


def eight_elements() -> Team:
    """Eight elements three times, many of which moved alike."""
    codes = [line.code for line in a_framework().lines if line.kind == "element"][:8]
    seen = (
        (dt.date(2025, 6, 1), [MIND] * 8),
        (dt.date(2026, 6, 1), [HERE] * 8),
        (dt.date(2026, 11, 1), [HERE, HERE, USUAL, USUAL, MIND, MIND, ROOTED, HERE]),
    )
    talks = []
    for day, levels in seen:
        judged = tuple(placed(code, level) for code, level in zip(codes, levels, strict=True))
        words = tuple(team_line(code, f"Said of {code} in {day:%B %Y}.") for code in codes[::2])
        talks.append(a_record(day, length="more", head_count=6, judgements=judged, examples=words))
    return Team(talks, share())


def asks_alone() -> Team:
    """Ten asks named on one day, of everybody there is, with every answer."""
    at = dt.datetime(2026, 4, 2, 9, tzinfo=dt.UTC)
    answers = {
        "manager": ("will", "changed", "", "done"),
        "organisation": ("ask", "talk", "not_ours", "cannot"),
        "unknown": ("",),
        "commissioner": ("",),
    }
    obstacles = []
    for to, codes in answers.items():
        for answer in codes:
            words = f"Something of {to} ({answer or 'not answered'})."
            answer_texts = (
                (AnswerText(answer, "as we said.", at, may_go_out=True),) if answer else ()
            )
            ask = AskText(an_id(words), to, words, asked_on=MARCH, answers=answer_texts)
            obstacles.append(obstacle(f"Without {words}", reach="someone_else", ask=ask))
    talks = [a_record(day, head_count=6, factors=tuple(obstacles)) for day in (MARCH, NOVEMBER)]
    return Team(talks, share())


def much_tried() -> Team:
    """Nine things tried, each state three times; some not spoken of again."""
    first, later = [], []
    for state in ("trying", "partly", "not_yet", "happened", "dropped"):
        for number in range(3):
            step = trying(f"Something {state}, of {number}", state)
            (later if state in {"happened", "dropped"} or number else first).append(step)
            if state == "trying":
                first.append(trying(f"Something older, of {number}", "partly"))
    talks = [
        a_record(MARCH, head_count=6, steps=tuple(first)),
        a_record(NOVEMBER, head_count=6, steps=tuple(later)),
    ]
    return Team(talks, share())


def _garden() -> FrameworkText:
    levels = tuple(LevelText(name.lower(), name, n, "") for n, name in enumerate(("Seed", "Tree")))
    lines = (LineText("whole", "whole", "The garden"), LineText("soil", "theme", "Soil"))
    return msgspec.structs.replace(
        a_framework(), slug="garden", name="Garden", version="1.0", levels=levels, lines=lines
    )


def two_frameworks() -> Team:
    """PIEs and another framework in turn; the last talk used the other."""
    talks = [
        a_record(dt.date(2025, 5, 5), head_count=6, judgements=_all(*[MIND] * 5)),
        a_record(
            dt.date(2025, 11, 5),
            head_count=6,
            framework=_garden(),
            judgements=(placed("soil", "seed"),),
        ),
        a_record(
            dt.date(2026, 5, 5),
            head_count=7,
            judgements=_all(*[HERE] * 5),
            examples=(team_line(LEARN, "Tuesdays hold."),),
        ),
        a_record(
            dt.date(2026, 11, 5),
            head_count=7,
            framework=_garden(),
            judgements=(placed("soil", "tree"),),
        ),
    ]
    return Team(talks, share())


def seen_more_clearly() -> Team:
    """Each line is seen more clearly, some of them from where they were, some not."""
    then = a_record(MARCH, head_count=6, judgements=_all(MIND, HERE, USUAL, ROOTED, HERE))
    judged = _all(HERE, USUAL, HERE, USUAL, MIND, why_differs="seen_clearly")
    now = a_record(NOVEMBER, head_count=6, judgements=judged)
    return Team([then, now], share())


ODD: dict[str, Callable[[], Team]] = {
    **{
        f"{name}, then each{'' if words else ', without words'}": partial(
            each_answer_after, name, words=words
        )
        for name in ANSWERS
        for words in (True, False)
        if name != "not offered"
    },
    "there and back": there_and_back,
    "eight elements": eight_elements,
    "asks alone": asks_alone,
    "much tried": much_tried,
    "two frameworks": two_frameworks,
    "seen more clearly": seen_more_clearly,
}

# Whose lines are of two frameworks: which of them are the same is asked of the database.
LINKED = "two frameworks"


def each_of(names: Iterable[str]) -> list[object]:
    """Return names of teams as parameters of a test that tells a report of each."""
    marks = {LINKED: [pytest.mark.django_db]}
    return [pytest.param(name, marks=marks.get(name, ()), id=name) for name in names]
