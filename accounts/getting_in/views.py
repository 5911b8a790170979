"""Pages on which an invitation is accepted. To open one uses nothing up: mail programs do that."""

import uuid
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.actions.accepting import NotLetIn, WhyNot, refuse_closed, refuse_person
from accounts.actions.invitable import account_of
from accounts.getting_in.begin_views import come_first, signed_in_at
from accounts.getting_in.forms import ComeInForm, PasswordForm
from accounts.getting_in.roles import what_you_may_do
from accounts.models import Invitation, User
from pages.answers import form_page, or_404, posted

REFUSED = "accounts/come_in_refused.html"
STATUS = {
    WhyNot.ANOTHERS: HTTPStatus.FORBIDDEN,
    WhyNot.BOTH_SIDES: HTTPStatus.FORBIDDEN,
    WhyNot.LEADS: HTTPStatus.FORBIDDEN,
    WhyNot.HAS_ACCOUNT: HTTPStatus.CONFLICT,
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: HttpRequest, key: uuid.UUID, secret: str) -> HttpResponseBase:
    """Show an invitation to whoever holds its link, and let them accept it."""
    invitation = _invitation(key, secret)
    if invitation is None:
        return render(request, REFUSED, {"why": "NONE"}, status=HTTPStatus.NOT_FOUND)
    person = request.user if isinstance(request.user, User) else None
    if person and invitation.accepted_by == person:
        return redirect(_inside(invitation))
    try:
        refuse_closed(invitation)
        return _way_in(request, invitation, person)
    except NotLetIn as refused:
        context = {**_words(invitation), "why": refused.why.name}
        status = STATUS.get(refused.why, HTTPStatus.GONE)
        return render(request, REFUSED, context, status=status)


def _way_in(request: HttpRequest, invitation: Invitation, person: User | None) -> HttpResponseBase:
    if invitation.role == Invitation.Role.FIRST:
        return come_first(request, invitation)
    if invitation.person:
        return _get_back_in(request, invitation)
    if person:
        refuse_person(invitation, person)
        if request.method == "POST":
            actions.accept(invitation, user=person)
            return redirect(_inside(invitation))
        return render(request, "accounts/come_in_accept.html", _words(invitation))
    if account_of(invitation):
        if request.method == "POST":
            raise NotLetIn(WhyNot.HAS_ACCOUNT)
        return render(request, "accounts/come_in_sign_in.html", _words(invitation))
    return _come_in_anew(request, invitation)


def _invitation(key: uuid.UUID, secret: str) -> Invitation | None:
    """Return the invitation this link is of, or None: it was made up, or a newer one holds."""
    rows = Invitation.objects.select_related("service__organisation", "organisation", "by")
    invitation = rows.select_related("person", "accepted_by").filter(pk=key).first()
    return invitation if invitation and invitation.is_opened_by(secret) else None


def _inside(invitation: Invitation) -> str:
    if invitation.service:
        return invitation.service.get_absolute_url()
    return reverse("home")


def _words(invitation: Invitation) -> dict[str, object]:
    """Return what every page of an invitation prints: whoever holds the link may be anybody."""
    place = invitation.place
    name = invitation.place_outside
    return {
        "invitation": invitation,
        "place_name": name,
        "organisation": invitation.service.organisation
        if invitation.service
        else invitation.organisation,
        "may_do": what_you_may_do(invitation.role, place, name=name) if place else "",
    }


def _come_in_anew(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    would_be = User(email=invitation.reached_by, display_name=invitation.name)
    by_code = bool(invitation.address) and settings.LETTERS_GO_OUT
    words = _words(invitation)
    names = [str(words["place_name"]), str(words["organisation"])]
    form = ComeInForm(posted(request), user=would_be, by_code=by_code, names=names)
    if form.is_valid():
        name, password = form.cleaned_data["display_name"], form.password
        person = actions.accept_anew(invitation, display_name=name, password=password)
        return signed_in_at(request, person, "home")  # says once what they can do here
    context = {**words, "who": would_be}
    return form_page(request, "accounts/come_in_anew.html", form, context)


def _get_back_in(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    person = or_404(invitation.person)
    form = PasswordForm(posted(request), user=person)
    if form.is_valid():
        actions.get_back_in(invitation, password=str(form.password))
        return signed_in_at(request, person, _inside(invitation))
    context = {**_words(invitation), "who": person}
    return form_page(request, "accounts/get_back_in.html", form, context)
