"""What a report says of a team, as a reader would take it, held against the ledger of its life.

Written from docs/sentences.md and not from the code: a sentence is found by its form, and each
level that it names with a day, or with "now", has to be what was answered then.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from tests.reports.truth.lives import LEVELS, MARK, NAMES, Life, Talk

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(MONTHS)
_ON = r"(?:earlier |later |the \w+ time )?on"
WHEN = rf"(?:in (?:{_MONTH})(?: \d{{4}})?|{_ON} \d{{1,2}} (?:{_MONTH})(?: \d{{4}})?)"
LEVEL = rf"(?:{'|'.join(LEVELS)})"
_NAMES = sorted({name for names in NAMES.values() for name in names.values()}, key=len)
WE_SAID = re.compile(rf"(?i:({WHEN}))(?:, about .*,)? we said(?::? (?i:({LEVEL})))?")
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
FIRST = "What we talked about for the first time"
OTHER_HEADS = {
    FIRST, "What we said", "What else we said", "What we have not got to",
    "What cannot be set beside last time", "What we see more clearly",
    "What had changed before last time", "Where some of these were before", "Where we are",
}  # fmt: skip
SO_TOO = re.compile(rf"^It was so ({WHEN}), too: (.*)$")
SAME = {"earthworms": "worms", "the whole garden": "whole"}
# Never outside the team: who does what, what moved a bead, why something was put right.
INSIDE = frozenset({"who", "next_talk_by", "reason"})
DAY = re.compile(rf"(?:(?:Earlier|Later|The \w+ time) on )?(\d{{1,2}}) ({_MONTH})(?: (\d{{4}}))?")
NAMED_LEVEL = re.compile(rf"(?i)^.*\b{LEVEL}\b.*$", re.MULTILINE)
LEVEL_ALONE = re.compile(rf"(?i)({LEVEL})(?:, [a-z ]+)?")
NOW = (
    "What we are trying",
    "Trying:",
    "What we cannot change by ourselves",
    "This needs",
    "How we are getting on",
)
TRYING = ("What we are trying", "Trying:")
# Words of the last talk that its reader was promised.
PROMISED = {"example", "view", "opening", "not_heard", "around", "learned", "help", "step"}


def fold(name: str) -> str:
    """Return one name for a line, whatever a version calls it."""
    return SAME.get(name.lower(), name.lower())


FOLDED = {fold(name) for name in _NAMES}


def listed(names: str) -> list[str]:
    return [fold(name) for name in re.split(r"; |, | and ", names.strip(" .")) if name]


@dataclass(frozen=True, kw_only=True)
class How:
    """How a text is to be read.

    `hidden`: the kinds of texts that whoever reads it is not to read. `promised`: those that it has
    to tell of the last talk. `besides`: those that may be of other talks. `of`: the one line that
    it is about. `headed`: what is said of a line stands under its name. `levels`: it may name some.
    `once`: no words stand there twice. `knows`: who reads it may learn that the team talked again.
    `withheld`: the marks of what the team keeps from its reader. `quotes`: it quotes one talk.
    """

    hidden: Collection[str] = INSIDE
    promised: Collection[str] = ()
    besides: Collection[str] = ()
    of: str = ""
    headed: bool = False
    levels: bool = True
    once: bool = True
    knows: bool = True
    withheld: Collection[str] = ()
    quotes: bool = False


REPORT = How(promised=PROMISED)
OWN_COPY = How(hidden=(), promised=PROMISED)


class Claims:
    """Holds a text that was told on a day, of some talks of a team, against its life."""

    def __init__(
        self,
        life: Life,
        talks: Iterable[Talk],
        today: dt.date,
        text: str,
        how: How = REPORT,
    ) -> None:
        self.life, self.today, self.text, self.how = life, today, text, how
        self.talks = sorted(talks, key=lambda talk: talk.when)
        self.all = sorted(life.talks, key=lambda talk: talk.when)
        self.last = self.talks[-1] if self.talks else self.all[-1]

    def untrue(self) -> list[str]:
        """Return what is said and is not so, what is lost, and what should not be there."""
        claims = [*self._levels(), *self._heads(), *self._words(), *self._places(), *self._now()]
        claims += self._tried()
        if self.how.promised:
            claims += self._steps()
        return list(dict.fromkeys(claims))

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
            self._is_of(when, talk) and answer in self._answers(talk, line) for talk in self.talks
        )

    def _is_now(self, line: str, level: str) -> bool:
        """Say whether a level was the last word on a line, and so lately."""
        again = any(talk.when > self.last.when for talk in self.all)
        recent = self.today <= self.last.day + relativedelta(months=3)
        there = ("placed", level.lower()) in self._answers(self.last, line)
        return there and recent and not again

    def _lines(self, *, headings: bool = False) -> Iterator[tuple[str, str, str, str]]:
        """Yield each line of the text with its part, its head, and which line it is about."""
        part = head = theme = below = ""
        for text in self.text.splitlines():
            if text.startswith("#"):
                title = text.strip("# ")
                part, head = (title, "") if text.startswith("## ") else (part, title)
                theme = fold(title)
                named = fold(title.removeprefix("As a whole: "))
                below = named if self.how.headed and named in FOLDED else ""
                if headings:
                    yield part, head, fold(below or self.how.of), title
                continue
            if text in HEADS or text in OTHER_HEADS:  # on a journey no heading, but a term
                head = text
                continue
            about = OF_LINE.match(text)
            name = about[1] if about else ""
            line = fold(name or below or self.how.of)
            yield part, head, theme if name == "As a whole" else line, text

    def _levels(self) -> Iterator[str]:
        for _part, head, line, text in self._lines():
            if line:
                yield from self._of_one(line, text)
                yield from self._of_the_last(line, text)
            elif several := OF_SEVERAL.match(text):
                yield from self._of_several(several, text)
            elif too := SO_TOO.match(text):
                for name in listed(too[2]):
                    answer = (HEADS[head], "")
                    was = [t for t in self.talks if answer in self._answers(t, name)]
                    if not any(self._is_of(too[1], talk) for talk in was):
                        yield f"so too: {text}"

    def _of_one(self, line: str, text: str) -> Iterator[str]:
        then = re.findall(rf"\b({LEVEL}) ({WHEN})", text)
        then += re.findall(rf"It is ({LEVEL}), as it was ({WHEN})", text)
        then += re.findall(rf"Still ({LEVEL})[^.]* than ({WHEN})", text)
        then += re.findall(rf"It was ({LEVEL}) {WHEN}, as ({WHEN})", text)
        then += [(level, on) for on, level in WE_SAID.findall(text) if level]
        for level, on in then:
            if not self._was(line, on, level):
                yield f"it was not {level} {on}: {text}"
        for level in re.findall(rf"(?:it is|It is|say) ({LEVEL})(?: now|,|\.)", text):
            if not self._is_now(line, level):
                yield f"it is not {level} now: {text}"
        if "Not talked about this time" in text and self._answers(self.last, line):
            yield f"it was talked about: {text}"

    def _of_the_last(self, line: str, text: str) -> Iterator[str]:
        """Hold what is quoted of one talk against that talk."""
        for on, _level in WE_SAID.findall(text) if self.how.quotes else []:
            if not self._is_of(on, self.last):
                yield f"nothing was said of it {on}: {text}"
        for level in re.findall(rf"We call this ({LEVEL})", text):
            if ("placed", level) not in self._answers(self.last, line):
                yield f"it was not called {level}: {text}"
        for level in re.findall(rf"Some (?:say|call this) ({LEVEL})[.,]", text):
            if not self._some_said(self.last, line, level):
                yield f"nobody said {level}: {text}"

    def _of_several(self, match: re.Match[str], text: str) -> Iterator[str]:
        level, now, on, same, before, then, names = match.groups()
        for line in listed(names):
            placed_then = [(level, on), (level, same), (before, then)]
            if not all(self._was(line, day, name) for name, day in placed_then if day):
                yield f"not so of {line}: {text}"
            if now and not self._is_now(line, level):
                yield f"not now of {line}: {text}"

    def _heads(self) -> Iterator[str]:
        for part, head, line, text in self._lines():
            lines = [line] if line else []
            if not line and head == "What is as it was" and not text.startswith("A little"):
                lines = listed(text)
            for name in lines if part.startswith(("What has changed", "Since ")) else []:
                answers = [status for status, _level in self._answers(self.last, name)]
                if head in HEADS and answers != [HEADS[head]]:
                    yield f"under {head}: {text}"
                if head == FIRST and self._was_told_before(name):
                    yield f"not for the first time: {text}"

    def _was_told_before(self, line: str) -> bool:
        before: Sequence[Talk] = [talk for talk in self.all if talk.when < self.last.when]
        statuses = [status for talk in before for status, _level in self._answers(talk, line)]
        return bool({"placed", "differs", "not_ours"}.intersection(statuses))

    def _words(self) -> Iterator[str]:
        seen = Counter(MARK.findall(self.text))
        for mark, typed in self.life.typed.items():
            hidden = typed.kind in self.how.hidden or mark in self.how.withheld
            if mark in seen and (mark in self.life.erased or hidden):
                yield f"told of what is not to be told: {typed.kind} {mark}"
            lost = typed.talk is self.last and typed.kind in self.how.promised and mark not in seen
            if lost and mark not in self.life.erased:
                yield f"lost: {typed.kind} {mark}, {typed.words!r}"
            goes_on = typed.kind in {"help", "obstacle", "step", "ask", "status", *self.how.besides}
            if mark in seen and typed.talk not in self.talks and not goes_on:
                yield f"of a talk that was left out: {typed.kind} {mark}"
            alone = self.how.once and typed.kind in {"example", "view", "step"}
            if alone and seen[mark] > typed.words.count(mark):
                yield f"said twice: {typed.kind} {mark}"

    def _places(self) -> Iterator[str]:
        """Hold each level that stands by itself under a day or a line against what was answered."""
        if not self.how.levels:
            yield from (f"names a level: {level}" for level in NAMED_LEVEL.findall(self.text))
            return
        on = ""
        for _part, _head, line, text in self._lines(headings=True):
            on = text if DAY.fullmatch(text) else on
            there = LEVEL_ALONE.fullmatch(text)
            if there and line and on and not self._was_or_some_said(line, f"on {on}", there[1]):
                yield f"{line} was not so on {on}: {text}"
            if text.startswith("Why it differs from the time before") and not self._before(
                on, line
            ):
                yield f"{line} was never placed before {on}: {text}"

    def _was_or_some_said(self, line: str, when: str, level: str) -> bool:
        if self._was(line, when, level):
            return True
        talks = [talk for talk in self.talks if self._is_of(when, talk)]
        return any(self._some_said(talk, line, level) for talk in talks)

    def _some_said(self, talk: Talk, line: str, level: str) -> bool:
        """Say whether a talk saw a line differently, and some pointed at this level."""
        for code, levels in talk.seen.items():
            differs = talk.answers[code][0] == "differs"
            if differs and fold(NAMES[talk.version][code]) == line and level.lower() in levels:
                return True
        return False

    def _tried(self) -> Iterator[str]:
        """Hold what is said to be tried now against the day on which that was last said."""
        last_tried: dict[str, dt.date] = {}
        for talk in self.talks:
            for step in talk.steps:
                last_tried |= dict.fromkeys(MARK.findall(step.reviews.all()[0].what), talk.day)
        for part, head, _line, text in self._lines():
            under = [head or part, text]
            if "Last said on" in text or not any(line.startswith(TRYING) for line in under):
                continue
            for mark in MARK.findall(text):
                if mark in last_tried and self.today > last_tried[mark] + relativedelta(months=3):
                    yield f"it was last tried on {last_tried[mark]}: {text}"

    def _before(self, on: str, line: str) -> bool:
        """Say whether a line was placed before the talk of a day."""
        *_others, last = [talk for talk in self.talks if self._is_of(f"on {on}", talk)]
        before = [talk for talk in self.talks if talk.when < last.when]
        return any(s == "placed" for talk in before for s, _level in self._answers(talk, line))

    def _now(self) -> Iterator[str]:
        """Hold what is said in the present tense against how long ago the team talked."""
        again = any(talk.when > self.last.when for talk in self.all)
        past = (again and self.how.knows) or self.today > self.last.day + relativedelta(months=3)
        for words in NOW:
            if past and words in self.text:
                yield f"said of today: {words}"
        if again and "We have not settled yet when we talk again" in self.text:
            yield "it has talked again since"

    def _steps(self) -> Iterator[str]:
        """Hold where each thing tried stands against what was last told of it."""
        where: dict[str, str] = {}
        for part, head, _line, text in self._lines():
            for mark in MARK.findall(text):
                where.setdefault(mark, head or part)
        last: dict[str, str] = {}
        for talk in self.talks:
            for step, state in talk.steps.items():
                last |= dict.fromkeys(MARK.findall(step.reviews.all()[0].what), state)
        for mark in last.keys() - self.life.erased:
            goes_on = last[mark] in {"trying", "partly", "not_yet"}
            title = where.get(mark, "")
            if goes_on != title.startswith(("What we are trying", "What we were trying")):
                yield f"{mark} is {last[mark]}, and stands under {title!r}"
