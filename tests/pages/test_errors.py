"""What people read when something is not as they hoped."""

import re

import pytest
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from pages.views import errors
from tests.source import ROOT
from tests.unchanging import unchanging


@pytest.mark.parametrize(
    ("view", "raised", "status", "words"),
    [
        (errors.bad_request, BadRequest(), 400, "We could not read that"),
        (errors.bad_request, RequestDataTooBig(), 413, "That was too much for one page"),
        (errors.forbidden, PermissionError(), 403, "You can’t do that here"),
        (errors.not_found, LookupError(), 404, "We can’t find that page"),
    ],
)
def test_error_page_says_what_happened(view, raised, status, words):
    response = view(RequestFactory().get("/nowhere/"), raised)
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.parametrize("tried_out", [False, True])
@pytest.mark.parametrize("as_field", [str, lambda tea: SimpleUploadedFile("tea", tea.encode())])
def test_more_than_a_page_takes_is_told_with_the_limit(db, as_field, settings, tried_out):
    """Words, or a file: what was read to look for its token would have been written to the disk."""
    settings.DEBUG = tried_out
    sent = {"tea": as_field("Tea " * 600_000)}
    answer = Client(enforce_csrf_checks=True).post("/account/login/", sent)

    assert answer.status_code == 413
    assert "larger than this site takes at once (2 MB)" in answer.content.decode()
    assert reverse("account_login") not in answer.content.decode(), "nobody is signed out by it"
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 2 * 1024 * 1024


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("multipart/form-data", "x"),
        ("multipart/form-data; boundary=é", "x"),
        ("application/x-www-form-urlencoded", "&".join(f"a{n}=1" for n in range(3000))),
    ],
)
def test_form_that_cannot_be_read_is_no_mistake_of_ours(db, kind, sent):
    """An address that is none is looked up before anybody reads what was sent."""
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/nowhere/", sent, content_type=kind).status_code == 404


def test_what_a_page_says_of_itself_as_it_opens_is_come_to_first():
    """Pages that come back with a reason: it has the focus, as a screen reader needs it."""
    wrong = []
    for path in (ROOT / "templates").rglob("*.html"):
        for tag in re.findall(r'<div[^>]*role="alert"[^>]*>', path.read_text(encoding="utf-8")):
            if 'tabindex="-1" data-problem' not in tag:
                wrong.append(f"{path.name}: {tag}")
    assert wrong == []


def test_opening_what_only_takes_a_form_says_so(client: Client, outsider) -> None:
    client.force_login(outsider)

    answer = client.get(reverse("put-away", args=["00000000-0000-4000-8000-000000000000"]))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is nothing to read at this address" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/no/such/page/", "/s/no-such-house/"])
def test_nothing_there_looks_the_same_while_trying_out(client, outsider, settings, address):
    settings.DEBUG = True
    client.force_login(outsider)

    answer = client.get(address)

    assert answer.status_code == 404
    assert "We can’t find that page" in answer.content.decode()
    assert "URLconf" not in answer.content.decode()


def test_broken_page_touches_no_database():
    """No `db` mark: a query here would fail the test. What was typed is given back."""
    for request, words in (
        (RequestFactory().get("/"), ""),
        (RequestFactory().post("/", {"words": "We sat together."}), "We sat together."),
    ):
        response = errors.broken(request)
        assert response.status_code == 500
        page = response.content.decode()
        assert "Something went wrong on our side" in page
        assert ("What you sent just now" in page) is bool(words)
        assert words in page


@pytest.mark.logs_errors
@pytest.mark.django_db
def test_broken_view_is_answered_with_that_page(manager, monkeypatch, framework):
    def burst(*args: object, **kwargs: object) -> None:
        message = "Canary of the trace"
        raise RuntimeError(message)

    monkeypatch.setattr("home.views.work.notices_for", burst)
    client = Client(raise_request_exception=False)
    client.force_login(manager)
    response = client.get("/")
    assert response.status_code == 500
    text = response.content.decode()
    assert "Something went wrong on our side" in text
    assert "Canary" not in text


@pytest.mark.django_db
def test_form_without_its_token_is_answered_in_words(manager):
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    response = client.post("/teams/")
    assert response.status_code == 403
    assert "Please send that once more" in response.content.decode()


@pytest.mark.django_db
def test_what_one_may_not_see_looks_as_if_it_did_not_exist(client, outsider, service):
    client.force_login(outsider)
    hidden, nothing = client.get("/s/alder-house/"), client.get("/s/no-such-house/")
    assert hidden.status_code == nothing.status_code == 404
    assert unchanging(hidden.content.decode()) == unchanging(nothing.content.decode())
