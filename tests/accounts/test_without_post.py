"""Where no letter goes out, no page promises one, and everybody can be let in all the same."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.template.base import Lexer, TokenType
from django.test import Client
from django.urls import reverse

from accounts.actions import invite, make_way_in, send_again, send_due_letters, write_letter
from accounts.models import Letter
from tests.factories import UserFactory
from tests.source import ROOT

CHOSEN = "four odd words here"

# What promises a letter, or asks for one.
PROMISES = re.compile(
    r"on (its|their) way|get a letter|get an e-mail|[Ww]e send|[Ss]end me|[Ss]end mail"
    r"|(?<!letter )by letter"
    r"|[Tt]he letter says|letter with a link|[Ss]end a letter|get this letter|letters? goes? to"
    r"|confirming link|code that is sent"
)
ASKED = ("letters_go_out", "can_be_written_to", "by_code")
# Sentences that stand without such a question, and why they are true all the same.
NEVER_THERE = {
    "account/again_by_letter.html": "among the ways only where letters go out",
    "account/confirm_login_code.html": "a code was sent",
    "account/messages/email_confirmation_sent.txt": "a link was sent",
    "account/messages/login_code_sent.txt": "a code was sent",
    "account/password_reset.html": "by_letter stands before it",
    "account/password_reset_done.html": "a link was sent",
    "account/request_login_code.html": "by_letter stands before it",
    "accounts/begin_code.html": "a code was sent",
    "accounts/begin_done.html": "so many were sent",
    "accounts/come_in_anew.html": "that none goes to a sign-in name",
    "mfa/_other_ways.html": "the same",
    "office/asked_many.html": "letters were written",
    "office/site_organisation.html": "printed of an invitation by letter",
    "pages/privacy.html": "of words, not of letters",
    "sharing/_whom.html": "asks itself",
    "sharing/whom.html": "whom it is for; _whom.html says how it gets there",
}


@pytest.fixture(autouse=True)
def no_post(settings, db):
    settings.LETTERS_GO_OUT = False


def promised() -> set[str]:
    """Return the templates in which a letter is promised without asking whether one goes out."""
    names = set()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        name = path.relative_to(ROOT / "templates").as_posix()
        if not path.is_file() or name.startswith("letters/"):
            continue
        questions: list[str] = []
        for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
            tag = (
                token.contents.strip("- ").split()[0] if token.token_type == TokenType.BLOCK else ""
            )
            if tag == "if":
                questions.append(token.contents)
            elif tag == "endif":
                questions.pop()
            elif PROMISES.search(token.contents) and token.token_type != TokenType.COMMENT:
                asks_again = any(word in question for question in questions for word in ASKED)
                if not asks_again:
                    names.add(name)
    return names


def test_no_page_promises_a_letter_without_asking_whether_one_goes_out():
    assert promised() <= set(NEVER_THERE), promised() - set(NEVER_THERE)


@pytest.mark.parametrize("address", ["/account/password/reset/", "/account/login/code/"])
def test_page_that_sends_a_letter_says_what_to_do_instead(client, manager, address):
    page = client.get(address)
    assert "No letter goes out from here" in page.content.decode()
    assert "whoever looks after your team" in page.content.decode()
    assert "<form" not in page.content.decode().split("<main")[1]
    sent = client.post(address, {"email": manager.email})
    assert sent.status_code == 409
    assert "No letter goes out from here" in sent.content.decode()
    assert not Letter.objects.exists()


def test_nobody_ticks_that_they_want_a_link_where_all_get_one(client, manager, service):
    client.force_login(manager)
    page = client.get(f"/ask/team/{service.slug}/").content.decode()
    assert "you get a link to hand over" in page
    assert 'name="by_hand"' not in page


def test_no_address_is_added_that_a_letter_would_confirm(client, manager, framework):
    client.force_login(manager)
    page = client.get("/account/email/").content.decode()
    assert "none goes out from here" in page
    assert "action_add" not in page
    again = client.post("/account/email/", {"action_add": "", "email": "new@oak.org"}, follow=True)
    assert "Whoever runs this site can change your address." in again.content.decode()
    assert manager.emailaddress_set.count() == 1


def test_no_letter_waits_for_post_that_may_come_one_day(manager, settings, mailoutbox):
    write_letter("weekly", user=manager, details={"places": ["Oak"]})
    settings.LETTERS_GO_OUT = True
    assert send_due_letters() == 0
    assert mailoutbox == []


def test_manager_hands_a_link_to_who_has_a_mailbox(client, service, manager, contributor):
    client.force_login(manager)
    page = client.get(reverse("team-member", args=[service.slug, contributor.pk]))
    assert "No letter goes out from here, so you can hand them a new link." in page.content.decode()
    link_page = reverse("make-way-in", args=[service.slug, contributor.pk])
    handed = client.post(link_page, follow=True).content.decode()
    (link,) = re.findall(r"/account/come-in/[\w/-]+/", handed)
    typed = {"password1": CHOSEN, "password2": CHOSEN}
    assert Client().post(link, typed).url == service.get_absolute_url()
    contributor.refresh_from_db()
    assert contributor.check_password(CHOSEN)
    assert contributor.notices.filter(kind="way_in_made").exists()


def test_manager_is_sent_to_who_runs_the_site_where_a_link_would_open_more(
    service, manager, contributor, settings
):
    contributor.is_staff = True
    contributor.save()
    with pytest.raises(ValidationError, match="Whoever runs this site can make"):
        make_way_in(contributor, service=service, by=manager)
    settings.LETTERS_GO_OUT = True
    with pytest.raises(ValidationError, match="forgot my password"):
        make_way_in(contributor, service=service, by=manager)


@pytest.mark.parametrize("who", ["lead", "manager", "commissioner"])
def test_who_runs_the_site_hands_a_link_to_anybody(client, who, framework, request):
    person = request.getfixturevalue(who)
    runs = UserFactory(is_staff=True)
    client.force_login(runs)
    back_in = reverse("help-back-in", args=[person.pk])
    text = client.get(reverse("site-person", args=[person.pk])).content.decode()
    assert "you get a link to hand over" in text
    handed = client.post(back_in, follow=True).content.decode()
    (link,) = re.findall(r"/account/password/reset/key/[\w/-]+/", handed)
    again = client.get(reverse("link-to-hand-over"), follow=True).content.decode()
    assert link not in again  # shown once
    fresh = Client()
    form = fresh.get(link, follow=True).redirect_chain[-1][0]
    assert fresh.post(form, {"password1": CHOSEN, "password2": CHOSEN}).status_code == 302
    person.refresh_from_db()
    assert person.check_password(CHOSEN)
    fresh.force_login(person)
    first = fresh.get("/", follow=True).content.decode()
    assert "has made a new link for your account" in first


def test_nobody_but_a_superuser_makes_a_link_to_a_superuser(client, framework):
    above = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(UserFactory(is_staff=True))
    assert client.post(reverse("help-back-in", args=[above.pk])).status_code == 403


def test_invitation_that_went_by_letter_is_handed_over_when_sent_again(
    client, service, manager, settings
):
    settings.LETTERS_GO_OUT = True
    invitation = invite(by=manager, place=service, role="contributor", address="new@oak.org")
    settings.LETTERS_GO_OUT = False
    client.force_login(manager)
    text = client.post(reverse("ask-again", args=[invitation.pk]), follow=True).content.decode()
    assert text.count("/account/come-in/") == 0  # a letter went a moment ago
    invitation.sent_at = invitation.made_at.replace(year=2025)
    invitation.save()
    assert send_again(invitation, by=manager).by_hand
