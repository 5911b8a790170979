"""How every page of a share begins: who asks, for what they may reach; and how it says no."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import Act, may, organisation_roles, require, roles_in_service
from accounts.signing_in.signed_in import signed_in
from pages.answers import file_answer
from sharing.actions import OverError, record_open
from sharing.models import Share
from sharing.selectors import Altered, knows_openings, received_share, team_share

View = Callable[..., HttpResponseBase]


def of_team(request: HttpRequest, pk: uuid.UUID, act: Act) -> tuple[User, Share]:
    user = signed_in(request)
    share = team_share(user, pk)
    require(act, roles_in_service(user, share.service))
    return user, share


def manages(user: User, share: Share) -> bool:
    """Say whether this person may prepare, send and take back."""
    return may(Act.PREPARE_SHARE, roles_in_service(user, share.service))


def newest_in_share(user: User, share: Share) -> uuid.UUID | None:
    """Return the key of the newest record in a share, for whoever may take words out of it."""
    if not may(Act.TAKE_OUT, roles_in_service(user, share.service)):
        return None
    newest = share.closures.order_by("held_on", "pk").last()
    if newest:
        return newest.pk
    return None


def of_reader(request: HttpRequest, reference: str, *, what: str = "") -> tuple[User, Share]:
    """Return who asks and what was sent to their body. Raises Http404, PermissionDenied.

    `what`: how they open it now, for those pages that record it (`knows`, `note_opening`).
    """
    user = signed_in(request)
    share = received_share(user, reference, what=what)
    require(Act.READ_SHARE, organisation_roles(share.reader_role, share.body))  # type: ignore[attr-defined]  # annotated
    return user, share


class UntoldError(Exception):
    """Whoever opens it was not told yet that openings are recorded."""


def of_reader_now(request: HttpRequest, reference: str, *, what: str = "") -> tuple[User, Share]:
    """Return who asks and what they can read today, as `of_reader`, for an `unless_over` view."""
    user, share = of_reader(request, reference, what=what)
    if not share.is_live:
        raise OverError(share)
    if not knows(user, share):
        raise UntoldError
    return user, share


def unless_over(view: View) -> View:
    """Answer with what stands in place of a report that cannot be read just now.

    410 to who had it: whose it was, since when it is over, and that the row stays; 503 where what
    is stored is not what was sent, which nobody can mend who reads it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **address: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **address)
        except UntoldError:
            return redirect("shared-report", address["reference"])
        except OverError as over:
            context = {"share": over.share, "back": reverse("shared-with-us")}
            return render(request, "410.html", context, status=HTTPStatus.GONE)
        except Altered:
            back = reverse("shared-with-us")
            if "pk" in address:
                back = reverse("share", args=[address["pk"]])
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return render(request, "sharing/altered.html", {"back": back}, status=status)

    return answer


def knows(user: User, share: Share) -> bool:
    """Say whether this reader was told that openings are recorded: whoever opened one was."""
    return share.was_opened or knows_openings(user)  # type: ignore[attr-defined]  # annotated


def note_opening(user: User, share: Share, what: str) -> None:
    """Record that this reader opens it so, the first time. Call before a byte goes out."""
    if not share.was_opened:  # type: ignore[attr-defined]  # annotated
        record_open(share, what=what, by=user)


def not_done_page(
    request: HttpRequest,
    share: Share,
    why: str,
    *,
    status: HTTPStatus = HTTPStatus.CONFLICT,
    typed: str = "",
) -> HttpResponse:
    """Say that nothing was done and why; `typed` is shown again so that no words are lost."""
    about = {"share": share, "service": share.service, "title": _("This was not done")}
    context = {**about, "why": why, "typed": typed}
    return render(request, "sharing/not_done.html", context, status=status)


def refused_page(request: HttpRequest, share: Share, why: object) -> HttpResponse:
    """Say that nothing was done, since something has to be chosen or changed first."""
    return not_done_page(request, share, str(why), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def pdf_answer(share: Share, content: bytes) -> HttpResponse:
    name = f"{share.service.name_of_files}-{share.reference}.pdf"
    return file_answer(content, "application/pdf", name)
