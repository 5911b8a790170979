"""An outside judge of PDF/UA-1 reads reports of more than fifty teams. A step of the gate."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import page
import pytest

from record.document import AnswerText, AskText
from reports.content import Options, Report, build_report
from reports.content.copies import issued_anew
from reports.printing.render import report_pdf
from tests.records import HERE, LEARN, USUAL, a_record, obstacle, placed, team_line
from tests.reports.commissioning import how_we_commission
from tests.reports.invented import sized
from tests.reports.printed import REPORTS, printed
from tests.reports.ten_teams import Team, share

pytestmark = [pytest.mark.pdf, pytest.mark.judge]


def sixty_conversations() -> Report:
    """Return the report of a team that has talked sixty times."""
    records = sized(2, 2, 60)
    return build_report(records, options=Options.own_copy(date=records[-1].occasion.held_on))


def two_bodies() -> Report:
    """Return the next letter to the second of two bodies that both answered the same ask."""
    at = dt.datetime(2026, 6, 2, 9, tzinfo=dt.UTC)
    answers = (
        AnswerText("ask", "the housing team.", at, about_when="in May", body="North", body_id="n"),
        AnswerText("cannot", "the year’s budget is spent.", at, body="South", body_id="s"),
    )
    ask = AskText("ask-1", "commissioner", "Two move-on places.", answers=answers)
    records = [
        a_record(
            day,
            judgements=(placed(LEARN, level),),
            examples=(team_line(LEARN, words),),
            factors=(obstacle("Nowhere to go", LEARN, reach="someone_else", ask=ask),),
        )
        for day, level, words in (
            (dt.date(2026, 3, 10), HERE, "The hour has begun to hold."),
            (dt.date(2026, 11, 12), USUAL, "The hour holds."),
        )
    ]
    before, after = (
        build_report(records[:many], options=share(to="South", to_ids=("s",))) for many in (1, 2)
    )
    return issued_anew(after, before)


# Of `REPORTS`: replies, what came of it, an understanding and a draft of one, a page to quote, a
# framework of commissioning told by each of its sides.
MORE: dict[str, Callable[[], Report]] = {
    "how we are commissioned": lambda: Team(how_we_commission(voice="service"), share()).report(),
    "two bodies": two_bodies,
    "sixty conversations": sixty_conversations,
}


def is_pdf_ua(document: bytes, path: Path) -> None:
    """Put a document before the judge."""
    path.write_bytes(document)
    judged = page.validate_pdf(path, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in judged.failures] == []
    assert judged.is_compliant
    assert judged.rules.total > 100


@pytest.mark.parametrize("kind", [*REPORTS, *MORE])
def test_report_of_any_team_is_pdf_ua(kind: str, tmp_path: Path):
    document = report_pdf(MORE[kind]()) if kind in MORE else printed(kind)[1]
    is_pdf_ua(document, tmp_path / "report.pdf")
