"""Copies that the first release froze are read and printed for as long as they can be read."""

from pathlib import Path

from reports.content import Report
from tests.reports.aloud import aloud
from tests.reports.generated import own_words, sentences, told_whole

FIRST_RELEASE = Path(__file__).parent / "frozen" / "first_release.json"


def test_copy_of_the_first_release_is_told_whole():
    report = Report.from_json(FIRST_RELEASE.read_text(encoding="utf-8"))
    text = " ".join(aloud(report).split())

    sections = (report.letter, report.asks, report.trying, report.around)
    themes = [(theme.line, theme.says, theme.helps, theme.obstacles) for theme in report.themes]
    for words in own_words((*sections, *themes)):
        assert told_whole(words, text)
    for head in report.changes.heads:
        for sentence in sentences(tuple(item.sentences for item in head.items)):
            assert all(part.strip() in text for part in sentence.split("  "))
    assert "It was on our minds in March; it is here and there now." in text
    assert "Something in this record was put right later." in text
