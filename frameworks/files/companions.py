"""Files beside a framework: their shape, a sentence for all that is wrong in one, what they change.

Links say which line of one version is which of another; glosses say what each level means for an
element. Both come after the framework was published, so they are no part of its seal.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from frameworks.files.documents import BadDocumentError
from frameworks.files.shapes import name_problem
from frameworks.tree import FrameworkTree, LevelWords, LineWords
from record.framework import (
    MERGED,
    NARROWER,
    RETIRED,
    SAME,
    SPLIT,
    WIDER,
    Link,
    edition,
    name_and_version,
    readable,
    version_number,
)
from record.words.days import number_word
from record.words.phrases import listed

NEW = "new"
KINDS = (SAME, NARROWER, WIDER, SPLIT, MERGED, RETIRED, NEW)
LEVEL_KINDS = (SAME, RETIRED, NEW)
LONGEST_NOTE = 300
Ref = tuple[str, str]  # a framework's slug and version


class LinkEntry(
    msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, rename={"from_": "from"}
):
    """One link. `from_` is empty for what is new, `to` for what is retired."""

    kind: str
    from_: str = ""
    to: str = ""
    note: str = ""


@readable
class LinksFile(msgspec.Struct, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Links from one version to a later one."""

    from_: Ref
    to: Ref
    lines: tuple[LinkEntry, ...]
    levels: tuple[LinkEntry, ...] = ()
    edition: int = 1

    @property
    def subject(self) -> str:
        return f"{' '.join(self.from_)} to {' '.join(self.to)}"

    def line_links(self) -> Iterator[Link]:
        """Give the links as the engine takes them: of what was there before."""
        for link in self.lines:
            if link.kind != NEW:
                yield Link(link.kind, *self.from_, link.from_, *self.to, link.to, link.note)


@readable
class GlossesFile(msgspec.Struct, forbid_unknown_fields=True):
    """What each level means for elements of one version: by element, then by level."""

    framework: Ref
    glosses: dict[str, dict[str, str]]
    edition: int = 1

    @property
    def subject(self) -> str:
        return " ".join(self.framework)


File = LinksFile | GlossesFile


def parse(document: dict[str, Any]) -> File:
    """Return a file in its shape. Raises BadDocumentError with a sentence."""
    try:
        if "lines" in document:
            return msgspec.convert(document, LinksFile)
        return msgspec.convert(document, GlossesFile)
    except msgspec.ValidationError as error:
        reason = str(error).replace("`", "")
        raise BadDocumentError(
            f"This is no file of links or glosses: {reason}. Versions are written in quotes."
        ) from error


def link_problems(file: LinksFile, then: FrameworkTree, now: FrameworkTree) -> Iterator[str]:
    """Tell what is wrong in links between two published versions."""
    if edition(*file.from_) == edition(*file.to) or file.from_[0] != file.to[0]:
        yield "Links lead from one major version of a framework to another."
        return
    if version_number(file.from_[1]) > version_number(file.to[1]):
        yield "Links lead from the earlier version to the later one."
    yield from _entry_problems("line", file.lines, KINDS, _codes(then.lines), _codes(now.lines))
    levels_then, levels_now = _codes(then.levels), _codes(now.levels)
    if file.levels or levels_then != levels_now:
        yield from _entry_problems("level", file.levels, LEVEL_KINDS, levels_then, levels_now)


def _codes(parts: Iterable[LineWords | LevelWords]) -> list[str]:
    return [part.code for part in parts]


def _entry_problems(
    what: str, links: tuple[LinkEntry, ...], kinds: tuple[str, ...], then: list[str], now: list[str]
) -> Iterator[str]:
    pairs = set()
    for link in links:
        name = f"The {what} link “{link.from_ or link.to}”"
        if link.kind not in kinds:
            yield f"{name} is “{link.kind}”: it can be {', '.join(kinds)}."
            continue
        if (link.from_, link.to) in pairs:
            yield f"{name} is given twice."
        pairs.add((link.from_, link.to))
        if (link.kind == NEW) != (not link.from_):
            yield f"{name}: what is new has no “from”, and everything else has one."
        elif link.from_ and link.from_ not in then:
            yield f"{name}: the earlier version has no {what} “{link.from_}”."
        if (link.kind == RETIRED) != (not link.to):
            yield f"{name}: what is retired has no “to”, and everything else has one."
        elif link.to and link.to not in now:
            yield f"{name}: the later version has no {what} “{link.to}”."
        if problem := _note_problem(link.note):
            yield f"{name}: its note {problem}."
    yield from _whole_problems(what, links, then, now)


