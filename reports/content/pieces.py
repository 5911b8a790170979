"""What a report is made of besides sentences: people's own words, rows, themes; names and months.

Own words and generated sentences are different types, so that a page can give people's words
their own direction, and a test can read what was generated and nothing else.
"""

import datetime as dt
from collections.abc import Iterable

import msgspec
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.choices import Reach
from record.framework import Struct
from record.words.own_words import with_end
from record.words.phrases import Sentence
from reports.drawing.sheet import Segment, Spot


class Own(Struct):
    """People's own words, exactly as they wrote them."""

    words: str


class Titled(Struct):
    """People's words behind a lead-in of ours."""

    title: str
    words: Own


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

    def __bool__(self) -> bool:
        return bool(self.items)

    @property
    def runs_on(self) -> bool:
        """True where one item goes on behind the lead-in; others are a list."""
        return len(self.items) == 1 and not self.items[0].lead


class Mark(Struct):
    """One conversation on a row.

    `spot` is empty where there is nothing to draw; `answer` says the place or the other answer in
    words. `now` is the latest conversation of all. `broken` says why it is not joined to the one
    before (or, without a spot, why there is nothing to draw); `recast` is where the team, saying
    this, would have put the one before; `views` are the places of those who saw it differently.
    """

    held_on: dt.date
    occasion: str
    answer: str = msgspec.field(name="told")  # as reports were frozen
    line: Own | None = None
    spot: Spot | None = None
    joined: bool = False
    arc: str = ""
    broken: str = ""
    recast: Spot | None = None
    views: tuple[Spot, ...] = ()
    now: bool = False

    @property
    def apart(self) -> str:
        """Why its place is not joined to the one before; of the last one the sentences say it."""
        return self.broken if self.spot and not self.now else ""


class RowText(Struct, kw_only=True):
    """A line: sentences first, then what its rod shows.

    `kind` is the line's (whole, theme, element), `moved` what became of it since last time
    (record.movement.Kind), `empty` the words on a rod that has nothing on it. `words` is the
    last that the team said of it, `words_when` when that was ("In March", "In March it did not
    apply here") where it was not last time. `worded` where these stand instead of the sentences,
    which stand elsewhere but for what is said of it `alone`. `edition`: of a former line,
    which framework it is of ("pies-2"): another one may have the same code.
    """

    code: str
    name: str
    kind: str
    theme: str
    moved: str
    sentences: tuple[Sentence, ...]
    levels: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    empty: str = ""
    former: bool = False
    words: Own | None = None
    words_when: str = ""
    worded: bool = False
    edition: str = ""
    # Not in copies that were frozen before there was any.
    alone: tuple[Sentence, ...] | UnsetType = UNSET

    @property
    def plain(self) -> str:
        """The sentences as plain text: the text alternative of the rod."""
        return " ".join(map(str, self.sentences))

    def sentences_without(self, above: Own | None) -> tuple[Sentence, ...]:
        """Return the sentences without words that stand above them, if any do."""
        if above is None:
            return self.sentences
        others = [sentence.without(with_end(above.words)) for sentence in self.sentences]
        return tuple(filter(None, others))

    @property
    def breaks(self) -> tuple[str, ...]:
        """Why places are not joined to the one before, each once; not what stands above."""
        reasons = dict.fromkeys(mark.apart for mark in self.marks if mark.apart)
        reasons.pop(f"{self.words_when}.", None)
        return tuple(reasons)

    @property
    def drawn(self) -> bool:
        return any(mark.spot or mark.views for mark in self.marks)

    @property
    def latest_first(self) -> tuple[Mark, ...]:
        return tuple(reversed(self.marks))


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
        return len(self.rows) > 1

    @property
    def anchor(self) -> str:
        return f"theme-{self.code}"

    @property
    def lists(self) -> tuple[WordList, ...]:
        """Examples, helps and obstacles behind their lead-ins; what is empty is left out."""
        helps = WordList(_("What we have going for us"), self.helps)
        lists = [WordList(_("What makes us say so"), self.says), helps]
        by_reach = {
            Reach.OURS.value: _("What gets in the way, and is ours to change"),
            "": _("What gets in the way"),
            Reach.SOMEONE_ELSE.value: _("What gets in the way, and needs someone else"),
            Reach.BOTH.value: _("What gets in the way, and is ours in part"),
        }
        for reach, title in by_reach.items():
            obstacles = [obstacle for obstacle in self.obstacles if obstacle.reach == reach]
            lists.append(WordList(title, tuple(obstacles)))
        lists.append(WordList(_("No longer in the way"), self.past_obstacles))
        return tuple(filter(None, lists))


def titled(pairs: Iterable[tuple[str, Own | None]]) -> tuple[Titled, ...]:
    return tuple(Titled(title, words) for title, words in pairs if words is not None)


def own(words: str) -> Own | None:
    if words.strip():
        return Own(words)
    return None


def lower_first(title: str) -> str:
    """Begin a title small, for inside a sentence; one person stays "I"."""
    if title.startswith(_("I ")):
        return title
    return title[:1].lower() + title[1:]


def month(date: dt.date) -> str:
    """Say a month: "November 2026"."""
    return format_date(date, _("F Y"))
