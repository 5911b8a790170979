import datetime as dt
import re

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import decide_release
from assessments.models import Assessment
from home.forms import ReleaseForm
from record.document import ExampleText, View
from reports.content.line import _first_thought
from sharing.actions import prepare_share
from tests import alder_house, records
from tests.records import (
    HERE,
    LEARN,
    MIND,
    ROOTED,
    RULES,
    USUAL,
    a_record,
    an_id,
    answered,
    closure_of,
    example,
    helps,
    placed,
    team_line,
)
from tests.reports.aloud import words_of
from tests.reports.odd_teams import two_frameworks
from tests.unchanging import unchanging


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def text(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.fixture
def team(client, contributor):
    client.force_login(contributor)
    return client


@pytest.fixture
def journey(service):
    return [closure_of(service, record) for record in alder_house.a_journey()]


PAGES = ["journey", "compare", "own-copy", "own-copy-pdf"]


# --- Who


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["sibling", "elsewhere", "lead", "commissioner", "outsider"])
def test_pages_not_there_for_others(client, request, journey, name, who):
    client.force_login(request.getfixturevalue(who))
    there = page(client, name, "alder-house")
    nowhere = page(client, name, "no-such-house")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    one, other = unchanging(text(there)), unchanging(text(nowhere))
    assert one.replace("alder-house", "") == other.replace("no-such-house", "")


@pytest.mark.parametrize("name", ["journey", "compare", "own-copy"])
@pytest.mark.parametrize("who", ["contributor", "manager"])
def test_pages_there_for_the_team(client, request, journey, name, who):
    client.force_login(request.getfixturevalue(who))
    assert page(client, name, "alder-house").status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_for_a_sign_in(client, service, name):
    assert page(client, name, "alder-house").status_code == 302


def test_line_and_wall_ask_for_a_sign_in(client, journey):
    assert page(client, "line-over-time", "alder-house", LEARN).status_code == 302
    assert page(client, "wall", journey[-1].assessment_id).status_code == 302


def test_line_and_wall_not_there_for_others(client, elsewhere, journey):
    client.force_login(elsewhere)
    assert page(client, "line-over-time", "alder-house", LEARN).status_code == 404
    assert page(client, "wall", journey[-1].assessment_id).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_pages_refuse_writing(team, service, name):
    assert team.post(reverse(name, args=["alder-house"])).status_code == 405


# --- The journey


def test_journey_says_in_words_first_what_changed(team, journey):
    answer = text(page(team, "journey", "alder-house"))
    assert "Our journey since May 2025" in answer
    assert "Since 10 March 2026" in answer
    words, rows = answer.split('id="rows"')
    assert "What we see less of" in words
    assert "Our forum closed. We know now how much hung on one person." in words
    assert 'class="rod"' not in words
    assert rows.count('class="rod"') == 11


def test_what_was_said_before_the_last_talk_stands_before_where_the_line_was(team, service):
    views = (View("Nights never see it.", HERE), View("Days do it daily.", USUAL))
    closure_of(service, a_record(dt.date(2026, 3, 3), judgements=(placed(LEARN, HERE),)))
    differed = answered(LEARN, "differs", views=views)
    closure_of(service, a_record(dt.date(2026, 6, 2), judgements=(differed, placed(RULES, HERE))))
    closure_of(service, a_record(dt.date(2026, 9, 1), judgements=(placed(RULES, HERE),)))
    for answer in (
        page(team, "journey", "alder-house"),
        page(team, "journey", "alder-house", **{"as": "table"}),
        page(team, "line-over-time", "alder-house", LEARN),
    ):
        words = words_of(text(answer))
        sentence = "In June I didn’t see it in just one way: Nights never see it. Days do it daily."
        assert words.index(sentence) < words.index("It was here and there in March.")


def test_journey_links_each_line(team, journey):
    answer = text(page(team, "journey", "alder-house"))
    assert f'href="/s/alder-house/line/{LEARN}/"' in answer
    assert f'id="line-{LEARN}"' in answer


