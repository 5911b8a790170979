"""Taking a second step away: one stays with whoever must have one, and codes on paper stay, too."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.totp.views import deactivate_totp
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import User
from accounts.signing_in.signed_in import signed_in

View = Callable[..., HttpResponseBase]


def _keeping_paper(view: View) -> View:
    """Let codes on paper stay where the last app or passkey goes.

    To allauth they are nothing by themselves, and it drops them then; here they are a second step
    of their own (docs/adr/0002). Two who take away at once come one after the other.
    """

    @wraps(view)
    @transaction.atomic
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = signed_in(request)
        User.objects.filter(pk=person.pk).update(display_name=F("display_name"))
        steps = Authenticator.objects.filter(user=person)
        paper = steps.filter(type=Authenticator.Type.RECOVERY_CODES).first()
        answer = view(request, *args, **kwargs)
        if paper and not steps.filter(pk=paper.pk).exists():
            paper.save(force_insert=True)
        return answer

    return kept


class TakePasskeyAway(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Take a passkey away. Allauth asks of an app whether it may go, and of no passkey."""

    http_method_names = ("get", "head", "post")
    form_class = DeactivateTOTPForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Look at it when the page is opened, too: where it has to stay there is no button."""
        return {**super().get_form_kwargs(), "authenticator": self.object, "data": {}}


take_app_away = _keeping_paper(deactivate_totp)
take_passkey_away = _keeping_paper(TakePasskeyAway.as_view())
