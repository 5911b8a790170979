"""Who is in an organisation: leads, people by team, who was asked, and who has left."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.getting_in.roles import body_role_names
from accounts.models import Organisation
from accounts.policy import Act
from accounts.selectors import live_or_newest, organisation_left
from accounts.signing_in.again import asks_again
from accounts.signing_in.signed_in import signed_in
from office import selectors
from office.actions import erase_who_left
from office.forms.accounts import EraseForm
from office.forms.organisation import RepliesForm
from office.personal_data.who_left import people_who_left
from office.views.reach import Reach, body_of_lead, of_either_lead, of_lead
from pages.answers import (
    ChangeAsSeen,
    RefusalOnField,
    SayOutcome,
    form_page,
    or_404,
    paged,
    posted,
    search_words,
)
from pages.words import with_names


@require_http_methods(["GET", "HEAD"])
def our_people(request: HttpRequest, slug: str) -> HttpResponse:
    user, organisation = of_lead(request, slug)
    words = search_words(request)
    invitations = selectors.invitations_to_teams_of(organisation, words=words)
    context = {
        "organisation": organisation,
        "leads": selectors.live_memberships(organisation),
        "lead_invitations": selectors.invitations_to(organisation),
        "page": paged(request, selectors.people_in(organisation, words=words)),
        "invitations": paged(request, invitations, "asked"),
        "words": words,
        "me": user,
    }
    return render(request, "office/our_people.html", context)


@require_http_methods(["GET", "HEAD"])
def our_body(request: HttpRequest, slug: str) -> HttpResponse:
    user, body = body_of_lead(request, slug)
    context = {
        "body": body,
        "people": paged(request, selectors.live_memberships(body)),
        "names": body_role_names(),
        "invitations": paged(request, selectors.invitations_to(body), "asked"),
        "me": user,
    }
    return render(request, "office/our_body.html", context)


@require_http_methods(["GET", "POST"])
def body_replies(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whether one who reads for a body sends a reply alone, or two do it together."""
    user, body = body_of_lead(request, slug)
    form = RepliesForm(posted(request), row=body)
    if form.is_valid():
        sending, word = form.cleaned_data["sending"], body.people_word
        with ChangeAsSeen(form):
            actions.describe_organisation(form.as_seen, people_word=word, sending=sending, by=user)
            messages.success(request, _("Kept."))
            return redirect("our-body", body.slug)
    context = {"body": body, "met": form.met}
    return form_page(request, "office/body_replies.html", form, context)


@require_http_methods(["POST"])
@asks_again
def end_part(
    request: HttpRequest, slug: str, pk: uuid.UUID, *, reach: Reach, back: str
) -> HttpResponse:
    """End somebody's leading or reading, one's own too; somebody who leads always remains."""
    user = signed_in(request)
    organisation = organisation_left(user, slug) if pk == user.pk else None
    if organisation is None:  # else it was pressed twice
        _user, organisation = reach(request, slug)
    rows = organisation.memberships.filter(user=pk).select_related("user", "organisation")
    row = or_404(live_or_newest(rows))
    sentence = _("{name} does not lead on this any more.")
    if organisation.kind == Organisation.Kind.COMMISSIONER:
        sentence = _("{name} does not read for you any more. What they answered stays.")
    with SayOutcome(request, with_names(sentence, name=row.user.display_name)):
        if row.ended_on is None:
            actions.leave_organisation(row, by=user)
        if row.user_id == user.pk:
            return redirect("home")
    return redirect(back, organisation.slug)


@require_http_methods(["GET", "HEAD"])
def who_left(request: HttpRequest, slug: str) -> HttpResponse:
    _user, organisation = of_either_lead(request, slug, Act.ERASE_WHO_LEFT)
    page = paged(request, people_who_left(organisation))
    context = {"organisation": organisation, "page": page}
    return render(request, "office/who_left.html", context)


@require_http_methods(["GET", "POST"])
@asks_again
def erase_leaver(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    user, organisation = of_either_lead(request, slug, Act.ERASE_WHO_LEFT)
    if organisation.events.filter(act="person_erased", object_id=pk).exists():  # pressed twice
        return _say_erased(request, organisation)
    person = get_object_or_404(people_who_left(organisation), pk=pk)
    form = EraseForm(posted(request), name=person.display_name)
    if form.is_valid():
        with RefusalOnField(form, "name"):
            erase_who_left(person, organisation, by=user)
            return _say_erased(request, organisation)
    context = {"organisation": organisation, "person": person}
    return form_page(request, "office/erase_leaver.html", form, context)


def _say_erased(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    messages.success(request, _("Erased. What they wrote stays, without their name."))
    return redirect("who-left", organisation.slug)