def test_journey_as_a_table_says_the_same(team, journey):
    answer = text(page(team, "journey", "alder-house", **{"as": "table"}))
    assert answer.count("<tbody") == 5
    assert 'role="img"' not in answer
    assert "On our minds, mostly" in answer
    assert "Left for another day" in answer
    assert "Not part of it" in answer
    assert "<td></td>" not in answer


def test_journey_without_a_conversation_says_so(team, service):
    answer = page(team, "journey", "alder-house")
    assert answer.status_code == 200
    assert "Nothing is finished and kept yet." in text(answer)


def test_journey_of_one_conversation_says_that_it_is_the_first(team, service):
    closure_of(service, alder_house.themes())
    answer = text(page(team, "journey", "alder-house"))
    assert "Where we were in November 2025" in answer
    assert "That was the first time we talked" in answer
    assert "newest first" not in text(page(team, "journey", "alder-house", **{"as": "table"}))


def test_journey_of_a_coffee_break_is_words_only(team, service):
    closure_of(service, alder_house.coffee())
    answer = text(page(team, "journey", "alder-house"))
    assert "No line has a place yet" in answer
    assert 'role="img"' not in answer
    assert "What we said" not in answer  # over coffee, which stands above, and no line to lead to
    assert "#line-" not in answer


def test_coffee_break_after_others_is_told_in_its_words(team, service):
    for record in alder_house.a_journey():
        closure_of(service, record)
    before = text(page(team, "journey", "alder-house"))
    calm = ExampleText(id=an_id("calm"), words="Calmer than in <summer>.", lines=("whole",))
    closure_of(service, a_record(dt.date(2027, 3, 10), length="coffee", examples=(calm,)))

    after = text(page(team, "journey", "alder-house"))

    assert "Calmer than in &lt;summer&gt;." in after
    assert "Over coffee we said" in after
    assert "Over coffee we said" not in before


def test_journey_of_coffee_breaks_says_no_more_than_that_no_line_has_a_place(team, service):
    """One of them may have been in words; of another nothing was written."""
    closure_of(service, alder_house.coffee())
    closure_of(service, a_record(dt.date(2026, 3, 10), length="coffee"))
    for query in ({}, {"as": "table"}):
        answer = text(page(team, "journey", "alder-house", **query))
        assert "<p>No line has a place yet.</p>" in answer
        assert "in words" not in answer


def test_journey_shows_nothing_of_an_open_conversation(team, journey, service, manager):
    Assessment.objects.create(
        service=service,
        framework=journey[-1].assessment.framework,
        framework_slug=journey[-1].assessment.framework.slug,
        length="themes",
        held_on=dt.date(2026, 11, 20),
        opening="Canary in an open conversation",
        started_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC),
        started_by=manager,
    )
    for name in ("journey", "own-copy", "compare"):
        answer = text(page(team, name, "alder-house"))
        assert "Canary" not in answer
        assert "20 November 2026" not in answer


def test_journey_shows_a_correction_instead_of_what_it_corrects(team, service):
    wrong = a_record(
        dt.date(2026, 3, 10),
        judgements=(placed(LEARN, MIND),),
        examples=(team_line(LEARN, "Canary."),),
    )
    right = a_record(
        dt.date(2026, 3, 10),
        number=2,
        reason="A slip of the pen",
        judgements=(placed(LEARN, HERE),),
        examples=(team_line(LEARN, "We meet."),),
    )
    closure_of(service, wrong)
    closure_of(service, right)
    answer = text(page(team, "journey", "alder-house"))
    assert "Canary" not in answer
    assert "We meet." in answer
    assert "A slip of the pen" in answer


