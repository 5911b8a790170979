"""Pages about finished conversations, each begun by `team_record`, the one way to them.

The journey is all lines over time; besides it one line, and any two conversations side by side.
Our own copy has every conversation and no addressee, and is made when asked. The page for the wall
is one A4 in plain words without beads, of the lines that the team ticked.
"""

import uuid
from collections.abc import Collection, Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Service
from accounts.policy import Act, Role, may, require, roles_in_service, team_roles
from accounts.signing_in.signed_in import own_team, signed_in
from assessments.actions import Refused
from assessments.models import Closure
from assessments.selectors import teller_of
from pages.answers import file_answer, form_page, or_404
from record.words.days import titles_of
from reports import selectors
from reports.content.compare import build_comparison
from reports.content.line import build_line_story
from reports.content.wall import build_wall
from reports.forms import CompareForm, WallForm
from reports.printing import queue
from reports.printing.pdf import RenderError


def team_record(
    request: HttpRequest, slug: str, act: Act = Act.READ_TEAM_RECORD
) -> tuple[Service, set[Role], list[Closure]]:
    """Return a service, what one is to it, and what its team has kept. Raises Http404, 403."""
    _user, service = own_team(request, slug, act)
    return service, team_roles(service.team_role), selectors.kept_conversations(service)


def newest_to_take_out(roles: set[Role], closures: Sequence[Closure]) -> uuid.UUID | None:
    """Return the key of the newest record, for whoever may take words out of them all."""
    if closures and may(Act.TAKE_OUT, roles):
        return closures[-1].pk
    return None


def form_data(request: HttpRequest, names: Collection[str]) -> QueryDict | None:
    """Return what the address asks a form, or None where it holds none of the form's names."""
    return None if request.GET.keys().isdisjoint(names) else request.GET


@require_http_methods(["GET", "HEAD"])
def journey_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what has changed in words, then a row per line; `?as=table`: rows of a table."""
    service, _roles, closures = team_record(request, slug)
    teller = selectors.teller_in(service, closures)
    context = {
        "service": service,
        "journey": selectors.journey_of(closures, teller),
        "by_one": teller.by_one,
        "line_slug": service.slug,
        "talks": list(zip(closures, titles_of(closures), strict=True)),
        "as_table": request.GET.get("as") == "table",
    }
    return teller.page(render(request, "reports/journey.html", context))


@require_http_methods(["GET", "HEAD"])
def line_over_time(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one line over time, newest first, with what was said each time."""
    service, roles, closures = team_record(request, slug)
    records = selectors.records_of(closures)
    edition, today = request.GET.get("of", ""), timezone.localdate()
    teller = teller_of(service, records)
    story = build_line_story(records, code, today=today, edition=edition, ended=teller.ended)
    context = {
        "service": service,
        "story": selectors.in_voice_of(or_404(story), teller),
        "by_one": teller.by_one,
        "take_out": newest_to_take_out(roles, closures),
    }
    return teller.page(render(request, "reports/line.html", context))


@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Set any two conversations side by side; without a choice, the last two."""
    service, roles, closures = team_record(request, slug)
    teller = selectors.teller_in(service, closures)
    form = CompareForm(form_data(request, {"from", "to"}), closures=closures)
    context = {"service": service, "enough": len(closures) > 1, "by_one": teller.by_one}
    pair = form.pair()
    if pair is not None:
        earlier, later = pair
        records = selectors.records_of(closures)
        context["take_out"] = newest_to_take_out(roles, closures)
        beside = build_comparison(
            earlier.record,
            later.record,
            among=records,
            today=timezone.localdate(),
            by_myself=teller.by_one,
            ended=teller.ended,
        )
        context["comparison"] = selectors.in_voice_of(beside, teller)
    return teller.page(form_page(request, "reports/compare.html", form, context))


LOOK_AGAIN = 5
# Behind the address of a PDF whose page waited for it: a download would leave that page as it is.
WAITED = "waited"


def look_again(response: HttpResponse, query: str = "") -> HttpResponse:
    """Let a page ask again by itself after some seconds, without a script."""
    response.headers["Refresh"] = response.headers["Retry-After"] = str(LOOK_AGAIN)
    if query:
        response.headers["Refresh"] += f"; url=?{query}"
    return response


@require_http_methods(["GET", "HEAD"])
def own_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the report of everything as a web page."""
    service, roles, closures = team_record(request, slug, Act.DOWNLOAD_OWN_COPY)
    teller = selectors.teller_in(service, closures)
    context = {
        "service": service,
        "report": selectors.own_report(service, closures, teller),
        "by_one": teller.by_one,
        "take_out": newest_to_take_out(roles, closures),
    }
    return teller.page(render(request, "reports/own_copy.html", context))


@require_http_methods(["GET"])
def own_copy_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over the PDF of the same report, or a page that waits for it, then fetches it."""
    service, _roles, closures = team_record(request, slug, Act.DOWNLOAD_OWN_COPY)
    or_404(closures)
    user, language = signed_in(request), get_language() or ""
    row = queue.ask_for_pdf(queue.OWN_COPY, service.pk, user=user, version=language)
    if row.done_at is None:
        try:
            queue.make_now(row)
        except (RenderError, Refused) as error:
            return _not_made(request, service, str(error))
    if row.done_at is None:
        context = {"service": service, "standing": row.standing}
        page = render(request, "reports/waiting.html", context, status=HTTPStatus.ACCEPTED)
        return look_again(page, WAITED)
    if WAITED in request.GET and not row.why:
        page = render(request, "reports/made.html", {"service": service})
        page.headers["Refresh"] = f"0; url={request.path}"
        return page
    queue.hand_over(row)
    if row.why:
        return _not_made(request, service, row.why)
    day = timezone.localdate(row.done_at)
    name = f"{service.name_of_files}-{_('our-own-copy')}-{day}.pdf"
    return file_answer(row.pdf, "application/pdf", name)


def _not_made(request: HttpRequest, service: Service, why: str) -> HttpResponse:
    context = {"service": service, "why": why}
    return render(request, "reports/not_made.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


@require_http_methods(["GET", "HEAD"])
def wall_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the team tick the lines, then show the page to print. Nothing is stored."""
    user = signed_in(request)
    closure = selectors.kept_conversation(user, pk)
    service = closure.assessment.service
    roles = roles_in_service(user, service)
    require(Act.READ_TEAM_RECORD, roles)
    teller = selectors.teller_in(service, [closure])
    wall = build_wall(
        selectors.with_todays_names(closure.record, service),
        today=timezone.localdate(),
        second_name=service.second_name,
        talked_since=selectors.has_talked_since(closure),
        ended=teller.ended,
    )
    offered = selectors.in_voice_of(wall, teller)
    data = form_data(request, {"show", *(part.code for part in offered.parts)})
    form = WallForm(data, wall=offered)
    context = {
        "service": service,
        "assessment": closure.assessment,
        "form": form,
        "by_one": teller.by_one,
        "take_out": newest_to_take_out(roles, [closure]),
    }
    if form.is_bound and form.is_valid():
        context["wall"] = offered.only(form.ticked_keys())
        return teller.page(render(request, "reports/wall_page.html", context))
    return teller.page(form_page(request, "reports/wall_choose.html", form, context))
