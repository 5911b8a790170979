"""Back brings the page that was sent, with its key: what is typed on it then is kept too."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments import actions
from assessments.models import (
    AroundNote,
    Ask,
    Assessment,
    Example,
    Factor,
    FactorNote,
    Note,
    StepReview,
)
from tests.shown import shown_form
from tests.together import at_once

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "args", "field", "model"),
    [
        ("around", [], "help_1", FactorNote),
        ("place", ["light"], "words", Example),
    ],
)
def test_page_sent_again_with_other_words_keeps_both(
    staff: Client, conversation: Assessment, name: str, args: list[str], field: str, model
) -> None:
    address = reverse(name, args=[conversation.pk, *args])
    form = shown_form(staff.get(address))

    for words in ("Tea", "Tea", "Bread"):
        assert staff.post(address, form | {field: words}).status_code == 302

    assert sorted(model.objects.values_list("words", flat=True)) == ["Bread", "Tea"]


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


def words_kept() -> list[tuple[str, str]]:
    """Return every text of a team that stands in a row of its own, with its model."""
    texts: list[tuple[str, str]] = []
    for model, name in TEXTS.items():
        texts += [(model.__name__, words) for words in model.objects.values_list(name, flat=True)]
    return sorted(texts)


TEXTS = {Example: "words", FactorNote: "words", StepReview: "what", AroundNote: "words"}
PAGES = {
    "around": ("themes", []),
    "place": ("themes", ["light"]),
    "further": ("more", ["soil"]),
    "coffee": ("coffee", []),
    "try": ("themes", []),
    "read-back": ("themes", []),
}


@pytest.mark.parametrize("name", PAGES)
def test_words_that_the_browser_fills_into_a_form_drawn_anew_are_one_row(
    staff, service, framework, contributor, name
):
    """Pages are not stored, so Back fetches a new form with a new key, and fills in the words."""
    length, args = PAGES[name]
    talk = actions.start(service=service, framework=framework, length=length, by=contributor)
    address = reverse(name, args=[talk.pk, *args])
    first = shown_form(staff.get(address))
    typed = {field: f"Tea for {field}" for field, value in first.items() if typable(field, value)}
    assert typed, "a page with nothing to type"
    assert staff.post(address, first | typed | {"then": "open"}).status_code in {302, 422}
    before = words_kept()

    again = shown_form(staff.get(address))
    assert again.get("key") != first.get("key")
    staff.post(address, again | typed | {"then": "open"})

    assert words_kept() == before


def typable(field: str, value: object) -> bool:
    """Say whether a field of a form that was just opened takes words and is empty."""
    hidden = {"key", "seen", "was", "csrfmiddlewaretoken", "then", "conflict"}
    dates = ("happened_on", "open_until", "held_on", "link", "next_talk")
    return field not in hidden and value == [""] and not field.startswith(dates)


@pytest.mark.parametrize("kind", ["help", "obstacle"])
@pytest.mark.parametrize(
    "typed",
    [
        "Nowhere that isn't full",
        "nowhere that isn't full",
        "Nowhere that isn’t full.",
        "- Nowhere  that isn’t full",
    ],
)
def test_what_was_named_last_time_is_named_once_by_whichever_page(
    staff, conversation, service, framework, contributor, kind, typed
):
    actions.name_factor(
        conversation,
        kind=kind,
        words="Nowhere that isn't full",
        by=contributor,
        reach="someone_else",
    )
    actions.finish(conversation, by=contributor)
    talk = actions.start(service=service, framework=framework, length="themes", by=contributor)
    address = reverse("around", args=[talk.pk])
    form = shown_form(staff.get(address))
    field = "help_1" if kind == "help" else "obstacle_1"

    assert staff.post(address, form | {field: typed}).status_code == 302

    (factor,) = Factor.objects.all()
    assert factor.first_named_in == conversation
    assert [note.state for note in factor.notes.order_by("added_at")] == ["new", "still"]
    assert Ask.objects.count() == (kind == "obstacle")


def test_what_was_gone_and_is_named_again_has_come_back(
    conversation, service, framework, contributor
):
    note = actions.name_factor(conversation, kind="obstacle", words="The lift", by=contributor)
    actions.finish(conversation, by=contributor)
    second = actions.start(service=service, framework=framework, length="themes", by=contributor)
    actions.follow_up(second, note.factor, state="gone", by=contributor)
    actions.finish(second, by=contributor)
    third = actions.start(service=service, framework=framework, length="themes", by=contributor)

    again = actions.name_factor(third, kind="obstacle", words="The lift", by=contributor)

    assert (again.factor, again.state) == (note.factor, "new")


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_in_the_same_instant_is_one_row(
    service, framework, conversation, contributor, manager
):
    obstacle = actions.name_factor(
        conversation, kind="obstacle", words="The lift", reach="someone_else", by=contributor
    )
    at_once(*[lambda: actions.keep_note(service=service, words="Tea", by=contributor)] * 6)
    ask = obstacle.factor.ask
    at_once(*[lambda: actions.answer_ask(ask, answer="will", words="Ask.", by=manager)] * 6)
    assert Note.objects.count() == 1
    assert ask.answers.count() == 1
