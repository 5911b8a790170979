"""What a team tries, and what came of it, in sentences."""

from django.utils.translation import gettext as _

from record.document import StepText
from record.words import labels
from record.words.phrases import Sentence, fill, joined, own_words, text


def review_sentence(step: StepText) -> Sentence:
    """Return something that was tried, what came of it and what the team learned."""
    came = labels.step_state(step.state)
    learned = text("")
    if step.learned:
        learned = fill(_("What we learned: {words}"), words=own_words(step.learned))
    if says_so(step.learned, came):
        came = ""
    return joined(own_words(step.what), text(came), learned)


def says_so(words: str, came: str) -> bool:
    """Say whether the team's own words begin with what came of it: once is enough."""
    return words.strip().casefold().startswith(came.rstrip(".").casefold())


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
