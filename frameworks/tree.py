"""A framework as pages use it: one frozen tree in memory, its words as a service would say them."""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q
from msgspec.structs import replace

from frameworks.models import Companion, Framework, Level, LevelGloss, Line, Prompt, Voice
from record.framework import Edition, Struct, edition

T = TypeVar("T")
Questions = dict[tuple[UUID | None, str], list[str]]  # in order, by line and kind


def fill_people(text: str, people: str) -> str:
    """Put a service's own word for its people into framework text.

    Plain replacement of `{people}` and, at the start of a sentence, `{People}`; nothing else in
    the text has a meaning. The result is not safe HTML: templates escape it.
    """
    return text.replace("{people}", people).replace("{People}", people[:1].upper() + people[1:])


class LevelWords(Struct):
    """A named position. `order` counts from 1, first to last."""

    id: UUID
    code: str
    name: str
    order: int
    gloss: str


class PromptWords(Struct):
    """An open question, with the heading it stands under (empty for most)."""

    code: str
    heading: str
    text: str


class VoiceWords(Struct):
    """One side that answers; `kind`: a service or a commissioning body."""

    code: str
    kind: str
    name: str


class LineWords(Struct):
    """A line: the whole, a theme with its elements, or an element.

    `cards` are all levels in order with the glosses that hold here: its own, else the general ones.
    A theme's are never an element's: they answer another question.
    """

    id: UUID
    kind: str
    code: str
    name: str
    theme_code: str
    summary: str
    going_well: str
    aliases: tuple[str, ...]
    # The theme's question; empty for the whole and for elements.
    question: str
    tell: tuple[str, ...]
    sideways: tuple[str, ...]
    cards: tuple[LevelWords, ...]
    elements: tuple["LineWords", ...] = ()

    @property
    def prompts(self) -> tuple[str, ...]:
        """To tell first, then to look sideways."""
        return self.tell + self.sideways


class FrameworkTree(Struct, dict=True):  # a dict, for what is worked out once
    """A framework with everything in it. Made by `selectors.tree_by_id`; never changed.

    `voice`: whose questions these are, where sides are asked differently.
    """

    id: UUID
    slug: str
    version: str
    name: str
    occasion_word: str
    step_names: tuple[str, ...]
    intro: str
    source: str
    acknowledgement: str
    licence: str
    levels: tuple[LevelWords, ...]
    whole: LineWords
    themes: tuple[LineWords, ...]
    stages: dict[str, PromptWords]
    coffee: dict[str, PromptWords]
    voices: tuple[VoiceWords, ...] = ()
    voice: VoiceWords | None = None

    @cached_property
    def lines(self) -> tuple[LineWords, ...]:
        """Every line in framework order: the whole, then each theme before its elements."""
        lines = [self.whole]
        for theme in self.themes:
            lines += [theme, *theme.elements]
        return tuple(lines)

    @property
    def edition(self) -> Edition:
        return edition(self.slug, self.version)

    @cached_property
    def own_words(self) -> frozenset[str]:
        """What it calls things, asks of its lines and says on its cards: no words of ours."""
        words = {self.name, *self.step_names, *(voice.name for voice in self.voices)}
        for line in self.lines:
            words |= {line.name, line.summary, line.going_well, line.question, *line.aliases}
            words |= {*line.prompts, *(card.name for card in line.cards)}
            words |= {card.gloss for card in line.cards}
        return frozenset(filter(None, words))

    @property
    def has_elements(self) -> bool:
        """True where a theme can be opened further."""
        return any(theme.elements for theme in self.themes)

    @cached_property
    def _lines_by_code(self) -> dict[str, LineWords]:
        return {line.code: line for line in self.lines}

    @cached_property
    def _lines_by_id(self) -> dict[UUID, LineWords]:
        return {line.id: line for line in self.lines}

    @cached_property
    def _levels_by_code(self) -> dict[str, LevelWords]:
        return {level.code: level for level in self.levels}

    @cached_property
    def _levels_by_id(self) -> dict[UUID, LevelWords]:
        return {level.id: level for level in self.levels}

    def line(self, code: str) -> LineWords:
        """Return the line with this code. Raises KeyError when there is none."""
        return self._lines_by_code[code]

    def line_by_id(self, key: UUID) -> LineWords:
        """Return the line with this primary key. Raises KeyError when there is none."""
        return self._lines_by_id[key]

    def level(self, code: str) -> LevelWords:
        """Return the level with this code. Raises KeyError when there is none."""
        return self._levels_by_code[code]

    def level_by_id(self, key: UUID) -> LevelWords:
        """Return the level with this primary key. Raises KeyError when there is none."""
        return self._levels_by_id[key]

    def level_code(self, key: UUID | None) -> str | None:
        """Return the code of the level with this primary key; None where none is given."""
        return self.level_by_id(key).code if key else None

    def theme_of(self, line_code: str) -> LineWords | None:
        """Return the theme a line is or belongs to; None for the whole."""
        line = self.line(line_code)
        if line.kind == Line.Kind.THEME:
            return line
        return self._lines_by_code.get(line.theme_code)


