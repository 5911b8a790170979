"""Invents the story of a service for large sets: whole, plausible, and the same for a seed."""

import random
from typing import Any

from demo.people import STORIES, read
from example.story import Story
from frameworks.models import Framework, Level, Line
from record.choices import WhyDiffers

KINDS = (["days"], ["days", "nights"], ["days", "relief"], ["days", "nights", "relief"])
WAYS = ("team_meeting", "reflective", "away_day")
OTHER = "Ask us again when the move is over."


class InventedWords:
    """What the demo's teams said, by line: large sets say it again."""

    def __init__(self) -> None:
        """Read every story once."""
        talks = [talk for slug in STORIES for talk in read(slug)["conversations"]]
        self.examples: dict[str, list[str]] = {}
        for example in [row for talk in talks for row in talk["examples"]]:
            for code in example.get("lines", [""]):
                self.examples.setdefault(code, []).append(example["words"])
        self.any = [words for of_line in self.examples.values() for words in of_line]
        self.helps = [row["words"] for talk in talks for row in talk.get("helps", [])]
        self.obstacles = [row for talk in talks for row in talk.get("obstacles", [])]
        self.steps = [row for talk in talks for row in talk.get("steps", [])]
        self.around = [row["words"] for talk in talks for row in talk.get("around", [])]
        self.openings = [talk["opening"] for talk in talks if "opening" in talk]

    def on(self, line: Line, rng: random.Random) -> str:
        """Return something a team said about a line, or about its theme, or at all."""
        theme = line.theme.code if line.theme else ""
        return rng.choice(self.examples.get(line.code) or self.examples.get(theme) or self.any)


class Inventor:
    """Invents the conversations of one service after another from one random source."""

    def __init__(self, framework: Framework, rng: random.Random) -> None:
        """Read the framework once."""
        self.rng = rng
        self.words = InventedWords()
        self.levels: list[Level] = list(framework.levels.order_by("order"))
        lines = framework.lines.select_related("theme").order_by("order", "code")
        self.themes = [line for line in lines if line.kind == Line.Kind.THEME]
        self.elements = [line for line in lines if line.kind == Line.Kind.ELEMENT]

    def story(self, talks: int, *, full: bool) -> Story:
        """Return a story of so many conversations, a few months apart up to last month.

        `full`: every conversation looks at every line. Otherwise the first looks at the themes.
        """
        gap = 3 if talks <= 12 else 1  # noqa: PLR2004 -- a longer story would begin too long ago
        at: dict[str, int] = {}
        conversations: list[Story] = []
        for number in range(talks):
            months = (talks - 1 - number) * gap + 1
            conversations.append(
                self._talk(number, months, at, conversations, full=full or number > 0)
            )
        return {"conversations": conversations}

    def _talk(
        self, number: int, months: int, at: dict[str, int], before: list[Story], *, full: bool
    ) -> Story:
        rng = self.rng
        lines = [*self.themes, *self.elements] if full else self.themes
        talk: Story = {
            "key": str(number),
            "months": months,
            "day": rng.randint(1, 28),
            "length": "more" if full else "themes",
            "kinds": rng.choice(KINDS),
            "head_count": rng.randint(3, 9),
            "how_talked": rng.choice(WAYS),
            "opened": [theme.code for theme in self.themes] if full else [],
            "places": {line.code: self._place(line, at) for line in lines},
            "examples": [
                {"words": self.words.on(line, rng), "lines": [line.code]}
                for line in lines
                if rng.random() < 0.7  # noqa: PLR2004 -- most lines, not all
            ],
            "opening": rng.choice(self.words.openings),
            "next_talk": rng.choice(("quarter", "half_year")),
            "needs": ["cover"],
            "show": True,
        }
        return talk | self._around(number, months, talk["day"], before)

    def _place(self, line: Line, at: dict[str, int]) -> dict[str, Any]:
        """Place a line near where it was: mostly as it was or further on, now and then less so."""
        rng = self.rng
        chance = rng.random()
        if chance < 0.04:  # noqa: PLR2004 -- now and then, an answer that is no place
            return {"status": "does_not_apply", "words": OTHER}
        if chance < 0.08:  # noqa: PLR2004 -- and some do not agree
            views = [
                {"level": level.code, "words": self.words.on(line, rng)}
                for level in self.levels[:2]
            ]
            return {"status": "differs", "views": views}
        was = at.get(line.code)
        most = len(self.levels) - 1
        now = rng.randint(0, 1) if was is None else was + rng.choice((0, 0, 0, 0, 1, 1, -1))
        at[line.code] = now = max(0, min(most, now))
        placed: dict[str, Any] = {"level": self.levels[now].code}
        if rng.random() < 0.7:  # noqa: PLR2004 -- most teams say it more exactly
            placed["step"] = rng.randint(1, 5)
        if was is not None and was != now:
            placed["why"] = why = rng.choice(WhyDiffers.values)
            if why == WhyDiffers.SEEN_CLEARLY:
                placed["recast"] = {"level": self.levels[now].code}
        return placed

    def _around(self, number: int, months: int, day: int, before: list[Story]) -> Story:
        """Name what helps and hinders, what is tried, and look back on last time's."""
        rng = self.rng
        obstacle, step = rng.choice(self.words.obstacles), rng.choice(self.words.steps)
        story: Story = {
            "helps": [{"key": f"help-{number}", "words": rng.choice(self.words.helps)}],
            "obstacles": [
                {
                    "key": f"obstacle-{number}",
                    "words": obstacle["words"],
                    "reach": obstacle["reach"],
                    "to": obstacle.get("to", ""),
                }
            ],
            "steps": [{"key": f"step-{number}", "what": step["what"], "who": step.get("who", "")}],
        }
        if number % 2 == 0:
            story["around"] = [
                {"months": months, "day": day, "words": rng.choice(self.words.around)}
            ]
        if before:
            last = number - 1
            states = ("still", "still", "easier", "gone")
            story["follow"] = {
                f"help-{last}": "still",
                f"obstacle-{last}": rng.choice(states),
            }
            story["looked_back"] = {
                f"step-{last}": {"state": "happened", "learned": "We would do it again."}
            }
        return story
