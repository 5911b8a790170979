"""Small numbers in words, and where one is among so many: where, not how well."""

from django.utils.translation import gettext as _


def number_word(number: int) -> str:
    """Say a small number in words; larger ones stay figures."""
    words = (
        _("none"),
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
        _("ten"),
        _("eleven"),
        _("twelve"),
    )
    if 0 <= number < len(words):
        return words[number]
    return str(number)


def place_among(number: int, of: int) -> str:
    """Say "Second of five; stop when you like."; beyond twelve in figures, of one thing nothing."""
    places = (
        _("First"),
        _("Second"),
        _("Third"),
        _("Fourth"),
        _("Fifth"),
        _("Sixth"),
        _("Seventh"),
        _("Eighth"),
        _("Ninth"),
        _("Tenth"),
        _("Eleventh"),
        _("Twelfth"),
    )
    if of < 2:  # noqa: PLR2004 -- one among itself is no place
        return ""
    if of <= len(places):
        said = _("{second} of {five}; stop when you like.")
        return said.replace("{second}", places[number - 1]).replace("{five}", number_word(of))
    said = _("Page {number} of {all}; stop when you like.")
    return said.replace("{number}", str(number)).replace("{all}", str(of))
