"""For whom a form was drawn, where the person at a browser changes.

A form's token is made of a secret that changes with every sign-in. A signed cookie that scripts
cannot read remembers of the last few secrets who was signed in; it outlives a sign-out, so that
what one person typed is not kept for, nor shown to, whoever signs in next. It names nobody: of
secret and person it holds a mark that only this site can make.
"""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import (  # type: ignore[attr-defined]  # private, and the lock holds them
    CSRF_TOKEN_LENGTH,
    InvalidTokenFormat,
    _check_token_format,
    _unmask_cipher_token,
)
from django.utils.crypto import salted_hmac

from accounts.models import User

COOKIE = f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}pizazz_drawn"
SALT = "accounts.drawn_for"
MOST = 6  # sign-ins that are remembered
MARK = 16  # letters


def remember_for_whom(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note who is signed in while forms with this secret are drawn."""
    secret, person = request.META.get("CSRF_COOKIE"), request.session.get(SESSION_KEY)
    if not secret or not person:
        return
    pairs = _pairs(request)
    this = (_mark(secret), _mark(person))
    if this in pairs:
        return
    told = [*pairs, this][-MOST:]
    response.set_signed_cookie(
        COOKIE,
        ".".join("".join(pair) for pair in told),
        salt=SALT,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def is_own(request: HttpRequest, person: User | None) -> bool:
    """Say whether the form that was sent was drawn for this person (None: nobody is known).

    A form that nobody remembers counts as theirs only where no other person is remembered.
    """
    pairs = _pairs(request)
    known = dict(pairs)
    whose = known.get(_mark(_secret(request)))
    mine = _mark(str(person.pk)) if person else None
    if mine is None:  # whoever was the last to sign in here
        mine = pairs[-1][1] if pairs else None
    if whose is None:
        return set(known.values()) <= {mine}
    return whose == mine


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the marks of secrets, each with its person's, the newest last."""
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT) or ""
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
    return salted_hmac(SALT, value).hexdigest()[:MARK]
