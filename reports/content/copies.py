"""Copies of a report once more: what is different from the one that its reader had before.

In words, and never of what went. And one that was frozen before words were taken out of its
records, without them.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from msgspec import UNSET
from msgspec.structs import replace

from record.words.own_words import bare, is_telling, with_end
from record.words.phrases import PartRole, Sentence, fill, listed
from reports.content.changes import Changes
from reports.content.options import section_titles
from reports.content.pieces import Own, lower_first
from reports.content.report import Differences, Report, sealed


def issued_anew(report: Report, before: Report, *, over: bool = False) -> Report:
    """Return a report that says what differs from `before`; `over`: that can be read no more."""
    return sealed(replace(report, differs=differences(before, report, over=over)))


def differences(before: Report, after: Report, *, over: bool = False) -> Differences:
    """Say what is different. What is not there any more is not quoted: it may be kept now.

    `over`: the copy of then cannot be read any more.
    """
    form = _("Since our letter of {day} ({reference}):")
    if over:
        form = _("Since our letter of {day} ({reference}), which is no longer shared:")
    since = form.format(day=before.letter.date, reference=before.letter.reference)
    asked_before = _asks(before)
    new_asks: list[Own] = []
    new_obstacles: list[Own] = []
    for ask in after.asks:
        if ask.id not in asked_before and ask.is_to_answer:
            (new_obstacles if ask.is_obstacle else new_asks).append(ask.what)
    lines = list(_lines(before, after))
    if not lines and not new_asks and not new_obstacles:
        if _says_the_same(before, after):
            lines = [_("This one says what that one said.")]
        else:
            lines = [_("Some words are not what they were.")]
    return Differences(
        since=since,
        lines=tuple(lines),
        new_asks=tuple(new_asks),
        new_obstacles=tuple(new_obstacles) or UNSET,
    )


def _lines(before: Report, after: Report) -> Iterator[str]:
    yield from _names(before, after)
    earlier, later = _talks(before), _talks(after)
    new = [title for key, title in later.items() if key not in earlier]
    if len(new) == 1:
        words = _("This one tells of another conversation, too: {day}.")
        yield words.format(day=lower_first(new[0]))
    elif new:
        words = _("This one tells of other conversations, too: {days}.")
        yield words.format(days=listed(map(lower_first, new)))
    if earlier.keys() - later.keys():
        yield _("Not every conversation from then is in this one.")
    parts_now, parts_then = _parts(after), _parts(before)
    for part in parts_now:
        if part not in parts_then:
            yield _("New in this one: {part}.").format(part=lower_first(part))
    for part in parts_then:
        if part not in parts_now:
            yield _("No longer in this one: {part}.").format(part=lower_first(part))
    if _asks(before) - _asks(after):
        yield _("Something we asked then is not in this one.")
    if _answers(after) - _answers(before):
        yield _("Answers to what we asked are in this one.")
    yield from _agreed(before, after)
    yield from _words(before, after)


def _talks(report: Report) -> dict[str, str]:
    return {talk.id: talk.title for talk in report.reading.conversations}


def _names(before: Report, after: Report) -> Iterator[str]:
    then, now = before.letter, after.letter
    if then.service != now.service:
        yield fill(_("When we wrote it we were called {name}."), name=then.service).plain
    if now.organisation not in {then.organisation, now.service}:
        yield fill(_("When we wrote it our organisation was {name}."), name=then.organisation).plain
    if then.to != now.to:
        yield fill(_("When we wrote it you were called {name}."), name=then.to).plain


def _agreed(before: Report, after: Report) -> Iterator[str]:
    then, now = before.agreed, after.agreed
    if not now or then == now:
        return
    if now.holds and not (then and then.holds):
        yield _("What we have agreed since then is in this one.")
    elif now.holds:
        yield _("What we agreed, or what came of it, reads differently.")
    elif then and then.holds:
        yield _("What we had agreed then no longer works.")


def _words(before: Report, after: Report) -> Iterator[str]:
    if after.letter.opening and after.letter.opening != before.letter.opening:
        yield _("It begins with other words.")
    if after.quotable and not before.quotable:
        yield _("There is a page you may quote.")
    elif before.quotable and not after.quotable:
        yield _("There is no page to quote any more.")
    elif before.quotable != after.quotable:
        yield _("The page you may quote reads differently.")
    then, now = before.changes, after.changes
    if not then or not now or _as_said(now) == _as_said(then):
        return
    if then.compares and now.compares:
        yield _("What has changed is told as we see it now.")
    elif _talks(before).keys() == _talks(after).keys():
        yield _("What we said reads differently.")


def _as_said(changes: Changes) -> list[object]:
    """Return what is told of changes without our own words, which are others as time goes by."""
    of_all = (changes.same, changes.new, changes.unasked, *changes.inside)
    parts: list[object] = list(map(_without_ours, of_all))
    for head in filter(None, (*changes.heads, changes.before)):
        parts.append((head.code, list(map(_without_ours, head.alike))))
        for item in head.items:
            parts.append((item.code, item.words, *map(_without_ours, item.sentences)))
    return parts


def _without_ours(sentence: Sentence) -> list[str]:
    """Return the levels, names and people's words of a sentence."""
    return [part.text.casefold() for part in sentence.parts if part.role != PartRole.TEXT]


