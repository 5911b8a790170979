"""A lead offers a talk; a team says that it would like somebody to hold its next one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.policy import Act, require, roles_in_service
from accounts.selectors import team_service
from accounts.signing_in.signed_in import signed_in
from home import selectors
from home.forms import OfferTalkForm
from pages.answers import form_page, or_404, posted


@require_http_methods(["GET", "POST"])
def offer_talk_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how to explain it to a team, and ask it whether it would like to talk around a month.

    It is the same for every team, whatever it has done: nothing here tells.
    """
    user = signed_in(request)
    service = selectors.led_service(user, slug)
    require(Act.OFFER_TALK, roles_in_service(user, service))
    form = OfferTalkForm(posted(request), today=timezone.localdate())
    if form.is_valid():
        actions.offer_talk(service, around=form.month, by=user)
        messages.success(request, _("Asked. Whether and when they talk is theirs to say."))
        return redirect("your-teams")
    context = {"service": service, "example": request.build_absolute_uri("/example/")}
    return form_page(request, "home/offer_talk.html", form, context)


@require_http_methods(["POST"])
def facilitator(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the team would like somebody to hold its next talk, or not any more."""
    user = signed_in(request)
    service = team_service(user, slug)
    or_404(service.archived_on is None and not service.practice_of_id)
    require(Act.WANT_FACILITATOR, roles_in_service(user, service))
    wanted = request.POST.get("wanted") == "yes"
    actions.want_facilitator(service, wanted=wanted, by=user)
    said = _("Whoever leads on this in your organisation reads it now.") if wanted else _("Kept.")
    messages.success(request, said)
    return redirect(service)
