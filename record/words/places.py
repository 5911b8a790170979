"""Where one is among so many, in words: where, not how well."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIRST = (
    gettext_lazy("First"),
    gettext_lazy("Second"),
    gettext_lazy("Third"),
    gettext_lazy("Fourth"),
    gettext_lazy("Fifth"),
    gettext_lazy("Sixth"),
    gettext_lazy("Seventh"),
    gettext_lazy("Eighth"),
    gettext_lazy("Ninth"),
    gettext_lazy("Tenth"),
    gettext_lazy("Eleventh"),
    gettext_lazy("Twelfth"),
)
ONE = (
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
    gettext_lazy("eleven"),
    gettext_lazy("twelve"),
)


def place_among(number: int, of: int) -> str:
    """Say "Second of five; stop when you like."; beyond twelve in figures, of one thing nothing."""
    if of < 2:  # noqa: PLR2004 -- one among itself is no place
        return ""
    if of <= len(ONE):
        said = _("{second} of {five}; stop when you like.")
        return said.replace("{second}", str(FIRST[number - 1])).replace("{five}", str(ONE[of - 1]))
    said = _("Page {number} of {all}; stop when you like.")
    return said.replace("{number}", str(number)).replace("{all}", str(of))
