"""Which forms are kept when a sign-in has run out, and for whom: two signed cookies know it.

Scripts can read neither, and neither opens anything. One knows the person after their sign-in
ended: it is set while they are signed in and removed when they sign out themselves. It only says
for whom a form is kept, and only that person sees it, after signing in.

The other knows for whom a form was drawn, where the person at a browser changes. A form's token is
made of a secret that changes with every sign-in; the cookie remembers of the last few secrets who
was signed in, and outlives a sign-out, so that what one person typed is not kept for, nor shown
to, whoever signs in next. It names nobody: of secret and person it holds a mark that only this
site can make.
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
from django.middleware.csrf import (  # type: ignore[attr-defined]  # private, and the lock holds them
    CSRF_TOKEN_LENGTH,
    InvalidTokenFormat,
    _check_token_format,
    _unmask_cipher_token,
)
from django.utils.crypto import salted_hmac

from accounts import actions
from accounts.models import KeptPost, User
from pages.forms import sent

View = Callable[..., HttpResponse]
# Browsers take a __Host- name only over HTTPS, from this host and for all of it.
_HOST = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
COOKIE, SALT = f"{_HOST}pizazz_known", "accounts.kept"
DRAWN_COOKIE, DRAWN_SALT = f"{_HOST}pizazz_drawn", "accounts.drawn_for"
MOST_DRAWN = 6  # sign-ins that are remembered
MARK = 16  # letters
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
        _set_cookie(response, COOKIE, signed_in, SALT)


def _set_cookie(response: HttpResponseBase, name: str, value: str, salt: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_signed_cookie(name, value, salt=salt, httponly=True, secure=secure, samesite="Lax")


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


# --- For whom a form was drawn


def remember_for_whom(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note who is signed in while forms with this secret are drawn."""
    secret, person = request.META.get("CSRF_COOKIE"), request.session.get(SESSION_KEY)
    if not secret or not person:
        return
    pairs = _pairs(request)
    this = (_mark(secret), _mark(person))
    if this in pairs:
        return
    told = [*pairs, this][-MOST_DRAWN:]
    value = ".".join(mark + whose for mark, whose in told)
    _set_cookie(response, DRAWN_COOKIE, value, DRAWN_SALT)


def is_drawn_for(request: HttpRequest, person: User | None) -> bool:
    """Say whether the form that was sent was drawn for this person (None: nobody is known).

    A form that nobody remembers counts as theirs only where no other person is remembered.
    """
    pairs = _pairs(request)
    people = dict(pairs)
    whose = people.get(_mark(_secret(request)))
    mine = _mark(str(person.pk)) if person else None
    if mine is None:  # whoever was the last to sign in here
        mine = pairs[-1][1] if pairs else None
    if whose is None:
        return set(people.values()) <= {mine}
    return whose == mine


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the marks of secrets, each with its person's, the newest last."""
    value = request.get_signed_cookie(DRAWN_COOKIE, default="", salt=DRAWN_SALT) or ""
    told = [each for each in value.split(".") if each]
    return [(each[:MARK], each[MARK:]) for each in told]


def _secret(request: HttpRequest) -> str:
    """Return the secret of the token that was sent, or nothing."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    try:
        _check_token_format(token)
    except InvalidTokenFormat:
        return ""
    if len(token) == CSRF_TOKEN_LENGTH:
        return str(_unmask_cipher_token(token))
    return token


def _mark(value: str) -> str:
    return salted_hmac(DRAWN_SALT, value).hexdigest()[:MARK]
