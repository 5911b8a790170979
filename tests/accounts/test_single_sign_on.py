"""Signing in at one's organisation: with a real provider, over HTTP, all the way and back."""

import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import Event, Letter, ServiceMembership, User
from tests.accounts.signing_on import known_there, lie, point_at, running
from tests.people import in_team

TO = "/account/sign-on/"
BACK = "/account/sign-on/back/"


@pytest.fixture(scope="module")
def provider():
    """Return the address of a provider that runs."""
    with running() as address:
        yield address


@pytest.fixture(autouse=True)
def signed_in_there(provider, settings):
    """Let the site know the provider, which tells the truth."""
    point_at(settings, provider)
    lie(provider)


def sign_in_there(browser, sub, **more):
    """Go there, sign in, and return the address that leads back."""
    page = browser.post(TO, more)
    assert page.status_code == 200, page.content
    there = page.context["address"]
    assert page.headers["Refresh"] == f"0; url={there}"
    answer = requests.post(there, data={"sub": sub}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back.path == BACK
    return f"{back.path}?{back.query}"


def come_back(browser, sub, **more):
    return browser.get(sign_in_there(browser, sub, **more))


def is_in(browser):
    browser.get(reverse("letters"))
    return SESSION_KEY in browser.session


def refused(answer, words):
    page = " ".join(answer.content.decode().split())
    assert words in page, page
    return answer.status_code


# --- Who is let in


def test_sign_in_page_offers_it_only_where_it_is_set(client, db, settings):
    assert "Sign in with Oak Trust" in client.get("/account/login/").content.decode()
    settings.SINGLE_SIGN_ON = ""
    assert "Oak Trust" not in client.get("/account/login/").content.decode()
    assert client.post(TO).status_code == 404
    assert client.get(BACK).status_code == 404


def test_one_of_a_team_comes_in_and_is_told(client, provider, manager, mailoutbox):
    sub = known_there(provider, manager.email.upper())
    answer = come_back(client, sub, next="/account/letters/")
    assert (answer.status_code, answer.url) == (302, "/account/letters/")
    assert is_in(client)
    row = SocialAccount.objects.get()
    assert (row.user, row.extra_data) == (manager, {})
    assert sub not in row.uid
    assert Letter.objects.get().details["what"] == "single_sign_on"
    actions.send_due_letters()
    assert mailoutbox[0].subject == "Pizazz: you signed in with your organisation"
    assert Event.objects.filter(act="person_single_sign_on", actor=manager).count() == 1
    again = Client()
    assert come_back(again, sub).status_code == 302
    assert is_in(again)
    assert Letter.objects.count() == SocialAccount.objects.count() == 1


def test_one_of_an_organisation_or_a_body_comes_in(provider, lead, commissioner):
    for person in (lead, commissioner):
        browser = Client()
        assert come_back(browser, known_there(provider, person.email)).status_code == 302
        assert is_in(browser)


def test_who_was_asked_in_comes_in_with_an_account_of_their_own(client, provider, manager, service):
    actions.invite(place=service, role="contributor", address="new@oak.org", by=manager)
    sub = known_there(provider, "new@oak.org", name="Noor New")
    assert come_back(client, sub).status_code == 302
    assert is_in(client)
    person = User.objects.get(email="new@oak.org")
    assert (person.display_name, person.has_usable_password()) == ("Noor New", False)
    rows = ServiceMembership.objects.filter(user=person)
    assert [(row.service, row.role) for row in rows] == [(service, "contributor")]


@pytest.mark.parametrize(
    "name", ["No\u202eor\nNew", "half a \ud800", "nul \0", ["Noor"], 7, None], ids=ascii
)
def test_name_that_is_none_there_does_not_keep_anybody_out(
    client, provider, manager, service, name
):
    actions.invite(place=service, role="contributor", address="new@oak.org", by=manager)
    sub = known_there(provider, "new@oak.org")
    lie(provider, claims={"name": name})
    assert come_back(client, sub).status_code == 302
    assert User.objects.get(email="new@oak.org").display_name == "new"


def test_strangers_are_not_let_in(client, provider, outsider):
    for email in ("nobody@oak.org", outsider.email):
        answer = come_back(client, known_there(provider, email))
        assert refused(answer, "Nobody with your address belongs to anything here") == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert not User.objects.filter(email="nobody@oak.org").exists()


@pytest.mark.parametrize(
    "odd",
    [{"email_verified": confirmed} for confirmed in (False, "false", None, 1, "yes")]
    + [
        {"email": address}
        for address in ("half\ud800@oak.org", "nul\0@oak.org", "", None, 7, ["a@b.org"])
    ],
    ids=ascii,
)
def test_address_that_is_not_confirmed_there_opens_nothing(client, provider, manager, odd):
    sub = known_there(provider, manager.email)
    lie(provider, claims=odd)
    answer = come_back(client, sub)
    assert refused(answer, "does not say that your e-mail address is yours") == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_address_that_is_not_confirmed_here_leads_to_no_account(client, provider, manager):
    EmailAddress.objects.create(user=manager, email="typed@oak.org", verified=False)
    answer = come_back(client, known_there(provider, "typed@oak.org"))
    assert refused(answer, "Nobody with your address belongs to anything here") == 403


def test_address_given_to_another_there_does_not_open_the_account(client, provider, manager):
    """A provider that lies about an address, or gives it to somebody new."""
    come_back(Client(), known_there(provider, manager.email))
    answer = come_back(client, known_there(provider, manager.email))
    assert refused(answer, "belongs to somebody else at <bdi>Oak Trust</bdi>") == 403
    assert not is_in(client)


def test_who_has_another_address_there_now_is_still_themselves(client, provider, manager, lead):
    sub = known_there(provider, manager.email)
    come_back(Client(), sub)
    known_there(provider, lead.email, sub=sub)
    come_back(client, sub)
    assert client.session[SESSION_KEY] == str(manager.pk)


def test_closed_account_stays_closed(client, provider, manager):
    sub = known_there(provider, manager.email)
    come_back(Client(), sub)
    manager.is_active = False
    manager.save()
    assert refused(come_back(client, sub), "This account is switched off.") == 403
    fresh = known_there(provider, manager.email)
    assert refused(come_back(client, fresh), "This account is switched off.") == 403


def test_second_step_is_asked_for_all_the_same(client, provider, manager):
    RecoveryCodes.activate(manager)
    answer = come_back(client, known_there(provider, manager.email))
    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert not is_in(client)


# --- What is not believed


@pytest.mark.parametrize(
    "lies",
    [
        {"claims": {"nonce": "another"}},
        {"without": ["nonce"]},
        {"claims": {"iss": "https://elsewhere.example"}},
        {"claims": {"aud": "another-site"}},
        {"claims": {"aud": ["another-site", "pizazz"]}},
        {"claims": {"aud": ["pizazz", "another-site"], "azp": "another-site"}},
        {"claims": {"azp": "another-site"}},
        {"claims": {"azp": None}},
        {"claims": {"sub": ""}},
        {"claims": {"sub": " "}},
        {"claims": {"sub": 7}},
        {"claims": {"sub": "half a \ud800"}},
        {"claims": {"sub": "nul \0"}},
        {"claims": {"exp": 1}},
        {"without": ["exp"]},
        {"without": ["sub"]},
        {"key": "another"},
        {"alg": "HS256"},
        {"alg": "none"},
    ],
    ids=str,
)
def test_token_that_is_not_signed_fresh_and_for_us_opens_nothing(client, provider, manager, lies):
    lie(provider, **lies)
    answer = come_back(client, known_there(provider, manager.email))
    assert refused(answer, "did not fit what was asked, or was too old") == 403
    assert not is_in(client)


def test_token_for_several_counts_where_it_says_that_we_asked(client, provider, manager):
    lie(provider, claims={"aud": ["another-site", "pizazz"], "azp": "pizazz"})
    assert come_back(client, known_there(provider, manager.email)).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize(
    ("stored", "odd"),
    [
        ("mike@oak.org", "mi\u212ae@oak.org"),
        ("mike@oak.org", "m\u0131ke@oak.org"),
        ("mose@oak.org", "mo\u017fe@oak.org"),
        ("mose@oak.org", "mose@oa\u212a.org"),
        ("j\u00fcrg@oak.org", "J\u00dcRG@oak.org"),
    ],
    ids=ascii,
)
def test_address_that_only_looks_like_one_of_ours_is_a_stranger_s(
    client, provider, service, stored, odd
):
    """Letters that become others where small ones are made of them, or large ones."""
    _somebody_with(stored, service)
    answer = come_back(client, known_there(provider, odd))
    assert refused(answer, "Nobody with your address belongs to anything here") == 403
    assert not SocialAccount.objects.exists()


def _somebody_with(address, service):
    person = in_team(service, "contributor", "Mi Ke")
    person.email = address
    person.save()
    values = {"email": address, "verified": True}
    EmailAddress.objects.update_or_create(user=person, defaults=values)


@pytest.mark.parametrize(
    ("stored", "sent"),
    [("mike@oak.org", " Mike@OAK.org"), ("j\u00fcrg@oak.org", "J\u00fcRG@Oak.org")],
    ids=ascii,
)
def test_address_with_other_capitals_is_the_same(client, provider, service, stored, sent):
    _somebody_with(stored, service)
    assert come_back(client, known_there(provider, sent)).status_code == 302
    assert is_in(client)


def test_userinfo_of_another_opens_nothing(client, provider, manager):
    lie(provider, without=["email"], userinfo={"sub": "another", "email": manager.email})
    answer = come_back(client, known_there(provider, manager.email))
    assert refused(answer, "did not fit what was asked") == 403


def test_address_from_userinfo_counts_where_the_token_has_none(client, provider, manager):
    lie(provider, without=["email", "email_verified"])
    assert come_back(client, known_there(provider, manager.email)).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize(
    "lies",
    [{"moved": where} for where in ("/oauth2/token", "/jwks", "/userinfo")]
    + [{"config": {"userinfo_endpoint": where}} for where in (None, "https://127.0.0.1:9")],
    ids=str,
)
def test_no_other_place_is_asked_for_whoever_comes_back(client, provider, manager, lies):
    """Where a provider sends us on, our secret or what it lets us read would go along."""
    lie(provider, without=["email", "email_verified"], **lies)
    answer = come_back(client, known_there(provider, manager.email))
    assert refused(answer, "did not fit what was asked") == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "lies",
    [
        {"issuer": "https://elsewhere.example"},
        {"text": "[]"},
        {"text": "null"},
        {"text": "[" * 100_000},
        {"config": {"authorization_endpoint": None}},
        {"config": {"authorization_endpoint": "javascript:alert(1)"}},
        {"config": {"token_endpoint": ["ftp://there"]}},
        {"config": {"jwks_uri": "//there"}},
        {"moved": "/.well-known/openid-configuration"},
    ],
    ids=lambda lies: str(lies)[:60],
)
def test_provider_that_calls_itself_something_else_is_not_asked(client, provider, db, lies):
    lie(provider, **lies)
    assert refused(client.post(TO), "did not fit what was asked") == 403


