"""A service's own page, what it shows its organisation, and whom it would like at its next talk."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.actions import describe_service
from accounts.models import Organisation, Service, User
from accounts.models.service import team_of, team_service
from accounts.policy import Act, may, require, roles_in_service, team_roles
from accounts.selectors import is_whole_organisation, leads_of
from accounts.signing_in.signed_in import own_team, signed_in
from agreeing.selectors import ties_of
from assessments.actions import decide_release, refuse_ended, take_back_release
from assessments.models import AgencyRelease, Closure
from assessments.selectors import teller_of, teller_today
from home import selectors
from home.cards.coming import calendar
from home.cards.reads import merged_cards, read_talks
from home.forms import YES, AboutUsForm, OfferTalkForm, ReleaseForm
from home.teams import Team
from mirror.selectors import pairs_of, two_sided
from pages.answers import RefusalOnField, file_answer, form_page, or_404, paged, posted
from pages.database.at_once import Stale
from pages.words import with_names
from record.read_back.passages import besides, passages
from record.words.days import titles_of, which_of
from reports.content import build_journey
from reports.selectors import in_voice_of, kept_conversations, records_of
from sharing.selectors import finished_conversations, shares_of


@require_http_methods(["GET", "HEAD"])
def service(request: HttpRequest, slug: str) -> HttpResponse:
    _user, service = own_team(request, slug, Act.READ_TEAM_RECORD)
    teller = teller_today(service)
    context = _context(request, service, by_one=teller.by_one)
    return teller.page(render(request, "home/service.html", context))


@require_http_methods(["GET", "HEAD"])
def talk_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the day the team chose to talk again as a calendar file, for everybody in it."""
    _user, service = own_team(request, slug, Act.READ_TEAM_RECORD)
    keys_by_team, card_by_key, talking = read_talks([service])
    last = merged_cards(keys_by_team, card_by_key).get(service.pk)
    page = service.get_absolute_url()
    card = Team(service, page, is_led=False, last=last, is_talking=bool(talking))
    file = calendar([card], now=timezone.now(), to_the_team=True)
    return file_answer(file, "text/calendar", "talk-again.ics")


def _context(
    request: HttpRequest, service: Service, form: ReleaseForm | None = None, *, by_one: bool
) -> dict[str, Any]:
    roles = team_roles(service.team_role)
    closures = finished_conversations(service)
    decisions = selectors.decisions_of(service)
    team = team_of(service)
    is_led = service.practice_of_id is not None or any(row.role == "manager" for row in team)
    has_leads = _has_leads(service)
    may_show = may(Act.SHOW_TO_ORGANISATION, roles) and has_leads
    # Then there is nobody to show it to, or to ask for a facilitator.
    is_whole = is_whole_organisation(service)
    questions: list[ReleaseForm] = []
    if may_show and not is_whole:
        questions = list(_questions(service, closures, decisions, form, by_one=by_one))
    leads: list[User] = []
    if not is_led:
        leads = leads_of(service.organisation)
    return {
        "service": service,
        "by_one": by_one,
        "organisation": service.organisation,
        "open": selectors.open_now([service]).get(service.pk),
        "conversations": list(_conversations(closures, decisions)),
        "last": closures[0] if closures else None,
        "questions": questions,
        "form": form,
        "team": team,
        "is_led": is_led,
        "leads": leads,
        "groupings": list(service.groupings.in_name_order()),
        "shares": paged(request, shares_of(service), "reports"),
        "ties": paged(request, ties_of(service), "with"),
        "may_show": may_show,
        "has_mirror": service.practice_of_id is None
        and two_sided()
        and (service.archived_on is None or bool(pairs_of(service))),
        "may_describe": may(Act.DESCRIBE_SERVICE, roles) and service.archived_on is None,
        "may_share": may(Act.PREPARE_SHARE, roles)
        and (service.archived_on is None or bool(closures)),
        "may_want_facilitator": may(Act.WANT_FACILITATOR, roles) and has_leads and not is_whole,
    }


def _has_leads(service: Service) -> bool:
    """Say whether anybody outside the team can read what it shows.

    A commissioning body's own team has no leads, and they read services in use only.
    """
    is_provider = service.organisation.kind == Organisation.Kind.PROVIDER
    return is_provider and service.archived_on is None


def _conversations(
    closures: Sequence[Closure], decisions: Mapping[uuid.UUID, AgencyRelease]
) -> Iterator[dict[str, Any]]:
    """Give finished conversations, latest first, with what was answered on showing each."""
    titles = titles_of(closures[::-1])[::-1]
    for closure, title in zip(closures, titles, strict=True):
        decision = decisions.get(closure.assessment_id)
        is_shown = bool(decision and decision.shown and decision.taken_back_at is None)
        yield {
            "closure": closure,
            "title": title,
            "assessment": closure.assessment,
            "decision": decision,
            "is_shown": is_shown,
            "is_older": is_shown and decision is not None and decision.closure_id != closure.pk,
        }


def _questions(
    service: Service,
    closures: list[Closure],
    decisions: dict[uuid.UUID, AgencyRelease],
    wrong_form: ReleaseForm | None,
    *,
    by_one: bool,
) -> Iterator[ReleaseForm]:
    """Give a question for each conversation nobody has answered about yet, latest first."""
    names = which_of(closures[::-1])[::-1]
    for closure, name in zip(closures, names, strict=True):
        if closure.assessment_id in decisions:
            continue
        if wrong_form is not None and wrong_form.closure.pk == closure.pk:
            yield wrong_form
        else:
            organisation = service.organisation
            yield ReleaseForm(closure=closure, which=name, organisation=organisation, by_one=by_one)


