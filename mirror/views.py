"""The mirror’s pages. Each starts from a team that the person is in; one pair stands on a page."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.actions import has_manager
from accounts.models import Organisation, Service, User
from accounts.models.service import has_one_person, team_service
from accounts.policy import Act, Role, may, require, roles_in_service
from accounts.signing_in.signed_in import signed_in
from assessments.actions import NotOpen, Refused
from assessments.models import Closure
from assessments.selectors import open_of
from mirror import actions, content, selectors
from mirror.models import Pair
from pages.answers import RefusalOnField, form_page, or_404, posted
from pages.database.at_once import Stale
from pages.forms.fields import AnyOf, OneOf, OurForm, Values
from pages.forms.rendering import offer


class MirrorAskForm(OurForm):
    body = OneOf(
        label=gettext_lazy("Who shall we ask?"),
        missing=gettext_lazy("Choose a body from the list."),
    )

    def __init__(self, data: Values = None, *, bodies: Sequence[Organisation]) -> None:
        super().__init__(data)
        self.offer(bodies)

    def offer(self, bodies: Sequence[Organisation]) -> None:
        self.by_key = {str(body.pk): body for body in bodies}
        offer(self.fields["body"], [(key, body.name) for key, body in self.by_key.items()])

    def clean_body(self) -> Organisation:
        return self.by_key[self.cleaned_data["body"]]


class ShowForm(forms.Form):
    """Which lines of a record stay within the team. Carries which record was seen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Values = None,
        *,
        closure: Closure,
        kept_lines: Sequence[str],
        alone: bool,
    ) -> None:
        super().__init__(data, initial={"seen": str(closure.pk), "kept": list(kept_lines)})
        label = _("Keep any of these within the team?")
        if alone:
            label = _("Keep any of these back?")
        self.fields["kept"] = AnyOf(
            label=label,
            help_text=_("A theme goes with what is in it. Nothing tells them that it is kept."),
            choices=list(content.lines_said(closure.record).items()),
        )

    @property
    def kept_lines(self) -> list[str]:
        codes: list[str] = self.cleaned_data["kept"]
        return codes


@require_http_methods(["GET", "POST"])
def mirror(request: HttpRequest, slug: str) -> HttpResponse:
    """List whom a team is linked with, by name; a service asks a body here."""
    user, team, roles = _team(request, slug)
    framework = or_404(selectors.two_sided())[0]
    pairs = selectors.pairs_of(team)
    bodies: list[Organisation] = []
    if not team.is_of_a_body:
        bodies = list(selectors.bodies_to_ask(team, not_linked_by=framework.slug))
    form = MirrorAskForm(bodies=bodies)
    if request.method == "POST":
        require(Act.LINK_MIRROR, roles)
        or_404(not team.is_of_a_body)
        # One that is linked may be asked, too: a second press.
        form = MirrorAskForm(request.POST, bodies=list(selectors.bodies_to_ask(team)))
    if form.is_valid():
        with RefusalOnField(form, "body"):
            body = form.cleaned_data["body"]
            pair = actions.ask_to_link(service=team, body=body, slug=framework.slug, by=user)
            return redirect("mirror-pair", team.slug, pair.pk)
    form.offer(bodies)
    context = {
        "service": team,
        "framework": framework,
        "pairs": pairs,
        "bodies": bodies,
        "alone": has_one_person(team),
        "may_ask": may(Act.LINK_MIRROR, roles)
        and team.archived_on is None
        and not team.is_of_a_body
        and (bodies or not pairs),
        "open": None if team.is_of_a_body else open_of(team),
    }
    return form_page(request, "mirror/mirror.html", form, context)


