"""What people work on further, as Word documents: the page to quote, and an hour's agenda."""

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from reports.content import Report
from reports.printing.word import Block, word_document
from sharing.models import Reply, Share
from sharing.selectors import replies_sent


def quotable_document(report: Report) -> bytes | None:
    """Return the page that may be quoted as a Word document, or None where there is none."""
    page = report.quotable
    if not page:
        return None
    blocks = [Block(texts=(page.words.words, page.what_it_is))]
    blocks += [Block(heading=each.title, texts=(each.words.words,)) for each in page.questions]
    blocks.append(Block(heading=_("How far it may go"), texts=(page.how_far,)))
    return _document(page.service, blocks, report)


def agenda_document(share: Share, report: Report, *, inside: bool) -> bytes:
    """Return an hour's agenda of what is asked on both sides, as a Word document.

    `inside`: for the team, whose copy has what it would rather say at a table.
    """
    blocks = [Block(heading=_("How we each are, and why we meet: five minutes"))]
    if report.letter.purpose:
        blocks.append(Block(texts=(report.letter.purpose.words,)))
    blocks.append(Block(heading=_("What was asked: half an hour")))
    for ask in report.asks:
        parts = tuple(f"{part.title}: {part.words.words}" for part in ask.parts)
        blocks.append(Block(heading=ask.what.words, level=2, points=parts, room=True))
    if not report.asks:
        blocks.append(Block(texts=(_("What would help most, each in turn."),), room=True))
    blocks += _questions(share, inside=inside)
    last = _("Who does what, about when, and when we talk again: ten minutes")
    blocks.append(Block(heading=last, room=True))
    return _document(_("An hour’s agenda"), blocks, report)


def _questions(share: Share, *, inside: bool) -> list[Block]:
    said = [each.words for each in replies_sent(share) if each.about in _ASKED]
    title = _("Questions, and where we see it differently: fifteen minutes")
    blocks = [Block(heading=title, texts=tuple(said), room=True)]
    if inside and share.hard_on_agenda and share.hard_to_say:
        heading = _("What we would rather say at a table (our copy only)")
        blocks.append(Block(heading=heading, level=2, texts=(share.hard_to_say,)))
    return blocks


_ASKED = {Reply.About.QUESTIONS, Reply.About.DIFFERENTLY}


def _document(title: str, blocks: list[Block], report: Report) -> bytes:
    letter = report.letter
    with translation.override(report.language):
        author = _("The team of {service}").format(service=letter.service)
        between = _("{service}, {organisation}, and {body}").format(
            service=letter.service, organisation=letter.organisation, body=letter.to
        )
    about = Block(texts=(between, f"{letter.date} · {letter.reference}"))
    day = dt.date.fromisoformat(report.created)
    return word_document(title, [about, *blocks], author=author, day=day)
