"""Which forms are kept when a sign-in has run out. For whom, two cookies know (signed_in.py)."""

import functools
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts.models import KeptPost, User
from accounts.selectors import kept_post_of
from pages.forms import submission

View = Callable[..., HttpResponse]
# The hidden field by which a form that is sent again says which one it was.
FIELD = "kept_post"
LONGEST_PATH = 500
# Of forms of one person: nobody sends so many in an hour, but a script might.
MOST_KEPT = 20
# Behind the address of one that waits for something else to be answered, not for a sign-in.
ASKED = "?asked"
# The same of one whose token was not that of this sign-in: nobody knows how its page got old.
OLD = "?old"
# In the session of whoever is signed out: what they sent, to be shown however they sign in.
SENT_BEFORE = "sent_before_signing_in"


def leaves_no_trace(view: View) -> View:
    """Mark a view of whose form nothing may tell who sent it, or when: neither kept nor logged."""

    @functools.wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 -- Django logs a 4xx otherwise
        return response

    quiet.is_never_kept = True  # type: ignore[attr-defined]
    return quiet


def came_from_here(request: HttpRequest) -> bool:
    """Say whether a page of this site sent this form: browsers name the origin of every POST."""
    origin = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == origin


def can_be_kept(request: HttpRequest) -> bool:
    """Say whether this is a plain form of ours. That it is safe to accept is asked elsewhere.

    Forms of accounts hold passwords: those are not kept, but for the one with one's own address.
    """
    match = request.resolver_match
    name = getattr(match, "url_name", None) or ""
    return (
        request.method == "POST"
        and request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}
        and not request.FILES
        and match is not None
        and (name == "account_email" or not name.startswith(("account_", "mfa_")))
        and len(request.get_full_path()) <= LONGEST_PATH
    )


def keep(request: HttpRequest, *, by: User) -> KeptPost:
    signed_out = not request.session.get(SESSION_KEY)
    body = submission.encoded(request, without=FIELD)
    row = keep_post(path=request.get_full_path(), body=body, by=by)
    if signed_out:
        request.session[SENT_BEFORE] = str(row.pk)
    return row


def keep_post(*, path: str, body: str, by: User) -> KeptPost:
    """Keep a form that came after the sign-in ran out, for an hour, and drop older ones.

    Of one person only the latest MOST_KEPT stay. `path`: where it was sent, with its query;
    `body`: its fields, URL-encoded, without token and passwords.
    """
    KeptPost.objects.over().delete()
    row = KeptPost.objects.create(user=by, path=path, body=body)
    latest_first = KeptPost.objects.of(by).order_by("-kept_at").values_list("pk", flat=True)
    KeptPost.objects.filter(pk__in=list(latest_first[MOST_KEPT:])).delete()
    return row


def sent_before(request: HttpRequest, person: User) -> KeptPost | None:
    """Return what was sent before this person signed in, in whichever tab, and is kept still."""
    key = request.session.get(SENT_BEFORE)
    row = kept_post_of(person, uuid.UUID(key)) if key else None
    if row:
        del request.session[SENT_BEFORE]
    return row


def put_away_when_done(request: HttpRequest, response: HttpResponseBase) -> None:
    """Delete a kept form once it was sent again and taken."""
    signed_in = request.session.get(SESSION_KEY)
    if not signed_in or response.status_code != HTTPStatus.FOUND:
        return
    try:
        key = uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return
    KeptPost.objects.filter(pk=key, user_id=uuid.UUID(signed_in)).delete()
