"""Ten whole reports as text: a change of wording is seen as text in review.

Where a change is meant: `.venv/bin/python -m tests.reports.approve`, read it, commit it.
"""

import re
from collections import Counter
from itertools import combinations

import pytest

from reports.content import SECTIONS, Report
from tests.reports.aloud import aloud
from tests.reports.approve import APPROVED
from tests.reports.generated import names_of_lines, own_words, told_apart, told_whole
from tests.reports.invented import MANY, team
from tests.reports.odd_teams import LINKED, ODD, each_of
from tests.reports.ten_teams import TEAMS, TEN, Team

MOST_REPEATED = 0.05
WHOLE = TEAMS | ODD
# Every choice of parts of a report, none and all among them.
CHOICES = [some for number in range(6) for some in combinations(SECTIONS, number)]


def our_sentences(report: Report) -> list[str]:
    """Return a report's sentences without headings, people's words, names of lines and numbers."""
    lines = aloud(report).replace("[bead row]", "").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    names = set(names_of_lines(report))
    longest_first = sorted(names, key=len, reverse=True)
    any_name = re.compile("|".join(map(re.escape, longest_first)) or "(?!)", re.IGNORECASE)
    sentences_told = []
    for line in text.splitlines():
        for sentence in re.split(r"(?<=[.!?…])\s+", line):
            bare = any_name.sub("_", sentence)
            bare = re.sub(r"_(?:(?:, |; | and )_)*", "_", bare).strip(" -_:.")
            if bare:
                sentences_told.append(bare)
    return sentences_told


def repeated(sentences: list[str]) -> list[str]:
    """Return the sentences that are said twice or more."""
    often = Counter(sentences)
    return [sentence for sentence in sentences if often[sentence] > 1]


@pytest.mark.parametrize("name", TEN)
def test_report_reads_as_approved(name):
    approved = (APPROVED / f"{name}.txt").read_text(encoding="utf-8")
    assert aloud(TEN[name]()) == approved


@pytest.mark.parametrize("name", each_of(WHOLE))
def test_hardly_a_sentence_is_said_twice(name):
    sentences = our_sentences(WHOLE[name]().report())
    twice = repeated(sentences)
    assert len(twice) <= MOST_REPEATED * len(sentences), Counter(twice)


def not_said_twice(teams: dict[str, Team], sections: tuple[str, ...]) -> None:
    """What people wrote, and what a framework asks, is none of ours."""
    for name, one_team in teams.items():
        sentences = our_sentences(told_apart(one_team.report(sections=sections)))
        twice = repeated(sentences)
        assert len(twice) <= MOST_REPEATED * len(sentences), (name, Counter(twice))


@pytest.mark.parametrize("choice", range(len(CHOICES)), ids=lambda at: "+".join(CHOICES[at]))
def test_hardly_a_sentence_of_ours_is_said_twice_whatever_was_chosen(choice):
    """Invented teams take turns."""
    teams = {name: make() for name, make in WHOLE.items() if name != LINKED}
    for number in range(choice % 4, MANY, 4):
        teams[f"invented {number}"] = Team(*team(number))
    not_said_twice(teams, CHOICES[choice])


@pytest.mark.django_db
def test_hardly_a_sentence_of_ours_is_said_twice_of_two_frameworks():
    for sections in CHOICES:
        not_said_twice({LINKED: WHOLE[LINKED]()}, sections)


def test_repeated_sentences_are_noticed():
    assert repeated(["It holds", "It holds", "We bend"]) == ["It holds", "It holds"]


@pytest.mark.parametrize("name", TEN)
def test_no_words_of_the_team_are_lost_on_the_page(name):
    """What a report holds to be told is told: lines, examples, helps, obstacles, asks, tries."""
    report = TEN[name]()
    text = " ".join(aloud(report).split())
    parts = [report.letter, report.changes, report.asks, report.trying, report.around]
    parts += [report.hard_to_say, report.quotable]
    parts += [(theme.line, theme.says, theme.helps, theme.obstacles) for theme in report.themes]
    for words in own_words(tuple(parts)):
        assert told_whole(words, text)
