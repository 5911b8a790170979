"""Our team: who is in it, another role, leaving, letting a lead in; and the teams of a body."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.getting_in.roles import team_role_names, team_sees
from accounts.models import Service, User
from accounts.models.service import team_of
from accounts.policy import Act, may, team_roles
from accounts.selectors import is_whole_organisation, leads_of, people_of, team_left, was_member_of
from accounts.signing_in.again import asks_again
from accounts.signing_in.signed_in import signed_in
from mirror.selectors import asks_that_wait
from office import selectors
from office.forms.team import MYSELF, BodyTeamForm, CoverForm, RoleForm
from office.views.reach import body_of_lead, of_own_team
from pages.answers import RefusalOnField, SayOutcome, form_page, or_404, paged, posted
from pages.words import with_names


def team_context(user: User, service: Service) -> dict[str, Any]:
    """Return what a page of a team prints, for those in it and for who leads its organisation."""
    team = team_of(service)
    return {
        "service": service,
        "organisation": service.organisation,
        "team": team,
        "names": team_role_names(),
        "has_manager": any(row.role == "manager" for row in team),
        "invitations": selectors.invitations_to(service),
        "me": user,
    }


def _context(user: User, service: Service) -> dict[str, Any]:
    context = team_context(user, service)
    managed, leads = context["has_manager"], leads_of(service.organisation)
    allowed = service.let_in.filter(by=user).values_list("person", flat=True)
    return context | {
        "manages": may(Act.ARRANGE_PEOPLE, team_roles(service.team_role)),
        "leads": leads,
        "to_let_in": [] if managed else selectors.leads_to_let_in(service),
        "allowed_by_me": set() if managed else set(allowed),
        "is_one": user in leads and is_whole_organisation(service),
    }


@require_http_methods(["GET", "HEAD"])
def our_team(request: HttpRequest, slug: str) -> HttpResponse:
    user, service = of_own_team(request, slug, Act.READ_TEAM_RECORD)
    return render(request, "office/our_team.html", _context(user, service))


@require_http_methods(["GET", "POST"])
@asks_again
def team_member(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    user, service = of_own_team(request, slug, Act.ARRANGE_PEOPLE)
    row = selectors.member_of(service, pk)
    context = _context(user, service) | {"member": row}
    return ask_role(request, "office/team_member.html", context, reverse("our-team", args=[slug]))


def ask_role(
    request: HttpRequest, template: str, context: dict[str, Any], back: str
) -> HttpResponse:
    """Ask what somebody is in a team, each role told in a sentence; then change it."""
    service, row = context["service"], context["member"]
    form = RoleForm(posted(request), service=service, role=row.role)
    if form.is_valid():
        role = form.cleaned_data["role"]
        actions.change_role(row, role=role, by=context["me"])
        messages.success(request, _("Kept. It holds from now on."))
        return redirect(back)
    return form_page(request, template, form, context | {"sees": team_sees(service)})


@require_http_methods(["POST"])
def end_member(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    user, service = of_own_team(request, slug, Act.ARRANGE_PEOPLE)
    row = was_member_of(service, pk)
    if row.user_id == user.pk:
        return redirect("leave-team", slug)
    if row.ended_on is None:
        actions.leave_team(row, by=user)
    sentence = _("{name} is not in the team any more. What they wrote stays yours.")
    messages.success(request, with_names(sentence, name=row.user.display_name))
    return redirect("our-team", slug)


@require_http_methods(["GET", "POST"])
def leave_team_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether to leave, saying what that means; then leave.

    The only manager is asked who looks after the team meanwhile.
    """
    former_team = team_left(signed_in(request), slug) if request.method == "POST" else None
    if former_team:
        return _say_left(request, former_team)
    user, service = of_own_team(request, slug, Act.LEAVE_TEAM)
    row = selectors.member_of(service, user.pk)
    managers = [other.pk for other in team_of(service) if other.role == "manager"]
    last = managers == [row.pk]
    if request.method == "POST" and not last:
        actions.leave_team(row, by=user)
        return _say_left(request, service)
    people = _to_look_after(service, without=user) if last else []
    form = CoverForm(posted(request), people=people)
    if form.is_valid():
        until = form.cleaned_data.get("until")
        actions.leave_team(row, by=user, cover=form.named, until=until)
        return _say_left(request, service)
    context = _context(user, service) | {"last": last}
    return form_page(request, "office/leave_team.html", form, context)


def _say_left(request: HttpRequest, service: Service) -> HttpResponse:
    sentence = _("You are not in the team of {team} any more.")
    messages.success(request, with_names(sentence, team=service.name))
    return redirect("home")


def _to_look_after(service: Service, *, without: User) -> list[User]:
    people = people_of(service).in_bulk()
    people |= {lead.pk: lead for lead in leads_of(service.organisation)}
    people.pop(without.pk, None)
    return sorted(people.values(), key=lambda lead: lead.display_name.lower())


@require_http_methods(["POST"])
@asks_again
def let_lead_in(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Say, as one of a team without a manager, that a lead may come in; two open the door."""
    user, service = of_own_team(request, slug, Act.LET_LEAD_IN)
    person = or_404({lead.pk: lead for lead in selectors.leads_to_let_in(service)}.get(pk))
    with SayOutcome(request):
        if actions.let_in(service, person=person, by=user):
            sentence = _("{name} is in the team now. Everybody in it is told.")
        else:
            sentence = _("Kept. {name} is in the team as soon as one more of you says so.")
        messages.success(request, with_names(sentence, name=person.display_name))
    return redirect("our-team", slug)


@require_http_methods(["GET", "POST"])
def body_teams(request: HttpRequest, slug: str) -> HttpResponse:
    user, body = body_of_lead(request, slug, Act.ARRANGE_TEAM)
    form = BodyTeamForm(posted(request))
    if form.is_valid():
        name, inside = form.cleaned_data["name"], form.cleaned_data["inside"] == MYSELF
        with RefusalOnField(form, "name"):
            team = actions.make_body_team(body=body, name=name, inside=inside, by=user)
            sentence = with_names(_("{team} is there now."), team=team.name)
            messages.success(request, sentence)
            if inside:
                return redirect(team)
            return redirect("arrange-team", body.slug, team.slug)
    teams, closed = paged(request, selectors.teams_in(body)), selectors.closed_teams_in(body)
    context = {"body": body, "teams": teams, "closed": closed, "asks": asks_that_wait(body)}
    return form_page(request, "office/body_teams.html", form, context)