def _parts(report: Report) -> list[str]:
    titles = section_titles()
    parts = {
        "changes": report.changes,
        "trying": report.trying,
        "around": report.around,
        "themes": report.themes,
    }
    return [titles[name] for name, part in parts.items() if part]


def _asks(report: Report) -> set[str]:
    return {ask.id for ask in report.asks}


def _answers(report: Report) -> set[tuple[str, str]]:
    answers: set[tuple[str, str]] = set()
    for ask in report.asks:
        for answer in ask.answers:
            answers.add((ask.id, answer.day))
    return answers


def _says_the_same(before: Report, after: Report) -> bool:
    parts = ("agreed", "changes", "asks", "trying", "around", "themes", "hard_to_say")
    return all(getattr(before, name) == getattr(after, name) for name in parts)


# Where people's own words stand: somebody's whole example may be one name in small letters.
_QUOTED = {"words", "link"}
# Elsewhere this is a code, a key or an address.
_CODE = re.compile(r"[a-z0-9_\-]*")
HEADING_MARKS = "*:： "


def without_words(report: Report, words: str, instead: str) -> Report:
    """Return a report with `instead` where these words are quoted, whole or line by line."""
    quotes = {words}
    for line in words.splitlines():
        # As a report quotes it: without the mark of a list, a heading with a colon and no other.
        quotes |= {line.strip(" -–—•·\t"), bare(line)}
        heading = bare(line).strip(HEADING_MARKS)
        if heading and heading != bare(line):
            quotes.add(f"{heading}:")
    quotes.discard("")
    plain = msgspec.json.decode(report.to_json())
    without = _cut(plain, sorted(quotes, key=len, reverse=True), instead)
    if without == plain:
        return report
    return sealed(Report.from_json(msgspec.json.encode(without).decode()))


def _cut(value: Any, quotes: list[str], instead: str, field: str = "") -> Any:
    if isinstance(value, dict):
        own = value.get("role") == PartRole.WORDS
        cut = {}
        for name, inner in value.items():
            cut[name] = _cut(inner, quotes, instead, "words" if own and name == "text" else name)
        return cut
    if isinstance(value, list):
        return [_cut(inner, quotes, instead, field) for inner in value]
    if not value or not isinstance(value, str):
        return value
    if field in _QUOTED:
        for words in quotes:
            value = _without_lines(value, words, instead)
    elif _CODE.fullmatch(value):
        return value
    for words in filter(is_telling, quotes):
        # A sentence may have begun or gone on with them, in a capital letter or a small one.
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        value = pattern.sub(lambda _match: instead, value)
    return value


def _without_lines(text: str, words: str, instead: str) -> str:
    """Cut words where they are all of a text or a line of it, with or without an end or a mark."""
    if text in {words, with_end(words), words.strip(HEADING_MARKS)}:
        return instead
    alone = {words.casefold(), with_end(words).casefold()}
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if bare(line).casefold() in alone:
            lines[number] = line.replace(line.strip(), instead)
    return "".join(lines)
