"""What a kept record says besides what was talked about, in sentences.

On *read it back* they stand in the form, since they may still be changed there; but not the notes.
"""

import datetime as dt

from django.utils.translation import gettext as _

from record.document import Record
from record.phrases import Part, Role, Sentence, day, fill, joined, own_words
from record.read_back import Passage


def besides(record: Record) -> tuple[Passage, ...]:
    """Return the passages that come after those of `reading.passages`; empty ones are left out."""
    held = record.occasion
    around = tuple(_dated(each.happened_on, each.words) for each in record.around)
    found = [
        Passage("not-heard", _("Who would see this differently"), _own(held.not_heard)),
        Passage("talked-over", _("Who we talked it over with"), _talked_over(record)),
        Passage("around-us", _("What changed around us"), around),
        *remembered(record),
        Passage("opening", _("How we would begin, if this goes to somebody"), _own(held.opening)),
    ]
    return tuple(each for each in found if each.sentences)


def remembered(record: Record) -> tuple[Passage, ...]:
    """Return the notes that the conversation opened with, or nothing: they stand as they are."""
    said = tuple(_dated(each.kept_on, each.words) for each in record.remembered)
    heading = _("What we had kept for this conversation")
    return (Passage("remembered", heading, said),) if said else ()


def _own(words: str) -> tuple[Sentence, ...]:
    return (Sentence(own_words(words)),) if words else ()


def _talked_over(record: Record) -> tuple[Sentence, ...]:
    held = record.occasion
    said = (
        fill(_("They said: {words}"), words=own_words(held.talked_over_said))
        if held.talked_over_said
        else ()
    )
    whole = joined(own_words(held.talked_over_with), said)
    return (whole,) if whole else ()


def _dated(date: dt.date, words: str) -> Sentence:
    when = fill(_("{day}:"), day=Part(Role.TEXT, day(date)))
    return joined(when, own_words(words))
