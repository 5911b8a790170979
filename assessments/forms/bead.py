"""Where a bead is put, and what is asked of one that is another than before.

Another than last time's, or than was saved.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import actions, selectors
from assessments.forms.page import PageForm
from assessments.models import Assessment, Judgement
from frameworks.models import Level
from frameworks.tree import FrameworkTree
from pages.forms.fields import OneOf, WordsField
from pages.forms.rendering import Answer, Answers
from record.choices import Status, WhyDiffers
from record.last_time import LastTime

Pairs = Sequence[tuple[str, Any]]
Views = tuple[tuple[Level | None, int | None, str], ...]

# The fields of the words that some answers have.
WORDS_OF = {Status.DOES_NOT_APPLY.value: "not_apply_words", Status.NOT_OURS.value: "not_ours_words"}
AT = "at:"  # a level's answer is "at:" and its code; the other answers are their status
WHY = ("why_differs", "recast", "recast_finer")
ANOTHER_CARD = gettext_lazy("You had placed this before. Was that a slip, or has it moved?")


def levels_as_choices(tree: FrameworkTree) -> list[tuple[str, str]]:
    return [("", _("Which card?")), *((level.code, level.name) for level in tree.levels)]


def finer_as_choices(tree: FrameworkTree) -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in enumerate(tree.step_names, start=1)]


def judgement_values(tree: FrameworkTree, judgement: Judgement | None) -> dict[str, Any]:
    """Return a judgement as the values of the form's fields (one query more where it differs)."""
    if judgement is None:
        return {"seen": 0}
    status = judgement.status
    level = tree.level_code(judgement.level_id)
    values: dict[str, Any] = {
        "seen": judgement.version,
        "choice": AT + level if level else status,
        "finer": str(judgement.finer or ""),
        "why_differs": judgement.why_differs,
        "recast": tree.level_code(judgement.recast_level_id) or "",
        "recast_finer": str(judgement.recast_finer or ""),
        "not_apply_words": "",
        "not_ours_words": "",
    }
    if status in WORDS_OF:
        values[WORDS_OF[status]] = judgement.status_words
    if status == Status.DIFFERS:
        for number, view in enumerate(judgement.differences.all(), start=1):
            values[f"view_{number}"] = view.words
            values[f"view_{number}_level"] = tree.level_code(view.level_id) or ""
            values[f"finer_of_view_{number}"] = view.finer
    return values


class WhyForm(PageForm):
    """Where a level is not last time's: one tap why, and perhaps where it would have been then.

    Whoever makes one sets `tree`, `judgement` (the row as it is now) and `find_last` (which finds
    what was said last time) before the fields are made.
    """

    tree: FrameworkTree
    judgement: Judgement | None
    find_last: Callable[[], LastTime | None]

    of_answer = ("moved_because",)

    why_differs = OneOf(label=gettext_lazy("What makes the difference? Only if you like."))
    recast = OneOf(label=gettext_lazy("Knowing what we know now, where would we have put it then?"))
    recast_finer = OneOf(row="steps", label=gettext_lazy("More exactly, if you like"))

    @cached_property
    def last(self) -> LastTime | None:
        """What was said last time, found when the first card or reason asks for it."""
        return self.find_last()

    def offer(self, answers: Mapping[str, Pairs | Callable[[], Pairs]]) -> None:
        """Fill in the answers, which are data; some only once they are asked for."""
        fields: dict[str, Any] = dict(self.fields)
        for name, pairs in answers.items():
            fields[name].choices = Answers(pairs)

    def why_answers(self) -> dict[str, Callable[[], Pairs]]:
        return {
            "recast": lambda: levels_as_choices(self.tree)[1:],
            "recast_finer": self._finer_places,
            "why_differs": self._reasons,
        }

    def _finer_places(self) -> Pairs:
        return finer_as_choices(self.tree)

    def _reasons(self) -> Pairs:
        why = []
        for value, label in WhyDiffers.choices:
            answer = Answer(label)
            if value == WhyDiffers.SEEN_CLEARLY:
                answer = Answer(label, asks=[self["recast"], self["recast_finer"]])
            why.append((value, answer))
        return why

    def why(self, level: str) -> str:
        """Return why it differs, kept only where the level (a code) is not what it was."""
        if not level or not self.last or self.last.about or self.last.level in {"", level}:
            return ""
        return str(self.cleaned_data.get("why_differs") or "")

    def recast_as(self, level: str, levels: Mapping[str, Level]) -> actions.Choice | None:
        """Return where it would have been put then, of what is now seen more clearly."""
        then = levels.get(self.cleaned_data.get("recast") or "")
        if then is None or self.why(level) != WhyDiffers.SEEN_CLEARLY:
            return None
        return on_card(then, self.cleaned_data.get("recast_finer"))

    def put(
        self,
        assessment: Assessment,
        code: str,
        choice: actions.Choice,
        *,
        by: User,
        change: str,
        words: str = "",
        views: Views = (),
    ) -> None:
        """Place the line with this code, or keep both where that was answered. Raises Stale."""
        line = selectors.line(assessment, code)
        because = self.cleaned_data["moved_because"]
        if self.conflict == "both":
            words = words or because
            actions.keep_both(assessment, line, choice, by=by, words=words, views=views)
            return
        level = choice.level.code if choice.level else ""
        actions.place(
            assessment,
            line,
            choice,
            by=by,
            seen=None if self.conflict == "mine" else self.cleaned_data.get("seen") or 0,
            change=change,
            status_words=words,
            views=views,
            moved_because=because,
            why_differs=self.why(level),
            recast=self.recast_as(level, selectors.levels(assessment)),
        )

    def card_in_words(self, name: str, finer: Any) -> str:
        places = dict(finer_as_choices(self.tree))
        return ", ".join(filter(None, [name, places.get(str(finer or ""), "")]))

    def placed_at(self, judgement: Judgement) -> str:
        if judgement.level_id:
            name = self.tree.level_by_id(judgement.level_id).name
            return self.card_in_words(name, judgement.finer)
        if judgement.status:
            return str(Status(judgement.status).label)
        return ""


