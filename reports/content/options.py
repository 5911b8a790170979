"""What a team chose to put into a report."""

import datetime as dt
from typing import Self

from django.utils.translation import gettext as _

from record.framework import Struct
from reports.content.quotable import Quote
from reports.content.understanding import UnderstandingPage

CHANGES = "changes"
TRYING = "trying"
AROUND = "around"
THEMES = "themes"
EXAMPLES = "examples"
SECTIONS = (CHANGES, TRYING, AROUND, THEMES, EXAMPLES)


def section_titles() -> dict[str, str]:
    """Return the sections a team can choose, in order, in the reader's language."""
    return {
        CHANGES: _("What has changed, what has not, what we see more clearly"),
        TRYING: _("What we are trying, and what we learned"),
        AROUND: _("What changed around us"),
        THEMES: _("Theme by theme, with the bead rows"),
        EXAMPLES: _("Our examples, and our words on the talks"),
    }


class Options(Struct, kw_only=True):
    """The choices a report is built with.

    Args:
        date: the day of the letter.
        reference: printed on every page.
        to: the body it is for; empty for the team's own copy, which says who does what.
        to_ids: that body's id, and those of bodies that turned out to be it: its own answers are
            known by them.
        purpose: why now, in the team's words.
        until: the last day it can be read.
        sections: of SECTIONS; the letter, the asks chosen, how to read this and where it comes
            from are always there.
        asks: ids of the asks that go with it; None for all.
        include_ours: also what gets in the way and is ours to change.
        selected: some finished conversations were left out, so how many there are is not said.
        agreed: what this team and that body agreed, or that nothing holds between them.
        by_myself: one person makes up the team.
        ended: there is no such team any more.
        some_words_kept: the team keeps some of its words, and wants that said.
        meet: when the team could meet, in its words.
        hard_to_say: what it finds hard to say to this body.
        quote: what may be quoted of it.
    """

    date: dt.date
    reference: str
    to: str = ""
    to_ids: tuple[str, ...] = ()
    purpose: str = ""
    until: dt.date | None = None
    sections: tuple[str, ...] = SECTIONS
    asks: tuple[str, ...] | None = None
    include_ours: bool = False
    selected: bool = False
    by_myself: bool = False
    ended: bool = False
    agreed: UnderstandingPage | None = None
    some_words_kept: bool = False
    meet: str = ""
    hard_to_say: str = ""
    quote: Quote | None = None

    @classmethod
    def own_copy(cls, *, date: dt.date, by_myself: bool = False, ended: bool = False) -> Self:
        """Return the choices for the team's own copy: everything, no addressee."""
        reference = _("my own copy") if by_myself else _("our own copy")
        return cls(
            date=date, reference=reference, include_ours=True, by_myself=by_myself, ended=ended
        )

    @property
    def inside(self) -> bool:
        return not self.to

    def has(self, section: str) -> bool:
        return section in self.sections
