"""Where a line is placed, and what makes the team say so."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import actions, selectors
from assessments.forms.bead import (
    AT,
    WHY,
    WORDS_OF,
    BeadForm,
    Pairs,
    Views,
    judgement_values,
    levels_as_choices,
)
from assessments.forms.page import Clash
from assessments.models import Assessment, Judgement
from frameworks.models import Level
from frameworks.tree import FrameworkTree
from pages.forms.fields import HINT, LevelCards, LinkField, OneOf, PastDayField, Values, WordsField
from pages.forms.rendering import Answer, Answers
from record.choices import ExampleKind, Status
from record.last_time import LastTime

VIEWS = 4
# Of each view: what its box is called, and its card.
NAMES_OF_VIEWS = (
    (gettext_lazy("One view"), gettext_lazy("Which card is that? Only if you like")),
    (
        gettext_lazy("A second view"),
        gettext_lazy("Which card is the second view? Only if you like"),
    ),
    (gettext_lazy("A third view"), gettext_lazy("Which card is the third view? Only if you like")),
    (
        gettext_lazy("A fourth view"),
        gettext_lazy("Which card is the fourth view? Only if you like"),
    ),
    (gettext_lazy("One more view"), gettext_lazy("Which card is this view? Only if you like")),
)

OTHERS = (Status.DIFFERS, Status.DOES_NOT_APPLY, Status.ANOTHER_DAY, Status.NOT_OURS)


class PlaceForm(BeadForm):
    """One line: cards, the other answers with their questions, one example.

    Args (besides those of PageForm): tree and code of the line; judgement, the row as it is now;
    last, which finds what was said last time.
    """

    tracked: tuple[str, ...] = ("choice", "finer", "not_apply_words", "not_ours_words", *WHY)

    choice = LevelCards(
        label=gettext_lazy("Talk first. Then, on three, everybody point at a card."),
        help_text=gettext_lazy(
            "If the cards differ: good. Ask the furthest two what they are each seeing."
        ),
        error_messages={
            "invalid_choice": gettext_lazy("Choose one of the cards, or one of the other answers.")
        },
    )
    not_apply_words = WordsField(label=gettext_lazy("Why not?"))
    not_ours_words = WordsField(label=gettext_lazy("What would have to change elsewhere?"))
    words = WordsField(
        label=gettext_lazy("What makes us say that? One example is plenty."), help_text=HINT
    )
    kind = OneOf(label=gettext_lazy("What kind of example is it?"), choices=ExampleKind.choices)
    happened_on = PastDayField(label=gettext_lazy("When was it?"), required=False)
    link = LinkField()

    def __init__(
        self,
        *,
        tree: FrameworkTree,
        code: str,
        judgement: Judgement | None = None,
        last: Callable[[], LastTime | None],
        **page: Values,
    ) -> None:
        self.tree, self.code, self.judgement, self.find_last = tree, code, judgement, last
        saved = {**judgement_values(tree, judgement), **self.more_values()}
        self.views = max(VIEWS, sum(name.startswith("view_") for name in saved) // 2 + 1)
        self.tracked = (*type(self).tracked, *self._view_names())
        super().__init__(saved=saved, **page)
        levels = tuple(levels_as_choices(tree))
        for number in range(1, self.views + 1):
            self.fields |= view_fields(number, levels)
        self._offer()

    def more_values(self) -> dict[str, Any]:
        """Return what else the page shows of the row as it is now."""
        return {}

    def _view_names(self) -> Iterator[str]:
        for n in range(1, self.views + 1):
            yield from [f"view_{n}", f"view_{n}_level"]

    def _offer(self) -> None:
        self.offer({"choice": self._cards_and_others, **self.bead_answers()})

    def _cards_and_others(self) -> Pairs:
        return [*self.cards(self.code), *self._others()]

    def _others(self) -> Pairs:
        asks = {
            Status.DIFFERS: [self[name] for name in self._view_names()],
            Status.DOES_NOT_APPLY: [self["not_apply_words"]],
            Status.NOT_OURS: [self["not_ours_words"]],
        }
        gloss = {Status.DIFFERS: _("What are the different views? No need to agree.")}
        answers = []
        for status in OTHERS:
            mark, fields = self.mark_of(status.value), asks.get(status, ())
            answer = Answer(status.label, gloss.get(status, ""), mark=mark, asks=fields)
            answers.append((status.value, answer))
        return answers

    @property
    def places(self) -> bool:
        """True when this person gave an answer that the page had not shown them."""
        return bool(self.cleaned_data.get("choice") and self.touched)

    def clean(self) -> dict[str, Any]:
        """Ask "a slip, or has it moved?" of another card; a date of an example is not to come."""
        data = super().clean() or {}
        self.ask_change()
        message = _("Write the example too. One line is plenty.")
        self.ask_for("words", message, "kind", "happened_on", "link")
        return data

    def save(self, assessment: Assessment, *, by: User) -> None:
        data = self.cleaned_data
        if self.places and self.conflict != "theirs":
            self._place(assessment, by)
        if data["words"]:
            actions.add_example(
                assessment,
                words=data["words"],
                by=by,
                lines=[selectors.line(assessment, self.code)],
                kind=data["kind"],
                happened_on=data["happened_on"],
                link=data["link"],
            )

    def _place(self, assessment: Assessment, by: User) -> None:
        levels = selectors.levels(assessment)
        views = self._views(levels) if self.answer == Status.DIFFERS else ()
        self.put(
            assessment,
            self.code,
            self.as_choice(levels),
            by=by,
            change=self.how_changed(),
            words=self._status_words(),
            views=views,
        )

    def _status_words(self) -> str:
        if self.answer not in WORDS_OF:
            return ""
        return str(self.cleaned_data[WORDS_OF[self.answer]])

    def _views(self, levels: dict[str, Level]) -> Views:
        """Return the views with a level or words; a finer place stays while its level does."""
        views = []
        for n in range(1, self.views + 1):
            name = f"view_{n}"
            code, words = self.cleaned_data[f"{name}_level"], self.cleaned_data[name]
            if code or words:
                is_same_level = code and code == self.saved.get(f"{name}_level")
                finer = self.saved.get(f"finer_of_{name}") if is_same_level else None
                views.append((levels.get(code), finer, words))
        return tuple(views)

    def clash(self, current: Any, /) -> Clash:
        saved = judgement_values(self.tree, current)
        return Clash(
            theirs=self._in_words(saved.get("choice", ""), current.status_words, saved),
            mine=self._in_words(self.answer, self._status_words(), self.cleaned_data),
        )

    def _in_words(self, answer: str, words: str, values: Mapping[str, Any]) -> str:
        """Return an answer in words, several views one under the other."""
        names = {value: str(label) for value, label in self._cards_and_others()}
        views = views_in_words(self.tree, values)
        texts = [words]
        if answer == Status.DIFFERS:
            texts += views
        name = names.get(answer, "")
        if answer.startswith(AT):
            name = self.card_in_words(name, values.get("finer"))
        text = "\n".join(filter(None, texts))
        if text:
            return f"{name}: {text}"
        return name


def view_fields(number: int, levels: tuple[tuple[str, str], ...]) -> dict[str, forms.Field]:
    label, card = NAMES_OF_VIEWS[min(number, len(NAMES_OF_VIEWS)) - 1]
    which = forms.ChoiceField(
        label=card,
        required=False,
        choices=Answers(levels),
    )
    return {f"view_{number}": WordsField(label=label), f"view_{number}_level": which}


def views_in_words(tree: FrameworkTree, values: Mapping[str, Any]) -> list[str]:
    """Return the several views among a form's values, each as its level's name and its words."""
    names = dict(levels_as_choices(tree)[1:])
    views = []
    for n in range(1, len(values) + 1):
        level = names.get(values.get(f"view_{n}_level", ""), "")
        view = ": ".join(filter(None, [level, values.get(f"view_{n}", "")]))
        if view:
            views.append(view)
    return views


ENOUGH = gettext_lazy("Enough for today")


class LineForm(PlaceForm):
    """A line that one may leave and come back to; examples come one after the other."""

    tracked = (*PlaceForm.tracked, "enough")

    enough = forms.BooleanField(label=ENOUGH, required=False)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.fields["words"].help_text = prompted(self.tree, "evidence", HINT)

    def more_values(self) -> dict[str, Any]:
        return {"enough": bool(self.judgement and self.judgement.enough_for_today)}

    @property
    def places(self) -> bool:
        """True when this person gave an answer; a tick is none."""
        return bool(self.cleaned_data.get("choice") and self.touched - {"enough"})

    def save(self, assessment: Assessment, *, by: User) -> None:
        super().save(assessment, by=by)
        if "enough" in self.touched:
            line, enough = selectors.line(assessment, self.code), self.cleaned_data["enough"]
            actions.enough_for_today(assessment, line, enough=enough, by=by)


def prompted(tree: FrameworkTree, stage: str, *more: Any) -> str:
    """Return the question of a stage, where the framework has one, and what else is to be said."""
    prompt = tree.stages.get(stage)
    return " ".join([*([prompt.text] if prompt else []), *map(str, more)])
