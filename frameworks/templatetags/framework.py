"""The frameworks there are, for pages that say the same to everybody."""

from django import template
from django.utils.translation import gettext as _

from frameworks import selectors
from frameworks.models import Framework
from frameworks.tree import FrameworkTree

register = template.Library()


@register.simple_tag
def published_frameworks() -> list[Framework]:
    """Return the published frameworks, first offered first."""
    return selectors.published().first_offered_first()


@register.simple_tag
def first_framework() -> FrameworkTree | None:
    """Return the words of the framework that is offered first, or None where there is none."""
    frameworks = selectors.published().first_offered_first()
    if frameworks:
        return selectors.tree_by_id(frameworks[0].pk, _("the people we work with"))
    return None
