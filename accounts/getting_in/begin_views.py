"""The first day of an empty installation, in five screens; each works without a script."""

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.actions.letter_words import letter_preview
from accounts.getting_in.begin_forms import (
    FirstCodeForm,
    FirstPersonForm,
    OrganisationForm,
    PeopleForm,
    TeamsForm,
)
from accounts.models import Invitation, Organisation, Service, User
from accounts.selectors import made_first_account
from accounts.signing_in.codes import is_code, new_code, waiting_code
from accounts.signing_in.signed_in import signed_in
from pages.answers import RefusalOnField, form_page, or_404, posted

LINKS = "links_to_hand_over"
FIRST = "code of the first person"  # what the code to their address is kept under
SCREEN = ["GET", "HEAD", "POST"]


def come_first(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    """Say what this is, and make the first account. Raises NotLetIn where it is over.

    Where letters go out, a code proves the address first: with a slip in it there would be an
    account that nobody gets into. `way=password` is for where none arrives.
    """
    by_code = settings.LETTERS_GO_OUT and request.GET.get("way") != "password"
    answers = _answers_before(request, invitation)
    if by_code and answers and "anew" not in request.GET:
        return _type_code(request, invitation, answers)
    form = FirstPersonForm(posted(request), user=User(), by_code=by_code, answers=answers)
    if form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("display_name", "email", "runs_site")}
        if by_code:
            code = new_code(request, FIRST, said=answers, invitation=str(invitation.pk))
            email, details = answers["email"], {"code": code}
            actions.write_letter("login_code", address=email, details=details)
            return redirect(request.path)
        return _begin(request, invitation, answers, password=form.password)
    return form_page(request, "accounts/begin_first.html", form, {"by_code": by_code})


def _answers_before(request: HttpRequest, invitation: Invitation) -> dict[str, Any] | None:
    """Return what was said by whoever waits for a code, or None where none is of use any more."""
    code = waiting_code(request, FIRST)
    if code and code["invitation"] == str(invitation.pk):
        return dict(code["said"])
    return None


def _type_code(
    request: HttpRequest, invitation: Invitation, answers: dict[str, Any]
) -> HttpResponseBase:
    """Ask for the code that was sent; with it the account is made."""
    form = FirstCodeForm(posted(request))
    if form.is_valid():
        if is_code(request, FIRST, form.cleaned_data["code"]):
            return _begin(request, invitation, answers, password=None)
        if _answers_before(request, invitation) is None:
            words = gettext("Those were three wrong codes. Ask for another.")
            messages.warning(request, words)
            return redirect(f"{request.path}?anew=yes")
        form.add_error("code", gettext("This is not the code of the newest letter. Look again."))
    return form_page(request, "accounts/begin_code.html", form, {"email": answers["email"]})


def _begin(
    request: HttpRequest, invitation: Invitation, answers: dict[str, Any], *, password: str | None
) -> HttpResponseBase:
    runs_site = {"runs_site": bool(answers["runs_site"])}
    person = actions.begin(invitation, password=password, **answers | runs_site)
    return signed_in_at(request, person, "begin-organisation")


def signed_in_at(request: HttpRequest, person: User, where: str) -> HttpResponseBase:
    """Sign in who has just come in: their link, or who handed it over, says who they are."""
    answer: HttpResponseBase = perform_login(
        request, person, email_verification="none", redirect_url=resolve_url(where)
    )
    return answer


@require_http_methods(SCREEN)
def organisation(request: HttpRequest) -> HttpResponseBase:
    user = signed_in(request)
    if _led_organisation(user):
        return redirect("begin-teams")
    or_404(made_first_account(user))
    form = OrganisationForm(posted(request))
    if form.is_valid():
        actions.found_organisation(by=user, **form.cleaned_data)
        return redirect("begin-teams")
    return form_page(request, "accounts/begin_organisation.html", form)


@require_http_methods(SCREEN)
def teams(request: HttpRequest) -> HttpResponseBase:
    user = signed_in(request)
    led = or_404(_led_organisation(user))
    if led.services.in_use().exists():
        return redirect("begin-people")
    form = TeamsForm(posted(request))
    if form.is_valid():
        kind = led.kinds_of_place[0] if len(led.kinds_of_place) == 1 else ""
        names = form.cleaned_data["names"]
        with RefusalOnField(form, "names"):
            actions.make_teams(organisation=led, names=names, kind=kind, by=user)
            return redirect("begin-people")
    return form_page(request, "accounts/begin_teams.html", form, {"organisation": led})


@require_http_methods(SCREEN)
def people(request: HttpRequest) -> HttpResponseBase:
    user = signed_in(request)
    led = or_404(_led_organisation(user))
    waiting = list(led.services.in_use().without_manager().in_name_order()[:200])
    if not waiting:
        return redirect("begin-done")
    form = PeopleForm(posted(request), teams=waiting, kinds=led.kinds_of_place)
    if form.is_valid():
        invitations = _ask_managers(form, user, by_hand="by_hand" in request.POST)
        if invitations is not None:
            request.session[LINKS] = [str(row.pk) for row in invitations if row.by_hand]
            return redirect("begin-done")
    letter = letter_preview(waiting[0], by=user)
    context = {"organisation": led, "letter": letter}
    return form_page(request, "accounts/begin_people.html", form, context)


@require_http_methods(["GET", "HEAD"])
def done(request: HttpRequest) -> HttpResponse:
    """Say that talking can begin, with links to hand over, shown once, and a message to paste."""
    user = signed_in(request)
    led = or_404(_led_organisation(user))
    teams = list(led.services.in_use().in_name_order())
    by_hand = Invitation.objects.open().filter(by=user, pk__in=request.session.pop(LINKS, []))
    rows = by_hand.select_related("service").order_by("service__name")
    mine = Service.objects.reachable_by(user).in_use().in_name_order().first()
    context = {
        "organisation": led,
        "teams": teams,
        "links": [(invitation, actions.link_of(invitation)) for invitation in rows],
        "letter_count": Invitation.objects.open().filter(by=user, by_hand=False).count(),
        "letters_rest": actions.letters_rest(),
        "example": f"{settings.SITE_ADDRESS}{reverse('example-team')}",
        "mine": mine,
        "nobody_yet": not mine and led.services.in_use().without_manager().count() == len(teams),
    }
    return render(request, "accounts/begin_done.html", context)


def _led_organisation(user: User) -> Organisation | None:
    return Organisation.objects.led_by(user).in_use().in_name_order().first()


def _ask_managers(form: PeopleForm, user: User, *, by_hand: bool) -> list[Invitation] | None:
    """Ask everybody in, or nobody: what cannot be is said beside its box."""
    invitations = []
    with transaction.atomic():
        for number, team, address in form.addresses:
            with RefusalOnField(form, f"address_{number}"), transaction.atomic():
                invitation = actions.invite(
                    by=user, place=team, role="manager", address=address, by_hand=by_hand
                )
                invitations.append(invitation)
        if form.errors:
            transaction.set_rollback(True)
            return None
        for team, role in form.mine:
            actions.join(user=user, place=team, role=role, by=user)
        actions.say_what_places_are(form.kinds)
    return invitations
