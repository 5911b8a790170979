"""Your teams, and answering what they ask."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require, roles_in_service
from accounts.selectors import led_providers, notices_for, overseen_services
from accounts.signing_in.signed_in import signed_in
from assessments import actions
from assessments.forms.ask import AnswerForm
from home import asks, teams
from home.actions import withdraw_answered_asks
from home.asks import sealed_ask
from home.cards.coming import calendar
from home.find.finder import find
from home.find.gathering import page_of_teams, readable_groupings, remember_teams, teams_to_talk
from pages.answers import RefusalOnField, file_answer, form_page, or_404, posted
from record.choices import Answered
from record.words.labels import recipients

# The answers that stand beside an ask; its page has them all.
AT_HAND = (Answered.WILL, Answered.CANNOT, Answered.TALK)


@require_http_methods(["GET", "HEAD"])
def your_teams(request: HttpRequest) -> HttpResponse:
    """Show a manager their teams, and a lead what teams showed their organisation."""
    user = signed_in(request)
    led = led_providers(user)
    services, choices = overseen_services(user, led), request.GET.dict()
    finder = find(user, services, choices, groupings=lambda: readable_groupings(user, led))
    page = page_of_teams(
        user,
        today=timezone.localdate(),
        number=request.GET.get("page", 1),
        services=finder.services,
        count=finder.count,
    )
    if not page.teams and not finder.filters:
        or_404(led)
    remember_teams(request, has_teams=True)
    context = {
        "page": page,
        "finder": finder,
        # Who manages teams reads them at home.
        "notices": [] if page.managed_teams else notices_for(user),
        "answers": [(answer.value, str(answer.label)) for answer in AT_HAND],
    }
    return render(request, "home/your_teams.html", context)


@require_http_methods(["GET", "HEAD"])
def coming_up(request: HttpRequest) -> HttpResponse:
    """Send the days of *Coming up* as a calendar file."""
    user = signed_in(request)
    ahead = teams_to_talk(user, today=timezone.localdate())
    if not ahead and not overseen_services(user).exists():
        or_404(led_providers(user))
    file = calendar(ahead, now=timezone.now())
    return file_answer(file, "text/calendar", "coming-up.ics")


@require_http_methods(["GET", "POST"])
def answer_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one ask whole and take an answer; the team's next conversation opens with it."""
    user = signed_in(request)
    ask = sealed_ask(user, pk)
    require(Act.ANSWER_ASK, roles_in_service(user, ask.service))
    addressees = recipients(ask.text.to, ask.text.also)
    if ask.for_lead and teams.LEAD_ASKS.isdisjoint(addressees):
        raise PermissionDenied  # read among what was shown, but put to somebody else
    if ask.service.archived_on and request.method != "POST":
        return redirect(ask.service)  # no conversation opens with it
    initial = {"answer": request.GET.get("answer", "")}
    form = AnswerForm(posted(request), initial=initial)
    parts_differ = ask.for_lead or len(addressees) > 1
    answers = asks.answers_to([str(pk)], for_a_lead=parts_differ).get(str(pk), [])
    if not ask.for_lead:
        answers = asks.part_of_manager(answers, addressees)
    last = asks.last_answer(answers, only=user if ask.for_lead else None)
    if form.is_valid():
        with RefusalOnField(form):
            actions.answer_ask(ask.ask, by=user, **form.cleaned_data)
            withdraw_answered_asks(ask.service, at=timezone.now())
            messages.success(request, _("Kept. Their next conversation opens with it."))
            return redirect("your-teams")
    context = {"ask": ask, "last": last}
    return form_page(request, "home/answer_ask.html", form, context)
