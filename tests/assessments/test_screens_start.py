"""Starting: how long, when and who; and the conversation's own page."""

import datetime as dt
import re

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import Service
from assessments import actions
from assessments.models import Assessment, Note
from assessments.templatetags.talk import since
from frameworks.models import Framework
from tests.assessments.occasions import kept_before
from tests.shown import send, shown_form, tight

pytestmark = pytest.mark.django_db


def length(name: str) -> str:
    return reverse("start-length", args=["alder-house", name])


def test_three_answers_and_last_time(staff, service, framework, manager):
    kept_before(service, framework, manager, words="a debrief")

    page = staff.get(reverse("start", args=[service.slug])).content.decode()

    for words in ("A coffee break", "A quarter to half an hour", "More, or several sittings"):
        assert words in page
    assert "Try: a debrief" in page
    held_on = timezone.localdate() - dt.timedelta(days=200)
    assert f"We last talked on {held_on.day} {held_on:%B %Y}" in page


def test_one_that_is_put_right_is_said_and_comes_first(staff, service, framework, manager):
    talk = kept_before(service, framework, manager, words="a debrief")
    actions.put_right(talk, reason="A slip.", by=manager)

    page = staff.get(reverse("start", args=[service.slug])).content.decode()

    assert "is open to put something right" in page
    assert reverse("conversation", args=[talk.pk]) in page
    assert "A coffee break" not in page


@pytest.mark.parametrize(
    ("chosen", "first"), [("coffee", "coffee"), ("themes", "place"), ("more", "place")]
)
def test_start_leads_to_the_first_question(staff, service, framework, contributor, chosen, first):
    kinds = ["nights", "relief"]
    answer = send(staff, length(chosen), head_count="4", people_kinds=kinds)

    talk = Assessment.objects.get()
    args = [talk.pk] if first == "coffee" else [talk.pk, "soil"]
    assert (answer.status_code, answer.url) == (302, reverse(first, args=args))
    beginning = (talk.length, talk.head_count, talk.people_kinds, talk.started_by)
    assert beginning == (chosen, 4, kinds, contributor)
    assert talk.held_on == timezone.localdate()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"held_on": "2999-01-01"}, "The day you talked cannot be in the future."),
        ({"held_on": ""}, "Say which day."),
        ({"held_on": "yesterday"}, "Give the day as day, month and year"),
        ({"head_count": "many"}, "Give the number in figures, such as 4."),
        ({"head_count": "-1"}, "At least one of us was there."),
        ({"people_kinds": "judges"}, "Tick only what is on the page."),
        ({"how_talked": "shouting"}, "Choose one of the answers on the page."),
    ],
)
def test_start_refuses_with_a_sentence(staff, service, framework, typed, sentence):
    answer = send(staff, length("themes"), **typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Assessment.objects.count() == 0


def test_start_twice_carries_on_with_the_first(staff, service, framework):
    form = shown_form(staff.get(length("themes")))

    first, second = (staff.post(length("themes"), form) for _ in range(2))

    assert Assessment.objects.count() == 1
    assert first.url == second.url
    start = staff.get(reverse("start", args=[service.slug])).content.decode()
    assert "Carry on with it" in start
    assert "A coffee break" not in start


def test_unknown_length_is_not_found(staff, service, framework):
    assert staff.get(length("forever")).status_code == 404


def test_notes_since_last_time_stand_at_the_opening(staff, service, framework, manager):
    kept_before(service, framework, manager)
    actions.keep_note(service=service, words="Three in the morning", by=manager)

    page = staff.get(length("themes")).content.decode()

    assert "we kept these" in page
    assert "Three in the morning" in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 3, 17), "Since March we kept these"),
        (dt.date(2025, 5, 2), "Since May 2025 we kept these"),
    ],
)
def test_notes_are_since_a_month(day, words):
    assert since(day, dt.date(2026, 11, 22)) == words


@pytest.mark.parametrize("who", ["sibling", "elsewhere", "lead", "commissioner", "outsider"])
def test_others_cannot_start(client, service, framework, who, request):
    client.force_login(request.getfixturevalue(who))

    for address in (reverse("start", args=[service.slug]), length("themes")):
        assert client.get(address).status_code == 404
    assert client.post(length("themes"), {"held_on": "2026-01-01"}).status_code == 404
    assert Assessment.objects.count() == 0


# What a sheet has no need of: the next box of its kind, or said by its own heading; and what only
# the screens ask, of a longer one or of one thing instead of the whole place.
REPEATED = {"Another", "What else?", "What?"}
OF_SCREENS = {"Enough for today", "What shall we talk about?", "the whole place"}
OF_SCREENS |= {"one thing on our minds", "What is it?"}


def labels(page: HttpResponse) -> list[str]:
    """Return what is asked and offered in the open on a page of a conversation."""
    open_part = re.sub(r"<details.*?</details>", "", tight(page), flags=re.DOTALL)
    marked = re.findall(r"<(?:label|legend)\b[^>]*>(.*?)</(?:label|legend)>", open_part)
    return [re.sub(r"<.*?>", "", words) for words in marked]


