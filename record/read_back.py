"""Read it back: a record as sentences, made to be read out.

Knows nothing but the record; every sentence is the team's own or says plainly what it chose.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from record import labels
from record.asking import asked
from record.choices import FactorState, HowTalked, Status, StepState
from record.document import Example, FactorText, Judged, Place, Record, StepText
from record.phrases import Part, Role, Sentence, day, fill, joined, level_name, listed, own_words

Parts = tuple[Part, ...]


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
    found = [Passage("before", _("Who was there"), occasion(record))]
    found += [each for each in (_line(record, judged) for judged in record.judged) if each]
    if whole := _whole(record):
        found.insert(1, whole)
    if loose := tuple(Sentence(own_words(e.words)) for e in record.examples if not e.lines):
        found.append(Passage("", _("What else we said"), loose))
    if left := _left(record):
        found.append(left)
    helps = [f for f in record.factors if f.kind == "help"]
    obstacles = [f for f in record.factors if f.kind == "obstacle"]
    if helps:
        found.append(Passage("around", _("What we have going for us"), _factors(helps)))
    if obstacles:
        found.append(Passage("around", _("What gets in the way"), _factors(obstacles)))
    if looked_back := [s for s in record.steps if s.state != StepState.TRYING]:
        found.append(Passage("try", _("What came of what we tried"), _reviews(looked_back)))
    if tries := [s for s in record.steps if s.state == StepState.TRYING]:
        found.append(Passage("try", _("What we will try"), tuple(map(_step, tries))))
    if again := _again(record):
        found.append(Passage("try", _("When we talk again"), (again,)))
    return tuple(found)


def occasion(record: Record) -> tuple[Sentence, ...]:
    """Return when the team talked, how many, who from, and how."""
    held = record.occasion
    said = [_plain(_("We talked on {day}."), day=day(held.held_on))]
    if held.about:
        said.append(Sentence(fill(_("It was about {what}"), what=own_words(held.about))))
    if held.head_count:
        count = ngettext("There was one of us.", "There were {n} of us.", held.head_count)
        said.append(_plain(count, n=str(held.head_count)))
    if held.people_kinds:
        said.append(_plain(_("With us: {kinds}."), kinds=listed(held.people_kinds)))
    another = held.how_talked == HowTalked.OTHER and held.how_talked_words
    if held.how_talked and not another:
        how = labels.how_talked(held.how_talked)
        said.append(_plain(_("How we talked: {how}."), how=how))
    if another:
        words = own_words(held.how_talked_words)
        said.append(joined(fill(_("How we talked: {words}"), words=words)))
    elif held.how_talked_words:
        said.append(Sentence(own_words(held.how_talked_words)))
    return tuple(said)


def _line(record: Record, judged: Judged) -> Passage | None:
    line = next(line for line in record.framework.lines if line.code == judged.line)
    examples = [_example(e) for e in record.examples if judged.line in e.lines]
    if not judged.answered and not examples:
        return None
    said = list(examples)
    if judged.answered:
        said += placed(record, judged)
    return Passage(line.code, line.name, tuple(said))


def _example(example: Example) -> Sentence:
    """Return an example in its words, then its kind, day and address, as far as they were given."""
    about = [labels.example_kind(example.kind)] if example.kind else []
    about += [day(example.happened_on)] if example.happened_on else []
    about += [example.link] if example.link else []
    if not about:
        return Sentence(own_words(example.words))
    told = (Part(Role.TEXT, f"({', '.join(about)})"),)
    return joined(own_words(example.words), told)


def _whole(record: Record) -> Passage | None:
    """Return what was said of the whole place without a bead."""
    code = next((line.code for line in record.framework.lines if line.kind == "whole"), "")
    if any(judged.line == code for judged in record.judged):
        return None
    said = tuple(_example(e) for e in record.examples if code in e.lines)
    return Passage(code, _("How things are"), said) if said else None


def _left(record: Record) -> Passage | None:
    """Return the lines on offer that nobody said anything about, in one sentence."""
    codes = [j.line for j in record.judged if not j.answered and j.line not in record.spoken]
    names = [line.name for line in record.framework.lines if line.code in codes]
    if not names:
        return None
    sentence = _plain(_("Left for another day: {names}."), names="; ".join(names))
    return Passage(codes[0], _("What we have not got to"), (sentence,))


def placed(record: Record, judged: Judged) -> list[Sentence]:
    """Return where a line is placed, in sentences."""
    place = judged.place
    forms: dict[str, str] = {
        Status.DOES_NOT_APPLY: _("Does not apply here, for now."),
        Status.ANOTHER_DAY: _("Left for another day."),
        Status.NOT_OURS: _("We can’t, and it isn’t ours to change."),
        Status.DIFFERS: _("We don’t all see it the same way."),
    }
    if place.status != Status.PLACED:
        said = [_plain(forms.get(place.status, place.status))]
        said += [Sentence(own_words(judged.status_words))] if judged.status_words else []
        said += [_view(record, v.level, v.step, v.words) for v in judged.views]
        return said + _moved(record, judged)
    said = [joined(fill(_("We call this {level}."), level=_placed(record, place)))]
    said += _moved(record, judged)
    if judged.why_differs:
        said.append(_plain(f"{labels.why_differs(judged.why_differs)}."))
    if judged.recast:
        then = _placed(record, judged.recast)
        form = _("Knowing what we know now we would have said {level} last time.")
        said.append(joined(fill(form, level=then)))
    return said


def _moved(record: Record, judged: Judged) -> list[Sentence]:
    """Return from which level it moved, and what moved it, as far as they are known."""
    first, because = judged.first, own_words(judged.moved_because)
    if judged.place.level and first.level and first.level != judged.place.level:
        form = _("Our first thought was {level}.")
        return [joined(fill(form, level=_placed(record, first)), because)]
    return [Sentence(because)] if because else []


def _placed(record: Record, place: Place) -> Parts:
    """Return "usual here, fairly" as parts."""
    name = next(each.name for each in record.framework.levels if each.code == place.level)
    if not place.step:
        return (level_name(name),)
    step = record.framework.step_names[place.step - 1]
    return (level_name(name), Part(Role.TEXT, f", {step}"))


def _view(record: Record, level: str | None, step: int | None, words: str) -> Sentence:
    if not level:
        return Sentence(own_words(words))
    where = _placed(record, Place(Status.PLACED.value, level, step))
    if not words:
        return joined(fill(_("Some say {level}."), level=where))
    return joined(fill(_("Some say {level}: {words}"), level=where, words=own_words(words)))


def _factors(factors: Iterable[FactorText]) -> tuple[Sentence, ...]:
    said: list[Sentence] = []
    for each in factors:
        said.append(joined(own_words(each.words), *_about(each)))
        said += asked(each.ask, each.words) if each.ask else []
    return tuple(said)


def _about(factor: FactorText) -> list[Parts]:
    """Return how a thing from last time stands, whose it is to change, and who was asked."""
    parts = []
    if factor.state not in {"", FactorState.NEW}:
        states = {"still": _("Still there."), "easier": _("Easier now."), "gone": _("Gone.")}
        parts.append(states.get(factor.state, factor.state))
    if factor.reach:
        reaches = {
            "ours": _("It is ours to change."),
            "someone_else": _("It needs someone else."),
            "both": _("It is a bit of both."),
        }
        parts.append(reaches.get(factor.reach, factor.reach))
    if factor.ask and (who := labels.asked_of(factor.ask.to)):
        parts.append(_("Who could change it: {who}.").replace("{who}", who))
    return [(Part(Role.TEXT, text),) for text in parts]


def _reviews(steps: Iterable[StepText]) -> tuple[Sentence, ...]:
    return tuple(
        joined(
            own_words(step.what),
            (Part(Role.TEXT, labels.step_state(step.state)),),
            fill(_("What we learned: {words}"), words=own_words(step.learned))
            if step.learned
            else (),
        )
        for step in steps
    )


def _step(step: StepText) -> Sentence:
    more = [
        (_("Who will see to it: {words}"), step.who),
        (_("We will notice by this: {words}"), step.notice),
        (_("By when: {words}"), step.by_when),
    ]
    told = [fill(form, words=own_words(words)) for form, words in more if words]
    return joined(own_words(step.what), *told)


def _again(record: Record) -> Sentence | None:
    held = record.occasion
    when: Parts = ()
    if held.next_talk_on:
        when = _text(_("We talk again about {day}.").replace("{day}", day(held.next_talk_on)))
    elif held.next_talk:
        when = _text(_("We’ll see when we talk again."))
    if not held.next_talk_needs:
        return Sentence(when) if when else None
    needs = _text(listed(map(labels.need, held.next_talk_needs)))
    return joined(when, fill(_("For that we need {needs}."), needs=needs))


def _text(words: str) -> Parts:
    return (Part(Role.TEXT, words),)


def _plain(form: str, **slots: str) -> Sentence:
    filled = {name: Part(Role.TEXT, text) for name, text in slots.items()}
    return Sentence(fill(form, **filled))
