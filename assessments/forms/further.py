"""The second page of a line: whether the bead still sits right, and what goes with this line."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments import actions, selectors
from assessments.forms.around import PARTS, AroundForm, ask_what, step_fields, step_rows
from assessments.forms.bead import (
    WHY,
    Pairs,
    WhyForm,
    finer_as_choices,
    judgement_values,
    on_card,
)
from assessments.forms.page import Clash
from assessments.forms.place import ENOUGH, prompted
from assessments.models import Assessment, Judgement
from frameworks.models import Line
from frameworks.tree import FrameworkTree, LevelWords
from pages.forms.fields import HINT, OneOf, WordsField
from pages.forms.rendering import Answer
from record.choices import Status
from record.last_time import LastTime
from record.words.phrases import level_inside

TRIES = 2
MOVING = ("still", "card", "finer", "moved_because")
OTHER_CARD = gettext_lazy("Choose the card it moves to, or leave it where it is.")


class FurtherForm(WhyForm, AroundForm):
    """What goes with one line.

    Args (besides those of AroundForm): code of the line; judgement, the row as it is now;
    is_settled, true once there are a place and an example, so that it can be asked whether the
    bead still sits right; last, what was said of it last time.
    """

    tracked = ("enough",)

    still = OneOf(label=gettext_lazy("Having said that: does the bead still sit right?"))
    card = OneOf(label=gettext_lazy("Where to?"))
    finer = OneOf(row="steps", label=gettext_lazy("More exactly, if you like"))
    moved_because = WordsField(label=gettext_lazy("What moved it?"))
    enough = forms.BooleanField(label=ENOUGH, required=False)

    def __init__(
        self,
        *,
        tree: FrameworkTree,
        code: str,
        judgement: Judgement | None,
        is_settled: bool,
        last: LastTime | None,
        **more: Any,
    ) -> None:
        self.tree, self.code, self.judgement = tree, code, judgement
        self.find_last = lambda: last
        self.asks_still = is_settled and bool(judgement and judgement.status == Status.PLACED)
        saved: dict[str, Any] = {
            "seen": judgement.version if judgement else 0,
            "enough": bool(judgement and judgement.enough_for_today),
        }
        if self.asks_still:
            place = judgement_values(tree, judgement)
            for name in WHY:
                saved[name] = place[name]
        super().__init__(tree=tree, saved=saved, **more)
        for number in range(1, TRIES + 1):
            self.fields.update(step_fields(number))
        self._prompt()
        left_out: set[str] = set()
        if not self.asks_still:
            left_out.update(MOVING)
        if not self.asks_why:
            left_out.update(WHY)
        for name in left_out:
            del self.fields[name]
        if self.asks_still:
            self._offer()

    @property
    def asks_why(self) -> bool:
        """True where the bead may be moved away from a level of last time."""
        return self.asks_still and bool(self.last and self.last.level)

    def _prompt(self) -> None:
        """Ask each stage's question under its first box; say once what to leave out."""
        self.fields["help_1"].help_text = prompted(self.tree, "going-for-us", HINT)
        self.fields["obstacle_1"].help_text = prompted(self.tree, "in-the-way")
        self.fields["what_1"].label = _("What will we try?")
        self.fields["what_1"].help_text = prompted(self.tree, "next-step")

    def _offer(self) -> None:
        asks = [self["card"], self["finer"], self["moved_because"], *self._offer_why()]
        answers: dict[str, Pairs] = {
            "card": [(card.code, self._card(card)) for card in self.tree.line(self.code).cards],
            "finer": finer_as_choices(self.tree),
            "still": [("leave", Answer(_("Leave it"))), ("move", Answer(_("Move it"), asks=asks))],
        }
        self.offer(answers)

    def _offer_why(self) -> list[forms.BoundField]:
        """Return the question why it is not where it was last time, after what that was."""
        if not self.last or not self.asks_why:
            return []
        then = _("Last time we called it {level}.")
        level = level_inside(self.last.level_name)
        self.fields["why_differs"].help_text = then.replace("{level}", level)
        self.offer(self.why_answers())
        return [self["why_differs"]]

    def _card(self, level: LevelWords) -> Answer:
        mark = ""
        if self.last is not None and self.last.level == level.code:
            mark = "is-last"
        return Answer(level.name, level.gloss, mark=mark)

    def _add_row(self, number: int, tree: FrameworkTree) -> None:
        """Add a row without themes: what is said here is about this line."""
        super()._add_row(number, tree)
        for kind in ("help", "obstacle"):
            del self.fields[f"{kind}_{number}_themes"]

    @property
    def tries(self) -> list[dict[str, forms.BoundField]]:
        return list(step_rows(self, TRIES))

    def clean(self) -> dict[str, Any]:
        """A move wants another card; details of something to try want its *what*."""
        data = super().clean()
        if data.get("still") == "move" and "card" not in self.errors and self._is_same(data):
            self.add_error("card", OTHER_CARD)
        ask_what(self, TRIES)
        return data

    def _is_same(self, data: Mapping[str, Any]) -> bool:
        """Say whether the bead would stand where it stood as this was opened (or nowhere)."""
        card = data.get("card")
        now = self.judgement
        if not card or now is None or now.level_id is None:
            return True
        if data.get("seen") != now.version:  # somebody has moved it since, there perhaps
            return False
        here = self.tree.level_by_id(now.level_id).code
        return (card, data.get("finer") or "") == (here, str(now.finer or ""))

    def about(self, assessment: Assessment, name: str) -> list[Line]:  # noqa: ARG002 -- of any row
        return [selectors.line(assessment, self.code)]

    def save(self, assessment: Assessment, *, by: User) -> None:
        if self.cleaned_data.get("still") == "move" and self.conflict != "theirs":
            self._move(assessment, by=by)
        super().save(assessment, by=by)
        line = selectors.line(assessment, self.code)
        for n in range(1, TRIES + 1):
            row = {part: self.cleaned_data[f"{part}_{n}"] for part in PARTS}
            if row["what"]:
                actions.try_step(assessment, by=by, lines=[line], **row)
        if "enough" in self.touched:
            actions.enough_for_today(assessment, line, enough=self.cleaned_data["enough"], by=by)

    def _move(self, assessment: Assessment, *, by: User) -> None:
        level = selectors.levels(assessment)[self.cleaned_data["card"]]
        choice = on_card(level, self.cleaned_data["finer"])
        self.put(assessment, self.code, choice, by=by, change="moved")

    def clash(self, current: Any, /) -> Clash:
        data = self.cleaned_data
        mine = self.card_in_words(self.tree.level(data["card"]).name, data["finer"])
        text = ": ".join(filter(None, [mine, data["moved_because"]]))
        return Clash(theirs=self.placed_at(current), mine=text)
