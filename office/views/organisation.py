"""Our organisation: its teams A to Z, their names and groupings, and what holds for all."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.actions import Stale
from accounts.models import Grouping, Organisation
from accounts.selectors import organisation_left
from accounts.signing_in.again import asks_again
from accounts.signing_in.signed_in import signed_in
from office import selectors
from office.forms.organisation import (
    AddTeamsForm,
    CloseForm,
    GroupingForm,
)
from office.forms.settings import SettingsForm, was
from office.views.listing import letter_links, paged, searched
from office.views.reach import of_lead
from pages.answers import RefusedBeside, form_page, or_404, posted, sent_again


@require_http_methods(["GET", "HEAD"])
def ours(request: HttpRequest) -> HttpResponse:
    """Lead to the one organisation somebody leads, or list them. Raises Http404.

    Where the organisation is the one team they are in, the team's page is the organisation's.
    """
    user = signed_in(request)
    found = or_404(selectors.organisations_of(user))
    if len(found) == 1:
        team = selectors.one_team_of(user, found[0])
        if team:
            return redirect("our-team", team.slug)
        return redirect(page_of(found[0]), found[0].slug)
    rows = [(each, page_of(each)) for each in found]
    return render(request, "office/ours.html", {"rows": rows})


def page_of(organisation: Organisation) -> str:
    """Return the name of the address with which an organisation of this kind is run."""
    provides = organisation.kind == Organisation.Kind.PROVIDER
    return "our-organisation" if provides else "our-body"


@require_http_methods(["GET", "HEAD"])
def our_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the teams of an organisation to its lead: found by name, by letter, by grouping."""
    _user, organisation = of_lead(request, slug)
    words = searched(request)
    groupings = list(organisation.groupings.in_name_order())
    grouping = _chosen(request, groupings)
    teams = list(selectors.teams_in(organisation, words=words, grouping=grouping))
    number = paged(request, teams)
    context = {
        "organisation": organisation,
        "rows": selectors.team_rows(number.object_list),
        "number": number,
        "letters": letter_links([team.name for team in teams]),
        "words": words,
        "groupings": groupings,
        "grouping": grouping,
        "is_filtered": bool(words or grouping),
        "kept": f"&grouping={grouping.pk}" if grouping else "",
        "closed": paged(request, selectors.closed_teams_in(organisation), "ended"),
    }
    return render(request, "office/our_organisation.html", context)


def _chosen(request: HttpRequest, groupings: list[Grouping]) -> Grouping | None:
    wanted = request.GET.get("grouping", "")
    return next((each for each in groupings if str(each.pk) == wanted), None)


@require_http_methods(["GET", "POST"])
def add_teams(request: HttpRequest, slug: str) -> HttpResponse:
    """Make teams, a name a line: all of them or none."""
    user, organisation = of_lead(request, slug)
    form = AddTeamsForm(posted(request), organisation=organisation)
    if form.is_valid():
        with RefusedBeside(form, "names"):
            made = actions.make_teams(organisation=organisation, by=user, **form.cleaned_data)
            there = ngettext("%(n)d team is there now.", "%(n)d teams are there now.", len(made))
            messages.success(request, there % {"n": len(made)})
            return redirect("our-organisation", organisation.slug)
    return form_page(request, "office/add_teams.html", form, {"organisation": organisation})


@require_http_methods(["GET", "POST"])
def groupings(request: HttpRequest, slug: str) -> HttpResponse:
    """List the groupings of an organisation, and make one."""
    user, organisation = of_lead(request, slug)
    form = GroupingForm(posted(request))
    if form.is_valid():
        with RefusedBeside(form, "name"):
            actions.make_grouping(organisation=organisation, by=user, **form.cleaned_data)
            messages.success(request, _("Made. A team is put in it on the team’s own page."))
            return redirect("groupings", organisation.slug)
    rows = organisation.groupings.in_name_order().prefetch_related("services")
    context = {"organisation": organisation, "groupings": paged(request, rows)}
    return form_page(request, "office/groupings.html", form, context)


@require_http_methods(["POST"])
def drop_grouping_page(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Do without a grouping."""
    user, organisation = of_lead(request, slug)
    if not selectors.is_dropped(organisation, pk):
        actions.drop_grouping(selectors.grouping_in(organisation, pk), by=user)
    messages.success(request, _("Removed. Its teams stay as they are."))
    return redirect("groupings", organisation.slug)


@require_http_methods(["GET", "POST"])
def organisation_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what an organisation calls its people, who may send a report, and how long it is read.

    Answers 302 when said, 422 with what was typed when something has to be changed, 409 with what
    was typed and what stands there now when somebody else changed the same.
    """
    user, organisation = of_lead(request, slug)
    form = SettingsForm(posted(request), organisation=organisation)
    template = "office/settings.html"
    if form.is_valid():
        try:
            actions.settle(form.as_seen, by=user, **form.said)
        except Stale:
            _user, now = of_lead(request, slug)
            form = SettingsForm(sent_again(request, was=was(now)), organisation=now)
            context = {"organisation": now, "met": now}
            return form_page(request, template, form, context, status=HTTPStatus.CONFLICT)
        messages.success(request, _("Kept."))
        return redirect("our-organisation", organisation.slug)
    return form_page(request, template, form, {"organisation": organisation})


@require_http_methods(["GET", "POST"])
@asks_again
def end_organisation_page(request: HttpRequest, slug: str) -> HttpResponse:
    """End an organisation as its lead, once its name is typed."""
    ended = organisation_left(signed_in(request), slug) if request.method == "POST" else None
    if ended and ended.closed_on:  # pressed twice
        return _is_ended(request)
    user, organisation = of_lead(request, slug)
    form = CloseForm(posted(request), name=organisation.name)
    if form.is_valid():
        actions.end_organisation(organisation, by=user)
        return _is_ended(request)
    context = {"organisation": organisation, "back": "our-organisation"}
    return form_page(request, "office/end_organisation.html", form, context)


def _is_ended(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Ended. Each team goes on reading what it kept."))
    return redirect("home")
