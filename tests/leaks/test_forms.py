"""Every form of every page, pressed twice, sent again after Back, and sent by who may no longer."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from accounts.actions import end_membership, join
from accounts.models import User
from assessments.forms.page import NOT_IN_DRAFTS
from tests.everywhere import everything_kept
from tests.leaks.forms import ACCOUNTS, SENT, Form, again, forms_of, send
from tests.leaks.table import TABLE
from tests.leaks.teams import teams_for_forms
from tests.leaks.world import Actor, World
from tests.source import INSTALLED

pytestmark = pytest.mark.pdf

# Addresses that no page here has a form for, and why.
NO_FORM = {
    "draft": "a script asks it",
    "body-replies": "whoever leads on this in a body, on a page of theirs",
    "come-in": "its link is in a letter",
    "add-organisation": "whoever runs the site, on a page of theirs",
    "ask-again": "of an invitation whose letter did not arrive; each here did",
    "offer-on-site": "whoever runs the site, on a page of theirs",
    "share-wait": "who is in a team and does not manage it, on a page of theirs",
    "share-asked": "where two people agree to send; here one does",
    "share-send": "somebody would like the report that was shown to wait",
    "join-on-site": "whoever runs the site, on a page of theirs",
    "begin-again-on-site": "of an organisation that has ended; none here has",
    "begin-teams": "an organisation's first page, until it has teams",
    "practice-end": "of a place to practise in; nobody here has one",
    "begin-people": "an organisation's first page, until it has people",
    "begin-organisation": "whoever runs the site, on a page of theirs",
    "cover-team": "of a team without a manager; each here has one",
    **dict.fromkeys(
        (
            "site-person",
            "close-person",
            "erase-person",
            "open-person",
            "help-back-in",
            "forget-second-step",
            "runs-site",
            "two-of-one",
            "name-on-site",
            "end-part-on-site",
        ),
        "whoever runs the site, on a page of theirs",
    ),
    "second-step-of-body": "whoever leads on this in a body, on a page of theirs",
    "body-teams": "whoever leads on this in a body, on a page of theirs",
    "mirror-agree": "a team of a body, on a page of theirs",
    "name-body": "whoever leads on this in a body, on a page of theirs",
    "close-account": "one's own account; nobody is there afterwards",
    "agree-deletion": "of a team of which somebody asked that all of it goes; nobody here has",
    "stop-deletion": "of a team of which somebody asked that all of it goes; nobody here has",
    "delete-on-site": "of an organisation that has ended; none here has",
    "stop-on-site": "of an organisation that has ended; none here has",
    "end-on-site": "whoever runs the site, on a page of theirs",
    "end-lead": "one lead always remains, and each here is the one",
    "end-reader": "whoever leads on this in a body, on a page of theirs",
    "let-lead-in": "of a lead who asks to be let in; none here does",
    "letter-to-myself": "whoever runs the site, on a page of theirs",
    "work-here": "of a team without words; each here has some",
    "make-way-in": "of somebody who cannot get a letter; none here is",
}
# What a second press may add: that somebody was there, and which form it was.
BESIDES = {"assessments.Submission", "accounts.Event", "assessments.Draft"}
# Whose second press is told what is so by the form itself, and why.
SAID = {
    "add-teams": "there is a team of that name",
    "groupings": "there is a grouping of that name",
    "close-team": "its box takes the team's name, which is made up here",
    "delete-team": "its box takes the team's name, which is made up here",
    "erase-me": "its box takes one's own name, which is made up here",
    "ask-several": "its box takes addresses, which are made up here",
    "ask-many": "its box takes names and addresses, which are made up here",
    "ask-into-organisation": "its box takes addresses, which are made up here",
    "ask-into-team": "its box takes addresses, which are made up here",
    "end-organisation": "its box takes the name, which is made up here",
    "share-start": "its two boxes take one body twice here, which is refused",
    "share-new-body": "its boxes take addresses, which are made up here",
    "share-whom": "the same",
    "meeting-offer": "its boxes take times, which are made up here",
}

# Whose page, opened anew, begins with another choice than the one that was taken.
MOVED_ON = {
    "take-words-out": "these words are gone, and others stand first",
    "mirror": "who was asked is offered no more; the same form sent again: tests/mirror",
}

# What is only looked at: the page is the answer, and nothing is kept.
LOOKS = {("mirror-show", ("look", "yes"))}
# Whose answer is the file that was asked for.
HANDED_OVER = {"export-team", "export-shown"}


@pytest.fixture(scope="module")
def _forms_of_site(
    _planted: World | None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[tuple[Form, str, World]]]:
    """Open every page once for all tests here; what they begin with is undone after the last."""
    if _planted is None:
        yield []
        return
    with django_db_blocker.unblock(), transaction.atomic():
        world, who = teams_for_forms(_planted)
        yield [(form, actor, world) for form, actor in forms_of(world, who)]
        transaction.set_rollback(True)


@pytest.fixture
def forms(_forms_of_site: list[tuple[Form, str, World]], db: None) -> list[tuple[Form, str, World]]:
    """Return one of each kind of form, with who sees it."""
    return _forms_of_site


@contextmanager
def undone(client) -> Iterator[None]:
    """Take back what happens inside."""
    jar = client.cookies.output(header="", sep=";")
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(jar)


def rows() -> dict[str, int]:
    """Count every row of ours."""
    models = [model for app in INSTALLED for model in apps.get_app_config(app).get_models()]
    counts = [
        f"SELECT '{model._meta.label}', count(*) FROM {model._meta.db_table}"  # noqa: S608 -- names of ours
        for model in models
        if model._meta.label not in BESIDES
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


class Transactions:
    """Tells in how many transactions something is written, but for when somebody was last seen."""

    def __init__(self) -> None:
        self.depth, self.count, self.is_new = 0, 0, True

    def __call__(self, execute, sql, *rest):
        is_write = sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql
        self.is_new |= self.depth == 0
        if is_write and self.is_new:
            self.count, self.is_new = self.count + 1, False
        self.depth += sql.startswith("SAVEPOINT") - sql.startswith("RELEASE")
        return execute(sql, *rest)


# What is done in several, and why.
IN_PARTS = {
    "practice": "each step of an invented past, so that nobody waits for all of it",
    "close-account": "where they are signed in ends after the account",
}


def is_look(form: Form) -> bool:
    return (form.route, form.button) in LOOKS or form.route in HANDED_OVER


def test_every_address_that_takes_a_form_has_one_on_a_page(forms):
    taking = {
        route
        for route, table in TABLE.items()
        if not route.startswith(ACCOUNTS) and any(row.answers["POST"] for row in table)
    }
    seen = {form.route for form, _actor, _world in forms}
    assert sorted(taking - seen - NO_FORM.keys()) == []


def test_pressed_twice_is_told_what_is_so(forms):
    """And the first press is done in one go: whatever breaks in between, all of it or nothing."""
    wrong = []
    for form, actor, world in forms:
        client = world.actors[actor].client
        with undone(client):
            transactions = Transactions()
            with connection.execute_wrapper(transactions):
                first = send(client, form, "Tea at four")
            before = rows()
            second = send(client, form, "Tea at four")
            more = {name: n for name, n in rows().items() if n != before[name]}
        is_asked = form.route not in SAID
        pair = (first.status_code, second.status_code)
        fine = {(200, 200)} if is_look(form) else {(302, 302), (302, 200)}
        in_parts = transactions.count > 1 and form.route not in IN_PARTS
        if (is_asked and pair not in fine) or more or in_parts:
            answers = f"{first.status_code}, {second.status_code}, {more}, in {transactions.count}"
            wrong.append(f"{form.route} {form.button} {form.chosen}: {answers}")
    assert not wrong, "\n".join(wrong)


def test_sent_again_after_back_is_one_row(forms):
    wrong = []
    for form, actor, world in forms:
        client = world.actors[actor].client
        with undone(client):
            send(client, form, "Tea at four")
            before = rows()
            anew = again(client, form)
            if anew is None or form.route in MOVED_ON:
                continue
            answer = send(client, anew, "Tea at four")
            more = {name: n for name, n in rows().items() if n != before[name]}
        fine = {200} if is_look(form) else {302, 422}
        if answer.status_code not in fine or more:
            wrong.append(f"{form.route} {form.button} {form.chosen}: {answer.status_code}, {more}")
    assert not wrong, "\n".join(wrong)


# What Enter in a box or on a tick presses, where a form has several buttons: browsers take the
# first. Nothing is finished, sent or shown by it.
BY_ENTER = {
    "place": ("", ""),
    "further": ("", ""),
    "read-back": ("then", "read"),
    "shared-reply-ask": ("act", "keep"),
    "shared-reply-say": ("act", "keep"),
    "mirror-show": ("look", "yes"),
}


def test_enter_presses_nothing_that_cannot_be_undone(forms):
    by_enter = {}
    for form, _actor, _world in forms:
        if len(form.buttons) > 1:
            by_enter[form.route] = form.buttons[0]
    assert by_enter == BY_ENTER


def test_what_nobody_can_see_is_kept_nowhere(forms):
    wrong = []
    for form, actor, world in forms:
        client = world.actors[actor].client
        if not form.words:
            continue
        with undone(client):
            unseen = {box.name: ["\u200b \u2060"] for box in form.words}
            body = urlencode(form.filled() | unseen, doseq=True)
            answer = client.post(form.action, body, content_type=SENT)
            is_stored = repr("\u2060")[1:-1] in everything_kept()
        if is_stored or answer.status_code not in {200, 302, 422}:
            wrong.append(f"{form.route} {form.button}: {answer.status_code}, {is_stored}")
    assert not wrong, "\n".join(wrong)


def person(actor: Actor) -> User:
    return User.objects.get(pk=actor.client.session["_auth_user_id"])


def leave(actor: Actor) -> None:
    """End everything this person is in."""
    someone = person(actor)
    for rows in (someone.service_memberships, someone.organisation_memberships):
        for row in rows.filter(ended_on=None):
            end_membership(row, by=None)


def step_down(actor: Actor) -> None:
    """Let a manager be a contributor."""
    someone = person(actor)
    for row in someone.service_memberships.filter(ended_on=None, role="manager"):
        join(user=someone, place=row.service, role="contributor", by=None)


def sign_out(actor: Actor) -> None:
    """Sign out in another tab."""
    actor.client.post(reverse("account_logout"))


def run_out(actor: Actor) -> None:
    """Let the sign-in end by itself, and sign in again after the form was sent."""
    del actor.client.cookies[settings.SESSION_COOKIE_NAME]


@pytest.mark.parametrize("happens", [leave, step_down, sign_out, run_out])
def test_who_may_no_longer_gets_every_word_back(forms, happens):
    wrong = []
    for form, name, world in forms:
        actor = world.actors[name]
        if not form.words or form.route in SAID:
            continue
        with undone(actor.client):
            someone = person(actor)
            happens(actor)
            answer = send(actor.client, form, "Tea at four")
            if happens is run_out:
                actor.client.force_login(someone)
                row = someone.kept_posts.latest("kept_at")
                answer = actor.client.get(reverse("kept-post", args=[row.pk]))
        page = html.unescape(answer.content.decode())
        lost = [box.name for box in form.words if f"Tea at four {box.name}." not in page]
        if answer.status_code != 302 and lost:
            wrong.append(f"{form.route} {form.button}: {answer.status_code}, {lost}")
        if answer.status_code == 302 and happens is not step_down:
            wrong.append(f"{form.route} {form.button}: taken")
    assert not wrong, "\n".join(wrong)


def test_what_was_typed_and_not_saved_is_never_folded_away(forms):
    wrong = []
    for form, name, world in forms:
        client = world.actors[name].client
        if not (form.words and form.draft):
            continue
        with undone(client):
            fields = {name: "".join(values) for name, values in form.filled("Tea").items()}
            fields = {
                "fields": {n: values for n, values in fields.items() if n not in NOT_IN_DRAFTS}
            }
            answer = client.post(form.draft, fields, content_type="application/json")
            opened = again(client, form)
        assert answer.status_code == 200, (form.route, answer.content)
        folded = [box.name for box in opened.words if box.folded]
        empty = [box.name for box in opened.words if not any(opened.fields[box.name])]
        if folded or empty:
            wrong.append(f"{form.route} {form.chosen}: folded {folded}, gone {empty}")
    assert not wrong, "\n".join(wrong)
