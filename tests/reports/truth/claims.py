"""What a report says of a team, as a reader would take it, held against the ledger of its life.

Written from docs/sentences.md and not from the code: a sentence is found by its form, and each
level that it names with a day, or with "now", has to be what was answered then.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dateutil.relativedelta import relativedelta

from tests.reports.truth.lives import LEVELS, MARK, NAMES, Life, Talk

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(MONTHS)
WHEN = (
    rf"(?:in (?:{_MONTH})(?: \d{{4}})?|(?:earlier |later )?on \d{{1,2}} (?:{_MONTH})(?: \d{{4}})?)"
)
LEVEL = rf"(?:{'|'.join(LEVELS)})"
_NAMES = sorted({name for names in NAMES.values() for name in names.values()}, key=len)
OF_LINE = re.compile(rf"^(?:- )?({'|'.join(reversed(_NAMES))}|As a whole)[.:]")
# What is said of several lines: levels, days, and behind a colon the lines.
OF_SEVERAL = re.compile(
    rf"^(?:We have not said why\. )?({LEVEL})(?: (now)| ({WHEN}))?"
    rf"(?:, as ({WHEN})|, ({LEVEL}) ({WHEN})(?:, (?:because|as)[^:]*)?)?: (.*)$",
    re.IGNORECASE,
)
HEADS = {
    "What we don’t all see the same way": "differs",
    "What isn’t ours to change": "not_ours",
    "What does not apply here, for now": "does_not_apply",
    "What we came to see the same way": "placed",
    "What has taken root": "placed",
    "What we see more of": "placed",
    "What we see less of": "placed",
    "What is as it was": "placed",
}
FIRST, SO_TOO = (
    "What we talked about for the first time",
    re.compile(rf"^It was so ({WHEN}), too: (.*)$"),
)
SAME = {"earthworms": "worms", "the whole garden": "whole"}
# Never outside the team: who does what, what moved a bead, why something was put right.
INSIDE = frozenset({"who", "next_talk_by", "reason"})
# Words of the last talk that its reader was promised.
PROMISED = {"example", "view", "opening", "not_heard", "around", "learned", "help", "step"}


def fold(name: str) -> str:
    """Return one name for a line, whatever a version calls it."""
    return SAME.get(name.lower(), name.lower())


def listed(names: str) -> list[str]:
    return [fold(each) for each in re.split(r"; |, | and ", names.strip(" .")) if each]


class Claims:
    """Holds a text that was told on a day, of some talks of a team, against its life.

    `hidden`: the kinds of texts that whoever reads it is not to read.
    """

    def __init__(
        self,
        life: Life,
        told: Iterable[Talk],
        today: dt.date,
        text: str,
        *,
        hidden: frozenset[str] = INSIDE,
    ) -> None:
        self.life, self.today, self.text, self.hidden = life, today, text, hidden
        self.told = sorted(told, key=lambda talk: talk.when)
        self.all = sorted(life.talks, key=lambda talk: talk.when)
        self.last = self.told[-1]

    def untrue(self) -> list[str]:
        """Return what is said and is not so, what is lost, and what should not be there."""
        found = [*self._levels(), *self._heads(), *self._words(), *self._steps()]
        return list(dict.fromkeys(found))

    def _answers(self, talk: Talk, line: str) -> list[tuple[str, str]]:
        """Return what a talk answered of a line."""
        names = NAMES[talk.version]
        return [answer for code, answer in talk.answers.items() if fold(names[code]) == line]

    def _is_of(self, when: str, talk: Talk) -> bool:
        """Say whether "in March" or "on 3 March 2025" is the day of a talk."""
        day, month, year = re.search(rf"(?:(\d+) )?({_MONTH})(?: (\d{{4}}))?", when).groups()
        same = (MONTHS.index(month) + 1, int(year or self.today.year))
        return same == (talk.day.month, talk.day.year) and (not day or int(day) == talk.day.day)

    def _was(self, line: str, when: str, level: str) -> bool:
        answer = ("placed", level.lower())
        return any(
            self._is_of(when, talk) and answer in self._answers(talk, line) for talk in self.told
        )

    def _is_now(self, line: str, level: str) -> bool:
        """Say whether a level was the last word on a line, and so lately."""
        again = any(talk.when > self.last.when for talk in self.all)
        recent = self.today <= self.last.day + relativedelta(months=3)
        there = ("placed", level.lower()) in self._answers(self.last, line)
        return there and recent and not again

    def _lines(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield each line of the text with its part, its head, and which line it is about."""
        part = head = theme = ""
        for text in self.text.splitlines():
            if text.startswith("#"):
                title = text.strip("# ")
                part, head = (title, "") if text.startswith("## ") else (part, title)
                theme = fold(title)
                continue
            about = OF_LINE.match(text)
            name = about[1] if about else ""
            yield part, head, theme if name == "As a whole" else fold(name), text

    def _levels(self) -> Iterator[str]:
        for _part, head, line, text in self._lines():
            if line:
                yield from self._of_one(line, text)
            elif several := OF_SEVERAL.match(text):
                yield from self._of_several(several, text)
            elif too := SO_TOO.match(text):
                for each in listed(too[2]):
                    answer = (HEADS[head], "")
                    was = [t for t in self.told if answer in self._answers(t, each)]
                    if not any(self._is_of(too[1], talk) for talk in was):
                        yield f"so too: {text}"

    def _of_one(self, line: str, text: str) -> Iterator[str]:
        then = re.findall(rf"\b({LEVEL}) ({WHEN})", text)
        then += re.findall(rf"It is ({LEVEL}), as it was ({WHEN})", text)
        then += re.findall(rf"Still ({LEVEL})[^.]* than ({WHEN})", text)
        then += re.findall(rf"It was ({LEVEL}) {WHEN}, as ({WHEN})", text)
        then += [(level, on) for on, level in re.findall(rf"(?i:({WHEN})) we said ({LEVEL})", text)]
        for level, on in then:
            if not self._was(line, on, level):
                yield f"it was not {level} {on}: {text}"
        for level in re.findall(rf"(?:it is|It is|say) ({LEVEL})(?: now|,|\.)", text):
            if not self._is_now(line, level):
                yield f"it is not {level} now: {text}"
        if "Not talked about this time" in text and self._answers(self.last, line):
            yield f"it was talked about: {text}"

    def _of_several(self, said: re.Match[str], text: str) -> Iterator[str]:
        level, now, on, same, before, then, names = said.groups()
        for line in listed(names):
            told = [(level, on), (level, same), (before, then)]
            if not all(self._was(line, day, name) for name, day in told if day):
                yield f"not so of {line}: {text}"
            if now and not self._is_now(line, level):
                yield f"not now of {line}: {text}"

    def _heads(self) -> Iterator[str]:
        for part, head, line, text in self._lines():
            lines = [line] if line else []
            if not line and head == "What is as it was" and not text.startswith("A little"):
                lines = listed(text)
            for each in lines if part.startswith("What has changed") else []:
                answers = [status for status, _level in self._answers(self.last, each)]
                if head in HEADS and answers != [HEADS[head]]:
                    yield f"under {head}: {text}"
                if head == FIRST and self._was_told_before(each):
                    yield f"not for the first time: {text}"

    def _was_told_before(self, line: str) -> bool:
        before: Sequence[Talk] = [talk for talk in self.all if talk.when < self.last.when]
        told = [status for talk in before for status, _level in self._answers(talk, line)]
        return bool({"placed", "differs", "not_ours"}.intersection(told))

    def _words(self) -> Iterator[str]:
        seen = Counter(MARK.findall(self.text))
        for mark, typed in self.life.typed.items():
            if mark in seen and (mark in self.life.gone or typed.kind in self.hidden):
                yield f"told of what is not to be told: {typed.kind} {mark}"
            lost = typed.talk is self.last and typed.kind in PROMISED and mark not in seen
            if lost and mark not in self.life.gone:
                yield f"lost: {typed.kind} {mark}, {typed.words!r}"
            goes_on = typed.kind in {"help", "obstacle", "step", "ask", "status"}
            if mark in seen and typed.talk not in self.told and not goes_on:
                yield f"of a talk that was left out: {typed.kind} {mark}"
            if seen[mark] > typed.words.count(mark) and typed.kind in {"example", "view", "step"}:
                yield f"said twice: {typed.kind} {mark}"

    def _steps(self) -> Iterator[str]:
        """Hold where each thing tried stands against what was last told of it."""
        where: dict[str, str] = {}
        for part, head, _line, text in self._lines():
            for mark in MARK.findall(text):
                where.setdefault(mark, head or part)
        last: dict[str, str] = {}
        for talk in self.told:
            for step, state in talk.steps.items():
                last |= dict.fromkeys(MARK.findall(step.reviews.all()[0].what), state)
        for mark in last.keys() - self.life.gone:
            goes_on = last[mark] in {"trying", "partly", "not_yet"}
            title = where.get(mark, "")
            if goes_on != title.startswith(("What we are trying", "What we were trying")):
                yield f"{mark} is {last[mark]}, and stands under {title!r}"
