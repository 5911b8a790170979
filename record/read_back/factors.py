"""What helps, what gets in the way, and what is asked of others, in sentences."""

from django.utils import timezone
from django.utils.translation import gettext as _

from pages.words import isolated
from record.choices import FactorState, Reach, each_asked
from record.document import AnswerText, AskText, FactorText
from record.words import labels
from record.words.dates import day
from record.words.phrases import Sentence, fill, joined, own_words, text


def factor_sentences(factor: FactorText) -> list[Sentence]:
    """Return a help or an obstacle, then what is asked because of it."""
    sentences = [joined(own_words(factor.words), *_about(factor))]
    if factor.ask:
        sentences += ask_sentences(factor.ask, factor.words)
    return sentences


def _about(factor: FactorText) -> list[Sentence]:
    """Return how a thing from last time stands, whose it is to change, and who was asked."""
    states = {
        "": "",
        FactorState.NEW.value: "",
        FactorState.STILL.value: _("Still there."),
        FactorState.EASIER.value: _("Easier now."),
        FactorState.GONE.value: _("Gone."),
    }
    reaches = {
        Reach.OURS.value: _("It is ours to change."),
        Reach.SOMEONE_ELSE.value: _("It needs someone else."),
        Reach.BOTH.value: _("It is a bit of both."),
    }
    asked = _whom(factor.ask) if factor.ask else ""
    return [
        text(states.get(factor.state, factor.state)),
        text(reaches.get(factor.reach, factor.reach)),
        fill(_("Who could change it: {who}."), who=asked) if asked else text(""),
    ]


def _whom(ask: AskText) -> str:
    return labels.all_asked(each_asked(ask.to, ask.also))


def ask_sentences(ask: AskText, obstacle: str) -> list[Sentence]:
    """Return an ask as sentences, the answers last; nothing where nothing more was said.

    `obstacle` holds the words of what gets in the way, which an ask begins as.
    """
    sentences = []
    if ask.words != obstacle:
        who = _whom(ask)
        form = _("We ask {who}: {words}") if who else _("We ask: {words}")
        sentences.append(fill(form, who=who, words=own_words(ask.words)))
    more = [
        (_("Why: {words}"), ask.why),
        (_("What we have tried: {words}"), ask.tried),
        (_("What it would change: {words}"), ask.would_change),
        (_("What we will do meanwhile: {words}"), ask.meanwhile),
    ]
    for form, words in more:
        if words:
            sentences.append(fill(form, words=own_words(words)))
    sentences += map(answer_sentence, ask.answers)
    if ask.came_of:
        sentences.append(fill(_("What came of it: {words}"), words=own_words(ask.came_of)))
    return sentences


def answer_sentence(given: AnswerText) -> Sentence:
    """Return one answer: who where it was a commissioning body, when, what and about when."""
    on = day(timezone.localdate(given.at))
    if given.body:
        lead = fill(_("The answer of {body} on {day}:"), body=isolated(given.body), day=on)
    else:
        lead = fill(_("The answer on {day}:"), day=on)
    return joined(lead, answer_alone(given))


def answer_alone(given: AnswerText) -> Sentence:
    """Return an answer where who gave it, and when, stands above it."""
    label = labels.answer(given.answer, given.words)
    said = joined(text(label), own_words(given.words))
    if not given.about_when:
        return said
    return joined(said, fill(_("About when: {words}"), words=own_words(given.about_when)))
