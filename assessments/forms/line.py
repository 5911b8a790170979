"""One line in a longer conversation: the same page, over as many sittings as it takes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments import selectors
from assessments.actions import enough_for_today, one_save
from assessments.forms.place import PlaceForm
from assessments.models import Assessment
from frameworks.tree import FrameworkTree
from pages.forms.fields import HINT

ENOUGH = _("Enough for today")


class LineForm(PlaceForm):
    """A line that one may leave and come back to; examples come one after the other."""

    tracked = (*PlaceForm.tracked, "enough")

    enough = forms.BooleanField(label=ENOUGH, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["words"].help_text = prompted(self.tree, "evidence", HINT)

    def also_shown(self) -> dict[str, Any]:
        """Return whether it was enough for today."""
        return {"enough": bool(self.judgement and self.judgement.enough_for_today)}

    @property
    def places(self) -> bool:
        """True when this person gave an answer; a tick is none."""
        return bool(self.cleaned_data.get("choice") and self.touched - {"enough"})

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Place the line, add the example, and keep the tick, whichever there is."""
        with one_save(assessment):
            super().save(assessment, by=by)
            if "enough" in self.touched:
                enough_for_today(
                    assessment,
                    selectors.line(assessment, self.code),
                    enough=self.cleaned_data["enough"],
                    by=by,
                )


def prompted(tree: FrameworkTree, stage: str, *more: Any) -> str:
    """Return the question of a stage, where the framework has one, and what else is to be said."""
    prompt = tree.stages.get(stage)
    return " ".join([*([prompt.text] if prompt else []), *map(str, more)])
