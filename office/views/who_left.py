"""Who has left, for who leads on this in an organisation or a body; and erasing one of them."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation
from accounts.policy import Act
from accounts.signing_in.again import asks_again
from office.actions import erase_who_left
from office.forms.accounts import EraseForm
from office.holding.who_left import one_who_left, people_who_left, was_erased_at
from office.views.listing import paged
from office.views.reach import of_either_lead
from pages.answers import RefusedBeside, form_page, posted


@require_http_methods(["GET", "HEAD"])
def who_left(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who has left and is nowhere else."""
    _user, organisation = of_either_lead(request, slug, Act.ERASE_WHO_LEFT)
    number = paged(request, people_who_left(organisation))
    context = {"organisation": organisation, "number": number}
    return render(request, "office/who_left.html", context)


@require_http_methods(["GET", "POST"])
@asks_again
def erase_leaver(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Erase somebody who has left, once their name is typed."""
    user, organisation = of_either_lead(request, slug, Act.ERASE_WHO_LEFT)
    if was_erased_at(organisation, pk):
        return _erased(request, organisation)
    person = one_who_left(organisation, pk)
    form = EraseForm(posted(request), name=person.display_name)
    if form.is_valid():
        with RefusedBeside(form, "name"):
            erase_who_left(person, organisation, by=user)
            return _erased(request, organisation)
    context = {"organisation": organisation, "person": person}
    return form_page(request, "office/erase_leaver.html", form, context)


def _erased(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    messages.success(request, _("Erased. What they wrote stays, without their name."))
    return redirect("who-left", organisation.slug)
