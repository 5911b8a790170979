import datetime as dt
import re
from itertools import pairwise

import msgspec
import pytest

from record.choices import Status
from record.document import AnswerText, AskText, Place, View
from reports.content import NothingKeptError, Options, Report, build_report
from reports.content.changes import HARDER
from reports.render import report_html
from tests import alder_house, records
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
    helps,
    obstacle,
    passed_over,
    placed,
    told,
    trying,
)
from tests.reports.generated import counts, own_words, sentences

TODAY = dt.date(2026, 11, 22)
OWN_COPY = Options.own_copy(date=TODAY)
SHARE = Options(
    date=TODAY,
    reference="PZ-7F3K-22",
    to="Northtown Council",
    purpose="You asked in spring how the move had changed the work.",
    until=dt.date(2027, 6, 30),
    asks=(records.an_id("ask move-on"),),
)


def replaced(options, **changes):
    return msgspec.structs.replace(options, **changes)


def everything_of(report):
    return " ".join(own_words(report))


def heads(report):
    return {head.code: [item.name for item in head.items] for head in report.changes.heads}


def two(earlier, later, **more):
    """Build the report of one line in two conversations."""
    return build_report(
        [
            a_record(dt.date(2026, 3, 10), judgements=(earlier,)),
            a_record(dt.date(2026, 11, 12), judgements=(later,), **more),
        ],
        options=OWN_COPY,
    )


def row_of(report, code):
    return next(row for theme in report.themes for row in theme.rows if row.code == code)


# --- The whole


@pytest.mark.parametrize("options", [OWN_COPY, SHARE])
def test_report_survives_json(options):
    report = build_report(alder_house.a_journey(), options=options)
    again = Report.from_json(report.to_json())
    assert again == report
    assert again.to_json() == report.to_json()
    assert again.fingerprint_holds


def test_fingerprint_notices_a_change():
    report = build_report(alder_house.a_journey(), options=SHARE)
    letter = msgspec.structs.replace(report.letter, to="Southtown Council")
    assert not msgspec.structs.replace(report, letter=letter).fingerprint_holds


def test_report_of_nothing_refused():
    with pytest.raises(NothingKeptError):
        build_report([], options=OWN_COPY)


def test_order_of_records_does_not_matter():
    there = build_report(alder_house.a_journey(), options=OWN_COPY)
    back = build_report(alder_house.a_journey()[::-1], options=OWN_COPY)
    assert there == back


def test_late_entry_stands_at_its_own_day():
    late = a_record(
        dt.date(2025, 8, 1), entered_on=dt.date(2026, 11, 20), judgements=(placed(LEARN, MIND),)
    )
    report = build_report([*alder_house.a_journey(), late], options=OWN_COPY)
    days = [each.held_on for each in report.reading.conversations]
    assert days == sorted(days)
    told_late = report.reading.conversations[1]
    assert told_late.title == "1 August 2025"
    assert "written down here on 20 November 2026" in told_late.facts


# --- The letter


def test_letter_says_who_took_part_in_words():
    assert build_report(alder_house.a_journey(), options=SHARE).letter.took_part == (
        "This comes from four conversations among ourselves, the first on 20 May 2025 and the last "
        "on 12 November 2026, with seven of us: days, nights and relief."
    )


def test_letter_of_one_conversation_without_head_count():
    report = build_report([a_record(TODAY)], options=OWN_COPY)
    assert report.letter.took_part == (
        "This comes from one conversation among ourselves, on 22 November 2026."
    )


def test_own_copy_has_no_addressee_and_says_so():
    report = build_report(alder_house.a_journey(), options=OWN_COPY)
    assert (report.letter.to, report.letter.greeting, report.letter.purpose) == ("", "", None)
    assert report.provenance.lines[-1] == "This is our own copy. It was not made to be shared."


def test_share_says_for_whom_and_until_when():
    report = build_report(alder_house.a_journey(), options=SHARE)
    assert report.provenance.lines == (
        "Written by the team of Alder House, Oak Trust, on 22 November 2026.",
        "Made for Northtown Council.",
        "Northtown Council can read it until 30 June 2027.",
        "The team can take it back at any time. Copies that were made before cannot be recalled.",
    )


