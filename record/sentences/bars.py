"""Why two conversations cannot be set side by side, in words."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from record.distance.movement import Bar, Movement
from record.document import Record
from record.sentences.slots import filled, when_before
from record.words.dates import number_word
from record.words.phrases import Part, Sentence, fill, opening, own_words, text


def why_not(movement: Movement) -> Sentence:
    bar = movement.bar or Bar.PASSED_OVER_NOW
    if bar in {Bar.SPLIT, Bar.MERGED, Bar.RETIRED} and movement.join.note:
        return text(movement.join.note)
    if bar is Bar.OTHER_FRAMEWORK:
        return other_framework(movement)
    if bar is Bar.OTHER_SUBJECT and movement.earlier is not None:
        earlier, when = movement.earlier.record, when_before(movement)
        return other_subject(earlier, when, subjects=movement.subjects)
    if bar is Bar.OTHER_WORDS:
        return other_words(movement)
    if bar is Bar.OTHER_VERSION:
        later = _("{At} we used another version of the framework.")
        return filled(movement, BARS[bar](), later)
    return filled(movement, BARS[bar]())


def other_framework(movement: Movement) -> Sentence:
    """Say that the last talk used another framework, or that one before did.

    Whether the team has left a framework nobody knows: it may take it up again.
    """
    if movement.later.place is None:
        return text(_("Last time we used another framework."))
    if movement.earlier is None:
        return text(_("We used another framework before."))
    return filled(movement, BARS[Bar.OTHER_FRAMEWORK]())


def other_subject(record: Record, day: Part, *, subjects: bool = True) -> Sentence:
    """Say what an earlier conversation was about, where the later one was about something else."""
    about = record.occasion.about.strip()
    if about and not subjects:
        return fill(_("{When} it was about something else."), When=opening(day))
    if about:
        form = _("{When} it was about something else: {words}")
        return fill(form, When=opening(day), words=own_words(about))
    return fill(_("{When} it was about the whole place."), When=opening(day))


def other_words(movement: Movement) -> Sentence:
    """Say where a line stood in the words of then, which are not those of now."""
    earlier, later = movement.earlier, movement.later
    if earlier is None or earlier.place is None:
        return filled(movement, BARS[Bar.OTHER_WORDS]())
    few, many = len(earlier.record.framework.levels), len(later.record.framework.levels)
    if few == many:
        return filled(movement, _("We used other words then: it was {then} {when}."))
    return filled(
        movement,
        _("It was {then} {when}, of {few}; we now use {many}."),
        _("It was {then} {when}, of {few}; {at} we used {many}."),
        few=number_word(few),
        many=number_word(many),
    )


# Functions, because the language is known only when a page is printed.
BARS: dict[Bar, Callable[[], str]] = {
    Bar.OTHER_WORDS: lambda: _("We used other words then, {when}."),
    Bar.OTHER_FRAMEWORK: lambda: _("We used another framework {when}."),
    Bar.OTHER_VERSION: lambda: _("We use another version of the framework now."),
    Bar.NOT_THIS_FRAMEWORK: lambda: _("Our last conversation used another framework."),
    Bar.OTHER_SUBJECT: lambda: _("{When} it was about something else."),
    Bar.SPLIT: lambda: _("The framework split this up."),
    Bar.MERGED: lambda: _("The framework brought this together with something else."),
    Bar.RETIRED: lambda: _("The framework no longer asks about this."),
    Bar.ANOTHER_DAY_NOW: lambda: _("Left for another day this time."),
    Bar.ANOTHER_DAY_THEN: lambda: _("Left for another day {when}."),
    Bar.PASSED_OVER_NOW: lambda: _("Not talked about this time."),
    Bar.PASSED_OVER_THEN: lambda: _("Not talked about {when}."),
    Bar.NO_CARD_NOW: lambda: _("We gave it no place this time."),
    Bar.NO_CARD_THEN: lambda: _("{When} we gave it no place."),
    Bar.NOT_OURS_NOW: lambda: _("We can’t, and it isn’t ours to change."),
    Bar.NOT_OURS_THEN: lambda: _("{When} we said it wasn’t ours to change."),
    Bar.NOT_OFFERED_NOW: lambda: _("Not part of the conversation {at}."),
    Bar.OPENED_NOW: lambda: _("This time we talked about its parts."),
    Bar.DID_NOT_APPLY_THEN: lambda: _("{When} it did not apply here."),
    Bar.DIFFERED_THEN: lambda: _("{When} we didn’t all see it the same way."),
    Bar.KEPT_BACK_THEN: lambda: _("Kept within the team {when}."),
    Bar.LEFT_OUT: lambda: "",  # nothing is told of what was left out
}
