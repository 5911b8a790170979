"""Which passwords are too easy to guess."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Organisation, Service, User

# Of 0 to 4: 3 stands for more than a hundred million guesses.
ENOUGH = 3
# What is longer is not guessed by patterns, and weighing it would take seconds.
MOST_WEIGHED = 72
# What is shorter is in many words, or is hardly one.
FEW_LETTERS = 4


class GuessableValidator:
    """Refuses what stands in lists of known passwords, repeats itself or runs along the keyboard.

    zxcvbn weighs it here, without asking anybody, against words that any stranger could try: the
    person's name and address, their teams' and organisations' names, and that of this site.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        from zxcvbn import zxcvbn  # noqa: PLC0415 -- its lists take a tenth of a second to read

        words = _words_in(_names_known(user))
        refuse_names(password, words)
        weighed = zxcvbn(password[:MOST_WEIGHED], user_inputs=words)
        if weighed["score"] < ENOUGH:
            raise ValidationError(_reason(weighed["sequence"]), code="password_guessable")

    def get_help_text(self) -> str:
        return _("Nothing that many people use, no row of keys, and no word twice over.")


def refuse_names(password: str, names: list[str]) -> None:
    """Raise ValidationError where names are nearly all of it that is no figure or mark."""
    rest = password.casefold()
    for word in sorted(_words_in(names), key=len, reverse=True):
        if len(word) >= FEW_LETTERS:
            rest = rest.replace(word.casefold(), "")
    letters = sum(map(str.isalpha, rest))
    if rest != password.casefold() and letters < FEW_LETTERS:
        raise ValidationError(
            _("This is made of names that others know, which are tried early. Type another."),
            code="password_guessable",
        )


def _words_in(names: list[str]) -> list[str]:
    return re.findall(r"[^\W\d_]+", " ".join(names))


def _names_known(user: User | None) -> list[str]:
    names = [settings.SITE_NAME]
    if user is not None:
        names += [user.display_name, user.email]
        services = Service.objects.filter(memberships__user=user)
        for team_and_theirs in services.values_list("name", "organisation__name"):
            names += team_and_theirs
        organisations = Organisation.objects.filter(memberships__user=user)
        names += organisations.values_list("name", flat=True)
    return names


def _reason(parts: list[dict[str, Any]]) -> str:
    """Return why: by the longest part of the password that somebody would try early."""
    longest = max(parts, key=lambda part: len(part["token"]))
    if longest["pattern"] == "repeat":
        return _("This says the same thing again and again, which is tried early. Type another.")
    if longest["pattern"] in {"sequence", "spatial"}:
        return _("This is a row of letters, figures or keys, which is tried early. Type another.")
    return _(
        "This is close to passwords that many people use, so it is tried early. Three or four"
        " words that nobody else would put together are better."
    )