def test_way_back_counts_once_and_in_the_browser_that_went(client, provider, manager):
    sub = known_there(provider, manager.email)
    back = sign_in_there(client, sub)
    stranger = Client()
    assert refused(stranger.get(back), "did not fit what was asked") == 403
    assert client.get(back).status_code == 302
    client.post(reverse("account_logout"))
    assert refused(client.get(back), "did not fit what was asked") == 403
    assert not is_in(client)


@pytest.mark.parametrize("query", ["", "?state=made-up&code=made-up", "?error=server_error"])
def test_way_back_that_was_made_up_leads_nowhere(client, db, query):
    assert refused(client.get(f"{BACK}{query}"), "did not fit what was asked") == 403


def test_who_turns_back_is_told_so(client, provider, manager):
    there = client.post(TO).context["address"]
    answer = requests.post(there, data={"action": "deny"}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    state = dict(pair.split("=") for pair in urlsplit(there).query.split("&"))["state"]
    query = back.query if "state=" in back.query else f"{back.query}&state={state}"
    assert refused(client.get(f"{BACK}?{query}"), "without signing in there") == 200


def test_code_of_another_request_opens_nothing(client, provider, manager):
    """A code that was caught, with a state of one's own: the proof key does not fit."""
    caught = sign_in_there(Client(), known_there(provider, manager.email))
    code = dict(pair.split("=") for pair in caught.partition("?")[2].split("&"))["code"]
    there = client.post(TO).context["address"]
    state = dict(pair.split("=") for pair in urlsplit(there).query.split("&"))["state"]
    answer = client.get(f"{BACK}?code={code}&state={state}")
    assert refused(answer, "did not fit what was asked") == 403


@pytest.mark.logs_errors
def test_provider_that_is_away_is_said_so(client, provider, manager, settings):
    back = sign_in_there(client, known_there(provider, manager.email))
    point_at(settings, "http://127.0.0.1:9")
    for answer in (client.post(TO), client.get(back)):
        assert refused(answer, "Oak Trust does not answer at present") == 503


@pytest.mark.logs_errors
@pytest.mark.parametrize("bound", ["MOST_BYTES", "MOST_SECONDS"])
def test_provider_whose_answer_does_not_end_is_away_too(client, provider, db, bound, monkeypatch):
    """Else it held a thread for as long as it likes, and took all memory."""
    monkeypatch.setattr(f"accounts.signing_in.single.provider.{bound}", 0)
    assert refused(client.post(TO), "Oak Trust does not answer at present") == 503


@pytest.mark.logs_errors
def test_provider_that_breaks_on_the_way_is_away_too(client, provider, manager):
    lie(provider, status=500)
    answer = come_back(client, known_there(provider, manager.email))
    assert refused(answer, "Oak Trust does not answer at present") == 503


def test_it_does_not_lead_to_another_site(client, provider, manager):
    answer = come_back(client, known_there(provider, manager.email), next="https://example.com/")
    assert answer.url == "/"


def test_address_of_the_way_there_cannot_be_bent(client, db):
    """Allauth would take these from the address, and connect whoever is signed in."""
    context = client.post(f"{TO}?process=connect&scope=admin&auth_params=prompt%3Dnone").context
    assert "admin" not in context["address"]
    assert "prompt" not in context["address"]


# --- Say again that it is you


@pytest.fixture
def by_work(client, provider, service):
    """A manager without a password who came in from there, where they signed in this morning."""
    manager = in_team(service, "manager", "Mina Manager")
    manager.set_unusable_password()
    manager.save()
    sub = known_there(provider, manager.email)
    come_back(client, sub)
    assert is_in(client)
    return sub


def is_asked(browser):
    return browser.post(reverse("close-account")).url.startswith("/account/again/anew/")


def test_who_signs_in_there_says_again_there_that_it_is_them(client, provider, service, by_work):
    first = client.post(reverse("close-account"))
    assert first.url.startswith("/account/again/anew/")
    page = client.get(first.url).content.decode()
    assert "Sign in with Oak Trust" in page
    query = parse_qs(urlsplit(client.post(TO).context["address"]).query)
    assert (query["prompt"], query["max_age"]) == (["login"], ["0"])
    other = in_team(service, "contributor", "Con Tributor")
    answer = come_back(client, known_there(provider, other.email))
    assert refused(answer, "<title> That did not show that it is you") == 403
    assert SocialAccount.objects.get().user.display_name == "Mina Manager"
    assert is_asked(client)
    assert come_back(client, by_work, next="/account/letters/").url == "/account/letters/"
    assert client.post(reverse("close-account")).url == reverse("account_login")


@pytest.mark.parametrize("struck", [["max_age", "prompt"], ["max_age"], ["prompt"]], ids=str)
def test_who_strikes_out_that_it_is_asked_anew_shows_nothing(client, by_work, struck):
    """Whoever sits at the browser of somebody who is signed in there."""
    page = client.post(TO, {"next": "/account/letters/"})
    address = page.context["address"]
    query = parse_qs(urlsplit(address).query)
    for name in struck:
        del query[name]
    there = f"{address.partition('?')[0]}?{urlencode(query, doseq=True)}"
    answer = requests.post(there, data={"sub": by_work}, allow_redirects=False, timeout=5)
    back = client.get(f"{BACK}?{urlsplit(answer.headers['Location']).query}")
    if struck == ["max_age", "prompt"]:
        assert refused(back, "let you through without asking you to sign in there once more") == 403
        assert "/account/again/anew/?next=%2Faccount%2Fletters%2F" in back.content.decode()
    assert is_asked(client) is (struck == ["max_age", "prompt"])


OLD, MISSING, UNTRUE = "without asking you to sign in", "does not say when", "did not fit"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-61, OLD), (-59, ""), (0, ""), (59, ""), (61, OLD), (24 * 60 * 60, OLD)],
)
def test_proof_counts_where_they_signed_in_there_after_it_was_asked(
    client, provider, by_work, seconds, words, monkeypatch
):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    lie(provider, claims={"auth_time": now + seconds})
    answer = come_back(client, by_work)
    assert refused(answer, words) == (403 if words else 302)
    assert is_asked(client) is bool(words)


