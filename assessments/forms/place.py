"""Where a line is placed, and what makes the team say so."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import selectors
from assessments.actions import Choice, add_example, keep_both, place
from assessments.forms.fields import HINT, Answers, LinkField, OneOf, PastDayField, WordsField
from assessments.forms.levels import (
    AT,
    levels_as_choices,
    shown,
    steps_as_choices,
    view_fields,
    views_in_words,
)
from assessments.forms.page import Clash, PageForm
from assessments.lasttime import LastTime
from assessments.models import Assessment, Evidence, Judgement
from assessments.models.contribution import Status, WhyDiffers
from assessments.widgets import Answer, LevelCards, Steps
from frameworks.models import Level
from frameworks.selectors import FrameworkTree

VIEWS = 4
ANOTHER_CARD = gettext_lazy("You had placed this before. Was that a slip, or has it moved?")


class PlaceForm(PageForm):
    """One line: cards, the other answers with their questions, one example.

    Args (besides those of PageForm): tree and code of the line; judgement, the row as it is now;
    last, what was said last time.
    """

    tracked: tuple[str, ...] = (
        *("choice", "step", "not_apply_words", "not_ours_words"),
        *("why_differs", "recast", "recast_step"),
    )

    choice = OneOf(
        label=gettext_lazy("Talk first. Then, on three, everybody point at a card."),
        help_text=gettext_lazy(
            "If the cards differ: good. Ask the furthest two what they are each seeing."
        ),
        widget=LevelCards,
        error_messages={
            "invalid_choice": gettext_lazy("Choose one of the cards, or one of the other answers.")
        },
    )
    not_apply_words = WordsField(label=gettext_lazy("Why not?"))
    not_ours_words = WordsField(label=gettext_lazy("What would have to change elsewhere?"))
    step = OneOf(label=gettext_lazy("Within that card, how firmly?"), widget=Steps)
    change = OneOf(label=gettext_lazy("You had another card before. Which is it?"))
    moved_because = WordsField(label=gettext_lazy("What moved it?"))
    why_differs = OneOf(label=gettext_lazy("What makes the difference? Only if you like."))
    recast = OneOf(label=gettext_lazy("Knowing what we know now, where would we have put it then?"))
    recast_step = OneOf(label=gettext_lazy("More exactly, if you like"), widget=Steps)
    words = WordsField(
        label=gettext_lazy("What makes us say that? One example is plenty."), help_text=HINT
    )
    kind = OneOf(label=gettext_lazy("What kind of example is it?"), choices=Evidence.Kind.choices)
    happened_on = PastDayField(label=gettext_lazy("When was it?"), required=False)
    link = LinkField()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        tree: FrameworkTree,
        code: str,
        judgement: Judgement | None = None,
        last: LastTime | None = None,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        self.tree, self.code, self.last, self.judgement = tree, code, last, judgement
        saved = {**shown(tree, judgement), **self.also_shown()}
        self.views = max(VIEWS, sum(name.startswith("view_") for name in saved) // 2 + 1)
        self.tracked = (*type(self).tracked, *self._view_names())
        super().__init__(data, saved=saved, draft=draft)
        self.blanks = tree.printed
        for number in range(1, self.views + 1):
            self.fields |= view_fields(number, tuple(levels_as_choices(tree)))
        self._offer()

    def also_shown(self) -> dict[str, Any]:
        """Return what else the page shows of the row as it is now."""
        return {}

    def _view_names(self) -> list[str]:
        numbers = range(1, self.views + 1)
        return [name for n in numbers for name in (f"view_{n}", f"view_{n}_level")]

    def _offer(self) -> None:
        """Fill in the answers, which are data."""
        asks = [self["recast"], self["recast_step"]]
        steps = steps_as_choices(self.tree)
        answers: dict[str, Sequence[tuple[str, Any]]] = {
            "choice": [*self._cards(), *self._others()],
            "step": steps,
            "recast": levels_as_choices(self.tree)[1:],
            "recast_step": steps,
            "change": [
                ("slip", Answer(_("That was a slip"))),
                ("moved", Answer(_("It has moved"), asks=[self["moved_because"]])),
            ],
            "why_differs": [
                (value, Answer(str(label), asks=asks if value == WhyDiffers.SEEN_CLEARLY else ()))
                for value, label in WhyDiffers.choices
            ],
        }
        fields: dict[str, Any] = dict(self.fields)
        for name, pairs in answers.items():
            fields[name].choices = Answers(pairs)

    def _cards(self) -> list[tuple[str, Answer]]:
        cards = []
        for level in self.tree.cards(self.code):
            marks = self._mark(AT + level.code)
            if self.last and self.last.level == level.code:
                marks += " is-last"
            cards.append((AT + level.code, Answer(level.name, level.gloss, level.order, marks)))
        return cards

    def _others(self) -> list[tuple[str, Answer]]:
        asks = {
            Status.DIFFERS: [self[name] for name in self._view_names()],
            Status.DOES_NOT_APPLY: [self["not_apply_words"]],
            Status.NOT_OURS: [self["not_ours_words"]],
        }
        gloss = {Status.DIFFERS: _("What are the different views? No need to agree.")}
        statuses = (Status.DIFFERS, Status.DOES_NOT_APPLY, Status.ANOTHER_DAY, Status.NOT_OURS)
        return [
            (
                each.value,
                Answer(
                    str(each.label),
                    gloss.get(each, ""),
                    mark=self._mark(each.value),
                    asks=asks.get(each, ()),
                ),
            )
            for each in statuses
        ]

    def _mark(self, answer: str) -> str:
        return "is-saved" if answer == self.saved.get("choice") else ""

    # --- What was chosen

    @property
    def is_stale(self) -> bool:
        """True when somebody placed the line after this person opened the page."""
        version = self.judgement.version if self.judgement else 0
        return (self.cleaned_data.get("seen") or 0) != version

    @property
    def places(self) -> bool:
        """True when this person gave an answer that the page had not shown them."""
        return bool(self.cleaned_data.get("choice") and self.touched)

    @property
    def _choice(self) -> str:
        return str(self.cleaned_data.get("choice") or "")

    def clean(self) -> dict[str, Any]:
        """Ask "a slip, or has it moved?" of another card; a date of an example is not to come."""
        data = super().clean() or {}
        had = self.saved.get("choice", "")
        another = bool(had and self._choice and self._choice != had)
        if another and not self.is_stale and not data.get("change") and "choice" in self.touched:
            self.add_error("change", ANOTHER_CARD)
        details = data.get("kind") or data.get("happened_on") or data.get("link")
        if details and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write the example too. One line is plenty."))
        return data

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Place the line and add the example, whichever there is, or nothing."""
        data = self.cleaned_data
        key = data["key"]
        with transaction.atomic():
            if self.places and self.conflict != "theirs":
                self._place(assessment, by, key)
                key = None
            if data["words"]:
                add_example(
                    assessment,
                    words=data["words"],
                    by=by,
                    lines=[selectors.line(assessment, self.code)],
                    kind=data["kind"],
                    happened_on=data["happened_on"],
                    link=data["link"],
                    key=key,
                )

    def _place(self, assessment: Assessment, by: User, key: Any) -> None:
        levels = selectors.levels(assessment)
        row = selectors.line(assessment, self.code)
        choice = self._chosen(levels)
        views = self._views(levels) if self._choice == Status.DIFFERS else ()
        if self.conflict == "both":
            words = self._status_words()
            keep_both(assessment, row, choice, by=by, words=words, views=views, key=key)
            return
        place(
            assessment,
            row,
            choice,
            by=by,
            seen=None if self.conflict == "mine" else self.cleaned_data.get("seen") or 0,
            change=self._change(),
            status_words=self._status_words(),
            views=views,
            moved_because=self.cleaned_data["moved_because"],
            why_differs=self._why(),
            recast=self._recast(levels),
            key=key,
        )

    def _chosen(self, levels: dict[str, Level]) -> Choice:
        if not self._choice.startswith(AT):
            return Choice(self._choice)
        step = self.cleaned_data.get("step")
        level = levels[self._choice.removeprefix(AT)]
        return Choice(Status.PLACED.value, level, int(step) if step else None)

    def _change(self) -> str:
        """Say "slip" or "moved" of a saved place; within one card nobody is asked.

        There a first finer place makes the first thought more exact, unless it was another card.
        """
        if self.conflict == "mine":
            return "moved"
        if self.judgement and self._choice == self.saved.get("choice"):
            first = self.judgement.is_first_thought and not self.saved.get("step")
            return "slip" if first else "moved"
        return str(self.cleaned_data.get("change") or "")

    def _status_words(self) -> str:
        field = {
            Status.DOES_NOT_APPLY.value: "not_apply_words",
            Status.NOT_OURS.value: "not_ours_words",
        }.get(self._choice)
        return str(self.cleaned_data[field]) if field else ""

    def _views(self, levels: dict[str, Level]) -> tuple[tuple[Level | None, int | None, str], ...]:
        """Return the views with a level or words; a finer place stays while its level does."""
        found = []
        for n in range(1, self.views + 1):
            name = f"view_{n}"
            code, words = self.cleaned_data[f"{name}_level"], self.cleaned_data[name]
            if code or words:
                kept = code and code == self.saved.get(f"{name}_level")
                step = self.saved.get(f"step_of_{name}") if kept else None
                found.append((levels.get(code), step, words))
        return tuple(found)

    def _why(self) -> str:
        """Why it differs, kept only where the level is not what it was last time."""
        if not self.last or not self.last.level or not self._choice.startswith(AT):
            return ""
        if self._choice == AT + self.last.level:
            return ""
        return str(self.cleaned_data.get("why_differs") or "")

    def _recast(self, levels: dict[str, Level]) -> Choice | None:
        level = levels.get(self.cleaned_data.get("recast") or "")
        step = self.cleaned_data.get("recast_step")
        if level is None or self._why() != WhyDiffers.SEEN_CLEARLY:
            return None
        return Choice(Status.PLACED.value, level, int(step) if step else None)

    def clash(self, current: Any, /) -> Clash:
        """Return the two places in words."""
        saved = shown(self.tree, current)
        return Clash(
            theirs=self._said(saved.get("choice", ""), current.status_words, saved),
            mine=self._said(self._choice, self._status_words(), self.cleaned_data),
        )

    def _said(self, answer: str, words: str, values: Mapping[str, Any]) -> str:
        """Return an answer in words, several views one under the other."""
        names = {value: str(label) for value, label in [*self._cards(), *self._others()]}
        views = views_in_words(self.tree, values)
        told = [words, *(views if answer == Status.DIFFERS else ())]
        name = names.get(answer, "")
        said = "\n".join(each for each in told if each)
        return f"{name}: {said}" if said else name