def build(framework: Framework, side: str = "") -> FrameworkTree:
    """Read a framework from the database into a tree, `{people}` left in, in six queries.

    With the questions of this side (Voice.Kind), where it has a voice of its own; else of the first
    that has.
    """
    rows = Voice.objects.filter(framework=framework).order_by("order")
    voices = tuple(map(VoiceWords.from_row, rows))
    voice = min(voices, key=lambda speaker: speaker.kind != side, default=None)
    level_rows = Level.objects.filter(framework=framework).order_by("order")
    levels = tuple(map(LevelWords.from_row, level_rows))
    parts: dict[str, dict[str, PromptWords]] = {Prompt.Kind.STAGE: {}, Prompt.Kind.COFFEE: {}}
    questions: Questions = {}
    of_voice = Q(voice=None) | Q(voice__code=voice.code if voice else "")
    for prompt in Prompt.objects.filter(of_voice, framework=framework).order_by("order"):
        if prompt.kind in parts:
            parts[prompt.kind][prompt.code] = PromptWords.from_row(prompt)
        else:
            questions.setdefault((prompt.line_id, prompt.kind), []).append(prompt.text)
    lines = list(_lines(framework, levels, questions))
    (whole,) = [line for line in lines if line.kind == Line.Kind.WHOLE]
    return FrameworkTree.from_row(
        framework,
        levels=levels,
        whole=whole,
        themes=tuple(line for line in lines if line.kind == Line.Kind.THEME),
        stages=parts[Prompt.Kind.STAGE],
        coffee=parts[Prompt.Kind.COFFEE],
        voices=voices,
        voice=voice,
    )


def _lines(
    framework: Framework, levels: Sequence[LevelWords], questions: Questions
) -> Iterator[LineWords]:
    """Give the whole and the themes, elements inside their themes."""
    rows = list(Line.objects.filter(framework=framework, owner=None).order_by("order"))
    glosses = _glosses(framework)
    code_of: dict[UUID | None, str] = {row.id: row.code for row in rows}
    elements: dict[UUID, list[LineWords]] = {}
    # Elements first, so that each theme finds its own.
    for row in sorted(rows, key=lambda row: row.kind != Line.Kind.ELEMENT):
        cards = []
        for level in levels:
            gloss = glosses.get((row.code, level.code), level.gloss)
            cards.append(replace(level, gloss=gloss))
        line = LineWords.from_row(
            row,
            theme_code=code_of.get(row.theme_id, ""),
            question=" ".join(questions.get((row.id, Prompt.Kind.THEME), [])),
            tell=tuple(questions.get((row.id, Prompt.Kind.TELL), [])),
            sideways=tuple(questions.get((row.id, Prompt.Kind.SIDEWAYS), [])),
            cards=tuple(cards),
            elements=tuple(elements.get(row.id, [])),
        )
        if row.theme_id:
            elements.setdefault(row.theme_id, []).append(line)
        else:
            yield line


def _glosses(framework: Framework) -> dict[tuple[str, str], str]:
    """Return what levels mean, by line and level: themes' own, and elements' from their file."""
    glosses: dict[tuple[str, str], str] = {}
    rows = LevelGloss.objects.filter(level__framework=framework).select_related("theme", "level")
    for row in rows:
        glosses[row.theme.code, row.level.code] = row.gloss
    if framework.owner_id is not None:
        return glosses
    subject = f"{framework.slug} {framework.version}"
    files = Companion.objects.filter(kind=Companion.Kind.GLOSSES, subject=subject)
    newest = files.order_by("edition").last()
    if newest is not None:
        for line, of_line in json.loads(newest.document)["glosses"].items():
            for level, gloss in of_line.items():
                glosses[line, level] = gloss
    return glosses


def fill_people_in(part: T, people: str) -> T:
    """Return a copy of a tree, or any part of it, with the people's word put into every text."""
    if isinstance(part, str):
        return fill_people(part, people)  # type: ignore[return-value]
    if isinstance(part, tuple):
        return tuple(fill_people_in(item, people) for item in part)  # type: ignore[return-value]
    if isinstance(part, dict):
        return {key: fill_people_in(value, people) for key, value in part.items()}  # type: ignore[return-value]
    if isinstance(part, (LevelWords, PromptWords, LineWords, FrameworkTree)):
        parts: dict[str, Any] = {}
        for name in part.__struct_fields__:
            parts[name] = fill_people_in(getattr(part, name), people)
        return replace(part, **parts)
    return part
