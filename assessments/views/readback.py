"""Read it back, finish, and what can be done then."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.selectors import signed_in
from assessments import reading, selectors
from assessments.closure import build_record
from assessments.forms import ReadBackForm
from assessments.forms.readback import friday
from assessments.models import Draft
from assessments.views.pages import form_page, frame
from assessments.views.reach import Talk, of_conversation, open_assessment

PAGE = "read-back"


@require_http_methods(["GET", "POST"])
@of_conversation
def read_back(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Show everything in sentences; finish and keep it, or keep it open."""
    drafts = [d for d in selectors.drafts(talk.assessment) if not _is_this_page(talk, d)]

    def make(data: Any, draft: Any) -> ReadBackForm:
        return ReadBackForm(
            data,
            assessment=talk.assessment,
            unsaved=[str(each.pk) for each in drafts],
            draft=draft,
        )

    def context(_form: ReadBackForm) -> dict[str, Any]:
        record = build_record(talk.assessment)
        return {
            "passages": reading.passages(record),
            "links": _links(talk),
            "around": talk.assessment.context_notes.all(),
            "asks": [each.ask for each in record.factors if each.ask],
            "drafts": [_unsaved(talk, each) for each in drafts],
            "friday": friday(),
            "back": _back(talk),
        }

    def onward(form: ReadBackForm) -> str:
        if form.finishes:
            return reverse("kept", args=[talk.assessment.pk])
        if form.data.get("then") == "open":
            day = date_format(friday(), "l j F")
            messages.success(
                request, _("It stays open until {day} for the others.").replace("{day}", day)
            )
        return talk.assessment.get_absolute_url()

    return form_page(
        request,
        talk,
        page=PAGE,
        make=make,
        template="assessments/read_back.html",
        onward=onward,
        context=context,
    )


@require_http_methods(["GET"])
def kept(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that it is kept, and what one may do if one stays."""
    talk = open_assessment(signed_in(request), pk)
    if talk.assessment.set_aside_at:
        raise Http404
    closure = selectors.current_closure(talk.assessment)
    if talk.assessment.is_open or closure is None:
        return redirect(talk.assessment)
    return render(request, "assessments/kept.html", {**frame(talk), "closure": closure})


def _is_this_page(talk: Talk, draft: Draft) -> bool:
    return draft.page == PAGE and draft.user_id == talk.user.pk


def _back(talk: Talk) -> str:
    name = "coffee" if talk.assessment.length == "coffee" else "try"
    return reverse(name, args=[talk.assessment.pk])


def _links(talk: Talk) -> dict[str, str]:
    """Return where each passage can be changed, by its key."""
    pk, coffee = talk.assessment.pk, talk.assessment.length == "coffee"
    pages = {
        "before": reverse("before", args=[pk]),
        "around": reverse("coffee" if coffee else "around", args=[pk]),
        "try": reverse("coffee" if coffee else "try", args=[pk]),
        talk.tree.whole.code: reverse("coffee", args=[pk]),
    }
    for line in talk.tree.lines[1:]:
        pages[line.code] = reverse("place", args=[pk, line.code])
    return pages


def _unsaved(talk: Talk, draft: Draft) -> dict[str, str]:
    """Say on which page there are words not yet saved; only their writer gets a link."""
    links = _links(talk)
    name, _sep, rest = draft.page.partition("-")
    code = rest if name in {"place", "further"} else name
    lines = {line.code: line.name for line in talk.tree.lines}
    titles = {
        "around": _("what helps and what gets in the way"),
        "try": _("what we will try"),
        "before": _("before we start"),
        "coffee": _("the coffee break"),
        "read": _("reading it back"),
    }
    mine = draft.user_id == talk.user.pk
    return {
        "name": lines.get(code, "") or titles.get(name, _("an example")),
        "href": links.get(code, "") if mine else "",
        "mine": "yes" if mine else "",
    }
