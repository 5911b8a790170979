"""Fields as accounts.printing prints them, for templates."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from pages import printing

register = template.Library()


@register.filter(is_safe=True)
def printed(field: BoundField) -> SafeString:
    """Print a field: label or legend, hint, error, control."""
    return printing.printed(field)