# --- What has changed


def test_changes_stand_under_their_heads():
    report = build_report(alder_house.a_journey(), options=OWN_COPY)
    assert heads(report) == {
        "more": ["Training and support", "Reflective practice", "Spaces of opportunity"],
        "harder": ["Sector engagement"],
        "clearer": ["Rules and procedures"],
        "not_got_to": ["Psychological models", "Evidence-generating practice"],
        "different": ["The Three Rs"],
        "not_here": ["The built environment"],
    }
    assert report.changes.same.plain == (
        "Psychological awareness; learning and enquiry; a culture of enquiry; roles and "
        "relationships; responsiveness."
    )
    assert [each.plain for each in report.changes.inside] == [
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
        examples=(told(LEARN, "The hour holds."), told(RULES, "We ask first.")),
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
    assert [each.plain for each in harder.items[0].sentences] == [
        "The team has not said why. We called it here and there in March and say on our minds now."
    ]


def test_harder_is_told_even_where_nothing_is():
    report = two(placed(LEARN, MIND), placed(LEARN, HERE))
    harder = next(head for head in report.changes.heads if head.code == HARDER)
    assert harder.items == ()
    assert harder.empty == "Nothing that we can set beside last time is harder now."
    assert list(heads(report)) == ["more", "harder"]


def test_first_conversation_has_nothing_beside_it():
    report = build_report([a_record(TODAY, judgements=(placed(LEARN, MIND),))], options=OWN_COPY)
    assert [each.plain for each in report.changes.heads[0].alike] == [
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
            told(LEARN, "We rush."),
            told(RULES, "We bend."),
            told("whole", "Busy, and kind."),
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
        "The team has not said why. We called it usual here in March and say here and there now."
    )


def test_lower_place_has_the_team_line_before_it_also_where_that_stands_above():
    report = two(
        placed(LEARN, USUAL), placed(LEARN, HERE), examples=(told(LEARN, "The hour stopped."),)
    )
    theme = next(each for each in report.themes if each.code == LEARN)
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
    "said", [told(LEARN, "We rang each other."), example("We rang each other.", LEARN)]
)
def test_talked_about_without_a_card_is_not_told_as_passed_over(said):
    report = two(placed(LEARN, USUAL), passed_over(LEARN), examples=(said,))
    row = row_of(report, LEARN)
    assert heads(report) == {"apart": ["Learning and enquiry"]}
    assert row.plain.endswith("We gave it no place this time. It was usual here in March.")
    assert row.marks[-1].told == "no place"
    assert "We rang each other." in everything_of(report)
    assert "ot talked about" not in report_html(report)


