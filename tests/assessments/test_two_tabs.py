"""One person with a page open in two tabs: what is kept from one outlives the other."""

import json

import pytest
from django.urls import reverse

from assessments.actions import drafts
from assessments.models import Draft, FactorNote
from tests.shown import shown_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def around(conversation) -> str:
    """Return the address of a page with boxes."""
    return reverse("around", args=[conversation.pk])


def keep(client, conversation, form, **typed):
    """Keep what is typed, as the page's script does."""
    hidden = {name: form[name][0] for name in ("was", "seen", "grew_from")}
    body = {"key": form["key"][0], "fields": hidden | typed}
    address = f"{reverse('draft', args=[conversation.pk])}?page=around"
    return client.post(address, json.dumps(body), content_type="application/json")


def test_second_tab_is_told_and_the_first_one_stays_kept(staff, conversation, around):
    first, second = shown_form(staff.get(around)), shown_form(staff.get(around))
    assert keep(staff, conversation, first, help_1="Tea").status_code == 200

    answer = keep(staff, conversation, second, help_1="Bread")

    assert answer.status_code == 409
    assert "another tab" in answer.json()["error"]
    assert Draft.objects.get().fields["help_1"] == "Tea"
    assert keep(staff, conversation, first, help_1="Tea at four").status_code == 200


def test_what_somebody_is_typing_is_nobody_elses(staff, colleague, around, conversation):
    keep(staff, conversation, shown_form(staff.get(around)), help_1="Tea")

    assert shown_form(staff.get(around))["help_1"] == ["Tea"]
    assert shown_form(colleague.get(around))["help_1"] == [""]


def test_what_the_second_tab_saves_leaves_the_words_of_the_first(staff, conversation, around):
    first, second = shown_form(staff.get(around)), shown_form(staff.get(around))
    keep(staff, conversation, first, help_1="Tea")

    assert staff.post(around, second | {"help_1": "Bread"}).status_code == 302

    assert FactorNote.objects.get().words == "Bread"
    assert shown_form(staff.get(around))["help_1"] == ["Tea"]
    assert staff.post(around, first | {"help_1": "Tea"}).status_code == 302
    assert not Draft.objects.exists()


def test_page_opened_again_goes_on_with_what_was_kept_last(staff, conversation, around):
    first = shown_form(staff.get(around))
    keep(staff, conversation, first, help_1="Tea")
    again = shown_form(staff.get(around))
    assert again["help_1"] == ["Tea"]

    assert keep(staff, conversation, again, help_1="Tea at four").status_code == 200

    assert keep(staff, conversation, first, help_1="Tea").status_code == 409
    newest = shown_form(staff.get(around))
    assert newest["help_1"] == ["Tea at four"]
    assert staff.post(around, newest).status_code == 302
    assert not Draft.objects.exists()


def test_too_much_is_told_with_its_limit_and_what_was_kept_stays(staff, conversation, around):
    form = shown_form(staff.get(around))
    keep(staff, conversation, form, help_1="Tea")

    answer = keep(staff, conversation, form, **{f"x_{n}": "tea " * 1000 for n in range(100)})

    assert answer.status_code == 422
    assert "300 KB" in answer.json()["error"]
    assert Draft.objects.get().fields["help_1"] == "Tea"


@pytest.mark.parametrize("sent", [{}, {"message": '{"fields": {"words": "Tea"}}'}])
def test_draft_in_a_form_of_another_kind_is_refused(staff, conversation, sent):
    answer = staff.post(f"{reverse('draft', args=[conversation.pk])}?page=around", sent)
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_pages_without_number_are_refused(staff, conversation, around, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 1)
    form = shown_form(staff.get(around))
    keep(staff, conversation, form, help_1="Tea")
    address = f"{reverse('draft', args=[conversation.pk])}?page=elsewhere"
    body = json.dumps({"fields": {"words": "Bread"}})

    answer = staff.post(address, body, content_type="application/json")

    assert answer.status_code == 422
    assert "1 pages" in answer.json()["error"]
