"""Say again that it is you: before acts that reach far, and a while after signing in.

A view that asks is marked (`asks_again`); what was sent to it is kept and shown again after that.
"""

import contextlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import kept_posts
from accounts.models import User
from accounts.models.user import is_within
from accounts.signing_in.signed_in import BEGAN, OPENED, signed_in
from accounts.signing_in.single.let_in import PROVIDER
from pages.forms import submission

View = Callable[..., HttpResponseBase]
SECOND_STEP = "mfa"  # as allauth notes it


def asks_again(view: View) -> View:
    """Ask who it is before a form is taken; its page can be opened."""
    return _asking(view, opened=False)


def asks_again_to_open(view: View) -> View:
    """Ask who it is before a page or a file is given out, and before its form is taken."""
    return _asking(view, opened=True)


def _asking(view: View, *, opened: bool) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        free = request.method in OPENED and not opened
        if free or has_proved_lately(request):
            # Of addresses and second steps allauth asks even just after a sign-in. It would then
            # do what was pressed, whoever pressed it, once somebody has said who they are.
            with contextlib.suppress(ReauthenticationRequired):
                return view(request, *args, **kwargs)
        return ask_for_proof(request)

    answer.asks_again = True  # type: ignore[attr-defined]
    return answer


def has_proved_lately(request: HttpRequest) -> bool:
    """Say whether somebody signed in, or said again who they are, within the last minutes.

    Whoever sits at a browser that is signed in at an organisation comes in by one press, so that
    coming in that way counts from when something was typed there.
    """
    records = get_authentication_records(request, signed_in(request))
    times = []
    if all(record["method"] != PROVIDER for record in records):
        times.append(request.session.get(BEGAN, 0))
    for record in records:
        if record.get("reauthenticated") or record["method"] in {PROVIDER, SECOND_STEP}:
            times.append(record["at"])
    return any(is_within(float(at), settings.ACCOUNT_REAUTHENTICATION_TIMEOUT) for at in times)


def ask_for_proof(request: HttpRequest) -> HttpResponseBase:
    """Lead to a page that asks; what was typed is kept for afterwards, or given back."""
    person = signed_in(request)
    where = get_adapter(request).get_reauthentication_methods(person)[0]["url"]
    if submission.wants_json(request):
        return submission.tell_script(_("Please say again that it is you."), sign_in=where)
    if kept_posts.can_be_kept(request):
        row = kept_posts.keep(request, by=person)
        back = reverse("kept-post", args=[row.pk]) + kept_posts.ASKED
        return redirect(f"{where}?{urlencode({'next': back})}")
    words_back = submission.words_to_return(request)
    if request.method in OPENED or not words_back:  # such as a password: typed again afterwards
        return redirect(f"{where}?{urlencode({'next': request.get_full_path()})}")
    context = {"words": words_back, "where": where}
    return render(request, "accounts/say_again.html", context, status=HTTPStatus.FORBIDDEN)


def note_proof(request: HttpRequest, person: User, method: str, *, at: float | None = None) -> None:
    """Remember that somebody has said who they are: just now, or when it was."""
    record_authentication(request, person, method=method, reauthenticated=True, at=at)


def shows_codes(view: View) -> View:
    """Let whoever has just made codes on paper see them: allauth would ask for one of them first.

    It does so where nothing was asked before, as of somebody without a password.
    """

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if getattr(answer, "url", "") == reverse("mfa_view_recovery_codes"):
            note_proof(request, signed_in(request), "paper")
        return answer

    return show
