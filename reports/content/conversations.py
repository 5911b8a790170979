"""The conversations a report is built from: when, who was in the room, how they talked."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from msgspec.structs import replace

from record.choices import HowTalked
from record.distance.telling import oldest_first
from record.document import Record
from record.framework import Struct, name_and_version
from record.last_time import is_so_now, talks_again_on
from record.words import labels
from record.words.days import day, no_longer_recent, number_word, titles_of
from record.words.phrases import listed, mid_sentence
from reports.content.pieces import Own, Titled, own, titled

FEW = 5  # fewer people than this can be told apart by a reader who knows the place


class Conversation(Struct, kw_only=True):
    """One conversation, as a reader needs to know it.

    `facts` run on in one line behind the day: who was there, how and how long they talked, in
    which words. `why_put_right` is the team's reason (kept out of what goes to others). Copies
    frozen by the first release say the facts as sentences: `who`, `how`, `framework`, `entered`,
    `put_right`.
    """

    id: str
    held_on: dt.date
    title: str
    facts: tuple[str, ...] = ()
    who: str = ""
    how: str = ""
    framework: str = ""
    entered: str = ""
    about: Own | None = None
    how_words: Own | None = None
    not_heard: Own | None = None
    talked_over_with: Own | None = None
    talked_over_said: Own | None = None
    put_right: str = ""
    why_put_right: Own | None = None
    being_put_right: bool = False

    @property
    def parts(self) -> tuple[Titled, ...]:
        """What the team wrote about the talk itself."""
        return titled(
            [
                (_("About"), self.about),
                (_("How we talked"), self.how_words),
                (_("Who would see it differently, and who was not heard"), self.not_heard),
                (_("Talked over with"), self.talked_over_with),
                (_("What they said"), self.talked_over_said),
                (_("Why it was put right"), self.why_put_right),
            ]
        )


def talk_before(records: Sequence[Record]) -> Record:
    """Return the talk that the last of several is set beside: of its framework, where one is."""
    *earlier, last = records
    same = [record for record in earlier if record.framework.slug == last.framework.slug]
    return (same or earlier)[-1]


def talk_titles(
    records: Iterable[Record], say: Callable[[Sequence[Record]], list[str]] = titles_of
) -> dict[str, str]:
    """Name conversations by their days, by their ids; of several of one day say which it was."""
    talked = oldest_first(records)
    titles = {}
    for record, title in zip(talked, say(talked), strict=True):
        titles[record.occasion.id] = title
    return titles


def build_conversations(
    records: Iterable[Record],
    *,
    among: Iterable[Record],
    inside: bool,
    words: bool = True,
    being_put_right: Collection[str] = (),
    framework: bool = True,
) -> tuple[Conversation, ...]:
    """Tell of conversations.

    `among`: those they stand with, by whose days they are named. `inside`: for the team, which may
    read how few were there and why one was put right. `words`: also what the team wrote about the
    talk itself, and what somebody it was talked over with said. `being_put_right`: ids of those
    that are open just now. `framework`: name it, where that is not said once for all.
    """
    conversations, titles = [], talk_titles(among)
    for record in records:
        talk = record.occasion
        conversation = Conversation(
            id=talk.id,
            held_on=talk.held_on,
            title=titles[talk.id],
            facts=tuple(_facts(record, inside=inside, framework=framework)),
            why_put_right=own(record.reason) if inside else None,
            being_put_right=talk.id in being_put_right,
        )
        if words:
            conversation = replace(
                conversation,
                about=own(talk.about),
                how_words=own(talk.how_talked_words),
                not_heard=own(talk.not_heard),
                talked_over_with=own(talk.talked_over_with),
                talked_over_said=own(talk.talked_over_said),
            )
        conversations.append(conversation)
    return tuple(conversations)


def _facts(record: Record, *, inside: bool, framework: bool) -> Iterator[str]:
    talk = record.occasion
    present = attendance(record, inside=inside)
    if present or inside:
        yield present or _("who took part was not written down")
    in_words_below = talk.how_talked == HowTalked.OTHER and talk.how_talked_words
    if talk.how_talked and talk.how_talked != HowTalked.COFFEE_BREAK and not in_words_below:
        yield labels.label(HowTalked, talk.how_talked)
    yield labels.length(talk.length)
    if framework:
        yield framework_name(record)
    if talk.entered_on > talk.held_on:
        yield _("written down here on {day}").format(day=day(talk.entered_on))
    if record.number > 1:
        yield _("put right later")


def framework_name(record: Record) -> str:
    """Name a framework with its version, and who spoke where sides are asked differently."""
    name = name_and_version(record.framework.name, record.framework.version)
    if not record.framework.voice:
        return name
    voice = mid_sentence(record.framework.voice_name)
    return _("{framework}, {voice}").format(framework=name, voice=voice)


def tells_who(record: Record, *, inside: bool) -> bool:
    """Say whether a reader is told how many were there or of which kinds."""
    is_told = inside or (record.occasion.head_count or 0) >= FEW
    return is_told and bool(attendance(record, inside=True))


def attendance(record: Record, *, inside: bool) -> str:
    """Say how many were there and of which kinds: "seven of us: days and nights", or nothing.

    Outside the team a few people could be told apart by number and kind, so both stay inside.
    """
    number = record.occasion.head_count or 0
    if not inside and number < FEW:
        if number > 1:
            return _("as a team")
        return ""
    present = []
    if record.occasion.head_count is not None:
        present.append(_("{number} of us").format(number=number_word(number)))
    if record.occasion.people_kinds:
        present.append(listed(record.occasion.people_kinds))
    return ": ".join(present)


def talk_phrase(record: Record, *, inside: bool) -> str:
    """Say that a team talked, and how many were there."""
    number = record.occasion.head_count
    if number == 1:
        return _("one of us looked at how we work") if inside else _("we looked at how we work")
    if number is None or (number < FEW and not inside):
        return _("we talked")
    return _("we talked, {number} of us").format(number=number_word(number))


def attendance_sentence(record: Record) -> str:
    """Say to the team who was in the room, by kind and head count, never by name."""
    present = attendance(record, inside=True)
    if not present:
        return _("Who took part was not written down.")
    return capfirst(present) + "."


def origin(
    records: Sequence[Record], *, inside: bool, selected: bool = False, by_myself: bool = False
) -> str:
    """Say from which conversations this comes and who was in the last.

    How many there are is said only where none was left out; `selected` says that some were.
    `by_myself`: one person makes up the team.
    """
    last = records[-1].occasion
    slots = {
        "number": number_word(len(records)),
        "first": day(records[0].held_on),
        "last": day(last.held_on),
    }
    form = ""
    if by_myself:
        form = _by_myself(len(records))
    elif all(record.occasion.head_count == 1 for record in records):
        form = _written_down(one_day=slots["first"] == slots["last"], inside=inside)
    if form:
        return form.format(**slots)
    comes_from = _comes_from(records, selected=selected).format(**slots)
    present = attendance(records[-1], inside=inside)
    if not present:
        return f"{comes_from}."
    if inside or (last.head_count or 0) >= FEW:
        if len(records) > 1:
            form = _("The last time it was {who}.")
            if last.head_count is None:
                form = _("The last time {who} took part.")
            return f"{comes_from}. " + form.format(who=present)
        if last.head_count is None:
            return f"{comes_from}. " + _("{Who} took part.").format(Who=capfirst(present))
        return _("{sentence}, with {who}.").format(sentence=comes_from, who=present)
    return f"{comes_from}. " + _("We talked as a team.")


def _by_myself(number: int) -> str:
    if number == 1:
        return _("I work here by myself, and looked at how I work on {last}.")
    return _(
        "I work here by myself, and have looked at how I work more than once, the first time on "
        "{first} and the last on {last}."
    )


def _written_down(*, one_day: bool, inside: bool) -> str:
    """Return the same where nobody talked; that it was one of several is told to the team alone."""
    if one_day and inside:
        return _("This comes from what one of us wrote down on {last}.")
    if one_day:
        return _("This comes from what we wrote down on {last}.")
    if inside:
        return _("This comes from what one of us wrote down, first on {first} and last on {last}.")
    return _("This comes from what we wrote down, first on {first} and last on {last}.")


def _comes_from(records: Sequence[Record], *, selected: bool) -> str:
    """Return the form of the sentence up to who was there."""
    number, days = len(records), {record.held_on for record in records}
    if selected and number == 1:
        return _("This comes from a conversation among ourselves that we selected, on {last}")
    if selected and len(days) == 1:
        return _("This comes from selected conversations among ourselves, all on {last}")
    if selected:
        return _(
            "This comes from selected conversations among ourselves, the first on {first} and the "
            "last on {last}"
        )
    if number == 1:
        return _("This comes from one conversation among ourselves, on {last}")
    if len(days) == 1:
        return _("This comes from {number} conversations among ourselves on one day, {last}")
    return _(
        "This comes from {number} conversations among ourselves, the first on {first} and the "
        "last on {last}"
    )


def as_of_day(
    today: dt.date, records: Sequence[Record], *, others: Iterable[Record] = (), ended: bool = False
) -> dt.date:
    """Return the day that records, oldest first, are told on: today, or one of later.

    Where the team has talked again since the last of them, among `others`, or has `ended`, nothing
    they told may be called so now: they are told as on a day when that is long ago.
    """
    if ended or _has_talked_since(records, others):
        return max(today, no_longer_recent(records[-1].held_on))
    return today


def is_meant_now(
    today: dt.date, records: Sequence[Record], *, others: Iterable[Record] = (), ended: bool = False
) -> bool:
    """Say whether what was meant at the last of records may be called so now: tried, or asked."""
    if ended or _has_talked_since(records, others):
        return False
    return is_so_now(records[-1].held_on, today, again=talks_again_on(records))


def _has_talked_since(records: Sequence[Record], others: Iterable[Record]) -> bool:
    return any(other.occasion.when > records[-1].occasion.when for other in others)
