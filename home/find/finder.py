"""Finding a team among forty or a thousand: by letter, by a part of its name, by grouping, by what
is asked of the reader.

Nothing here looks at what a team has done, but for what it asks of whoever looks: no letter, gap,
order or result tells who has talked, planned or shown.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Grouping, Service, User
from home.find.gathering import by_first_letter, who_asks
from pages.words import isolated, with_names

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
    asked: bool = False
    grouping: Grouping | None = None
    letters: list[str] = field(default_factory=list)
    groupings: list[Grouping] = field(default_factory=list)

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that hold, as an address has them."""
        found = {}
        if self.words:
            found["q"] = self.words
        if self.letter:
            found["letter"] = self.letter
        if self.grouping:
            found["grouping"] = str(self.grouping.pk)
        if self.asked:
            found["asked"] = "yes"
        return found

    @property
    def chips(self) -> list[Chip]:
        """The filters that hold, each to be taken off."""
        found = []
        if self.words:
            words = with_names(_("Name with “{words}”"), words=self.words)
            found.append(Chip(words, self._without("q")))
        if self.letter:
            words = _("Beginning with {letter}").replace("{letter}", self.letter)
            found.append(Chip(words, self._without("letter")))
        if self.grouping:
            found.append(Chip(isolated(self.grouping.name), self._without("grouping")))
        if self.asked:
            found.append(Chip(_("Asks something of you"), self._without("asked")))
        return found

    def _without(self, name: str) -> str:
        left = self.chosen
        del left[name]
        if left:
            return f"?{urlencode(left)}"
        return "?"

    @property
    def kept(self) -> str:
        """What a link to another page carries along: "&q=house", or nothing."""
        if self.chosen:
            return f"&{urlencode(self.chosen)}"
        return ""


def find(
    user: User,
    services: QuerySet[Service],
    asked_for: Mapping[str, str],
    *,
    groupings: Callable[[], Iterable[Grouping]] | None = None,
    asks: bool = True,
) -> Finder:
    """Look for teams among these.

    Args:
        services: what the person may choose among, A to Z.
        asked_for: q, letter, grouping, asked, as they came. What is none of them is left out.
        groupings: gives those whose names the person may read; asked where a team is in any.
        asks: whether teams can be looked for by what they ask of this person.
    """
    begin = by_first_letter(services)
    letters = {first.upper() for first, _many, _in_one in begin}
    count = sum(many for _first, many, _in_one in begin)
    found = Finder(services, many=count > FEW, letters=sorted(letters))
    if groupings is not None and any(in_one for _first, _many, in_one in begin):
        found.groupings = list(groupings())
    found.words = asked_for.get("q", "").replace("\0", "").strip()[:LONGEST]
    letter = asked_for.get("letter", "")[:2].upper()
    if letter in letters:
        found.letter = letter
    found.grouping = _grouping(found.groupings, asked_for.get("grouping", ""))
    found.asked = asks and asked_for.get("asked") == "yes"
    if found.words:
        found.services = found.services.filter(name__icontains=found.words)
    if found.letter:
        # SQLite takes É and é for two letters.
        either = Q(name__istartswith=found.letter) | Q(name__istartswith=found.letter.lower())
        found.services = found.services.filter(either)
    if found.grouping:
        found.services = found.services.filter(groupings=found.grouping)
    if found.asked:
        found.services = found.services.filter(pk__in=who_asks(user, found.services))
    if not found.chosen:
        found.count = count
    return found


def _grouping(groupings: list[Grouping], key: str) -> Grouping | None:
    """Return the grouping with this key among those the person may read, or None."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    for each in groupings:
        if each.pk == wanted:
            return each
    return None
