"""The miniature inside a team's card: where its themes were first, and where they are now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frameworks.selectors import tree_by_id
from frameworks.tree import FrameworkTree
from home.cards.reads import Key, ThemePlace, theme_places
from pages.memory import Memory
from record.framework import edition
from record.words.phrases import level_inside
from reports.drawing import charts, sheet

Place = tuple[int, int | None]  # a level's order, from 1, and a finer place in it 1-5 or None
Pairs = Sequence[tuple[Place | None, Place | None]]  # first and now, theme by theme


@dataclass(frozen=True, slots=True)
class Miniature:
    """A small picture and the sentence that says the same."""

    svg: SafeString
    sentence: str


# Finished conversations never change, so a picture of the same ones is the same picture. It holds
# levels and no words of people's.
Drawn = tuple[str, tuple[Key, ...], str | None]
_drawn_before: Memory[Drawn, Miniature | None] = Memory(1024)


def miniatures(kept: Mapping[str, Sequence[Key]]) -> dict[str, Miniature | None]:
    """Return a miniature for each team, by its slug, asking only for what is not known yet.

    `kept` holds the closures that may be read of each team, oldest first. None: no theme has a
    place.
    """
    language = get_language()
    found: dict[str, Miniature | None] = {}
    new: list[Drawn] = []
    for slug, closures in kept.items():
        key: Drawn = (slug, tuple(closures), language)
        if key in _drawn_before:
            found[slug] = _drawn_before.get(key)
        elif closures:
            new.append(key)
    if not new:
        return found
    places: dict[Key, list[ThemePlace]] = {}
    for place in theme_places(chain.from_iterable(closures for _slug, closures, _said in new)):
        places.setdefault(place.closure, []).append(place)
    for key in new:
        slug, kept_of_it, _said = key
        told = [places.get(closure, []) for closure in kept_of_it]
        found[slug] = _drawn_before.keep(key, _miniature(told, name=slug))
    return found


def _miniature(told: Sequence[Sequence[ThemePlace]], *, name: str) -> Miniature | None:
    """Draw a team's conversations, oldest first, on the framework it last placed a theme of.

    Those with another edition of it used other words and are left out. `name` makes the picture's
    ids unique on the page.
    """
    some = list(filter(None, told))
    if not some:
        return None
    tree = tree_by_id(some[-1][0].framework)
    first: dict[str, Place] = {}
    for places in reversed(told):
        first |= _in_edition(tree, places)
    now = _in_edition(tree, told[-1])
    pairs = []
    rods = []
    levels = tuple(sheet.Segment(each.code, each.name, each.order) for each in tree.levels)
    for theme in tree.themes:
        one, two = first.get(theme.code), now.get(theme.code)
        pairs.append((one, two))
        rods.append(sheet.Rod(levels, _beads(tree, one, two)))
    sentence = _sentence(tree, pairs)
    drawn = charts.miniature(rods, title=sentence, prefix=f"small-{name}")
    return Miniature(mark_safe(drawn), sentence)  # noqa: S308 -- charts escapes


def _in_edition(tree: FrameworkTree, places: Iterable[ThemePlace]) -> dict[str, Place]:
    found = {}
    for place in places:
        if _edition(tree_by_id(place.framework)) == _edition(tree):
            found[place.theme] = (place.level, place.finer)
    return found


def _edition(tree: FrameworkTree) -> tuple[str, ...]:
    """Return what must be equal for a place of one version to stand on the rods of another."""
    levels = (level.code for level in tree.levels)
    return *edition(tree.slug, tree.version), *levels


def _beads(tree: FrameworkTree, first: Place | None, now: Place | None) -> tuple[sheet.Bead, ...]:
    beads = []
    for place, role in ((first, sheet.FIRST), (now, sheet.NOW)):
        if place:
            order, finer = place
            beads.append(sheet.Bead(sheet.Spot(tree.levels[order - 1].code, finer), role))
    return tuple(beads)


def _sentence(tree: FrameworkTree, pairs: Pairs) -> str:
    """Say the same in words, theme by theme; nothing of one that has no place in what is read."""
    said = []
    for theme, (first, now) in zip(tree.themes, pairs, strict=True):
        if first is not None:
            said.append(f"{theme.name}: {_where(tree, first, now)}")
    return "; ".join(said) + "."


def _where(tree: FrameworkTree, first: Place, now: Place | None) -> str:
    then = level_inside(tree.levels[first[0] - 1].name)
    if now is None:
        return _("{level} at first, no place this time").format(level=then)
    level = level_inside(tree.levels[now[0] - 1].name)
    if level == then:
        return level
    return _("{then} at first, {now} last").format(then=then, now=level)
