"""A page to take to the meeting: what was agreed last, and room to write."""

from django.utils import timezone
from django.utils.translation import gettext as _

from agreeing.models import Tie
from agreeing.selectors import newest_agreed
from agreeing.text import between_them
from reports.content.agreed import box_titles, fixed_terms, no_contract
from reports.printing.word import Block, word_document


def paper_blocks(tie: Tie) -> list[Block]:
    """Return the page, the same to print and in Word."""
    agreed = newest_agreed(tie)
    blocks = []
    for name, title in box_titles(tie.service.name, tie.body.name).items():
        words = getattr(agreed, name, "")
        blocks.append(Block(heading=title, texts=(words,) if words else (), room=True))
    blocks.append(Block(heading=_("Terms that always hold"), points=fixed_terms()))
    if agreed is not None and agreed.more_terms:
        blocks.append(Block(texts=(agreed.more_terms,)))
    return [*blocks, Block(texts=(no_contract(),))]


def paper_document(tie: Tie) -> bytes:
    """Return the page as a Word document: neither of the two is its author alone."""
    between = between_them(tie.service.name, tie.service.organisation.name, tie.body.name)
    return word_document(
        _("Our understanding"),
        [Block(texts=(between,)), *paper_blocks(tie)],
        author=between,
        day=timezone.localdate(),
    )
