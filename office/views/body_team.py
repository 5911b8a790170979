"""A commissioning body’s own teams: made by who leads there, who reads nothing by it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.policy import Act
from office import selectors
from office.forms.body_team import MYSELF, BodyTeamForm
from office.views.listing import paged
from office.views.reach import body_of_lead
from pages.answers import RefusedBeside, form_page, posted
from pages.words import isolated


@require_http_methods(["GET", "POST"])
def body_teams(request: HttpRequest, slug: str) -> HttpResponse:
    """List the teams of a body that look at how it commissions, and make one."""
    user, body = body_of_lead(request, slug, Act.ARRANGE_TEAM)
    form = BodyTeamForm(posted(request))
    if form.is_valid():
        name, inside = form.cleaned_data["name"], form.cleaned_data["inside"] == MYSELF
        with RefusedBeside(form, "name"):
            made = actions.make_body_team(body=body, name=name, inside=inside, by=user)
            said = _("{team} is there now.").replace("{team}", isolated(made.name))
            messages.success(request, said)
            if inside:
                return redirect(made)
            return redirect("arrange-team", body.slug, made.slug)
    context = {
        "body": body,
        "teams": paged(request, selectors.teams_in(body)),
        "closed": selectors.closed_teams_in(body),
    }
    return form_page(request, "office/body_teams.html", form, context)
