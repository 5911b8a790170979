"""The miniature inside a team's card: where its themes were first, and where they are now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def miniatures(keys_by_slug: Mapping[str, Sequence[Key]]) -> dict[str, Miniature | None]:
    """Return a miniature for each team, by its slug, asking only for what is not known yet.

    `keys_by_slug`: the closures that may be read of each team, oldest first. None: no theme has a
    place.
    """
    language = get_language()
    pictures: dict[str, Miniature | None] = {}
    new_pictures: list[Drawn] = []
    for slug, keys in keys_by_slug.items():
        key: Drawn = (slug, tuple(keys), language)
        if key in _drawn_before:
            pictures[slug] = _drawn_before.get(key)
        elif keys:
            new_pictures.append(key)
    if not new_pictures:
        return pictures
    places: dict[Key, list[ThemePlace]] = {}
    for place in theme_places(chain.from_iterable(keys for _slug, keys, _language in new_pictures)):
        places.setdefault(place.closure, []).append(place)
    for key in new_pictures:
        slug, keys, _language = key
        talks = [places.get(closure, []) for closure in keys]
        pictures[slug] = _drawn_before.keep(key, _miniature(talks))
    return pictures


def _miniature(talks: Sequence[Sequence[ThemePlace]]) -> Miniature | None:
    """Draw a team's conversations, oldest first, on the framework it last placed a theme of.

    Those with another edition of it used other words and are left out.
    """
    talks_with_places = list(filter(None, talks))
    if not talks_with_places:
        return None
    tree = tree_by_id(talks_with_places[-1][0].framework, _("the people we work with"))
    first: dict[str, Place] = {}
    for places in reversed(talks):
        first |= _in_edition(tree, places)
    last = _in_edition(tree, talks[-1])
    pairs = []
    rods = []
    levels = tuple(map(sheet.Segment.from_row, tree.levels))
    for theme in tree.themes:
        first_place, last_place = first.get(theme.code), last.get(theme.code)
        pairs.append((first_place, last_place))
        rods.append(sheet.Rod(levels, tuple(_beads(tree, first_place, last_place))))
    svg = charts.miniature(rods)
    return Miniature(mark_safe(svg), _sentence(tree, pairs))  # noqa: S308 -- charts escapes


def _in_edition(tree: FrameworkTree, places: Iterable[ThemePlace]) -> dict[str, Place]:
    place_by_theme = {}
    for place in places:
        if _edition(tree_by_id(place.framework)) == _edition(tree):
            place_by_theme[place.theme] = (place.level, place.finer)
    return place_by_theme


def _edition(tree: FrameworkTree) -> tuple[str, ...]:
    """Return what must be equal for a place of one version to stand on the rods of another."""
    levels = (level.code for level in tree.levels)
    return *edition(tree.slug, tree.version), *levels


def _beads(tree: FrameworkTree, first: Place | None, last: Place | None) -> Iterator[sheet.Bead]:
    for place, role in ((first, sheet.FIRST), (last, sheet.NOW)):
        if place:
            order, finer = place
            yield sheet.Bead(sheet.Spot(tree.levels[order - 1].code, finer), role)


def _sentence(tree: FrameworkTree, pairs: Pairs) -> str:
    """Say the same in words, theme by theme; nothing of one that has no place in what is read."""
    parts = []
    for theme, (first, last) in zip(tree.themes, pairs, strict=True):
        if first is not None:
            parts.append(f"{theme.name}: {_where(tree, first, last)}")
    return "; ".join(parts) + "."


def _where(tree: FrameworkTree, first: Place, last: Place | None) -> str:
    first_level = level_inside(tree.levels[first[0] - 1].name)
    if last is None:
        return _("{level} at first, no place this time").format(level=first_level)
    last_level = level_inside(tree.levels[last[0] - 1].name)
    if last_level == first_level:
        return last_level
    return _("{then} at first, {now} last").format(then=first_level, now=last_level)
