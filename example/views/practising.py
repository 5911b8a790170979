"""A place to practise in: one button makes it, one button takes it away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.selectors import practice_of
from accounts.signing_in.signed_in import signed_in
from example import actions


@require_http_methods(["GET", "HEAD", "POST"])
def practice_page(request: HttpRequest) -> HttpResponse:
    """Say what it is; POST: make it, or go to the one there is."""
    user = signed_in(request)
    if request.method == "POST":
        return redirect(actions.begin_practice(by=user))
    return render(request, "example/practice.html", {"place": practice_of(user)})


@require_http_methods(["POST"])
def take_practice_away(request: HttpRequest) -> HttpResponse:
    """Take it away with everything in it."""
    actions.end_practice(by=signed_in(request))
    messages.success(request, _("It is gone, with everything you wrote there."))
    return redirect("practice")
