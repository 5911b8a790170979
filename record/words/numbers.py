"""Small numbers in words."""

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
