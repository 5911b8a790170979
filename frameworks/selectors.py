"""Frameworks for the apps to the right: which there are, and their words without a query."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from accounts.models import Organisation, Service
from frameworks.files.companions import LinksFile
from frameworks.models import Companion, Framework, Level, Line, Publication, Voice
from frameworks.models.framework import FrameworkQuerySet
from frameworks.tree import FrameworkTree, build, fill_people_in
from pages.memory import Memory
from record.document import Record
from record.framework import Edition, Link, edition, line_in
from record.last_time import first_of_each

Part = TypeVar("Part", Line, Level)

# Per process. A published framework never changes and a replaced one comes back with a new key, so
# nothing here ever goes out of date. Two memories, so that many services with words of their own
# never push out a framework itself.
_trees: Memory[tuple[UUID, str], FrameworkTree] = Memory(32)
_filled: Memory[tuple[UUID, str, str], FrameworkTree] = Memory(64)
_lines: Memory[UUID, dict[str, Line]] = Memory(32)
_levels: Memory[UUID, dict[str, Level]] = Memory(32)
# Gives the codes in one edition of lines of another, of those that it has.
LinesNow = Callable[[Edition, Iterable[str]], tuple[str, ...]]
_SIDES = ("", *Voice.Kind.values)


def published() -> FrameworkQuerySet:
    return Framework.objects.shipped().published()


def current_framework() -> Framework:
    """Return the framework that is shown first where no team is meant, in its newest version.

    What a team uses is another question: `assessments.selectors.sheets`.

    Raises Framework.DoesNotExist when none is loaded (`manage.py load_frameworks`).
    """
    return all_published()[0]


def all_published() -> list[Framework]:
    """Return the published frameworks, first offered first. Raises Framework.DoesNotExist."""
    frameworks = published().with_sides().first_offered_first()
    if not frameworks:
        raise Framework.DoesNotExist("No framework is published: run “manage.py load_frameworks”.")
    return frameworks


def offered_by(organisations: Iterable[UUID]) -> dict[UUID, list[Framework]]:
    """Return the frameworks each organisation offers its teams: its choice, else all of its side.

    Asks for the choices only where there is something to choose from. A choice of which nothing is
    left offers all.

    Raises Framework.DoesNotExist when none is loaded.
    """
    frameworks, keys = all_published(), list(organisations)
    choices: dict[UUID, tuple[str, list[str] | None]] = {}
    if len({framework.slug for framework in frameworks}) > 1:
        rows = Organisation.with_practice.filter(pk__in=keys)
        for key, kind, slugs in rows.values_list("pk", "kind", "offer__slugs"):
            choices[key] = kind, slugs
    offered = {}
    for key in keys:
        kind, slugs = choices.get(key, ("", None))
        theirs = _for_teams_of(kind, frameworks) if choices else frameworks
        mine = [framework for framework in theirs if framework.slug in (slugs or ())]
        offered[key] = mine or theirs or frameworks
    return offered


def frameworks_for(organisation: Organisation) -> list[Framework]:
    """Return the frameworks that are for teams of such an organisation, newest version first."""
    return _for_teams_of(organisation.kind, published().with_sides().first_offered_first())


def _for_teams_of(kind: str, frameworks: Iterable[Framework]) -> list[Framework]:
    """Keep the frameworks (`with_sides`) that are for teams of such an organisation."""
    side = "for_services"
    if kind == Organisation.Kind.COMMISSIONER:
        side = "for_bodies"
    return [framework for framework in frameworks if getattr(framework, side)]


def offered_slugs(organisation: Organisation) -> list[str]:
    """Return what is offered now, first offered first."""
    offered = offered_by([organisation.pk])[organisation.pk]
    return list(dict.fromkeys(framework.slug for framework in offered))


def tree_by_id(framework_id: UUID, people: str | None = None, side: str = "") -> FrameworkTree:
    """Return a framework's tree, from memory once it is published.

    `people` is the service's own word (`service.people`), put into every text; without it
    `{people}` is left in. `side`: whose questions are wanted (`service.side`); without it those of
    the first voice. Raises Framework.DoesNotExist.
    """
    words = _trees.get((framework_id, side)) or _read(framework_id, side)
    return _in_words_of(words, people, side)


def tree_for(service: Service, framework_id: UUID) -> FrameworkTree:
    """Return a framework in a team's own word for people, with the questions of its side."""
    return tree_by_id(framework_id, service.people, service.side)


