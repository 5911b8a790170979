"""Signing somebody in who has just come in."""

from allauth.account.utils import perform_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from accounts.models import User


def signed_in_at(request: HttpRequest, person: User, where: str) -> HttpResponseBase:
    """Sign them in, and go on: their link, or who handed it over, says who they are."""
    answer: HttpResponseBase = perform_login(
        request, person, email_verification="none", redirect_url=resolve_url(where)
    )
    return answer
