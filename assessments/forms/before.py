"""When the team talked, and who took part."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Service, User
from assessments.actions import Stale, describe
from assessments.forms.page import PageForm
from assessments.models import Assessment
from assessments.selectors import Sheet
from frameworks.models import Framework
from pages.forms.fields import AnyOf, LineField, OneOf, PastDayField, Values
from pages.forms.rendering import offer
from record.choices import HEADS, HowTalked


class TalkDayField(PastDayField):
    future = gettext_lazy("The day you talked cannot be in the future.")


class BeforeForm(PageForm):
    """The day, how many, who from (of which `kinds`), and how the team talked."""

    tracked = ("held_on", "head_count", "people_kinds", "how_talked", "how_talked_words")

    held_on = TalkDayField(label=gettext_lazy("We talked on"))
    head_count = forms.IntegerField(
        label=gettext_lazy("How many of us?"),
        required=False,
        min_value=HEADS[0],
        max_value=HEADS[-1],
        widget=forms.NumberInput({"inputmode": "numeric", "class": "short"}),
        error_messages={
            "invalid": gettext_lazy("Give the number in figures, such as 4."),
            "min_value": gettext_lazy("At least one of us was there."),
            "max_value": gettext_lazy("That is a lot of people. Give a number below 1,000."),
        },
    )
    people_kinds = AnyOf(label=gettext_lazy("Anyone from"))
    how_talked = OneOf(label=gettext_lazy("How did we talk?"), choices=HowTalked.choices)
    how_talked_words = LineField(label=gettext_lazy("In our own words"), most=300)

    def __init__(self, *, kinds: Iterable[str], **page: Values) -> None:
        super().__init__(**page)
        offer(self.fields["people_kinds"], [(kind, kind) for kind in kinds])

    @property
    def occasion(self) -> dict[str, Any]:
        return self.values_of(self.tracked)

    def save(self, assessment: Assessment, *, by: User) -> None:
        describe_touched(self, assessment, by=by, names=self.tracked)


class StartForm(BeforeForm):
    """What is asked before a conversation begins: of one of some time ago also which edition."""

    edition = OneOf(label=gettext_lazy("Which version was on the table?"))

    def __init__(self, *, sheet: Sheet, **more: Any) -> None:
        super().__init__(**more)
        self.sheet = sheet
        if len(sheet.editions) > 1:
            versions = [(edition.version, edition.name_and_version) for edition in sheet.editions]
            offer(self.fields["edition"], versions)
        else:
            del self.fields["edition"]

    def clean(self) -> dict[str, Any]:
        """Ask which version it was, of a conversation on a day that is over."""
        values = super().clean() or self.cleaned_data
        held_on = values.get("held_on")
        is_past = held_on is not None and held_on < timezone.localdate()
        if is_past and "edition" in self.fields and not values.get("edition"):
            self.add_error("edition", _("Say which version you used that day."))
        return values

    def framework(self, default: Framework) -> Framework:
        """Return the version that was on the table; without an answer, `default`."""
        version = self.cleaned_data.get("edition")
        if version:
            return self.sheet.edition_of(version)
        return default


def answers_about(assessment: Assessment, names: Collection[str]) -> dict[str, Any]:
    """Return the answers about the occasion; a day to talk again that is over is asked anew."""
    answers = model_to_dict(assessment, names)
    if "next_talk" in answers and assessment.is_next_talk_over:
        answers["next_talk"] = ""
    return answers


def kinds_for(service: Service, assessment: Assessment | None = None) -> list[str]:
    """Return the kinds of people there are to hear, and those heard that are no longer listed."""
    kinds = list(service.kinds_to_hear)
    if assessment is not None:
        kinds += assessment.people_kinds
    return list(dict.fromkeys(kinds))


def describe_touched(
    form: PageForm, assessment: Assessment, *, by: User, names: Iterable[str], **more: Any
) -> None:
    """Describe the occasion with what this person changed, and `more`. Raises Stale."""
    values = changed_values(form, names, assessment)
    was = {name: form.saved[name] for name in values if form.is_text(name)}
    if values or more:
        describe(assessment, by=by, was=was, **values, **more)


def changed_values(form: PageForm, names: Iterable[str], current: Model) -> dict[str, Any]:
    """Return the values of the fields this person changed, as they shall be kept.

    A text that somebody else changed meanwhile raises Stale, until it is said what to keep, and
    ValidationError where both are too long together; of answers that are chosen the later holds.
    """
    touched, moved_on = form.touched, form.moved_on
    values, clashes = {}, []
    for name in names:
        if name not in touched:
            continue
        values[name] = form.cleaned_data[name]
        if name in moved_on and form.is_text(name):
            clashes.append(name)
    if clashes and not form.conflict:
        raise Stale(current)
    for name in clashes:
        if form.conflict == "both":
            values[name] = form.fields[name].clean(f"{form.saved[name]}\n\n{values[name]}")
        elif form.conflict == "theirs":
            del values[name]
    return values
