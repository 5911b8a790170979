"""What was kept: read, and put right."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, may, require, roles_in_service
from accounts.signing_in.signed_in import signed_in
from assessments import actions, selectors
from assessments.forms.one_question import ReasonForm
from assessments.views.pages import show_already_done
from assessments.views.reach import Talk, finished_meanwhile, frame, open_assessment, record_page
from frameworks.selectors import tree_by_id
from pages.answers import form_page, or_404, posted
from record.choices import Length
from record.read_back.passages import besides, passages


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