def test_line_that_had_no_card_last_time_says_so():
    earlier = a_record(
        dt.date(2026, 3, 10),
        judgements=(passed_over(LEARN),),
        examples=(told(LEARN, "We rang each other."),),
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


# --- What goes to others


def test_share_never_says_who_does_what():
    inside, outside = (
        build_report(alder_house.a_journey(), options=each) for each in (OWN_COPY, SHARE)
    )
    assert "the early shift" in everything_of(inside)
    assert "the early shift" not in everything_of(outside)


def test_share_never_says_why_a_record_was_put_right_nor_where_examples_are_kept():
    record = a_record(
        TODAY,
        number=2,
        reason="Canary the parrot.",
        examples=(records.example("Seen twice.", LEARN, link="https://inside.example.org/canary"),),
        judgements=(placed(LEARN, HERE),),
    )
    inside, outside = (build_report([record], options=each) for each in (OWN_COPY, SHARE))
    assert inside.to_json().lower().count("canary") == 2
    assert "canary" not in outside.to_json().lower()
    assert "put right later" in outside.to_json()


def test_ours_is_left_out_until_it_is_chosen():
    hidden = build_report(alder_house.a_journey(), options=SHARE)
    chosen = build_report(alder_house.a_journey(), options=replaced(SHARE, include_ours=True))
    assert "Relief staff change every month" not in hidden.to_json()
    assert "No time to stop and think" not in hidden.to_json()
    assert "Relief staff change every month" in chosen.to_json()
    assert "What gets in the way and is ours to change." in hidden.reading.left_out
    assert "What gets in the way and is ours to change." not in chosen.reading.left_out


def test_obstacle_without_a_reach_counts_as_ours():
    record = a_record(TODAY, factors=(obstacle("Canary", LEARN, reach=""),))
    assert "Canary" not in build_report([record], options=SHARE).to_json()


def test_only_chosen_asks_go_and_nothing_of_the_others():
    report = build_report(alder_house.a_journey(), options=SHARE)
    assert [ask.what.words for ask in report.asks] == [
        "Two move-on places held for people who have been here over a year."
    ]
    assert "pets" not in everything_of(report)
    nothing = build_report(alder_house.a_journey(), options=replaced(SHARE, asks=()))
    assert nothing.asks == ()
    assert "nowhere for people to move on to" not in everything_of(nothing)


def test_words_on_the_talk_itself_go_with_the_examples_only():
    record = a_record(
        TODAY,
        about="Canary of about",
        how_talked_words="Canary of how",
        not_heard="Canary of who",
        talked_over_with="Canary of whom",
        talked_over_said="Canary of what",
    )
    letter = build_report([record], options=replaced(SHARE, sections=("changes", "themes")))
    whole = build_report([record], options=SHARE)
    assert everything_of(letter).count("Canary") == 0
    assert everything_of(whole).count("Canary") == 5


def test_talk_about_one_thing_is_not_reported_as_about_the_whole_place():
    said = told("whole", "Tired, but glad.")
    record = a_record(TODAY, length="coffee", about="Friday <nights>", examples=(said,))

    page = report_html(build_report([record], options=OWN_COPY))
    without = build_report([record], options=replaced(SHARE, sections=("changes", "themes")))

    assert page.index("Friday &lt;nights&gt;.") < page.index("Tired, but glad.")
    assert "Friday" not in without.to_json()
    for each in (page, report_html(without)):
        assert "The whole place" not in each


@pytest.mark.parametrize(
    "sections", [(), ("around",), ("around", "themes"), ("trying",), ("changes", "around")]
)
@pytest.mark.parametrize("asks", [(), None])
def test_no_heading_is_skipped_whatever_is_chosen(sections, asks):
    html = report_html(
        build_report(alder_house.a_journey(), options=replaced(SHARE, sections=sections, asks=asks))
    )
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_theme_rows_go_on_while_the_conversation_grows():
    report = build_report(alder_house.a_journey(), options=OWN_COPY)
    for theme in report.themes[1:]:
        row = next(row for row in theme.rows if row.code == theme.code)
        placed_marks = [mark for mark in row.marks if mark.spot]
        assert [mark.joined for mark in placed_marks] == [False] + [True] * (len(placed_marks) - 1)
        assert [mark.broken for mark in placed_marks] == [""] * len(placed_marks)


def test_why_a_line_is_not_ours_goes_only_with_the_ask_it_became():
    words = "The landlord decides."
    ask = AskText("ask-landlord", "partner", words)
    record = a_record(
        TODAY,
        judgements=(answered(RULES, "not_ours", words),),
        factors=(obstacle(words, RULES, reach="someone_else", ask=ask),),
    )
    with_it, without = (
        build_report([record], options=replaced(SHARE, asks=asks)).to_json()
        for asks in ((ask.id,), ())
    )
    assert words in with_it
    assert words not in without


def test_why_a_line_is_not_ours_stays_out_as_one_of_several_views():
    """Kept beside somebody else's card, the words of an ask that is left out are a view."""
    words = "The landlord decides."
    ask = AskText("ask-landlord", "partner", words)
    views = (View("", HERE), View(f"{Status.NOT_OURS.label}: {words}"))
    record = a_record(
        TODAY,
        judgements=(answered(RULES, "differs", views=views),),
        factors=(obstacle(words, RULES, reach="someone_else", ask=ask),),
    )
    with_it, without = (
        build_report([record], options=replaced(SHARE, asks=asks)).to_json()
        for asks in ((ask.id,), ())
    )
    assert words in with_it
    assert words not in without
    assert str(Status.NOT_OURS.label) in without


def test_obstacle_that_needs_others_without_an_ask_stays_in_the_team():
    words = "The council never listens."
    record = a_record(TODAY, factors=(obstacle(words, RULES, reach="someone_else"),))
    assert words not in build_report([record], options=SHARE).to_json()
    assert words in build_report([record], options=OWN_COPY).to_json()


def test_line_that_its_row_does_not_say_stands_among_the_examples():
    """A line that does not apply says why, so the team's own line is not in its row."""
    line = "We had a garden once."
    record = a_record(
        TODAY,
        length="more",
        judgements=(
            placed(SPACES, HERE),
            answered("built-environment", "does_not_apply", "We have no building."),
        ),
        examples=(told("built-environment", line), told(SPACES, "It depends.\nOn the door.")),
    )
    (theme,) = build_report([record], options=OWN_COPY).themes
    assert [each.words.words for each in theme.says] == ["On the door."]
    assert [row.words.words for row in theme.rows if row.words] == [line]


def test_what_points_to_a_line_of_an_older_edition_only_is_not_lost():
    newer = msgspec.structs.replace(
        records.a_framework(),
        version="3.0",
        lines=tuple(line for line in records.a_framework().lines if line.code != RULES),
    )
    report = build_report(
        [
            a_record(
                dt.date(2025, 3, 10),
                judgements=(placed(RULES, HERE), placed(LEARN, HERE)),
                examples=(told(LEARN, "Of the older edition."),),
                factors=(helps("The old rota", RULES), helps("The garden", LEARN)),
            ),
            a_record(TODAY, framework=newer, judgements=(placed(LEARN, USUAL),)),
        ],
        options=OWN_COPY,
    )
    themes = {theme.code: theme for theme in report.themes}
    assert [each.words.words for each in themes["former-pies-20"].helps] == ["The old rota"]
    assert [each.words.words for each in themes[LEARN].helps] == ["The garden"]
    assert themes[LEARN].line is None


@pytest.mark.parametrize(
    ("section", "field"),
    [("changes", "changes"), ("trying", "trying"), ("around", "around"), ("themes", "themes")],
)
def test_section_not_chosen_is_not_there(section, field):
    rest = tuple(each for each in SHARE.sections if each != section)
    assert not getattr(
        build_report(alder_house.a_journey(), options=replaced(SHARE, sections=rest)), field
    )
    assert getattr(build_report(alder_house.a_journey(), options=SHARE), field)


def test_letter_alone_holds_nothing_of_the_other_sections():
    report = build_report(alder_house.a_journey(), options=replaced(SHARE, sections=(), asks=()))
    kept = everything_of(report)
    for words in ("Our forum closed", "A debrief", "moved to Mill Lane", "comes to the hour"):
        assert words not in kept


def test_conversations_not_chosen_leave_no_trace():
    report = build_report([alder_house.themes(), alder_house.latest()], options=SHARE)
    for words in ("We host the forum", "It is busy, and mostly kind", "in March"):
        assert words not in report.to_json()


# --- What gets in the way, what is tried


def test_factor_not_told_again_says_when_it_was_last_said():
    report = build_report(
        [
            a_record(dt.date(2026, 3, 10), factors=(helps("Good tea", LEARN),)),
            a_record(dt.date(2026, 11, 12), judgements=(placed(LEARN, HERE),)),
        ],
        options=OWN_COPY,
    )
    theme = next(each for each in report.themes if each.code == LEARN)
    assert [(each.words.words, each.lead) for each in theme.helps] == [("Good tea", "In March")]


def asking(to="organisation", **more):
    """Return a report in which the team asks for a door."""
    ask = AskText("ask-door", to, "A door that shuts.", **more)
    talk = a_record(
        dt.date(2026, 3, 10),
        factors=(obstacle("A door that shuts.", reach="someone_else", ask=ask),),
    )
    later = a_record(dt.date(2026, 9, 1))
    return build_report([talk, later], options=OWN_COPY)


@pytest.mark.parametrize(
    ("to", "asked_on", "said"),
    [
        ("organisation", dt.date(2026, 1, 8), True),
        ("manager", dt.date(2026, 1, 8), True),
        ("organisation", dt.date(2026, 3, 10), False),  # first named when it was last told
        ("organisation", None, False),
        ("commissioner", dt.date(2026, 1, 8), False),  # learns of it only when it is sent
        ("partner", dt.date(2026, 1, 8), False),
    ],
)
def test_nothing_is_said_of_answers_before_anybody_could_answer(to, asked_on, said):
    """Answers are sealed with the next telling only, so nothing is said of the time since."""
    html = report_html(asking(to, asked_on=asked_on))
    assert ("When we talked on 10 March 2026 nobody had answered." in html) is said
    given = AnswerText("will", "this month.", dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC))
    assert "nobody had answered" not in report_html(asking(to, answers=(given,), asked_on=asked_on))


