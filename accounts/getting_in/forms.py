"""Forms of coming in: a name, how somebody will sign in; and names of many teams, a line each."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.signing_in.forms import AGAIN, NEW_PASSWORD, OwnNameField, Worded
from accounts.signing_in.passwords import refuse_names
from pages.forms.fields import OneOf, Values
from pages.words import check_name

CODE, PASSWORD = "code", "password"  # ways to sign in


class PasswordForm(Worded):
    words = {"password1": NEW_PASSWORD, "password2": AGAIN}
    use_required_attribute = False
    by_code = False  # each time, in place of a password

    password1 = forms.CharField(
        strip=False, required=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        strip=False, required=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, data: Values = None, *, user: User, names: Sequence[str] = ()) -> None:
        """`names`: of where they come in, of which they are no part yet."""
        self.user, self.names = user, list(names)
        super().__init__(data)

    def clean_display_name(self) -> str:
        """Weigh the password against the name, where one is asked for."""
        name: str = self.cleaned_data["display_name"]
        self.user.display_name = name
        return name

    def clean(self) -> None:
        if not self.wants_password:
            return
        password, again = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if not password:
            self.add_error("password1", str(NEW_PASSWORD.missing))
        elif password != again:
            self.add_error("password2", _("The two are not the same. Type both once more."))
        else:
            try:
                validate_password(password, self.user)
                refuse_names(password, self.names)
            except ValidationError as error:
                self.add_error("password1", error)

    @property
    def wants_password(self) -> bool:
        return not self.by_code

    @property
    def password(self) -> str | None:
        if self.wants_password:
            return str(self.cleaned_data["password1"])
        return None


class ComeInForm(PasswordForm):
    """A name, and how to sign in: by a code each time, where letters arrive, or a password."""

    display_name = OwnNameField(help_text=_("As the people you work with call you."))
    way = OneOf(
        label=_("How would you like to sign in?"),
        choices=[
            (CODE, _("Send me a code each time. I need no password")),
            (PASSWORD, _("With a password that I choose")),
        ],
    )
    field_order = ("display_name", "way", "password1", "password2")

    def __init__(
        self, data: Values = None, *, user: User, by_code: bool, names: Sequence[str]
    ) -> None:
        """Take who it will be: `user` is not stored yet. `by_code`: letters arrive there."""
        super().__init__(data, user=user, names=names)
        self.fields["display_name"].initial = user.display_name
        self.by_code = by_code
        if by_code:
            self.fields["way"].initial = CODE
        else:
            del self.fields["way"]

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or CODE

    @property
    def wants_password(self) -> bool:
        return not self.by_code or self.cleaned_data.get("way") == PASSWORD


LONGEST_NAME = 200
BAR = "|"


def team_names(words: str, most: int) -> list[tuple[str, str]]:
    """Return the names with their second names; empty lines count for nothing.

    `most`: how many at a time. Raises ValidationError, where each mistake is told with its line.
    """
    names, mistakes = [], []
    lines = words.splitlines()
    if len(lines) > most:
        words = say("That is more than {most} lines. Add them in several goes.")
        raise ValidationError(words.replace("{most}", str(most)))
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, _bar, second = map(str.strip, line.partition(BAR))
        try:
            name, second = check_name(name), check_name(second)
        except ValidationError as error:
            mistakes.append(_on_line(number, error.message))
        if not name:
            mistakes.append(_on_line(number, say("There is no name before the bar.")))
        if max(len(name), len(second)) > LONGEST_NAME:
            mistakes.append(_on_line(number, say("This name is longer than 200 letters.")))
        names.append((name, second))
    if mistakes:
        raise ValidationError(mistakes)
    return names


def _on_line(number: int, what: Any) -> str:
    return say("Line {number}: {what}").format(number=number, what=what)
