"""In by every way: a passkey, codes on paper without a script, one’s organisation."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import expect

from demo.people import PASSWORD
from tests.accounts.signing_on import known_there, point_at, running
from tests.browser.site.conftest import NARROW, WIDE, looked_at, too_wide
from tests.browser.site.demo import at
from tests.browser.site.test_stories import on, sign_in

STEPS = at("mfa_index")


@pytest.fixture
def nobody_has_one():
    yield
    Authenticator.objects.all().delete()


def with_a_device(page):
    """Plug in a device that holds passkeys and finds that its owner is there."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def say_who(page):
    on(page, "Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.usefixtures("nobody_has_one")
def test_a_passkey_signs_in_alone_or_after_the_password(visit_as, width):
    page = visit_as("nobody", STEPS(), width)
    with_a_device(page)
    page.get_by_role("link", name="Add a passkey").click()
    say_who(page)
    on(page, "Add a passkey")
    assert looked_at(page) == []
    page.get_by_label("What do you call it?").fill("My phone")
    page.get_by_role("button", name="Add it").click()
    on(page, "Ten codes on paper")
    assert looked_at(page) == []
    page.goto(STEPS())
    expect(page.locator("main")).to_contain_text("My phone")
    page.get_by_role("button", name="Sign out").click()
    page.goto(at("account_login")())
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto(at("account_login")())
    sign_in(page, "nobody")
    on(page, "The second step")
    assert looked_at(page) == []
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@pytest.mark.usefixtures("nobody_has_one")
def test_a_browser_that_gives_no_passkey_says_so(visit_as):
    page = visit_as("", at("account_login")())
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Your browser gave no passkey.")).to_be_visible()


@pytest.mark.usefixtures("nobody_has_one")
def test_a_browser_without_passkeys_says_so_and_what_to_do(visit_as):
    page = visit_as("nobody", STEPS())
    with_a_device(page)
    page.get_by_role("link", name="Add a passkey").click()
    say_who(page)
    page.get_by_label("What do you call it?").fill("My phone")
    page.get_by_role("button", name="Add it").click()
    on(page, "Ten codes on paper")
    page.add_init_script("delete window.PublicKeyCredential")
    none = page.get_by_text("This browser has no passkeys, or its JavaScript is off.")
    page.goto(at("mfa_add_webauthn")())
    on(page, "Add a passkey")
    expect(none).to_contain_text("An app that shows codes, or ten codes on paper, work without.")
    expect(page.get_by_role("button", name="Add it")).to_have_count(0)
    page.goto(at("mfa_reauthenticate_webauthn")())
    on(page, "Is it you?")
    expect(none).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto(at("account_login")())
    expect(none).to_have_count(0)
    sign_in(page, "nobody")
    on(page, "The second step")
    expect(none).to_be_visible()
    expect(page.get_by_label("The code")).to_be_visible()


@pytest.mark.usefixtures("nobody_has_one")
def test_codes_on_paper_need_no_script(visit_as):
    page = visit_as("nobody", STEPS(), NARROW, script=False)
    assert page.get_by_role("button", name="passkey").count() == 0
    page.get_by_role("link", name="Make ten codes").click()
    say_who(page)
    on(page, "Make ten codes")
    page.get_by_role("button", name="Make ten codes").click()
    on(page, "Ten codes on paper")
    codes = re.findall(r"\b\d{8}\b", page.locator("main").inner_text())
    assert len(codes) == 10
    page.get_by_role("button", name="Sign out").click()
    page.goto(at("account_login")())
    sign_in(page, "nobody")
    on(page, "The second step")
    page.get_by_label("The code").fill(codes[3])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert too_wide(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_organisation_signs_in_and_leads_back(visit_as, settings, script):
    with running() as provider:
        point_at(settings, provider)
        sub = known_there(provider, "birch@demo.example")
        page = visit_as("", at("account_login")(), NARROW, script=script)
        page.get_by_role("button", name="Sign in with Oak Trust").click()
        page.wait_for_url(f"{provider}/**")  # no form of ours may lead there: a page does
        page.locator("input[name=sub]").fill(sub)
        page.locator("input[name=sub]").press("Enter")
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    SocialAccount.objects.all().delete()
