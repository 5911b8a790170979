"""A report of a place where one person works does not speak of a team."""

import datetime as dt
import re

import msgspec
import pytest

from record.document import KEPT_BACK
from reports.content import SECTIONS, build_report
from reports.content.quotable import Quote
from reports.printing.render import report_html
from tests.records import HERE, LEARN, a_record, answered, placed
from tests.reports.aloud import aloud
from tests.reports.generated import told_apart
from tests.reports.invented import MANY, team
from tests.reports.looking import SHARE, replaced
from tests.reports.odd_teams import ODD, each_of
from tests.reports.ten_teams import TEAMS, Team

MINE = "We wrote “kept within the team” on the fridge."


@pytest.mark.parametrize(("alone", "words"), [(True, "Kept here"), (False, "Kept within the team")])
def test_what_is_kept_where_one_person_works_is_kept_here(alone, words):
    """Their own words stay as they wrote them."""
    talks = [
        a_record(dt.date(2026, 3, 10), judgements=(placed(LEARN, HERE),), opening=MINE),
        a_record(dt.date(2026, 9, 10), judgements=(answered(LEARN, KEPT_BACK),), opening=MINE),
    ]
    report = build_report(talks, options=replaced(SHARE, by_myself=alone, some_words_kept=True))
    text = report_html(report)
    assert words in text
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


# What two say of each other, what a framework says of itself, a committee's question, names.
OF_OTHERS = re.compile(
    r"What we (?:agreed|might agree)|between us|How often we talk|Until we have|our own wording.*"
    r"|How do we know it is true\?|“[^”]*”|how we commission|Either of us"
    r"|[Oo]n our minds|It isn’t ours either"
    r"|\b(?:one|two|five|six|seven|eight|nine|twelve|\d+) of us|· a team meeting"
    r"|Our wording: CC BY|Our second nature|our second nature|· as a team"
)
SPEAKS_OF_MORE = re.compile(
    r"\b(?:we|us|our|ours|ourselves|together)\b|\bteam\b|(?-i:\bi\b)", re.IGNORECASE
)


@pytest.mark.parametrize(
    "name", each_of([*TEAMS, *ODD, *(f"invented {number}" for number in range(0, MANY, 5))])
)
def test_whatever_one_person_tells_is_told_as_one(name):
    """Page and PDF are of one template; of every kind of team, with every part."""
    team_of = (TEAMS | ODD).get(name) or (lambda: Team(*team(int(name.split()[1]))))
    options = {"sections": SECTIONS, "by_myself": True, "to": "Riverside Health Partnership"}
    report = told_apart(team_of().report(**options))
    wrong = []
    for line in aloud(report).splitlines():
        if SPEAKS_OF_MORE.search(OF_OTHERS.sub("", line)) and "bring to a meeting" not in line:
            wrong.append(line)
    assert wrong == []
    titles = " ".join(title for _anchor, title in report.contents if _anchor != "agreed")
    assert not SPEAKS_OF_MORE.search(titles)


def test_names_and_words_of_others_stay_as_they_are_told_by_one():
    named = a_record(dt.date(2026, 3, 10), judgements=(placed(LEARN, HERE),), opening=MINE)
    lines = []
    for line in named.framework.lines:
        how = {"name": "How we welcome", "question": "What do we do?"} if line.code == LEARN else {}
        lines.append(msgspec.structs.replace(line, **how))
    framework = msgspec.structs.replace(named.framework, lines=tuple(lines))
    service = msgspec.structs.replace(named.service, name="Our House", organisation="We Care")
    record = msgspec.structs.replace(named, framework=framework, service=service)
    text = aloud(build_report([record], options=replaced(SHARE, by_myself=True, to="Us & Them")))
    for name in ("How we welcome", "What do we do?", "Our House", "We Care", "Us & Them"):
        assert name in text
    assert MINE in text
    assert "What I said" in text
    assert "Here and there: how we welcome." in text
