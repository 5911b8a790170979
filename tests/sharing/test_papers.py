"""The page to quote and an hour's agenda, as Word documents: opened by python-docx, and by hand."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from docx import Document

from accounts.models import User
from agreeing.models import Understanding
from agreeing.text import who_reads
from reports.content.copies import without_words
from reports.printing.word import MIME, Block, word_document
from sharing import actions
from sharing.correspondence.papers import agenda_blocks, agenda_document, quotable_document
from sharing.models import Share, ShareOpen
from sharing.report import preview
from tests.reports.aloud import aloud
from tests.sharing.story import TODAY, SignedIn

HARD = "You are late"


@pytest.fixture
def draft_share(ready: Share, manager: User) -> Share:
    """A report with a page to quote, and something better said at a table."""
    words = {"quotable": "public", "quote": "We are a hostel.", "quote_better": "Yes."}
    more = {"hard_to_say": HARD, "hard_on_agenda": True}
    return actions.choose(ready, by=manager, **words, **more)


def lines(content: bytes) -> list[tuple[str, str]]:
    """Return the paragraphs of a document with their styles."""
    paragraphs = Document(io.BytesIO(content)).paragraphs
    return [(paragraph.style.name, paragraph.text) for paragraph in paragraphs if paragraph.text]


def test_page_to_quote_has_headings_and_no_hard_words(draft_share: Share):
    paragraphs = lines(quotable_document(draft_share, preview(draft_share)))
    assert paragraphs[0] == ("Heading 1", draft_share.service.name)
    assert ("Heading 2", "Is it getting better?") in paragraphs
    assert ("Normal", "We are a hostel.") in paragraphs
    assert HARD not in " ".join(text for _style, text in paragraphs)


def test_page_to_quote_says_what_the_team_was_called_then(draft_share: Share):
    report, service = preview(draft_share), draft_share.service
    then = service.name
    texts = [text for _style, text in lines(quotable_document(draft_share, report))]
    assert not [text for text in texts if text.startswith("When this was written")]
    service.name, service.organisation.name = "Maple House", "Elm Trust"
    assert lines(quotable_document(draft_share, report))[3:5] == [
        ("Normal", f"When this was written, Maple House was called {then}."),
        ("Normal", "When this was written, Elm Trust was called Oak Trust."),
    ]


def test_without_a_page_to_quote_there_is_no_document(ready: Share):
    assert quotable_document(ready, preview(ready)) is None


def test_nobody_is_told_to_quote_what_was_taken_out(draft_share: Share):
    report = preview(draft_share)
    rest = without_words(report, "We are a hostel.", "Taken out on 12 November 2026")
    assert "You may quote it" in aloud(report)
    assert "You may quote it" not in aloud(rest)
    assert quotable_document(draft_share, rest) is None


def test_agenda_has_what_is_asked_and_only_the_teams_has_hard_words(draft_share: Share):
    report = preview(draft_share)
    ours = lines(agenda_document(draft_share, report, inside=True))
    theirs = lines(agenda_document(draft_share, report, inside=False))
    for ask in report.asks:
        assert ("Heading 3", ask.what.words) in theirs
    assert ("Normal", HARD) in ours
    assert HARD not in " ".join(text for _style, text in theirs)


@pytest.mark.parametrize("agreed", [Understanding(), None])
def test_every_part_of_an_agenda_but_the_greeting_has_room_to_write_in(agreed):
    _greeting, help_part, *parts = agenda_blocks([], [], agreed=agreed)
    assert help_part.heading.startswith("What would help most")  # nothing was asked
    assert [part.heading for part in parts if not part.room] == []


@pytest.mark.parametrize("inside", [True, False])
def test_same_text_is_the_same_bytes_and_every_part_is_xml(draft_share: Share, inside):
    report = preview(draft_share)
    content = agenda_document(draft_share, report, inside=inside)
    assert content == agenda_document(draft_share, report, inside=inside)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(package.read(name))  # noqa: S314 -- our own bytes


def test_properties_name_the_team_and_nobody_else():
    content = word_document("A title", [Block(texts=("x",))], author="The team", day=TODAY)
    about = Document(io.BytesIO(content)).core_properties
    assert about.title == "A title"
    assert {about.author, about.last_modified_by} == {"The team"}
    assert about.created.date() == TODAY


@pytest.mark.parametrize(
    "words", ["a\x0bb\x00c", "a\ufffeb\uffff", "x" * 100_000, "line\nline", "سلام", "  "]
)
def test_any_words_make_a_document(words: str):
    block = Block(heading=words, texts=(words,), points=(words,))
    content = word_document(words, [block], author=words, day=TODAY)
    assert Document(io.BytesIO(content)).paragraphs


def test_reader_takes_it_and_the_opening_is_recorded(
    posted: Share, reader: User, signed_in: SignedIn
):
    answer = signed_in(reader).get(reverse("shared-agenda", args=[posted.reference]))
    assert (answer.status_code, answer["Content-Type"]) == (200, MIME)
    assert ShareOpen.objects.get().what == "word"


@pytest.mark.parametrize("more", [{}, {"HTTP_RANGE": "bytes=0-9"}, {"HTTP_IF_NONE_MATCH": "*"}])
@pytest.mark.parametrize("name", ["shared-agenda", "shared-quotable", "shared-pdf"])
def test_nothing_is_handed_out_after_taking_back(
    posted: Share, manager: User, reader: User, signed_in: SignedIn, name: str, more: dict
):
    browser = signed_in(reader)
    actions.take_back(posted, by=manager)
    assert browser.get(reverse(name, args=[posted.reference]), **more).status_code == 410


def test_team_without_a_page_to_quote_gets_none(
    shown_share: Share, contributor: User, signed_in: SignedIn
):
    browser = signed_in(contributor)
    assert browser.get(reverse("share-quotable", args=[shown_share.pk])).status_code == 404
    assert browser.get(reverse("share-agenda", args=[shown_share.pk])).status_code == 200


def test_nights_are_said_to_read_where_there_are_nights(service):
    for kinds, ending in (
        (["days", "nights"], "reads this, nights included."),
        ([], "reads this."),
    ):
        service.kinds_to_hear = kinds
        assert who_reads(service).endswith(ending)
