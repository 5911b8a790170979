"""The team's own copy: every conversation, no addressee, made when asked."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Service
from accounts.policy import Act, team_roles
from accounts.signing_in.signed_in import signed_in
from assessments.actions import Refused
from pages.answers import or_404
from reports.models import WantedPdf
from reports.printing import queue
from reports.printing.pdf import RenderError
from reports.selectors import own_report
from reports.views.reach import newest_to_take_out, team_record
from reports.views.waiting import look_again


@require_http_methods(["GET", "HEAD"])
def own_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the report of everything as a web page."""
    service, closures = team_record(request, slug, Act.DOWNLOAD_OWN_COPY)
    roles = team_roles(service.team_role)  # type: ignore[attr-defined]  # annotated
    take_out = newest_to_take_out(roles, closures)
    context = {"service": service, "report": own_report(service, closures), "take_out": take_out}
    return render(request, "reports/own_copy.html", context)


@require_http_methods(["GET"])
def own_copy_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over the PDF of the same report, or a page that waits for it and asks again."""
    service, closures = team_record(request, slug, Act.DOWNLOAD_OWN_COPY)
    or_404(closures)
    row = queue.ask_for_pdf(
        queue.OWN_COPY, service.pk, user=signed_in(request), version=get_language() or ""
    )
    if row.done_at is None:
        try:
            queue.make_now(row)
        except (RenderError, Refused) as error:
            return _not_made(request, service, str(error))
    if row.done_at is None:
        context = {"service": service, "standing": row.standing}
        return look_again(
            render(request, "reports/waiting.html", context, status=HTTPStatus.ACCEPTED)
        )
    queue.hand_over(row)
    if row.why:
        return _not_made(request, service, row.why)
    return _file(service, row)


def _file(service: Service, row: WantedPdf) -> HttpResponse:
    day = timezone.localdate(row.done_at)
    name = f"{service.slug}-{_('our-own-copy')}-{day}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(row.made, content_type="application/pdf", headers=headers)


def _not_made(request: HttpRequest, service: Service, why: str) -> HttpResponse:
    context = {"service": service, "why": why}
    return render(request, "reports/not_made.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
