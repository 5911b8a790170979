"""One team as the lead of its organisation arranges it: names, groupings, closing."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.actions import Stale
from accounts.models import Service, User
from home.selectors import team_of
from office.forms.organisation import CloseForm, TeamForm
from office.views.reach import team_of_lead
from pages.answers import form_page


@require_http_methods(["GET", "POST"])
def arrange_team(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    """Show a team to the lead of its organisation, and take its names and groupings.

    Answers 302 when kept, 422 with what was typed when something has to be changed, 409 with what
    was typed and what stands there now when somebody else changed the same.
    """
    user, service = team_of_lead(request, slug, team)
    form = _form(request.POST if request.method == "POST" else None, service)
    met = None
    if form.is_valid():
        try:
            found = _keep(form, by=user)
        except Stale:
            _user, service = team_of_lead(request, slug, team)
            again = request.POST.copy()
            again["was"] = f"{service.name}\n{service.second_name}"
            form, met = _form(again, service), service
            form.is_valid()
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(request, _("Kept."))
            return redirect("arrange-team", slug, found.slug)
        service.refresh_from_db(fields=["name", "second_name"])
    context = _context(service) | {"form": form, "met": met}
    if met:
        return render(request, "office/arrange_team.html", context, status=HTTPStatus.CONFLICT)
    return form_page(request, "office/arrange_team.html", form, context)


def _form(data: Any, service: Service) -> TeamForm:
    return TeamForm(
        data,
        service=service,
        groupings=list(service.organisation.groupings.in_name_order()),
        chosen=list(service.groupings.all()),
    )


def _keep(form: TeamForm, *, by: User) -> Service:
    """Keep a team's names and its groupings. Raises Stale, ValidationError."""
    found = actions.name_team(
        form.as_seen,
        name=form.cleaned_data["name"],
        second_name=form.cleaned_data["second_name"],
        by=by,
    )
    actions.group_team(found, form.groupings, by=by)
    return found


def _context(service: Service) -> dict[str, Any]:
    return {
        "service": service,
        "organisation": service.organisation,
        "team": team_of(service),
    }


@require_http_methods(["GET", "POST"])
def close_team(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    """Close a team, once its name is typed."""
    user, service = team_of_lead(request, slug, team)
    form = CloseForm(request.POST if request.method == "POST" else None, name=service.name)
    if form.is_valid():
        actions.archive_team(service, by=user)
        messages.success(request, _("Ended. Who is in the team goes on reading what it kept."))
        return redirect("our-organisation", slug)
    return form_page(request, "office/close_team.html", form, _context(service))


@require_http_methods(["POST"])
def open_team_again(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    """Let a closed team go on."""
    user, service = team_of_lead(request, slug, team)
    try:
        actions.open_team_again(service, by=user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("arrange-team", slug, service.slug)
