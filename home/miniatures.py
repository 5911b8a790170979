"""The miniature inside a team's card: where its themes were first, and where they are now."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from frameworks.selectors import FrameworkTree, tree_by_id
from home.selectors import Kept
from reports import charts

Place = tuple[int, int | None]  # a level's order, from 1, and a step 1-5 or None
Places = Mapping[uuid.UUID, Mapping[str, Place]]  # by closure, then by the theme's code


@dataclass(frozen=True, slots=True)
class Miniature:
    """A small picture and the sentence that says the same."""

    svg: SafeString
    sentence: str


def by_closure(rows: Iterable[tuple[uuid.UUID, str, int, int | None]]) -> Places:
    """Put rows of `selectors.theme_places` together by closure."""
    found: dict[uuid.UUID, dict[str, Place]] = {}
    for closure, code, order, step in rows:
        found.setdefault(closure, {})[code] = (order, step)
    return found


def miniature(kept: Sequence[Kept], places: Places, *, name: str) -> Miniature | None:
    """Draw a team's conversations, oldest first; None where no theme has a place.

    Only conversations with the latest one's edition of its framework: others used other words.
    `name` makes the picture's ids unique on the page.
    """
    tree = tree_by_id(kept[-1].framework_id)
    alike = [each for each in kept if _edition(tree_by_id(each.framework_id)) == _edition(tree)]
    first: dict[str, Place] = {}
    for each in reversed(alike):
        first |= places.get(each.id, {})
    if not first:
        return None
    now = places.get(kept[-1].id, {})
    pairs = tuple((first.get(theme.code), now.get(theme.code)) for theme in tree.themes)
    sentence = _sentence(tree, pairs)
    drawn = _drawn(pairs, len(tree.levels), sentence, name)
    return Miniature(mark_safe(drawn), sentence)  # noqa: S308 -- charts escapes


def _edition(tree: FrameworkTree) -> tuple[str, str]:
    return tree.slug, tree.version.split(".", maxsplit=1)[0]


# Drawing is pure, and the same teams are looked at again and again.
@lru_cache(maxsize=512)
def _drawn(
    pairs: tuple[tuple[Place | None, Place | None], ...], levels: int, title: str, name: str
) -> str:
    names = ("",) * levels
    rods = [charts.Rod(levels=names, beads=_beads(first, now)) for first, now in pairs]
    return charts.miniature(rods, title=title, prefix=f"small-{name}")


def _beads(first: Place | None, now: Place | None) -> tuple[charts.Bead, ...]:
    marks = ((first, charts.FIRST), (now, charts.NOW))
    return tuple(
        charts.Bead(spot=charts.Spot(place[0] - 1, place[1]), role=role)
        for place, role in marks
        if place
    )


def _sentence(tree: FrameworkTree, pairs: Iterable[tuple[Place | None, Place | None]]) -> str:
    """Say the same in words, theme by theme."""
    said = [
        f"{theme.name}: {_where(tree, first, now)}"
        for theme, (first, now) in zip(tree.themes, pairs, strict=True)
    ]
    return "; ".join(said) + "."


def _where(tree: FrameworkTree, first: Place | None, now: Place | None) -> str:
    if first is None:
        return _("no place yet")
    then = tree.levels[first[0] - 1].name.lower()
    if now is None:
        return _("{level} at first, no place this time").format(level=then)
    level = tree.levels[now[0] - 1].name.lower()
    if level == then:
        return level
    return _("{then} at first, {now} now").format(then=then, now=level)
