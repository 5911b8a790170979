"""Say again that it is you: before acts that reach far, and a while after signing in.

A view that asks is marked (`asks_again`); what was sent to it is kept and shown again after that.
Below, the pages that ask, besides allauth's for password and app.
"""

import contextlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import kept_posts
from accounts.actions import write_letter
from accounts.models import User
from accounts.models.user import is_within
from accounts.signing_in.codes import new_code, waiting_code
from accounts.signing_in.forms import CODE_AGAIN, AgainCodeForm
from accounts.signing_in.signed_in import BEGAN, OPENED, signed_in
from accounts.signing_in.single.let_in import PROVIDER, is_linked
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


class AgainByLetter(BaseReauthenticateView):  # type: ignore[misc]  # allauth has no types
    """Ask for a code that went out in a letter; it goes when somebody presses for it."""

    http_method_names = ("get", "head", "post")
    form_class = AgainCodeForm
    template_name = "account/again_by_letter.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a code, or take the one that was typed."""
        if "send" not in request.POST:
            answer: HttpResponse = super().post(request, *args, **kwargs)
            return answer
        person = signed_in(request)
        limited: HttpResponse | None = ratelimit.consume_or_429(
            request, action="request_login_code", key=person.email
        )
        if limited:
            return limited
        details = {"code": new_code(request, CODE_AGAIN)}
        write_letter("again_code", user=person, details=details)
        return redirect(self.passthrough_next_url(request.path))

    def form_valid(self, form: Any) -> HttpResponse:
        note_proof(self.request, signed_in(self.request), "code")
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = signed_in(self.request)
        has_code = waiting_code(self.request, CODE_AGAIN) is not None
        words = {"has_code": has_code, "address": person.email}
        return {**super().get_context_data(**kwargs), **words}


class AgainAnew(BaseReauthenticateView):  # type: ignore[misc]  # the same
    """Lead to the organisation's sign-in; whoever has no way at all is told so, and stays."""

    http_method_names = ("get", "head")
    form_class = forms.Form
    template_name = "account/again_anew.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        linked = bool(settings.SINGLE_SIGN_ON) and is_linked(signed_in(self.request))
        return {**super().get_context_data(**kwargs), "linked": linked}


class AgainByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]  # the same
    """Ask for a passkey; one that is not known here is told so on the same page."""

    http_method_names = ("get", "head", "post")

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say it, and keep where somebody wanted to go."""
        for words in form.errors["credential"]:
            messages.error(self.request, words)
        return redirect(self.passthrough_next_url(self.request.path))
