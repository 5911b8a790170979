"""One line of a record in sentences: what makes the team say so, then where it puts it."""

from django.utils.translation import gettext as _

from record.choices import Status
from record.document import ExampleText, JudgementText, Place, Record, View
from record.words import labels
from record.words.dates import day
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
    about = example_about(example)
    if example.link:
        about.append(example.link)
    if not about:
        return own_words(example.words)
    return joined(own_words(example.words), text(f"({', '.join(about)})"))


def example_about(example: ExampleText) -> list[str]:
    """Return what an example is, and of when, as far as they were given."""
    about = []
    if example.kind:
        about.append(labels.example_kind(example.kind))
    if example.happened_on:
        about.append(day(example.happened_on))
    return about


def place_sentences(record: Record, judgement: JudgementText) -> list[Sentence]:
    """Return where a line is placed, in sentences."""
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
        sentences.append(text(f"{labels.why_differs(judgement.why_differs)}."))
    if judgement.recast:
        form = _("Knowing what we know now we would have said {level} last time.")
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
    return fill(_("Some say {level}: {words}"), level=where, words=own_words(view.words))