@pytest.mark.parametrize("body", ["Riverside Health Partnership", "The Probation Service"])
def test_body_that_is_asked_is_called_by_its_name(body):
    ask = AskText(records.an_id("ask move-on"), "commissioner", "A door that shuts.")
    talk = a_record(TODAY, factors=(obstacle("A door that shuts.", reach="someone_else", ask=ask),))
    html = report_html(build_report([talk], options=replaced(SHARE, to=body)))
    assert f"What we ask of {body}" in html
    assert "council" not in html


@pytest.mark.parametrize("to", ["unknown", ""])
def test_ask_to_nobody_known_names_nobody(to):
    html = report_html(asking(to))
    assert "A door that shuts." in html
    assert "We ask this of" not in html
    assert "know yet" not in html


def test_factor_that_is_gone_is_no_longer_in_the_way():
    report = build_report(alder_house.a_journey(), options=OWN_COPY)
    whole = report.themes[0]
    assert [each.words.words for each in whole.gone] == ["No time to stop and think"]
    assert [each.words.words for each in whole.obstacles] == []


def test_step_reviewed_later_is_learned_from():
    report = build_report(
        [
            a_record(dt.date(2026, 3, 10), steps=(trying("A debrief", id="d"),)),
            a_record(
                dt.date(2026, 11, 12),
                steps=(trying("A debrief", "happened", id="d", learned="Nothing changed."),),
            ),
        ],
        options=OWN_COPY,
    )
    assert report.trying.now == ()
    learned = report.trying.learned[0]
    assert (learned.what.words, learned.state, learned.learned.words) == (
        "A debrief",
        "",
        "Nothing changed.",
    )


