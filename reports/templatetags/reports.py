"""What reports print: people's words fit for print, bead rows, and the long lists they stand in.

All of it is escaped: the words here, what is drawn by `charts`.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import msgspec
from django import template
from django.template import Context
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pages.templatetags.frame import piece
from pages.words import directed
from record.words import own_words, phrases
from record.words.own_words import printable, with_end
from record.words.singular import html_in_singular
from record.words.traces import traces_in
from reports.content import Report
from reports.content.conversations import Conversation
from reports.content.pieces import Own, RowText
from reports.content.singular import names_of
from reports.drawing import charts, sheet
from reports.printing import letters

register = template.Library()
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
# Inside a sentence, escaped by the template: `{{ words|printable|with_end }}`.
register.filter("printable", stringfilter(own_words.printable))
register.filter("with_end", stringfilter(own_words.with_end), is_safe=True)
register.filter("stopped", stringfilter(own_words.stopped), is_safe=True)
register.filter("without_end", stringfilter(own_words.without_end), is_safe=True)


@register.filter
def lined(words: str) -> SafeString:
    """Return words inside a sentence with their line breaks kept: lists stay lists. Escapes."""
    return phrases.in_lines(own_words.printable(str(words)))


@register.filter
def ended(words: str) -> SafeString:
    """Return words as `lined` does, with an end; what follows a list begins a line."""
    if own_words.ends_in_item(words):
        html = lined(words)
        return html if own_words.is_list(words) else html + SafeString("<br>")
    return lined(with_end(words))


@register.filter("paragraphs")
@stringfilter
def as_paragraphs(words: str) -> SafeString:
    """Return words as `<p>` elements, each finding its own reading direction: escaped."""
    paragraphs = []
    for lines in own_words.paragraphs(words):
        body = format_html_join(SafeString("<br>"), "{}", [(line,) for line in lines])
        paragraphs.append((body,))
    return format_html_join("\n", '<p dir="auto">{}</p>', paragraphs)


@register.simple_block_tag
def in_its_voice(content: SafeString, report: Report) -> SafeString:
    """Return a part of a report as its writer says it: of one person, as one.

    What is escaped in it stays escaped: only words between tags are put otherwise.
    """
    if not report.letter.by_one:
        return content
    return mark_safe(html_in_singular(content, names_of(report)))  # noqa: S308 -- as above


@register.simple_tag(name="missing_letters")
def letters_without_face(report: Report) -> tuple[str, ...]:
    """Return the letters of a report that its PDF would print as boxes."""
    return letters.missing_letters(report.to_json())


@register.simple_tag(name="traces")
def traces_of_people(report: Report) -> tuple[str, ...]:
    """Return what in a report's words could lead to one person."""
    return traces_in(_texts(msgspec.to_builtins(report)))


def _texts(content: Any) -> Iterator[str]:
    """Yield every text in plain data."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        yield from _texts(list(content.values()))
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _texts(part)


@register.filter
def answer_in(row: RowText, talk: Conversation) -> str:
    """Return what a conversation answered on a line; no cell of a table is blank."""
    for mark in row.marks:
        if mark.occasion == talk.id:
            return mark.answer
    return _("not part of it")


@register.simple_tag(takes_context=True, name="rod")
def row_rod(context: Context, row: RowText, *, in_words: bool = False) -> SafeString:
    """Draw a row's bead row, with the levels' names; its sentences are its text alternative.

    in_words: they stand beside it already; in a PDF a picture has them all the same (PDF/UA).
    `rod_width` in the context: pixels, for print; without it as wide as its place.
    """
    width = context.get("rod_width")
    return _drawn(row, width, in_words=in_words)


@register.simple_tag
def long_list(name: str, **variables: Any) -> SafeString:
    """Print a list of templates/jinja2/reports, which may draw a row and print people's words."""
    return piece(
        name, rod=lambda row: _drawn(row, None, in_words=True), own=_own, named=_named, **variables
    )


def _own(words: Own) -> SafeString:
    """Return a team's own line fit for print, with an end: escaped."""
    return escape(with_end(printable(words.words)))


def _named(name: str) -> SafeString:
    """Return a line's name before what is said of it, with an end: escaped."""
    return directed(own_words.stopped(name))


# Drawing is pure, and the rows of the same records are drawn again and again.
@lru_cache(maxsize=1024)
def _drawn(row: RowText, width: int | None, *, in_words: bool) -> SafeString:
    drawn = picture(row)
    drawing = charts.rod(
        drawn,
        title="" if in_words and width is None else f"{row.name}: {row.plain}",
        prefix=f"rod-{'former-' if row.former else ''}{row.code}",
        width=width,
    )
    names = []
    for place, level in enumerate(row.levels):
        names.append((sheet.shade(place, len(row.levels)) + 1, level.name))
    context = {
        "drawing": mark_safe(drawing),  # noqa: S308 -- charts escapes
        "names": names,
        "words": "" if drawn.beads or in_words else drawn.words,
    }
    return render_to_string("reports/_rod.html", context)


@register.simple_tag(takes_context=True)
def rod_mark(context: Context, name: str, words: str) -> SafeString:
    """Draw one mark of the key (a key of `charts.rod_key`) and the words that explain it.

    In print it is a background: a picture would be heard with the same words.
    """
    mark = mark_safe(_marks()[name])  # noqa: S308 -- drawn by us
    if context.get("rod_width"):
        picture = b64encode(mark.replace("<svg", f"<svg {NAMESPACE}", 1).encode()).decode()
        form = (
            '<span class="mark" style="background-image: url(data:image/svg+xml;base64,{})"></span>'
        )
        mark = format_html(form, picture)
    return format_html("{} <span>{}</span>", mark, words)


@cache
def _marks() -> dict[str, str]:
    return charts.rod_key()


def picture(row: RowText) -> sheet.Rod:
    """Return what a row's bead row shows: the first place, those between, and now."""
    beads: list[sheet.Bead] = []
    before = after = ""
    for mark in row.marks:
        if mark.spot is None:
            continue
        role, broken = sheet.BETWEEN, mark.broken
        if not beads:
            role, before, broken = sheet.FIRST, mark.broken, ""
        if mark.now:
            role = sheet.NOW
        beads.append(sheet.Bead(mark.spot, role, mark.answer, mark.arc, broken, mark.recast))
    views: tuple[sheet.Spot, ...] = ()
    if row.marks:
        last = row.marks[-1]
        if last.now:
            views = last.views
        if beads and last.spot is None and not last.views:
            after = last.broken
    return sheet.Rod(row.levels, tuple(beads), views, before, after, row.empty)