def test_journey_marks_what_is_being_put_right(team, journey, manager):
    Assessment.objects.filter(pk=journey[-1].assessment_id).update(
        closed_at=None,
        closed_by=None,
        reopened_at=dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC),
        reopened_by=manager,
        reopen_reason="The date",
    )
    answer = text(page(team, "journey", "alder-house"))
    assert "12 November 2026: this conversation is being put right just now." in answer
    assert "Our forum closed." in answer
    copy = text(page(team, "own-copy", "alder-house"))
    assert copy.count("It is being put right just now; this is how it was kept.") == 1


def test_journey_escapes_what_people_wrote(team, service):
    closure_of(
        service,
        a_record(
            dt.date(2026, 3, 10),
            judgements=(placed(LEARN, HERE),),
            examples=(team_line(LEARN, "<script>alert('x')</script>"),),
        ),
    )
    for name, *args in [
        ("journey", "alder-house"),
        ("line-over-time", "alder-house", LEARN),
        ("own-copy", "alder-house"),
    ]:
        assert "<script>alert" not in text(page(team, name, *args))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("journey", ()),
        ("compare", ()),
        ("own-copy", ()),
        ("line-over-time", (LEARN,)),
    ],
)
def test_number_of_queries_does_not_grow(team, service, name, arguments):
    def queries():
        with CaptureQueriesContext(connection) as context:
            assert page(team, name, "alder-house", *arguments).status_code == 200
        return len(context)

    closure_of(service, alder_house.themes())
    closure_of(service, alder_house.opened())
    queries()
    few = queries()
    closure_of(service, alder_house.latest())
    closure_of(service, alder_house.coffee())
    # Session, user, the service with its organisation and the person's roles, the closures.
    assert few == queries() <= 5


# --- One line


def test_line_tells_each_time_newest_first(team, journey):
    answer = text(page(team, "line-over-time", "alder-house", "rules-procedures"))
    newest, oldest = answer.split(">10 March 2026<")
    assert ">12 November 2026<" in newest
    assert "Writing them out for the move" in newest
    assert "Our rules are usual and fair." in oldest
    assert "Looking back we would have said: <bdi>Here and there</bdi>." in answer
    assert "Seven of us: days, nights and relief." in answer


def test_line_keeps_first_thought_and_what_moved_it(team, service):
    moved = placed(
        LEARN, HERE, first=records.Place("placed", MIND, 4), moved_because="Nights spoke up."
    )
    closure_of(service, a_record(dt.date(2026, 3, 10), judgements=(moved,)))
    answer = text(page(team, "line-over-time", "alder-house", LEARN))
    assert "First thought: On our minds, mostly." in answer
    assert "Nights spoke up." in answer


def test_first_thought_that_has_an_end_is_closed_once():
    record = a_record(dt.date(2026, 3, 10))
    levels = tuple(
        msgspec.structs.replace(level, name="We do this.") for level in record.framework.levels
    )
    framework = msgspec.structs.replace(record.framework, levels=levels)
    moved = placed(LEARN, HERE, first=records.Place("placed", MIND))
    sentence = _first_thought(msgspec.structs.replace(record, framework=framework), moved)
    assert sentence == "First thought: We do this."


def test_line_never_talked_about_says_so_once(team, service):
    for month in (3, 11):
        day, passed_over = dt.date(2026, month, 10), records.passed_over(LEARN)
        closure_of(service, a_record(day, head_count=3, judgements=(passed_over,)))
    answer = text(page(team, "line-over-time", "alder-house", LEARN))
    assert re.findall("(?i)not talked about[^<.]*", answer) == ["Not talked about yet"]


def test_line_keeps_several_views(team, journey):
    answer = text(page(team, "line-over-time", "alder-house", records.RULES))
    assert "Nights: in daylight." in answer


@pytest.mark.parametrize("code", ["no-such-line", "empathy-awareness"])
def test_line_nobody_talked_about_is_not_there(team, journey, code):
    assert page(team, "line-over-time", "alder-house", code).status_code == 404


# --- Two side by side


