"""This site, for who runs it: how it fares, organisations and bodies, who leads each. No words."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.actions import alike
from accounts.operations.mail import send_test_letter
from accounts.selectors import readers_of
from accounts.signing_in.again import asks_again
from office import selectors, site
from office.forms.asking import JoinForm
from office.forms.organisation import CloseForm, NewOrganisationForm
from office.views.reach import on_site, who_runs
from pages.answers import RefusalOnField, SayOutcome, form_page, paged, posted, search_words
from pages.commands import CannotDo
from pages.database.at_once import Stale
from pages.words import with_names
from sharing.actions import join_body
from sharing.actions.joining import bodies_to_join


@require_http_methods(["GET", "HEAD"])
def this_site(request: HttpRequest) -> HttpResponse:
    who_runs(request)
    words = search_words(request)
    page = paged(request, selectors.organisations(words=words))
    context = {"health": site.health_of_site(), "page": page, "words": words}
    return render(request, "office/this_site.html", context)


@require_http_methods(["POST"])
def letter_to_myself(request: HttpRequest) -> HttpResponse:
    user = who_runs(request)
    try:
        send_test_letter(user.email)
    except CannotDo as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("A letter to you is on its way. See that it arrives."))
    return redirect("this-site")


@require_http_methods(["GET", "POST"])
def add_organisation_page(request: HttpRequest) -> HttpResponse:
    user = who_runs(request)
    form = NewOrganisationForm(posted(request))
    if form.is_valid():
        with RefusalOnField(form, "name"):
            organisation = actions.add_organisation(by=user, **form.cleaned_data)
            return redirect("ask-into-organisation", organisation.slug)
    return form_page(request, "office/add_organisation.html", form)


@require_http_methods(["GET", "HEAD"])
def site_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    _user, organisation = on_site(request, slug)
    people = selectors.live_memberships(organisation)
    context = {
        "organisation": organisation,
        "people": paged(request, people),
        "is_led": any(row.role == "lead" for row in people),
        "invitations": paged(request, selectors.invitations_to(organisation), "asked"),
        "alike": actions.alike(organisation) if organisation.brought_by_id else [],
        "deletion": organisation.deletions.going_on().first(),
    }
    return render(request, "office/site_organisation.html", context)


@require_http_methods(["GET", "POST"])
@asks_again
def end_on_site(request: HttpRequest, slug: str) -> HttpResponse:
    user, organisation = on_site(request, slug)
    form = CloseForm(posted(request), name=organisation.name)
    if form.is_valid():
        actions.end_organisation(organisation, by=user)
        messages.success(request, _("Ended. Nobody leads it or reads for it any more."))
        return redirect("site-organisation", slug)
    context = {"organisation": organisation, "back": "site-organisation"}
    return form_page(request, "office/end_organisation.html", form, context)


@require_http_methods(["POST"])
@asks_again
def end_part_on_site(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """End somebody's leading or reading, the last lead's too: then another is asked in."""
    user, organisation = on_site(request, slug)
    live = organisation.memberships.live().select_related("user", "organisation")
    row = get_object_or_404(live, user=pk)
    actions.end_membership(row, by=user)
    sentence = _("{name} does not lead it or read for it any more.")
    messages.success(request, with_names(sentence, name=row.user.display_name))
    return redirect("site-organisation", slug)


@require_http_methods(["POST"])
def offer_on_site(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer a body that a team asked in to every team, once one knows that it is this body."""
    user, organisation = on_site(request, slug)
    with SayOutcome(request, _("Every team can choose it now.")):
        actions.offer_body(organisation, by=user)
    return redirect("site-organisation", slug)


@require_http_methods(["POST"])
@asks_again
def begin_again_on_site(request: HttpRequest, slug: str) -> HttpResponse:
    user, organisation = on_site(request, slug)
    with SayOutcome(request, _("It goes on. Ask in who leads it.")):
        actions.begin_organisation_again(organisation, by=user)
    return redirect("site-organisation", slug)


@require_http_methods(["GET", "POST"])
def join_on_site(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask which body it is, saying who reads what from then on; then let the two be one."""
    user, body = on_site(request, slug)
    if body.joined_into:
        return redirect("site-organisation", body.joined_into.slug)
    if body.brought_by_id is None:
        return redirect("site-organisation", slug)
    bodies = list(bodies_to_join(body))
    like = [other for other in alike(body) if other in bodies]
    form = JoinForm(posted(request), bodies=bodies, like=like)
    readers = list(readers_of(body))
    context = {"organisation": body, "readers": readers, "bodies": bodies, "met": False}
    if form.is_valid():
        into = form.cleaned_data["into"]
        try:
            with RefusalOnField(form, "into"):
                join_body(body, into, by=user)
                sentence = _(
                    "Joined. Whoever reads for {name} and every team that wrote to it is told."
                )
                messages.success(request, with_names(sentence, name=into.name))
                return redirect("site-organisation", into.slug)
        except Stale:
            form.add_error(None, _("Somebody was quicker: look at it as it is now."))
            context["met"] = True
    return form_page(request, "office/join_body.html", form, context)
