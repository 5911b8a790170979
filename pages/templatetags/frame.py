"""The frame of every page: what all templates may print, and the tags that print it.

Django's tags of translation and static files are among them, and crispy's. They are `builtins` in
the settings: no template loads them.
"""

import datetime as dt
import re
from collections import Counter
from typing import Any

from crispy_forms.templatetags import crispy_forms_tags
from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import Context, RequestContext, engines
from django.template.base import Node, NodeList, Parser, Token
from django.template.defaultfilters import stringfilter
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags import i18n, static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pages.words import as_owner, directed, with_one_end

register = template.Library()
_ROW = re.compile(r"_\d+$")
_NUMBERS = re.compile(r"[\d,]+")
for library in (i18n, static, crispy_forms_tags):
    register.tags.update(library.register.tags)
    register.filters.update(library.register.filters)
# A sentence made elsewhere, or a name inside one: what is written from right to left stays apart.
register.filter("directed", stringfilter(directed))
register.filter("as_owner", stringfilter(as_owner))


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


@register.simple_tag
def wrong_fields(form: BaseForm) -> list[tuple[BoundField, str]]:
    """Return what is wrong in fields; where several say the same, each with what it is called.

    The same is also what differs in its numbers alone.
    """
    wrong: list[tuple[BoundField, str, str]] = []
    times: Counter[str] = Counter()
    called: Counter[str] = Counter()
    for field in form.visible_fields():
        name = _called(form, field)
        called[name] += 1
        for words in map(str, field.errors):
            times[_NUMBERS.sub("", words)] += 1
            wrong.append((field, _lead_in(name, called[name]), words))
    lines = []
    for field, lead_in, words in wrong:
        line = words
        if times[_NUMBERS.sub("", words)] > 1:
            line = f"{lead_in} {words}"
        lines.append((field, line))
    return lines


def _called(form: BaseForm, field: BoundField) -> str:
    """Return what a field is called; "Another" by what the first of its rows is."""
    first = _ROW.sub("_1", field.name)
    if field.label == _("Another") and first in form.fields:
        return str(form[first].label)
    return str(field.label)


def _lead_in(name: str, number: int) -> str:
    """Say which field it is; of several that are called alike, which of them."""
    is_whole = name.endswith(("?", ".", "…"))
    if number > 1 and is_whole:
        return _("{name} Number {number}:").format(name=name, number=number)
    if number > 1:
        return _("{name}, number {number}:").format(name=name, number=number)
    if is_whole:
        return name
    return f"{name}:"


@register.simple_tag(takes_context=True)
def for_practice(context: Context) -> bool:
    """Say whether the page is of a place to practise in: the service it is about says so."""
    return bool(getattr(context.get("service"), "practice_of_id", None))


@register.simple_tag(takes_context=True)
def other_page(context: RequestContext, list_name: str, number: int) -> str:
    """Return the address of another page of a list: what else the page was asked for stays.

    A list that is not the first of its page opens where it stands: its name is an id there.
    """
    query = context.request.GET.copy()
    query.pop(list_name, None)
    others = f"&{query.urlencode()}" if query else ""
    place = "" if list_name == "page" else f"#{list_name}"
    return f"?{list_name}={number}{others}{place}"


# --- Ways on: like `url`, by the name of an address and what goes into it


@register.inclusion_tag("components/back_link.html")
def back_to(name: str, *parts: object, text: str) -> dict[str, object]:
    """Print one step back, to a page that is called `text`."""
    return {"href": reverse(name, args=parts), "text": text}


@register.inclusion_tag("components/row_link.html")
def row_to(name: str, *parts: object, text: str, quiet: str = "") -> dict[str, object]:
    """Print a row of a list that leads on; `quiet`: what stands there, said more quietly."""
    return {"href": reverse(name, args=parts), "text": text, "quiet": quiet}


@register.inclusion_tag("components/press.html")
def press(
    name: str, *parts: object, text: str, of: str = "", look: str = "button--quiet"
) -> dict[str, object]:
    """Print a button that does something at once; `of`: to what, for who only hears the page."""
    return {"action": reverse(name, args=parts), "text": text, "of": of, "look": look}


@register.simple_tag(takes_context=True)
def title_again(context: Context) -> SafeString:
    """Print what the block `title` of a page says, once more."""
    title: SafeString = context.render_context[BLOCK_CONTEXT_KEY].get_block("title").render(context)
    return title


# --- Sentences of a template


@register.simple_block_tag
def one_end(content: SafeString) -> SafeString:
    """Print a sentence of several tags; closed by a name that has an end, it gets no other."""
    return mark_safe(with_one_end(content))  # noqa: S308 -- a full stop less


class SentenceNode(Node):
    """A translated sentence in which our full stop stands behind a name."""

    def __init__(self, node: Any) -> None:
        self.node = node

    def render(self, context: Context) -> SafeString:
        """Print it with one end, or give it to the page under the name it asks for."""
        text = self.node.render(context)
        name = self.node.asvar
        if name:
            context[name] = one_end(context[name])
            return SafeString(text)
        return one_end(text)


@register.tag("blocktranslate")
def block_sentence(parser: Parser, token: Token) -> Node:
    """Print a translated sentence, as Django does."""
    node = i18n.do_block_translate(parser, token)
    words = "".join(part.contents for part in [*node.singular, *(node.plural or [])])
    if "</bdi>." in words or "</bdi>?" in words:
        return SentenceNode(node)
    return node
