"""Every page is looked at: also those for which the demo has no occasion of its own."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import resolve, reverse

from accounts.actions import end_membership, join
from accounts.models import Organisation, Service, ServiceMembership
from assessments import actions
from demo.people import PASSWORD
from tests.browser.site import demo
from tests.browser.site.conftest import looked_at
from tests.browser.site.demo import at
from tests.browser.site.test_pages import PAGES
from tests.frameworks.second_tiny import load_second_tiny
from tests.frameworks.tiny import load_tiny
from tests.leaks.table import TABLE

# What answers with a page and is not looked at here, and why.
ELSEWHERE = {
    "about-me-file": "a file",
    "delete-on-site": "of an organisation that has ended: below",
    "account_confirm_login_code": "only after a code was asked for: test_first_day.py",
    "openid_connect_callback": "the way back from elsewhere",
    "account_again_by_letter": "where letters go out: below",
    "account_again_anew": "of whoever has no other way: below",
    "account_set_password": "leads on: everybody without a password signs in by a code",
    "body-replies": "nobody leads a body here: below",
    "meeting-calendar": "a calendar",
    "second-step-of-body": "nobody leads a body here: below",
    "share-agenda": "a Word document",
    "share-quotable": "a Word document",
    "shared-agenda": "a Word document",
    "shared-quotable": "a Word document",
    "understanding-word": "a Word document",
    "mfa_activate_totp": "begins with saying who one is: below",
    "mfa_add_webauthn": "the same",
    "mfa_authenticate": "of somebody with a second step, who signs in",
    "mfa_deactivate_totp": "of somebody with a second step",
    "mfa_download_recovery_codes": "a text",
    "mfa_edit_webauthn": "of somebody with a key",
    "mfa_generate_recovery_codes": "of somebody with a second step",
    "mfa_login_webauthn": "for a script",
    "mfa_reauthenticate": "of somebody with a second step",
    "mfa_reauthenticate_webauthn": "of somebody with a key",
    "mfa_remove_webauthn": "of somebody with a key",
    "mfa_view_recovery_codes": "of somebody with a second step",
    "begin-organisation": "of an empty installation: test_first_day.py",
    "begin-teams": "the same",
    "begin-people": "the same",
    "body-done": "nobody leads a body here: below",
    "body-teams": "nobody leads a body here: below",
    "coming-up": "a calendar",
    "example-pdf": "a PDF",
    "erase-leaver": "nobody has left for good here: below",
    "framework-list": "leads on where there is one framework",
    "gallery": "for developers",
    "healthz": "a word, for machines",
    "keepalive": "nothing at all, for a script",
    "link-to-hand-over": "shown once, after somebody was asked in: test_first_day.py",
    "name-body": "nobody leads a body here: below",
    "newer": "no newer version waits here: below",
    "ours": "leads on",
    "our-body": "nobody leads a body here: below",
    "own-copy-pdf": "a PDF",
    "people-template": "a sheet",
    "readyz": "a word, for machines",
    "security-txt": "for machines",
    "share-pdf": "a PDF",
    "shared-pdf": "a PDF",
    "take-report-back": "only where nobody manages a team: below",
    "talk-again": "a calendar",
}


def test_every_page_is_looked_at(site, db):
    answering = {name for name, rows in TABLE.items() for row in rows if row.get is not None}
    seen = set()
    for _who, path, *status in PAGES.values():
        if status != [404]:
            with transaction.atomic():  # what is made for one would stand in the way of another
                seen.add(resolve(path().partition("?")[0]).url_name)
                transaction.set_rollback(True)
    assert answering - seen == ELSEWHERE.keys()


def newer_version() -> None:
    """Let a newer version of what a team talks with wait for it."""
    tiny = load_tiny()
    service = Service.objects.get(slug=demo.EMPTY)
    actions.start(service=service, framework=tiny, length="themes", by=demo.person("other"))
    load_second_tiny(levels=True)


def body_has_a_lead() -> None:
    """Let somebody lead the council."""
    body = Organisation.objects.get(slug="northtown-council")
    join(user=demo.person("leads"), place=body, role="lead", by=None)


def managers_have_left() -> None:
    """Let nobody manage the team whose report can be read."""
    for membership in ServiceMembership.objects.filter(
        service__slug=demo.ALDER, role="manager", ended_on=None
    ):
        end_membership(membership, by=demo.person("lead"))


def organisation_has_ended() -> None:
    """Let an organisation be over, whose data can go."""
    Organisation.objects.filter(slug=demo.NORTHSIDE).update(closed_on=dt.date(2026, 1, 9))


def leaver() -> object:
    """Return the key of somebody who has left and is nowhere else."""
    person = demo.person("left")
    if not person.service_memberships.exists():
        left = ServiceMembership.objects.create(
            user=person, service=Service.objects.get(slug=demo.ALDER), role="contributor"
        )
        end_membership(left, by=demo.person("lead"))
    return person.pk


RARE = {
    "erase somebody who has left": (
        "lead",
        leaver,
        at("erase-leaver", demo.NORTHSIDE, leaver),
    ),
    "let all of it go, of an organisation": (
        "admin",
        organisation_has_ended,
        at("delete-on-site", demo.NORTHSIDE),
    ),
    "a newer version": ("other", newer_version, at("newer", demo.EMPTY, "tiny")),
    "who reads for us": ("leads", body_has_a_lead, at("our-body", "northtown-council")),
    "who did what, in a body": ("leads", body_has_a_lead, at("body-done", "northtown-council")),
    "teams of a body": ("leads", body_has_a_lead, at("body-teams", "northtown-council")),
    "who sends replies": ("leads", body_has_a_lead, at("body-replies", "northtown-council")),
    "a second step of a body": (
        "leads",
        body_has_a_lead,
        at("second-step-of-body", "northtown-council"),
    ),
    "what a body is called": ("leads", body_has_a_lead, at("name-body", "northtown-council")),
    "take a report back": (
        "lead",
        managers_have_left,
        at("take-report-back", demo.NORTHSIDE, demo.ALDER, demo.live),
    ),
}


@pytest.mark.parametrize("name", RARE)
def test_page_for_which_the_demo_has_no_occasion_has_no_barrier(desk, client, name):
    who, happens, path = RARE[name]
    with transaction.atomic():
        happens()
        client.force_login(demo.person(who))
        answer = client.get(path())
        transaction.set_rollback(True)
    assert answer.status_code == 200
    page = desk.show(answer.content.decode())
    assert looked_at(page) == []


@pytest.mark.parametrize(
    ("name", "letters"), [("account_again_by_letter", True), ("account_again_anew", False)]
)
def test_asking_again_has_no_barrier(desk, client, settings, name, letters):
    settings.LETTERS_GO_OUT = letters
    person = demo.person("nobody")
    with transaction.atomic():
        person.set_unusable_password()
        person.save()
        client.force_login(person)
        answers = [client.get(reverse(name))]
        if letters:
            client.post(reverse(name), {"send": ""})
            answers.append(client.post(reverse(name), {"code": "wrong"}))
        transaction.set_rollback(True)
    for answer in answers:
        assert "Is it you?" in answer.content.decode()
        page = desk.show(answer.content.decode())
        assert looked_at(page) == []


def without_post_asked(client):
    return client.get(reverse("account_reset_password"))


def without_post_helped(client):
    client.force_login(demo.person("admin"))
    return client.post(reverse("help-back-in", args=[demo.person("lead").pk]), follow=True)


@pytest.mark.parametrize("open_page", [without_post_asked, without_post_helped])
def test_where_no_letter_goes_out_there_is_no_barrier(desk, client, settings, open_page):
    settings.LETTERS_GO_OUT = False
    with transaction.atomic():
        answer = open_page(client)
        transaction.set_rollback(True)
    assert answer.status_code == 200
    page = desk.show(answer.content.decode())
    assert looked_at(page) == []


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_second_step_has_no_barrier_once_one_has_said_who_one_is(desk, client, name):
    client.force_login(demo.person("nobody"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    page = desk.show(answer.content.decode())
    assert looked_at(page) == []
