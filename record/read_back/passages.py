"""A whole record under headings, in the order in which it was talked about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from record.choices import FactorKind, StepState
from record.document import Record
from record.read_back.factors import factor_sentences
from record.read_back.lines import example_sentence, line_sentences
from record.read_back.steps import review_sentence, step_sentence
from record.read_back.talk import dated, next_talk, talked_over, who_was_there
from record.words.phrases import Sentence, fill, own_words


@dataclass(frozen=True)
class Passage:
    """A heading and its sentences. `key` says which page changes it."""

    key: str
    heading: str
    sentences: tuple[Sentence, ...]


def passages(record: Record) -> tuple[Passage, ...]:
    """Return the whole of a record, in the order in which it was talked about.

    A coffee break without a bead reads as prose; lines nobody answered are named in one sentence.
    """
    sections = [
        Passage("before", _("Who was there"), who_was_there(record)),
        *_whole(record),
        *_lines(record),
        Passage("", _("What else we said"), _on_no_line(record)),
        *_left(record),
        Passage("around", _("What we have going for us"), _factors(record, FactorKind.HELP)),
        Passage("around", _("What gets in the way"), _factors(record, FactorKind.OBSTACLE)),
        Passage("try", _("What came of what we tried"), _reviews(record)),
        Passage("try", _("What we will try"), _steps(record)),
        Passage("try", _("When we talk again"), (next_talk(record),)),
    ]
    return _with_words(sections)


def besides(record: Record) -> tuple[Passage, ...]:
    """Return what a kept record says besides what was talked about.

    On *read it back* it stands in the form, since it may still be changed there; but not the notes.
    """
    talk = record.occasion
    around = tuple(dated(note.happened_on, note.words) for note in record.around)
    sections = [
        Passage("not-heard", _("Who would see this differently"), (own_words(talk.not_heard),)),
        Passage("talked-over", _("Who we talked it over with"), (talked_over(record),)),
        Passage("around-us", _("What changed around us"), around),
        *remembered(record),
        Passage(
            "opening", _("How we would begin, if this goes to somebody"), (own_words(talk.opening),)
        ),
    ]
    return _with_words(sections)


def remembered(record: Record) -> tuple[Passage, ...]:
    """Return the notes that the conversation opened with, or nothing: they stand as they are."""
    notes = tuple(dated(note.kept_on, note.words) for note in record.remembered)
    heading = _("What we had kept for this conversation")
    return _with_words([Passage("remembered", heading, notes)])


def _with_words(sections: list[Passage]) -> tuple[Passage, ...]:
    """Leave out empty sentences, and headings with nothing under them."""
    kept = []
    for section in sections:
        sentences = tuple(filter(None, section.sentences))
        if sentences:
            kept.append(Passage(section.key, section.heading, sentences))
    return tuple(kept)


def _whole(record: Record) -> list[Passage]:
    """Return what was said of the whole place without a bead."""
    whole = [line.code for line in record.framework.lines if line.kind == "whole"]
    if not whole or whole[0] in record.by_line:
        return []
    sentences = [example_sentence(each) for each in record.examples if whole[0] in each.lines]
    return [Passage(whole[0], _("How things are"), tuple(sentences))]


def _lines(record: Record) -> list[Passage]:
    sections = []
    for judgement in record.judgements:
        line = record.framework.line(judgement.line)
        sections.append(Passage(line.code, line.name, line_sentences(record, judgement)))
    return sections


def _on_no_line(record: Record) -> tuple[Sentence, ...]:
    return tuple(own_words(example.words) for example in record.examples if not example.lines)


def _left(record: Record) -> list[Passage]:
    """Return the lines on offer that nobody said anything about, in one sentence."""
    codes, names = [], []
    for line in record.framework.lines:
        judgement = record.by_line.get(line.code)
        if judgement is not None and not judgement.answered and line.code not in record.spoken:
            codes.append(line.code)
            names.append(line.name)
    if not names:
        return []
    sentence = fill(_("We did not get to: {names}."), names="; ".join(names))
    return [Passage(codes[0], _("What we have not got to"), (sentence,))]


def _factors(record: Record, kind: FactorKind) -> tuple[Sentence, ...]:
    sentences = []
    for factor in record.factors:
        if factor.kind == kind:
            sentences += factor_sentences(factor)
    return tuple(sentences)


def _reviews(record: Record) -> tuple[Sentence, ...]:
    over = [step for step in record.steps if step.state != StepState.TRYING]
    return tuple(review_sentence(step) for step in over)


def _steps(record: Record) -> tuple[Sentence, ...]:
    ahead = [step for step in record.steps if step.state == StepState.TRYING]
    return tuple(step_sentence(step) for step in ahead)
