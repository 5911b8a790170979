"""What a new edition of a framework does to a team's words, line by line, before it takes it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from frameworks.files.companions import NEW, LinkEntry, LinksFile
from frameworks.tree import FrameworkTree
from record.distance.lineage import MERGED, NARROWER, RETIRED, SAME, SPLIT, WIDER
from record.words.numbers import number_word
from record.words.phrases import listed


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
    told = []
    for line in then.lines:
        kind = note = ""
        became = []
        for link in entries:
            if link.from_ == line.code:
                kind = kind or link.kind
                note = note or link.note
                if link.to:
                    became.append(names[link.to])
        told.append(Change(line.name, _what_happens(line.name, kind, became), note))
    known, new_notes = set(), {}
    for link in entries:
        if link.kind == NEW:
            new_notes[link.to] = link.note
        else:
            known.add(link.to)
    for line in now.lines:
        if line.code not in known:
            told.append(Change(line.name, _("This is new."), new_notes.get(line.code, "")))
    return told


def _what_happens(name: str, kind: str, became: list[str]) -> str:
    if kind == SAME and became == [name]:
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
    return forms.get(kind, ended).format(names=listed(f"“{each}”" for each in became))


def level_changes(then: FrameworkTree, now: FrameworkTree) -> str:
    """Say what happens to places where the levels are others, or nothing."""
    if [level.code for level in then.levels] == [level.code for level in now.levels]:
        return ""
    return _(
        "The levels are others: there were {few}, now there are {many}. Earlier places are told in "
        "the words of then, and are not set beside the new ones."
    ).format(few=number_word(len(then.levels)), many=number_word(len(now.levels)))
