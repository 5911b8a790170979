"""A report of a place where one person works does not speak of a team."""

import datetime as dt
import re

import pytest

from record.document import KEPT_BACK
from reports.content import build_report
from reports.content.quotable import Quote
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


@pytest.mark.parametrize("alone", [True, False])
def test_a_report_of_one_person_speaks_of_no_team_but_in_their_own_words(alone):
    talks = [a_record(dt.date(2026, 3, 10), judgements=(placed(LEARN, HERE),), opening=MINE)]
    quote = Quote(words="Alder House.", public=True)
    report = build_report(talks, options=replaced(SHARE, by_myself=alone, quote=quote))
    text = re.sub(r"<[^>]+>", "", report_html(report).replace(MINE, ""))
    assert bool(re.search(r"\bteam\b", text)) is not alone
