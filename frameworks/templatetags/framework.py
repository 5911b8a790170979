"""The frameworks there are, for pages that say the same to everybody."""

from django import template
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from frameworks import selectors
from frameworks.models import Framework

register = template.Library()


@register.simple_tag
def published_frameworks() -> QuerySet[Framework]:
    """Return the published frameworks, first offered first."""
    return selectors.published()


@register.simple_tag
def first_framework() -> selectors.FrameworkTree | None:
    """Return the words of the framework that is offered first, or None where there is none."""
    first = selectors.published().first()
    return selectors.tree(first, _("the people we work with")) if first else None
