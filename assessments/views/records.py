"""Read it back and finish; what was kept: read, put right; what was a mistake: set aside."""

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

from accounts.policy import Act, may, require, roles_in_service
from accounts.signing_in.signed_in import signed_in
from assessments import actions, selectors
from assessments.forms.one_question import ReasonForm
from assessments.forms.readback import ReadBackForm, coming_friday
from assessments.models import Draft
from assessments.sealing.build import build_record
from assessments.views.pages import TalkPage, show_already_done
from assessments.views.reach import (
    Talk,
    finished_meanwhile,
    frame,
    open_assessment,
    record_page,
)
from assessments.views.way import line_page, talk_address
from frameworks.selectors import tree_by_id
from pages.answers import form_page, or_404, posted
from record.choices import FactorState, Length
from record.read_back.passages import besides, passages, says_nothing
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

    def find(self) -> None:
        """Find the drafts on other pages. Raises PermissionDenied to who may not finish."""
        if self.request.POST.get("then") == "finish":
            require(Act.FINISH, self.talk.roles)
        self.drafts = []
        for draft in selectors.drafts(self.talk.assessment):
            if (draft.page, draft.user_id) != (PAGE, self.talk.user.pk):
                self.drafts.append(draft)
        self.notes = selectors.notes_of(self.talk.assessment)

    def form(self, data: Any, draft: Any) -> ReadBackForm:
        return ReadBackForm(
            data,
            assessment=self.talk.assessment,
            remembered=self.notes,
            unsaved=[str(unsaved.pk) for unsaved in self.drafts],
            draft=draft,
        )

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
            "back": talk_address(self.talk.assessment, "try"),
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


@require_http_methods(["GET"])
def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one number of a record in sentences, with the others of the same conversation."""
    user = signed_in(request)
    closure = selectors.closure(user, pk)
    assessment = closure.assessment
    roles = roles_in_service(user, assessment.service)
    require(Act.READ_TEAM_RECORD, roles)
    numbers = selectors.numbers(assessment)
    teller = selectors.teller_of(assessment.service, [closure.record])
    is_last = closure.pk == numbers[-1].pk
    kept_on = timezone.localdate(closure.sealed_at)
    context = {
        "closure": closure,
        "assessment": assessment,
        "service": assessment.service,
        "by_one": teller.by_one,
        "passages": [*passages(closure.record, kept_on), *besides(closure.record)],
        "others": [other for other in numbers if other.pk != closure.pk],
        "latest": None if is_last else numbers[-1],
        "may_open_further": (
            assessment.is_finished
            and assessment.length != Length.COFFEE
            and tree_by_id(assessment.framework_id).has_elements
            and assessment.service.archived_on is None
        ),
        "taken_out": closure.taken_out.all(),
        "may_take_out": may(Act.TAKE_OUT, roles),
        "may_put_right": (
            is_last
            and assessment.is_finished
            and assessment.service.archived_on is None
            and may(Act.PUT_RIGHT, roles)
        ),
    }
    return teller.page(render(request, "assessments/record.html", context))


@require_http_methods(["GET", "POST"])
def put_right_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what needs putting right, then open the conversation again."""
    talk = open_assessment(request, pk, Act.PUT_RIGHT)
    if talk.service.archived_on or not talk.assessment.is_finished:
        return _not_finished(request, talk)
    other = selectors.open_of(talk.service, talk.assessment.framework)
    if other:
        return _refused(request, talk, other)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            actions.put_right(talk.assessment, by=talk.user, **form.cleaned_data)
        except actions.AlreadyOpen as already:
            return _refused(request, talk, already.assessment)
        except actions.NotOpen:  # somebody was quicker
            talk.assessment.refresh_from_db()
            return _not_finished(request, talk)
        words = _("It is open again. Change what needs changing, then read it back and finish.")
        messages.success(request, words)
        return redirect(talk.assessment)
    return form_page(request, "assessments/put_right.html", form, _context(talk, form=form))


def _not_finished(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Lead to what is open: that is what was wanted. A reason that is not its own is given back."""
    if talk.service.archived_on or talk.assessment.set_aside_at:
        return _over(request, talk)
    form = ReasonForm(request.POST)
    mine = form.cleaned_data["reason"] if form.is_valid() else ""
    theirs = talk.assessment.reopen_reason
    if mine in {"", theirs} or not theirs:
        return redirect(talk.assessment)
    return show_already_done(
        request,
        talk.service,
        title=_("Somebody opened it again already"),
        lede=_(
            "Yours can be put right together with it. The record keeps the first reason; here is "
            "what you wrote, so that you can copy it."
        ),
        texts=(theirs, mine),
        onward=(talk.assessment.get_absolute_url(), _("Go to the conversation")),
    )


def _over(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Give back a reason that was sent; else lead to what was kept. Raises Http404."""
    if request.method != "POST":
        or_404(talk.service.archived_on)
        return record_page(talk.assessment)
    label = str(ReasonForm.base_fields["reason"].label)
    reason = request.POST.get("reason", "").strip()
    return finished_meanwhile(request, talk, [(label, reason)] if reason else [])


def _refused(request: HttpRequest, talk: Talk, other: Any) -> HttpResponse:
    """Say that another is open, and lead there; it may be this one, opened in this very moment."""
    if other == talk.assessment:
        talk.assessment.refresh_from_db()
        return _not_finished(request, talk)
    status = 409 if request.method == "POST" else 200
    reason = request.POST.get("reason", "").strip()
    context = {**_context(talk, other=other), "own": [reason] if reason else []}
    return render(request, "assessments/put_right.html", context, status=status)


def _context(talk: Talk, *, form: ReasonForm | None = None, other: Any = None) -> dict[str, Any]:
    closure = selectors.current_closure(talk.assessment)
    return {**frame(talk), "form": form, "other": other, "closure": closure}


@require_http_methods(["GET", "POST"])
def set_aside_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    talk = open_assessment(request, pk, Act.SET_ASIDE)
    if request.method != "POST":
        if not talk.assessment.is_open:
            return record_page(talk.assessment)
        if talk.assessment.is_being_put_right:
            return redirect(talk.assessment)
        return render(request, "assessments/set_aside.html", frame(talk))
    try:
        if not talk.assessment.set_aside_at:
            actions.set_aside(talk.assessment, by=talk.user)
    except actions.NotOpen:
        return finished_meanwhile(request, talk, [])
    except actions.Refused as refused:
        messages.info(request, str(refused))
        return redirect(talk.assessment)
    messages.success(request, _("It is set aside. Nothing of it counts as a conversation."))
    return redirect("service", talk.service.slug)
