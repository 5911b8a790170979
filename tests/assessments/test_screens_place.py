"""The page of one line, filled in as a browser would."""

import html
import json
import uuid
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from assessments import actions, selectors
from assessments.models import Assessment, Difference, Draft, Example, FactorNote, Judgement
from pages.forms import submission
from tests.assessments.occasions import kept_before
from tests.shown import send, shown_form

pytestmark = pytest.mark.django_db


def address(talk: Assessment, code: str = "soil") -> str:
    return reverse("place", args=[talk.pk, code])


def lines_of(talk: Assessment) -> list[tuple[str, str | None]]:
    rows = Example.objects.filter(contribution__assessment=talk, removed_at=None)
    return [(row.words, row.team_line and row.team_line.code) for row in rows]


def placed(talk: Assessment) -> dict[str, tuple[str, str | None, int | None]]:
    rows = Judgement.objects.filter(contribution__assessment=talk).select_related("line", "level")
    return {row.line.code: (row.status, row.level and row.level.code, row.finer) for row in rows}


def test_place_saved_and_on_to_the_next(staff, conversation):
    answer = send(
        staff, address(conversation), choice="at:leaf", finer="3", words="  We saw it.\r\nTwice. "
    )

    assert (answer.status_code, answer.url) == (302, address(conversation, "light"))
    assert placed(conversation) == {"soil": ("placed", "leaf", 3)}
    assert lines_of(conversation) == [("We saw it.\nTwice.", "soil")]


def test_last_theme_leads_to_what_helps(staff, conversation):
    answer = send(staff, address(conversation, "light"))

    assert answer.url == reverse("around", args=[conversation.pk])
    assert "Next: what helps" in staff.get(address(conversation, "light")).content.decode()


def test_theme_is_explained_in_its_one_line(staff, conversation):
    page = staff.get(address(conversation, "light")).content.decode()

    assert "<p>What things grow towards.</p>" in page


def test_empty_page_moves_on_without_writing(staff, conversation):
    answer = send(staff, address(conversation))

    assert answer.status_code == 302
    assert placed(conversation) == {}
    conversation.refresh_from_db()
    assert conversation.version == 0


def test_nothing_is_chosen_for_anybody(staff, conversation):
    assert "choice" not in shown_form(staff.get(address(conversation)))


def test_example_alone_places_nothing(staff, conversation):
    send(staff, address(conversation), words="Only words")

    assert placed(conversation) == {}
    assert lines_of(conversation) == [("Only words", "soil")]


def test_second_example_is_a_row_of_its_own(staff, conversation):
    send(staff, address(conversation), words="First")
    send(staff, address(conversation), words="Second", kind="story", happened_on="2026-01-02")

    assert lines_of(conversation) == [("First", "soil"), ("Second", None)]


def test_link_without_its_beginning_is_completed(staff, conversation):
    send(staff, address(conversation), words="w", link="example.org/report")

    assert Example.objects.get().link == "https://example.org/report"


@pytest.mark.parametrize(
    ("status", "field", "words"),
    [("does_not_apply", "not_apply_words", "No garden"), ("another_day", "words", "")],
)
def test_other_answers_are_kept_with_their_words(staff, conversation, status, field, words):
    send(staff, address(conversation), choice=status, **{field: words})

    row = Judgement.objects.get()
    assert (row.status, row.status_words) == (status, words)


def test_not_ours_makes_an_ask(staff, conversation):
    send(staff, address(conversation), choice="not_ours", not_ours_words="The council's boiler")

    note = FactorNote.objects.get()
    assert (note.words, note.reach) == ("The council's boiler", "someone_else")
    assert note.factor.ask.words == "The council's boiler"


def test_different_views_are_kept_as_several(staff, conversation):
    send(
        staff,
        address(conversation),
        choice="differs",
        view_1="Days say yes",
        view_1_level="leaf",
        view_2="Nights say no",
    )

    views = [(row.level and row.level.code, row.words) for row in Difference.objects.all()]
    assert views == [("leaf", "Days say yes"), (None, "Nights say no")]
    again = shown_form(staff.get(address(conversation)))
    assert (again["choice"], again["view_1"], again["view_1_level"]) == (
        ["differs"],
        ["Days say yes"],
        ["leaf"],
    )


