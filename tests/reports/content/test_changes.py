"""What has changed stands under its head, once, the words first."""

import datetime as dt
import re

import pytest

from record.document import Place
from reports.content import build_report
from reports.content.heads import HeadCode
from reports.printing.render import report_html
from tests import alder_house
from tests.records import (
    HERE,
    LEARN,
    MIND,
    ROOTED,
    RULES,
    SPACES,
    USUAL,
    a_record,
    answered,
    example,
    passed_over,
    placed,
    team_line,
)
from tests.reports.looking import (
    OWN_COPY,
    SHARE,
    TODAY,
    everything_of,
    heads,
    replaced,
    row_of,
    two,
)


def test_changes_stand_under_their_heads():
    report = build_report(alder_house.a_journey(), options=OWN_COPY)
    assert heads(report) == {
        "more": ["Training and support", "Reflective practice", "Spaces of opportunity"],
        "harder": ["Sector engagement"],
        "clearer": ["Rules and procedures"],
        "not_got_to": ["Psychological models"],
        "different": ["The Three Rs"],
        "not_here": ["The built environment"],
    }
    (not_got_to,) = (head for head in report.changes.heads if head.code == "not_got_to")
    assert [names.plain for names in not_got_to.alike] == ["Evidence-generating practice."]
    assert report.changes.same.plain == (
        "Psychological awareness; learning and enquiry; a culture of enquiry; roles and "
        "relationships; responsiveness."
    )
    assert [change.plain for change in report.changes.inside] == [
        "A little steadier than in March: learning and enquiry."
    ]


@pytest.mark.parametrize(
    ("then", "now", "head"),
    [
        (MIND, HERE, "more"),
        (HERE, USUAL, "more"),
        (USUAL, ROOTED, "rooted"),
        (MIND, ROOTED, "rooted"),
        (ROOTED, USUAL, "harder"),
    ],
)
def test_only_the_top_of_the_scale_has_taken_root(then, now, head):
    assert [
        code for code, items in heads(two(placed(LEARN, then), placed(LEARN, now))).items() if items
    ] == [head]


def test_lines_that_moved_alike_share_a_sentence_after_their_words():
    earlier = a_record(
        dt.date(2026, 3, 10),
        judgements=(placed(LEARN, HERE), placed(RULES, HERE), placed(SPACES, HERE)),
    )
    later = a_record(
        dt.date(2026, 11, 12),
        judgements=(
            placed(LEARN, USUAL, why_differs="we_changed"),
            placed(SPACES, MIND),
            placed(RULES, USUAL, why_differs="we_changed"),
        ),
        examples=(team_line(LEARN, "The hour holds."), team_line(RULES, "We ask first.")),
    )
    more, harder = build_report([earlier, later], options=OWN_COPY).changes.heads
    assert [(item.words.words, item.sentences) for item in more.items] == [
        ("The hour holds.", ()),
        ("We ask first.", ()),
    ]
    (alike,) = more.alike
    assert alike.plain == (
        "Usual here now, here and there in March, because we changed: learning and enquiry; "
        "the Three Rs."
    )
    assert [sentence.plain for sentence in harder.items[0].sentences] == [
        "We have not said why.",
        "We called it here and there in March and say on our minds now.",
    ]


@pytest.mark.parametrize(
    ("now", "sentences"),
    [
        (
            MIND,
            [
                "Learning and enquiry; the Three Rs: things around us changed.",
                "On our minds now, here and there in March: learning and enquiry.",
                "Here and there now, usual here in March: the Three Rs.",
            ],
        ),
        (
            HERE,
            [
                (
                    "Things around us changed. Here and there now, usual here in March: learning "
                    "and enquiry; the Three Rs."
                )
            ],
        ),
    ],
)
def test_lines_are_said_to_have_moved_alike_where_they_did_and_not_for_one_reason(now, sentences):
    then = {MIND: HERE, HERE: USUAL}
    earlier = a_record(
        dt.date(2026, 3, 10), judgements=(placed(LEARN, then[now]), placed(RULES, USUAL))
    )
    later = a_record(
        dt.date(2026, 11, 12),
        judgements=(
            placed(LEARN, now, why_differs="around_us"),
            placed(RULES, HERE, why_differs="around_us"),
        ),
    )
    (harder,) = build_report([earlier, later], options=OWN_COPY).changes.heads
    assert harder.items == ()
    assert [sentence.plain for sentence in harder.alike] == sentences


def test_harder_is_told_even_where_nothing_is():
    report = two(placed(LEARN, MIND), placed(LEARN, HERE))
    harder = next(head for head in report.changes.heads if head.code == HeadCode.HARDER)
    assert harder.items == ()
    assert harder.empty == "Nothing, of what we can set beside last time."
    assert list(heads(report)) == ["more", "harder"]


def test_first_conversation_has_nothing_beside_it():
    report = build_report([a_record(TODAY, judgements=(placed(LEARN, MIND),))], options=OWN_COPY)
    assert [sentence.plain for sentence in report.changes.heads[0].alike] == [
        "On our minds: learning and enquiry."
    ]
    assert report.changes.first_time == (
        "This is the first time we talked, so nothing can be set beside it yet."
    )
    assert report.changes.title == "Where we are"