@require_http_methods(["GET", "HEAD"])
def pair_page(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Show where one pair stands; once both have said *show*, both sides of it."""
    _user, team, roles = _team(request, slug)
    return render(request, "mirror/pair.html", _context(team, selectors.pair_of(team, pk), roles))


@require_http_methods(["POST"])
def agree_page(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    user, team, roles = _team(request, slug)
    pair = selectors.pair_of(team, pk)
    require(Act.LINK_MIRROR, roles)
    or_404(team.is_of_a_body)
    try:
        actions.agree_to_link(pair, team=team, by=user)
    except (Refused, Stale) as why:
        return _not_done(request, team, pair, roles, why)
    messages.success(request, _("Linked. Neither reads the other’s until both have said show."))
    return redirect("mirror-pair", team.slug, pair.pk)


@require_http_methods(["GET", "POST"])
def show_page(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    """Show exactly what the other side would read, then say *show*."""
    user, team, roles = _team(request, slug)
    pair = selectors.pair_of(team, pk)
    require(Act.LINK_MIRROR, roles)
    or_404(pair.goes_on)
    closure = selectors.latest_closure(team, pair.framework_slug)
    if closure is None:
        return _not_done(request, team, pair, roles, Refused(actions.nothing_to_show()))
    ours = selectors.sides(pair, team).ours
    data = posted(request)
    lines, alone = ours.kept if ours else (), has_one_person(team)
    form = ShowForm(data, closure=closure, kept_lines=lines, alone=alone)
    if form.is_valid():
        if request.POST.get("look"):
            return _look(request, team, pair, closure, form)
        if form.cleaned_data["seen"] != str(closure.pk):
            return _not_done(request, team, pair, roles, Stale())
        try:
            actions.show(pair, team=team, closure=closure, kept_lines=form.kept_lines, by=user)
        except (Refused, Stale) as why:
            return _not_done(request, team, pair, roles, why)
        words = _("Said. They read it once they have said show, too.")
        if selectors.is_open(pair):
            words = _("Said. Both sides can read it now.")
        messages.success(request, words)
        return redirect("mirror-pair", team.slug, pair.pk)
    return _look(request, team, pair, closure, form)


def _look(
    request: HttpRequest, team: Service, pair: Pair, closure: Closure, form: ShowForm
) -> HttpResponse:
    codes = form.kept_lines if form.is_bound and form.is_valid() else list(form.initial["kept"])
    record = content.without_lines(closure.record, codes)
    context = {
        "service": team,
        "pair": pair,
        "one_person": selectors.body_is_one_person(pair.body),
        "rows": content.side_by_side(record, None),
        "matters": record.service.what_matters,
        "on_day": closure.which,
        "theirs": selectors.sides(pair, team).theirs,
        "alone": has_one_person(team),
    }
    return form_page(request, "mirror/show.html", form, context)


@require_http_methods(["GET", "POST"])
def end_page(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    user, team, roles = _team(request, slug)
    pair = selectors.pair_of(team, pk)
    if not _may_end(roles, team):
        raise PermissionDenied
    if request.method == "POST":
        actions.end(pair, team=team, by=user)
        if not pair.is_agreed:
            return redirect("mirror", team.slug)
        return redirect("mirror-pair", team.slug, pair.pk)
    return render(request, "mirror/end.html", {"service": team, "pair": pair})


def _may_end(roles: set[Role], team: Service) -> bool:
    """Say whether somebody may end it: who manages the team; while nobody does, anybody in it."""
    return may(Act.LINK_MIRROR, roles) or not has_manager(team)


@require_http_methods(["POST"])
def see_first(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the ask to see the body’s own mirror into the conversation that is open."""
    user, team, roles = _team(request, slug)
    require(Act.WRITE, roles)
    or_404(not team.is_of_a_body)
    talk, why = open_of(team), _("This is asked in a conversation: begin one first.")
    try:
        if talk is not None:
            ask = actions.ask_to_see(talk, by=user)
            return redirect("ask", talk.pk, ask.pk)
    except Refused as refused:
        why = str(refused)
    except NotOpen:  # somebody finished it just now
        pass
    messages.warning(request, why)
    return redirect("mirror", team.slug)


def _team(request: HttpRequest, slug: str) -> tuple[User, Service, set[Role]]:
    """Return who asks, their team and roles. Raises Http404 (a place to practise in, too), 403."""
    user = signed_in(request)
    team = team_service(user, slug)
    or_404(team.practice_of_id is None)
    roles = roles_in_service(user, team)
    require(Act.READ_MIRROR, roles)
    return user, team, roles


def _context(team: Service, pair: Pair, roles: set[Role]) -> dict[str, Any]:
    sides = selectors.sides(pair, team)
    context = {
        "service": team,
        "pair": pair,
        "other": pair.body_team or pair.body if pair.service_id == team.pk else pair.service,
        "sides": sides,
        "is_open": sides.both_say_show and pair.goes_on,
        "may_link": may(Act.LINK_MIRROR, roles),
        "may_end": _may_end(roles, team),
        "latest": selectors.latest_closure(team, pair.framework_slug),
        "one_person": selectors.body_is_one_person(pair.body),
        "alone": has_one_person(team),
    }
    if context["is_open"] and sides.ours and sides.theirs:
        ours, theirs = content.shown_record(sides.ours), content.shown_record(sides.theirs)
        context |= {"ours": ours, "theirs": theirs, "rows": content.side_by_side(ours, theirs)}
    return context


def _not_done(
    request: HttpRequest, team: Service, pair: Pair, roles: set[Role], why: Exception
) -> HttpResponse:
    """Say on the pair’s page why nothing was done."""
    moved_on = _("Somebody was quicker, or something newer was kept. This is how it stands now.")
    context = _context(team, selectors.pair_of(team, pair.pk), roles)
    context["why"] = str(why) if isinstance(why, Refused) else moved_on
    return render(request, "mirror/pair.html", context, status=HTTPStatus.CONFLICT)
