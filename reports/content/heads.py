"""Heads with their lines: the team's own words first, then what became of each.

What would be said of several lines in the same words is said once, after them, with their names.
Where lines of several heads stood before is told after all of them.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from django.utils.translation import gettext as _
from msgspec import UNSET, UnsetType

from record.choices import Status, WhyDiffers
from record.distance.movement import Bar
from record.distance.rows import Row
from record.framework import Struct
from record.sentences.claims import OWN_LINE, Claim, Together, when_before
from record.sentences.distance import row_claims
from record.words.phrases import Sentence, Slot, level_name, quoted
from reports.content.pieces import Own, own
from reports.content.rows import last_words, said_with_words


class HeadCode(StrEnum):
    """Under what a line stands: how pages, and copies that were frozen, call it."""

    SAID = "said"
    ROOTED = "rooted"
    MORE = "more"
    HARDER = "harder"
    CLEARER = "clearer"
    NOT_GOT_TO = "not_got_to"
    DIFFERENT = "different"
    NOT_OURS = "not_ours"
    NOT_HERE = "not_here"
    AGREED = "agreed"
    SAME = "same"
    NEW = "new"
    APART = "apart"
    BEFORE = "before"
    STOOD = "stood"


ANSWERED = {HeadCode.DIFFERENT, HeadCode.NOT_OURS}
COMPARES_NOTHING = {
    HeadCode.SAID,
    HeadCode.NEW,
    HeadCode.NOT_GOT_TO,
    HeadCode.NOT_HERE,
    HeadCode.STOOD,
}
# What a head says: its sentences do not say it again.
_SAYS: dict[str, str] = {
    HeadCode.DIFFERENT: Status.DIFFERS,
    HeadCode.NOT_OURS: Status.NOT_OURS,
    HeadCode.CLEARER: WhyDiffers.SEEN_CLEARLY,
    HeadCode.NOT_GOT_TO: Bar.PASSED_OVER_NOW,
}


class Item(Struct):
    """A line under a head: the team's words on it, then our sentences, if they stand here.

    `words_when`: when they said it ("In March"), where that was not last time.
    """

    code: str
    name: str
    sentences: tuple[Sentence, ...]
    words: Own | None = None
    # Not in copies that were frozen before there was any.
    words_when: str | UnsetType = UNSET


class Head(Struct):
    """A head with its lines, then what is said of several at once; `empty` where there is none."""

    code: str
    title: str
    items: tuple[Item, ...] = ()
    empty: str = ""
    alike: tuple[Sentence, ...] = ()

    def of_line(self, code: str) -> tuple[Sentence, ...]:
        """Return what is said of a line alone."""
        sentences: list[Sentence] = []
        for item in self.items:
            if item.code == code:
                sentences += item.sentences
        return tuple(sentences)


class LinePlan(NamedTuple):
    """A line that stands under a head, with all there is to say of it."""

    code: str
    name: str
    words: Own | None = None
    claims: Sequence[Claim] = ()
    words_when: str = ""


class HeadPlan(NamedTuple):
    """A head before words are made. `of_all`: what holds of all its lines is said without names."""

    code: str = ""
    title: str = ""
    lines: Sequence[LinePlan] = ()
    empty: str = ""
    of_all: bool = False


def line_under(code: str, row: Row, *, alone: bool) -> LinePlan:
    """Return a line with what is to say of it under a head, but for what that says.

    `alone`: it is the only one there.
    """
    later, earlier = row.since_last.later, row.since_last.earlier
    name = row_name(row)
    if code == HeadCode.NOT_HERE:
        words = own(later.status_words or later.words)
        return LinePlan(row.line.code, name, words, [] if words else [always("{names}.")])
    words, when, says = own(later.words), "", {_SAYS.get(code, "")}
    in_words = later.words or later.status_words or any(view.words for view in later.views)
    was_placed = earlier is not None and earlier.place is not None
    # No level without a word before it, be it an earlier one.
    if later.place is not None or (was_placed and not in_words):
        words, when = last_words(row)
        says.update(said_with_words(row))
    claims = list(claims_of(row, *says))
    if code in {HeadCode.NEW, HeadCode.SAID} and later.level is not None:
        level = level_name(later.level.name, starts=True)
        claims = [always(_("{Level}: {names}."), Level=level)]
    elif code == HeadCode.NOT_GOT_TO and not words and not claims:
        claims = [always("{names}.")]
    elif code in ANSWERED and earlier is not None and earlier.status == _SAYS[code]:
        then = when_before(row.since_last)
        again = always(_("It was so {when}, too: {names}."), when=then)
        # Behind words it would say that what they tell was so; they stand first.
        if alone and not words and not any(claim.words for claim in claims):
            again = Claim(_("It was so {when}, too."), (("when", then),))
        claims.insert(0, again)
    return LinePlan(row.line.code, name, words, claims, when)


def claims_of(row: Row, *says: str) -> Iterator[Claim]:
    """Yield what there is to say of a row; the team's own line, and what stands above, is not."""
    for claim in chain.from_iterable(row_claims(row)):
        left = claim.beside({OWN_LINE, *says} - {""})
        if left:
            yield left


