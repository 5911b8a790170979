"""One team as the lead of its organisation arranges it: names, groupings, closing."""

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.models import Service, User
from accounts.models.service import team_of
from accounts.policy import Act, require, roles_in_service
from accounts.selectors import leads_of, was_member_of
from accounts.signing_in.again import asks_again
from office import selectors
from office.forms.organisation import CloseForm, TeamForm
from office.forms.team import CoverForm
from office.views.reach import team_of_lead
from office.views.team import ask_role, team_context
from pages.answers import ChangeAsSeen, SayOutcome, form_page, or_404, posted
from pages.database.at_once import Stale
from pages.words import with_names
from sharing.actions import take_back


@require_http_methods(["GET", "POST"])
def arrange_team(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    user, service = team_of_lead(request, slug, team)
    form = TeamForm(posted(request), row=service)
    if form.is_valid():
        name, second = form.cleaned_data["name"], form.cleaned_data["second_name"]
        with ChangeAsSeen(form, "name"):
            with transaction.atomic():
                named_team = actions.name_team(form.as_seen, name=name, second_name=second, by=user)
                actions.group_team(named_team, form.groupings, by=user)
            messages.success(request, _("Kept."))
            return redirect("arrange-team", slug, named_team.slug)
    context = _context(service, user) | {"met": form.met}
    return form_page(request, "office/arrange_team.html", form, context)


def _context(service: Service, user: User) -> dict[str, Any]:
    context = team_context(user, service)
    return context | {
        "is_inside": any(row.user_id == user.pk for row in context["team"]),
        "may_work_here": service.first_words_at is None and service.archived_on is None,
        "reports": [] if context["has_manager"] else selectors.live_reports(service),
        "manager_is_invited": any(row.role == "manager" for row in context["invitations"]),
    }


@require_http_methods(["GET", "POST"])
def close_team(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    user, service = team_of_lead(request, slug, team)
    form = CloseForm(posted(request), name=service.name)
    if form.is_valid():
        actions.archive_team(service, by=user)
        messages.success(request, _("Ended. Who is in the team goes on reading what it kept."))
        return redirect("body-teams" if service.is_of_a_body else "our-organisation", slug)
    return form_page(request, "office/close_team.html", form, _context(service, user))


@require_http_methods(["POST"])
def open_team_again_page(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    user, service = team_of_lead(request, slug, team)
    with SayOutcome(request):
        actions.open_team_again(service, by=user)
    return redirect("arrange-team", slug, service.slug)


@require_http_methods(["POST"])
@asks_again
def work_here(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    """Put a lead in a team that has written nothing yet, by herself."""
    user, service = team_of_lead(request, slug, team)
    with SayOutcome(request):
        actions.work_here_too(service, by=user)
        return redirect("our-team", service.slug)
    return redirect("arrange-team", slug, team)


@require_http_methods(["GET", "POST"])
@asks_again
def team_person(request: HttpRequest, slug: str, team: str, pk: uuid.UUID) -> HttpResponse:
    """Ask what one of a team is in it. A lead gives herself nothing, and can only make an end."""
    user, service = team_of_lead(request, slug, team)
    row = selectors.member_of(service, pk)
    if row.user_id == user.pk:
        raise PermissionDenied
    context = _context(service, user) | {"member": row}
    back = reverse("arrange-team", args=[slug, team])
    return ask_role(request, "office/team_person.html", context, back)


@require_http_methods(["POST"])
def end_person(request: HttpRequest, slug: str, team: str, pk: uuid.UUID) -> HttpResponse:
    user, service = team_of_lead(request, slug, team)
    row = was_member_of(service, pk)
    if row.ended_on is None:
        actions.leave_team(row, by=user)
    sentence = _("{name} is not in the team any more. What they wrote stays the team’s.")
    messages.success(request, with_names(sentence, name=row.user.display_name))
    return redirect("arrange-team", slug, team)


@require_http_methods(["GET", "POST"])
def cover_team(request: HttpRequest, slug: str, team: str) -> HttpResponse:
    user, service = team_of_lead(request, slug, team)
    people = [row.user for row in team_of(service)]
    for lead in leads_of(service.organisation):
        if lead not in people:
            people.append(lead)
    form = CoverForm(posted(request), people=people, service=service)
    if form.is_valid():
        until = form.cleaned_data.get("until")
        actions.say_who_looks_after(service, cover=form.named, until=until, by=user)
        messages.success(request, _("Kept. The team reads it on its pages."))
        return redirect("arrange-team", slug, team)
    return form_page(request, "office/cover_team.html", form, _context(service, user))


@require_http_methods(["GET", "POST"])
def take_report_back(request: HttpRequest, slug: str, team: str, pk: uuid.UUID) -> HttpResponse:
    """Take back, without reading it, a report of a team that nobody manages.

    Raises Http404 where somebody manages it: what was sent is then the team's own business.
    """
    user, service = team_of_lead(request, slug, team)
    or_404(not actions.has_manager(service))
    require(Act.TAKE_BACK_UNLED, roles_in_service(user, service))
    share = get_object_or_404(selectors.live_reports(service), pk=pk)
    if request.method == "POST":
        with suppress(Stale):  # somebody of the team was quicker
            take_back(share, by=user)
        messages.success(request, _("Taken back. The team and the body are told."))
        return redirect("arrange-team", slug, team)
    context = _context(service, user) | {"share": share}
    return render(request, "office/take_report_back.html", context)
