"""Two people, or one person twice: no word of anybody is lost and none comes back."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import User
from assessments import actions
from assessments.models import (
    Ask,
    Assessment,
    Difference,
    Example,
    FactorNote,
    Judgement,
)
from tests.shown import send, shown_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def obstacle(conversation, contributor) -> FactorNote:
    """Return an obstacle that became an ask."""
    return actions.name_factor(
        conversation,
        kind="obstacle",
        words="Fred does not answer",
        reach="someone_else",
        to="manager",
        by=contributor,
    )


def reword(obstacle: FactorNote, *, by: User) -> None:
    actions.edit_factor(
        obstacle.assessment,
        obstacle,
        words="Nobody answers",
        reach="someone_else",
        seen=obstacle.version,
        by=by,
    )


def place_page(talk: Assessment) -> str:
    return reverse("place", args=[talk.pk, "soil"])


def test_ask_follows_the_words_of_its_obstacle(conversation, obstacle, contributor):
    reword(obstacle, by=contributor)
    assert Ask.objects.get().words == "Nobody answers"


def test_ask_in_its_own_words_keeps_them(conversation, obstacle, contributor):
    actions.put_ask(conversation, Ask.objects.get(), words="A second phone", by=contributor)
    reword(obstacle, by=contributor)
    assert Ask.objects.get().words == "A second phone"


def test_first_thought_stays_when_the_finer_place_is_said_later(staff, conversation):
    send(staff, place_page(conversation), choice="at:leaf")
    send(staff, place_page(conversation), choice="at:seed", change="moved")
    send(staff, place_page(conversation), finer="2")

    row = Judgement.objects.get()
    assert (row.level.code, row.finer, row.first_level.code, row.first_finer) == (
        "seed",
        2,
        "leaf",
        None,
    )


def test_both_keeps_my_several_views_beside_the_other_card(staff, colleague, conversation):
    mine = shown_form(staff.get(place_page(conversation)))
    send(colleague, place_page(conversation), choice="at:leaf")
    mine |= {"choice": "differs", "view_1": "Days say leaf", "view_2": "Nights say seed"}

    met = staff.post(place_page(conversation), mine)
    assert met.status_code == 409
    assert "Nights say seed" in met.content.decode()

    assert staff.post(place_page(conversation), mine | {"conflict": "both"}).status_code == 302
    views = [(view.level and view.level.code, view.words) for view in Difference.objects.all()]
    assert views == [("leaf", ""), (None, "Days say leaf"), (None, "Nights say seed")]


def test_finer_places_of_views_stay_when_a_word_is_added(staff, colleague, conversation):
    mine = shown_form(staff.get(place_page(conversation)))
    send(colleague, place_page(conversation), choice="at:leaf", finer="3")
    mine |= {"choice": "at:seed", "finer": "2", "conflict": "both"}
    staff.post(place_page(conversation), mine)
    send(staff, place_page(conversation), view_1="on the whole")

    assert [view.finer for view in Difference.objects.all()] == [3, 2]


def test_both_on_the_coffee_page_keeps_two_cards(staff, colleague, service, framework, contributor):
    talk = actions.start(service=service, framework=framework, length="coffee", by=contributor)
    page = reverse("coffee", args=[talk.pk])
    mine = shown_form(staff.get(page)) | {"choice": "at:seed"}
    send(colleague, page, choice="at:leaf")

    assert staff.post(page, mine).status_code == 409
    staff.post(page, mine | {"conflict": "both"})
    assert Judgement.objects.get().status == "differs"
    assert [view.level.code for view in Difference.objects.all()] == ["leaf", "seed"]


def test_both_keeps_what_moved_the_bead_over_coffee(
    staff, colleague, service, framework, contributor
):
    talk = actions.start(service=service, framework=framework, length="coffee", by=contributor)
    page = reverse("coffee", args=[talk.pk])
    send(colleague, page, choice="at:leaf")
    mine = shown_form(staff.get(page))
    mine |= {"choice": "at:seed", "change": "moved", "moved_because": "The new rota"}
    send(colleague, page, finer="2")

    assert staff.post(page, mine).status_code == 409
    staff.post(page, mine | {"conflict": "both"})
    assert [view.words for view in Difference.objects.all()] == ["", "The new rota"]


def test_taking_out_what_somebody_changed_asks_first(
    staff, colleague, conversation, soil, contributor
):
    row = actions.add_example(conversation, words="Old", lines=[soil], by=contributor)
    page = reverse("example", args=[conversation.pk, row.pk])
    mine = shown_form(staff.get(page)) | {"words": ""}
    send(colleague, page, words="New words")

    answer = staff.post(page, mine)

    assert answer.status_code == 409
    assert "New words" in answer.content.decode()
    assert Example.objects.get().removed_at is None


@pytest.mark.parametrize("kind", ["example", "edit-factor", "edit-step", "edit-context"])
def test_words_for_what_was_taken_out_come_back(
    staff, conversation, soil, contributor, obstacle, kind
):
    remove, row, field = {
        "example": lambda: (
            actions.remove_row,
            actions.add_example(conversation, words="Old", lines=[soil], by=contributor),
            "words",
        ),
        "edit-factor": lambda: (actions.remove_row, obstacle, "words"),
        "edit-step": lambda: (
            actions.remove_row,
            actions.try_step(conversation, what="Old", by=contributor),
            "what",
        ),
        "edit-context": lambda: (
            actions.remove_row,
            actions.add_around(
                conversation, happened_on=conversation.held_on, words="Old", by=contributor
            ),
            "words",
        ),
    }[kind]()
    page = reverse(kind, args=[conversation.pk, row.pk])
    mine = shown_form(staff.get(page)) | {field: "What I was typing"}
    remove(conversation, row, by=contributor)

    answer = staff.post(page, mine)

    assert answer.status_code == 409
    assert "taken out while you were typing" in answer.content.decode()
    assert "What I was typing" in answer.content.decode()
    assert staff.get(page).status_code == 404


def test_note_taken_out_at_the_same_moment_is_refused_in_words(conversation, contributor):
    about = {"happened_on": conversation.held_on, "by": contributor}
    note = actions.add_around(conversation, words="We moved", **about)
    both = [type(note).objects.get(), type(note).objects.get()]
    actions.remove_row(conversation, both[0], by=contributor)

    with pytest.raises(actions.Refused, match="taken this out"):
        actions.edit_around(conversation, both[1], seen=0, words="We moved on", **about)


def test_two_texts_too_long_together_are_refused_in_words(staff, colleague, conversation):
    page = reverse("before", args=[conversation.pk])
    mine = shown_form(staff.get(page)) | {"how_talked": "other", "how_talked_words": "b" * 200}
    send(colleague, page, how_talked="other", how_talked_words="a" * 200)
    assert staff.post(page, mine).status_code == 409

    answer = staff.post(page, mine | {"conflict": "both"})

    assert answer.status_code == 422
    assert "This is 402 characters long and 300 fit." in answer.content.decode()
    assert Assessment.objects.get().how_talked_words == "a" * 200


def test_next_talk_moves_with_the_day(conversation, contributor):
    days = (dt.date(2025, 6, 10), dt.date(2025, 1, 1))
    for day, then in zip(days, (dt.date(2025, 7, 10), dt.date(2025, 2, 1)), strict=True):
        actions.describe(conversation, held_on=day, next_talk="month", by=contributor)
        assert conversation.next_talk_on == then