def always(form: str, **slots: Slot) -> Claim:
    """Claim what is said with the names of its lines, be it only one."""
    return Claim(together=Together(form, tuple(slots.items()), always=True))


class _Shared(NamedTuple):
    """What is said once of several lines: their names, by the place of their head."""

    claim: Claim
    names: dict[int, list[str]]

    @property
    def stands_apart(self) -> bool:
        return self.claim.together.is_past and len(self.names) > 1


def heads_of(drafts: Sequence[HeadPlan]) -> list[Head]:
    """Make the words of heads: what would be said of several lines in the same words, once."""
    often: Counter[Hashable] = Counter()
    for place, draft in enumerate(drafts):
        for line in draft.lines:
            for claim in line.claims:
                often[_fact(claim, place)] += 1
    shared: dict[Hashable, _Shared] = {}
    items = [_items(draft, place, often, shared) for place, draft in enumerate(drafts)]
    heads = []
    for place, draft in enumerate(drafts):
        alike = tuple(_alike(draft, place, shared))
        named: set[str] = set()
        for together in shared.values():
            if not together.stands_apart:
                named.update(together.names.get(place, ()))
        lines = tuple(item for item in items[place] if _keeps_its_name(item, draft, named))
        heads.append(Head(draft.code, draft.title, lines, draft.empty, alike))
    stood = []
    for together in shared.values():
        if together.stands_apart:
            names = list(chain.from_iterable(together.names.values()))
            stood.append(together.claim.of_several(names))
    if stood:
        heads.append(Head(HeadCode.STOOD, _("Where some of these were before"), alike=tuple(stood)))
    return heads


def _fact(claim: Claim, place: int) -> Hashable:
    """Return what is said, and under which head it has to stay; -1 where under any."""
    return claim.key, -1 if claim.together.is_past else place


def _items(
    draft: HeadPlan, place: int, often: Counter[Hashable], shared: dict[Hashable, _Shared]
) -> list[Item]:
    """Return what stays with each line of a head; gather the rest in `shared`."""
    items = []
    for line in draft.lines:
        alone, opened = [], False
        for claim in line.claims:
            kind = claim.together
            hangs = kind.always or (opened and kind.form)
            if often[_fact(claim, place)] == 1 and not hangs:
                alone.append(claim.of_one())
                continue
            names = shared.setdefault(claim.key, _Shared(claim, {})).names
            names.setdefault(place, []).append(line.name)
            opened = opened or kind.opens or kind.leads
        when = line.words_when or UNSET
        items.append(Item(line.code, line.name, tuple(alone), line.words, when))
    return items


def _keeps_its_name(item: Item, draft: HeadPlan, named: Collection[str]) -> bool:
    """Say whether a line stands alone under its head. `named`: who is named there with others."""
    alone = item.sentences or item.words or draft.code in ANSWERED
    return bool(alone) or item.name not in named


def _alike(draft: HeadPlan, place: int, shared: dict[Hashable, _Shared]) -> Iterator[Sentence]:
    """Yield what lines of a head share: what leads in the same sentence as what it leads to."""
    lead: Claim | None = None
    led: list[str] = []
    for together in sorted(
        shared.values(), key=lambda together: not together.claim.together.always
    ):
        if place not in together.names or together.stands_apart:
            continue
        claim, names = together.claim, together.names[place]
        if lead and led != names:
            yield lead.of_several(led)
            lead = None
        if claim.together.leads:
            lead, led = claim, names
        elif lead:
            yield lead.of_one().and_then(claim.of_several(names))
            lead = None
        elif draft.of_all and len(names) == len(draft.lines):
            yield claim.of_one()
        else:
            yield claim.of_several(names)
    if lead:
        yield lead.of_several(led)


def line_by_line(rows: Sequence[Row], *, of_all: bool = False) -> Head:
    """Tell lines one by one where no head does, without the team's words."""
    lines = []
    for row in rows:
        claims = tuple(claims_of(row, *said_with_words(row)))
        lines.append(LinePlan(row.line.code, row_name(row), claims=claims))
    (head,) = heads_of([HeadPlan(lines=lines, of_all=of_all)])
    return head


def row_name(row: Row) -> str:
    """Return what a line is called, or the one thing that was talked about instead of all of it."""
    later = row.since_last.later
    if later.kept_back or not later.was_asked or not later.subject:
        return row.line.name
    return quoted(later.subject) if row.subjects else _("One thing we talked about")
