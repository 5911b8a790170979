"""What is kept where one person works is not kept within a team."""

import datetime as dt

import pytest

from record.document import KEPT_BACK
from reports.content import build_report
from reports.printing.render import report_html
from tests.records import HERE, LEARN, a_record, answered, placed
from tests.reports.looking import SHARE, replaced

MINE = "We wrote “kept within the team” on the fridge."


@pytest.mark.parametrize(("alone", "said"), [(True, "Kept here"), (False, "Kept within the team")])
def test_what_is_kept_where_one_person_works_is_kept_here(alone, said):
    """Their own words stay as they wrote them."""
    talks = [
        a_record(dt.date(2026, 3, 10), judgements=(placed(LEARN, HERE),), opening=MINE),
        a_record(dt.date(2026, 9, 10), judgements=(answered(LEARN, KEPT_BACK),), opening=MINE),
    ]
    report = build_report(talks, options=replaced(SHARE, by_myself=alone, some_words_kept=True))
    text = report_html(report)
    assert said in text
    assert MINE in text
    ours = text.replace(MINE, "")
    assert ("within the team" in ours) is not alone
