"""Read it back, and finish: what is not yet saved stands there too; then it is kept."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require
from assessments import selectors
from assessments.forms.readback import ReadBackForm, coming_friday
from assessments.models import Draft
from assessments.sealing.build import build_record
from assessments.views.pages import TalkPage
from assessments.views.reach import Talk, frame, open_assessment
from assessments.views.way import line_page, talk_address
from pages.answers import or_404
from pages.forms.fields import Values
from record.choices import FactorState
from record.read_back.passages import passages, says_nothing
from record.words.phrases import mid_sentence

PAGE = "read-back"
# Under which names pages keep drafts: pages of the whole conversation (around), pages of a line
# (place-soil), and pages of a row (around-<its id>), where their addresses have other names.
PAGES = {"before", "coffee", "around", "try", PAGE}
LINE_PAGES = {"place", "further"}
ROW_PAGES = {"around": "edit-factor", "try": "edit-step", "context": "edit-context"}
# What we call those pages.
NAMES = {
    "before": gettext_lazy("before we start"),
    "coffee": gettext_lazy("the coffee break"),
    "around": gettext_lazy("what helps and what gets in the way"),
    "try": gettext_lazy("what we will try"),
    PAGE: gettext_lazy("reading it back"),
    "example": gettext_lazy("an example"),
    "whose": gettext_lazy("what helps and what gets in the way"),
    "ask": gettext_lazy("what we ask of others"),
    "context": gettext_lazy("what changed around us"),
}
ELSEWHERE = gettext_lazy("another page")


class ReadBackPage(TalkPage[ReadBackForm]):
    """Show everything in sentences; finish and keep it, or keep it open."""

    page = PAGE
    template = "assessments/read_back.html"
    comes_from = "try"

    def find(self) -> None:
        """Find the drafts on other pages. Raises PermissionDenied to who may not finish."""
        if self.request.POST.get("then") == "finish":
            require(Act.FINISH, self.talk.roles)
        self.drafts = []
        for draft in selectors.drafts(self.talk.assessment):
            if (draft.page, draft.user_id) != (PAGE, self.talk.user.pk):
                self.drafts.append(draft)
        self.notes = selectors.notes_of(self.talk.assessment)

    def form(self, **page: Values) -> ReadBackForm:
        unsaved, talk = [str(draft.pk) for draft in self.drafts], self.talk.assessment
        return ReadBackForm(assessment=talk, remembered=self.notes, unsaved=unsaved, **page)

    def context(self) -> dict[str, Any]:
        record = build_record(self.talk.assessment)
        self.talk.teller = self.talk.teller.beside(record)
        nobodys = selectors.nobodys_yet(record.factors)
        return {
            "passages": passages(record, timezone.localdate()),
            "says_nothing": says_nothing(record),
            "links": _links(self.talk),
            "around": self.talk.assessment.around_notes.all(),
            "asks": [
                factor.ask
                for factor in record.factors
                if factor.ask and factor.state != FactorState.GONE
            ],
            "nobodys": [factor for factor in record.factors if factor.id in nobodys],
            "drafts": [_draft_line(self.talk, draft) for draft in self.drafts],
            "to_take_out": self.talk.to_take_out(self.request, self.notes),
            "friday": coming_friday(),
        }

    def onward(self, form: ReadBackForm) -> str:
        """Go on to what was kept, or go on reading; left open, back to where we are."""
        if form.then == "finish":
            return reverse("kept", args=[self.talk.assessment.pk])
        if form.then == "read":
            messages.success(self.request, _("Saved. Nothing is finished yet."))
            return talk_address(self.talk.assessment, PAGE)
        return self.talk.assessment.get_absolute_url()


@require_http_methods(["GET"])
def kept_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    talk = open_assessment(request, pk)
    or_404(talk.assessment.set_aside_at is None)
    closure = selectors.current_closure(talk.assessment)
    if talk.assessment.is_open or closure is None:
        return redirect(talk.assessment)
    teller = selectors.teller_of(talk.service, [closure.record])
    about = {"says_nothing": says_nothing(closure.record), "by_one": teller.by_one}
    context = {**frame(talk), "closure": closure, **about}
    return teller.page(render(request, "assessments/kept.html", context))


def _links(talk: Talk) -> dict[str, str]:
    """Return where each passage can be changed, by its key."""
    assessment = talk.assessment
    return {
        "before": reverse("before", args=[assessment.pk]),
        "around": talk_address(assessment, "around"),
        "try": talk_address(assessment, "try"),
        **{line.code: line_page(assessment, line) for line in talk.tree.lines},
    }


def _draft_line(talk: Talk, draft: Draft) -> dict[str, Any]:
    """Say on which page there are words not yet saved, and whether they are this person's own."""
    name, href = _where(talk, draft.page)
    return {"name": name, "href": href, "mine": draft.user_id == talk.user.pk}


def _where(talk: Talk, page: str) -> tuple[str, str]:
    """Return the name of the page that keeps drafts as `page`, and its address if it has one.

    A script may keep one under any name, so there may be neither.
    """
    pk, (prefix, _sep, rest) = talk.assessment.pk, page.partition("-")
    if page in PAGES:
        return str(NAMES[page]), _links(talk).get(page, "") or reverse(page, args=[pk])
    for line in talk.tree.lines:
        if prefix in LINE_PAGES and line.code == rest:
            return mid_sentence(line.name), reverse(prefix, args=[pk, rest])
    try:
        return str(NAMES[prefix]), reverse(ROW_PAGES.get(prefix, prefix), args=[pk, rest])
    except (KeyError, NoReverseMatch):
        return str(ELSEWHERE), ""
