"""Pieces of the page frame that say the same to everybody."""

import datetime as dt
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.template import Context, engines
from django.template.base import Node, NodeList, Parser, Token
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pages.memory import address
from pages.words import directed

register = template.Library()
# A sentence made elsewhere, or a name inside one: what is written from right to left stays apart.
register.filter("directed", stringfilter(directed))


class OnceNode(Node):
    """Prints its content once in a process and language, and the same text from then on."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._printed: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return the content, printed without the page's variables: nothing of anybody is kept."""
        language = get_language()
        if language not in self._printed:
            self._printed[language] = self.nodelist.render(context.new())
        return self._printed[language]


@register.tag
def once(parser: Parser, _token: Token) -> OnceNode:
    """Print what stands up to `endonce` once: addresses and words that are always the same.

    The content sees no variable of the page, so it cannot say anything about who looks at it.
    """
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist)


@register.simple_tag
def piece(name: str, **variables: Any) -> SafeString:
    """Print a piece of templates/jinja2: a long list, for which Django's own take far longer."""
    return SafeString(engines["jinja2"].get_template(name).render(variables))


@register.simple_tag(name="address")
def printed_address(name: str, *parts: object) -> str:
    """Print an address as `{% url %}` does, from the process's memory: for what every page has."""
    return address(name, *map(str, parts))


class SignOutTime(NamedTuple):
    """When a sign-in is over whatever somebody does."""

    time: dt.datetime
    seconds: int


@register.simple_tag(takes_context=True)
def signs_out_at(context: Context) -> SignOutTime:
    """Say when this sign-in ends at the latest: the middleware has noted it with the request."""
    now = timezone.now()
    request = context.get("request")
    left = getattr(request, "seconds_left", settings.SIGN_IN_SECONDS)
    return SignOutTime(now + dt.timedelta(seconds=left), left)


@register.simple_tag(takes_context=True)
def for_practice(context: Context) -> bool:
    """Say whether the page is of a place to practise in: the service it is about says so."""
    return bool(getattr(context.get("service"), "practice_of_id", None))
