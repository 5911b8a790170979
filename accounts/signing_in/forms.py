"""Allauth’s forms of signing in, in our words; how one is called, and which letters one gets."""

from typing import Any, ClassVar, NamedTuple

from allauth.account import forms as allauth_forms
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.user import NO_MAILBOX
from accounts.selectors import person_at
from accounts.signing_in.codes import is_code, take_try, waiting_code
from pages.forms.fields import ChangeForm, NameField, OneOf, OurForm, Values
from pages.words import refuse_no_address


class FieldWords(NamedTuple):
    """What a field says: its label, what to type when it is left empty, and a hint."""

    label: str | Promise
    missing: str | Promise
    hint: str | Promise = ""


EMAIL = FieldWords(_("Your work e-mail"), _("Type your work e-mail."))
PASSWORD = FieldWords(_("Password"), _("Type your password."))
OLD_PASSWORD = FieldWords(_("The password you have now"), _("Type the password you have now."))
NEW_PASSWORD = FieldWords(
    _("New password"),
    _("Type a new password."),
    _(
        "At least twelve characters. Three or four words that nobody else would put together are"
        " easy to remember and hard to guess."
    ),
)
CODE = FieldWords(_("The code from the letter"), _("Type the code from the letter."))
CODE_OVER = _("This code no longer works. Ask for another.")
AGAIN = FieldWords(_("The same once more"), _("Type the new password once more."))


class Worded(forms.Form):
    """Gives the fields their words and takes the placeholders away: they vanish while typing."""

    words: ClassVar[dict[str, FieldWords]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = words.label, words.hint  # type: ignore[assignment]  # lazy texts will do
            field.error_messages["required"] = words.missing  # type: ignore[assignment]  # the same
            field.widget.attrs.pop("placeholder", None)
            if name in {"login", "email"}:
                field.validators = [refuse_no_address]
                field.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


EMAIL_OR_NAME = FieldWords(
    _("Your work e-mail, or your sign-in name"), _("Type your work e-mail or your sign-in name.")
)


class SignInForm(Worded, allauth_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    words = {"login": EMAIL_OR_NAME, "password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.validators = []  # clean_login looks at it
        field.widget = forms.TextInput({**field.widget.attrs, "autocomplete": "username"})

    def nobody_yet(self) -> bool:
        """Say whether nobody has an account here: the first one comes in by another address."""
        return not User.objects.exists()

    def clean_login(self) -> str:
        """Read a sign-in name as the address that it is kept as."""
        name: str = self.cleaned_data["login"].strip()
        if "@" not in name:
            return f"{name.lower()}{NO_MAILBOX}"
        refuse_no_address(name)
        return name


class ReauthenticateForm(Worded, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": PASSWORD}


def _who_may_sign_in(address: str) -> User | None:
    person = person_at(address)
    if person and person.is_active:
        return person
    return None


class ResetPasswordForm(Worded, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": EMAIL}

    def clean_email(self) -> str:
        """Look for somebody whose address this is; allauth takes one that nobody confirmed."""
        email: str = super().clean_email()
        self.users = list(filter(None, [_who_may_sign_in(email)]))
        return email


class ResetPasswordKeyForm(Worded, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ChangePasswordForm(Worded, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": OLD_PASSWORD, "password1": NEW_PASSWORD, "password2": AGAIN}


class SetPasswordForm(Worded, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}


class AddEmailForm(Worded, allauth_forms.AddEmailForm):  # type: ignore[misc]
    words = {
        "email": FieldWords(
            _("E-mail"),
            _("Type the address."),
            _("A link goes to it; the address counts once you have opened the link."),
        )
    }


class RequestCodeForm(Worded, allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    words = {"email": EMAIL}

    def clean_email(self) -> str:
        """Look for somebody whose address this is, in the same way."""
        email: str = super().clean_email()
        self._user = _who_may_sign_in(email)
        return email


class LetterCode(Worded):
    """A code as it stands in a letter, in capital letters."""

    words = {"code": CODE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class ConfirmCodeForm(LetterCode, allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        """Take no more tries than a code has, however many are typed in one moment."""
        if not take_try(context.request, LOGIN_SESSION_KEY):
            raise ValidationError(CODE_OVER)
        code: str = super().clean_code()
        return code


CODE_AGAIN = "code to say again who it is"  # what it is kept under


class AgainCodeForm(Worded):
    words = {"code": CODE}
    use_required_attribute = False

    code = forms.CharField(
        widget=forms.TextInput({"autocomplete": "one-time-code", "spellcheck": "false"})
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_code(self.request, CODE_AGAIN, code):
            if waiting_code(self.request, CODE_AGAIN):
                raise ValidationError(_("This is not the code of the newest letter. Look again."))
            raise ValidationError(CODE_OVER)
        return code


class LettersForm(OurForm):
    wanted = OneOf(
        label=_("Letters"),
        choices=User.Letters.choices,
        missing=_("Choose one of the three."),
    )

    def __init__(self, data: Values = None, *, user: User) -> None:
        initial = {"wanted": user.letters_wanted}
        super().__init__(data, initial=initial)


class OwnNameField(NameField):
    default_error_messages: ClassVar = {"required": _("Type your name.")}

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput({"autocomplete": "name"})
        super().__init__(label=_("Your name"), required=True, most=100, widget=box, **kwargs)


class OwnNameForm(ChangeForm):
    columns = ("display_name",)

    display_name = OwnNameField(help_text=_("As the people you work with call you."))
