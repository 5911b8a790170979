"""What is said of one theme, as data."""

import msgspec
from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.choices import Reach
from record.framework import Struct
from record.words.phrases import Sentence
from reports.content.pieces import Own
from reports.content.rows import RowText


class ExampleItem(Struct):
    """What makes the team say so.

    `lead` says before it what it is ("A story, 3 March 2026"), `about` the same where a page has
    it after; `link` is for the team's copy only.
    """

    words: Own
    about: str = ""
    link: str = ""
    lead: str = ""


class FactorItem(Struct):
    """A help or an obstacle.

    `lead` says before it how it stands ("In March", "Easier now"), `reach` whose it is to change.
    Copies frozen by the first release say both in `about`, behind it.
    """

    words: Own
    about: str = ""
    lead: str = ""
    reach: str = ""


Factors = tuple[FactorItem, ...]


class WordList(Struct):
    """A few of people's words behind a lead-in."""

    title: str
    items: tuple[ExampleItem | FactorItem, ...]

    @property
    def runs_on(self) -> bool:
        """True where one item goes on behind the lead-in; others are a list."""
        return len(self.items) == 1 and not self.items[0].lead


class ThemeText(Struct, kw_only=True):
    """One theme, or the whole place. `line_when` says "In May 2025" where the line is not new.

    `question` is what the framework asks about it. `subject`: the one thing that the last talk
    was about, where it was not about the whole place; or the talk of `subject_when` ("In May").
    """

    code: str
    name: str
    question: str = ""
    subject: Own | None = None
    subject_when: str | UnsetType = UNSET
    line: Own | None = None
    line_when: str = ""
    says: tuple[ExampleItem, ...] = ()
    helps: Factors = ()
    obstacles: Factors = ()
    past_obstacles: Factors = msgspec.field(default=(), name="gone")
    rows: tuple[RowText, ...] = ()
    # What holds of several rows; not in copies that were frozen before there was any.
    shared: tuple[Sentence, ...] | UnsetType = UNSET

    def __bool__(self) -> bool:
        factors = self.helps or self.obstacles or self.past_obstacles
        return bool(self.line or self.says or factors or self.rows or self.shared)

    @property
    def has_parts(self) -> bool:
        """Say whether rows of its elements stand beside its own."""
        return len(self.rows) > 1

    @property
    def anchor(self) -> str:
        """Where a list of contents leads to."""
        return f"theme-{self.code}"

    @property
    def lists(self) -> tuple[WordList, ...]:
        """Examples, helps and obstacles behind their lead-ins; what is empty is left out."""
        helps = WordList(_("What we have going for us"), self.helps)
        lists = [WordList(_("What makes us say so"), self.says), helps]
        for reach, title in _in_the_way().items():
            lists.append(WordList(title, tuple(o for o in self.obstacles if o.reach == reach)))
        lists.append(WordList(_("No longer in the way"), self.past_obstacles))
        return tuple(word_list for word_list in lists if word_list.items)


def _in_the_way() -> dict[str, str]:
    """Return the lead-ins of what gets in the way, by whose it is to change."""
    return {
        Reach.OURS.value: _("What gets in the way, and is ours to change"),
        "": _("What gets in the way"),
        Reach.SOMEONE_ELSE.value: _("What gets in the way, and needs someone else"),
        Reach.BOTH.value: _("What gets in the way, and is ours in part"),
    }
