"""Ten whole reports as text: a change of wording is seen as text in review.

Where a change is meant: `.venv/bin/python -m tests.reports.approve`, read it, commit it.
"""

import re
from collections import Counter

import pytest

from reports.content import Report, build_report
from reports.content.options import CHANGES
from tests.reports.aloud import aloud
from tests.reports.approve import APPROVED
from tests.reports.generated import own_words, told_apart, told_whole
from tests.reports.invented import MANY, team
from tests.reports.odd_teams import ODD
from tests.reports.ten_teams import TEN

MOST_REPEATED = 0.05


def our_sentences(report: Report) -> list[str]:
    """Return a report's sentences without headings, people's words, names of lines and numbers."""
    lines = aloud(report).replace("[bead row]", "").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    rows = [row for theme in report.themes for row in theme.rows]
    names = {row.name for row in rows} | {theme.name for theme in report.themes}
    if report.changes:
        names |= {item.name for head in report.changes.heads for item in head.items}
        for named in (report.changes.same, report.changes.unasked):
            names |= {part.text for part in named.parts if part.role in {"line", "name"}}
    longest_first = sorted(names, key=len, reverse=True)
    any_name = re.compile("|".join(map(re.escape, longest_first)) or "(?!)", re.IGNORECASE)
    found = []
    for line in text.splitlines():
        for sentence in re.split(r"(?<=[.!?…])\s+", line):
            bare = any_name.sub("_", sentence)
            bare = re.sub(r"_(?:(?:, | and )_)*", "_", bare).strip(" -_:.")
            if bare:
                found.append(bare)
    return found


def repeated(sentences: list[str]) -> list[str]:
    """Return the sentences that are said twice or more."""
    often = Counter(sentences)
    return [sentence for sentence in sentences if often[sentence] > 1]


@pytest.mark.parametrize("name", TEN)
def test_report_reads_as_approved(name):
    approved = (APPROVED / f"{name}.txt").read_text(encoding="utf-8")
    assert aloud(TEN[name]()) == approved


@pytest.mark.parametrize("name", TEN)
def test_hardly_a_sentence_is_said_twice(name):
    sentences = our_sentences(TEN[name]())
    twice = repeated(sentences)
    assert len(twice) <= MOST_REPEATED * len(sentences), Counter(twice)


@pytest.mark.parametrize("number", [n for n in range(MANY) if CHANGES in team(n)[1].sections])
def test_hardly_a_sentence_of_ours_is_said_twice_of_invented_teams(number):
    """What people wrote, and what a framework asks, is none of ours."""
    records, options = team(number)
    report = told_apart(build_report(records, options=options))
    sentences = our_sentences(report)
    twice = repeated(sentences)
    assert len(twice) <= MOST_REPEATED * len(sentences), Counter(twice)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ODD)
def test_hardly_a_sentence_is_said_twice_of_odd_teams(name):
    sentences = our_sentences(ODD[name]())
    twice = repeated(sentences)
    assert len(twice) <= MOST_REPEATED * len(sentences), Counter(twice)


def test_repeated_sentences_are_noticed():
    assert repeated(["It holds", "It holds", "We bend"]) == ["It holds", "It holds"]


@pytest.mark.parametrize("name", TEN)
def test_no_words_of_the_team_are_lost_on_the_page(name):
    """What a report holds to be told is told: lines, examples, helps, obstacles, asks, tries."""
    report = TEN[name]()
    text = " ".join(aloud(report).split())
    told = [report.letter, report.changes, report.asks, report.trying, report.around]
    told += [report.hard_to_say, report.quotable]
    told += [(theme.line, theme.says, theme.helps, theme.obstacles) for theme in report.themes]
    for words in own_words(tuple(told)):
        assert told_whole(words, text)
