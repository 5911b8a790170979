"""Which passwords are too easy to guess."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

# Of 0 to 4: 3 stands for more than a hundred million guesses.
ENOUGH = 3
# What is longer is not guessed by patterns, and weighing it would take seconds.
MOST_WEIGHED = 72


class GuessableValidator:
    """Refuses what stands in lists of known passwords, repeats itself or runs along the keyboard.

    zxcvbn weighs it here, without asking anybody, against words that any stranger could try: the
    person's name and address, and the name of this site.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError with a sentence that says why, and what to do instead."""
        from zxcvbn import zxcvbn  # noqa: PLC0415 -- its lists take a tenth of a second to read

        words = [settings.SITE_NAME]
        if user is not None:
            words += [*user.display_name.split(), *user.email.replace("@", ".").split(".")]
        weighed = zxcvbn(password[:MOST_WEIGHED], user_inputs=list(filter(None, words)))
        if weighed["score"] < ENOUGH:
            raise ValidationError(_reason(weighed["sequence"]), code="password_guessable")

    def get_help_text(self) -> str:
        return _("Nothing that many people use, no row of keys, and no word twice over.")


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
