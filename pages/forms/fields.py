"""Fields that every page of a conversation uses, and their controls."""

import copy
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.words import MAX_TEXT, as_seen, check_name, check_words, refuse_this_address, tidy

# A form's fields and what is in them, as it was sent, saved or drafted; None where it was not.
Values = Mapping[str, Any] | None

HINT = gettext_lazy(
    "Write about how we work. Leave out anything that points to one person, whoever it is."
)
_is_link = URLValidator(
    schemes=["http", "https"],
    message=gettext_lazy("Give the whole address, such as https://example.org/page."),
)
LONGEST_LINK = 2000  # what document sites make of a shared file
LONGEST_ADDRESS = 254
EARLIEST = 1900  # a year below it is a slip: 0026 for 2026
# What may stand between the parts of a day: a slash, a full stop, a dash, the "rd of" of a 3rd.
_BETWEEN = re.compile(r"(?:(?<=\d)(?:st|nd|rd|th))?(?:\s+of\b)?[\s./,‐-–-]+", re.IGNORECASE)
_WHOLE_YEAR = re.compile(r"\d{4}")
# A year in two figures is one of these many before and after this one; any other is asked for.
NEAR_YEARS = 5
_SEPT = re.compile(r"\bsept\b", re.IGNORECASE)


class OurForm(forms.Form):
    """A form of which we say what is missing, in a sentence, and no browser in its own words."""

    use_required_attribute = False

    def values_of(self, names: Iterable[str]) -> dict[str, Any]:
        """Return what was typed or chosen in these fields."""
        return {name: self.cleaned_data[name] for name in names}


class ChangeForm(OurForm):
    """Changes a row; `was` says how its page showed it, so that no colleague's word is undone."""

    columns: ClassVar[tuple[str, ...]]  # those that may change, a line each in `was`
    met: Any = None  # the row as it is now, where a colleague has changed it since
    was = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, data: Values = None, *, row: Model, **initial: Any) -> None:
        self.row: Any = row
        now = {name: getattr(row, name) for name in self.columns}
        super().__init__(data, initial=now | initial | {"was": self.mark_of(row)})

    @classmethod
    def mark_of(cls, row: Model) -> str:
        return "\n".join(str(getattr(row, name)) for name in cls.columns)

    @property
    def as_seen(self) -> Any:
        """The row as its page showed it."""
        seen, lines = copy.copy(self.row), self.cleaned_data["was"].splitlines()
        for name, text in zip_longest(self.columns, lines[: len(self.columns)], fillvalue=""):
            column = self.row._meta.get_field(name)
            try:
                setattr(seen, name, column.to_python(text))
            except ValidationError:  # no page showed that
                setattr(seen, name, None)
        return seen

    def show_now(self) -> None:
        """Show what was typed once more, as if its page had shown the row as it is now."""
        self.row.refresh_from_db()
        self.met = self.row
        data: Any = self.data
        self.data = again = data.copy()
        again["was"] = self.mark_of(self.row)


class WordsArea(forms.Textarea):
    """A box that begins as one line and grows; the browser does not cut what is too long."""

    def __init__(self, rows: int = 1, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})


class DayInput(forms.DateInput):
    """A day, as browsers let people pick one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WordsField(forms.CharField):
    """Text in people's own words: up to `most` characters, counted after tidying.

    Optional; or `missing` says what to type where it is left empty.
    """

    def __init__(
        self, *, most: int = MAX_TEXT, rows: int = 1, missing: Any = None, **kwargs: Any
    ) -> None:
        self.most = most
        if missing is not None:
            kwargs |= {"required": True, "error_messages": {"required": missing}}
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", WordsArea(rows, {"data-count": most}))
        super().__init__(**kwargs)
        self.validators = []  # check_words says it in our words

    def clean(self, value: Any) -> str:
        words = check_words(str(value or ""), self.most)
        if self.required and not words:
            raise ValidationError(self.error_messages["required"], code="required")
        return words


def typed_in(form: forms.BaseForm) -> list[str]:
    """Return the words that somebody typed in a form."""
    boxes = [name for name, field in form.fields.items() if isinstance(field, WordsField)]
    return [form.cleaned_data[name] for name in boxes if form.cleaned_data.get(name)]


class LineField(WordsField):
    """A short text in one line, such as a role."""

    def __init__(self, *, most: int = 200, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "off", "data-count": most}))
        super().__init__(most=most, **kwargs)

    def clean(self, value: Any) -> str:
        return super().clean(as_seen(str(value or "")))


class NameField(LineField):
    """A name, or a word in its place, which stands in sentences."""

    def clean(self, value: Any) -> str:
        return check_name(super().clean(value))


class AddressField(LineField):
    """An e-mail address, in small letters."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.EmailInput({"autocomplete": "off", "spellcheck": "false"})
        super().__init__(most=LONGEST_ADDRESS, **{"widget": box, **kwargs})

    def clean(self, value: Any) -> str:
        typed = super().clean(value).lower()
        if typed:
            refuse_this_address(typed)
        return typed


