"""The conversations a report is built from: when, who was in the room, how they talked."""

import datetime as dt
from collections.abc import Sequence

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from record import labels
from record.document import Record, Struct
from record.phrases import day, listed
from reports.content.said import Own, capital, in_words, own


class Conversation(Struct, kw_only=True):
    """One conversation, as a reader needs to know it.

    `who`, `how` and `entered` are sentences; `put_right` says that this is a corrected record,
    `why_put_right` the team's reason (kept out of what goes to others).
    """

    id: str
    held_on: dt.date
    title: str
    who: str
    how: str
    framework: str
    entered: str = ""
    about: Own | None = None
    how_words: Own | None = None
    not_heard: Own | None = None
    talked_over_with: Own | None = None
    talked_over_said: Own | None = None
    put_right: str = ""
    why_put_right: Own | None = None
    being_put_right: bool = False


def conversation(
    record: Record, *, inside: bool, words: bool = True, being_put_right: bool = False
) -> Conversation:
    """Tell of one conversation.

    `inside`: for the team, which may read why it was put right. `words`: also what the team wrote
    about the talk itself, and what somebody it was talked over with said.
    """
    talk = record.occasion
    told = Conversation(
        id=talk.id,
        held_on=talk.held_on,
        title=day(talk.held_on),
        who=who(record),
        how=how(record),
        framework=edition(record),
        entered=_entered(record),
        put_right=_("Something in this record was put right later.") if record.number > 1 else "",
        why_put_right=own(record.reason) if inside else None,
        being_put_right=being_put_right,
    )
    if not words:
        return told
    return msgspec.structs.replace(
        told,
        about=own(talk.about),
        how_words=own(talk.how_talked_words),
        not_heard=own(talk.not_heard),
        talked_over_with=own(talk.talked_over_with),
        talked_over_said=own(talk.talked_over_said),
    )


def edition(record: Record) -> str:
    """Name a framework with its version: "PIEs 2.0"."""
    text = record.framework
    return text.name if text.version in text.name else f"{text.name} {text.version}"


def heads(record: Record) -> str:
    """Say how many were there and of which kinds: "seven of us: days and nights", or nothing."""
    talk = record.occasion
    kinds = listed(talk.people_kinds)
    if talk.head_count is None:
        return kinds
    many = ngettext("{number} of us", "{number} of us", talk.head_count)
    many = many.replace("{number}", in_words(talk.head_count))
    return f"{many}: {kinds}" if kinds else many


def talked(record: Record) -> str:
    """Say that a team talked, and how many were there."""
    number = record.occasion.head_count
    if number is None:
        return _("We talked.")
    return _("We talked, {number} of us.").format(number=in_words(number))


def who(record: Record) -> str:
    """Say who was in the room, by kind and head count, never by name."""
    said = heads(record)
    return capital(said) + "." if said else _("Who took part was not written down.")


def how(record: Record) -> str:
    """Say how long and how a team talked."""
    talk = record.occasion
    said = labels.length(talk.length)
    told = talk.how_talked == "other" and talk.how_talked_words  # in the words that follow
    if talk.how_talked and talk.how_talked != "coffee_break" and not told:
        said = _("{length}: {way}").format(length=said, way=labels.how_talked(talk.how_talked))
    return capital(said) + "."


def _entered(record: Record) -> str:
    talk = record.occasion
    if talk.entered_on <= talk.held_on:
        return ""
    return _("Written down here on {day}.").format(day=day(talk.entered_on))


def took_part(records: Sequence[Record], *, selected: bool = False) -> str:
    """Say in one sentence from which conversations this comes and who was in the last.

    How many there are is said only where none was left out; `selected` says that some were.
    """
    last = records[-1]
    said = heads(last)
    form = _comes_from(len(records), selected=selected)
    if said:
        form = _("{sentence}, with {who}.").replace("{sentence}", form)
    else:
        form = _("{sentence}.").replace("{sentence}", form)
    return form.format(
        number=in_words(len(records)),
        first=day(records[0].occasion.held_on),
        last=day(last.occasion.held_on),
        who=said,
    )


def _comes_from(number: int, *, selected: bool) -> str:
    """Return the form of the sentence up to who was there."""
    if selected and number == 1:
        return _("This comes from a conversation among ourselves that we selected, on {last}")
    if selected:
        return _(
            "This comes from selected conversations among ourselves, the first on {first} and the "
            "last on {last}"
        )
    if number == 1:
        return _("This comes from one conversation among ourselves, on {last}")
    return _(
        "This comes from {number} conversations among ourselves, the first on {first} and the "
        "last on {last}"
    )