def test_compare_takes_the_last_two_without_a_choice(team, journey):
    answer = text(page(team, "compare", "alder-house"))
    also = answer[answer.index('id="also"') : answer.index('id="group-')]
    assert "Who was in the room: first six of us" in also
    assert "The sector forum closed" in also
    assert "We moved to Mill Lane" not in also


def test_compare_any_two_the_earlier_first(team, journey):
    first, last = str(journey[1].assessment_id), str(journey[3].assessment_id)
    there = text(page(team, "compare", "alder-house", **{"from": first, "to": last}))
    also = there[there.index('id="also"') : there.index('id="group-')]
    assert "We also talked on 10 March 2026." in also
    assert "We moved to Mill Lane" in also
    back = text(page(team, "compare", "alder-house", **{"from": last, "to": first}))
    # Below, the page says when this sign-in ends, to the minute.
    there, back = (html[html.index('id="also"') : html.index("</main>")] for html in (there, back))
    assert back == there


@pytest.mark.parametrize("bad", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00", "é" * 99])
def test_compare_refuses_what_is_not_in_the_list(team, journey, bad):
    answer = page(
        team, "compare", "alder-house", **{"from": bad, "to": str(journey[0].assessment_id)}
    )
    assert answer.status_code == 422
    assert "Choose one of the conversations in the list." in text(answer)


def test_compare_refuses_a_conversation_of_another_team(team, journey, other_service):
    other = closure_of(other_service, alder_house.themes())
    there, nowhere = (
        page(team, "compare", "alder-house", **{"from": key, "to": str(journey[0].assessment_id)})
        for key in (str(other.assessment_id), "00000000-0000-0000-0000-000000000000")
    )
    assert (there.status_code, nowhere.status_code) == (422, 422)
    assert unchanging(text(there)) == unchanging(text(nowhere))


def test_compare_says_no_reason_that_was_given_against_a_conversation_between(team, service):
    days = (dt.date(2026, 1, 5), dt.date(2026, 3, 5), dt.date(2026, 6, 5))
    now = placed(LEARN, USUAL, why_differs="seen_clearly", recast=records.Place("placed", USUAL))
    told_then = (placed(LEARN, HERE), placed(LEARN, ROOTED), now)
    first, _second, third = (
        str(closure_of(service, a_record(day, judgements=(judgement,))).assessment_id)
        for day, judgement in zip(days, told_then, strict=True)
    )
    answer = text(page(team, "compare", "alder-house", **{"from": first, "to": third}))
    assert "Knowing what we know now" not in answer
    assert "<strong>here and there</strong> in January" in answer


def test_compare_refuses_one_conversation_twice(team, journey):
    same = str(journey[0].assessment_id)
    answer = page(team, "compare", "alder-house", **{"from": same, "to": same})
    assert answer.status_code == 422
    assert "Choose two different conversations." in text(answer)


def test_compare_with_something_else_in_its_address_takes_the_last_two(team, journey):
    assert page(team, "compare", "alder-house", x="1").status_code == 200


def test_compare_tells_two_talks_of_one_day_apart(team, service):
    two_of_one_day(service)
    words = words_of(text(page(team, "compare", "alder-house")))
    for title in ("Earlier on 10 March 2026", "Later on 10 March 2026"):
        assert words.count(f"\n{title}\n") == 3  # to choose from, twice, and as a side


def two_of_one_day(service, often=2):
    talks = []
    for number, level in enumerate((HERE, USUAL, ROOTED)[:often]):
        judged = (placed(LEARN, level),)
        started_at = f"2026-03-10T1{number}:00:00Z"
        talk = a_record(
            dt.date(2026, 3, 10), id=an_id(started_at), started_at=started_at, judgements=judged
        )
        closure = closure_of(service, talk)
        at = dt.datetime.fromisoformat(started_at)
        Assessment.objects.filter(pk=closure.assessment_id).update(started_at=at)
        talks.append(closure)
    return talks


DAYS = re.compile(r"^(?:[-#]+ )?((?:\w+ )*10 March 2026)(?: ·.*)?$", re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "args", "query", "often"),
    [
        ("journey", ["alder-house"], {}, 2),  # when we talked, and what we kept
        ("journey", ["alder-house"], {"as": "table"}, 1),  # and at the heads of columns
        ("line-over-time", ["alder-house", LEARN], {}, 1),
        ("own-copy", ["alder-house"], {}, 1),
        ("service", ["alder-house"], {}, 1),
    ],
)
def test_wherever_talks_are_named_by_their_days_those_of_one_day_are_told_apart(
    team, service, name, args, query, often
):
    two_of_one_day(service)
    words = words_of(text(page(team, name, *args, **query)))
    for title in ("Earlier on 10 March 2026", "Later on 10 March 2026"):
        assert title in words
    named = DAYS.findall(words)
    assert "10 March 2026" not in named
    assert named.count("Earlier on 10 March 2026") == often


