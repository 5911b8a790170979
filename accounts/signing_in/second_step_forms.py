"""Allauth's forms of a second step, in our words."""

from typing import Any

from allauth.core import context
from allauth.mfa.base import forms as steps
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from accounts.models import User
from accounts.signing_in.forms import FieldWords, Worded
from accounts.signing_in.second_step import codes_left
from pages.database.at_once import hold

# From so few codes on paper on, whoever uses one is told how many there are.
FEW = 3

CODE = FieldWords(_("The code"), _("Type the code."))
FROM_APP, ON_PAPER = _("Six digits from your app."), _("One of the codes you have on paper.")
FROM_EITHER = _("Six digits from your app, or one of the codes you have on paper.")
APP_CODE = FieldWords(_("The six digits that the app shows now"), _("Type the six digits."))
NAME = FieldWords(
    _("What do you call it?"), _("Type a name."), _("Your own phone, or the key on your bunch.")
)


class Digits(Worded):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class StepDigits(Digits):
    """A code of a second step, asked for as one that this person has."""

    words = {"code": CODE}
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Authenticator.objects.filter(user=self.user)
        types = set(chosen.values_list("type", flat=True)) - {Authenticator.Type.WEBAUTHN}
        self.has_codes = bool(types)
        self.fields["code"].help_text = FROM_EITHER
        if types == {Authenticator.Type.TOTP}:
            self.fields["code"].help_text = FROM_APP
        elif types == {Authenticator.Type.RECOVERY_CODES}:
            self.fields["code"].help_text = ON_PAPER


class SecondStepForm(StepDigits, steps.AuthenticateForm):  # type: ignore[misc]  # no types there
    def save(self) -> None:
        """Take the step; say how many codes on paper are left, where they are few."""
        super().save()
        count = FEW + 1
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            count = codes_left(self.authenticator)
        if 0 < count <= FEW:
            words = ngettext(
                "%(left)d of your codes on paper is left. Make ten new ones in good time.",
                "%(left)d of your codes on paper are left. Make ten new ones in good time.",
                count,
            )
            messages.warning(context.request, words % {"left": count})


class SecondStepAgainForm(StepDigits, steps.ReauthenticateForm):  # type: ignore[misc]  # the same
    pass


class AppForm(Digits, ActivateTOTPForm):  # type: ignore[misc]  # the same
    """The first code of an app that has just been told our secret."""

    words = {"code": APP_CODE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show one secret in every tab of a sign-in: an app that was told it is told the right one.

        Allauth makes another each time the page is opened.
        """
        session = context.request.session
        secret = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if secret:
            self.secret = session[SECRET_SESSION_KEY] = secret


def refuse_another_origin(origin: str) -> None:
    """Take what was signed on pages of this address alone. Raises ValueError.

    The library takes any port, and hosts below ours, where somebody else's pages may be.
    """
    here = f"{context.request.scheme}://{context.request.get_host()}"
    if origin not in {here, *settings.CSRF_TRUSTED_ORIGINS}:
        raise ValueError(origin)


def refuse_copy(passkey: Authenticator, counter: int) -> None:
    """Take a passkey only where it counts on from last time, if it counts. Raises ValueError.

    One that counts from before was copied: both would go on from there.
    """
    with transaction.atomic():
        hold(User.objects.filter(pk=passkey.user_id))
        passkey.refresh_from_db()
        last = passkey.data.get("counter", passkey.wrap().authenticator_data.counter)
        if max(counter, last) > 0 and counter <= last:
            raise ValueError(counter)
        if counter:
            passkey.data["counter"] = counter
            passkey.save(update_fields=["data"])


class PasskeyField(forms.JSONField):
    """What a browser answers for a passkey: only what can be read as one comes to allauth."""

    widget = forms.HiddenInput

    def __init__(self, kind: type[Any], words: Any) -> None:
        self.kind = kind
        super().__init__(error_messages={"required": words, "invalid": words})

    def to_python(self, value: Any) -> Any:
        try:
            answer = super().to_python(value)
            refuse_another_origin(self.kind.from_dict(answer).response.client_data.origin)
            if "\\u" in value:  # no browser writes any; halves of characters cannot be kept
                raise ValueError  # noqa: TRY301 -- one way out
        except Exception as error:  # fido2 raises what it meets, and JSON what is too deep
            raise ValidationError(self.error_messages["invalid"]) from error
        return answer

    def bound_data(self, _data: Any, _initial: Any) -> None:
        """Print none: it counts once."""


def in_words_of_a_passkey(form: forms.Form, error: ValidationError) -> ValidationError:
    """Return what allauth says of a passkey: where it speaks of a code, in our words."""
    if error.code == "incorrect_code":
        return ValidationError(form.fields["credential"].error_messages["invalid"])
    return error


class PasskeyForm(Worded, AddWebAuthnForm):  # type: ignore[misc]  # the same
    """A passkey's name, and what the browser answers. It can do without a password."""

    words = {"name": NAME}
    credential = PasskeyField(
        RegistrationResponse, _("Your browser gave no passkey. Try once more, or use another way.")
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": "", **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Take each passkey once: of two rows one would still open when the other goes."""
        try:
            answers: dict[str, Any] = super().clean() or {}
        except ValidationError as error:
            raise in_words_of_a_passkey(self, error) from error
        key = (answers.get("credential") or {}).get("id", "")
        if Authenticator.objects.filter(user=self.user, data__credential__id=key).exists():
            raise ValidationError(_("This passkey is with your account already."))
        return answers


class ByPasskey(forms.Form):
    credential = PasskeyField(
        AuthenticationResponse,
        _("This passkey is not one of yours here. Try once more, or use another way."),
    )

    def clean_credential(self) -> Authenticator:
        answer = AuthenticationResponse.from_dict(self.cleaned_data["credential"])
        try:
            passkey: Authenticator = super().clean_credential()  # type: ignore[misc]  # allauth's
            refuse_copy(passkey, answer.response.authenticator_data.counter)
        except ValidationError as error:
            raise in_words_of_a_passkey(self, error) from error
        except (ValueError, Authenticator.DoesNotExist) as error:
            raise ValidationError(self.fields["credential"].error_messages["invalid"]) from error
        return passkey


class SecondStepByPasskey(ByPasskey, AuthenticateWebAuthnForm):  # type: ignore[misc]  # the same
    """After the password."""


class SignInByPasskey(ByPasskey, LoginWebAuthnForm):  # type: ignore[misc]  # the same
    """Instead of a password."""


class AgainByPasskeyForm(ByPasskey, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # the same
    """Once more, before the sign-in itself is changed."""


class PasskeyNameForm(Worded, EditWebAuthnForm):  # type: ignore[misc]  # the same
    words = {"name": NAME}


class PaperForm(GenerateRecoveryCodesForm):  # type: ignore[misc]  # the same
    """Ten codes on paper; also as the only second step, for whoever has no phone."""

    def clean(self) -> dict[str, Any]:
        """Ask for no other step first, as allauth would."""
        return forms.Form.clean(self) or {}
