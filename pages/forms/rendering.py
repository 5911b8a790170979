"""How fields and their answers are printed: by templates/jinja2 (docs/adr/0009), or Django's."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField, CheckboxInput, HiddenInput, Select
from django.forms.renderers import BaseRenderer
from django.forms.utils import ErrorList
from django.template import engines
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from pages.memory import address
from pages.words import directed

NO_WORDS = (HiddenInput, CheckboxInput)


class Field(BoundField):
    """A field on a page; Django makes a list of its mistakes anew each time it is asked for one."""

    @property
    def errors(self) -> ErrorList:
        return self.form.errors.get(self.name) or NOTHING_WRONG


class FormRenderer(BaseRenderer):
    """Finds the templates of fields and controls."""

    field_template_name = "pie/field.html"
    bound_field_class = Field

    def get_template(self, template_name: str) -> Any:
        """Return a template by its name. Raises TemplateDoesNotExist."""
        return engines["jinja2"].get_template(template_name)


NOTHING_WRONG = ErrorList(renderer=FormRenderer())  # read, never added to


def environment(**options: Any) -> Environment:
    """Return what Jinja2 templates know: translated words, and no name that nobody gave."""
    options["undefined"] = StrictUndefined
    jinja = Environment(  # noqa: S701 -- Django's backend switches escaping on
        **options, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"]
    )
    jinja.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    jinja.globals["url"] = address
    own = (widget, attributes, answers, levels_and_others, is_unfolded, own_direction)
    for filter_ in (*own, directed):
        jinja.filters[filter_.__name__] = filter_
    return jinja


class Answers(BaseChoiceIterator):
    """Answers made for one page: plain pairs, so that Django looks for no groups among them.

    `pairs` may be what makes them, which is asked once somebody wants them.
    """

    def __init__(
        self, pairs: Sequence[tuple[str, Any]] | Callable[[], Sequence[tuple[str, Any]]]
    ) -> None:
        self._source = pairs

    @cached_property
    def pairs(self) -> Sequence[tuple[str, Any]]:
        """The pairs, made once."""
        return self._source() if callable(self._source) else self._source

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.pairs)

    def __bool__(self) -> bool:
        return bool(self.pairs)


@dataclass(frozen=True)
class Answer:
    """The label of one answer in a group.

    `order` is a level's (1 and on; 0 for the other answers); `mark` holds CSS classes that a page
    uses to show a question only when it fits; `asks` are the bound fields asked when it is chosen.
    """

    name: str | Promise
    gloss: str = ""
    order: int = 0
    mark: str = ""
    asks: Sequence[BoundField] = ()

    def __str__(self) -> str:
        return str(self.name)


def offer(field: forms.Field, choices: Sequence[tuple[str, Any]]) -> None:
    """Give a field its answers, where they are known once there is a form."""
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class PrintedAnswer(NamedTuple):
    """One answer as a page shows it: its radio or box, and its label."""

    type: str
    field: str
    id: str
    value: str
    is_chosen: bool
    label: Answer


def widget(field: BoundField) -> dict[str, Any]:
    """Return what the template of a control prints; people's words find their direction.

    As Widget.get_context makes it, but for the answers of a choice: `options` instead of groups.
    """
    control = field.field.widget
    key: dict[str, str | bool] = {"id": field.auto_id}
    if not isinstance(control, Select):
        if not isinstance(control, NO_WORDS):
            key["dir"] = "auto"
        attrs = field.build_widget_attrs(key, control)
        context: dict[str, Any] = control.get_context(field.html_name, field.value(), attrs)
        return context["widget"]  # type: ignore[no-any-return]
    values = control.format_value(field.value())
    return {
        "template_name": control.template_name,
        "name": field.html_name,
        "attrs": {**control.attrs, **field.build_widget_attrs(key, control)},
        "options": [(str(value), label, str(value) in values) for value, label in control.choices],
    }


def attributes(control: dict[str, Any]) -> Markup:
    """Return the attributes of a control as they stand in its tag; what is True has no value."""
    return _attributes(tuple(control.items()))


@lru_cache(4000)  # names, sizes and ids: the same each time a page is printed, and of nobody
def _attributes(pairs: tuple[tuple[str, Any], ...]) -> Markup:
    attribute, alone = Markup(' {}="{}"'), Markup(" {}")
    text = Markup()
    for name, value in pairs:
        if value is not None and value is not False:
            text += alone.format(name) if value is True else attribute.format(name, value)
    return text


def answers(field: BoundField) -> list[PrintedAnswer]:
    """Return the answers of a group in order; nearly all have a name and no more."""
    group: Any = field.field
    kind, name, key = group.widget.input_type, field.html_name, field.auto_id
    values = group.widget.format_value(field.value())
    printed = []
    for place, (value, label) in enumerate(group.choices):
        words = label if isinstance(label, Answer) else Answer(label)
        control = (kind, name, f"{key}_{place}", str(value), str(value) in values)
        printed.append(PrintedAnswer(*control, words))
    return printed


def own_direction(label: str | Promise) -> Markup:
    """Return what lets a label find its direction: people's words, or a framework's; not ours."""
    return Markup("") if isinstance(label, Promise) else Markup(' dir="auto"')


def levels_and_others(field: BoundField) -> tuple[list[PrintedAnswer], list[PrintedAnswer]]:
    levels: list[PrintedAnswer] = []
    others: list[PrintedAnswer] = []
    for answer in answers(field):
        (levels if answer.label.order else others).append(answer)
    return levels, others


def is_unfolded(others: Sequence[PrintedAnswer]) -> bool:
    """Say whether one of these answers is chosen, or something asked there has to be put right."""
    asks = [ask for answer in others for ask in answer.label.asks]
    return any(answer.is_chosen for answer in others) or any(ask.errors for ask in asks)
