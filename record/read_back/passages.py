"""A whole record under headings, in the order in which it was talked about."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from record.choices import FactorKind, HowTalked, StepState
from record.distance.telling import Telling
from record.document import Record, StepText
from record.read_back.lines import example_sentence, factor_sentences, line_sentences
from record.words import labels
from record.words.days import day, number_word
from record.words.own_words import stopped
from record.words.phrases import Sentence, fill, joined, listed, own_words, text


@dataclass(frozen=True)
class Passage:
    """A heading and its sentences. `key` says which page changes it."""

    key: str
    heading: str
    sentences: tuple[Sentence, ...]


def passages(record: Record, today: dt.date | None = None) -> tuple[Passage, ...]:
    """Return the whole of a record, in the order in which it was talked about.

    `today`: the day on which it is read back, or was kept, if that matters.
    A coffee break without a bead reads as prose; lines nobody answered are named under one heading.
    """
    loose = [own_words(example.words) for example in record.examples if not example.lines]
    reviews, steps = [], []
    for step in record.steps:
        if step.state == StepState.TRYING:
            steps.append(step_sentence(step))
        else:
            reviews.append(review_sentence(step))
    sections = [
        Passage("before", _("Who was there"), who_was_there(record)),
        *_whole(record),
        *_lines(record),
        Passage("", _("What else we said"), tuple(loose)),
        *_unreached(record),
        Passage("around", _("What we have going for us"), tuple(_factors(record, FactorKind.HELP))),
        Passage("around", _("What gets in the way"), tuple(_factors(record, FactorKind.OBSTACLE))),
        Passage("try", _("What came of what we tried"), tuple(reviews)),
        Passage("try", _("What we will try"), tuple(steps)),
        Passage("try", _("When we talk again"), (next_talk(record, today),)),
    ]
    return tuple(_with_words(sections))


def besides(record: Record) -> tuple[Passage, ...]:
    """Return what a kept record says besides what was talked about.

    On *read it back* it stands in the form, since it may still be changed there; but not the notes.
    """
    talk = record.occasion
    around = tuple(dated(note.happened_on, note.words) for note in record.around)
    notes = tuple(dated(note.kept_on, note.words) for note in record.remembered)
    sections = [
        Passage("not-heard", _("Who would see this differently"), (own_words(talk.not_heard),)),
        Passage("talked-over", _("Who we talked it over with"), (talked_over(record),)),
        Passage("around-us", _("What changed around us"), around),
        Passage("remembered", _("What we had kept for this conversation"), notes),
        Passage(
            "opening", _("How we would begin, if this goes to somebody"), (own_words(talk.opening),)
        ),
    ]
    return tuple(_with_words(sections))


def says_nothing(record: Record) -> bool:
    """Say whether it has nothing but the day, who was there and what was left for another day."""
    if besides(record):
        return False
    talked_about = {passage.key for passage in passages(record)}
    unreached = {passage.key for passage in _unreached(record)}
    return talked_about <= {"before", *unreached}


def _with_words(sections: list[Passage]) -> Iterator[Passage]:
    """Leave out empty sentences, and headings with nothing under them."""
    for section in sections:
        sentences = tuple(filter(None, section.sentences))
        if sentences:
            yield Passage(section.key, section.heading, sentences)


def _whole(record: Record) -> list[Passage]:
    """Return what was said of the whole place without a bead."""
    for line in record.framework.lines:
        if line.kind == "whole" and line.code not in record.by_line:
            sentences = [example_sentence(e) for e in record.examples if line.code in e.lines]
            return [Passage(line.code, _("How things are"), tuple(sentences))]
    return []


def _lines(record: Record) -> Iterator[Passage]:
    for judgement in record.judgements:
        line = record.framework.line(judgement.line)
        name = Telling(record, line.code).subject or line.name
        yield Passage(line.code, name, line_sentences(record, judgement))


def _unreached(record: Record) -> list[Passage]:
    """Return the lines on offer that nobody said anything about, under one heading."""
    codes, names = [], []
    for line in record.framework.lines:
        judgement = record.by_line.get(line.code)
        if judgement is not None and not judgement.answered and line.code not in record.spoken:
            codes.append(line.code)
            names.append(line.name)
    if not names:
        return []
    return [Passage(codes[0], _("What we have not got to"), (text(stopped("; ".join(names))),))]


def _factors(record: Record, kind: FactorKind) -> Iterator[Sentence]:
    for factor in record.factors:
        if factor.kind == kind:
            yield from factor_sentences(factor)


def who_was_there(record: Record) -> tuple[Sentence, ...]:
    """Return when the team talked, how many, who from, and how."""
    talk = record.occasion
    form, with_kinds = _("We talked on {day}."), _("With us: {kinds}.")
    if talk.head_count == 1:
        form, with_kinds = _("One of us looked at this on {day}."), _("Who it was: {kinds}.")
    sentences = [fill(form, day=day(talk.held_on))]
    if talk.about:
        sentences.append(fill(_("It was about: {what}"), what=own_words(talk.about)))
    if talk.head_count and talk.head_count > 1:
        sentences.append(fill(_("There were {n} of us."), n=number_word(talk.head_count)))
    if talk.people_kinds:
        sentences.append(fill(with_kinds, kinds=listed(talk.people_kinds)))
    return (*sentences, *_how_talked(talk.how_talked, talk.how_talked_words))


def _how_talked(how: str, words: str) -> tuple[Sentence, ...]:
    if how == HowTalked.OTHER and words:
        return (fill(_("How we talked: {words}"), words=own_words(words)),)
    how_sentence = text("")
    if how:
        how_sentence = fill(_("How we talked: {how}."), how=labels.label(HowTalked, how))
    return (how_sentence, own_words(words))


def talked_over(record: Record) -> Sentence:
    """Return with whom the team talked it over, and what they said."""
    talk = record.occasion
    answer = text("")
    if talk.talked_over_said:
        answer = fill(_("They said: {words}"), words=own_words(talk.talked_over_said))
    return joined(own_words(talk.talked_over_with), answer)


def next_talk(record: Record, today: dt.date | None = None) -> Sentence:
    """Return when the team means to talk again, who holds it and what it needs, or nothing.

    `today`: a day before it is one on which the team meant to.
    """
    talk = record.occasion
    when = by = needs = text("")
    form, held_by = _("We talk again around {day}."), _("It is held by: {who}")
    for_that = _("For that we need {needs}.")
    if talk.next_talk_on and today is not None and talk.next_talk_on < today:
        form, held_by = _("We meant to talk again around {day}."), _("Who was to hold it: {who}")
        for_that = _("For that we needed {needs}.")
    if talk.next_talk_on:
        when = fill(form, day=day(talk.next_talk_on))
    elif talk.next_talk:
        when = text(_("We’ll see when we talk again."))
    if talk.next_talk_by:
        by = fill(held_by, who=own_words(talk.next_talk_by))
    if talk.next_talk_needs:
        things = listed(map(labels.need, talk.next_talk_needs))
        needs = fill(for_that, needs=things)
    return joined(when, by, needs)


def dated(date: dt.date, words: str) -> Sentence:
    return joined(fill(_("{day}:"), day=day(date)), own_words(words))


def review_sentence(step: StepText) -> Sentence:
    """Return something that was tried, what came of it and what the team learned."""
    came = labels.step_state(step.state)
    learned = text("")
    if step.learned:
        learned = fill(_("What we learned: {words}"), words=own_words(step.learned))
    if labels.says_so(step.learned, step.state):
        came = ""
    return joined(own_words(step.what), text(came), learned)


def step_sentence(step: StepText) -> Sentence:
    """Return something the team will try, who sees to it, and how and when they will know."""
    more = [
        (_("Who will see to it: {words}"), step.who),
        (_("We will notice by this: {words}"), step.notice),
        (_("By when: {words}"), step.by_when),
    ]
    sentences = [own_words(step.what)]
    for form, words in more:
        if words:
            sentences.append(fill(form, words=own_words(words)))
    return joined(*sentences)
