"""Django's tags of translation, for sentences that close with a name: templates load it as i18n."""

from typing import Any

from django import template
from django.template import Context
from django.template.base import Node, Parser, Token
from django.templatetags import i18n
from django.utils.safestring import SafeString, mark_safe

from pages.words import with_one_end

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


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
        said = self.node.render(context)
        name = self.node.asvar
        if name:
            context[name] = one_end(context[name])
            return SafeString(said)
        return one_end(said)


@register.tag("blocktranslate")
def block_sentence(parser: Parser, token: Token) -> Node:
    """Print a translated sentence, as Django does."""
    node = i18n.do_block_translate(parser, token)
    words = "".join(each.contents for each in [*node.singular, *(node.plural or [])])
    if "</bdi>." in words:
        return SentenceNode(node)
    return node
