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
