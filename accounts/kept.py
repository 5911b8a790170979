"""Which forms are kept when a sign-in has run out, and for whom.

A person is known after their sign-in ended by a signed cookie that scripts cannot read: it is set
while they are signed in and removed when they sign out themselves. It opens nothing: it only says
for whom a form is kept, and only that person sees it, after signing in.
"""

import functools
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts import actions
from accounts.models import KeptPost, User
from pages.forms import sent

View = Callable[..., HttpResponse]
# Browsers take a __Host- name only over HTTPS, from this host and for all of it.
COOKIE = f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}pizazz_known"
SALT = "accounts.kept"
BEGAN = "signed_in_at"  # in the session, by the first request after signing in
SEEN = "seen_at"  # when it was last asked for something, to the minute
# As long as a sign-in may last, and the hour in which its last form is kept. Each sign-in begins
# it anew.
KNOWN_SECONDS = settings.SIGN_IN_SECONDS + settings.SESSION_COOKIE_AGE
# The hidden field by which a form that is sent again says which one it was.
FIELD = "kept_post"
LONGEST_PATH = 500


def leaves_no_trace(view: View) -> View:
    """Mark a view of whose form nothing may tell who sent it, or when: neither kept nor logged."""

    @functools.wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 -- Django logs a 4xx otherwise
        return response

    quiet.is_never_kept = True  # type: ignore[attr-defined]
    return quiet


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie for the person who is signed in, where it is not yet of this sign-in."""
    signed_in = request.session.get(SESSION_KEY)
    if not signed_in:
        return
    now = int(time.time())
    age = now - request.session.get(BEGAN, now)
    # The cookie holds whole seconds: one more, or it would be set at every request of its first.
    if known(request, most_seconds=age + 1) != signed_in:
        response.set_signed_cookie(
            COOKIE,
            signed_in,
            salt=SALT,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def forget(response: HttpResponseBase) -> None:
    """Let the browser keep nothing of ours, which others may use: cookies go one by one."""
    response.delete_cookie(COOKIE, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def known(request: HttpRequest, *, most_seconds: int = KNOWN_SECONDS) -> str | None:
    """Return the id in the cookie, if we signed it and it is not too old."""
    value: str | None = request.get_signed_cookie(
        COOKIE, default=None, salt=SALT, max_age=most_seconds
    )
    return value


def person(request: HttpRequest) -> User | None:
    """Return the person last signed in with this browser, if they may still sign in."""
    value = known(request)
    if value:
        return User.objects.filter(pk=value, is_active=True).first()
    return None


def came_from_here(request: HttpRequest) -> bool:
    """Say whether a page of this site sent this form: browsers name the origin of every POST."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == here


def can_be_kept(request: HttpRequest) -> bool:
    """Say whether this is a plain form of ours. That it is safe to accept is asked elsewhere.

    Forms of accounts and of the admin hold passwords and other people's data: those are not kept,
    but for the one with one's own address.
    """
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    return (
        request.method == "POST"
        and request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}
        and not request.FILES
        and match is not None
        and "admin" not in match.namespaces
        and (name == "account_email" or not name.startswith(("account_", "mfa_")))
        and len(request.get_full_path()) <= LONGEST_PATH
    )


def keep(request: HttpRequest, *, by: User) -> KeptPost:
    """Keep the form that was sent, for its person."""
    body = sent.typed(request, without=FIELD)
    return actions.keep_post(path=request.get_full_path(), body=body, by=by)


def put_away_when_done(request: HttpRequest, response: HttpResponseBase) -> None:
    """Delete a kept form once it was sent again and taken."""
    signed_in = request.session.get(SESSION_KEY)
    if request.method != "POST" or not signed_in or response.status_code != HTTPStatus.FOUND:
        return
    try:
        key = uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return
    actions.put_away_kept_post(key=key, user_id=uuid.UUID(signed_in))
