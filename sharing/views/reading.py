"""The commissioner's pages: what was shared with their body, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.selectors import commissioning_bodies, led_now, notices_for
from accounts.signing_in.signed_in import signed_in
from agreeing.selectors import ties_shown_to
from pages.answers import or_404
from sharing import actions
from sharing.frozen import Altered, frozen_report, sent_bytes
from sharing.models import ShareOpen
from sharing.selectors import has_pdf, shares_for, stored_file
from sharing.views.reach import altered, gone, knows, note_opening, of_reader, pdf_answer


@require_http_methods(["GET", "HEAD"])
def shared_with_us(request: HttpRequest) -> HttpResponse:
    """List what was shared with the bodies this person reads for, past rows too."""
    user = signed_in(request)
    bodies = commissioning_bodies(user)
    or_404(bodies)
    shares = shares_for(user)
    ties = ties_shown_to(user)
    grouped = []
    for body in bodies:
        received = [each for each in shares if each.body_id == body.pk]
        theirs = [each for each in ties if each.body_id == body.pk]
        grouped.append((body, received, theirs))
    context = {
        "grouped": grouped,
        "led": led_now(user),
        "several": len(grouped) > 1,
        "notices": notices_for(user),
    }
    return render(request, "sharing/shared_with_us.html", context)


# GET only: a HEAD request would count as an opening without showing anything.
@require_http_methods(["GET", "POST"])
def shared_report(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a report; before a reader's very first, say that openings are recorded (POST: go on)."""
    user, share = of_reader(request, reference, what=ShareOpen.What.PAGE)
    if not share.is_live:
        return gone(request, share)
    if request.method == "POST":
        if not knows(user, share):
            actions.explain_openings(share, by=user)
        return redirect("shared-report", share.reference)
    if not knows(user, share):
        return render(request, "sharing/before_reading.html", {"share": share})
    try:
        report = frozen_report(share)
    except Altered:
        return altered(request, reverse("shared-with-us"))
    note_opening(user, share, ShareOpen.What.PAGE)
    context = {"share": share, "report": report, "has_pdf": has_pdf(share)}
    return render(request, "sharing/shared_report.html", context)


@require_http_methods(["GET"])
def shared_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out the stored PDF, unchanged since it was sent."""
    user, share = of_reader(request, reference, what=ShareOpen.What.PDF)
    if not share.is_live:
        return gone(request, share)
    if not knows(user, share):
        return redirect("shared-report", share.reference)
    file = or_404(stored_file(share))
    try:
        content = sent_bytes(file)
    except Altered:
        return altered(request, reverse("shared-with-us"))
    note_opening(user, share, ShareOpen.What.PDF)
    return pdf_answer(share, content)