def test_first_letter_tells_what_the_team_said():
    """The letter alone, of one conversation: words first, then where they put it."""
    talk = a_record(
        TODAY,
        judgements=(placed(LEARN, MIND), placed(RULES, MIND), answered(SPACES, "another_day")),
        examples=(
            team_line(LEARN, "We rush."),
            team_line(RULES, "We bend."),
            team_line("whole", "Busy, and kind."),
        ),
    )
    report = build_report([talk], options=replaced(SHARE, sections=("changes", "trying")))
    page = re.sub(r"<[^>]+>|\s+", " ", report_html(report))
    for words in ("We rush.", "We bend.", "Busy, and kind."):
        assert page.count(words) == 1
        assert page.index(words) < page.index("On our minds")
    assert "first talked about" not in page


def test_lower_place_without_words_says_that_the_team_has_not_said_why():
    report = two(placed(LEARN, USUAL), placed(LEARN, HERE))
    assert row_of(report, LEARN).plain == (
        "We have not said why. We called it usual here in March and say here and there now."
    )


def test_lower_place_has_the_team_line_before_it_also_where_that_stands_above():
    report = two(
        placed(LEARN, USUAL), placed(LEARN, HERE), examples=(team_line(LEARN, "The hour stopped."),)
    )
    theme = next(a_theme for a_theme in report.themes if a_theme.code == LEARN)
    assert theme.line is None  # it stands before, and is said once
    assert theme.rows[0].plain == (
        "The hour stopped. We called it usual here in March and say here and there now."
    )
    page = re.sub(r"\s+", " ", report_html(report))
    assert page.rindex("The hour stopped.", 0, page.index("<svg", page.index(theme.name))) < (
        page.rindex("We called it")
    )


def test_nudged_steps_change_no_sentence_of_further_on():
    def moved(step):
        report = build_report(
            [
                a_record(
                    dt.date(2025, 11, 11),
                    judgements=(placed(LEARN, MIND, step), placed(RULES, HERE)),
                ),
                a_record(
                    dt.date(2026, 3, 10),
                    judgements=(placed(LEARN, HERE, step), placed(RULES, HERE)),
                ),
            ],
            options=OWN_COPY,
        )
        head = next(head for head in report.changes.heads if head.code == "more")
        return head.items

    assert moved(2) == moved(3)


def test_offered_and_passed_over_is_not_got_to():
    report = two(placed(LEARN, USUAL), passed_over(LEARN))
    assert heads(report) == {"not_got_to": ["Learning and enquiry"]}


@pytest.mark.parametrize(
    "example_text", [team_line(LEARN, "We rang each other."), example("We rang each other.", LEARN)]
)
def test_talked_about_without_a_card_is_not_told_as_passed_over(example_text):
    report = two(placed(LEARN, USUAL), passed_over(LEARN), examples=(example_text,))
    row = row_of(report, LEARN)
    assert heads(report) == {"apart": ["Learning and enquiry"]}
    assert row.plain.endswith("We gave it no place this time. It was usual here in March.")
    assert row.marks[-1].answer == "no place"
    assert "We rang each other." in everything_of(report)
    assert "ot talked about" not in report_html(report)


def test_line_that_had_no_card_last_time_says_so():
    earlier = a_record(
        dt.date(2026, 3, 10),
        judgements=(passed_over(LEARN),),
        examples=(team_line(LEARN, "We rang each other."),),
    )
    later = a_record(dt.date(2026, 11, 12), judgements=(placed(LEARN, HERE),))
    row = row_of(build_report([earlier, later], options=OWN_COPY), LEARN)
    assert row.plain == "In March we gave it no place. It is here and there now."


def test_fall_below_what_is_seen_more_clearly_is_harder():
    report = two(
        placed(LEARN, ROOTED),
        placed(LEARN, HERE, why_differs="seen_clearly", recast=Place("placed", USUAL)),
    )
    assert heads(report) == {"harder": ["Learning and enquiry"]}


def test_rise_beyond_what_is_seen_more_clearly_has_taken_root():
    report = two(
        placed(LEARN, HERE),
        placed(LEARN, ROOTED, why_differs="seen_clearly", recast=Place("placed", USUAL)),
    )
    assert heads(report) == {"rooted": ["Learning and enquiry"], "harder": []}


def test_what_was_so_then_too_is_seen_more_clearly():
    report = two(
        placed(LEARN, USUAL),
        placed(LEARN, HERE, why_differs="seen_clearly", recast=Place("placed", HERE)),
    )
    assert heads(report) == {"harder": [], "clearer": ["Learning and enquiry"]}


def test_not_ours_has_a_head_of_its_own():
    report = two(placed(LEARN, USUAL), answered(LEARN, "not_ours", "The landlord decides."))
    assert heads(report)["not_ours"] == ["Learning and enquiry"]


def test_line_keeps_its_name_under_its_head_where_the_rest_stands_under_several():
    """Two lines of two heads stood on one level before: one was not got to, and it is said so."""
    talks = [
        a_record(dt.date(2026, 1, 5), judgements=(placed(LEARN, USUAL), placed(RULES, USUAL))),
        a_record(dt.date(2026, 3, 10), judgements=(passed_over(LEARN), placed(RULES, MIND))),
        a_record(dt.date(2026, 11, 12), judgements=(passed_over(LEARN), placed(RULES, USUAL))),
    ]
    lines = heads(build_report(talks, options=OWN_COPY))
    assert (lines["more"], lines["not_got_to"]) == (["The Three Rs"], ["Learning and enquiry"])