@pytest.mark.parametrize("chosen", ["coffee", "themes", "more"])
def test_sheet_to_write_on_asks_what_the_screens_ask(staff, service, framework, chosen):
    sheet = tight(staff.get(length(chosen) + "paper/"))
    page = staff.get(length(chosen))
    questions = labels(page)
    first = send(staff, length(chosen)).url
    talk = Assessment.objects.get()
    for address in (first, reverse("around", args=[talk.pk]), reverse("try", args=[talk.pk])):
        if chosen != "coffee" or address == first:
            questions += labels(staff.get(address))

    left_out = REPEATED | OF_SCREENS
    assert {words for words in questions if words not in sheet} - left_out == set()


# --- Where we are


def test_where_we_are_says_what_is_next(staff, conversation, soil, contributor):
    address = reverse("conversation", args=[conversation.pk])
    assert "Carry on with soil" in staff.get(address).content.decode()

    actions.add_example(conversation, words="Begun now", lines=[soil], by=contributor)
    page = tight(staff.get(address))

    assert "Carry on with light" in page
    assert list(re.findall(r"(?:Soil|Light)</a>\s*<span class=.quiet.>([^<]+)", page)) == [
        "said",
        "not yet",
    ]


def test_where_we_are_says_that_helps_and_steps_were_talked_about(staff, conversation, contributor):
    actions.name_factor(conversation, kind="help", words="Tuesdays", by=contributor)
    once = tight(staff.get(conversation.get_absolute_url()))
    actions.try_step(conversation, what="Ask", by=contributor)
    twice = tight(staff.get(conversation.get_absolute_url()))

    pattern = r"""<a href="[^"]*/(\w+)/">[^<]*</a> <span class="quiet">said"""
    assert [re.findall(pattern, page) for page in (once, twice)] == [["around"], ["around", "try"]]


def test_day_and_people_can_be_changed(staff, conversation):
    answer = send(
        staff, reverse("before", args=[conversation.pk]), held_on="2026-01-02", head_count="7"
    )

    conversation.refresh_from_db()
    assert answer.status_code == 302
    assert (conversation.held_on, conversation.head_count) == (dt.date(2026, 1, 2), 7)


def test_keep_open_until_a_day(staff, conversation):
    day = timezone.localdate() + dt.timedelta(days=3)

    answer = staff.post(
        reverse("keep-open", args=[conversation.pk]), {"open_until": day.isoformat()}
    )

    conversation.refresh_from_db()
    assert (answer.status_code, conversation.open_until) == (302, day)
    pages = (answer.url, reverse("home"))
    for page in pages:
        assert "It stays open for the others until" in staff.get(page).content.decode()

    Assessment.objects.update(open_until=timezone.localdate() - dt.timedelta(days=1))
    for page in pages:
        assert "stays open for the others" not in staff.get(page).content.decode()
    assert shown_form(staff.get(answer.url), having="open_until")["open_until"] == [""]


def test_keep_open_until_a_day_that_is_over_is_refused(staff, conversation):
    answer = staff.post(reverse("keep-open", args=[conversation.pk]), {"open_until": "2020-01-01"})

    assert answer.status_code == 422
    assert "That day is over" in answer.content.decode()


def test_open_theme_leads_to_its_first_element(staff, conversation):
    answer = staff.post(reverse("open-theme", args=[conversation.pk, "soil"]))

    assert answer.url == reverse("place", args=[conversation.pk, "worms"])
    conversation.refresh_from_db()
    assert conversation.length == "more"
    assert staff.post(reverse("open-theme", args=[conversation.pk, "worms"])).status_code == 404


@pytest.mark.parametrize("name", ["keep-open", "grow"])
def test_small_acts_on_a_finished_one_are_refused(staff, conversation, manager, name):
    actions.finish(conversation, by=manager)

    assert staff.post(reverse(name, args=[conversation.pk])).status_code == 409


def test_set_aside_is_not_found(staff, conversation, manager):
    actions.set_aside(conversation, by=manager)

    assert staff.get(reverse("conversation", args=[conversation.pk])).status_code == 404


# --- Something worth remembering


def test_note_is_kept_unsigned(staff, service: Service, framework: Framework):
    answer = send(
        staff, reverse("keep-note", args=[service.slug]), words="Lights worked", theme="light"
    )

    note = Note.objects.get()
    assert answer.status_code == 302
    assert (note.words, note.line.code, note.signed_by) == ("Lights worked", "light", None)


def test_note_is_signed_when_asked(staff, service, framework, contributor):
    send(staff, reverse("keep-note", args=[service.slug]), words="Mine", signed="on")

    assert Note.objects.get().signed_by == contributor


def test_note_sent_twice_is_kept_once(staff, service, framework):
    address = reverse("keep-note", args=[service.slug])
    form = shown_form(staff.get(address)) | {"words": "Once"}

    for _ in range(2):
        staff.post(address, form)

    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": " "}, "Write a line first."),
        ({"words": "x" * 501}, "501 characters long and 500 fit."),
        ({"words": "w", "theme": "worms"}, "Choose one of the themes"),
    ],
)
def test_note_refused_with_a_sentence(staff, service, framework, typed, sentence):
    answer = send(staff, reverse("keep-note", args=[service.slug]), **typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Note.objects.count() == 0


def test_note_of_another_team_is_not_found(staff, sibling_service, framework):
    assert staff.get(reverse("keep-note", args=[sibling_service.slug])).status_code == 404
