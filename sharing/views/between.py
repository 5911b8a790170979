"""What a team and a body have with each other, and how it begins, also where nobody is yet."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import letters_rest
from accounts.policy import Act
from accounts.signing_in.signed_in import own_team
from agreeing.actions import begin_tie
from agreeing.selectors import newest_agreed, open_version, standing_meeting
from agreeing.text import day_and_time
from agreeing.views.reach import Asker, asker
from assessments.actions import Refused
from pages.answers import RefusalOnField, form_page, posted
from sharing import actions, selectors
from sharing.correspondence.history import asks_in, history_between, may_read
from sharing.correspondence.papers import ASKED, agenda_blocks, hard_words
from sharing.forms import BodyForm
from sharing.forms.preparing import AddressForm, NewBodyForm
from sharing.views.reach import not_done_page, of_team


@require_http_methods(["GET", "POST"])
def with_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask with which body; it learns nothing of it until the team turns to it."""
    user, service = own_team(request, slug, Act.WRITE_AGREED)
    bodies = list(selectors.bodies_to_share_with(service))
    form = BodyForm(posted(request), bodies=bodies)
    if form.is_valid():
        with RefusalOnField(form, "body"):
            tie = begin_tie(service, form.cleaned_data["body"], by=user)
            return redirect("understanding", tie.pk)
    context = {"service": service, "bodies": bodies}
    return form_page(request, "sharing/with_start.html", form, context)


@require_http_methods(["GET"])
def tie_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SEE_AGREED)
    version = open_version(who.tie)
    if version is not None and not who.is_team and not version.is_put:
        version = None
    meeting = standing_meeting(who.tie)
    time = meeting.taken if meeting else None
    context = {
        **who.names,
        "turns": history_between(who.tie, side=who.side, knows=_knows(who)),
        "agreed": newest_agreed(who.tie),
        "open": version,
        "time_taken": day_and_time(time) if time and time > timezone.now() else "",
        "has_offer": bool(meeting and not meeting.taken and meeting.ahead),
    }
    return render(request, "sharing/history.html", context)


@require_http_methods(["GET"])
def agenda(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    who = asker(request, pk, Act.SEE_AGREED)
    last, knows = None, _knows(who)
    for share in selectors.shares_between(who.tie):
        if may_read(share, who.side, knows=knows):
            last = share
    asks = asks_in(last) if last else ()
    purpose = last.purpose if last else ""
    hard_to_say = ""
    if last and who.is_team:
        hard_to_say = hard_words(last)
    questions = [reply for reply in selectors.replies_between(who.tie) if reply.about in ASKED]
    agreed = newest_agreed(who.tie)
    context: dict[str, Any] = {
        **who.names,
        "share": None,
        "meeting": None,
        "blocks": agenda_blocks(asks, questions, agreed=agreed, purpose=purpose, hard=hard_to_say),
    }
    if last and last.is_live:
        context["share"] = last
    meeting = standing_meeting(who.tie)
    if meeting and meeting.taken and timezone.localdate(meeting.taken) >= timezone.localdate():
        context["meeting"] = meeting
    return render(request, "sharing/agenda.html", context)


def _knows(who: Asker) -> bool:
    return who.is_team or selectors.knows_openings(who.user)


@require_http_methods(["GET", "POST"])
def share_new_body(request: HttpRequest, slug: str) -> HttpResponse:
    user, service = own_team(request, slug, Act.PREPARE_SHARE)
    form = NewBodyForm(posted(request))
    conversations = selectors.finished_conversations(service)
    if conversations and form.is_valid():
        typed = form.values_of(("name", "address"))
        draft = selectors.draft_for_new_body(service, **typed)
        if draft is not None:  # pressed twice
            return redirect("share-whom", draft.pk)
        try:
            share = actions.prepare_for_new_body(service=service, by=user, **typed)
        except Refused as refused:
            form.add_error("name", refused)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("share-whom", share.pk)
    context = {"service": service, "conversations": conversations}
    return form_page(request, "sharing/new_body.html", form, context)


@require_http_methods(["GET", "POST"])
def share_whom(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show whom the letter goes to, large enough to be read; let another be named, or nobody.

    Once the report is sent and nobody has come in, whoever is named is asked in at once.
    """
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    is_ours = share.body.brought_by_id == share.service_id
    if (
        not is_ours
        or selectors.has_readers(share)
        or not (share.is_being_prepared or share.is_live)
    ):
        return redirect(share)
    form = AddressForm(posted(request), initial={"seen": share.version})
    nobody = request.POST.get("act") == "nobody"
    if form.is_valid() or nobody:
        address = "" if nobody else form.cleaned_data["address"]
        seen = form.cleaned_data.get("seen")
        try:
            if share.is_being_prepared:
                # A version that never was, where the form does not say what was seen.
                seen = -1 if seen is None else seen
                actions.ask_another(share, address=address, seen=seen, by=user)
            elif address:
                actions.ask_in_now(share, address=address, by=user)
        except ValidationError as error:
            form.add_error(None, error)
        except actions.Stale:
            share = selectors.team_share(user, share.pk)
            if share.invites != address:
                why = _("Somebody changed this while you were writing. Look once more.")
                return not_done_page(request, share, why, typed=address)
        if not form.errors or nobody:
            if share.is_being_prepared and address:
                return redirect("share-whom", share.pk)
            return redirect(share)
    context = {"share": share, "service": share.service, "resting": letters_rest()}
    context |= {"invitations": selectors.open_invitations(share), **share.address_parts}
    return form_page(request, "sharing/whom.html", form, context)
