"""What in a letter lets somebody in: a code that counts once, a link made as it goes out."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import LOGIN_TIMEOUT
from allauth.account.forms import default_token_generator
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.core.internal.cryptokit import normalize_user_code
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import Letter, User
from accounts.models.user import is_within
from accounts.selectors import person_at

# Letters whose link is made as they go out.
FRESH_LINKS = PASSWORD_LINK, CONFIRM_ADDRESS = "password_link", "confirm_address"
CODE_SECONDS = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT


def end_half_a_sign_in(session: SessionBase) -> None:
    """End one of which a code is still to be typed, where it is over or of a clock that was ahead.

    Allauth looks at the first alone.
    """
    half = session.get(LOGIN_SESSION_KEY)
    if half and not is_within(half["initiated_at"], LOGIN_TIMEOUT):
        del session[LOGIN_SESSION_KEY]


def new_code(request: HttpRequest, name: str, **beside: Any) -> str:
    """Return a code to send. Its mark is kept in the session under this name, `beside` with it."""
    code = str(get_adapter(request).generate_login_code())
    request.session[name] = {
        **beside,
        "mark": _mark(name, code),
        "until": time.time() + CODE_SECONDS,
        "tries": settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
    }
    return code


def waiting_code(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """Return what is kept beside a code that was sent and still counts; None where none does."""
    code: dict[str, Any] = request.session.get(name) or {}
    if code and code["tries"] > 0 and is_within(code["until"] - CODE_SECONDS, CODE_SECONDS):
        return code
    return None


def take_try(request: HttpRequest, name: str) -> bool:
    """Take one of the tries that a code has, which is kept in the session under this name.

    The session counts them, too, but not those that come in one moment.
    """
    code = request.session.get(name) or {}
    since = code.get("until") or code.get("initiated_at")
    mark = _mark(name, f"{request.session.session_key}:{since}")
    for number in range(settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS):
        if cache.add(f"{mark}:{number}", "y", CODE_SECONDS):
            return True
    return False


def is_code(request: HttpRequest, name: str, typed: str) -> bool:
    code = waiting_code(request, name)
    if code is None or not take_try(request, name):
        return False
    if constant_time_compare(_mark(name, typed), code["mark"]):
        del request.session[name]
        return True
    request.session[name] = code | {"tries": code["tries"] - 1}
    return False


def _mark(name: str, code: str) -> str:
    return salted_hmac(f"accounts.codes.{name}", normalize_user_code(code)).hexdigest()


def fresh_link(letter: Letter) -> str:
    """Return where a letter leads whose link is made now; empty where it has none any more."""
    if letter.kind == PASSWORD_LINK and letter.user and letter.user.is_active:
        return to_new_password(letter.user)
    if letter.kind == CONFIRM_ADDRESS:
        rows = EmailAddress.objects.filter(user=letter.user, email=letter.address, verified=False)
        row = rows.first()
        # Whose it is already is not asked because somebody else typed it.
        if row and person_at(letter.address) in {None, letter.user}:
            return reverse("account_confirm_email", args=[EmailConfirmationHMAC(row).key])
    return ""


def to_new_password(person: User) -> str:
    parts = [user_pk_to_url_str(person), default_token_generator.make_token(person)]
    return reverse("account_reset_password_from_key", args=parts)