def test_shown_form_sent_again_changes_nothing(staff, conversation):
    send(staff, address(conversation), choice="at:leaf")
    version = Judgement.objects.get().version

    send(staff, address(conversation))

    assert Judgement.objects.get().version == version


# --- A card that was saved and is another now


def test_another_card_asks_slip_or_moved(staff, conversation):
    send(staff, address(conversation), choice="at:leaf")

    answer = send(staff, address(conversation), choice="at:seed", words="Typed")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "You had placed this before. Was that a slip, or has it moved?" in page
    assert "Typed" in page
    assert '<a href="#id_change_0">' in page
    assert 'id="id_change_0"' in page
    assert placed(conversation) == {"soil": ("placed", "leaf", None)}
    assert lines_of(conversation) == []


@pytest.mark.parametrize(("change", "first"), [("slip", "seed"), ("moved", "leaf")])
def test_slip_corrects_the_first_thought_and_a_move_keeps_it(staff, conversation, change, first):
    send(staff, address(conversation), choice="at:leaf")
    send(staff, address(conversation), choice="at:seed", change=change, moved_because="We talked")

    row = Judgement.objects.get()
    assert (row.level.code, row.first_level.code, row.moved_because) == ("seed", first, "We talked")


def test_finer_step_on_the_same_card_is_not_asked_about(staff, conversation):
    send(staff, address(conversation), choice="at:leaf")

    answer = send(staff, address(conversation), finer="2")

    assert answer.status_code == 302
    assert placed(conversation) == {"soil": ("placed", "leaf", 2)}


# --- Last time


def test_last_time_is_quoted_above_an_empty_answer(staff, service, framework, manager):
    kept_before(service, framework, manager, words="We meet when it burns", level="seed")
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)

    page = staff.get(address(talk))

    assert "We meet when it burns" in page.content.decode()
    assert "choice" not in shown_form(page)
    assert 'class="level level-1 is-last"' in " ".join(page.content.decode().split())


def test_several_views_are_shown_back_next_time(staff, conversation, manager):
    send(
        staff,
        address(conversation),
        choice="differs",
        view_1="Days say it works",
        view_1_level="tree",
        view_2="Nights say it doesn’t",
        view_3_level="leaf",
    )
    page = _next_time(staff, conversation, manager)

    for words in ("Days say it works – Tree<br>", "Nights say it doesn’t<br>", "One view: leaf."):
        assert words in page


@pytest.mark.parametrize(
    ("status", "name"),
    [
        ("differs", "We don’t all see it the same way"),
        ("does_not_apply", "Does not apply here, for now"),
    ],
)
def test_answer_without_words_is_shown_back_by_its_name(
    staff, conversation, soil, manager, status, name
):
    actions.place(conversation, soil, actions.Choice(status), by=manager, seen=0)

    assert name in _next_time(staff, conversation, manager)


def _next_time(staff, conversation: Assessment, manager) -> str:
    """Finish, begin again, and return what the theme's page quotes."""
    actions.finish(conversation, by=manager)
    again = actions.start(
        service=conversation.service, framework=conversation.framework, length="themes", by=manager
    )
    page = staff.get(address(again)).content.decode()
    return page.split("<blockquote")[1].split("</blockquote>")[0] if "<blockquote" in page else ""


def test_why_it_differs_is_kept_where_the_level_differs(staff, service, framework, manager):
    kept_before(service, framework, manager, words="Then", level="leaf")
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    why = {"why_differs": "seen_clearly", "recast": "shoot", "recast_finer": "4"}

    send(staff, address(talk), choice="at:leaf", **why)
    same = Judgement.objects.get(contribution__assessment=talk)
    assert (same.why_differs, same.recast_level) == ("", None)

    send(staff, address(talk), choice="at:shoot", change="slip", **why)
    other = Judgement.objects.get(contribution__assessment=talk)
    assert (other.why_differs, other.recast_level.code, other.recast_finer) == (
        "seen_clearly",
        "shoot",
        4,
    )