@require_http_methods(["POST"])
def show_conversation(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    user, service = own_team(request, slug, Act.READ_TEAM_RECORD)
    closure = selectors.finished_conversation(service, pk)
    require(Act.SHOW_TO_ORGANISATION, team_roles(service.team_role))
    or_404(_has_leads(service))
    teller = teller_today(service)
    form = ReleaseForm(
        request.POST,
        closure=closure,
        which=closure.which,
        organisation=service.organisation,
        by_one=teller.by_one,
    )
    if not form.is_valid():
        context = _context(request, service, form, by_one=teller.by_one)
        return teller.page(form_page(request, "home/service.html", form, context))
    is_shown = form.cleaned_data["shown"] == YES
    decide_release(closure, is_shown=is_shown, by=user)
    message = _("{organisation} may read it now.") if is_shown else _("Kept within the team.")
    messages.success(request, with_names(message, organisation=service.organisation.name))
    return redirect(service)


@require_http_methods(["POST"])
def take_back_shown(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    user, service = own_team(request, slug, Act.READ_TEAM_RECORD)
    release = selectors.shown_release(service, pk)
    require(Act.SHOW_TO_ORGANISATION, team_roles(service.team_role))
    take_back_release(release, by=user)
    message = _("Taken back. {organisation} can no longer read it here.")
    messages.success(request, with_names(message, organisation=service.organisation.name))
    return redirect(service)


@require_http_methods(["GET", "POST"])
def about_us(request: HttpRequest, slug: str) -> HttpResponse:
    user, service = own_team(request, slug, Act.DESCRIBE_SERVICE)
    if service.archived_on and request.method != "POST":
        return redirect(service)  # which says so
    form = AboutUsForm(posted(request), service=service)
    conflicts = None
    if form.is_valid():
        with RefusalOnField(form):
            refuse_ended(service)
            with suppress(Stale):
                if not form.moved_on:
                    describe_service(service, by=user, **form.changes)
                    messages.success(request, _("Kept."))
                    return redirect(service)
            form, conflicts = AboutUsForm.again(request.POST, service=team_service(user, slug))
    context = {"service": service, "met": conflicts}
    return form_page(request, "home/about_us.html", form, context)


@require_http_methods(["GET", "HEAD"])
def shown_conversation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = signed_in(request)
    closure = selectors.shown_closure(user, pk)
    service = closure.assessment.service
    require(Act.READ_SHOWN, roles_in_service(user, service))
    record = selectors.for_organisation(closure.record)
    kept_on = timezone.localdate(closure.sealed_at)
    texts = (*passages(record, kept_on), *besides(record))
    title = dict(_titled(selectors.shown_closures(service)))[closure]
    context = {"title": title, "service": service, "passages": texts}
    teller = teller_of(service, [closure.record])
    return teller.page(render(request, "home/shown.html", context))


def _titled(closures: Sequence[Closure]) -> list[tuple[Closure, str]]:
    """Return conversations, oldest first, each with its name among these."""
    return list(zip(closures, titles_of(closures), strict=True))


@require_http_methods(["GET", "HEAD"])
def shown_team(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a team's shown conversations and the journey through them."""
    user = signed_in(request)
    service = selectors.led_service(user, slug)
    require(Act.READ_SHOWN, roles_in_service(user, service))
    closures = or_404(selectors.shown_closures(service))
    records = records_of(closures)
    talks, others = set(map(attrgetter("assessment_id"), closures)), []
    for other in kept_conversations(service):
        if other.assessment_id not in talks:
            others.append(other.record)
    journey = build_journey(
        list(map(selectors.for_organisation, records)),
        inside=False,
        apart=others,
        today=timezone.localdate(),
    )
    teller = teller_of(service, records)
    context = {
        "service": service,
        "closures": _titled(closures),
        "journey": in_voice_of(journey, teller),
        "line_slug": "",
        "as_table": request.GET.get("as") == "table",
    }
    return teller.page(render(request, "home/shown_team.html", context))


@require_http_methods(["GET", "POST"])
def offer_talk_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how to explain it to a team, and ask it whether it would like to talk around a month.

    It is the same for every team, whatever it has done: nothing here tells.
    """
    user = signed_in(request)
    service = selectors.led_service(user, slug)
    require(Act.OFFER_TALK, roles_in_service(user, service))
    form = OfferTalkForm(posted(request), today=timezone.localdate())
    if form.is_valid():
        with RefusalOnField(form, "around"):
            actions.offer_talk(service, around=form.month, by=user)
            messages.success(request, _("Asked. Whether and when they talk is theirs to say."))
            return redirect("your-teams")
    context = {"service": service, "example": request.build_absolute_uri("/example/")}
    return form_page(request, "home/offer_talk.html", form, context)


@require_http_methods(["POST"])
def facilitator(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the team would like somebody to hold its next talk, or not any more."""
    user, service = own_team(request, slug, Act.READ_TEAM_RECORD)
    or_404(service.archived_on is None and not service.practice_of_id)
    require(Act.WANT_FACILITATOR, team_roles(service.team_role))
    is_wanted = request.POST.get("wanted") == "yes"
    actions.want_facilitator(service, is_wanted=is_wanted, by=user)
    message = _("Kept.")
    if is_wanted:
        message = _("Whoever leads on this in your organisation reads it now.")
    messages.success(request, message)
    return redirect(service)
