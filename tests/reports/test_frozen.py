"""Copies that the first release froze are read and printed for as long as they can be read."""

from pathlib import Path

from reports.content import Report
from reports.content.report import fingerprint_of
from tests.reports.aloud import aloud
from tests.reports.generated import own_words, sentences, told_whole

FROZEN = Path(__file__).parent / "frozen"
FIRST_RELEASE = FROZEN / "first_release.json"
# With one of everything, as it was frozen before fields of a report had other names in the code.
ONE_OF_EVERYTHING = FROZEN / "one_of_everything.json"


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


def test_nothing_of_a_copy_is_lost_where_it_is_read():
    """A field with another name in the code is still read, and written, by that of the copy."""
    copy = ONE_OF_EVERYTHING.read_text(encoding="utf-8").strip()

    report = Report.from_json(copy)
    assert report.to_json() == copy
    assert fingerprint_of(report) == report.provenance.fingerprint
