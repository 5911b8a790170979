"""Forms of the pages at the top."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Service
from assessments.forms.page import PageForm
from assessments.models import Closure
from pages.forms.fields import HINT, NameField, OneOf, OurForm, Values, WordsField
from pages.words import check_name, check_words, with_names

YES, NO = "yes", "no"
MONTHS_AHEAD = 7


LONGEST_KIND, MOST_KINDS = 40, 12


class KindsField(forms.Field):
    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        """Print a list as lines; what was typed stays as it was."""
        return _printed(value)

    def to_python(self, value: Any) -> list[str]:
        """Return the lines, each once, without the empty ones."""
        lines = check_words(str(value or "")).splitlines()
        return list(dict.fromkeys(map(check_name, filter(str.strip, lines))))

    def validate(self, value: list[str]) -> None:
        """Refuse what could not be shown as a row of boxes."""
        super().validate(value)
        if len(value) > MOST_KINDS:
            raise ValidationError(_("Twelve at most, please."))
        if max(map(len, value), default=0) > LONGEST_KIND:
            raise ValidationError(_("Forty letters a line at most, please."))


class AboutUsForm(PageForm):
    """What a team says of itself, once, for every page and report."""

    tracked = ("what_matters", "people_word", "kinds_to_hear")

    # Sent twice, it says the same: no key is needed for that. And each field is seen by itself.
    key = seen = None  # type: ignore[assignment] # how Django takes a field out of a form

    what_matters = WordsField(
        label=_("What matters to us here"),
        help_text=format_lazy(
            "{} {}",
            _(
                "A sentence or two. It goes with the next conversation you finish, and is at "
                "the head of every report of it."
            ),
            HINT,
        ),
        most=1000,
        rows=3,
    )
    people_word = NameField(label=_("What do we call the people we work with?"), most=40)
    kinds_to_hear = KindsField(
        label=_("Who is there to hear from?"),
        help_text=_(
            "One kind on each line: days, nights, relief, volunteers, residents … After each "
            "conversation we can see who has not been heard yet. Kinds, never names."
        ),
        required=False,
    )

    def __init__(self, data: Values = None, *, service: Service) -> None:
        super().__init__(data, saved=model_to_dict(service, self.tracked))
        self.fields["people_word"].help_text = with_names(
            say(
                "For example residents, guests, young people: every question uses it. Left empty, "
                "it is what {organisation} says: {word}."
            ),
            organisation=service.organisation.name,
            word=service.organisation.people_word,
        )

    def marks(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return a mark of each field as it stands in its box: the order of lines is said, too."""
        return super().marks({name: _printed(values.get(name)) for name in self.tracked})

    @property
    def changes(self) -> dict[str, Any]:
        """What this person changed, as describe_service takes it."""
        return self.values_of(self.touched)

    @classmethod
    def again(
        cls, data: Mapping[str, Any], *, service: Service
    ) -> tuple["AboutUsForm", list[tuple[str, str]]]:
        """Return the form to be looked at again, as one that has seen what stands there now.

        It holds what this person typed, and what others said where this person changed nothing.
        With it, label by label, what stands there now in place of what this person typed.
        """
        submitted = cls(data, service=service)
        submitted.full_clean()
        current = {name: _printed(submitted.saved[name]) for name in cls.tracked}
        typed = {name: str(data.get(name, "")) for name in submitted.touched}
        marks = {"was": json.dumps(submitted.marks(submitted.saved))}
        conflicts, moved_on = [], submitted.moved_on
        for name in cls.tracked:
            if name in moved_on:
                label = str(submitted.fields[name].label)
                conflicts.append((label, current[name] or say("(nothing)")))
        return cls(current | typed | marks, service=service), conflicts


def _printed(value: Any) -> str:
    """Return what a field holds as it stands in its box."""
    if isinstance(value, list):
        return "\n".join(value)
    return str(value or "")


class ReleaseForm(OurForm):
    """Show one conversation to the team's organisation? No answer is chosen for anybody."""

    shown = OneOf(
        required=True,
        error_messages={
            "required": _("Choose one of the two, or leave the question for another day."),
            "invalid_choice": _("Choose one of the two."),
        },
    )

    def __init__(
        self,
        data: Values = None,
        *,
        closure: Closure,
        which: str,
        organisation: Organisation,
        by_one: bool = False,
    ) -> None:
        self.closure = closure
        super().__init__(data, auto_id=f"show_{closure.pk}_%s")
        field = self.fields["shown"]
        label = say("My conversation {on_day}") if by_one else say("Our conversation {on_day}")
        field.label = label.format(on_day=which)
        field.choices = [  # type: ignore[attr-defined]
            (
                YES,
                with_names(say("Yes, {organisation} may read it"), organisation=organisation.name),
            ),
            (NO, say("Not this one")),
        ]


class OfferTalkForm(OurForm):
    """Around when: one of the next months, or nothing is asked."""

    around = forms.ChoiceField(
        label=_("Around when?"),
        error_messages={
            "required": _("Choose a month."),
            "invalid_choice": _("Choose one of the months in the list."),
        },
    )

    def __init__(self, data: Values = None, *, today: dt.date) -> None:
        super().__init__(data)
        months = [("", say("Choose a month"))]
        for ahead in range(MONTHS_AHEAD):
            month = today.replace(day=1) + relativedelta(months=ahead)
            months.append((month.isoformat(), date_format(month, "F Y")))
        self.fields["around"].choices = months  # type: ignore[attr-defined]

    @property
    def month(self) -> dt.date:
        return dt.date.fromisoformat(self.cleaned_data["around"])