# --- Two people, two tabs


def test_two_people_add_words_to_one_theme_without_a_question(staff, colleague, conversation):
    mine, theirs = (
        shown_form(browser.get(address(conversation))) for browser in (staff, colleague)
    )

    answers = [
        colleague.post(address(conversation), theirs | {"words": "From days", "choice": "at:leaf"}),
        staff.post(address(conversation), mine | {"words": "From nights", "choice": "at:leaf"}),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert lines_of(conversation) == [("From days", "soil"), ("From nights", None)]


def test_only_one_of_two_chose(staff, colleague, conversation):
    mine, theirs = (
        shown_form(browser.get(address(conversation))) for browser in (staff, colleague)
    )

    colleague.post(address(conversation), theirs | {"choice": "at:leaf"})
    answer = staff.post(address(conversation), mine | {"words": "From nights"})

    assert answer.status_code == 302
    assert placed(conversation) == {"soil": ("placed", "leaf", None)}


def test_two_lists_of_views_are_both_kept(staff, colleague, conversation):
    mine, theirs = (
        shown_form(browser.get(address(conversation))) for browser in (staff, colleague)
    )

    colleague.post(address(conversation), theirs | {"choice": "differs", "view_1": "Days"})
    answer = staff.post(address(conversation), mine | {"choice": "differs", "view_1": "Nights"})

    assert answer.status_code == 302
    assert [row.words for row in Difference.objects.all()] == ["Days", "Nights"]


def met(staff, colleague, talk, **typed):
    """Two people choose different cards: the second meets the question."""
    mine, theirs = (shown_form(browser.get(address(talk))) for browser in (staff, colleague))
    colleague.post(address(talk), theirs | {"choice": "at:leaf"})
    return staff.post(address(talk), mine | {"choice": "at:seed", "words": "My example"} | typed)


def test_different_cards_ask_to_keep_both(staff, colleague, conversation):
    answer = met(staff, colleague, conversation)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Someone added to this while you were typing" in page
    assert page.index('value="both"') < page.index('value="mine"') < page.index('value="theirs"')
    assert ("Leaf" in page, "Seed" in page) == (True, True)
    assert placed(conversation) == {"soil": ("placed", "leaf", None)}
    assert "What else you wrote is kept, whichever you choose:" in page
    # Whoever walks away now finds their words again.
    assert shown_form(staff.get(address(conversation)))["words"] == ["My example"]


@pytest.mark.parametrize(
    ("answer", "place", "views"),
    [
        ("both", ("differs", None, None), ["leaf", "seed"]),
        ("mine", ("placed", "seed", None), []),
        ("theirs", ("placed", "leaf", None), []),
    ],
)
def test_the_question_is_answered(staff, colleague, conversation, answer, place, views):
    page = met(staff, colleague, conversation)

    done = staff.post(address(conversation), shown_form(page) | {"conflict": answer})

    assert (done.status_code, done.url) == (302, address(conversation, "light"))
    assert placed(conversation) == {"soil": place}
    assert [row.level.code for row in Difference.objects.all()] == views
    assert lines_of(conversation) == [("My example", "soil")]


def test_same_form_sent_twice_is_saved_once(staff, conversation):
    form = shown_form(staff.get(address(conversation))) | {"choice": "at:leaf", "words": "Once"}

    answers = [staff.post(address(conversation), form) for _ in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, address(conversation, "light"))
    ] * 2
    assert lines_of(conversation) == [("Once", "soil")]


# --- Bad input


@pytest.mark.parametrize("length", [5001, 10_000])
def test_too_long_is_refused_with_what_was_typed(staff, conversation, length):
    answer = send(staff, address(conversation), words="x" * length, choice="at:leaf")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"This is {length:,} characters long and 5,000 fit." in page
    assert "x" * length in page
    assert '<a href="#id_words">' in page
    assert placed(conversation) == {}


