"""Allauth's forms of a second step, in our words."""

from typing import Any

from allauth.mfa.base import forms as steps
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.signing_in.forms import FieldWords, Worded

CODE = FieldWords(
    _("The code"),
    _("Type the code"),
    _("Six digits from your app, or one of the codes you have on paper."),
)
APP_CODE = FieldWords(_("The six digits that the app shows now"), _("Type the six digits"))
NAME = FieldWords(
    _("What do you call it?"), _("Type a name"), _("Your own phone, or the key on your bunch.")
)


class Digits(Worded):
    """A code that a phone may offer, and that is typed in digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class SecondStepForm(Digits, steps.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code, after the password."""

    words = {"code": CODE}


class SecondStepAgainForm(Digits, steps.ReauthenticateForm):  # type: ignore[misc]  # the same
    """The code once more, before the sign-in itself is changed."""

    words = {"code": CODE}


class AppForm(Digits, ActivateTOTPForm):  # type: ignore[misc]  # the same
    """The first code of an app that has just been told our secret."""

    words = {"code": APP_CODE}


class PasskeyForm(Worded, AddWebAuthnForm):  # type: ignore[misc]  # the same
    """A passkey's name, and what the browser answers. It can do without a password."""

    words = {"name": NAME}
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": "", **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class PasskeyNameForm(Worded, EditWebAuthnForm):  # type: ignore[misc]  # the same
    """Another name for a passkey."""

    words = {"name": NAME}


class PaperForm(GenerateRecoveryCodesForm):  # type: ignore[misc]  # the same
    """Ten codes on paper; also as the only second step, for whoever has no phone."""

    def clean(self) -> dict[str, Any]:
        """Ask for no other step first, as allauth would."""
        return forms.Form.clean(self) or {}
