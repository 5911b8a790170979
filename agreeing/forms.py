"""The forms of an understanding and of a meeting. Each carries what the person saw."""

import datetime as dt
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreeing.models import BOXES, MOST, Meeting, Side, Tie, Understanding
from agreeing.text import day_and_time
from pages.forms.fields import DayField, LineField, OneOf, OurForm, Values, WordsField
from pages.forms.rendering import offer
from reports.content.understanding import box_titles

KEPT_BY_BOTH = gettext_lazy(
    "Both sides keep this. A council, a health body or probation can be asked for it by the public."
)
TIMES = ("first", "second", "third")


class SeenForm(OurForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class WritingForm(SeenForm):
    def __init__(self, data: Values = None, *, tie: Tie, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        titles = box_titles(tie.service.name, tie.body.name)
        titles["more_terms"] = _("What we add to the terms that always hold")
        for name in BOXES:
            self.fields[name] = WordsField(label=titles[name], most=MOST, rows=3)
        self.fields["asked"].help_text = KEPT_BY_BOTH

    @property
    def texts(self) -> dict[str, str]:
        return self.values_of(BOXES)

    @staticmethod
    def saved(version: Understanding | None) -> dict[str, str]:
        if version:
            return model_to_dict(version, BOXES)
        return {}


class BesideForm(SeenForm):
    words = WordsField(
        label=gettext_lazy("How do you remember it?"), help_text=KEPT_BY_BOTH, most=MOST, rows=4
    )


class CameOfForm(SeenForm):
    def __init__(self, data: Values = None, *, tie: Tie, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        names = {Side.TEAM: tie.service.name, Side.BODY: tie.body.name}
        for half, name in names.items():
            label = _("What came of what {name} does").format(name=name)
            self.fields[half] = WordsField(label=label, most=MOST, rows=3)
        self.fields[Side.TEAM].help_text = KEPT_BY_BOTH

    @property
    def texts(self) -> dict[str, str]:
        return self.values_of(Side.values)


class TimesForm(SeenForm):
    where = LineField(
        label=gettext_lazy("Where, or by what"),
        help_text=gettext_lazy("Such as: at the house, or by phone. You may leave it empty."),
    )

    def __init__(self, data: Values = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        ordinals = (_("First"), _("Second"), _("Third, if you like"))
        order = []
        for name, ordinal in zip(TIMES, ordinals, strict=True):
            must = name != TIMES[-1]
            label = _("{which}: which day?").format(which=ordinal)
            self.fields[f"{name}_day"] = DayField(label=label, required=must)
            self.fields[f"{name}_time"] = LineField(
                label=_("{which}: at what time?").format(which=ordinal),
                help_text=_("Such as 14:00.") if name == TIMES[0] else "",
                widget=forms.TextInput({"autocomplete": "off"}),
                required=must,
                error_messages={"required": _("Say at what time, such as 14:00.")},
            )
            order += [f"{name}_day", f"{name}_time"]
        self.order_fields([*order, "where"])

    @property
    def times_asked(self) -> list[forms.BoundField]:
        """The day and the hour of each time, in pairs, as the page sets them side by side."""
        return [field for field in self.visible_fields() if field.name != "where"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.times: list[dt.datetime] = []
        for name in TIMES:
            day, typed = cleaned.get(f"{name}_day"), cleaned.get(f"{name}_time")
            if typed and not day and f"{name}_day" not in self.errors:
                self.add_error(f"{name}_day", _("Say which day."))
            if day and not typed and f"{name}_time" not in self.errors:
                self.add_error(f"{name}_time", _("Say at what time, such as 14:00."))
            if day and typed:
                self._add(name, day, typed)
        return cleaned

    def _add(self, name: str, day: dt.date, typed: str) -> None:
        try:
            at = dt.datetime.strptime(typed.replace(".", ":"), "%H:%M").time()  # noqa: DTZ007 -- a time of day
        except ValueError:
            self.add_error(f"{name}_time", _("Give the time as hours and minutes, such as 14:00."))
        else:
            self._add_once(name, dt.datetime.combine(day, at))

    def _add_once(self, name: str, typed: dt.datetime) -> None:
        """Take a time that the clocks show once: not in the nights when they are changed."""
        time, other = (timezone.make_aware(typed.replace(fold=fold)) for fold in (0, 1))
        if time.utcoffset() == other.utcoffset():
            self.times.append(time)
            return
        around = [timezone.localtime(moment.astimezone(dt.UTC)) for moment in (other, time)]
        if around[0] < around[1]:
            sentence = _(
                "The clocks go forward that night: there is no {time}. Say {before} or {after}."
            )
        else:
            sentence = _(
                "The clocks go back that night: {time} comes twice. Say an earlier or a later time."
            )
        words = [f"{moment:%H:%M}" for moment in (typed, *around)]
        names = dict(zip(("time", "before", "after"), words, strict=True))
        self.add_error(f"{name}_time", sentence.format(**names))


class TakeForm(SeenForm):
    time = OneOf(
        label=gettext_lazy("Which of these?"),
        missing=gettext_lazy("Choose one of the times, or offer others."),
    )

    def __init__(self, data: Values = None, *, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.by_key = {time.isoformat(): time for time in meeting.times}
        times = meeting.times if self.is_bound else meeting.ahead
        offer(self.fields["time"], [(time.isoformat(), day_and_time(time)) for time in times])

    @property
    def chosen(self) -> dt.datetime:
        return self.by_key[self.cleaned_data["time"]]
