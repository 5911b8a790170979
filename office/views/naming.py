"""What an organisation or a body is called: by who leads it, or who runs the site."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.actions import Stale
from accounts.models import Organisation, User
from office import everybody
from office.forms.accounts import OrganisationNameForm
from office.views.reach import body_of_lead, of_lead, who_runs
from pages.answers import RefusedBeside, form_page, posted, sent_again


@require_http_methods(["GET", "POST"])
def name_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an organisation another name, as its lead."""
    user, organisation = of_lead(request, slug)
    return _name(request, user, organisation, reverse("organisation-settings", args=[slug]))


@require_http_methods(["GET", "POST"])
def name_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a commissioning body another name, as whoever leads on this there."""
    user, body = body_of_lead(request, slug)
    return _name(request, user, body, reverse("our-body", args=[slug]))


@require_http_methods(["GET", "POST"])
def name_on_site(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an organisation or a body another name, as who runs the site."""
    user = who_runs(request)
    organisation = everybody.organisation_on_site(slug)
    return _name(request, user, organisation, reverse("site-organisation", args=[slug]))


def _name(request: HttpRequest, user: User, organisation: Organisation, back: str) -> HttpResponse:
    """Answer 302 when named, 422 for a name that is none or taken, 409 where two named it."""
    form = OrganisationNameForm(posted(request), organisation=organisation)
    template = "office/name_organisation.html"
    context: dict[str, object] = {"organisation": organisation, "back": back}
    if form.is_valid():
        try:
            with RefusedBeside(form, "name"):
                actions.rename_organisation(form.as_seen, by=user, name=form.cleaned_data["name"])
                messages.success(request, _("Kept."))
                return redirect(back)
        except Stale:
            sent = sent_again(request, was=organisation.name)
            form = OrganisationNameForm(sent, organisation=organisation)
            context["met"] = organisation
            return form_page(request, template, form, context, status=HTTPStatus.CONFLICT)
        organisation.refresh_from_db(fields=["name"])
    return form_page(request, template, form, context)