# --- Words


@pytest.mark.parametrize("options", [OWN_COPY, SHARE])
def test_generated_text_counts_nothing(options):
    report = build_report(alder_house.a_journey(), options=options)
    assert [found for text in sentences(report) for found in counts(text)] == []


@pytest.mark.parametrize("options", [OWN_COPY, SHARE])
def test_printed_text_counts_nothing(options):
    html = report_html(build_report(alder_house.a_journey(), options=options))
    ours = re.sub(r"(?s)<(bdi|svg|head)\b.*?</\1>|<p dir=.*?</p>|<section class=.prov.*", "", html)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", ours))
    assert "What has changed" in text
    assert counts(text) == []


@pytest.mark.parametrize(
    "text", ["Four lines moved.", "We went further on 3 of them.", "Two steps back."]
)
def test_counting_is_noticed(text):
    assert counts(text) != []


def test_recast_row_keeps_the_old_bead():
    earlier = placed(LEARN, USUAL)
    later = placed(LEARN, HERE, why_differs="seen_clearly", recast=Place("placed", HERE))
    row = row_of(two(earlier, later), LEARN)
    assert [(mark.spot.level, mark.arc) for mark in row.marks] == [(USUAL, ""), (HERE, "")]
    assert row.marks[1].recast.level == HERE


def test_braces_and_markup_in_own_words_stay_words():
    hostile = "{0} {people} <script>alert(1)</script> & {% now 'Y' %}"
    record = a_record(
        TODAY,
        opening=hostile,
        judgements=(placed(LEARN, HERE),),
        examples=(told(LEARN, hostile),),
        factors=(helps(hostile), obstacle(hostile, LEARN)),
        steps=(trying(hostile, notice=hostile),),
        people_kinds=("{0}",),
    )
    html = report_html(build_report([record], options=OWN_COPY))
    assert "<script" not in html
    assert "{0} {people} &lt;script&gt;alert(1)&lt;/script&gt; &amp; {% now" in html


# --- Some conversations only


