"""What every answer says to the browser."""

import gzip

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

EXPECTED = {
    "Cache-Control": "no-store",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def policy(response):
    return {part.strip() for part in response["Content-Security-Policy"].split(";")}


@pytest.mark.parametrize("path", ["/words/", "/nothing-here/", "/account/inactive/"])
def test_answer_headers_on_every_page(client, contributor, path):
    client.force_login(contributor)
    response = client.get(path)
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    assert policy(response) == POLICY


def test_answer_headers_of_the_sign_in_page(client):
    response = client.get("/account/login/")
    assert "no-store" in response["Cache-Control"]
    assert policy(response) == POLICY
    assert b"<style" not in response.content
    assert b" style=" not in response.content


def test_answer_headers_of_a_redirect_to_sign_in(client):
    response = client.get("/words/")
    assert response.status_code == 302
    assert response["Cache-Control"] == "no-store"
    assert policy(response) == POLICY


@pytest.mark.logs_errors  # Django calls them so
@pytest.mark.parametrize(
    ("path", "how", "status"),
    [
        ("/help/", {}, 301),  # to HTTPS
        ("/help/", {"headers": {"host": "elsewhere.example"}}, 400),
        ("/help", {"secure": True}, 301),
        ("/help/", {"secure": True, "headers": {"host": "elsewhere.example"}}, 400),
        ("/account/login/", {"secure": True, "CONTENT_LENGTH": 2 * 1024 * 1024 + 1}, 413),
    ],
)
def test_answer_headers_of_what_comes_to_no_page(client, settings, path, how, status):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(path, **how)
    assert response.status_code == status
    ours = {"Cache-Control", "Permissions-Policy", "X-Frame-Options"}
    assert {name: response.headers.get(name) for name in ours} == {
        name: EXPECTED[name] for name in ours
    }
    assert policy(response) == POLICY


@pytest.mark.parametrize("kind", ["text/html", "text/plain; charset=utf-8", "application/json"])
def test_answer_of_text_is_compressed(client, kind):
    response = client.get("/paper/", {"kind": kind}, headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == b"word " * 500
    assert response["Content-Length"] == str(len(response.content))


def test_answer_of_text_to_who_cannot_read_compressed(client):
    response = client.get("/paper/", {"kind": "text/html"})
    assert "Content-Encoding" not in response


def test_answer_of_a_pdf_is_left_alone(client):
    response = client.get(
        "/paper/", {"kind": "application/pdf"}, headers={"accept-encoding": "gzip"}
    )
    assert "Content-Encoding" not in response


def test_answer_compressed_is_never_of_the_same_length_twice(client):
    # Against BREACH: random padding, so that a length tells nothing of a secret in the page.
    lengths = {
        client.get("/paper/", {"kind": "text/html"}, headers={"accept-encoding": "gzip"})[
            "Content-Length"
        ]
        for _time in range(20)
    }
    assert len(lengths) > 1


def test_answer_after_a_sign_in_ran_out_names_nobody(client, contributor):
    client.force_login(contributor)
    assert contributor.display_name.encode() in client.get("/help/").content
    session = client.session
    session["seen_at"] -= 60 * 60
    session.save()
    for path in ("/help/", "/account/login/", "/nothing-here/"):
        page = client.get(path)
        assert contributor.display_name.encode() not in page.content
        assert contributor.email.encode() not in page.content
