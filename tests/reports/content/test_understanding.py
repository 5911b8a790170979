"""The second page of a letter: what was agreed and what came of it, or that nothing holds."""

import datetime as dt

import msgspec

from reports.content import Report, build_report
from reports.content.pieces import Own, Titled
from reports.content.report import fingerprint_of
from reports.content.understanding import (
    Half,
    Outcome,
    UnderstandingPage,
    fixed_terms,
    nothing_agreed,
)
from tests.records import AWARE, HERE, a_record, placed
from tests.reports.ten_teams import share


def report(agreed):
    record = a_record(dt.date(2026, 11, 12), judgements=(placed(AWARE, HERE),))
    return build_report([record], options=share(agreed=agreed))


def test_it_stands_second_and_is_read_back_as_it_was():
    agreed = UnderstandingPage(
        title="What we agreed, and what came of it",
        intro="Agreed on 3 March 2026.",
        holds=True,
        halves=(
            Half("We said we would", Own("Talk."), (Outcome("As we see it", "x", Own("Did.")),)),
        ),
        boxes=(Titled("Who to turn to", Own("Mo")),),
        terms=fixed_terms(),
    )
    built = report(agreed)
    assert [anchor for anchor, _title in built.contents][:2] == ["letter", "agreed"]
    assert Report.from_json(built.to_json()).agreed == agreed
    assert built.provenance.fingerprint == fingerprint_of(built)


def test_a_report_of_before_says_nothing_of_it():
    before = report(None)
    assert "agreed" not in msgspec.json.decode(before.to_json())
    again = Report.from_json(before.to_json())
    assert not again.agreed
    assert again.provenance.fingerprint == fingerprint_of(again)
    assert "agreed" not in dict(again.contents)


def test_nothing_agreed_has_room_for_each_box_and_the_terms_that_would_hold():
    agreed = nothing_agreed("Alder House", "Riverside")
    assert not agreed.holds
    assert "What Riverside does" in agreed.spaces
    assert agreed.terms == fixed_terms()
