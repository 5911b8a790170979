"""The frame of every page: what all templates may print, and the tags that print it."""

import datetime as dt
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, engines
from django.template.base import Node, NodeList, Parser, Token
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pages.words import directed

register = template.Library()
# A sentence made elsewhere, or a name inside one: what is written from right to left stays apart.
register.filter("directed", stringfilter(directed))


def site(request: HttpRequest) -> dict[str, object]:
    """Give every template what the site is called and can do, and when this sign-in ends.

    At the latest, that is, whatever somebody does: SignInMiddleware has noted it with the request.
    """
    last_seconds = getattr(request, "seconds_left", settings.SIGN_IN_SECONDS)
    return {
        "site_name": settings.SITE_NAME,
        "idle_seconds": settings.SESSION_COOKIE_AGE,
        "last_seconds": last_seconds,
        "signed_out_at": timezone.now() + dt.timedelta(seconds=last_seconds),
        "letters_go_out": settings.LETTERS_GO_OUT,
        "single_sign_on": settings.SINGLE_SIGN_ON,
    }


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


@register.simple_tag(takes_context=True)
def for_practice(context: Context) -> bool:
    """Say whether the page is of a place to practise in: the service it is about says so."""
    return bool(getattr(context.get("service"), "practice_of_id", None))
