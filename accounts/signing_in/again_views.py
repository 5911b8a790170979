"""Pages on which somebody says again that it is them, besides allauth's for password and app."""

from typing import Any

from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.actions import write_letter
from accounts.signing_in import again
from accounts.signing_in.codes import new_code, waiting_code
from accounts.signing_in.forms import CODE_AGAIN, AgainCodeForm
from accounts.signing_in.signed_in import signed_in
from accounts.signing_in.single.let_in import is_linked


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
        write_letter("again_code", user=person, details=details, can_wait=False)
        return redirect(self.passthrough_next_url(request.path))

    def form_valid(self, form: Any) -> HttpResponse:
        again.note_proof(self.request, signed_in(self.request), "code")
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


again_by_letter = AgainByLetter.as_view()
again_anew = AgainAnew.as_view()
again_by_passkey = AgainByPasskey.as_view()
