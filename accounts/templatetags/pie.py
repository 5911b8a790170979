"""The fields of accounts.printing, for templates."""

from django import template
from django.forms import BoundField
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
