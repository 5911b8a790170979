"""Showing the exact copy to the team, from which day it may go, and that the team was asked."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import Act
from accounts.selectors import is_of_one
from assessments.actions import Refused
from pages.answers import form_page, posted
from sharing import actions
from sharing.actions.days import first_day
from sharing.actions.who_may import may_say_asked
from sharing.chosen import missing
from sharing.forms.days import FirstDayForm
from sharing.models import Share
from sharing.selectors import team_share
from sharing.views.reach import not_done, of_team, refused


@require_http_methods(["GET", "POST"])
def share_show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask from which day it may go; then freeze the exact copy and tell the team."""
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    if not share.is_being_prepared:
        return redirect(share)
    left = missing(share)
    if left is not None:
        return _incomplete(request, share, *left)
    alone = is_of_one(share.service)
    first = first_day(share.service, timezone.now())
    seen = _looked_at(request, share.version)
    form = FirstDayForm(posted(request), seen=seen, first=first, alone=alone)
    context = {"share": share, "service": share.service, "first": first, "alone": alone}
    if not form.is_valid():
        return form_page(request, "sharing/show.html", form, context)
    said = form.cleaned_data
    try:
        actions.show_to_team(share, by=user, seen=said["seen"], may_go_on=said.get("may_go_on"))
    except Refused as why:
        form.add_error(None if alone else "may_go_on", str(why))
        return form_page(request, "sharing/show.html", form, context)
    except actions.Stale:
        share = team_share(user, share.pk)
        if share.is_being_prepared:
            changed = _("Somebody changed it since you looked. Look at it again, then show it.")
            return not_done(request, share, changed)
    else:
        shown = _(
            "The team can read the exact copy now: it stands on the first page of each of you. "
            "Nothing has left the team."
        )
        messages.success(request, _("It is kept. Nothing has left you.") if alone else shown)
    return redirect(share)


@require_http_methods(["POST"])
def share_asked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that the team was asked, where another sends."""
    user, share = of_team(request, pk, Act.SEND_SHARE)
    if share.waits_to_be_sent and share.asked_by_id is None and not may_say_asked(user, share):
        raise PermissionDenied
    try:
        share.digest = request.POST.get("copy", "")
        actions.say_team_was_asked(share, by=user)
    except Refused as why:
        return refused(request, share, why)
    except actions.Stale:
        share = team_share(user, share.pk)
        if share.asked_by_id is None:
            changed = _("It was changed since you looked. Look at it again first.")
            return not_done(request, share, changed)
    return redirect(share)


def _incomplete(request: HttpRequest, share: Share, page: str, why: str) -> HttpResponse:
    """Lead to what is still to be chosen; say it to whoever pressed nevertheless."""
    if request.method == "GET":
        return redirect(f"share-{page}", share.pk)
    return refused(request, share, why)


def _looked_at(request: HttpRequest, now: int) -> int:
    """Return the version that was looked at before this page; where that is not said, this one."""
    seen = request.GET.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else now  # noqa: PLR2004 -- digits of a version
