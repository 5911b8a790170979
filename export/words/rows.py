"""The words of finished conversations, a row each, as their records have them.

Where a team, a line or a level is called another name now, that one stands beside it.

A team's own rows say where it placed a line, too. Those of several teams never do: nobody is to
lay the levels of two teams side by side.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec.structs import replace

from record.choices import ExampleKind, FactorKind, HowTalked, Reach
from record.document import AskText, ExampleText, FactorText, JudgementText, Place, Record
from record.framework import Edition, LevelText, LineText, Struct
from record.words import labels
from record.words.singular import singular_for

Part = TypeVar("Part", LineText, LevelText)
Key = tuple[str, Edition, type, str]


class NamesNow:
    """The names of today: of teams as they are called, of the rest as each team last read it."""

    def __init__(self, teams: Mapping[str, str], records: Iterable[Record]) -> None:
        """`teams`: their names by their keys; `records`: theirs, of each team the oldest first."""
        self._teams = teams
        self._names: dict[Key, str] = {}
        for record in records:
            for line in record.framework.lines:
                self._names[_key(record, line)] = line.name
            for level in record.framework.levels:
                self._names[_key(record, level)] = level.name

    def beside(self, record: Record) -> Record:
        """Return a record of today's team, whose lines and levels have both names where two are."""
        framework = replace(
            record.framework,
            lines=tuple(self._both(record, line) for line in record.framework.lines),
            levels=tuple(self._both(record, level) for level in record.framework.levels),
        )
        service = replace(record.service, name=self._teams[record.service.id])
        return replace(record, service=service, framework=framework)

    def _both(self, record: Record, part: Part) -> Part:
        now = self._names[_key(record, part)]
        if now == part.name:
            return part
        return replace(part, name=_("{name} (now {now})").format(name=part.name, now=now))


def _key(record: Record, part: LineText | LevelText) -> Key:
    return record.service.id, record.framework.edition, type(part), part.code


# What heads a column, by what it holds.
HEADINGS = {
    "team": gettext_lazy("Team"),
    "talked_on": gettext_lazy("Talked on"),
    "what": gettext_lazy("What it is"),
    "about": gettext_lazy("About"),
    "words": gettext_lazy("Words"),
    "level": gettext_lazy("Where it was placed"),
}


class ShownWords(Struct):
    """Words of one conversation, of a file that has those of several teams: there is no level."""

    team: str
    talked_on: dt.date
    what: str
    about: str
    words: str


class OwnWords(ShownWords):
    """Some words of one conversation. `level` is empty where none is told."""

    level: str = ""


def own_rows(
    records: Iterable[Record], names: NamesNow, *, by_one: bool = False
) -> Iterator[OwnWords]:
    """Give everything that a team said in these conversations, with where it placed what.

    `by_one`: one person is the team, and is told as one.
    """
    for record in records:
        yield from _rows(record, names, by_one=by_one, with_places=True)


def shown_rows(records: Iterable[tuple[Record, bool]], names: NamesNow) -> Iterator[ShownWords]:
    """Give the words that teams showed: no level, no status, no step, of any of them.

    `records`: each with whether one person is that team, and is told as one.
    """
    for record, by_one in records:
        for row in _rows(record, names, by_one=by_one, with_places=False):
            yield ShownWords(row.team, row.talked_on, row.what, row.about, row.words)


def _rows(
    original: Record, names: NamesNow, *, by_one: bool, with_places: bool
) -> Iterator[OwnWords]:
    record = names.beside(original)
    row = partial(OwnWords, record.service.name, record.held_on)
    if original.service.name != record.service.name:
        yield row(_("Called then"), "", original.service.name)
    says = _voice(record, by_one=by_one)
    for judgement in record.judgements:
        about = _line(record, judgement.line)
        level = _level(record, judgement.shown_place) or says(labels.status(judgement.status))
        if level and with_places:
            yield row(says(_("Where we were")), about, "", level)
        for view in judgement.views:
            level = _level(record, Place(level=view.level))
            yield row(_("One of several views"), about, view.words, level)
    for what, about, words in _words(record, says):
        yield row(what, about, words)


