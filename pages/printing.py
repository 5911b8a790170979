"""Form fields printed in Python, the one place of their markup.

Printed by templates, the controls of one theme page took two thirds of its time. Every word and
value goes through `safe`, since questions and answers are data; tests/test_look.py prints hostile
ones. The layout around fields, and pages as a whole, stay templates.
"""

from collections.abc import Callable, Hashable, Mapping
from html import escape
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

EMPTY = SafeString("")
# Drawings without words: nothing in them comes from people.
WRONG = (
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
            return SafeString(printed(context["widget"]))
        return SafeString(super().render(template_name, context, request))


def safe(words: Any) -> str:
    """Return words escaped for text and attributes, as Django escapes them."""
    return words if isinstance(words, SafeString) else escape(str(words))


def attributes(attrs: Mapping[str, Any]) -> str:
    """Print attributes: True stands alone, False is left out."""
    return "".join(
        f" {safe(name)}" if value is True else f' {safe(name)}="{safe(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{safe(widget["value"])}"'
    kind, name = safe(widget["type"]), safe(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{attributes(widget["attrs"])}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    name, words = safe(widget["name"]), safe(widget["value"] or "")
    return f'<textarea name="{name}"{attributes(widget["attrs"])}>\n{words}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    groups = "".join(
        f'<optgroup label="{safe(name)}">{_options(options)}</optgroup>'
        if name
        else _options(options)
        for name, options, _index in widget["optgroups"]
    )
    return f'<select name="{safe(widget["name"])}"{attributes(widget["attrs"])}>{groups}</select>'


def _options(options: list[dict[str, Any]]) -> str:
    return "".join(
        f'<option value="{safe(each["value"])}"{attributes(each["attrs"])}>'
        f"{safe(each['label'])}</option>"
        for each in options
    )


_INPUTS = ("input", "text", "number", "email", "url", "password", "hidden", "date", "checkbox")
_CONTROLS: dict[str, Callable[[Mapping[str, Any]], str]] = {
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
    kept = getattr(field.form, "blanks", None)
    if kept is None or not _is_blank(field):
        return SafeString(_field(field))
    key = type(field.form), field.name, get_language(), _told_apart(field)
    if key not in kept:
        kept[key] = SafeString(_field(field))
    return SafeString(kept[key])


def _is_blank(field: BoundField) -> bool:
    """True where neither a field nor what its answers ask further has a value or an error.

    Nearly all fields of a page are, and print the same for everybody. A form keeps how they print
    in `blanks`, a dictionary that lives as long as the words it is made of.
    """
    form = field.form
    if form.is_bound or form.initial.get(field.name) or field.is_hidden:
        return False
    return all(_is_blank(ask) for label in _labels(field) for ask in _asked(label))


def _told_apart(field: BoundField) -> tuple[Hashable, ...]:
    """Return what may differ between two pages with the same blank field: its answers' labels."""
    return tuple(
        (label.name, label.gloss, getattr(label, "mark", ""), *(ask.name for ask in _asked(label)))
        for label in _labels(field)
    )


def _labels(field: BoundField) -> list[Any]:
    """Return the labels of a group that have more to say than a name, which pages make anew."""
    choices = getattr(field.field, "choices", ())
    return [label for _value, label in choices if hasattr(label, "gloss")]


def _field(field: BoundField) -> str:
    widget = field.field.widget
    if field.is_hidden:
        return str(field)
    if getattr(widget, "cards", False):
        return _cards(field)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _fieldset(field, f'<div class="{_row(widget)}">{answers(field)}</div>')
    if isinstance(widget, forms.CheckboxInput):
        return _tick(field)
    if field.use_fieldset:
        return _fieldset(field, f'<div class="parts">{field}</div>')
    direction: dict[str, str | bool] = {} if isinstance(widget, forms.Select) else {"dir": "auto"}
    wrong = error(field)
    return (
        f'<div class="{_class(wrong)}"><label for="{safe(field.id_for_label)}">{safe(field.label)}'
        f"</label>{hint(field)}{wrong}{field.as_widget(attrs=direction)}</div>"
    )


def _fieldset(field: BoundField, inside: str) -> str:
    wrong, described = error(field), field.aria_describedby
    told = f' aria-describedby="{safe(described)}"' if described else ""
    return (
        f'<fieldset class="{_class(wrong)}" id="{safe(field.auto_id)}"{told}>'
        f'<legend dir="auto">{safe(field.label)}</legend>{hint(field)}{wrong}{inside}</fieldset>'
    )


def _tick(field: BoundField) -> str:
    wrong, words = error(field), safe(field.help_text)
    key = safe(field.auto_id)
    told = f'<p class="option__hint" id="{key}_helptext">{words}</p>' if words else ""
    return (
        f'<div class="{_class(wrong)}">{wrong}<div class="option">{field}'
        f'<label for="{safe(field.id_for_label)}">{safe(field.label)}</label>{told}</div></div>'
    )


def _class(wrong: str) -> str:
    return "field field--wrong" if wrong else "field"


def _row(widget: forms.Widget) -> str:
    if getattr(widget, "steps", False):
        return "steps"
    return "options chips" if getattr(widget, "chips", False) else "options"


def hint(field: BoundField) -> SafeString:
    """Print the hint of a field."""
    if not field.help_text:
        return EMPTY
    words, key = safe(field.help_text), safe(field.auto_id)
    return SafeString(f'<div class="hint" id="{key}_helptext">{words}</div>')


def error(field: BoundField) -> SafeString:
    """Print what is wrong with a field."""
    errors = field.errors
    if not errors:
        return EMPTY
    spoken = f'<span class="visually-hidden">{safe(_("Error:"))}</span>'
    told = "".join(f"<p>{WRONG}{spoken} {safe(each)}</p>" for each in errors)
    return SafeString(f'<div class="error" id="{safe(field.auto_id)}_error">{told}</div>')


# --- Answers: the radios or boxes of a group, whose labels are texts or objects with a name


def answers(field: BoundField) -> SafeString:
    """Print all the answers of a group."""
    return SafeString("".join(answer(option) for option in field.subwidgets))


def bead(option: BoundWidget) -> SafeString:
    """Print the radio or box of an answer alone."""
    data, key = option.data, safe(option.id_for_label)
    more = " checked" if data["selected"] else ""
    more += " disabled" if data["attrs"].get("disabled") else ""
    more += f' aria-describedby="{key}_hint"' if getattr(data["label"], "gloss", "") else ""
    return SafeString(
        f'<input type="{safe(data["type"])}" name="{safe(data["name"])}"'
        f' value="{safe(data["value"])}" id="{key}"{more}>'
    )


def answer(option: BoundWidget) -> SafeString:
    """Print one answer: bead or box, words, perhaps a hint, perhaps the questions that follow.

    The label is a text or an object with `name` and perhaps `gloss`, `ask` or `asks` (one or
    several bound fields, shown when it is chosen) and `mark` (further CSS classes).
    """
    label, key, asks = option.data["label"], safe(option.id_for_label), _asks(option)
    mark, gloss = getattr(label, "mark", ""), getattr(label, "gloss", "")
    marked = f" {safe(mark)}" if mark else ""
    told = f'<p class="option__hint" id="{key}_hint">{safe(gloss)}</p>' if gloss else ""
    if asks:
        told += f'<div class="option__ask">{"".join(map(printed, asks))}</div>'
    name = safe(getattr(label, "name", label))
    return SafeString(
        f'<div class="option{marked}">{bead(option)}<label for="{key}" dir="auto">{name}'
        f"</label>{told}</div>"
    )


def _asks(option: BoundWidget) -> list[BoundField]:
    """Return the fields asked when an answer is chosen."""
    return _asked(option.data["label"])


def _asked(label: Any) -> list[BoundField]:
    ask = getattr(label, "ask", None)
    return [*([ask] if ask else []), *(getattr(label, "asks", None) or ())]


# --- Level cards: large, on one rod, the labels of one group of radios. Answers of the group that
# are no level (their labels have no order) open under them. Nothing is chosen for anybody.


def _cards(field: BoundField) -> str:
    levels = [each for each in field.subwidgets if _order(each)]
    cards = f'<div class="cards">{"".join(map(_card, levels))}</div>'
    others = [each for each in field.subwidgets if not _order(each)]
    return _fieldset(field, cards + (_fold(field, others) if others else ""))


def _order(option: BoundWidget) -> int:
    return getattr(option.data["label"], "order", 0) or 0


def _card(option: BoundWidget) -> str:
    label, key = option.data["label"], safe(option.id_for_label)
    mark, gloss = getattr(label, "mark", ""), getattr(label, "gloss", "")
    marked = f" {safe(mark)}" if mark else ""
    told = f'<p class="level__gloss" id="{key}_hint">{safe(gloss)}</p>' if gloss else ""
    return (
        f'<div class="level level-{safe(label.order)}{marked}">{bead(option)}'
        f'<label for="{key}" class="level__name">{safe(label.name)}</label>{told}</div>'
    )


def _fold(field: BoundField, others: list[BoundWidget]) -> str:
    """Print the other answers, open where one is chosen or something there has to be put right."""
    opened = bool(field.errors) or any(
        each.data["selected"] or any(ask.errors for ask in _asks(each)) for each in others
    )
    return (
        f'<details class="others"{" open" if opened else ""}>'
        f"<summary>{safe(_('None of these fits'))}</summary>"
        f'<div class="options">{"".join(map(answer, others))}</div></details>'
    )
