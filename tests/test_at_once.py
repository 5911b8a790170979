"""Many press at once on every form that takes words: each is stored, or told with both texts.

The forms are found on the pages, as in tests/leaks/test_forms.py. A few press in each run;
PIZAZZ_AT_ONCE=16 lets sixteen.
"""

import os
import re
from collections import Counter
from dataclasses import replace
from functools import partial

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.actions import add_person, join
from accounts.models import Organisation, Service, User
from tests.everywhere import everything_kept
from tests.leaks.forms import Form, again, forms_of, forms_on, send
from tests.leaks.teams import COFFEE, RESTED, RESTING, teams_for_forms
from tests.leaks.world import OWN, SIBLING, build
from tests.together import at_once

# Where many wait for one row on a slow machine some are told to try again: a 503, which is logged.
pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.pdf, pytest.mark.logs_errors,
]  # fmt: skip

MANY = int(os.environ.get("PIZAZZ_AT_ONCE", "3"))
# Their boxes take a name or an address that is there, and keep no words.
NO_WORDS = {
    "ask-into-organisation", "ask-into-team", "ask-many", "ask-several", "close-team",
    "delete-team", "end-organisation", "erase-me", "meeting-offer", "name-organisation",
    "share-new-body", "share-whom",
}  # fmt: skip
# Somebody was quicker, or it is over or elsewhere by now: that is told, with one's own words.
OVER = {404, 409, 410, 503}


def crowd() -> dict[str, list[Client]]:
    """Let many manage each team, and many read for the body that was sent reports."""
    services = Service.objects.filter(slug__in=(OWN, SIBLING, RESTING, RESTED, COFFEE))
    body = Organisation.objects.get(slug="canary-body")
    browsers: dict[str, list[Client]] = {"manager": [], "reader": [], "lead": []}
    runs = Organisation.objects.get(slug="canary-north")
    for number in range(MANY):
        for role, group in browsers.items():
            person = add_person(
                email=f"{role}-{number}@demo.example", display_name=f"No. {number}", by=None
            )
            if role != "manager":
                where = body if role == "reader" else runs
                join(user=person, place=where, role=role, by=None)
            for service in services if role == "manager" else ():
                join(user=person, place=service, role=role, by=None)
            group.append(signed_in(person))
    return browsers


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


class Pressed:
    """One form, as each of many has it open; and what came of pressing."""

    def __init__(self, form: Form, browsers: list[Client], number: int) -> None:
        self.form = form
        self.answered: Counter[int] = Counter()
        self.mine: list[tuple[Client, Form, str]] = []
        for place, browser in enumerate(browsers):
            # Not everybody's first page has it; its own page does.
            opened = again(browser, form) or again(browser, replace(form, page=form.action))
            if opened is not None:
                self.mine.append((browser, opened, f"Tea {number} of {place}"))

    def press(self) -> list[str]:
        """Press at once; then let all who met somebody keep both, at once too."""
        wrong, acts = [], []
        for place, (browser, opened, words) in enumerate(self.mine):
            acts.append(partial(send, browser, opened, words, place))
        to_press = self.judge(at_once(*acts), wrong)
        if to_press:
            self.judge(
                at_once(*(act for _words, act in to_press)), wrong, [w for w, _act in to_press]
            )
        return wrong

    def judge(self, answers, wrong, whose=None):
        """Say what is wrong; return what those can press who are asked whether to keep both."""
        text, to_press = everything_kept(), []
        whose = whose or [words for _browser, _form, words in self.mine]
        clients = {words: browser for browser, _form, words in self.mine}
        for words, answer in zip(whose, answers, strict=True):
            typed = [f"{words} {box.name}." for box in self.form.words]
            status, page = getattr(answer, "status_code", answer), text_of(answer)
            lost = [
                box_words
                for box_words in typed
                if box_words not in (text if status == 302 else page)
            ]
            self.answered[status] += 1
            if status != 302 and status not in OVER:
                wrong.append(f"{status}: {mistakes(page)}")
            elif lost:
                wrong.append(f"{status} and gone: {lost}")
            if status == 409:
                both = [form for form in forms_on(self.form.page, answer) if keeps_both(form)]
                to_press += [
                    (words, partial(press_both, clients[words], form)) for form in both[:1]
                ]
        return to_press


def text_of(answer) -> str:
    return answer.content.decode() if isinstance(answer, HttpResponse) else repr(answer)


def mistakes(page: str) -> list[str]:
    boxes = re.findall(r'class="error".*?</div>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", box).split()) for box in boxes]


def keeps_both(form: Form) -> bool:
    return ("conflict", "both") in form.buttons


def press_both(client: Client, form: Form) -> HttpResponse:
    """Press *Keep both* on the page that shows two texts."""
    return client.post(form.action, form.fields | {"conflict": "both"})


def test_every_text_is_stored_or_told_with_both(record_property):
    world, who = teams_for_forms(build())
    forms = [
        pair for pair in forms_of(world, who) if pair[0].words and pair[0].route not in NO_WORDS
    ]
    browsers = crowd()
    # What ends a conversation or sends a reply comes last; what a bead opens, before it is moved;
    # what is said beside an understanding, before that is written anew.
    forms.sort(key=lambda pair: pair[0].button in {("then", "finish"), ("act", "send")})
    forms.sort(key=lambda pair: pair[0].route not in {"further", "understanding-beside"})
    wrong, pressed, answered = [], set(), Counter()
    for number, (form, actor) in enumerate(forms):
        group = browsers[actor.rpartition(" ")[2]]
        act = Pressed(form, group, number)
        if len(act.mine) == len(group):
            pressed.add(form.route)
            name = f"{form.route} {form.button} {form.chosen}"
            wrong += [f"{name}: {mistake}" for mistake in act.press()]
            answered += act.answered
    record_property("forms", len(pressed))
    record_property("presses", sum(answered.values()))
    print(f"{len(pressed)} forms, answers by status: {dict(answered)}")  # noqa: T201 -- by hand, with -s
    assert not wrong, "\n".join(wrong)
    # A form that is another one once it was pressed (a bead is there) may be gone by its turn.
    assert {form.route for form, _actor in forms} - pressed == set()
