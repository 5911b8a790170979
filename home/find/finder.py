"""Finding a team among forty or a thousand: by letter, by a part of its name, by grouping, by what
is asked of the reader.

Nothing here looks at what a team has done, but for what it asks of whoever looks: no letter, gap,
order or result tells who has talked, planned or shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Grouping, Service, User
from home.find.gathering import first_letters, who_asks
from pages.database.search import contains
from pages.words import as_seen, isolated, with_names

# As many as one sees at once: fewer need no finding.
FEW = 8
LONGEST = 100  # characters of what is looked for


@dataclass(frozen=True)
class Chip:
    """A filter that holds, and the address without it."""

    words: str
    href: str


@dataclass
class Finder:
    """What was looked for, what there is to choose from, and the teams that fit."""

    services: QuerySet[Service]
    many: bool
    # How many there are, where all of them fit.
    count: int | None = None
    words: str = ""
    letter: str = ""
    only_asking: bool = False
    grouping: Grouping | None = None
    letters: list[str] = field(default_factory=list)
    groupings: list[Grouping] = field(default_factory=list)

    @property
    def filters(self) -> dict[str, str]:
        """The filters that hold, as an address has them."""
        filters = {
            "q": self.words,
            "letter": self.letter,
            "grouping": str(self.grouping.pk) if self.grouping else "",
            "asked": "yes" if self.only_asking else "",
        }
        return dict(filter(itemgetter(1), filters.items()))

    @property
    def chips(self) -> list[Chip]:
        """The filters that hold, each to be taken off."""
        chips = []
        if self.words:
            words = with_names(_("Name with “{words}”"), words=self.words)
            chips.append(Chip(words, self._without("q")))
        if self.letter:
            words = _("Beginning with {letter}").replace("{letter}", self.letter)
            chips.append(Chip(words, self._without("letter")))
        if self.grouping:
            chips.append(Chip(isolated(self.grouping.name), self._without("grouping")))
        if self.only_asking:
            chips.append(Chip(_("Asks something of you"), self._without("asked")))
        return chips

    def _without(self, name: str) -> str:
        rest = self.filters
        del rest[name]
        if rest:
            return f"?{urlencode(rest)}"
        return "?"

    @property
    def query(self) -> str:
        """What a link to another page carries along: "&q=house", or nothing."""
        if self.filters:
            return f"&{urlencode(self.filters)}"
        return ""


def find(
    user: User,
    services: QuerySet[Service],
    choices: Mapping[str, str],
    *,
    groupings: Callable[[], Iterable[Grouping]] | None = None,
    asks: bool = True,
) -> Finder:
    """Look for teams among these.

    Args:
        services: what the person may choose among, A to Z.
        choices: q, letter, grouping, asked, as they came. What is none of them is left out.
        groupings: gives those whose names the person may read; asked where a team is in any.
        asks: whether teams can be looked for by what they ask of this person.
    """
    letters, count, grouped = first_letters(services)
    finder = Finder(services, many=count > FEW, letters=sorted(letters))
    if groupings is not None and grouped:
        finder.groupings = list(groupings())
    finder.words = as_seen(choices.get("q", "")).replace("\0", "").strip()[:LONGEST]
    letter = choices.get("letter", "")[:2].upper()
    if letter in letters:
        finder.letter = letter
    for grouping in finder.groupings:
        if str(grouping.pk) == choices.get("grouping"):
            finder.grouping = grouping
    finder.only_asking = asks and choices.get("asked") == "yes"
    if finder.words:
        finder.services = finder.services.filter(contains("name", finder.words))
    if finder.letter:
        # SQLite takes É and é for two letters.
        either = Q(name__istartswith=finder.letter) | Q(name__istartswith=finder.letter.lower())
        finder.services = finder.services.filter(either)
    if finder.grouping:
        finder.services = finder.services.filter(groupings=finder.grouping)
    if finder.only_asking:
        finder.services = finder.services.filter(pk__in=who_asks(user, finder.services))
    if not finder.filters:
        finder.count = count
    return finder
