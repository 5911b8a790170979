"""Asking that all of a team's, or an ended organisation's, data goes; agreeing; stopping it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Service, User
from accounts.policy import Act, may, roles_in_service
from accounts.selectors import people_of
from accounts.signing_in.again import asks_again
from accounts.signing_in.signed_in import signed_in
from office import selectors
from office.actions import deletions
from office.forms.organisation import CloseForm
from office.views.reach import ask_second_step, on_site
from pages.answers import SayOutcome, form_page, or_404, posted


def _team_to_delete(request: HttpRequest, slug: str) -> tuple[User, Service]:
    """Return who asks and the team: one's own, or one that one leads and that needs one for this.

    It does where nobody is left in it, or where it is too few and has asked.
    """
    user = signed_in(request)
    service = selectors.own_or_led_team(user, slug)
    roles = roles_in_service(user, service)
    if not may(Act.DELETE_TEAM, roles):
        or_404(may(Act.DELETE_TEAM_UNLED, roles) and deletions.is_too_few(service))
        or_404(selectors.deletion_of(service) or not people_of(service).exists())
        ask_second_step(request, Act.DELETE_TEAM_UNLED, roles)
    return user, service


@require_http_methods(["GET", "POST"])
@asks_again
def delete_team(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how far it has come; ask for it, once the team's name is typed."""
    user, service = _team_to_delete(request, slug)
    people = people_of(service)
    may_ask = user in people or not people
    form = CloseForm(posted(request), name=service.name)
    if request.method == "POST" and not may_ask:
        raise PermissionDenied
    if form.is_valid():
        deletions.ask_deletion(service, by=user)
        messages.success(request, _("Asked. Everybody in the team is told."))
        return redirect("delete-team", slug)
    deletion = selectors.deletion_of(service)
    context = {
        "service": service,
        "deletion": deletion,
        "of_all": selectors.deletion_of(service.organisation),
        "may_ask": may_ask,
        "may_agree": deletion is not None and deletions.may_agree(deletion, user),
        "is_mine": deletion is not None and deletion.asked_by_id == user.pk,
        "too_few": deletions.is_too_few(service),
        "days": deletions.DAYS,
    }
    return form_page(request, "office/delete_team.html", form, context)


@require_http_methods(["POST"])
@asks_again
def agree_deletion(request: HttpRequest, slug: str) -> HttpResponse:
    user, service = _team_to_delete(request, slug)
    deletion = or_404(selectors.deletion_of(service))
    with SayOutcome(request, _("Agreed. Everybody in the team is told from which day it goes.")):
        deletions.agree_to_deletion(deletion, by=user)
    return redirect("delete-team", slug)


@require_http_methods(["POST"])
def stop_deletion(request: HttpRequest, slug: str) -> HttpResponse:
    user, service = _team_to_delete(request, slug)
    deletion = or_404(selectors.deletion_of(service))
    with SayOutcome(request, _("Stopped. Nothing goes, and everybody in the team is told.")):
        deletions.stop(deletion, by=user)
    return redirect("delete-team", slug)


@require_http_methods(["GET", "POST"])
@asks_again
def delete_on_site(request: HttpRequest, slug: str) -> HttpResponse:
    """Let all data of an ended organisation go, once its name is typed; after some weeks."""
    user, organisation = on_site(request, slug)
    or_404(organisation.closed_on)
    form = CloseForm(posted(request), name=organisation.name)
    if form.is_valid():
        deletions.delete_ended(organisation, by=user)
        messages.success(request, _("Every team is told from which day it goes."))
        return redirect("delete-on-site", slug)
    context = {
        "organisation": organisation,
        "deletion": selectors.deletion_of(organisation),
        "days": deletions.DAYS_OF_AN_ORGANISATION,
    }
    return form_page(request, "office/delete_organisation.html", form, context)


@require_http_methods(["POST"])
def stop_on_site(request: HttpRequest, slug: str) -> HttpResponse:
    user, organisation = on_site(request, slug)
    deletion = or_404(selectors.deletion_of(organisation))
    with SayOutcome(request, _("Stopped. Nothing goes, and every team is told.")):
        deletions.stop(deletion, by=user)
    return redirect("site-organisation", slug)