def test_day_of_a_conversation_that_was_left_out_is_not_told():
    first, _second, _third, last = alder_house.a_journey()
    some = build_report([first, last], options=replaced(SHARE, selected=True, asks=None))
    whole = build_report(alder_house.a_journey(), options=replaced(SHARE, asks=None))

    days = {"First named on 11 November 2025.", "First named on 10 March 2026."}
    assert days == {ask.asked for ask in whole.asks if ask.asked}
    assert days & {ask.asked for ask in some.asks} == set()


def some(*judged, asks=()):
    """Build a share of a first and a third conversation, the second left out."""
    days = (dt.date(2026, 1, 5), dt.date(2026, 3, 5), dt.date(2026, 6, 5))
    first, second, third = (
        a_record(day, judgements=(each,)) for day, each in zip(days, judged, strict=True)
    )
    options = replaced(SHARE, selected=True, asks=asks)
    return build_report([first, third], apart=[second], options=options)


@pytest.mark.parametrize(
    "now",
    [
        placed(LEARN, USUAL, why_differs="around_us"),
        placed(LEARN, USUAL, why_differs="seen_clearly", recast=Place("placed", USUAL)),
    ],
)
def test_reason_and_recast_told_against_a_conversation_left_out_are_not_told(now):
    report = some(placed(LEARN, HERE), placed(LEARN, ROOTED), now)
    row = row_of(report, LEARN)
    assert row.plain == "It was here and there in January and usual here in June."
    assert [mark.recast for mark in row.marks] == [None, None]
    assert heads(report) == {"more": ["Learning and enquiry"], "harder": []}


def test_lower_place_after_a_conversation_left_out_is_not_said_to_have_no_reason():
    row = row_of(some(placed(LEARN, ROOTED), placed(LEARN, USUAL), placed(LEARN, HERE)), LEARN)
    assert row.plain == "We called it well rooted in January and here and there in June."


def test_report_of_one_of_several_conversations_does_not_say_that_it_is_the_first():
    *earlier, last = alder_house.a_journey()
    report = build_report([last], apart=earlier, options=replaced(SHARE, selected=True))
    assert report.changes.first_time == (
        "This comes from one conversation, so nothing is set beside it here."
    )
    text = " ".join(sentences(report))
    assert "first time" not in text
    assert "We first talked" not in text
    assert "last time" not in text


def test_journey_of_coffee_breaks_does_not_say_that_nothing_is_harder():
    talks = [alder_house.coffee(), a_record(TODAY, length="coffee")]
    html = report_html(build_report(talks, options=OWN_COPY))
    assert "harder now" not in html
    assert "Nothing here can be set beside last time." in html


def test_report_of_some_conversations_says_that_first_and_last_are_of_those():
    first, _second, _third, last = alder_house.a_journey()
    some = build_report([first, last], options=replaced(SHARE, selected=True))
    whole = build_report(alder_house.a_journey(), options=SHARE)

    assert "Some of our conversations are here" in some.changes.only_some
    assert "Some of our conversations are here" in report_html(some)
    assert whole.changes.only_some == ""


def test_step_that_was_last_told_before_says_when():
    earlier = a_record(dt.date(2026, 3, 10), steps=(trying("A rota"),))
    later = a_record(dt.date(2026, 11, 12), steps=(trying("A walk"),))
    steps = build_report([earlier, later], options=OWN_COPY).trying.now

    assert {step.what.words: step.said for step in steps} == {
        "A walk": "",
        "A rota": "Last said on 10 March 2026.",
    }


def test_line_that_moved_before_last_time_is_as_it_was_since():
    talks = [
        a_record(dt.date(2025, 3, 10), judgements=(placed(LEARN, MIND),)),
        a_record(dt.date(2026, 3, 10), judgements=(placed(LEARN, HERE, 2),)),
        a_record(dt.date(2026, 11, 12), judgements=(placed(LEARN, HERE, 3),)),
    ]
    changes = build_report(talks, options=OWN_COPY).changes

    assert heads(build_report(talks, options=OWN_COPY)) == {"harder": []}
    assert changes.same.plain == "Learning and enquiry."
    assert [item.name for item in changes.before.items] == ["Learning and enquiry"]
