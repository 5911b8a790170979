"""Filters for people's words in reports. All of them escape."""

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from record.words import endings, fit_for_print, phrases
from reports.content import Report
from reports.printing import letters

register = template.Library()
# Inside a sentence, escaped by the template: `{{ words|printable|ended }}`.
register.filter("printable", stringfilter(fit_for_print.printable))
register.filter("ended", stringfilter(endings.ended), is_safe=True)
register.filter("unended", stringfilter(endings.unended), is_safe=True)


@register.filter
def lined(words: str) -> SafeString:
    """Return words inside a sentence with their line breaks kept: lists stay lists. Escapes."""
    return phrases.in_lines(fit_for_print.printable(str(words)))


@register.filter("paragraphs")
@stringfilter
def as_paragraphs(words: str) -> SafeString:
    """Return words as `<p>` elements, each finding its own reading direction: escaped."""
    paragraphs = []
    for lines in fit_for_print.paragraphs(words):
        body = format_html_join(SafeString("<br>"), "{}", [(line,) for line in lines])
        paragraphs.append((body,))
    return format_html_join("\n", '<p dir="auto">{}</p>', paragraphs)


@register.simple_tag(name="missing_letters")
def letters_without_face(report: Report) -> tuple[str, ...]:
    """Return the letters of a report that its PDF would print as boxes."""
    return letters.missing_letters(report.to_json())
