import pytest
from django.test import Client

from accounts.actions import accept_anew, bring_body, invite, make_way_in, withdraw
from accounts.models import Invitation, User

NEW = {"display_name": "Bo", "way": "code"}
CHOSEN = "four odd words together"


@pytest.fixture
def invitation(service, manager):
    return invite(
        by=manager, place=service, role="contributor", address="bo@example.org", name="Bo Brown"
    )


def page_text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_the_page_says_who_asks_and_what_one_will_see(client, invitation):
    page = page_text(client.get(invitation.get_absolute_url()))
    assert "Mina Manager</bdi> asks you to talk with the team of <bdi>Alder House" in page
    assert "You will read all that" in page
    assert 'value="Bo Brown"' in page
    assert not User.objects.filter(email="bo@example.org").exists()


def test_whoever_holds_the_link_reads_the_second_name_only(client, invitation, service, manager):
    service.second_name = "The Willows"
    service.save()
    page = page_text(client.get(invitation.get_absolute_url()))
    withdraw(invitation, by=manager)
    page += page_text(client.get(invitation.get_absolute_url()), 410)
    assert "The Willows" in page
    assert "Alder House" not in page


def test_a_body_that_a_team_asks_in_is_told_of_the_letter(client, service, manager):
    service.second_name = "The Willows"
    service.save()
    body = bring_body(name="Harbour Trust", service=service, by=manager)
    invitation = invite(by=manager, place=body, role="lead", address="bo@example.org")
    page = page_text(client.get(invitation.get_absolute_url()))
    assert "The team of <bdi>The Willows</bdi>, <bdi>Oak Trust</bdi>, has written a letter" in page
    assert "Alder House" not in page


def test_a_newcomer_makes_an_account_and_is_in(client, invitation, service, framework):
    answer = client.post(invitation.get_absolute_url(), NEW)
    assert answer.url == "/"
    assert "What you can do here" in page_text(client.get("/", follow=True))
    assert page_text(client.get(service.get_absolute_url()))
    bo = User.objects.get(email="bo@example.org")
    assert (bo.display_name, bo.has_usable_password()) == ("Bo", False)


def test_a_newcomer_chooses_a_password(client, invitation):
    typed = NEW | {"way": "password", "password1": CHOSEN, "password2": CHOSEN}
    client.post(invitation.get_absolute_url(), typed)
    assert User.objects.get(email="bo@example.org").check_password(CHOSEN)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"display_name": ""}, "Type your name"),
        ({"way": "password"}, "Type a new password"),
        ({"way": "password", "password1": CHOSEN, "password2": "x"}, "not the same"),
        ({"way": "password", "password1": "short", "password2": "short"}, "too short"),
        ({"way": "no such way"}, "Choose one of the answers"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(client, invitation, typed, sentence):
    page = page_text(client.post(invitation.get_absolute_url(), NEW | typed), 422)
    assert sentence in page
    assert not User.objects.filter(email="bo@example.org").exists()


def test_without_post_a_password_is_chosen(client, invitation, settings):
    settings.LETTERS_GO_OUT = False
    page = page_text(client.get(invitation.get_absolute_url()))
    assert "Send me a code" not in page
    page_text(client.post(invitation.get_absolute_url(), NEW), 422)


def test_who_has_an_account_signs_in_and_comes_back(client, service, manager, outsider):
    invitation = invite(by=manager, place=service, role="manager", address=outsider.email)
    address = invitation.get_absolute_url()
    assert f"/account/login/?next={address}" in page_text(client.get(address))
    page_text(client.post(address, NEW), 409)
    client.force_login(outsider)
    assert "asks you to look after" in page_text(client.get(address))
    assert client.post(address).url == service.get_absolute_url()
    assert client.get(address).url == service.get_absolute_url()
    assert service.memberships.get(user=outsider).role == "manager"


def test_another_ones_invitation_is_refused(client, invitation, outsider):
    client.force_login(outsider)
    for answer in (
        client.get(invitation.get_absolute_url()),
        client.post(invitation.get_absolute_url(), NEW),
    ):
        page = page_text(answer, 403)
        assert "This invitation is for somebody else" in page
        assert "bo@example.org" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_withdrawn_old_and_used_say_so(client, invitation, manager, method):
    address = invitation.get_absolute_url()
    ask = getattr(client, method)
    withdraw(invitation, by=manager)
    assert "taken back" in page_text(ask(address), 410)
    Invitation.objects.update(withdrawn_at=None, valid_until="2026-01-01")
    assert "1 January 2026" in page_text(ask(address), 410)
    invitation.refresh_from_db()
    Invitation.objects.update(valid_until="2099-01-01")
    accept_anew(Invitation.objects.get(), display_name="Bo", password=None)
    assert "has been used" in page_text(ask(address), 410)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_opens_nothing_says_where_to_look(client, invitation, method):
    """Made up, not whole, or with a newer one in its place: nobody learns which."""
    address, ask = invitation.get_absolute_url(), getattr(client, method)
    other = "y" if address.endswith("x/") else "x"
    cut = page_text(ask(f"{address[:-2]}{other}/"), 404).partition("<main")[2]
    made_up = page_text(ask(address.replace(str(invitation.pk), str(invitation.by_id))), 404)
    assert "use the newest" in cut
    assert made_up.partition("<main")[2] == cut


def test_a_link_made_with_the_key_before_opens(client, invitation, settings):
    address = invitation.get_absolute_url()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another long key that nobody could guess at all"
    assert page_text(client.get(address))


def test_without_a_mailbox_one_signs_in_and_gets_back_in(client, framework, service, manager):
    invitation = invite(by=manager, place=service, role="contributor", sign_in_name="dee.nights")
    typed = {"display_name": "Dee", "password1": CHOSEN, "password2": CHOSEN}
    assert client.post(invitation.get_absolute_url(), typed).url == "/"
    fresh = Client()
    signed_in = fresh.post("/account/login/", {"login": "Dee.Nights", "password": CHOSEN})
    assert signed_in.status_code == 302
    page_text(fresh.get("/welcome/"))  # read once
    way_in = make_way_in(User.objects.get(display_name="Dee"), service=service, by=manager)
    assert "Mina Manager</bdi> has made a new link" in page_text(fresh.get("/"))
    page = page_text(Client().get(way_in.get_absolute_url()))
    assert "dee.nights" in page
    new = {"password1": f"{CHOSEN} more", "password2": f"{CHOSEN} more"}
    last = Client()
    assert last.post(way_in.get_absolute_url(), new).url == service.get_absolute_url()
    assert page_text(last.get(service.get_absolute_url()))
    assert fresh.get(service.get_absolute_url()).status_code == 302


def test_who_signs_in_by_code_can_choose_a_password_and_an_address(client, invitation, framework):
    client.post(invitation.get_absolute_url(), NEW)
    assert page_text(client.get("/account/email/"))
    assert "new password" in page_text(client.get("/account/password/set/")).lower()


def test_who_has_a_sign_in_name_sees_no_address_of_ours(client, service, manager, framework):
    invitation = invite(by=manager, place=service, role="contributor", sign_in_name="dee.nights")
    typed = {"display_name": "Dee", "password1": CHOSEN, "password2": CHOSEN}
    client.post(invitation.get_absolute_url(), typed)
    page = page_text(client.get("/account/email/"))
    assert "dee.nights" in page
    assert "no-mailbox" not in page
