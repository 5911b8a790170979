"""What has to be said before the first question, where one side is one person."""

from django import template
from django.utils.translation import gettext as _

from accounts.models import Service
from frameworks.models import Framework
from mirror import selectors
from mirror.models import Pair
from pages.words import with_names

register = template.Library()


@register.simple_tag
def about_one_person(service: Service, framework: Framework | None) -> str:
    """Say that this will be read as about one person, where it will; else an empty text.

    To a body that is one person here, and to a service that is linked with one or has asked it.
    """
    if framework is None or framework.slug not in {row.slug for row in selectors.two_sided()}:
        return ""
    bodies = [service.organisation]
    if not service.is_of_a_body:
        pairs = Pair.objects.live().filter(service=service, framework_slug=framework.slug)
        bodies = [pair.body for pair in pairs.select_related("body")]
    for body in bodies:
        if selectors.body_is_one_person(body):
            sentence = _("{body} is one person here. This will be read as about one person.")
            return with_names(sentence, body=body.name)
    return ""