def _note_problem(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        return f"is longer than {LONGEST_NOTE} characters"
    if "people}" in note.lower():
        return "has “{people}”, which is replaced in no note"
    return name_problem(note)


def _whole_problems(
    what: str, links: tuple[LinkEntry, ...], then: list[str], now: list[str]
) -> Iterator[str]:
    """Every code is told of, each way; what is split has two parts, what is merged two sources."""
    for code in then:
        kinds = [link.kind for link in links if link.from_ == code]
        if not kinds:
            yield f"Say what became of the {what} “{code}”: same, retired or another."
        elif len(kinds) > 1 and set(kinds) != {SPLIT}:
            yield f"The {what} “{code}” goes on as more than one: then each link is “split”."
        elif kinds == [SPLIT]:
            yield f"The {what} “{code}” is split, and only one part is named."
    for code in now:
        kinds = [link.kind for link in links if link.to == code]
        if not kinds:
            yield f"Say where the {what} “{code}” comes from: same, new or another."
        elif len(kinds) > 1 and set(kinds) != {MERGED}:
            yield f"The {what} “{code}” comes from more than one: then each link is “merged”."
        elif kinds == [MERGED]:
            yield f"The {what} “{code}” is merged, and only one source is named."


def gloss_problems(file: GlossesFile, tree: FrameworkTree) -> Iterator[str]:
    """Tell what is wrong in glosses for the elements of a published version."""
    elements = {line.code for line in tree.lines if line.kind == "element"}
    levels = _codes(tree.levels)
    for code, glosses in file.glosses.items():
        if code not in elements:
            yield f"A gloss is for the element “{code}”, which does not exist."
            continue
        for level in levels:
            if not glosses.get(level, "").strip():
                yield f"The level “{level}” has no gloss for the element “{code}”."
        for level in sorted(set(glosses) - set(levels)):
            yield f"A gloss of “{code}” is for the level “{level}”, which does not exist."
        for level, gloss in glosses.items():
            if problem := name_problem(gloss):
                yield f"The gloss of “{code}” for “{level}” {problem}."


def minor_problems(before: FrameworkTree, after: FrameworkTree) -> Iterator[str]:
    """Tell where another version of one edition changes more than wording."""
    name = name_and_version(after.slug, after.version)
    other = f"“{before.slug} {before.version}”"
    advice = "a minor version changes wording only. Give it a new major version."
    if _codes(before.levels) != _codes(after.levels):
        yield f"“{name}” has other levels than {other}: {advice}"
    if _voices(before) != _voices(after):
        yield f"“{name}” has other voices than {other}: {advice}"
    then, now = _shape(before), _shape(after)
    for code in then.keys() - now.keys():
        yield f"“{name}” has no line “{code}”, which {other} has: {advice}"
    for code in now.keys() - then.keys():
        yield f"“{name}” has a line “{code}”, which {other} has not: {advice}"
    for code in then.keys() & now.keys():
        if then[code] != now[code]:
            yield f"“{name}” has the line “{code}” in another place than {other}: {advice}"


def _voices(tree: FrameworkTree) -> list[tuple[str, str]]:
    return [(voice.code, voice.kind) for voice in tree.voices]


def _shape(tree: FrameworkTree) -> dict[str, tuple[str, str]]:
    return {line.code: (line.kind, line.theme_code) for line in tree.lines}


@dataclass(frozen=True)
class Change:
    """One line, as it is called now or was, and what happens to it."""

    name: str
    sentence: str
    note: str = ""


def line_changes(then: FrameworkTree, now: FrameworkTree, links: LinksFile | None) -> list[Change]:
    """Say of every line what happens to it: lines of the earlier edition, then the new ones."""
    entries: tuple[LinkEntry, ...] = ()
    if links:
        entries = tuple(links.lines)
    names = {line.code: line.name for line in now.lines}
    changes = []
    for line in then.lines:
        kind = note = ""
        new_names = []
        for link in entries:
            if link.from_ == line.code:
                kind = kind or link.kind
                note = note or link.note
                if link.to:
                    new_names.append(names[link.to])
        changes.append(Change(line.name, _what_happens(line.name, kind, new_names), note))
    continued, new_notes = set(), {}
    for link in entries:
        if link.kind == NEW:
            new_notes[link.to] = link.note
        else:
            continued.add(link.to)
    for line in now.lines:
        if line.code not in continued:
            changes.append(Change(line.name, _("This is new."), new_notes.get(line.code, "")))
    return changes


def _what_happens(name: str, kind: str, new_names: list[str]) -> str:
    if kind == SAME and new_names == [name]:
        return _("It stays, and so does what we said of it.")
    forms = {
        SAME: _("It is called {names} from now on. What we said of it stays with it."),
        NARROWER: _("It goes on as {names}, which asks about less. What we said stays with it."),
        WIDER: _("It goes on as {names}, which asks about more. What we said stays with it."),
        SPLIT: _("It is split into {names}. What we said stays under the old name."),
        MERGED: _("It becomes part of {names}. What we said stays under the old name."),
        RETIRED: _("It is no longer asked about. What we said of it stays and can be read."),
    }
    ended = _("Nothing says what it became. What we said of it stays under its old name.")
    return forms.get(kind, ended).format(names=listed(f"“{line_name}”" for line_name in new_names))


def level_changes(then: FrameworkTree, now: FrameworkTree) -> str:
    """Say what happens to places where the levels are others, or nothing."""
    if _codes(then.levels) == _codes(now.levels):
        return ""
    return _(
        "The levels are different: there were {few}, now there are {many}. Earlier places are told "
        "in the words used then, and are not set beside the new ones."
    ).format(few=number_word(len(then.levels)), many=number_word(len(now.levels)))
