"""The figures are read from what the tests have said, failures too."""

from evidence.breaks import BREAKS
from evidence.long import PARTS, last_results, page
from evidence.quick import SINKS, chapters
from evidence.results import count, read
from evidence.seeded import ROOT

SAID = """<testsuites><testsuite>
<testcase classname="tests.leaks.test_routes" name="test_nothing_leaks[0]">
<properties><property name="cells" value="700"/><property name="leaks" value="0"/></properties>
</testcase>
<testcase classname="tests.leaks.test_routes" name="test_nothing_leaks[1]">
<properties><property name="cells" value="50"/><property name="leaks" value="2"/></properties>
<failure message="assert">2 of 50</failure>
</testcase>
<testcase classname="tests.office.test_many" name="test_skipped"><skipped/></testcase>
</testsuite></testsuites>"""


def test_what_failed_is_told(tmp_path):
    path = tmp_path / "said.xml"
    path.write_text(SAID, encoding="utf-8")
    tests = read([path])
    assert [(test.name, test.passed) for test in tests] == [
        ("test_nothing_leaks", True),
        ("test_nothing_leaks", False),
    ]
    assert count(tests, "cells") == 750
    parts = {part.what: part for _head, some in chapters(tests) for part in some}
    walk = parts["Every address asked by everybody (the leak matrix)"]
    assert walk.finding == "750 cells, 2 wrong; 1 of 2 tests pass"
    assert walk.good is False
    assert parts["Hostile words in sheets"].good is None


def test_what_takes_long_stands_there_with_its_day_and_stops_nothing():
    """It is of another day; what it found is told, bad too, by the part that says it."""
    parts = {part.what: part for _head, some in chapters([]) for part in some}
    for name, last in last_results().items():
        shown_part = parts[PARTS[name].what]
        assert (shown_part.good, shown_part.stops) == (last["good"], False)
        assert shown_part.when in str(last["at"])
        assert shown_part.command == PARTS[name].typed


def test_what_figures_name_is_there():
    """A file or a test that was renamed would else be told as not asked."""
    named = [
        path_and_name for some in [*BREAKS.values(), *SINKS.values()] for path_and_name in some
    ]
    for path_and_name in named:
        path, _colons, name = path_and_name.partition("::")
        assert (ROOT / path).is_file(), path_and_name
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8") or not name, (
            path_and_name
        )


def test_page_of_what_takes_long_has_every_part():
    text = page({"audit": {"at": "today", "good": False, "seconds": 3, "said": ["no"]}})
    assert text.count("Not run to its end yet.") == len(PARTS) - 1
    assert "NOT AS IT IS TO BE" in text
    committed = (ROOT / "docs/evidence/figures.md").read_text(encoding="utf-8")
    assert committed == page(last_results())
