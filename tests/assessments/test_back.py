"""Back brings the page that was sent, with its key: what is typed on it then is kept too."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Example, FactorNote, Note
from tests.shown import shown_form

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "args", "field", "kept"),
    [
        ("around", [], "help_1", FactorNote),
        ("place", ["light"], "words", Example),
    ],
)
def test_page_sent_again_with_other_words_keeps_both(
    staff: Client, conversation: Assessment, name: str, args: list[str], field: str, kept
) -> None:
    address = reverse(name, args=[conversation.pk, *args])
    form = shown_form(staff.get(address))

    for words in ("Tea", "Tea", "Bread"):
        assert staff.post(address, form | {field: words}).status_code == 302

    assert sorted(kept.objects.values_list("words", flat=True)) == ["Bread", "Tea"]


def test_note_sent_again_with_other_words_keeps_both(staff, service, framework) -> None:
    address = reverse("keep-note", args=[service.slug])
    form = shown_form(staff.get(address))

    for words in ("Tea", "Tea", "Bread"):
        assert staff.post(address, form | {"words": words}).status_code == 302

    assert sorted(Note.objects.values_list("words", flat=True)) == ["Bread", "Tea"]


def test_kept_open_then_back_and_finished_is_finished(staff, conversation) -> None:
    address = reverse("read-back", args=[conversation.pk])
    form = shown_form(staff.get(address)) | {"not_heard": "Nights"}

    staff.post(address, form | {"then": "open"})
    staff.post(address, form | {"then": "finish"})

    conversation.refresh_from_db()
    assert conversation.is_finished