def test_one_of_two_talks_of_a_day_says_which_it_is(team, service, manager, body, lead):
    earlier, later = two_of_one_day(service)
    for closure, title in ((earlier, "earlier on 10 March"), (later, "later on 10 March")):
        assert closure.which == f"{title} 2026"
        form = ReleaseForm(closure=closure, which=closure.which, organisation=service.organisation)
        assert form["shown"].label == f"Our conversation {title} 2026"
    team.force_login(manager)
    asks = text(page(team, "service", "alder-house"))
    assert asks.index("Our conversation later on") < asks.index("Our conversation earlier on")
    share = prepare_share(service=service, body=body, by=manager)
    share.closures.set([earlier, later])
    assert "Later on 10 March 2026" in text(page(team, "share", share.pk))
    decide_release(later, is_shown=True, by=manager)
    team.force_login(lead)
    alone = text(page(team, "shown", later.pk))
    assert "10 March 2026" in alone  # of the other its reader knows nothing
    assert "ater on" not in alone
    decide_release(earlier, is_shown=True, by=manager)
    assert "Later on 10 March 2026" in text(page(team, "shown", later.pk))


def test_compare_says_which_other_talks_of_a_day_there_were(team, service):
    talks = two_of_one_day(service, often=3)
    first, *_others, last = [str(closure.assessment_id) for closure in talks]
    answer = text(page(team, "compare", "alder-house", **{"from": first, "to": last}))
    assert "I also looked at this the second time on 10 March 2026." in answer


def test_a_talk_after_another_of_one_day_is_set_beside_that(team, service):
    two_of_one_day(service)
    answer = text(page(team, "journey", "alder-house"))
    assert "Since earlier on 10 March 2026" in answer


def test_compare_shows_the_words_of_coffee_breaks_without_a_card(team, service):
    first = alder_house.coffee()
    closure_of(service, first)
    examples = (team_line("whole", "Calmer than in <summer>."), example("Two came back."))
    closure_of(service, a_record(dt.date(2026, 3, 10), length="coffee", examples=examples))
    answer = text(page(team, "compare", "alder-house"))
    words = words_of(answer)
    for there in ("Calmer than in <summer>.", "Two came back.", "placed a line."):
        assert there in words
    for entry in (*first.examples, *first.factors):
        assert entry.words in words
    assert words.index("It is busy") < words.index("Calmer than")


def test_compare_shows_the_words_that_stand_with_no_line(team, service):
    """One coffee break without a card, and one talk with cards."""
    closure_of(service, alder_house.coffee())
    examples = (team_line(LEARN, "We write it down."), example("Two came back."))
    judged = (placed(LEARN, HERE),)
    closure_of(service, a_record(dt.date(2026, 3, 10), judgements=judged, examples=examples))
    words = words_of(text(page(team, "compare", "alder-house")))
    assert words.count("Two came back.") == words.count("We write it down.") == 1
    assert words.index("It is busy") < words.index("Two came back.") < words.index("Here and there")
    assert "all in words" not in words


