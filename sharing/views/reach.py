"""How every page of a share begins: who asks, for what they may reach; and how it says no."""

import uuid
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import Act, may, require, roles_in_body, roles_in_service
from accounts.selectors import signed_in
from sharing.models import Share
from sharing.selectors import received_share, team_share


def of_team(request: HttpRequest, pk: uuid.UUID, act: Act) -> tuple[User, Share]:
    """Return who asks and a share of their team. Raises Http404, PermissionDenied."""
    user = signed_in(request)
    share = team_share(user, pk)
    require(act, roles_in_service(user, share.service))
    return user, share


def manages(user: User, share: Share) -> bool:
    """Say whether this person may prepare, send and take back."""
    return may(Act.PREPARE_SHARE, roles_in_service(user, share.service))


def to_take_out(user: User, share: Share) -> uuid.UUID | None:
    """Return the key of the newest record in a share, for whoever may take words out of it."""
    if not may(Act.TAKE_OUT, roles_in_service(user, share.service)):
        return None
    newest = share.closures.order_by("held_on", "pk").last()
    return newest.pk if newest else None


def of_reader(request: HttpRequest, reference: str) -> tuple[User, Share]:
    """Return who asks and what was sent to their body. Raises Http404, PermissionDenied."""
    user = signed_in(request)
    share = received_share(user, reference)
    require(Act.READ_SHARE, roles_in_body(user, share.body))
    return user, share


def not_done(
    request: HttpRequest,
    share: Share,
    why: str,
    *,
    status: HTTPStatus,
    title: str = "",
    typed: str = "",
) -> HttpResponse:
    """Say that nothing was done and why; `typed` is shown again so that no words are lost."""
    context = {
        "share": share,
        "service": share.service,
        "title": title or _("This was not done"),
        "why": why,
        "typed": typed,
    }
    return render(request, "sharing/not_done.html", context, status=status)


def altered(request: HttpRequest, back: str) -> HttpResponse:
    """Refuse to hand out what is not what was sent (503: nothing the reader can mend)."""
    context = {"back": back}
    return render(request, "sharing/altered.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
