"""A report as a document that stands alone, and as a PDF."""

import datetime as dt

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from pages.words import isolated_inside
from reports.content import Report
from reports.printing.pdf import render_pdf

# The width between the margins of report.css, in CSS pixels: 210 - 2 × 27 mm.
SHEET = 589


def report_html(report: Report, *, mark: str = "") -> str:
    """Return the whole document that `report_pdf` prints; `mark` stands first at the foot."""
    with translation.override(report.language):
        letter = report.letter
        team = _("the team of {service}").format(service=letter.service)
        form = "{reference} · {signed}"  # one person
        if letter.signed in {"", team}:
            form = _("{reference} · written by the team of {service}")
        foot = form.format(service=letter.service, signed=letter.signed, reference=letter.reference)
        if mark:
            foot = f"{mark} · {foot}"
        foot = isolated_inside(foot)
        context = {"report": report, "foot": foot, "rod_width": SHEET}
        return render_to_string("reports/document.html", context)


def report_pdf(report: Report, *, mark: str = "") -> bytes:
    """Return a report as a tagged A4 PDF; the same report gives the same bytes.

    `mark`: what the foot of every page begins with.

    Raises RenderError with a sentence for people. Call it outside any transaction.
    """
    created = dt.datetime.combine(dt.date.fromisoformat(report.created), dt.time(12), tzinfo=dt.UTC)
    return render_pdf(report_html(report, mark=mark), created=created)