def _voice(record: Record, *, by_one: bool) -> Callable[[str], str]:
    """Return what puts words of ours as one person says them, where one person is the team.

    The names of those who answered are no words of ours.
    """
    if not by_one:
        return str
    names = set()
    for factor in record.factors:
        if factor.ask:
            for answer in factor.ask.answers:
                names.add(answer.body)
    return singular_for(names)


def _words(record: Record, says: Callable[[str], str]) -> Iterator[tuple[str, str, str]]:
    """Give what it is, what it is about and the words, in the order in which people talk."""
    parts = [*_of_talk(record)]
    for judgement in record.judgements:
        parts += _of_line(record, judgement)
    for example in record.examples:
        parts += _of_example(record, example)
    for factor in record.factors:
        parts += _of_factor(record, factor)
        whose = says(labels.label(Reach, factor.reach))
        parts.append((_("Whose it is to change"), _lines(record, factor.lines), whose))
    for step in record.steps:
        about = _lines(record, step.lines)
        parts += [
            (_("What we try"), about, step.what),
            (_("Who will see to it"), about, step.who),
            (_("By when"), about, step.by_when),
            (_("We will notice by this"), about, step.notice),
            (_("What came of it"), about, says(labels.step_state(step.state))),
            (_("What we learned"), about, step.learned),
        ]
    for note in record.around:
        parts.append((_("What changed around us"), note.happened_on.isoformat(), note.words))
    for memory in record.remembered:
        about = _line(record, memory.line or "")
        parts.append((_("Something worth remembering"), about, memory.words))
    for what, about, words in parts:
        if words:
            yield says(what), about, words


def _of_talk(record: Record) -> Iterator[tuple[str, str, str]]:
    talk = record.occasion
    yield _("What it was about"), "", talk.about
    yield _("What matters to us here"), "", record.service.what_matters
    yield _("With us"), "", ", ".join(talk.people_kinds)
    yield _("How we talked"), "", labels.label(HowTalked, talk.how_talked)
    yield _("How we talked"), "", talk.how_talked_words
    yield _("Talked over with"), "", talk.talked_over_with
    yield _("What they said"), "", talk.talked_over_said
    yield _("Who we have not heard"), "", talk.not_heard
    yield _("How we would begin"), "", talk.opening
    yield _("Who holds the next talk"), "", talk.next_talk_by
    yield _("Why it was put right"), "", record.reason


def _of_line(record: Record, judgement: JudgementText) -> Iterator[tuple[str, str, str]]:
    about = _line(record, judgement.line)
    yield _("Beside the answer"), about, judgement.status_words
    yield _("What moved us"), about, judgement.moved_because


def _of_example(record: Record, example: ExampleText) -> Iterator[tuple[str, str, str]]:
    about = _lines(record, example.lines)
    title = _("What we say")
    if example.kind:
        title = _("What we say, {what}").format(what=labels.label(ExampleKind, example.kind))
    yield title, about, example.words
    yield _("Where it stands"), about, example.link


def _of_factor(record: Record, factor: FactorText) -> Iterator[tuple[str, str, str]]:
    about = _lines(record, factor.lines)
    yield labels.label(FactorKind, factor.kind), about, factor.words
    yield _("How that stands"), about, labels.factor_state(factor.state)
    if factor.ask:
        for what, words in _of_ask(factor.ask):
            yield what, about, words


def _of_ask(ask: AskText) -> Iterator[tuple[str, str]]:
    yield _("What we ask"), ask.words
    yield _("Who we ask"), labels.recipients_in_words(labels.recipients(ask.to, ask.also))
    yield _("Why we ask"), ask.why
    yield _("What we have tried"), ask.tried
    yield _("What it would change"), ask.would_change
    yield _("What we do meanwhile"), ask.meanwhile
    for answer in ask.answers:
        who = answer.body or _("our own organisation")
        words = f"{labels.answer(answer.answer, answer.words)} {answer.words}".strip()
        yield _("Answered by {who}").format(who=who), words
        yield _("About when"), answer.about_when
    yield _("What came of the ask"), ask.came_of


def _line(record: Record, code: str) -> str:
    if code in record.framework.by_code:
        return record.framework.line(code).name
    return code


def _lines(record: Record, codes: Iterable[str]) -> str:
    return ", ".join(_line(record, code) for code in codes)


def _level(record: Record, place: Place | None) -> str:
    if place is None or place.level is None:
        return ""
    return record.framework.level_name(place.level) or place.level
