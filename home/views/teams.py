"""Your teams, and answering what they ask."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require, roles_in_service
from accounts.selectors import signed_in
from assessments import actions
from home import selectors, teams
from home.asks import sealed_ask
from home.calendar import calendar
from home.forms import AnswerForm
from record.choices import Answered


@require_http_methods(["GET", "HEAD"])
def your_teams(request: HttpRequest) -> HttpResponse:
    """Show a manager their teams, and a lead what teams showed their organisation."""
    context = {"page": _page(request), "answers": Answered.choices}
    return render(request, "home/your_teams.html", context)


@require_http_methods(["GET", "HEAD"])
def coming_up(request: HttpRequest) -> HttpResponse:
    """Send the days of *Coming up* as a calendar file."""
    file = calendar(_page(request).ahead, now=timezone.now())
    saved_as = {"Content-Disposition": 'attachment; filename="coming-up.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=saved_as)


def _page(request: HttpRequest) -> teams.Page:
    """Return what this person may read of their teams. Raises Http404 to who has none."""
    user = signed_in(request)
    page = teams.your_teams(user, today=timezone.localdate())
    if not page.teams and not selectors.leads_a_provider(user):
        raise Http404
    return page


@require_http_methods(["GET", "POST"])
def answer_ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one ask whole and take an answer; the team's next conversation opens with it."""
    user = signed_in(request)
    found = sealed_ask(user, pk)
    require(Act.ANSWER_ASK, roles_in_service(user, found.service))
    if found.led and found.text.to not in teams.LEAD_ASKS:
        raise PermissionDenied  # read among what was shown, but put to somebody else
    chosen = {"answer": request.GET.get("answer", "")}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=chosen)
    answers = selectors.answers_to([str(pk)], for_a_lead=found.led).get(str(pk), [])
    last = teams.last_answer(answers, only=user if found.led else None)
    if form.is_valid():
        said = (form.cleaned_data["answer"], form.cleaned_data["words"])
        # The same answer sent twice is one answer.
        if last is None or (last.answer, last.words) != said:
            actions.answer_ask(found.ask, answer=said[0], words=said[1], by=user)
        messages.success(request, _("Kept. Their next conversation opens with it."))
        return redirect("your-teams")
    context = {"found": found, "ask": found.text, "last": last, "form": form}
    return render(request, "home/answer_ask.html", context, status=422 if form.errors else 200)
