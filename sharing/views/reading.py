"""The commissioner's pages: what was shared, documents to work on; *check this copy*."""

import re
import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.policy import Act
from accounts.selectors import commissioning_bodies, led_now, notices_for
from accounts.signing_in.signed_in import signed_in
from agreeing.selectors import ties_shown_to
from pages.answers import file_answer, form_page, or_404, paged, search_words
from pages.forms.fields import OurForm, WordsField
from reports.printing.word import MIME
from sharing import actions, selectors
from sharing.correspondence.papers import agenda_document, quotable_document
from sharing.models import Share, ShareOpen
from sharing.views.reach import (
    knows,
    note_opening,
    of_reader,
    of_reader_now,
    of_team,
    pdf_answer,
    unless_over,
)


@require_http_methods(["GET", "HEAD"])
def shared_with_us(request: HttpRequest) -> HttpResponse:
    """List what was shared with the bodies this person reads for, past too, or of some teams."""
    user = signed_in(request)
    bodies = commissioning_bodies(user)
    or_404(bodies)
    words = search_words(request)
    shares = paged(request, selectors.shares_for(user).of_teams_named(words))
    ties = paged(request, ties_shown_to(user).of_teams_named(words), "with")
    is_long = shares.has_other_pages() or ties.has_other_pages()
    grouped = []
    for body in bodies:
        body_shares = [share for share in shares if share.body_id == body.pk]
        body_ties = [tie for tie in ties if tie.body_id == body.pk]
        grouped.append((body, body_shares, body_ties))
    reports = {"grouped": grouped, "led": led_now(user), "several": len(grouped) > 1}
    lists = {"shares": shares, "ties": ties, "words": words, "is_long": is_long}
    context = {**reports, **lists, "notices": notices_for(user)}
    return render(request, "sharing/shared_with_us.html", context)


# GET only: a HEAD request would count as an opening without showing anything.
@require_http_methods(["GET", "POST"])
@unless_over
def shared_report(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a report; before a reader's very first, say that openings are recorded (POST: go on)."""
    user, share = of_reader(request, reference, what=ShareOpen.What.PAGE)
    if not share.is_live:
        raise actions.OverError(share)
    if request.method == "POST":
        if not knows(user, share):
            actions.explain_openings(share, by=user)
        return redirect("shared-report", share.reference)
    if not knows(user, share):
        return render(request, "sharing/before_reading.html", {"share": share})
    report = selectors.frozen_report(share)
    note_opening(user, share, ShareOpen.What.PAGE)
    context = {"share": share, "report": report, "has_pdf": selectors.has_pdf(share)}
    return render(request, "sharing/shared_report.html", context)


@require_http_methods(["GET"])
@unless_over
def shared_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    user, share = of_reader_now(request, reference, what=ShareOpen.What.PDF)
    content = selectors.sent_bytes(or_404(selectors.stored_file(share)))
    note_opening(user, share, ShareOpen.What.PDF)
    return pdf_answer(share, content)


QUOTE = "quote"


@require_http_methods(["GET"])
@unless_over
def share_paper(request: HttpRequest, pk: uuid.UUID, paper: str) -> HttpResponse:
    """Hand the team the page to quote, or the agenda with what it would rather say."""
    _user, share = of_team(request, pk, Act.SEE_SHARES)
    or_404(share.document)
    return _document_answer(share, paper, inside=True)


@require_http_methods(["GET"])
@unless_over
def shared_paper(request: HttpRequest, reference: str, paper: str) -> HttpResponse:
    """Hand a reader the page to quote, or the agenda; recorded as a first opening is."""
    user, share = of_reader_now(request, reference, what=ShareOpen.What.WORD)
    answer = _document_answer(share, paper, inside=False)
    note_opening(user, share, ShareOpen.What.WORD)
    return answer


def _document_answer(share: Share, paper: str, *, inside: bool) -> HttpResponse:
    report = selectors.frozen_report(share)
    if paper == QUOTE:
        content = or_404(quotable_document(share, report))
    else:
        content = agenda_document(share, report, inside=inside)
    name = f"{share.service.name_of_files}-{share.reference}-{paper}.docx"
    return file_answer(content, MIME, name)


DIGITS = 64


class CheckForm(OurForm):
    """A fingerprint as somebody reads it off a page: with spaces, in capitals, over two lines."""

    fingerprint = WordsField(
        most=200,
        rows=2,
        required=True,
        label=gettext_lazy("The fingerprint of the copy you have"),
        help_text=gettext_lazy("It is under “Where this comes from”. Spaces do not matter."),
        error_messages={"required": gettext_lazy("Type the fingerprint of the copy you have.")},
    )

    def clean_fingerprint(self) -> str:
        digits = re.sub(r"[\s.:–-]", "", self.cleaned_data["fingerprint"]).lower()
        if not re.fullmatch(rf"[0-9a-f]{{{DIGITS}}}", digits):
            raise forms.ValidationError(
                _(
                    "A fingerprint has 64 figures and letters, from 0 to 9 and from a to f. Look "
                    "at each once more; what you typed is still here."
                )
            )
        return digits


@require_http_methods(["GET"])
@unless_over
def shared_check(request: HttpRequest, reference: str) -> HttpResponse:
    _user, share = of_reader_now(request, reference)
    return _check_page(request, share, back=reverse("shared-report", args=[reference]))


@require_http_methods(["GET"])
@unless_over
def share_check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    _user, share = of_team(request, pk, Act.SEE_SHARES)
    or_404(share.document)
    return _check_page(request, share, back=share.get_absolute_url())


def _check_page(request: HttpRequest, share: Share, *, back: str) -> HttpResponse:
    fingerprint = selectors.frozen_report(share).provenance.fingerprint
    form = CheckForm(request.GET if "fingerprint" in request.GET else None)
    context = {"share": share, "back": back, "was_checked": False}
    if not form.is_valid():
        return form_page(request, "sharing/check.html", form, context)
    is_same = form.cleaned_data["fingerprint"] == fingerprint
    context |= {"form": form, "was_checked": True, "is_same": is_same}
    return render(request, "sharing/check.html", context)
