"""What a team and a body have with each other: what was told, an agenda, and how it begins."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.policy import Act, require, roles_in_service
from accounts.selectors import team_service
from accounts.signing_in.signed_in import signed_in
from agreeing.actions import begin_tie
from agreeing.selectors import newest_agreed, open_version, standing_meeting
from agreeing.views.reach import Asker, asker
from assessments.actions import Refused
from pages.answers import form_page, posted
from sharing.forms import BodyForm
from sharing.selectors import (
    bodies_to_share_with,
    knows_openings,
    replies_between,
    sent_between,
)
from sharing.told.papers import ASKED, agenda_blocks, hard_words
from sharing.told.telling import asks_in, may_read, told_between


@require_http_methods(["GET", "POST"])
def with_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask with which body; it learns nothing of it until the team turns to it."""
    user = signed_in(request)
    service = team_service(user, slug)
    require(Act.WRITE_AGREED, roles_in_service(user, service))
    bodies = list(bodies_to_share_with(service))
    form = BodyForm(posted(request), bodies=bodies)
    if form.is_valid():
        try:
            tie = begin_tie(service, form.cleaned_data["body"], by=user)
        except Refused as refused:
            form.add_error("body", str(refused))
        else:
            return redirect("understanding", tie.pk)
    context = {"service": service, "bodies": bodies}
    return form_page(request, "sharing/with_start.html", form, context)


@require_http_methods(["GET"])
def told_each_other(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what the two told each other, in the order in which it was said."""
    who = asker(request, pk, Act.SEE_AGREED)
    version = open_version(who.tie)
    if version is not None and not who.is_team and not version.is_put:
        version = None
    meeting = standing_meeting(who.tie)
    context = {
        **who.names,
        "told": told_between(who.tie, side=who.side, knows=_knows(who)),
        "agreed": newest_agreed(who.tie),
        "open": version,
        "meeting": meeting,
        "meets": bool(meeting and meeting.taken and meeting.taken > timezone.now()),
        "may_speak": who.may(Act.SPEAK_FOR_SIDE),
    }
    return render(request, "sharing/told.html", context)


@require_http_methods(["GET"])
def agenda(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an hour's agenda to print: of what was asked, and of questions."""
    who = asker(request, pk, Act.SEE_AGREED)
    last = None
    for share in sent_between(who.tie):
        if may_read(share, who.side, knows=_knows(who)):
            last = share
    asks = asks_in(last) if last else ()
    purpose = last.purpose if last else ""
    hard = ""
    if last and who.is_team:
        hard = hard_words(last)
    questions = [each for each in replies_between(who.tie) if each.about in ASKED]
    agreed = newest_agreed(who.tie)
    context: dict[str, Any] = {
        **who.names,
        "share": None,
        "meeting": None,
        "blocks": agenda_blocks(asks, questions, agreed=agreed, purpose=purpose, hard=hard),
    }
    if last and last.is_live:
        context["share"] = last
    meeting = standing_meeting(who.tie)
    if meeting and meeting.taken:
        context["meeting"] = meeting
    return render(request, "sharing/agenda.html", context)


def _knows(who: Asker) -> bool:
    return who.is_team or knows_openings(who.user)
