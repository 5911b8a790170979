"""The coffee break: one page, six boxes of one line, a bead only if wanted."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import actions, selectors
from assessments.forms.bead import WHY, BeadForm, judgement_values
from assessments.forms.before import answers_about, describe_touched
from assessments.forms.page import Clash
from assessments.models import Assessment, Judgement
from frameworks.tree import FrameworkTree
from pages.forms.fields import HINT, LevelCards, LineField, OneOf, Values, WordsField
from pages.forms.rendering import Answer, offer
from record.choices import FactorKind, FactorState, NextTalk
from record.document import FactorText
from record.last_time import LastTime
from record.words.own_words import as_compared

WHOLE, ONE = "whole", "one"
# The boxes and the framework's questions for them.
BOXES = {
    "things": "coffee-things",
    "happening": "coffee-happening",
    "going": "coffee-going-for-us",
    "way": "coffee-in-the-way",
    "doing": "coffee-next-step",
}


class CoffeeForm(BeadForm):
    """Plain questions for the service as a whole, or for one thing on the team's mind.

    Args (besides those of PageForm): tree; assessment; judgement, of the whole line; last, what
    was said of it last time; factors, what earlier times named; states, how this time has already
    found some of it, by factor id.
    """

    describing = ("about", "next_talk")
    placing = ("choice", "finer", *WHY)
    tracked = (*describing, *placing)
    field_order = ("subject", "about", *BOXES, "next_talk", "choice")

    subject = OneOf(label=gettext_lazy("What shall we talk about?"))
    about = LineField(label=gettext_lazy("What is it?"), most=200)
    things = WordsField()
    happening = WordsField(help_text=HINT)
    going = WordsField()
    way = WordsField()
    doing = WordsField()
    next_talk = OneOf(choices=NextTalk.choices)
    choice = LevelCards(
        label=gettext_lazy("Everybody point at a card"),
        error_messages={"invalid_choice": gettext_lazy("Choose one of the cards.")},
    )

    def __init__(
        self,
        *,
        tree: FrameworkTree,
        assessment: Assessment,
        judgement: Judgement | None,
        last: LastTime | None,
        factors: Iterable[FactorText],
        states: Mapping[str, str],
        **page: Values,
    ) -> None:
        self.tree, self.judgement, self.find_last = tree, judgement, lambda: last
        self.factor_ids = {}
        for factor in factors:
            self.factor_ids[(factor.kind, as_compared(factor.words))] = factor.id
        self.states = states
        saved = answers_about(assessment, self.describing)
        saved["subject"] = ONE if assessment.about else WHOLE
        saved |= judgement_values(tree, judgement)
        super().__init__(saved=saved, **page)
        self._offer()

    def _offer(self) -> None:
        for name, code in BOXES.items():
            self.fields[name].label = self.tree.coffee[code].text
        self.fields["next_talk"].label = self.tree.coffee["coffee-talk-again"].text
        subjects = [
            (WHOLE, Answer(gettext_lazy("the whole place"))),
            (ONE, Answer(gettext_lazy("one thing on our minds"), asks=[self["about"]])),
        ]
        offer(self.fields["subject"], subjects)
        self.offer({"choice": self.cards(self.tree.whole.code), **self.bead_answers()})

    def clean(self) -> dict[str, Any]:
        """*The whole place* is about nothing else."""
        data = super().clean() or {}
        if data.get("subject") == WHOLE:
            data["about"] = ""
        self.ask_change()
        return data

    def why(self, level: str) -> str:
        """What is said of one thing differs from nothing that was said of the whole place."""
        return "" if self.cleaned_data.get("subject") == ONE else super().why(level)

    def save(self, assessment: Assessment, *, by: User) -> None:
        data = self.cleaned_data
        describe_touched(self, assessment, by=by, names=self.describing)
        whole = selectors.line(assessment, self.tree.whole.code)
        for name in ("things", "happening"):
            if data[name]:
                actions.add_example(assessment, words=data[name], lines=[whole], by=by)
        for name, kind in (("going", FactorKind.HELP), ("way", FactorKind.OBSTACLE)):
            if data[name]:
                self._name(assessment, kind, data[name], by=by)
        if data["doing"]:
            actions.try_step(assessment, what=data["doing"], by=by)
        if self.places and self.conflict != "theirs":
            choice = self.as_choice(selectors.levels(assessment))
            change = self.how_changed()
            self.put(assessment, self.tree.whole.code, choice, by=by, change=change)

    @property
    def places(self) -> bool:
        """True when a bead was put on what the talk is about, or something of it changed."""
        return bool(self.cleaned_data["choice"]) and bool(self.touched.intersection(self.placing))

    def _name(self, assessment: Assessment, kind: FactorKind, words: str, *, by: User) -> None:
        """Name it; the words of last time's list carry that on, with whom it needs and its ask."""
        factor_id = self.factor_ids.get((kind.value, as_compared(words)))
        if factor_id is None:
            actions.name_factor(assessment, kind=kind, words=words, by=by)
            return
        is_easier = self.states.get(factor_id) == FactorState.EASIER
        state = FactorState.EASIER if is_easier else FactorState.STILL
        actions.follow_up(assessment, selectors.factor(assessment, factor_id), state=state, by=by)

    def clash(self, current: Any, /) -> Clash:
        if not isinstance(current, Judgement):
            return super().clash(current)
        names = {value: str(label) for value, label in self.fields["choice"].choices}  # type: ignore[attr-defined]
        mine = self.card_in_words(names.get(self.answer, ""), self.cleaned_data["finer"])
        return Clash(self.placed_at(current), mine)
