"""One line of a record in sentences; and what helps, what gets in the way, what is asked."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from pages.words import isolated
from record.choices import ExampleKind, FactorState, Reach, Status, WhyDiffers
from record.document import (
    AnswerText,
    AskText,
    ExampleText,
    FactorText,
    JudgementText,
    Place,
    Record,
    View,
)
from record.words import labels
from record.words.days import day
from record.words.phrases import Part, PartRole, Sentence, fill, joined, level_name, own_words, text


def line_sentences(record: Record, judgement: JudgementText) -> tuple[Sentence, ...]:
    """Return the examples on a line, then its answer; nothing where there is neither."""
    sentences = []
    for example in record.examples:
        if judgement.line in example.lines:
            sentences.append(example_sentence(example))
    if judgement.answered:
        sentences += place_sentences(record, judgement)
    return tuple(sentences)


def example_sentence(example: ExampleText) -> Sentence:
    """Return an example in its words, then its kind, day and address, as far as they were given."""
    about = list(example_about(example))
    if example.link:
        about.append(example.link)
    if not about:
        return own_words(example.words)
    return joined(own_words(example.words), text(f"({', '.join(about)})"))


def example_about(example: ExampleText) -> Iterator[str]:
    """Give what an example is, and of when, as far as they were given."""
    if example.kind:
        yield labels.label(ExampleKind, example.kind)
    if example.happened_on:
        yield day(example.happened_on)


def place_sentences(record: Record, judgement: JudgementText) -> list[Sentence]:
    place = judgement.place
    if place.status != Status.PLACED:
        answer = labels.status(place.status)
        sentences = [text(f"{answer}." if answer else place.status)]
        sentences.append(own_words(judgement.status_words))
        sentences += [_view(record, view) for view in judgement.views]
        return [*sentences, _moved(record, judgement)]
    sentences = [fill(_("We call this {level}."), level=_place(record, place))]
    sentences.append(_moved(record, judgement))
    if judgement.why_differs:
        sentences.append(text(f"{labels.label(WhyDiffers, judgement.why_differs)}."))
    if judgement.recast:
        form = _("Knowing what we know now, last time we would have said {level}.")
        sentences.append(fill(form, level=_place(record, judgement.recast)))
    return sentences


def _moved(record: Record, judgement: JudgementText) -> Sentence:
    """Return from which level it moved, and what moved it, as far as they are known."""
    first, because = judgement.first, own_words(judgement.moved_because)
    if judgement.place.level and first.level and first.level != judgement.place.level:
        form = _("Our first thought was {level}.")
        return joined(fill(form, level=_place(record, first)), because)
    return because


def _place(record: Record, place: Place) -> list[Part]:
    """Return "usual here, fairly" as parts."""
    parts = [level_name(record.framework.level_name(place.level))]
    finer = record.framework.finer_name(place.finer)
    if finer:
        return [*parts, Part(PartRole.TEXT, f", {finer}")]
    return parts


def _view(record: Record, view: View) -> Sentence:
    if not view.level:
        return own_words(view.words)
    where = _place(record, Place(Status.PLACED.value, view.level, view.finer))
    if not view.words:
        return fill(_("Some say {level}."), level=where)
    return joined(own_words(view.words), fill(_("Some call this {level}."), level=where))


def factor_sentences(factor: FactorText) -> list[Sentence]:
    """Return a help or an obstacle, then what is asked because of it, or was while it was there."""
    sentences = [joined(own_words(factor.words), *_about(factor))]
    if factor.ask:
        is_gone = factor.state == FactorState.GONE.value
        sentences += ask_sentences(factor.ask, factor.words, past=is_gone)
    return sentences


def _about(factor: FactorText) -> list[Sentence]:
    """Return how a thing stands, and while it is there whose it is to change and who is asked."""
    reaches = {
        Reach.OURS.value: _("It is ours to change."),
        Reach.SOMEONE_ELSE.value: _("It needs someone else."),
        Reach.BOTH.value: _("It is a bit of both."),
    }
    state = text(labels.factor_state(factor.state))
    if factor.state == FactorState.GONE.value:
        return [state]
    who = _whom(factor.ask) if factor.ask else ""
    return [
        state,
        text(reaches.get(factor.reach, factor.reach)),
        fill(_("Who could change it: {who}."), who=who) if who else text(""),
    ]


def _whom(ask: AskText) -> str:
    return labels.recipients_in_words(labels.recipients(ask.to, ask.also))


def ask_sentences(ask: AskText, obstacle: str, *, past: bool = False) -> Iterator[Sentence]:
    """Give an ask as sentences, the answers last; nothing where nothing more was said.

    `obstacle` holds the words of what gets in the way, which an ask begins as; `past`: it is gone,
    and nothing is asked because of it any more.
    """
    if ask.words != obstacle:
        who = _whom(ask)
        form = _("We ask {who}: {words}") if who else _("We ask: {words}")
        if past:
            form = _("We asked {who}: {words}") if who else _("We asked: {words}")
        yield fill(form, who=who, words=own_words(ask.words))
    more = [(_("Why: {words}"), ask.why), (_("What we have tried: {words}"), ask.tried)]
    if not past:
        more.append((_("What it would change: {words}"), ask.would_change))
        more.append((_("What we will do meanwhile: {words}"), ask.meanwhile))
    for form, words in more:
        if words:
            yield fill(form, words=own_words(words))
    codes = labels.recipients(ask.to, ask.also)
    for answer in ask.answers:
        yield answer_sentence(answer, asked_of=codes)
    if ask.came_of:
        yield fill(_("What came of it: {words}"), words=own_words(ask.came_of))


def answer_sentence(answer: AnswerText, *, asked_of: Iterable[str]) -> Sentence:
    """Return one answer: whose where others are asked, when, what and about when."""
    on = day(timezone.localdate(answer.at))
    if answer.body:
        lead = fill(_("The answer of {body} on {day}:"), body=isolated(answer.body), day=on)
    elif labels.is_asked_outside(asked_of):
        lead = fill(_("The answer of our own organisation on {day}:"), day=on)
    else:
        lead = fill(_("The answer on {day}:"), day=on)
    return joined(lead, answer_alone(answer))


def answer_alone(answer: AnswerText) -> Sentence:
    """Return an answer where who gave it, and when, stands above it."""
    label = labels.answer(answer.answer, answer.words)
    sentence = joined(text(label), own_words(answer.words))
    if not answer.about_when:
        return sentence
    return joined(sentence, fill(_("About when: {words}"), words=own_words(answer.about_when)))
