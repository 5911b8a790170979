"""Read it back: what is asked at the end, and finishing or keeping open."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import actions
from assessments.forms.before import describe_touched
from assessments.forms.page import PageForm
from assessments.models import Assessment, Note
from pages.forms.fields import HINT, AnyOf, LineField, OneOf, PastDayField, Values, WordsField
from pages.forms.rendering import offer
from pages.forms.submission import PART_MISSING
from record.choices import HowTalked

ROWS = 3
FRIDAY = 4


class AsOfNow(forms.Field):
    """Says what the page says now, also where it is shown again: the next press knows of it."""

    def bound_data(self, _data: Any, initial: Any) -> Any:
        """Return what it says now, not what was sent."""
        return initial


class ListedNow(AsOfNow, forms.CharField):
    """What the page lists."""


class FridayNow(AsOfNow, forms.DateField):
    """The Friday that the page names."""


class ReadBackForm(PageForm):
    """The last questions. `then`: finish, keep it *open* for the others, or *read* on (Enter, too).

    Args (besides those of PageForm): assessment; unsaved, the keys of the drafts that the page
    lists now.
    """

    tracked = ("not_heard", "talked_over_with", "talked_over_said", "opening", "how_talked",
               "how_talked_words")  # fmt: skip

    told_of = ListedNow(required=False, widget=forms.HiddenInput)
    friday = FridayNow(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": PART_MISSING}
    )
    not_heard = WordsField(
        label=gettext_lazy("Who would see this differently? Who have we not heard?"), help_text=HINT
    )
    talked_over_with = LineField(
        label=gettext_lazy("Who could we talk this over with?"),
        help_text=gettext_lazy("A role or a team, not a name."),
        most=300,
    )
    talked_over_said = WordsField(label=gettext_lazy("What did they say?"))
    opening = WordsField(
        label=gettext_lazy("If this goes to somebody later, how would we begin?"),
        help_text=gettext_lazy("Three to five sentences, in the team’s voice. You choose later."),
        rows=2,
    )
    how_talked = OneOf(label=gettext_lazy("How did we talk?"), choices=HowTalked.choices)
    how_talked_words = LineField(label=gettext_lazy("In our own words"), most=300)
    notes = AnyOf(
        label=gettext_lazy("What we had kept for this conversation"),
        help_text=gettext_lazy("What is ticked is kept with it. What is not stays out."),
        error_messages={
            "invalid_choice": gettext_lazy("A note was taken out meanwhile. Look at them again.")
        },
    )
    # Which were ticked when the page was shown, and which were not: "<key>:1,<key>:0".
    notes_were = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *,
        assessment: Assessment,
        remembered: list[Note],
        unsaved: Iterable[str],
        **page: Values,
    ) -> None:
        saved: dict[str, Any] = model_to_dict(assessment, self.tracked)
        self.unsaved = set(unsaved)
        saved["notes"] = [str(note.pk) for note in remembered if note.in_record]
        saved["notes_were"] = ",".join(f"{note.pk}:{note.in_record:d}" for note in remembered)
        saved["told_of"] = ",".join(sorted(self.unsaved))
        super().__init__(saved=saved, **page)
        self.initial["told_of"] = saved["told_of"]
        self.initial["friday"] = coming_friday()
        self.initial["notes_were"] = saved["notes_were"]
        offer(self.fields["notes"], [(str(note.pk), note.words) for note in remembered])
        for n in range(1, ROWS + 1):
            self.fields[f"around_{n}"] = LineField(
                label=_("What changed around us?") if n == 1 else _("What else changed?"), most=300
            )
            self.fields[f"around_{n}_on"] = PastDayField(label=_("When?"), required=False)

    @property
    def around_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"around_{n}"], self[f"around_{n}_on"]) for n in range(1, ROWS + 1)]

    @property
    def last_day(self) -> dt.date:
        """The Friday that the button named, unless it is over: midnight may lie between."""
        day: dt.date | None = self.cleaned_data.get("friday")
        coming = coming_friday()
        if day and timezone.localdate() <= day <= coming:
            return day
        return coming

    @property
    def has_nothing_new(self) -> bool:
        """True when somebody finished it already, with these very answers."""
        rows = (self.cleaned_data[f"around_{n}"] for n in range(1, ROWS + 1))
        return (
            self.then == "finish"
            and self.marks(self.saved) == self.marks(self.cleaned_data)
            and not any(rows)
            and not self.chosen_notes
        )

    @property
    def chosen_notes(self) -> dict[uuid.UUID, bool]:
        """The notes whose tick this person changed, by what the page had shown."""
        ticked = set(self.cleaned_data["notes"])
        were = str(self.cleaned_data["notes_were"])
        notes = {}
        for key, _choice in self.fields["notes"].choices:  # type: ignore[attr-defined]
            goes = key in ticked
            if f"{key}:{not goes:d}" in were:
                notes[uuid.UUID(key)] = goes
        return notes

    def clean(self) -> dict[str, Any]:
        """A change needs its day, not to come; nobody's unsaved words are passed over unseen."""
        data = super().clean() or {}
        for n in range(1, ROWS + 1):
            words, day = f"around_{n}", f"around_{n}_on"
            self.ask_for(day, _("Say when it changed. About when is enough."), words)
            self.ask_for(words, _("Say what changed, in a line."), day)
        listed = set(str(data.get("told_of") or "").split(","))
        if self.then == "finish" and self.unsaved - listed:
            words = _("Somebody has typed something since you opened this page and not saved it.")
            self.add_error(None, words)
        return data

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Keep the answers, then finish or leave it open until the coming Friday."""
        more = {}
        if self.then == "open":
            more["open_until"] = self.last_day
        describe_touched(self, assessment, by=by, names=self.tracked, **more)
        if self.chosen_notes:
            actions.choose_notes(assessment, in_record=self.chosen_notes)
        for n in range(1, ROWS + 1):
            words, day = self.cleaned_data[f"around_{n}"], self.cleaned_data[f"around_{n}_on"]
            if words:
                actions.add_around(assessment, happened_on=day, words=words, by=by)
        if self.then == "finish":
            actions.finish(assessment, by=by)


def coming_friday(today: dt.date | None = None) -> dt.date:
    """Return the coming Friday, never today."""
    today = today or timezone.localdate()
    return today + dt.timedelta(days=(FRIDAY - today.weekday() - 1) % 7 + 1)
