"""The fields of accounts.printing, for templates."""

from django import template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

from accounts import printing

register = template.Library()


@register.filter(is_safe=True)
def printed(field: BoundField) -> SafeString:
    """Print a field: label or legend, hint, error, control."""
    return printing.printed(field)


@register.filter(is_safe=True)
def hint(field: BoundField) -> SafeString:
    """Print the hint of a field alone."""
    return printing.hint(field)


@register.filter(is_safe=True)
def error(field: BoundField) -> SafeString:
    """Print what is wrong with a field alone."""
    return printing.error(field)


@register.filter(is_safe=True)
def answers(field: BoundField) -> SafeString:
    """Print all the answers of a group."""
    return printing.answers(field)


@register.filter(is_safe=True)
def answer(option: BoundWidget) -> SafeString:
    """Print one answer of a group."""
    return printing.answer(option)


@register.filter(is_safe=True)
def bead(option: BoundWidget) -> SafeString:
    """Print the radio or box of an answer alone."""
    return printing.bead(option)


@register.filter
def levels(field: BoundField) -> list[BoundWidget]:
    """Return the answers of a group that are levels."""
    return printing.levels(field)


@register.filter(is_safe=True)
def others(field: BoundField) -> SafeString:
    """Print the answers of a group that are no level."""
    return printing.others(field)


@register.filter
def opens_others(field: BoundField) -> bool:
    """Say whether the answers that are no level have to be seen."""
    return printing.opens_others(field)
