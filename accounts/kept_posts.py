"""Which forms are kept when a sign-in has run out. For whom, two cookies know (signed_in.py)."""

import functools
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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

# What the button that sends a form again says, by the name of the address that asked who it is.
ACTS: dict[str, str | Promise] = {
    "about-me-file": _("Take the file"),
    "account_email": _("Change my addresses"),
    "agree-deletion": _("I agree that all of it goes"),
    "ask-into-organisation": _("Ask them in"),
    "begin-again-on-site": _("Let the organisation go on"),
    "close-account": _("Close my account"),
    "close-person": _("Close their account"),
    "delete-on-site": _("Tell every team, and let it go"),
    "delete-team": _("Ask that all of it goes"),
    "end-lead": _("End their part in the organisation"),
    "end-on-site": _("End the organisation"),
    "end-organisation": _("End the organisation"),
    "end-part-on-site": _("End their part in the organisation"),
    "end-reader": _("End their part in the organisation"),
    "erase-leaver": _("Erase them"),
    "erase-me": _("Erase me"),
    "erase-person": _("Erase them"),
    "export-shown": _("Download it"),
    "export-team": _("Tell the team, and download it"),
    "forget-second-step": _("Take their second steps away"),
    "help-back-in": _("Help them back in"),
    "let-lead-in": _("Let them into the team"),
    "make-way-in": _("Make a new link"),
    "open-person": _("Let them sign in again"),
    "runs-site": _("Change whether they run this site"),
    "second-step-of-all": _("Change who needs a second step"),
    "second-step-of-body": _("Change who needs a second step"),
    "share-send": _("Send the report"),
    "site-person": _("Save their name and address"),
    "team-member": _("Keep their role in the team"),
    "team-person": _("Keep their role in the team"),
    "two-of-one": _("Make the two accounts one"),
    "work-here": _("I work here myself"),
}


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


def act_of(post: KeptPost) -> str | Promise:
    """Return what a form does, for the button that sends it again; empty where it only saves."""
    try:
        return ACTS.get(resolve(urlsplit(post.path).path).url_name or "", "")
    except Resolver404:
        return ""


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
