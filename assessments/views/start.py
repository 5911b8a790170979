"""Before a team talks: how long we have, before we start; a newer edition."""

import datetime as dt
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Service
from accounts.policy import Act, team_roles
from accounts.signing_in.signed_in import own_team
from assessments import actions, selectors
from assessments.forms.before import StartForm, kinds_for
from assessments.forms.paper import sheet_to_print
from assessments.models import Assessment
from assessments.selectors import Sheet
from assessments.views.pages import show_already_done
from assessments.views.reach import to_take_out
from assessments.views.way import first_page
from frameworks.files.companions import level_changes, line_changes
from frameworks.models import Framework, Line
from frameworks.selectors import core_lines, links_file, tree_for
from pages.answers import RefusalOnField, form_page, or_404, posted
from record.choices import Length
from record.last_time import first_of_each
from record.words.own_words import as_compared


@require_http_methods(["GET"])
def start_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask how long there is; carry on with one that is open."""
    _user, service = own_team(request, slug, Act.WRITE)
    if service.archived_on:
        return redirect(service)  # which says so
    history = selectors.records(service)
    sheets = selectors.sheets(service)
    sheet, framework = _pick(request, sheets)
    tree = tree_for(service, framework.pk)
    steps = selectors.known_steps(history, tree)
    names = map(attrgetter("name"), [tree, *tree.voices, *map(attrgetter("framework"), sheets)])
    teller = selectors.teller_today(service, names)
    context = {
        "service": service,
        "framework": framework,
        "tree": tree,
        "others": [other.framework for other in sheets if other is not sheet],
        "coming": sheet.coming if sheet.coming != framework else None,
        "is_used": any(record.framework.slug == framework.slug for record in history),
        "query": request.GET.urlencode(),
        "open_talk": selectors.open_of(service, framework),
        "last": history[0] if history else None,
        "steps": [step.what for step in first_of_each(steps, lambda step: as_compared(step.what))],
        "by_one": teller.by_one,
    }
    return teller.page(render(request, "assessments/start.html", context))


@require_http_methods(["GET", "POST"])
def start_length(request: HttpRequest, slug: str, length: str) -> HttpResponse:
    """Ask when and who, then begin."""
    user, service = own_team(request, slug, Act.WRITE)
    or_404(length in Length.values)
    sheet, framework = _pick(request, selectors.sheets(service))
    existing = selectors.open_of(service, framework)
    if request.method == "GET" and (existing or service.archived_on):
        return redirect(existing or service)
    kinds = kinds_for(service)
    today = {"held_on": timezone.localdate()}
    form = StartForm(data=posted(request), kinds=kinds, saved=today, sheet=sheet)
    if existing:
        return _lead_to_open(request, existing, form)
    if form.is_valid():
        framework = form.framework(framework)
        opened = _opened(service, framework, length, form.occasion["held_on"])
        occasion = {**form.occasion, "opened": opened}
        try:
            with RefusalOnField(form):
                talk = actions.start(
                    service=service, framework=framework, length=length, by=user, **occasion
                )
                return redirect(first_page(talk))
        except actions.AlreadyOpen as already:
            return _lead_to_open(request, already.assessment, form)
    context = _context(service, length, request.GET) | {"framework": framework}
    context["to_take_out"] = to_take_out(request, context["notes"], team_roles(service.team_role))
    teller = selectors.teller_today(service, tree_for(service, framework.pk).own_words)
    context["by_one"] = teller.by_one
    return teller.page(form_page(request, "assessments/before.html", form, context))


@require_http_methods(["GET"])
def start_paper(request: HttpRequest, slug: str, length: str) -> HttpResponse:
    """Show what is asked with room to write by hand; it is typed in later."""
    _user, service = own_team(request, slug, Act.WRITE)
    or_404(length in Length.values)
    if service.archived_on:
        return redirect(service)  # which says so
    _sheet, framework = _pick(request, selectors.sheets(service))
    tree = tree_for(service, framework.pk)
    context = {"service": service, "framework": framework, "length": length, "tree": tree}
    context["query"], kinds = request.GET.urlencode(), kinds_for(service)
    context |= sheet_to_print(tree, length, kinds)
    names = [*tree.own_words, *kinds]
    if length == Length.COFFEE:
        names += [question.text for question in tree.coffee.values()]
    teller = selectors.teller_today(service, names)
    return teller.page(render(request, "assessments/paper.html", context))


def _lead_to_open(request: HttpRequest, talk: Assessment, form: StartForm) -> HttpResponse:
    """Lead to the one that is open. Other words than it has are given back."""
    mine = form.cleaned_data["how_talked_words"] if form.is_valid() else ""
    if mine in {"", talk.how_talked_words}:
        return redirect(first_page(talk))
    return show_already_done(
        request,
        talk.service,
        title=_("Somebody has begun it already"),
        lede=_("Carry on together. Here is what you wrote, so that you can copy it."),
        texts=(talk.how_talked_words, mine),
        onward=(reverse("before", args=[talk.pk]), _("When we talked, and who was there")),
    )


def _pick(request: HttpRequest, sheets: list[Sheet]) -> tuple[Sheet, Framework]:
    """Return what the address picks of what is offered; else the first. Raises Http404."""
    sheet = selectors.pick(sheets, request.GET.get("framework", ""))
    version = request.GET.get("version", "")
    if version:
        return sheet, sheet.edition_of(version)
    return sheet, sheet.framework


def _opened(service: Service, framework: Framework, length: str, held_on: dt.date) -> list[Line]:
    """Return the themes that are open from the start: in a longer one those of last time."""
    if length != Length.MORE:
        return []
    tree = tree_for(service, framework.pk)
    history = selectors.records(service)
    earlier = [record for record in history if record.held_on <= held_on]
    codes = selectors.opened_last_time(earlier, tree)
    return [line for code, line in core_lines(framework.pk).items() if code in codes]


def _context(service: Service, length: str, query: QueryDict) -> dict[str, Any]:
    history = selectors.records(service)
    return {
        "service": service,
        "length": length,
        "notes": selectors.waiting_notes(service),
        "asks": selectors.new_answers(service),
        "last": history[0] if history else None,
        "today": timezone.localdate(),
        "assessment": None,
        "back": reverse("start", args=[service.slug], query=query),
    }


@require_http_methods(["GET"])
def newer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Name every line and what happens to its words; nothing changes until the team begins."""
    _user, service = own_team(request, slug, Act.WRITE)
    sheet = selectors.sheet(service, code)
    coming = or_404(sheet.coming)
    then = tree_for(service, sheet.framework.pk)
    now = tree_for(service, coming.pk)
    context = {
        "service": service,
        "framework": sheet.framework,
        "coming": coming,
        "levels": level_changes(then, now),
        "changes": line_changes(then, now, links_file(sheet.framework, coming)),
    }
    return render(request, "assessments/newer.html", context)
