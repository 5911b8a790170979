"""The page that goes with a letter of what a team and a body agreed, or might."""

import msgspec
from django.utils.translation import gettext as _

from record.framework import Struct
from reports.content.pieces import Own, Titled


class Outcome(Struct):
    """What came of a half, as one of the two sees it."""

    who: str
    day: str
    words: Own


class Half(Struct):
    """What one of the two said it would do, and what came of it."""

    title: str
    words: Own | None = None
    came_of: tuple[Outcome, ...] = ()


class UnderstandingPage(Struct, kw_only=True):
    """Our understanding, as a letter tells it. `holds`: it is agreed and nobody has ended it.

    Where nothing holds, `spaces` are the boxes of a draft to take to the meeting.
    """

    title: str
    intro: str = msgspec.field(name="said")
    holds: bool = False
    halves: tuple[Half, ...] = ()
    boxes: tuple[Titled, ...] = ()
    terms: tuple[str, ...] = ()
    more_terms: Own | None = None
    spaces: tuple[str, ...] = ()
    no_contract: str = ""


def fixed_terms() -> tuple[str, ...]:
    """Return the terms that can be added to and not removed."""
    return (
        _("What is shared is not used for payment, for ranking, or for scoring a tender."),
        _("There are no deadlines between us."),
        _("Not sharing, and taking back, have no consequence."),
        _("Either of us may ask to meet instead of writing."),
    )


def box_titles(service: str, body: str) -> dict[str, str]:
    """Return what stands above each box, by its name, in the order of the page."""
    return {
        "asked": _("What {team} was asked to provide, in the words of {body}").format(
            team=service, body=body
        ),
        "talk": _("How often we talk, and what is shared"),
        "ours": _("What {team} does").format(team=service),
        "theirs": _("What {body} does").format(body=body),
        "turn_to": _("Who to turn to"),
    }


def no_contract() -> str:
    """Say what an understanding is not, and how it ends."""
    return _(
        "This is no contract and changes none. Either of us may say, without a reason, that it no "
        "longer works."
    )


def nothing_agreed(service: str, body: str, *, intro: str = "") -> UnderstandingPage:
    """Return the page where nothing holds: that it says so, and a draft to take to a meeting."""
    return UnderstandingPage(
        title=_("What we might agree"),
        intro=intro
        or _(
            "We have not yet agreed with you how this will be used. Until we have, please read it "
            "as a letter. Here is a page to bring to a meeting and to fill in together."
        ),
        terms=fixed_terms(),
        spaces=tuple(box_titles(service, body).values()),
        no_contract=no_contract(),
    )
