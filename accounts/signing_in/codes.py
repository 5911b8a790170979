"""A code in a letter: it counts once, in one browser, for a while, and takes a few wrong tries."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac


def new_code(request: HttpRequest, name: str, **beside: Any) -> str:
    """Return a code to send. Its mark is kept in the session under this name, `beside` with it."""
    code = str(get_adapter(request).generate_login_code())
    request.session[name] = {
        **beside,
        "mark": _mark(name, code),
        "until": time.time() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
        "tries": settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
    }
    return code


def kept_with_code(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """Return what is kept beside a code that was sent and still counts; None where none does."""
    kept: dict[str, Any] = request.session.get(name) or {}
    if kept and kept["tries"] > 0 and time.time() < kept["until"]:
        return kept
    return None


def is_code(request: HttpRequest, name: str, typed: str) -> bool:
    """Say whether this is the code that was sent under this name."""
    kept = kept_with_code(request, name)
    if kept is None:
        return False
    if constant_time_compare(_mark(name, typed), kept["mark"]):
        del request.session[name]
        return True
    request.session[name] = kept | {"tries": kept["tries"] - 1}
    return False


def _mark(name: str, code: str) -> str:
    return salted_hmac(f"accounts.codes.{name}", normalize_user_code(code)).hexdigest()