class LinkField(LineField):
    """An address on the web; nothing else that a browser would open."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("An address on the web, if there is one"))
        super().__init__(most=LONGEST_LINK, **kwargs)
        self.widget.attrs["inputmode"] = "url"

    def clean(self, value: Any) -> str:
        """Add https where people leave it out. Raises ValidationError for anything else."""
        typed = tidy(str(value or ""))
        if typed and "://" not in typed:
            typed = f"https://{typed}"
        link = super().clean(typed)
        if link:
            _is_link(link)
        return link


class DayField(forms.DateField):
    """A day, also as it is typed where a browser has nothing to pick one, or as our pages say it.

    Such as 3/11/2026, 3.11.26, Tuesday 3rd November 2026, 2026-11-03; the day comes first, or the
    year. A year in two figures is guessed only near this one: 26-11-03 is not 2003 unasked.
    """

    widget = DayInput
    input_formats = (
        *("%d %m %Y", "%d %m %y", "%Y %m %d", "%d %B %Y", "%d %b %Y", "%d %B %y", "%d %b %y"),
        *("%A %d %B %Y", "%a %d %B %Y", "%A %d %b %Y", "%a %d %b %Y"),
    )
    default_error_messages: ClassVar = {
        "invalid": gettext_lazy("Give the day as day, month and year, such as 12/11/2026."),
        "required": gettext_lazy("Say which day."),
        "year": gettext_lazy("Write the year in four figures, such as 2026."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """Read numbers and a month's name, whatever stands between and after them.

        A day of the week before them has to be that day's.
        """
        if isinstance(value, str):
            value = _SEPT.sub("Sep", _BETWEEN.sub(" ", value))
        day: dt.date | None = super().to_python(value)
        begins = str(value).lstrip()[:3].lower()
        if day and begins.isalpha() and begins != f"{day:%a}".lower():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        is_short = isinstance(value, str) and not _WHOLE_YEAR.search(value)
        if day and is_short and abs(day.year - timezone.localdate().year) > NEAR_YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        return day


class PastDayField(DayField):
    """A day that has come; a later one is refused with `future`."""

    future = gettext_lazy("That day is in the future. Note it when it has happened.")

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(self.future, code="future")
        if day and day.year < EARLIEST:
            raise ValidationError(_("That is very long ago. Look at the year again."), code="past")
        return day


class OneOf(forms.ChoiceField):
    """One of several answers as radios; none is chosen for anybody.

    `row`: how they stand: "options" one below the other, "options chips" and "steps" side by side.
    Optional; or `missing` says what to choose where none of them is.
    """

    widget = forms.RadioSelect
    default_error_messages: ClassVar = {
        "invalid_choice": gettext_lazy("Choose one of the answers on the page.")
    }

    def __init__(
        self,
        *,
        required: bool = False,
        missing: str | Promise = "",
        row: str = "options",
        **kwargs: Any,
    ) -> None:
        self.row = row
        if missing:
            kwargs["error_messages"] = dict.fromkeys(("required", "invalid_choice"), missing)
        super().__init__(required=required or bool(missing), **kwargs)


class OneOfTwo(OneOf):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(missing=gettext_lazy("Choose one of the two."), **kwargs)


class LevelCards(OneOf):
    """A level, as large cards; the other answers open under them. Labels are `Answer`s."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(template_name="pie/cards.html", **kwargs)


class AnyOf(forms.MultipleChoiceField):
    """Any of several, to tick. `row` as for `OneOf`."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar = {
        "invalid_choice": gettext_lazy("Tick only what is on the page.")
    }

    def __init__(self, *, required: bool = False, row: str = "options", **kwargs: Any) -> None:
        self.row = row
        super().__init__(required=required, **kwargs)
