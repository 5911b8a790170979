"""The team's own copy: every conversation, no addressee, made when asked."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Service
from accounts.policy import Act
from reports.content import Report
from reports.pdf import RenderError
from reports.render import report_pdf
from reports.selectors import own_report
from reports.views.reach import team_record


@require_http_methods(["GET", "HEAD"])
def own_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the report of everything as a web page."""
    service, report = _own_report(request, slug)
    return render(request, "reports/own_copy.html", {"service": service, "report": report})


@require_http_methods(["GET"])
def own_copy_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the PDF of the same report and hand it over; say so where that fails."""
    service, report = _own_report(request, slug)
    if report is None:
        raise Http404
    try:
        made = report_pdf(report)
    except RenderError as error:
        context = {"service": service, "why": str(error)}
        return render(
            request, "reports/not_made.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    name = f"{service.slug}-{_('our-own-copy')}-{report.created}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _own_report(request: HttpRequest, slug: str) -> tuple[Service, Report | None]:
    """Return the service and its own copy as of today, or None while nothing is kept."""
    service, closures = team_record(request, slug, Act.DOWNLOAD_OWN_COPY)
    return service, own_report(closures)
