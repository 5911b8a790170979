"""The first visit: what one can do here, and who sees it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.actions import note_welcome
from accounts.signing_in.signed_in import signed_in
from home.first_visits import onward, welcomes


@require_http_methods(["GET", "HEAD"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what this person can do here; the first page leads here once as each of what they are."""
    user = signed_in(request)
    told = welcomes(user)
    note_welcome(user, as_whom=[each.who for each in told])
    words, href = onward(told, user)
    context = {"welcomes": told, "onward": words, "href": href}
    return render(request, "home/welcome.html", context)
