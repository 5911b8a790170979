"""Who has left, for who leads on this in an organisation or a body; and erasing one of them."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation, User
from accounts.policy import Act, require, roles_in_body, roles_in_organisation
from accounts.signing_in.again import asks_again
from accounts.signing_in.signed_in import signed_in
from office import selectors
from office.actions import erase_who_left
from office.forms.accounts import EraseForm
from office.holding.who_left import one_who_left, people_who_left, was_erased_at
from office.views.listing import paged
from pages.answers import form_page, posted


@require_http_methods(["GET", "HEAD"])
def who_left(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who has left and is nowhere else."""
    _user, organisation = _of_lead(request, slug)
    number = paged(request, people_who_left(organisation))
    context = {"organisation": organisation, "number": number}
    return render(request, "office/who_left.html", context)


@require_http_methods(["GET", "POST"])
@asks_again
def erase_leaver(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Erase somebody who has left, once their name is typed."""
    user, organisation = _of_lead(request, slug)
    if was_erased_at(organisation, pk):
        return _erased(request, organisation)
    person = one_who_left(organisation, pk)
    name = person.display_name
    form = EraseForm(posted(request), name=name)
    if form.is_valid():
        try:
            erase_who_left(person, organisation, by=user)
        except ValidationError as error:
            form.add_error("name", " ".join(error.messages))
        else:
            return _erased(request, organisation)
    context = {"organisation": organisation, "person": person}
    return form_page(request, "office/erase_leaver.html", form, context)


def _of_lead(request: HttpRequest, slug: str) -> tuple[User, Organisation]:
    user = signed_in(request)
    organisation = selectors.arranged_organisation(user, slug)
    roles = roles_in_organisation(user, organisation) | roles_in_body(user, organisation)
    require(Act.ERASE_WHO_LEFT, roles)
    return user, organisation


def _erased(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    messages.success(request, _("Erased. What they wrote stays, without their name."))
    return redirect("who-left", organisation.slug)
