"""Signing out at one's organisation, too, where one came in by its sign-in.

Nothing that the provider said of somebody is kept, so that it is asked without its own token
(RP-initiated logout, by the client's name): it asks them there whether it is them.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.urls import reverse

# In the session of whoever came in there: where the provider ends its own sign-ins.
ENDS_AT = "signs_out_there"


def end_named(config: Mapping[str, Any]) -> str:
    """Return where a provider ends its sign-ins, as it says of itself; empty where it does not."""
    said = str(config.get("end_session_endpoint") or "")
    parts = urlsplit(said)
    # As well protected as the rest of what it says.
    same = parts.scheme == urlsplit(settings.SINGLE_SIGN_ON_ISSUER).scheme
    if same and parts.netloc:
        return said
    return ""


def way_out(request: HttpRequest, session: SessionBase) -> str:
    """Return the address at which whoever has this session signs out there and comes back."""
    there = session.get(ENDS_AT, "")
    if not there or not settings.SINGLE_SIGN_ON:
        return ""
    asked = {
        "client_id": settings.SINGLE_SIGN_ON_CLIENT["client_id"],
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("account_login")),
    }
    return f"{there}{'&' if urlsplit(there).query else '?'}{urlencode(asked)}"
