"""Whether everybody signs in with a second step, as who leads an organisation or a body says."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation, User
from accounts.signing_in.again import asks_again
from accounts.signing_in.second_step import want_of_all
from office.views.reach import body_of_lead, of_lead


@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def of_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Say it of everybody in the teams of an organisation."""
    user, organisation = of_lead(request, slug)
    return _say(request, user, organisation, reverse("organisation-settings", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def of_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Say it of everybody who reads for a body."""
    user, body = body_of_lead(request, slug)
    return _say(request, user, body, reverse("our-body", args=[slug]))


def _say(request: HttpRequest, user: User, place: Organisation, back: str) -> HttpResponse:
    """Answer 302 when said; a second press, or two who say the same, change nothing."""
    if request.method == "POST":
        want_of_all(place, wanted=request.POST.get("wanted") == "yes", by=user)
        messages.success(request, _("Kept. It holds from when each signs in next."))
        return redirect(back)
    return render(request, "office/second_step.html", {"place": place, "back": back})
