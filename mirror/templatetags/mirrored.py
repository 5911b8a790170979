"""What has to be said before the first question, where one side is one person."""

from django import template
from django.utils.translation import gettext as _

from accounts.models import Service
from frameworks.models import Framework
from mirror import selectors
from mirror.models import Pair
from pages.words import isolated

register = template.Library()


@register.simple_tag
def about_one_person(service: Service, framework: Framework | None) -> str:
    """Say that this will be read as about one person, where it will; else an empty text.

    To a body that is one person here, and to a service that is linked with one or has asked it.
    """
    if framework is None or not selectors.has_two_sides(framework):
        return ""
    if service.is_of_a_body:
        alone = selectors.is_one_person(service.organisation)
        body = service.organisation if alone else None
    else:
        pairs = Pair.objects.live().filter(service=service, framework_slug=framework.slug)
        bodies = [pair.body for pair in pairs.select_related("body")]
        body = next((each for each in bodies if selectors.is_one_person(each)), None)
    if body is None:
        return ""
    said = _("{body} is one person here. This will be read as about one person.")
    return said.replace("{body}", isolated(body.name))
