"""What an organisation or a body is called: by who leads it, or who runs the site."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.actions import Stale
from accounts.models import Organisation, User
from accounts.policy import Act, require, roles_in_body
from accounts.signing_in.signed_in import signed_in
from office import everybody, selectors
from office.forms.accounts import OrganisationNameForm
from office.views.reach import of_lead
from office.views.site import who_runs
from pages.answers import form_page, posted


@require_http_methods(["GET", "POST"])
def name_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an organisation another name, as its lead."""
    user, organisation = of_lead(request, slug)
    return _name(request, user, organisation, reverse("organisation-settings", args=[slug]))


@require_http_methods(["GET", "POST"])
def name_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a commissioning body another name, as whoever leads on this there."""
    user = signed_in(request)
    body = selectors.led_body(user, slug)
    require(Act.ARRANGE_READERS, roles_in_body(user, body))
    return _name(request, user, body, reverse("our-body", args=[slug]))


@require_http_methods(["GET", "POST"])
def name_on_site(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an organisation or a body another name, as who runs the site."""
    user = who_runs(request)
    organisation = everybody.organisation_on_site(slug)
    return _name(request, user, organisation, reverse("site-organisation", args=[slug]))


def _name(request: HttpRequest, user: User, organisation: Organisation, back: str) -> HttpResponse:
    """Answer 302 when named, 422 for a name that is none or taken, 409 where two named it."""
    data = posted(request)
    form = OrganisationNameForm(data, organisation=organisation)
    context: dict[str, object] = {"organisation": organisation, "back": back}
    if form.is_valid():
        try:
            actions.rename_organisation(form.as_seen, name=form.cleaned_data["name"], by=user)
        except Stale:
            again = request.POST.copy()
            again["was"] = organisation.name
            context |= {
                "form": OrganisationNameForm(again, organisation=organisation),
                "met": organisation,
            }
            template = "office/name_organisation.html"
            return render(request, template, context, status=HTTPStatus.CONFLICT)
        except ValidationError as error:
            form.add_error("name", " ".join(error.messages))
        else:
            messages.success(request, _("Kept."))
            return redirect(back)
        organisation.refresh_from_db(fields=["name"])
    return form_page(request, "office/name_organisation.html", form, context)
