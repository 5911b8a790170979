"""Choosing a second step and taking one away: allauth's views, one press after the other."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.stagekit import unstash_login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.signing_in.signed_in import signed_in

View = Callable[..., HttpResponseBase]


def in_turn(view: View) -> View:
    """Let two presses by one person come one after the other: the second finds what the first did.

    What allauth looks at and what it writes then would else be two things.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        coming_in = unstash_login(request, peek=True)  # by a password, and now a code
        person: Any = (coming_in and coming_in.user) or request.user
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(display_name=F("display_name"))
            return view(request, *args, **kwargs)

    return answer


def _keeping_paper(view: View) -> View:
    """Let codes on paper stay where the last app or passkey goes.

    To allauth they are nothing by themselves, and it drops them then; here they are a second step
    of their own (docs/adr/0002).
    """

    @wraps(view)
    @in_turn
    def take_away(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = signed_in(request)
        steps = Authenticator.objects.filter(user=person)
        paper = steps.filter(type=Authenticator.Type.RECOVERY_CODES).first()
        answer = view(request, *args, **kwargs)
        if paper and not steps.filter(pk=paper.pk).exists():
            paper.save(force_insert=True)
        return answer

    return take_away


def _or_once_more(view: View) -> View:
    """Let who stands here while their last step is taken away sign in once more.

    Allauth would send them to its first page, and from there back, for ever.
    """

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponseBase:
        step = view(request)
        if getattr(step, "url", "") == reverse("account_login") and unstash_login(request):
            messages.info(request, _("You have no second step any more. Please sign in once more."))
        return step

    return answer


class TakePasskeyAway(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Take a passkey away. Allauth asks of an app whether it may go, and of no passkey."""

    http_method_names = ("get", "head", "post")
    form_class = DeactivateTOTPForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Look at it when the page is opened, too: where it has to stay there is no button."""
        return {**super().get_form_kwargs(), "authenticator": self.object, "data": {}}


class SecondStep(AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """Take a code, or a passkey; allauth says of a code alone that it is none."""

    http_method_names = ("get", "head", "post")

    def form_invalid(self, form: Any) -> HttpResponse:
        for words in form.errors.get("credential", ()):
            messages.error(self.request, words)
        answer: HttpResponse = super().form_invalid(form)
        return answer


@require_http_methods(["GET", "HEAD", "POST"])
@in_turn
def choose_app(request: HttpRequest) -> HttpResponseBase:
    """Take an app; who has one, as after a second press, is led to the list.

    The code that was typed is used up by that: nobody who saw it signs in by it.
    """
    answer: HttpResponseBase = activate_totp(request)
    apps = Authenticator.objects.filter(user=signed_in(request), type=Authenticator.Type.TOTP)
    if request.method == "POST" and (app := apps.first()):
        app.wrap().validate_code(request.POST.get("code", ""))
    if getattr(answer, "url", "") == reverse("mfa_deactivate_totp"):  # allauth would take it away
        return redirect("mfa_index")
    return answer


second_step = _or_once_more(in_turn(SecondStep.as_view()))
take_app_away = _keeping_paper(deactivate_totp)
take_passkey_away = _keeping_paper(TakePasskeyAway.as_view())