def test_compare_sets_what_was_named_beside_what_was_named_over_coffee(team, service):
    """Of a talk with cards, too; a card stands below, and so something was written down."""
    card = {"head_count": 6, "judgements": (placed(LEARN, HERE),)}
    garden = {"head_count": 6, "length": "coffee", "factors": (helps("A garden"),)}
    closure_of(service, a_record(dt.date(2026, 1, 5), **garden))
    closure_of(service, a_record(dt.date(2026, 3, 10), **card, factors=(helps("Tea"),)))
    closure_of(service, a_record(dt.date(2026, 6, 2), **card))
    one, two, three = Assessment.objects.order_by("held_on")
    for later, words in ((two, "What we have going for us: Tea."), (three, "is below.")):
        answer = page(team, "compare", "alder-house", **{"from": one.pk, "to": later.pk})
        beside = words_of(text(answer)).partition("In words")[2].partition("##")[0]
        assert "A garden" in beside
        assert words in beside


def test_compare_says_where_one_of_two_said_nothing_besides(team, service):
    closure_of(service, alder_house.coffee())
    closure_of(service, a_record(dt.date(2026, 3, 10), length="coffee"))
    examples = (team_line(LEARN, "We write it down."),)
    judged = (placed(LEARN, HERE),)
    third = a_record(dt.date(2026, 6, 2), judgements=judged, examples=examples)
    closure_of(service, third)
    first, silent, last = Assessment.objects.order_by("held_on")
    for other, why in ((silent, "Nothing was written down."), (last, "that day is below.")):
        answer = page(team, "compare", "alder-house", **{"from": first.pk, "to": other.pk})
        assert why in text(answer)
    answer = page(team, "compare", "alder-house", **{"from": silent.pk, "to": last.pk})
    assert 'id="in-words"' not in text(answer)


def test_compare_of_one_conversation_says_that_it_takes_two(team, service):
    closure_of(service, alder_house.themes())
    assert "It takes two finished conversations" in text(page(team, "compare", "alder-house"))


# --- Our own copy


def test_own_copy_page_holds_the_report(team, journey):
    answer = text(page(team, "own-copy", "alder-house"))
    assert "How we are getting on at" in answer
    assert answer.count("<h1") == 1
    assert "This is our own copy. It was not made to be shared." in answer


def test_own_copy_without_a_conversation_says_so(team, service):
    assert "Nothing is finished and kept yet." in text(page(team, "own-copy", "alder-house"))
    assert page(team, "own-copy-pdf", "alder-house").status_code == 404


@pytest.mark.logs_errors  # a 503 is logged as one
def test_own_copy_that_cannot_be_made_says_so_and_can_be_tried_again(
    team, journey, settings, tmp_path
):
    settings.RENDER_DIR = str(tmp_path / "render")
    settings.STATICFILES_DIRS = []  # without its style sheet the render is refused
    answer = page(team, "own-copy-pdf", "alder-house")
    assert answer.status_code == 503
    assert "The PDF was not made" in text(answer)
    assert "Try again" in text(answer)


def test_why_a_line_is_interrupted_is_said_once(team, service):
    for month, judged in ((3, answered(LEARN, "differs")), (11, placed(LEARN, HERE))):
        closure_of(service, a_record(dt.date(2026, month, 3), head_count=6, judgements=(judged,)))
    answer = text(page(team, "journey", "alder-house"))
    _words, _heading, lines = answer.partition("Line by line")
    assert words_of(lines).count("didn’t all see it the same way") == 1


def test_without_a_choice_two_talks_of_one_framework_stand_side_by_side(team, service):
    for record in two_frameworks().records:
        closure_of(service, record)
    earlier, later = page(team, "compare", "alder-house").context["form"].pair()
    assert (earlier.held_on, later.held_on) == (dt.date(2025, 11, 5), dt.date(2026, 11, 5))
