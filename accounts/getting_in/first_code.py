"""The first person's address is proved by a code before there is an account.

With a slip in it, or a post office that is away, there would be an account that nobody gets into.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.actions import write_letter
from accounts.actions.letters import CODE_LASTS
from accounts.models import Invitation

KEPT = "first person"  # in the session, until the code is typed


def send_code(request: HttpRequest, invitation: Invitation, said: dict[str, Any]) -> None:
    """Write a code to the address that was typed, and keep what was said until it is typed."""
    code = get_adapter().generate_login_code()
    request.session[KEPT] = {
        "said": said,
        "invitation": str(invitation.pk),
        "code": _hashed(code),
        "until": (timezone.now() + CODE_LASTS).timestamp(),
        "tries": 0,
    }
    write_letter("login_code", address=said["email"], details={"code": code}, can_wait=False)


def said_before(request: HttpRequest, invitation: Invitation) -> dict[str, Any] | None:
    """Return what was said by whoever waits for a code, or None where none is of use any more."""
    kept: dict[str, Any] = request.session.get(KEPT) or {}
    if kept.get("invitation") != str(invitation.pk):
        return None
    over = kept["until"] < timezone.now().timestamp()
    too_often = kept["tries"] >= settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS
    if over or too_often:
        return None
    return dict(kept["said"])


def is_code(request: HttpRequest, typed: str) -> bool:
    """Say whether this is the code; after a few that are not, none is of use."""
    kept = request.session[KEPT]
    kept["tries"] += 1
    request.session[KEPT] = kept
    return constant_time_compare(kept["code"], _hashed(typed))


def _hashed(code: str) -> str:
    return salted_hmac("first person's code", normalize_user_code(code)).hexdigest()
