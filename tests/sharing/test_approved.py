"""What a team and a body have with each other, page by page as text: a change of words is seen.

Where a change is meant: `PIZAZZ_APPROVE=1 ./test tests/sharing/test_approved.py`, read it, commit.
"""

import io
import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from docx import Document

from accounts.models import Organisation, Service, User
from agreeing.actions import show_tie
from agreeing.models import Tie
from frameworks.models import Framework
from reports.printing.render import report_pdf
from sharing import actions
from sharing.models import Share
from sharing.report import preview
from tests.reports.aloud import aloud, words_of
from tests.reports.test_approved import MOST_REPEATED, repeated
from tests.reports.test_judge import is_pdf_ua
from tests.sharing.between import MOVE_ON, PETS, QUOTED, agreed, days_on, meet, replied, spoken
from tests.sharing.conftest import as_sent
from tests.sharing.story import NOON, SHOWN, UNTIL, Clock, SignedIn

APPROVED = Path(__file__).parent / "approved"


def middle_of(page: str) -> str:
    """Return what stands in the middle of a page."""
    main = re.search(r"(?s)<main.*?</main>", page)
    return words_of(main.group() if main else page)


def in_word(content: bytes) -> str:
    """Return a Word document as text, its headings and lists marked."""
    marks = {"Heading 1": "# ", "Heading 2": "\n## ", "Heading 3": "\n### ", "List Bullet": "- "}
    lines = [
        marks.get(paragraph.style.name, "") + paragraph.text
        for paragraph in Document(io.BytesIO(content)).paragraphs
        if paragraph.text
    ]
    return "\n".join(lines) + "\n"


class Story:
    """Half a year between a team and a body, and its pages."""

    def __init__(self, share: Share, again: Share, people: dict[str, User], sign: SignedIn) -> None:
        self.share, self.again = share, again
        self.tie = Tie.objects.get(service=share.service, body=share.body)
        self.browsers = {name: sign(person) for name, person in people.items()}

    def page(self, who: str, name: str, *of: object) -> str:
        """Return a page as text, as the team or the reader sees it."""
        answer = self.browsers[who].get(reverse(name, args=of))
        assert answer.status_code == 200
        if answer["Content-Type"].startswith("text/html"):
            return middle_of(answer.content.decode())
        return in_word(answer.content)

    def ask(self) -> object:
        """Return the first ask of the report that was sent."""
        return next(ask.pk for ask in actions.asks_to_answer(self.share) if ask.words == MOVE_ON)


@pytest.fixture
def story(
    service: Service,
    body: Organisation,
    framework: Framework,
    manager: User,
    contributor: User,
    reader: User,
    signed_in: SignedIn,
    clock: Clock,
) -> Story:
    """Play it, and stop on a day half a year on, when the next report is prepared."""
    closure = spoken(framework, contributor, service=service)
    share = actions.prepare_share(service=service, body=body, by=manager)
    everything = ["changes", "trying", "around", "themes", "examples"]
    chosen = {"purpose": "Before we meet.", "ends_on": UNTIL, "meet": "an hour in January"}
    actions.choose(share, by=manager, closures=[closure], sections=everything, **chosen, **QUOTED)
    asks = dict.fromkeys(actions.asks_to_answer(share), True)
    share = actions.choose(share, by=manager, asks=asks)
    share = as_sent(actions.show_to_team(share, by=manager, at=SHOWN), manager)
    tie = show_tie(service, body, by=manager, at=NOON)
    replied(share, reader)
    agreed(tie, manager, reader)
    meet(tie, manager, reader)
    clock(days_on(165))
    again = actions.prepare_again(share, by=manager)
    again = actions.choose(again, by=manager, purpose="Half a year on.", ends_on=UNTIL)
    people = {"team": contributor, "reader": reader, "manager": manager}
    return Story(share, again, people, signed_in)


PAGES: dict[str, Callable[[Story], str]] = {
    "told_team": lambda of: of.page("team", "tie-history", of.tie.pk),
    "told_reader": lambda of: of.page("reader", "tie-history", of.tie.pk),
    "agenda": lambda of: of.page("reader", "agenda", of.tie.pk),
    "agenda_in_word_team": lambda of: of.page("team", "share-agenda", of.share.pk),
    "agenda_in_word_reader": lambda of: of.page("reader", "shared-agenda", of.share.reference),
    "quotable_in_word": lambda of: of.page("reader", "shared-quotable", of.share.reference),
    "understanding_team": lambda of: of.page("manager", "understanding", of.tie.pk),
    "understanding_reader": lambda of: of.page("reader", "understanding", of.tie.pk),
    "understanding_paper": lambda of: of.page("team", "understanding-paper", of.tie.pk),
    "understanding_in_word": lambda of: of.page("team", "understanding-word", of.tie.pk),
    "what_came_of_it": lambda of: of.page("reader", "understanding-came-of", of.tie.pk),
    "meeting": lambda of: of.page("reader", "meeting", of.tie.pk),
    "reply": lambda of: of.page("reader", "shared-reply", of.share.reference),
    "reply_to_an_ask": lambda of: of.page(
        "reader", "shared-reply-ask", of.share.reference, of.ask()
    ),
    "reply_questions": lambda of: of.page(
        "reader", "shared-reply-say", of.share.reference, "questions"
    ),
    "report_page_of_the_team": lambda of: of.page("team", "share", of.share.pk),
    "next_report": lambda of: aloud(preview(of.again)),
}


def read(story: Story) -> dict[str, str]:
    """Return every page of it as text."""
    pages = {}
    for name, text_of in PAGES.items():
        words = text_of(story).replace(story.share.reference, "PZ-1")
        words = words.replace(story.again.reference, "PZ-2")
        pages[name] = re.sub(r"(?:[0-9a-f]{8} ?){8}", "…", words)
    return pages


def sentences(words: str) -> list[str]:
    """Return what is said in whole sentences, without headings and what was asked."""
    lines = [line for line in words.splitlines() if not line.lstrip("- ").startswith("#")]
    pieces = [piece.strip("- ") for line in lines for piece in re.split(r"(?<=[.!?…])\s+", line)]
    return [
        piece
        for piece in pieces
        if piece.endswith((".", "!", "?")) and piece not in (MOVE_ON, PETS)
    ]


def test_pages_read_as_approved_and_say_hardly_a_sentence_twice(story: Story):
    pages = read(story)
    if os.environ.get("PIZAZZ_APPROVE"):
        for name, words in pages.items():
            (APPROVED / f"{name}.txt").write_text(words, encoding="utf-8")
    for name, words in pages.items():
        assert words == (APPROVED / f"{name}.txt").read_text(encoding="utf-8"), name
        sentences_there = sentences(words)
        twice = repeated(sentences_there)
        assert len(twice) <= MOST_REPEATED * len(sentences_there), (name, Counter(twice))


@pytest.mark.pdf
@pytest.mark.judge
def test_next_report_is_pdf_ua(story: Story, tmp_path: Path):
    is_pdf_ua(report_pdf(preview(story.again)), tmp_path / "report.pdf")
