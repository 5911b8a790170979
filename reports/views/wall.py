"""The page for the wall: one A4 in plain words, no beads, the lines the team ticked."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require, roles_in_service
from accounts.signing_in.signed_in import signed_in
from pages.answers import form_page
from reports.content.wall import build_wall
from reports.forms import WallForm
from reports.selectors import kept_conversation
from reports.views.reach import asked_for, newest_to_take_out


@require_http_methods(["GET", "HEAD"])
def wall_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the team tick the lines, then show the page to print. Nothing is stored."""
    user = signed_in(request)
    closure = kept_conversation(user, pk)
    service = closure.assessment.service
    roles = roles_in_service(user, service)
    require(Act.READ_TEAM_RECORD, roles)
    offered = build_wall(closure.record, second_name=service.second_name)
    data = asked_for(request, {"show", *(part.code for part in offered.parts)})
    form = WallForm(data, wall=offered)
    context = {"service": service, "assessment": closure.assessment, "form": form}
    context["take_out"] = newest_to_take_out(roles, [closure])
    if form.is_bound and form.is_valid():
        context["wall"] = offered.only(form.ticked())
        return render(request, "reports/wall_page.html", context)
    return form_page(request, "reports/wall_choose.html", form, context)
