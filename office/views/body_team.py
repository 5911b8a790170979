"""A commissioning body’s own teams: made by who leads there, who reads nothing by it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.policy import Act, require, roles_in_body
from accounts.signing_in.signed_in import signed_in
from office import selectors
from office.forms.body_team import MYSELF, BodyTeamForm
from office.views.listing import paged
from pages.answers import form_page, posted
from pages.words import isolated


@require_http_methods(["GET", "POST"])
def body_teams(request: HttpRequest, slug: str) -> HttpResponse:
    """List the teams of a body that look at how it commissions, and make one."""
    user = signed_in(request)
    body = selectors.led_body(user, slug)
    require(Act.ARRANGE_TEAM, roles_in_body(user, body))
    form = BodyTeamForm(posted(request))
    if form.is_valid():
        inside = form.cleaned_data["inside"] == MYSELF
        try:
            made = actions.make_body_team(
                body=body, name=form.cleaned_data["name"], inside=inside, by=user
            )
        except ValidationError as error:
            form.add_error("name", error)
        else:
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
