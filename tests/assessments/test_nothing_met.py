"""Two who change different things of one row do not meet, and what is the same is not asked.

Where something does meet, the page shows what differs, and never the same text twice.
"""

import re

import pytest
from django.urls import reverse

from assessments import actions
from assessments.models import Difference, Example, FactorNote, Judgement, StepReview
from tests.shown import send, shown_form

pytestmark = pytest.mark.django_db


def sides(answer) -> list[str]:
    """Return the two texts of a page that asks whether to keep both."""
    assert answer.status_code == 409
    texts = re.findall(r'<div dir="auto"><p>(.*?)</p></div>', answer.content.decode(), re.DOTALL)
    assert len(texts) == 2
    return texts


@pytest.fixture
def example(conversation, soil, contributor) -> Example:
    return actions.add_example(conversation, words="The hour held", lines=[soil], by=contributor)


def test_only_the_finer_place_differs(staff, colleague, conversation):
    page = reverse("place", args=[conversation.pk, "soil"])
    mine = shown_form(staff.get(page)) | {"choice": "at:leaf", "finer": "2"}
    send(colleague, page, choice="at:leaf", finer="4")

    theirs, typed = sides(staff.post(page, mine))

    assert theirs != typed
    assert theirs.partition(",")[0] == typed.partition(",")[0]


def test_only_the_finer_place_differs_over_coffee(
    staff, colleague, service, framework, contributor
):
    talk = actions.start(service=service, framework=framework, length="coffee", by=contributor)
    page = reverse("coffee", args=[talk.pk])
    mine = shown_form(staff.get(page)) | {"choice": "at:leaf", "finer": "2"}
    send(colleague, page, choice="at:leaf", finer="4")

    theirs, typed = sides(staff.post(page, mine))

    assert theirs != typed


@pytest.fixture
def further(service, framework, contributor) -> str:
    """Return the second page of a line that is placed, with an example."""
    talk = actions.start(service=service, framework=framework, length="more", by=contributor)
    soil = framework.lines.get(code="soil")
    level = framework.levels.get(code="seed")
    actions.place(talk, soil, actions.Choice("placed", level), by=contributor)
    actions.add_example(talk, words="The hour held", lines=[soil], by=contributor)
    return reverse("further", args=[talk.pk, "soil"])


def test_only_the_finer_place_differs_where_a_bead_is_moved(staff, colleague, further):
    mine = shown_form(staff.get(further)) | {"still": "move", "card": "leaf", "finer": "2"}
    send(colleague, further, still="move", card="leaf", finer="4")

    theirs, typed = sides(staff.post(further, mine))

    assert theirs != typed


def test_two_who_move_a_bead_to_one_card_are_both_heard(staff, colleague, further):
    move = {"still": "move", "card": "leaf"}
    mine = shown_form(staff.get(further)) | move | {"help_1": "The kettle", "moved_because": "Tea"}
    send(colleague, further, **move)

    answer = staff.post(further, mine)

    assert answer.status_code == 302
    assert FactorNote.objects.get().words == "The kettle"
    assert Judgement.objects.get().moved_because == "Tea"


def test_the_same_place_and_an_example_are_both_kept(staff, colleague, conversation):
    page = reverse("place", args=[conversation.pk, "soil"])
    mine = shown_form(staff.get(page)) | {"choice": "at:leaf", "words": "Nights too"}
    send(colleague, page, choice="at:leaf")

    assert staff.post(page, mine).status_code == 302
    assert Judgement.objects.get().status == "placed"
    assert not Difference.objects.exists()
    assert [example.words for example in Example.objects.all()] == ["Nights too"]


def test_two_fields_of_one_row_come_together(staff, colleague, conversation, example):
    page = reverse("example", args=[conversation.pk, example.pk])
    mine = shown_form(staff.get(page)) | {"link": "https://example.org/notes"}
    send(colleague, page, words="The hour held, nights too", kind="data")

    assert staff.post(page, mine).status_code == 302

    example.refresh_from_db()
    assert example.words == "The hour held, nights too"
    assert (example.kind, example.link) == ("data", "https://example.org/notes")


def test_themes_ticked_and_words_changed_come_together(staff, colleague, conversation, example):
    page = reverse("example", args=[conversation.pk, example.pk])
    mine = shown_form(staff.get(page)) | {"words": "It held"}
    send(colleague, page, themes=["soil", "light"])

    assert staff.post(page, mine).status_code == 302

    example.refresh_from_db()
    assert example.words == "It held"
    assert sorted(line.code for line in example.lines.all()) == ["light", "soil"]


def test_one_field_of_a_row_met_shows_that_field(staff, colleague, conversation, example):
    page = reverse("example", args=[conversation.pk, example.pk])
    mine = shown_form(staff.get(page)) | {"happened_on": "2026-03-02"}
    send(colleague, page, happened_on="2026-03-01")

    answer = staff.post(page, mine)

    assert sides(answer) == ["When was it?<br>1 March 2026", "When was it?<br>2 March 2026"]
    assert "Keep both" not in answer.content.decode()
    for choice in ("both", "mine"):
        assert staff.post(page, mine | {"conflict": choice}).status_code == 302
        assert str(Example.objects.get().happened_on) == "2026-03-02"


def test_a_step_met_in_one_box_and_not_in_another(staff, colleague, conversation, contributor):
    step = actions.try_step(conversation, what="Ring round", by=contributor)
    page = reverse("edit-step", args=[conversation.pk, step.pk])
    mine = shown_form(staff.get(page)) | {"who": "the cook", "notice": "It rings"}
    send(colleague, page, who="whoever is on", by_when="June")

    theirs, typed = sides(staff.post(page, mine))
    label = "Who will see to it? A role is fine."
    assert (theirs, typed) == (f"{label}<br>whoever is on", f"{label}<br>the cook")

    staff.post(page, mine | {"conflict": "mine"})
    row = StepReview.objects.get()
    assert (row.who, row.notice, row.by_when) == ("the cook", "It rings", "June")


def test_emptied_words_meet_whatever_was_changed(staff, colleague, conversation, example):
    page = reverse("example", args=[conversation.pk, example.pk])
    mine = shown_form(staff.get(page)) | {"words": ""}
    send(colleague, page, link="https://example.org/notes")

    assert staff.post(page, mine).status_code == 409
    assert Example.objects.get().removed_at is None


def test_words_that_stand_there_by_now_are_saved(staff, colleague, conversation):
    page = reverse("read-back", args=[conversation.pk])
    mine = shown_form(staff.get(page)) | {"opening": "Dear all", "then": "stay"}
    send(colleague, page, opening="Dear all", then="stay")

    assert staff.post(page, mine).status_code == 302
    conversation.refresh_from_db()
    assert conversation.opening == "Dear all"
