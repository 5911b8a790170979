"""Words that should never have been written: which a record holds, and the same without them."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from msgspec.structs import replace

from record import document as rec
from record.framework import Struct
from record.words.days import day

S = TypeVar("S", bound=Struct)

# What people wrote, by structure; all else is ours, a code, a day or a key.
WRITTEN: dict[type[Struct], tuple[str, ...]] = {
    rec.Record: ("reason",),
    rec.ServiceText: ("what_matters",),
    rec.Occasion: (
        "about",
        "how_talked_words",
        "talked_over_with",
        "talked_over_said",
        "not_heard",
        "opening",
        "next_talk_by",
    ),
    rec.JudgementText: ("status_words", "moved_because"),
    rec.View: ("words",),
    rec.ExampleText: ("words", "link"),
    rec.FactorText: ("words",),
    rec.AskText: ("words", "why", "tried", "would_change", "meanwhile", "came_of"),
    rec.AnswerText: ("words", "about_when"),
    rec.StepText: ("what", "who", "by_when", "notice", "learned"),
    rec.AroundNoteText: ("words",),
    rec.NoteText: ("words",),
}


def taken_out_mark(on: dt.date) -> str:
    """Return what stands in the place of words that were taken out."""
    return _("Taken out on {day}").replace("{day}", day(on))


def is_taken_out_mark(text: str) -> bool:
    """Say whether a text stands in the place of words; in records of before it begins small."""
    form = _("Taken out on {day}")
    if not text.casefold().startswith(form.partition("{day}")[0].casefold()):
        return False
    mark = re.escape(form).replace(re.escape("{day}"), r"\d{1,2} \w+ \d{4}")
    return re.fullmatch(mark, text, re.IGNORECASE) is not None


def without_marks(record: rec.Record) -> rec.Record:
    """Return a record without the marks of what was taken out: nobody said what stands there now.

    What is asked keeps its mark, as it may have been answered; so do what was tried and led to
    something, and the one thing that was talked about: no other talk was about the same.
    """
    texts = texts_in(record)
    if not any(map(_has_mark, texts)):
        return record
    bare = map_texts(record, _without_mark)
    factors = []
    for factor, blank in zip(record.factors, bare.factors, strict=True):
        if factor.ask is not None or blank.words:
            factors.append(factor)
    steps = []
    for step, bare_step in zip(record.steps, bare.steps, strict=True):
        if bare_step.what or bare_step.learned:
            steps.append(replace(bare_step, what=step.what))
    return replace(
        bare,
        occasion=replace(bare.occasion, about=record.occasion.about),
        examples=tuple(filter(_says_something, bare.examples)),
        around=tuple(filter(_says_something, bare.around)),
        factors=tuple(factors),
        steps=tuple(steps),
    )


def _says_something(row: rec.ExampleText | rec.AroundNoteText) -> bool:
    return bool(row.words)


def _has_mark(text: str) -> bool:
    return any(map(is_taken_out_mark, text.splitlines()))


def _without_mark(text: str) -> str:
    if not _has_mark(text):
        return text
    return "\n".join(line for line in text.splitlines() if not is_taken_out_mark(line))


def texts_in(record: rec.Record) -> list[str]:
    """Return every text that people wrote in a record, each once, in its order."""
    texts: dict[str, str] = {}
    map_texts(record, lambda text: texts.setdefault(text, text))
    return list(filter(None, texts))


def without(record: rec.Record, words: str, instead: str) -> rec.Record:
    """Return a record with `instead` wherever these words stand.

    Where that is the team's line, the next example on the same line becomes it.
    """
    bare = map_texts(record, lambda text: cut(text, words, instead))
    if bare == record:
        return record
    examples = list(bare.examples)
    for place, example in enumerate(examples):
        heir = _heir(example, examples) if example.words == instead else None
        if heir is not None:
            examples[examples.index(heir)] = replace(heir, team_line=example.team_line)
            examples[place] = replace(example, team_line=None)
    return replace(bare, examples=tuple(examples))


def _heir(example: rec.ExampleText, examples: list[rec.ExampleText]) -> rec.ExampleText | None:
    """Return the next one on the line whose team line this was, if there is any."""
    line = example.team_line
    for other in examples:
        is_free = not other.team_line and not is_taken_out_mark(other.words)
        if line and line in other.lines and is_free:
            return other
    return None


def cut(text: str, words: str, instead: str) -> str:
    """Return a text without these words: where they are all of it, lines of it, or after a colon.

    Two texts that were kept both stand one under the other; an answer that became a view stands
    behind what the answer is called. Inside other words they stay: they may be anything there.
    """
    if words not in text:
        return text
    whole = re.compile(rf"(?:^|(?<=: )){re.escape(words)}$", re.MULTILINE)
    return whole.sub(lambda _match: instead, text)


def map_texts(part: S, change: Callable[[str], str]) -> S:
    """Return a record or a part of one with every text that people wrote changed."""
    written_fields = WRITTEN.get(type(part), ())
    new: dict[str, Any] = {}
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if name in written_fields:
            new[name] = change(value)
            if name == "link" and new[name] != value:
                new[name] = ""  # a mark leads nowhere
        elif isinstance(value, Struct):
            new[name] = map_texts(value, change)
        elif isinstance(value, tuple) and value and isinstance(value[0], Struct):
            new[name] = tuple(map_texts(inner, change) for inner in value)
    return replace(part, **new)