@pytest.mark.parametrize(
    ("lies", "words"),
    [({"without": ["auth_time"]}, MISSING)]
    + [
        ({"claims": {"auth_time": odd}}, MISSING)
        for odd in (None, "", True, "1700000000", [], {}, 10**400)
    ]
    + [({"claims": {"auth_time": odd}}, OLD) for odd in (0, -1, 1e300, float("nan"), float("inf"))],
    ids=lambda value: str(value)[:40],
)
def test_proof_without_a_time_shows_nothing(client, provider, by_work, lies, words):
    lie(provider, **lies)
    assert refused(come_back(client, by_work), words) == 403
    assert is_asked(client)


def test_proof_of_before_does_not_count_a_second_time(client, provider, by_work):
    back = sign_in_there(client, by_work)
    assert client.get(back).status_code == 302
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()
    assert refused(client.get(back), UNTRUE) == 403
    assert is_asked(client)


def test_coming_in_by_one_press_there_is_no_proof(client, provider, by_work):
    """Else whoever sits at the browser signs out here and comes in again, asked for nothing."""
    assert is_asked(client)
    for lies in ({}, {"without": ["auth_time"]}, {"claims": {"auth_time": 10**400}}):
        lie(provider, **lies)
        client.post(reverse("account_logout"))
        come_back(client, by_work)
        assert is_in(client)
        assert is_asked(client)
    client.post(reverse("account_logout"))
    lie(provider, claims={"auth_time": time.time() - 5})
    come_back(client, by_work)
    assert not is_asked(client)


