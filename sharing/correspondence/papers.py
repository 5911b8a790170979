"""What people work on further, as Word documents: the page to quote, and an hour's agenda."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from agreeing.models import Understanding
from agreeing.selectors import newest_agreed, standing_meeting, tie_between
from agreeing.text import between_them, day_and_time
from record.words.phrases import team_and_organisation
from reports.content import Report
from reports.content.asks import AskItem
from reports.printing.word import Block, word_document
from sharing.models import Reply, Share
from sharing.selectors import replies_sent


def quotable_document(share: Share, report: Report) -> bytes | None:
    """Return the page that may be quoted as a Word document, or None where there is none."""
    page = report.quotable
    if not page or not page.may_be_quoted:
        return None
    letter = report.letter
    place = team_and_organisation(letter.service, letter.organisation)
    whose = _("From {place}").format(place=place)
    from_when = f"{letter.date} · {letter.reference}"
    about = Block(texts=(whose, from_when, *_called_then(share, report)))
    blocks = [about, Block(texts=(page.words.words, page.what_it_is))]
    for question in page.questions:
        blocks.append(Block(heading=question.title, texts=(question.words.words,)))
    blocks.append(Block(heading=_("How far it may go"), texts=(page.how_far,)))
    return _document(page.service, blocks, report, author=letter.service)


def _called_then(share: Share, report: Report) -> list[str]:
    """Say what whom the page names was called then, where it is called otherwise now."""
    team, above = share.service.name, share.service.organisation.name
    pairs = [(team, report.letter.service)]
    if above != team:
        pairs.append((above, report.letter.organisation))
    form = _("When this was written, {now} was called {then}.")
    return [form.format(now=now, then=then) for now, then in pairs if now != then]


def agenda_document(share: Share, report: Report, *, inside: bool) -> bytes:
    """Return an hour's agenda as a Word document; `inside`: with what the team would rather say."""
    tie = tie_between(share.service, share.body)
    meeting = agreed = None
    if tie:
        meeting, agreed = standing_meeting(tie), newest_agreed(tie)
    team, letter = share.service, report.letter
    # They meet as they are called now.
    about = [between_them(team.name, team.organisation.name, share.body.name)]
    about.append(f"{letter.date} · {letter.reference}")
    if meeting is not None and meeting.taken is not None:
        about.append(", ".join(filter(None, (day_and_time(meeting.taken), meeting.where))))
    purpose = hard = ""
    if letter.purpose:
        purpose = letter.purpose.words
    if inside:
        hard = hard_words(share)
    questions = [reply for reply in replies_sent(share) if reply.about in ASKED]
    blocks = agenda_blocks(report.asks, questions, agreed=agreed, purpose=purpose, hard=hard)
    blocks = [Block(texts=tuple(about)), *blocks]
    return _document(_("An hour’s agenda"), blocks, report, author=team.name)


ASKED = frozenset({Reply.About.QUESTIONS, Reply.About.DIFFERENTLY})


def hard_words(share: Share) -> str:
    """Return what the team would rather say at a table, or nothing."""
    if share.hard_on_agenda:
        return share.hard_to_say
    return ""


def agenda_blocks(
    asks: Sequence[AskItem],
    replies: Sequence[Reply],
    *,
    agreed: Understanding | None,
    purpose: str = "",
    hard: str = "",
) -> list[Block]:
    """Return an hour's agenda, the same on the page and in Word.

    Args:
        asks: what a team asks; what nobody has to answer any more is left out.
        replies: what the body asks back, and sees differently.
        agreed: their newest understanding, if any.
        purpose: why the team wrote.
        hard: what the team would rather say than write; for its own copy only.
    """
    why = _("How we each are, and why we meet: five minutes")
    blocks = [Block(heading=why, texts=(purpose,) if purpose else ())]
    open_asks = [ask for ask in asks if ask.is_to_answer]
    if any(not ask.is_obstacle for ask in open_asks):
        blocks.append(Block(heading=_("What was asked: half an hour")))
    elif open_asks:
        blocks.append(Block(heading=_("What needs somebody else: half an hour")))
    else:
        title = _("What would help most: half an hour")
        blocks.append(Block(heading=title, texts=(_("Each in turn."),), room=True))
    for ask in open_asks:
        parts = tuple(f"{part.title}: {part.words.words}" for part in ask.parts)
        blocks.append(Block(heading=ask.what.words, level=2, points=parts, room=True))
    title = _("Questions, and where we see it differently: ten minutes")
    blocks.append(Block(heading=title, texts=tuple(reply.words for reply in replies), room=True))
    if hard:
        title = _("What we would rather say at a table (our copy only)")
        blocks.append(Block(heading=title, level=2, texts=(hard,)))
    if agreed is not None and agreed.ended_at is None:
        title = _("What we agreed: does it still work? Ten minutes")
        blocks.append(Block(heading=title, room=True))
    else:
        title = _("How this will be used, and how we go on: ten minutes")
        blocks.append(Block(heading=title, room=True))
    last = _("Who does what, about when, and when we talk again: five minutes")
    return [*blocks, Block(heading=last, room=True)]


def _document(title: str, blocks: Sequence[Block], report: Report, *, author: str) -> bytes:
    day = dt.date.fromisoformat(report.created)
    return word_document(title, blocks, author=author, day=day)
