"""Plays the demo's stories: all that can be said, and what comes after a conversation."""

import datetime as dt
from dataclasses import dataclass, field

from accounts.models import User
from assessments import actions
from assessments.models import Assessment, Closure
from example.story import Player, Story, clock, months_back
from frameworks.models import Line

# What a team says of a talk besides when it would like the next one.
DESCRIBED = (
    "how_talked_words",
    "opening",
    "talked_over_with",
    "talked_over_said",
    "not_heard",
    "next_talk",
)


@dataclass
class DemoPlayer(Player):
    """Plays the story of one service of the demo.

    `people` are those of the cast, by e-mail, where the story names who answers.
    `closures` remembers what was kept under which key.
    """

    people: dict[str, User] = field(default_factory=dict)
    closures: dict[str, Closure] = field(default_factory=dict)

    def begin(self, talk: Story) -> Assessment:
        """Begin a conversation some days ago and leave it open."""
        return self.talk(talk, self.today - dt.timedelta(days=talk["days"]))

    def converse(self, talk: Story) -> Closure:
        closure = super().converse(talk)
        for key, answer in talk.get("answers", {}).items():
            answered_on = closure.held_on + dt.timedelta(days=answer["days_after"])
            actions.answer_ask(
                self.factors[key].ask,
                answer=answer["answer"],
                words=answer["words"],
                may_go_out=answer.get("may_go_out", False),
                by=self.people[answer["by"]] if "by" in answer else self.manager,
                at=next(clock(answered_on, 9)),
            )
        return closure

    def fill(self, assessment: Assessment, talk: Story) -> None:
        for code in talk.get("opened", []):
            actions.open_theme(assessment, self.lines[code], **self.signature())
        super().fill(assessment, talk)

    def place(self, assessment: Assessment, line: Line, placement: Story) -> None:
        """Place a line, by way of its first thought where that was another."""
        change, recast = "", None
        if first := placement.get("first"):
            change = "moved"
            actions.place(assessment, line, self.choice(first), **self.signature())
        if "recast" in placement:
            recast = self.choice(placement["recast"])
        views = []
        for view in placement.get("views", []):
            views.append((self.levels[view["level"]], view.get("step"), view["words"]))
        actions.place(
            assessment,
            line,
            self.choice(placement),
            change=change,
            moved_because=placement.get("moved", ""),
            status_words=placement.get("words", ""),
            views=tuple(views),
            why_differs=placement.get("why", ""),
            recast=recast,
            **self.signature(),
        )

    def follow(self, assessment: Assessment, talk: Story) -> None:
        """Look back on answers, too."""
        super().follow(assessment, talk)
        for key, words in talk.get("came_of", {}).items():
            ask = self.factors[key].ask
            actions.say_what_came_of(assessment, ask, came_of=words, **self.signature())

    def name(self, assessment: Assessment, talk: Story) -> None:
        """Say the asks more fully, too."""
        super().name(assessment, talk)
        for key, parts in talk.get("asks", {}).items():
            actions.put_ask(assessment, self.factors[key].ask, **self.signature(), **parts)

    def describe(self, assessment: Assessment, talk: Story) -> None:
        """Say what changed around the team, how it was and when to talk again."""
        for note in talk.get("around", []):
            actions.add_around(
                assessment,
                happened_on=months_back(self.today, note["months"], note["day"]),
                words=note["words"],
                **self.signature(),
            )
        fields = {name: talk[name] for name in DESCRIBED if name in talk}
        if "needs" in talk:
            fields["next_talk_needs"] = talk["needs"]
        if fields:
            actions.describe(assessment, **self.signature(), **fields)

    def finish(self, assessment: Assessment, talk: Story) -> Closure:
        closure = super().finish(assessment, talk)
        if right := talk.get("put_right"):
            closure = self.put_right(assessment, right, closure.held_on)
        self.closures[talk["key"]] = closure
        return closure

    def put_right(self, assessment: Assessment, right: Story, held_on: dt.date) -> Closure:
        """Put the head count right, some days later."""
        times = clock(held_on + dt.timedelta(days=right["days_after"]), 9)
        actions.put_right(assessment, reason=right["reason"], by=self.manager, at=next(times))
        count, at = right["head_count"], next(times)
        actions.describe(assessment, head_count=count, by=self.manager, at=at)
        return actions.finish(assessment, by=self.manager, at=next(times))