class BeadForm(WhyForm):
    """A page with cards: another card than was saved was a slip, or has moved.

    It has a field `choice`, whose levels are "at:" and their code.
    """

    finer = OneOf(row="steps", label=gettext_lazy("Within that card, how firmly?"))
    change = OneOf(label=gettext_lazy("You had another card before. Which is it?"))
    moved_because = WordsField(label=gettext_lazy("What moved it?"))

    def bead_answers(self) -> dict[str, Callable[[], Pairs]]:
        return {"finer": self._finer_places, "change": self._changes, **self.why_answers()}

    def _changes(self) -> Pairs:
        return [
            ("slip", Answer(_("That was a slip"))),
            ("moved", Answer(_("It has moved"), asks=[self["moved_because"]])),
        ]

    def cards(self, code: str) -> list[tuple[str, Answer]]:
        """Return the cards of a line, the saved one and last time's marked."""
        cards = []
        for level in self.tree.line(code).cards:
            marks = self.mark_of(AT + level.code)
            if self.last and not self.last.about and self.last.level == level.code:
                marks += " is-last"
            cards.append((AT + level.code, Answer(level.name, level.gloss, level.order, marks)))
        return cards

    def mark_of(self, answer: str) -> str:
        if answer == self.saved.get("choice"):
            return "is-saved"
        return ""

    @property
    def answer(self) -> str:
        return str(self.cleaned_data.get("choice") or "")

    @property
    def level_code(self) -> str:
        if self.answer.startswith(AT):
            return self.answer.removeprefix(AT)
        return ""

    @property
    def is_stale(self) -> bool:
        """True when somebody placed the line after this person opened the page."""
        version = self.judgement.version if self.judgement else 0
        return (self.cleaned_data.get("seen") or 0) != version

    def ask_change(self) -> None:
        """Ask "a slip, or has it moved?" where it was not said of another card."""
        had = self.saved.get("choice", "")
        another = bool(had and self.answer and self.answer != had)
        must_say = another and "choice" in self.touched and not self.is_stale
        if must_say and not self.cleaned_data.get("change"):
            self.add_error("change", ANOTHER_CARD)

    def how_changed(self) -> str:
        """Say "slip" or "moved" of a saved place; within one card nobody is asked.

        There a first finer place makes the first thought more exact, unless it was another card.
        """
        if self.conflict == "mine":
            return "moved"
        if self.judgement and self.answer == self.saved.get("choice"):
            first = self.judgement.is_first_thought and not self.saved.get("finer")
            return "slip" if first else "moved"
        return str(self.cleaned_data.get("change") or "")

    def as_choice(self, levels: Mapping[str, Level]) -> actions.Choice:
        if not self.level_code:
            return actions.Choice(self.answer)
        return on_card(levels[self.level_code], self.cleaned_data.get("finer"))


def on_card(level: Level, finer: str | None) -> actions.Choice:
    """Return a place as a choice; `finer`: "1" to "5" or nothing."""
    return actions.Choice(Status.PLACED.value, level, int(finer) if finer else None)
