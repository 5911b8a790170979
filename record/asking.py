"""What a team asks of others, in sentences: why, what it tried, what was answered."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from record import labels
from record.document import AskText
from record.phrases import Part, Role, Sentence, day, fill, joined, own_words


def asked(ask: AskText, obstacle: str) -> list[Sentence]:
    """Return an ask as sentences, the answers last; nothing where nothing more was said.

    `obstacle` holds the words of what gets in the way, which an ask begins as.
    """
    said = []
    if ask.words != obstacle:
        who = labels.asked_of(ask.to)
        form = _("We ask {who}: {words}") if who else _("We ask: {words}")
        slots = {"who": Part(Role.TEXT, who)} if who else {}
        said.append(Sentence(fill(form, words=own_words(ask.words), **slots)))
    more = [
        (_("Why: {words}"), ask.why),
        (_("What we have tried: {words}"), ask.tried),
        (_("What it would change: {words}"), ask.would_change),
        (_("What we will do meanwhile: {words}"), ask.meanwhile),
    ]
    said += [Sentence(fill(form, words=own_words(words))) for form, words in more if words]
    said += [answered(given.answer, given.words, given.at) for given in ask.answers]
    if ask.came_of:
        said.append(Sentence(fill(_("What came of it: {words}"), words=own_words(ask.came_of))))
    return said


def answered(answer: str, words: str, at: dt.datetime) -> Sentence:
    """Return one answer: when, which of the three, and its words."""
    lead = fill(
        _("The answer on {day}: {label}"),
        day=Part(Role.TEXT, day(timezone.localdate(at))),
        label=Part(Role.TEXT, labels.answer(answer, goes_on=bool(words))),
    )
    return joined(lead, own_words(words))
