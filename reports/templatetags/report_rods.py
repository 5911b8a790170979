"""Bead rows in templates, and the long lists they stand in. `charts` escapes what it draws."""

from functools import cache, lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from pages.templatetags.frame import piece
from record.words.endings import ended
from record.words.fit_for_print import printable
from reports.content.pieces import Own
from reports.content.rows import RowText
from reports.drawing import charts, ink
from reports.drawing.rods import picture

register = template.Library()


@register.simple_tag(takes_context=True, name="rod")
def row_rod(context: Context, row: RowText) -> SafeString:
    """Draw a row's bead row, with the levels' names; its sentences are its text alternative.

    `rod_width` in the context: pixels, for print; without it as wide as its place.
    """
    return _drawn(row, context.get("rod_width"))


@register.simple_tag
def long_list(name: str, **variables: Any) -> SafeString:
    """Print a list of templates/jinja2/reports, which may draw a row and print people's words."""
    return piece(name, rod=lambda row: _drawn(row, None), own=_own, **variables)


def _own(words: Own) -> SafeString:
    """Return a team's own line fit for print, with an end: escaped."""
    return escape(ended(printable(words.words)))


# Drawing is pure, and the rows of the same records are drawn again and again.
@lru_cache(maxsize=1024)
def _drawn(row: RowText, width: int | None) -> SafeString:
    drawn = picture(row)
    drawing = charts.rod(
        drawn,
        title=f"{row.name}: {row.plain}",
        prefix=f"rod-{'former-' if row.former else ''}{row.code}",
        width=width,
    )
    names = []
    for place, level in enumerate(row.levels):
        names.append((ink.shade(place, len(row.levels)) + 1, level.name))
    context = {
        "drawing": mark_safe(drawing),  # noqa: S308 -- charts escapes
        "names": names,
        "words": "" if drawn.beads else drawn.words,
    }
    return render_to_string("reports/_rod.html", context)


@register.simple_tag
def rod_mark(name: str, words: str) -> SafeString:
    """Draw one mark of the key (a key of `charts.rod_key`) and the words that explain it."""
    drawn = _marks()[name].replace(">", f"><title>{ink.safe(words)}</title>", 1)
    mark = mark_safe(drawn)  # noqa: S308 -- the words are escaped
    return format_html("{} <span>{}</span>", mark, words)


@cache
def _marks() -> dict[str, str]:
    return charts.rod_key()
