"""Why two conversations cannot be set side by side, and what a line says that has no place."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from record.distance.movement import Bar, Movement
from record.distance.points import Break
from record.distance.rows import Row
from record.distance.telling import Telling
from record.document import Record
from record.framework import NARROWER, WIDER
from record.sentences import wording
from record.sentences.claims import Claim, Together, form_of, on_that_day, slots_of, when_before
from record.words import labels
from record.words.days import number_word, when
from record.words.phrases import Part, PartRole, fill, opening, text


def why_not(movement: Movement) -> Claim:
    """Say why two conversations cannot be set side by side."""
    bar, earlier, later = movement.bar or Bar.PASSED_OVER_NOW, movement.earlier, movement.later
    if bar in {Bar.SPLIT, Bar.MERGED, Bar.REGROUPED, Bar.RETIRED}:
        return _what_the_framework_did(movement)
    if bar is Bar.OTHER_SUBJECT and earlier is not None:
        return other_subject(earlier.record, when_before(movement), subjects=movement.subjects)
    # Whether the team has left a framework nobody knows: it may take it up again.
    if bar is Bar.OTHER_FRAMEWORK and later.place is None:
        return Claim(_("Last time we used another framework."))
    if bar is Bar.OTHER_FRAMEWORK and earlier is None:
        return Claim(_("We used another framework before."))
    if bar is Bar.OTHER_WORDS and earlier is not None and earlier.place is not None:
        return _other_words(movement, earlier.record, later.record)
    return _bar_claim(movement, bar)


def _what_the_framework_did(movement: Movement) -> Claim:
    """Say what became of a line that ended, or what one that came of others was before."""
    bar, note = movement.bar or Bar.RETIRED, movement.join.note
    name = movement.earlier.line.name if movement.earlier else ""
    has_ended = bar is Bar.RETIRED or not movement.later.was_asked
    # Of what was split and merged since, the old name alone would say too little.
    if has_ended or bar is Bar.REGROUPED or name in {"", movement.later.line.name}:
        return Claim("{note}", (("note", note),)) if note else _bar_claim(movement, bar)
    part_of, several = wording.WAS_PART_OF, wording.WAS_SEVERAL
    together = wording.PART_OF_TOGETHER
    if note:
        part_of, several = wording.NOTED_PART_OF, wording.NOTED_SEVERAL
        together = wording.NOTED_PART_OF_TOGETHER
    form = str({Bar.SPLIT: part_of, Bar.MERGED: several}[bar])
    slots = slots_of(movement, form, note=text(note), name=Part(PartRole.LINE, name))
    is_split = bar is Bar.SPLIT
    return Claim(form, slots, together=Together(str(together), slots) if is_split else Together())


def _bar_claim(movement: Movement, bar: Bar) -> Claim:
    form = form_of(movement, *wording.BARS[bar])
    return Claim(form, slots_of(movement, form), form_says=bar)


def _other_words(movement: Movement, earlier: Record, later: Record) -> Claim:
    """Say where a line stood in the words of then, which are not those of now."""
    few, many = len(earlier.framework.levels), len(later.framework.levels)
    form = form_of(movement, wording.OTHER_WORDS)
    if few != many:
        form = form_of(movement, *wording.OTHER_SCALE)
    more = {"few": number_word(few), "many": number_word(many)}
    return Claim(form, slots_of(movement, form, **more))


def other_subject(record: Record, day: Part, *, subjects: bool) -> Claim:
    """Say what an earlier conversation was about, where the later one was about something else."""
    about = record.occasion.about.strip()
    form = _("{When} it was about something else")
    if not about:
        form = _("{When} it was about the whole place")
    return Claim(form, (("When", opening(day)),), words=about if subjects else "")


def break_words(broken: Break, row: Row) -> str:
    """Say why a row is interrupted, in a few plain words."""
    held_on, last = broken.record.held_on, row.latest.held_on
    day = when(held_on, last, row.today)
    if held_on == last and broken.record is not row.latest:
        day = on_that_day(broken.record.occasion, row.today or last, row.order, place=0)
    if broken.bar is Bar.OTHER_SUBJECT:
        return other_subject(broken.record, day, subjects=row.subjects).of_one().plain
    return fill(str(wording.BARS[broken.bar][0]), when=day, When=opening(day)).plain


def empty_words(row: Row) -> str:
    telling = row.points[-1].telling
    if row.passed_over and not telling.kept_back:
        return _("not talked about yet")
    return without_place(telling)


def without_place(telling: Telling) -> str:
    """Say what was answered instead of a place, in a few words."""
    if telling.kept_back:
        return _("kept within the team")
    if telling.passed_over:
        return _("not talked about")
    return labels.short_status("" if telling.unanswered else telling.status)


def between_versions(movement: Movement, after: Movement | None) -> Iterator[Claim]:
    """Say that a line has another name now, or is not quite the same.

    `after`: a movement of the same line that has just been said, and this with it.
    """
    yield from _old_name(movement, after)
    yield from _note(movement, after)


def _old_name(movement: Movement, after: Movement | None) -> Iterator[Claim]:
    """Say what a line was called the time before, where it has another name now."""
    earlier, later = movement.earlier, movement.later
    if after is not None and earlier and _name_before(after) == earlier.line.name:
        return
    if earlier is None or not earlier.was_asked or not later.was_asked:
        return
    if later.subject or earlier.subject or earlier.line.name == later.line.name:
        return
    if movement.join.broken:  # it was never called so
        return
    name = Part(PartRole.LINE, earlier.line.name)
    form = _("It was called “{name}” {when}.")
    yield Claim(form, (("name", name), ("when", when_before(movement))))


def _name_before(movement: Movement) -> str:
    """Return what a line was called, where it has been said to have been called so."""
    if movement.earlier is None or movement.join.broken:
        return ""
    return movement.earlier.line.name


def _note(movement: Movement, after: Movement | None) -> Iterator[Claim]:
    """Say how the two lines hang together: in the framework's words, or ours."""
    if not movement.compared or movement.earlier is None:
        return
    notes = {
        NARROWER: _("We asked about it more widely then."),
        WIDER: _("We asked about it more narrowly then."),
    }
    note = movement.join.note or notes.get(movement.join.kind, "")
    if after is not None and after.compared:
        # The later links of a chain come last, and were those of the nearer time.
        note = note.removesuffix(after.join.note or notes.get(after.join.kind, "")).strip()
    if note:
        yield Claim("{note}", (("note", note),))
