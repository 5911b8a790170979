"""An outside judge of PDF/UA-1 reads reports of fifty different teams. A step of the gate."""

import page
import pytest

from reports.content import build_report
from reports.printing.render import report_pdf
from tests.reports.invented import MANY, team

pytestmark = [pytest.mark.pdf, pytest.mark.judge]


@pytest.mark.parametrize("number", range(MANY))
def test_report_of_any_team_is_pdf_ua(number, tmp_path):
    records, options = team(number)
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(build_report(records, options=options)))

    judged = page.validate_pdf(path, profile="ua1")

    assert [(each.rule_id, each.message) for each in judged.failures] == []
    assert judged.is_compliant
    assert judged.rules.total > 100
