"""Whose is it? Said later of something that gets in the way."""

from typing import Any

from assessments import selectors
from assessments.forms.around import without_own_manager
from assessments.forms.whose import WhoseForm
from assessments.views.pages import TalkPage
from assessments.views.wayfinding import talk_address
from pages.answers import or_404
from record.choices import FactorKind


class WhosePage(TalkPage[WhoseForm]):
    """Ask whose something is that got in the way, today or before, with its words as they stand."""

    template = "assessments/whose.html"

    def find(self) -> None:
        """Find it. Raises Http404."""
        row = self.kwargs["row"]
        self.page = f"whose-{row}"
        self.factor = selectors.factor(self.talk.assessment, str(row))
        or_404(self.factor.kind == FactorKind.OBSTACLE)

    def form(self, data: Any, draft: Any) -> WhoseForm:
        """Return the one question."""
        form = WhoseForm(data, factor=self.factor, draft=draft)
        return without_own_manager(form, self.talk.service)

    def context(self) -> dict[str, Any]:
        """Return its words and the way back."""
        return {"words": selectors.latest_words(self.factor), "back": self.onward()}

    def onward(self, _form: WhoseForm | None = None) -> str:
        """Go back to the list it stands on."""
        return talk_address(self.talk.assessment, "around")
