"""The journey: all lines, one line, any two conversations side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.policy import team_roles
from pages.answers import form_page, or_404
from reports.content.compare import build_comparison
from reports.content.line import build_line_story
from reports.forms import CompareForm
from reports.selectors import journey_of
from reports.views.reach import asked_for, newest_to_take_out, team_record


@require_http_methods(["GET", "HEAD"])
def journey_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what has changed in words, then a row per line; `?as=table`: rows of a table."""
    service, closures = team_record(request, slug)
    context = {
        "service": service,
        "journey": journey_of(closures),
        "line_slug": service.slug,
        "closures": closures,
        "as_table": request.GET.get("as") == "table",
    }
    return render(request, "reports/journey.html", context)


@require_http_methods(["GET", "HEAD"])
def line_over_time(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one line over time, newest first, with what was said each time."""
    service, closures = team_record(request, slug)
    records = [closure.record for closure in closures]
    story = or_404(build_line_story(records, code, edition=request.GET.get("of", "")))
    roles = team_roles(service.team_role)  # type: ignore[attr-defined]  # annotated
    context = {"service": service, "story": story, "take_out": newest_to_take_out(roles, closures)}
    return render(request, "reports/line.html", context)


@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Set any two conversations side by side; without a choice, the last two."""
    service, closures = team_record(request, slug)
    form = CompareForm(asked_for(request, {"from", "to"}), closures=closures)
    context = {"service": service, "enough": len(closures) > 1}
    chosen = form.chosen()
    if chosen is not None:
        earlier, later = chosen
        records = [closure.record for closure in closures]
        roles = team_roles(service.team_role)  # type: ignore[attr-defined]  # annotated
        context["take_out"] = newest_to_take_out(roles, closures)
        context["comparison"] = build_comparison(earlier.record, later.record, among=records)
    return form_page(request, "reports/compare.html", form, context)