def test_line_ends_count_once(staff, conversation):
    answer = send(staff, address(conversation), words="a\r\n" * 2500)

    assert answer.status_code == 302
    assert len(lines_of(conversation)[0][0]) == 4999


@pytest.mark.parametrize("character", ["%00", "%ED%A0%80"])
def test_characters_no_database_keeps_are_refused(staff, conversation, character):
    form = shown_form(staff.get(address(conversation))) | {"words": "HERE"}
    sent = urlencode(form, doseq=True).replace("HERE", f"with {character} in it")
    kind = "application/x-www-form-urlencoded"

    answer = staff.post(address(conversation), sent, content_type=kind)

    assert answer.status_code == 422
    assert lines_of(conversation) == []


def test_other_directions_and_signs_are_kept_and_escaped(staff, conversation):
    words = "שלום <b>&amp; مرحبا ŵŷ 👩‍🍳"

    send(staff, address(conversation), words=words)

    assert lines_of(conversation) == [(words, "soil")]
    page = staff.get(address(conversation)).content.decode()
    assert "<b>" not in page
    assert '<div dir="auto">' in page


@pytest.mark.parametrize(
    "typed",
    [
        {"choice": "at:nonsense"},
        {"choice": "at:on-our-minds"},  # a level of another framework
        {"choice": "leaf"},
        {"finer": "9", "choice": "at:leaf"},
        {"happened_on": "2026-02-31", "words": "w"},
        {"key": "not-a-key"},
        {"key": ""},
        {"kind": "rumour", "words": "w"},
        {"happened_on": "2999-01-01", "words": "w"},
        {"link": "javascript:alert(1)", "words": "w"},
        {"link": "https://example.org/a"},  # a detail of no example
        {"seen": "9" * 30, "choice": "at:leaf"},
    ],
)
def test_hand_made_answers_are_refused(staff, conversation, typed):
    answer = send(staff, address(conversation), **typed)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert placed(conversation) == {}


@pytest.mark.parametrize("was", ["", "[]", "nonsense", json.dumps({"choice": 3})])
def test_broken_memory_of_the_page_is_no_error(staff, conversation, was):
    assert send(staff, address(conversation), was=was, choice="at:leaf").status_code == 302


def test_line_twice_is_one_place(staff, conversation):
    page = shown_form(staff.get(address(conversation)))

    staff.post(address(conversation), page | {"choice": ["at:seed", "at:leaf"]})

    assert placed(conversation) == {"soil": ("placed", "leaf", None)}


# --- Who and when


def test_finished_meanwhile_shows_the_words(staff, conversation, manager):
    form = shown_form(staff.get(address(conversation)))
    actions.finish(conversation, by=manager)

    answer = staff.post(address(conversation), form | {"words": "Too late", "choice": "at:leaf"})

    assert answer.status_code == 409
    assert "Too late" in answer.content.decode()
    assert lines_of(conversation) == []


def test_finished_meanwhile_shows_words_that_cannot_be_kept_either(staff, conversation, manager):
    form = shown_form(staff.get(address(conversation)))
    actions.finish(conversation, by=manager)

    late = form | {"words": "Too late", "happened_on": "2199-12-31"}
    answer = staff.post(address(conversation), late)

    assert answer.status_code == 409
    assert "Too late" in answer.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("page", ["place", "before", "around", "try", "read-back"])
def test_what_a_page_puts_into_its_form_does_not_read_as_words(
    staff, conversation, contributor, page
):
    for name in ("soil", "light"):
        actions.keep_draft(
            user=contributor, assessment=conversation, page=f"place-{name}", fields={"kind": ""}
        )
    args = [conversation.pk, "soil"] if page == "place" else [conversation.pk]
    form = shown_form(staff.get(reverse(page, args=args)))
    del form["csrfmiddlewaretoken"]  # never kept

    assert submission.typed_words(urlencode(form | {"words": "Tuesdays"}, doseq=True)) == [
        "Tuesdays"
    ]


