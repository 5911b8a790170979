"""What we ask of others, and whose something is to change."""

from typing import Any

from assessments import selectors
from assessments.forms.around import without_own_manager
from assessments.forms.ask import AskForm, WhoseForm
from assessments.views.pages import TalkPage
from assessments.views.wayfinding import talk_address
from pages.answers import or_404
from record.choices import FactorKind
from record.read_back.factors import answer_sentence


class AskPage(TalkPage[AskForm]):
    """Say an ask more fully; after an answer, what came of it."""

    template = "assessments/ask.html"
    goes_to = "around"

    def find(self) -> None:
        """Find the ask. Raises Http404."""
        row = self.kwargs["row"]
        self.page = f"ask-{row}"
        self.ask = selectors.ask_of_team(self.talk.assessment, row)

    def form(self, data: Any, draft: Any) -> AskForm:
        return without_own_manager(AskForm(data, ask=self.ask, draft=draft), self.talk.service)

    def context(self) -> dict[str, Any]:
        """Return what is in the way, since when it was asked, and the answers."""
        return {
            "back": talk_address(self.talk.assessment, "around"),
            "obstacle": selectors.latest_words(self.ask.factor),
            "asked_on": self.ask.asked_in.held_on,
            "answers": [answer_sentence(given.text) for given in self.ask.answers.all()],
        }


class WhosePage(TalkPage[WhoseForm]):
    """Ask whose something is that got in the way, today or before, with its words as they stand."""

    template = "assessments/whose.html"
    goes_to = "around"

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
        return {
            "words": selectors.latest_words(self.factor),
            "back": talk_address(self.talk.assessment, "around"),
        }
