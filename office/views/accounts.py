"""Everybody with an account, for who runs the site: found, reached, closed. Never what they do."""

import uuid
from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.getting_in.roles import team_role_names
from accounts.models import User
from accounts.models.user import person_on_site
from accounts.selectors import live_organisations, live_teams
from accounts.signing_in import second_step
from accounts.signing_in.adapter import forget_tries
from accounts.signing_in.again import asks_again
from accounts.signing_in.signed_in import signed_in
from office import selectors
from office.forms.accounts import OtherAccountForm, PersonForm
from office.views.asking import WAY_IN
from office.views.reach import person_to_change, who_runs
from pages.answers import (
    ChangeAsSeen,
    RefusalOnField,
    SayOutcome,
    form_page,
    paged,
    posted,
    search_words,
)
from pages.words import with_names


@require_http_methods(["GET", "HEAD"])
def site_people(request: HttpRequest) -> HttpResponse:
    who_runs(request)
    words = search_words(request)
    page = paged(request, selectors.everybody(words=words))
    return render(request, "office/site_people.html", {"page": page, "words": words})


@require_http_methods(["GET", "POST"])
@asks_again
def site_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, person = who_runs(request), person_on_site(pk)
    form = PersonForm(posted(request), row=person)
    if form.is_valid():
        person_to_change(request, pk)
        name, email = form.cleaned_data["display_name"], form.cleaned_data["reached_by"]
        with ChangeAsSeen(form, "reached_by"):
            actions.describe_person(form.as_seen, display_name=name, email=email, by=user)
            messages.success(request, _("Kept."))
            return redirect("site-person", pk)
    context = _context(user, person) | {"met": form.met}
    return form_page(request, "office/site_person.html", form, context)


@require_http_methods(["GET", "POST"])
@asks_again
def close_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, person = person_to_change(request, pk)
    if user == person:
        return redirect("close-account")
    if request.method == "POST":
        sentence = _("{name} does not sign in here any more. What they wrote stays their teams’.")
        with SayOutcome(request, with_names(sentence, name=person.display_name)):
            actions.close_account(person, by=user)
        return redirect("site-person", pk)
    return render(request, "office/close_person.html", _context(user, person))


@require_http_methods(["POST"])
@asks_again
def open_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, person = person_to_change(request, pk)
    actions.open_account(person, by=user)
    messages.success(request, _("They can sign in again. Their teams ask them in anew."))
    return redirect("site-person", pk)


@require_http_methods(["POST"])
@asks_again
def help_back_in(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Forget wrong tries, and send the letter with which somebody chooses a password.

    Where no letter goes out, whoever asks gets a link to hand over; its person is told on screen.
    """
    user, person = person_to_change(request, pk)
    if not person.is_active:
        raise PermissionDenied
    forget_tries(request, person)
    actions.log("person_helped_back_in", by=user, object_id=person.pk)
    if person.has_mailbox and not person.can_be_written_to:
        actions.tell_of_way_in(person, by=user)
        request.session[WAY_IN] = str(person.pk)
        return redirect("link-to-hand-over")
    if not person.has_mailbox:
        sentence = _(
            "Wrong tries are forgotten. A new link is made by whoever looks after their team."
        )
    else:
        form = ResetPasswordForm({"email": person.email})
        if form.is_valid():
            form.save(request)
        sentence = _(
            "Wrong tries are forgotten, and a letter with a link for a new password is sent."
        )
    messages.success(request, sentence)
    return redirect("site-person", pk)


@require_http_methods(["POST"])
@asks_again
def forget_second_step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, person = person_to_change(request, pk)
    second_step.forget_steps(person, by=user)
    if person.can_be_written_to:
        sentence = _("They sign in without a second step now, and have been told.")
    else:
        sentence = _("They sign in without a second step now. Tell them so.")
    messages.success(request, sentence)
    return redirect("site-person", pk)


@require_http_methods(["POST"])
@asks_again
def runs_site(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    runs = request.POST.get("runs") == "yes"
    if not runs and selectors.ran_site(signed_in(request), pk):  # pressed twice
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("home")
    user, person = who_runs(request), person_on_site(pk)
    with SayOutcome(request, _("Kept. It holds from now on.")):
        actions.say_who_runs(person, runs=runs, by=user)
    if user == person and not runs:
        return redirect("home")
    return redirect("site-person", pk)


@require_http_methods(["GET", "POST"])
@asks_again
def two_of_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, person = person_to_change(request, pk)
    form = OtherAccountForm(posted(request))
    if form.is_valid():
        into = form.cleaned_data["reached_by"]
        with RefusalOnField(form, "reached_by"):
            actions.merge_accounts(person, into=into, by=user)
            messages.success(request, _("They have one account now. Their teams are told."))
            return redirect("site-person", into.pk)
    return form_page(request, "office/two_of_one.html", form, _context(user, person))


def _context(user: User, person: User) -> dict[str, Any]:
    return {
        "person": person,
        "teams": live_teams(person),
        "places": live_organisations(person),
        "names": team_role_names(),
        "me": user,
        "may_change": user.is_superuser or not person.is_superuser,
        "may_give": user.is_superuser,
        "has_second_step": second_step.has_one(person),
    }
