"""Form fields printed in Python, the one place of their markup.

Printed by templates, the controls of one theme page took two thirds of its time. Everything is
escaped by format_html, since the words of questions are data; the layout around fields, and pages
as a whole, stay templates (templates/pie, templates/components).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

EMPTY = SafeString("")
# Drawings without words: nothing in them comes from people.
WRONG = mark_safe(
    '<svg width="18" height="18" viewBox="0 0 22 22" aria-hidden="true" focusable="false">'
    '<circle cx="11" cy="11" r="10" fill="#A3211C"/>'
    '<path d="M11 5.5v7" stroke="#FFF" stroke-width="2.4" stroke-linecap="round"/>'
    '<circle cx="11" cy="16" r="1.5" fill="#FFF"/></svg>'
)


# --- Controls: what Django's own widget templates print, attribute for attribute


class PlainRenderer(TemplatesSetting):
    """Prints the plain controls without a template, and all else as Django does."""

    def render(
        self, template_name: str, context: Any, request: HttpRequest | None = None
    ) -> SafeString:
        """Print a widget (`context["widget"]`, as Widget.get_context makes it)."""
        printed = _CONTROLS.get(template_name.removeprefix("django/forms/widgets/"))
        if printed is not None:
            return printed(context["widget"])
        return SafeString(super().render(template_name, context, request))


def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Print attributes: True stands alone, False is left out."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in attrs.items()
            if value is not False
        ),
    )


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        EMPTY if value is None else format_html(' value="{}"', str(value)),
        attributes(widget["attrs"]),
    )


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        attributes(widget["attrs"]),
        widget["value"] or "",
    )


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = (
        format_html('<optgroup label="{}">{}</optgroup>', name, _options(options))
        if name
        else _options(options)
        for name, options, _index in widget["optgroups"]
    )
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        attributes(widget["attrs"]),
        format_html_join("", "{}", ((group,) for group in groups)),
    )


def _options(options: list[dict[str, Any]]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((str(each["value"]), attributes(each["attrs"]), each["label"]) for each in options),
    )


_INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "date", "checkbox")
_CONTROLS: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    **{f"{name}.html": _input for name in _INPUTS},
    "textarea.html": _textarea,
    "select.html": _select,
}


# --- Fields: label or legend, hint, error, control, in this order


def printed(field: BoundField) -> SafeString:
    """Print a field.

    A radio widget with `cards` is printed as level cards, one with `steps` as a row of steps, a
    group with `chips` side by side.
    """
    widget = field.field.widget
    if field.is_hidden:
        return SafeString(field)
    if getattr(widget, "cards", False):
        return render_to_string("components/level_cards.html", {"field": field})
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _fieldset(
            field, format_html('<div class="{}">{}</div>', _row(widget), answers(field))
        )
    if isinstance(widget, forms.CheckboxInput):
        return _tick(field)
    if field.use_fieldset:
        return _fieldset(field, format_html('<div class="parts">{}</div>', SafeString(field)))
    direction: dict[str, str | bool] = {} if isinstance(widget, forms.Select) else {"dir": "auto"}
    return format_html(
        '<div class="{}"><label for="{}">{}</label>{}{}{}</div>',
        _class(field),
        field.id_for_label,
        field.label,
        hint(field),
        error(field),
        field.as_widget(attrs=direction),
    )


def _fieldset(field: BoundField, inside: SafeString) -> SafeString:
    described = field.aria_describedby
    return format_html(
        '<fieldset class="{}" id="{}"{}><legend>{}</legend>{}{}{}</fieldset>',
        _class(field),
        field.auto_id,
        format_html(' aria-describedby="{}"', described) if described else EMPTY,
        field.label,
        hint(field),
        error(field),
        inside,
    )


def _tick(field: BoundField) -> SafeString:
    told = format_html(
        '<p class="option__hint" id="{}_helptext">{}</p>', field.auto_id, field.help_text
    )
    return format_html(
        '<div class="{}">{}<div class="option">{}<label for="{}">{}</label>{}</div></div>',
        _class(field),
        error(field),
        SafeString(field),
        field.id_for_label,
        field.label,
        told if field.help_text else EMPTY,
    )


def _class(field: BoundField) -> str:
    return "field field--wrong" if field.errors else "field"


def _row(widget: forms.Widget) -> str:
    if getattr(widget, "steps", False):
        return "steps"
    return "options chips" if getattr(widget, "chips", False) else "options"


def hint(field: BoundField) -> SafeString:
    """Print the hint of a field."""
    if not field.help_text:
        return EMPTY
    return format_html(
        '<div class="hint" id="{}_helptext">{}</div>', field.auto_id, field.help_text
    )


def error(field: BoundField) -> SafeString:
    """Print what is wrong with a field."""
    if not field.errors:
        return EMPTY
    line = '<p>{}<span class="visually-hidden">{}</span> {}</p>'
    told = format_html_join("", line, ((WRONG, _("Error:"), each) for each in field.errors))
    return format_html('<div class="error" id="{}_error">{}</div>', field.auto_id, told)


# --- Answers: the radios or boxes of a group, whose labels are texts or objects with a name


_HINT = '<p class="option__hint" id="{}_hint">{}</p>'


def answers(field: BoundField) -> SafeString:
    """Print all the answers of a group."""
    return format_html_join("", "{}", ((answer(option),) for option in field.subwidgets))


def bead(option: BoundWidget) -> SafeString:
    """Print the radio or box of an answer alone."""
    data = option.data
    described = getattr(data["label"], "gloss", "")
    return format_html(
        '<input type="{}" name="{}" value="{}" id="{}"{}{}{}>',
        data["type"],
        data["name"],
        str(data["value"]),
        option.id_for_label,
        SafeString(" checked") if data["selected"] else EMPTY,
        SafeString(" disabled") if data["attrs"].get("disabled") else EMPTY,
        format_html(' aria-describedby="{}_hint"', option.id_for_label) if described else EMPTY,
    )


def answer(option: BoundWidget) -> SafeString:
    """Print one answer: bead or box, words, perhaps a hint, perhaps the questions that follow.

    The label is a text or an object with `name` and perhaps `gloss`, `ask` or `asks` (one or
    several bound fields, shown when it is chosen) and `mark` (further CSS classes).
    """
    label, key = option.data["label"], option.id_for_label
    mark, gloss = getattr(label, "mark", ""), getattr(label, "gloss", "")
    ask = getattr(label, "ask", None)
    asks = [*([ask] if ask else []), *(getattr(label, "asks", None) or ())]
    return format_html(
        '<div class="option{}">{}<label for="{}">{}</label>{}{}</div>',
        f" {mark}" if mark else "",
        bead(option),
        key,
        getattr(label, "name", label),
        format_html(_HINT, key, gloss) if gloss else EMPTY,
        format_html('<div class="option__ask">{}</div>', _each(asks)) if asks else EMPTY,
    )


def _each(fields: list[BoundField]) -> SafeString:
    return format_html_join("", "{}", ((printed(field),) for field in fields))
