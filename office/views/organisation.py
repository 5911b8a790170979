"""Our organisation: its name, its teams A to Z, their names and groupings, what holds for all."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.models import Organisation
from accounts.policy import Act
from accounts.selectors import organisation_left
from accounts.signing_in.again import asks_again
from accounts.signing_in.second_step import want_second_step
from accounts.signing_in.signed_in import signed_in
from frameworks.actions import choose_offer
from frameworks.selectors import frameworks_for, offered_slugs
from office import selectors
from office.forms.accounts import OrganisationNameForm
from office.forms.organisation import (
    AddTeamsForm,
    CloseForm,
    FrameworksForm,
    GroupingForm,
    SettingsForm,
)
from office.views.reach import Reach, letter_links, of_either_lead, of_lead
from pages.answers import (
    ChangeAsSeen,
    RefusalOnField,
    form_again,
    form_page,
    or_404,
    paged,
    posted,
    search_words,
)
from pages.database.at_once import Stale


@require_http_methods(["GET", "HEAD"])
def ours(request: HttpRequest) -> HttpResponse:
    """Lead to the one organisation somebody leads, or list them. Raises Http404.

    Where the organisation is the one team they are in, the team's page is the organisation's.
    """
    user = signed_in(request)
    organisations = or_404(selectors.organisations_of(user))
    if len(organisations) == 1:
        team = selectors.one_team_of(user, organisations[0])
        if team:
            return redirect("our-team", team.slug)
        return redirect(page_of(organisations[0]), organisations[0].slug)
    rows = zip(organisations, map(page_of, organisations), strict=True)
    return render(request, "office/ours.html", {"rows": rows})


def page_of(organisation: Organisation) -> str:
    provides = organisation.kind == Organisation.Kind.PROVIDER
    return "our-organisation" if provides else "our-body"


@require_http_methods(["GET", "HEAD"])
def our_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    _user, organisation = of_lead(request, slug)
    words = search_words(request)
    groupings = list(organisation.groupings.in_name_order())
    grouping = None
    for row in groupings:
        if str(row.pk) == request.GET.get("grouping"):
            grouping = row
    teams = list(selectors.teams_in(organisation, words=words, grouping=grouping))
    page = paged(request, teams)
    selectors.read_who_manages(list(page.object_list))
    context = {
        "organisation": organisation,
        "page": page,
        "letters": letter_links([team.name for team in teams]),
        "words": words,
        "groupings": groupings,
        "grouping": grouping,
        "is_filtered": bool(words or grouping),
        "closed": paged(request, selectors.closed_teams_in(organisation), "ended"),
    }
    return render(request, "office/our_organisation.html", context)


@require_http_methods(["GET", "POST"])
def add_teams(request: HttpRequest, slug: str) -> HttpResponse:
    user, organisation = of_lead(request, slug)
    form = AddTeamsForm(posted(request), organisation=organisation)
    if form.is_valid():
        with RefusalOnField(form, "names"):
            teams = actions.make_teams(organisation=organisation, by=user, **form.cleaned_data)
            sentence = ngettext(
                "%(n)d team is there now.", "%(n)d teams are there now.", len(teams)
            )
            messages.success(request, sentence % {"n": len(teams)})
            return redirect("our-organisation", organisation.slug)
    return form_page(request, "office/add_teams.html", form, {"organisation": organisation})


@require_http_methods(["GET", "POST"])
def groupings(request: HttpRequest, slug: str) -> HttpResponse:
    user, organisation = of_lead(request, slug)
    form = GroupingForm(posted(request))
    if form.is_valid():
        with RefusalOnField(form, "name"):
            actions.make_grouping(organisation=organisation, by=user, **form.cleaned_data)
            messages.success(request, _("Made. A team is put in it on the team’s own page."))
            return redirect("groupings", organisation.slug)
    rows = organisation.groupings.in_name_order().prefetch_related("services")
    context = {"organisation": organisation, "groupings": paged(request, rows)}
    return form_page(request, "office/groupings.html", form, context)


@require_http_methods(["POST"])
def drop_grouping_page(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    user, organisation = of_lead(request, slug)
    dropped = organisation.events.filter(act="grouping_dropped", object_id=pk)
    if not dropped.exists():
        rows = organisation.groupings.select_related("organisation")
        actions.drop_grouping(get_object_or_404(rows, pk=pk), by=user)
    messages.success(request, _("Removed. Its teams stay as they are."))
    return redirect("groupings", organisation.slug)


@require_http_methods(["GET", "POST"])
def organisation_settings(request: HttpRequest, slug: str) -> HttpResponse:
    user, organisation = of_lead(request, slug)
    form = SettingsForm(posted(request), row=organisation)
    if form.is_valid():
        with ChangeAsSeen(form):
            actions.describe_organisation(form.as_seen, by=user, **form.values)
            messages.success(request, _("Kept."))
            return redirect("our-organisation", organisation.slug)
    context = {"organisation": organisation, "met": form.met}
    return form_page(request, "office/settings.html", form, context)


@require_http_methods(["GET", "POST"])
@asks_again
def end_organisation_page(request: HttpRequest, slug: str) -> HttpResponse:
    former = organisation_left(signed_in(request), slug) if request.method == "POST" else None
    if former and former.closed_on:  # pressed twice
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


@require_http_methods(["GET", "POST"])
def name_organisation(request: HttpRequest, slug: str, *, reach: Reach, back: str) -> HttpResponse:
    user, organisation = reach(request, slug)
    back = reverse(back, args=[slug])
    form = OrganisationNameForm(posted(request), row=organisation)
    if form.is_valid():
        with ChangeAsSeen(form, "name"):
            actions.rename_organisation(form.as_seen, by=user, name=form.cleaned_data["name"])
            messages.success(request, _("Kept."))
            return redirect(back)
    context = {"organisation": organisation, "back": back, "met": form.met}
    return form_page(request, "office/name_organisation.html", form, context)


@require_http_methods(["GET", "POST"])
def offered_frameworks(request: HttpRequest, slug: str) -> HttpResponse:
    user, organisation = of_either_lead(request, slug, Act.ARRANGE_TEAM)
    offered, names = offered_slugs(organisation), dict[str, str]()
    for framework in frameworks_for(organisation):
        names.setdefault(framework.slug, framework.name)
    form = FrameworksForm(posted(request), names=names, offered=offered)
    template = "office/offered_frameworks.html"
    context: dict[str, object] = {"organisation": organisation, "only": len(names) == 1}
    if form.is_valid():
        seen = str(form.cleaned_data["was"]).split()
        try:
            choose_offer(organisation, form.cleaned_data["slugs"], seen=seen, by=user)
        except Stale:
            data = form_again(request, was=" ".join(offered_slugs(organisation)))
            form = FrameworksForm(data, names=names, offered=offered)
            context["met"] = [names[slug] for slug in offered]
            return form_page(request, template, form, context)
        messages.success(request, _("Kept. It holds when a team begins its next conversation."))
        return redirect("offered-frameworks", organisation.slug)
    return form_page(request, template, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def second_step(request: HttpRequest, slug: str, *, reach: Reach, back: str) -> HttpResponse:
    """Say whether everybody in an organisation's teams, or who reads for a body, has one."""
    user, place = reach(request, slug)
    back = reverse(back, args=[slug])
    if request.method == "POST":
        want_second_step(place, is_wanted=request.POST.get("wanted") == "yes", by=user)
        messages.success(request, _("Kept. It holds from when each signs in next."))
        return redirect(back)
    return render(request, "office/second_step.html", {"place": place, "back": back})
