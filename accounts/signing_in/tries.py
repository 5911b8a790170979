"""Wrong tries to sign in, which allauth counts by address; and how they are forgotten."""

from allauth.core import ratelimit
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest

from accounts.models import User

COUNTED = ("login_failed", "request_login_code", "reset_password")


def forget_tries(request: HttpRequest, person: User) -> None:
    """Let somebody try at once again, whatever was typed before under their address."""
    email = person.email.lower()
    for action in COUNTED:
        for key in (email, f"{get_current_site(request).domain}:{email}"):
            ratelimit.clear(request, action=action, key=key)
