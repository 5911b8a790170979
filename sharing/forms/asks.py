"""Each thing asked of others by itself."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.forms.fields import OneOf, Values
from record.last_time import newest
from reports.content.asks import AskItem, ask_items
from sharing.correspondence.other_bodies import asks_others
from sharing.forms.preparing import PreparingForm
from sharing.models import Share
from sharing.report import MOST_ASKS, THREE_AT_MOST, ask_rows, records_for_reader, too_many_asks


class AsksForm(PreparingForm):
    say_who_else = forms.BooleanField(
        label=gettext_lazy("Say who else we ask"),
        help_text=gettext_lazy(
            "They read at each ask which other body was asked the same, while that one can read "
            "its report, and what it answered where it lets that be told."
        ),
        required=False,
    )

    def __init__(self, data: Values, *, share: Share) -> None:
        records = records_for_reader(share).records
        offered = ask_items(records, None, to=share.body.name)
        obstacles, kept_here = {}, set()
        for factor, _record in newest(records, lambda record: record.factors):
            if factor.ask:
                obstacles[factor.ask.id] = factor.words
                if any(
                    not answer.body_id and not answer.may_go_out for answer in factor.ask.answers
                ):
                    kept_here.add(factor.ask.id)
        self.asks = {str(ask.pk): ask for ask in ask_rows(offered)}
        self.items = [item for item in offered if item.id in self.asks]
        self.others_are_asked = bool(self.items) and asks_others(share)
        super().__init__(data, share=share)
        if not self.others_are_asked:
            del self.fields["say_who_else"]
        for item in self.items:
            self.fields[f"ask_{item.id}"] = OneOf(
                label=item.what.words,
                help_text=_whom(item, obstacles[item.id], stays=item.id in kept_here),
                required=True,
                choices=[("yes", _("It goes with this")), ("no", _("It stays with us"))],
                error_messages={
                    "required": _("Say whether this goes with it: {words}").format(
                        words=Truncator(item.what.words).chars(70)
                    )
                },
            )

    @property
    def is_long(self) -> bool:
        return len(self.items) > MOST_ASKS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen_ids = [item.id for item in self.items if cleaned.get(f"ask_{item.id}") == "yes"]
        for item in too_many_asks(self.items, chosen_ids)[:1]:
            self.add_error(f"ask_{item.id}", str(THREE_AT_MOST))
        return cleaned

    def saved(self, share: Share) -> dict[str, Any]:
        answers = {str(row.ask_id): row.included for row in share.asks.all()}
        initial: dict[str, Any] = {}
        if self.others_are_asked:
            initial["say_who_else"] = share.say_who_else
        for item in self.items:
            if item.id in answers:
                initial[f"ask_{item.id}"] = "yes" if answers[item.id] else "no"
        return initial

    @property
    def choices(self) -> dict[str, Any]:
        answers = {ask: self.cleaned_data[f"ask_{key}"] == "yes" for key, ask in self.asks.items()}
        if "say_who_else" in self.fields:
            return {"asks": answers, "say_who_else": self.cleaned_data["say_who_else"]}
        return {"asks": answers}


def _whom(item: AskItem, obstacle: str, *, stays: bool) -> str:
    """Return to whom it is put, since when, what is in the way in other words, and whether still.

    The reader would find those words in “theme by theme”. `stays`: an answer of the team's manager
    or organisation does not go along.
    """
    sentences = []
    if item.to:
        form = _("It needed {who}.") if item.is_gone else _("It needs {who}.")
        sentences.append(form.format(who=item.to))
    if item.first_named:
        sentences.append(item.first_named)
    if obstacle != item.what.words:
        sentences.append(_("What gets in the way goes with it: “{words}”").format(words=obstacle))
    if stays:
        words = _("An answer to it stays here: whoever gave it did not say that it may go out.")
        sentences.append(words)
    if item.is_gone:
        sentences.append(_("It is no longer in the way."))
    return " ".join(sentences)