def test_set_aside_meanwhile_shows_the_words(staff, conversation, manager):
    form = shown_form(staff.get(address(conversation)))
    actions.set_aside(conversation, by=manager)

    answer = staff.post(address(conversation), form | {"words": "Too late"})

    assert answer.status_code == 409
    assert "set aside while you were typing" in answer.content.decode()
    assert "Too late" in answer.content.decode()
    assert staff.get(address(conversation)).status_code == 404


def test_finished_page_leads_to_the_record(staff, conversation, manager):
    closure = actions.finish(conversation, by=manager)

    assert staff.get(address(conversation)).url == closure.get_absolute_url()


@pytest.mark.parametrize("who", ["sibling", "elsewhere", "lead", "commissioner", "outsider"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_see_nothing(client, conversation, who, method, request):
    client.force_login(request.getfixturevalue(who))

    theirs = getattr(client, method)(address(conversation))
    none = getattr(client, method)(reverse("place", args=[uuid.uuid4(), "soil"]))

    assert (theirs.status_code, none.status_code) == (404, 404)


@pytest.mark.parametrize("code", ["worms", "nonsense"])
def test_line_not_on_offer_is_not_found(staff, conversation, code):
    assert staff.get(address(conversation, code)).status_code == 404


def test_element_of_an_opened_theme_has_a_page(staff, conversation, soil, manager):
    actions.open_theme(conversation, soil, by=manager)

    answer = send(staff, address(conversation, "worms"), choice="at:tree", words="They are back")

    assert answer.status_code == 302
    assert placed(conversation) == {"worms": ("placed", "tree", None)}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_few_whatever_the_rows(
    staff, service, framework, soil, manager, rows, django_assert_num_queries
):
    for number in range(rows):
        kept_before(service, framework, manager, words=f"Then {number}", days=100 + number)
        actions.keep_note(service=service, words=f"Note {number}", line=soil, by=manager)
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    for number in range(rows):
        actions.add_example(talk, words=f"Example {number}", lines=[soil], by=manager)
    level = framework.levels.first()
    actions.place(talk, soil, actions.Choice("placed", level), by=manager, seen=0)
    staff.get(address(talk))  # the framework is read once

    with django_assert_num_queries(8):
        staff.get(address(talk))


def test_what_prints_the_same_for_everybody_keeps_nobodys_words(
    staff, colleague, conversation, other_service, framework, elsewhere
):
    first = staff.get(address(conversation)).content.decode()
    send(staff, address(conversation), choice="differs", view_1="Only Alder says this")
    actions.keep_draft(
        user=conversation.started_by,
        assessment=conversation,
        page="place-light",
        fields={"words": "Half a line", "kind": "story", "view_1": "Half a view"},
    )
    unsent = staff.get(address(conversation, "light")).content.decode()
    theirs = actions.start(
        service=other_service, framework=framework, length="themes", by=elsewhere
    )
    other = Client()
    other.force_login(elsewhere)

    pages = [
        other.get(address(theirs)).content.decode(),
        colleague.get(address(conversation, "light")).content.decode(),
    ]

    assert "Only Alder says this" in staff.get(address(conversation)).content.decode()
    assert "Half a view" in unsent  # though no answer that asks for it is chosen
    for page in (first, *pages):
        assert "Only Alder says this" not in page
        assert "Half a line" not in page
        assert "Half a view" not in page
    assert shown_form(other.get(address(theirs)))["view_1"] == [""]


def test_each_theme_shows_its_own_words_on_the_cards_every_time(staff, conversation):
    tree = selectors.tree_of(conversation)
    for _twice in range(2):  # how they print is kept from the first time
        for theme in tree.themes:
            page = staff.get(address(conversation, theme.code)).content.decode()
            assert all(html.escape(card.gloss) in page for card in theme.cards)
