"""Asking many people in: from a sheet or pasted rows, looked at first, then all or nobody."""

from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.getting_in.roles import team_sees
from accounts.models import Invitation
from accounts.policy import Role
from accounts.selectors import people_of
from office import selectors
from office.forms.many import ManyForm, SeveralForm
from office.rows import pasted, sheets
from office.views.asking import back_to
from office.views.reach import of_lead, team_to_ask_into
from pages.answers import file_answer, form_page, posted
from pages.views.lists import A_PAGE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def ask_many(request: HttpRequest, slug: str) -> HttpResponse:
    """Take rows, show whom they ask in, then ask them: all of them or nobody."""
    user, organisation = of_lead(request, slug)
    form = ManyForm(posted(request), request.FILES or None, organisation=organisation, by=user)
    context = {
        "organisation": organisation,
        "here": request.path,
        "back": reverse("our-people", args=[slug]),
        "back_text": _("People"),
    }
    if not form.is_valid():
        return form_page(request, "office/ask_many.html", form, context)
    if request.POST.get("sure") != "yes":
        fields = [("rows", sheets.lines_to_paste(form.people))]
        return _look(request, form.people, context | {"fields": fields})
    try:
        invitations = actions.invite_many(form.people, organisation=organisation, by=user)
    except ValidationError as error:  # somebody was quicker
        form.add_error("rows", error)
        return form_page(request, "office/ask_many.html", form, context)
    return _say_invited(request, invitations, context)


@require_http_methods(["GET", "POST"])
def ask_several(request: HttpRequest, slug: str) -> HttpResponse:
    """Take pasted addresses, show whom they ask into one team, then ask all of them or nobody."""
    user, service, roles = team_to_ask_into(request, slug)
    role = "contributor" if Role.MANAGER in roles else "manager"
    form = SeveralForm(posted(request), service=service, role=role, by=user)
    context = {
        "service": service,
        "sees": team_sees(service),
        "alone": Role.MANAGER in roles and people_of(service).count() == 1,
        "here": request.path,
        "back": back_to(service, roles),
        "back_text": service.name,
    }
    if not form.is_valid():
        return form_page(request, "office/ask_several.html", form, context)
    if request.POST.get("sure") != "yes":
        lines, role = pasted.lines_of_pasted(form.rows), form.cleaned_data["role"]
        fields = [("people", lines), ("role", role)]
        return _look(request, form.rows, context | {"fields": fields})
    try:
        invitations = actions.invite_many(form.rows, organisation=service.organisation, by=user)
    except ValidationError as error:  # somebody was quicker
        form.add_error("people", error)
        return form_page(request, "office/ask_several.html", form, context)
    return _say_invited(request, invitations, context)


def _look(
    request: HttpRequest, people: list[actions.Invitee], context: dict[str, Any]
) -> HttpResponse:
    """Show whom they ask in, team by team; what is long is folded."""
    ordered = sorted(people, key=lambda row: (row.service.name.casefold(), row.number))
    teams = [(team, list(rows)) for team, rows in groupby(ordered, key=lambda row: row.service)]
    more = {"teams": teams, "is_long": len(people) > A_PAGE, "count": len(people)}
    return render(request, "office/ask_many_look.html", context | more)


def _say_invited(
    request: HttpRequest, invitations: list[Invitation], context: dict[str, Any]
) -> HttpResponse:
    """Say that they are asked, with the links to hand over, shown once."""
    by_hand = [(row, actions.link_of(row)) for row in invitations if row.by_hand]
    letters = len(by_hand) < len(invitations)
    more = {"letters": letters, "resting": actions.letters_rest(), "by_hand": by_hand}
    return render(request, "office/asked_many.html", context | more)


@require_http_methods(["GET"])
def people_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Send an empty sheet with the right columns and the names of the teams."""
    _user, organisation = of_lead(request, slug)
    names = selectors.teams_in(organisation).values_list("name", flat=True)
    return file_answer(sheets.template(names), XLSX, "people.xlsx")
