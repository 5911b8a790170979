"""Sixteen press at once on every page that holds one text for all: each is stored or told 409.

The threads go through the pages themselves, as browsers do: each has opened the page before.
"""

import pytest
from django.test import Client
from django.urls import reverse

from assessments import actions
from assessments.models import Ask, Assessment, StepReview
from tests.people import in_team
from tests.shown import shown_form
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 16


@pytest.fixture
def earlier(service, framework, contributor, manager):
    """Keep a conversation with an ask that was answered and a step that is tried."""
    talk = actions.start(service=service, framework=framework, length="themes", by=contributor)
    note = actions.name_factor(
        talk, kind="obstacle", words="The lift", reach="someone_else", to="manager", by=contributor
    )
    actions.try_step(talk, what="A rota on the door", by=contributor)
    actions.finish(talk, by=contributor)
    actions.answer_ask(note.factor.ask, answer="talk", words="", by=manager)
    return talk


def pages(talk: Assessment) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Give each page's address, the box that all share, and what goes along with it."""
    step = talk.service.steps.get()
    came = f"came_{step.pk.hex}"
    ask = Ask.objects.get()
    return {
        "opening": (reverse("read-back", args=[talk.pk]), "opening", {"then": "open"}),
        "not heard": (reverse("read-back", args=[talk.pk]), "not_heard", {"then": "open"}),
        "how talked": (reverse("before", args=[talk.pk]), "how_talked_words", {}),
        "learned": (reverse("try", args=[talk.pk]), f"learned_{step.pk.hex}", {came: "happened"}),
        "came of it": (reverse("ask", args=[talk.pk, ask.pk]), "came_of", {}),
        "why": (reverse("ask", args=[talk.pk, ask.pk]), "why", {}),
    }


def texts_of(talk: Assessment) -> str:
    """Return every text that these pages hold, as one."""
    talk.refresh_from_db()
    ask = Ask.objects.get()
    learned = StepReview.objects.filter(assessment=talk).values_list("learned", flat=True)
    texts = (talk.opening, talk.not_heard, talk.how_talked_words, ask.came_of, ask.why, *learned)
    return "\n".join(texts)


@pytest.mark.parametrize(
    "name", ["opening", "not heard", "how talked", "learned", "came of it", "why"]
)
def test_every_text_is_stored_or_told_409(service, framework, contributor, earlier, name):
    talk = actions.start(service=service, framework=framework, length="themes", by=contributor)
    actions.follow_up(talk, Ask.objects.get().factor, state="still", by=contributor)
    address, box, more = pages(talk)[name]
    acts = []
    for number in range(MANY):
        browser = Client()
        browser.force_login(in_team(service, "contributor", f"Person {number}"))
        form = shown_form(browser.get(address))
        assert box in form, sorted(form)
        typed = form | more | {box: f"Words of person {number}."}
        acts.append(lambda browser=browser, typed=typed: browser.post(address, typed))

    answers = at_once(*acts)

    text = texts_of(talk)
    for number, answer in enumerate(answers):
        words = f"Words of person {number}."
        if answer.status_code == 302:
            assert words in text, f"{words} was acknowledged and is gone"
        else:
            assert answer.status_code in {409, 503}, answer.status_code
            assert words in answer.content.decode()
    assert any(answer.status_code == 302 for answer in answers)