@pytest.mark.logs_errors
def test_whatever_was_in_the_way_what_was_pressed_is_not_lost(client, provider, by_work, settings):
    """Who turned back there, or found it away, is led to where it is asked again."""
    settings.LETTERS_GO_OUT = True
    sent = {"next": "/account/kept/x/"}
    there = client.post(TO, sent).context["address"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    refusals = [
        client.get(f"{BACK}?error=access_denied&state={state}"),
        come_back(client, known_there(provider, "nobody@oak.org"), **sent),
    ]
    point_at(settings, "http://127.0.0.1:9")
    refusals.append(client.post(TO, sent))
    for refusal in refusals:
        page = refusal.content.decode()
        for way in ("anew", "letter"):
            assert f"/account/again/{way}/?next=%2Faccount%2Fkept%2Fx%2F" in page


@pytest.mark.parametrize("other", ["a code in a letter", "nothing"])
def test_who_cannot_show_it_there_is_told_what_to_do(client, provider, by_work, settings, other):
    settings.LETTERS_GO_OUT = other != "nothing"
    lie(provider, without=["auth_time"])
    page = come_back(client, by_work, next="/account/letters/").content.decode()
    has_letter = "/account/again/letter/?next=%2Faccount%2Fletters%2F" in page
    has_hint = "can set that up with those who look after sign-ins there" in page
    assert (has_letter, has_hint) == ((False, True) if other == "nothing" else (True, False))


# --- Signing out


def test_signing_out_here_leads_to_signing_out_there(client, provider, manager):
    come_back(client, known_there(provider, manager.email))
    answer = client.post(reverse("account_logout"))
    assert answer.status_code == 200
    assert not is_in(client)
    there = answer.context["address"]
    query = parse_qs(urlsplit(there).query)
    assert there.startswith(f"{provider}/oauth2/end_session?")
    assert query == {
        "client_id": ["pizazz"],
        "post_logout_redirect_uri": ["http://testserver/account/login/"],
    }
    assert "Sign out of Oak Trust" in answer.content.decode()
    assert requests.get(there, timeout=5).status_code == 200
    assert client.post(reverse("account_logout")).url == reverse("account_login")


def test_who_came_in_by_password_is_led_nowhere_else(client, provider, manager):
    client.force_login(manager)
    assert client.post(reverse("account_logout")).url == reverse("account_login")


@pytest.mark.parametrize("ends_at", ["", None, "javascript:alert(1)", "ftp://there", "//there"])
def test_provider_that_names_no_place_to_sign_out_is_not_asked(client, provider, manager, ends_at):
    lie(provider, config={"end_session_endpoint": ends_at})
    come_back(client, known_there(provider, manager.email))
    assert client.post(reverse("account_logout")).url == reverse("account_login")
