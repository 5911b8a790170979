"""What a lead reads of a team: what the team showed its organisation, and nothing else."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require, roles_in_service
from accounts.signing_in.signed_in import signed_in
from home import selectors
from home.cards.shown import for_organisation
from pages.answers import or_404
from record.read_back.passages import besides, passages
from reports.content import build_journey
from reports.selectors import kept_conversations


@require_http_methods(["GET", "HEAD"])
def shown_conversation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one conversation as the team showed it."""
    user = signed_in(request)
    closure = selectors.shown_closure(user, pk)
    service = closure.assessment.service
    require(Act.READ_SHOWN, roles_in_service(user, service))
    record = for_organisation(closure.record)
    said = (*passages(record), *besides(record))
    context = {"closure": closure, "service": service, "passages": said}
    return render(request, "home/shown.html", context)


@require_http_methods(["GET", "HEAD"])
def shown_team(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a team's shown conversations and the journey through them."""
    user = signed_in(request)
    service = selectors.led_service(user, slug)
    require(Act.READ_SHOWN, roles_in_service(user, service))
    closures = or_404(selectors.shown_closures(service))
    shown = {closure.assessment_id for closure in closures}
    others = [each for each in kept_conversations(service) if each.assessment_id not in shown]
    journey = build_journey(
        [for_organisation(closure.record) for closure in closures],
        inside=False,
        apart=[closure.record for closure in others],
        today=timezone.localdate(),
    )
    context = {
        "service": service,
        "closures": closures[::-1],
        "journey": journey,
        "line_slug": "",
        "as_table": request.GET.get("as") == "table",
    }
    return render(request, "home/shown_team.html", context)