def core_lines(framework_id: UUID) -> dict[str, Line]:
    """Return the rows of a framework's own lines in its order, by code; from memory as its tree."""
    return _by_code(_lines, framework_id, Line.objects.core)


def core_levels(framework_id: UUID) -> dict[str, Level]:
    """Return the rows of a framework's levels, by code; from memory as its tree."""
    return _by_code(_levels, framework_id, Level.objects.all)


def _by_code(
    memory: Memory[UUID, dict[str, Part]], framework_id: UUID, parts: Callable[[], QuerySet[Part]]
) -> dict[str, Part]:
    by_code = memory.get(framework_id)
    if by_code is None:
        rows = parts().filter(framework=framework_id).order_by("order")
        by_code = {row.code: row for row in rows}
        if Publication.objects.filter(framework=framework_id).exists():
            memory.keep(framework_id, by_code)
    return by_code


def links_of(records: Iterable[Record]) -> tuple[Link, ...]:
    """Return the links of the frameworks that these records are of."""
    return links_between(record.framework.edition for record in records)


def links_between(editions: Iterable[Edition]) -> tuple[Link, ...]:
    """Return the links of the frameworks of these editions; nothing is asked for one edition."""
    ends = set(editions)
    if len(ends) < 2:  # noqa: PLR2004 -- a link has two ends
        return ()
    slugs = {slug for slug, _major in ends}
    links: list[Link] = []
    for file in _links_files():
        if file.to[0] in slugs:
            links += file.line_links()
    return tuple(links)


def lines_now(here: Edition) -> LinesNow:
    """Return what gives the codes in this edition of lines of another."""
    links: dict[Edition, tuple[Link, ...]] = {}

    def of_now(then: Edition, codes: Iterable[str]) -> tuple[str, ...]:
        if then not in links:
            links[then] = links_between((then, here))
        lines = [line_in(here, (*then, code), links[then]) for code in codes]
        return tuple(filter(None, lines))

    return of_now


def codes_in(here: Edition, *lines: Line | None) -> list[str]:
    """Return the codes by which an edition has lines of this or another one."""
    of_now = lines_now(here)
    codes: list[str] = []
    for line in filter(None, lines):
        codes += of_now(line.framework.edition, [line.code])
    return codes


def lines_in(framework: Framework, lines: Iterable[Line]) -> list[Line]:
    """Return the core lines of a framework that lines of this or another version of it are."""
    rows = core_lines(framework.pk)
    return [rows[code] for code in codes_in(framework.edition, *lines) if code in rows]


def links_file(then: Framework, now: Framework) -> LinksFile | None:
    """Return the newest links from one edition to a later one, or None."""
    for file in _links_files():
        if (edition(*file.from_), edition(*file.to)) == (then.edition, now.edition):
            return file
    return None


def _links_files() -> Iterator[LinksFile]:
    """Give the newest edition of each file of links."""
    files = Companion.objects.filter(kind=Companion.Kind.LINKS).order_by("subject", "-edition")
    for companion in first_of_each(files, lambda file: file.subject):
        yield msgspec.json.decode(companion.document, type=LinksFile)


def forget_trees() -> None:
    """Read every framework anew: something came beside one."""
    _trees.clear()
    _filled.clear()


def _read(framework_id: UUID, side: str) -> FrameworkTree:
    words = build(Framework.objects.get(pk=framework_id), side)
    if Publication.objects.filter(framework=framework_id).exists():
        for speaker in [side] if words.voices else _SIDES:
            _trees.keep((words.id, speaker), words)
    return words


def _in_words_of(words: FrameworkTree, people: str | None, side: str) -> FrameworkTree:
    if people is None:
        return words
    if _trees.get((words.id, side)) is not words:
        return fill_people_in(words, people)  # a draft, which may still change
    filled = _filled.get((words.id, side, people))
    if filled is None:
        return _filled.keep((words.id, side, people), fill_people_in(words, people))
    return filled
