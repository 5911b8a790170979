"""What we ask of others."""

from typing import Any

from assessments import selectors
from assessments.forms.around import without_own_manager
from assessments.forms.ask import AskForm
from assessments.views.pages import TalkPage
from assessments.views.wayfinding import talk_address
from record.read_back.factors import answer_sentence


class AskPage(TalkPage[AskForm]):
    """Say an ask more fully; after an answer, what came of it."""

    template = "assessments/ask.html"

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

    def onward(self, _form: AskForm) -> str:
        return talk_address(self.talk.assessment, "around")
