"""What people work on further, as Word documents, for a report's readers and its team."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.policy import Act
from pages.answers import file_answer, or_404
from reports.content import Report
from reports.printing.word import MIME
from sharing.frozen import Altered, frozen_report
from sharing.models import Share, ShareOpen
from sharing.told.papers import agenda_document, quotable_document
from sharing.views.reach import altered, gone, knows, note_opening, of_reader, of_team

QUOTE = "quote"


@require_http_methods(["GET"])
def share_paper(request: HttpRequest, pk: uuid.UUID, paper: str) -> HttpResponse:
    """Hand the team the page to quote, or the agenda with what it would rather say."""
    _user, share = of_team(request, pk, Act.SEE_SHARES)
    or_404(share.document)
    try:
        report = frozen_report(share)
    except Altered:
        return altered(request, share.get_absolute_url())
    return _answer(share, paper, or_404(_made(share, report, paper, inside=True)))


@require_http_methods(["GET"])
def shared_paper(request: HttpRequest, reference: str, paper: str) -> HttpResponse:
    """Hand a reader the page to quote, or the agenda; recorded as a first opening is."""
    user, share = of_reader(request, reference, what=ShareOpen.What.WORD)
    if not share.is_live:
        return gone(request, share)
    if not knows(user, share):
        return redirect("shared-report", share.reference)
    try:
        report = frozen_report(share)
    except Altered:
        return altered(request, reverse("shared-with-us"))
    content = or_404(_made(share, report, paper, inside=False))
    note_opening(user, share, ShareOpen.What.WORD)
    return _answer(share, paper, content)


def _made(share: Share, report: Report, paper: str, *, inside: bool) -> bytes | None:
    if paper == QUOTE:
        return quotable_document(report)
    return agenda_document(share, report, inside=inside)


def _answer(share: Share, paper: str, content: bytes) -> HttpResponse:
    return file_answer(content, MIME, f"{share.service.slug}-{share.reference}-{paper}.docx")
