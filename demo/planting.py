"""Unmistakable words, and one conversation that is made of nothing else."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypedDict

from accounts.models import Service, User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Ask, Assessment, FactorNote
from frameworks.models import Framework, Level, Line

# What a body that was sent a whole report may read of a conversation. Not in it, ever: who does
# what, what is ours to change, asks the team left out, what moved a bead, notes, links, reasons.
SENDABLE = {
    "assessments.Assessment.about",
    "assessments.Assessment.people_kinds",
    "assessments.Assessment.how_talked_words",
    "assessments.Assessment.talked_over_with",
    "assessments.Assessment.talked_over_said",
    "assessments.Assessment.not_heard",
    "assessments.Assessment.opening",
    "assessments.AroundNote.words",
    "assessments.Judgement.status_words",
    "assessments.Difference.words",
    "assessments.Example.words",
    "assessments.FactorNote.words",
    "assessments.StepReview.what",
    "assessments.StepReview.by_when",
    "assessments.StepReview.notice",
    "assessments.StepReview.learned",
    "assessments.Ask.words",
    "assessments.Ask.why",
    "assessments.Ask.tried",
    "assessments.Ask.would_change",
    "assessments.Ask.meanwhile",
    "assessments.Ask.came_of",
    "assessments.AskAnswer.words",
    "assessments.AskAnswer.about_when",
}
# What a team keeps to itself also where it shows a conversation to its organisation.
TEAM_ONLY = {
    "assessments.Assessment.next_talk_by",
    "assessments.StepReview.who",
    "assessments.Closure.reason",
    "assessments.Note.words",
}
ASK_PARTS = ("words", "why", "tried", "would_change", "meanwhile")


class Canary(TypedDict):
    """One word, the field it stands in, whose it is, and who may ever read it."""

    word: str
    field: str
    service: str | None
    conversation: str
    who_may_see: list[str]


@dataclass
class Planter:
    """Gives out words and remembers them."""

    planted: list[Canary] = field(default_factory=list)

    def plant(
        self, name: str, who: set[str], *, service: Service | None = None, conversation: str = ""
    ) -> str:
        """Return a new word for a field ("assessments.Example.words") and note who may see it."""
        short = name.partition(".")[2].replace(".", "").replace("_", "").lower()
        word = f"zqx{len(self.planted) + 1:04}{short}"
        slug = service.slug if service else None
        seen = sorted(who)
        self.planted.append(
            Canary(word=word, field=name, service=slug, conversation=conversation, who_may_see=seen)
        )
        return word


@dataclass
class PlantedTalk:
    """One conversation of canaries.

    `team` may see all of it; `others`, who it was shown to, all but what is the team's own; `body`
    what is sendable.
    """

    planter: Planter
    service: Service
    framework: Framework
    by: User
    fate: str
    team: set[str]
    others: set[str]
    body: set[str]
    times: Iterator[dt.datetime]

    def __post_init__(self) -> None:
        """Read lines and levels once."""
        self.themes = list(self.framework.lines.filter(kind=Line.Kind.THEME).order_by("order"))
        self.levels: list[Level] = list(self.framework.levels.order_by("order"))
        self.asks: dict[Ask, bool] = {}
        # What the team keeps where it sends this: keys, and the words that are quoted elsewhere.
        self.kept_back: list[str] = []
        self.kept_words = ""

    def word(self, name: str, *, sendable: bool = True) -> str:
        """Return a new word for a field of this conversation; `sendable` False: never outside."""
        name = f"assessments.{name}"
        who = self.team if name in TEAM_ONLY else self.team | self.others
        if sendable and name in SENDABLE:
            who |= self.body
        return self.planter.plant(name, who, service=self.service, conversation=self.fate)

    def begin(self) -> Assessment:
        """Keep a note, start, and say something in every field."""
        at = next(self.times)
        actions.keep_note(service=self.service, words=self.word("Note.words"), by=self.by, at=at)
        assessment = actions.start(
            service=self.service,
            framework=self.framework,
            length="more",
            held_on=at.date(),
            about=self.word("Assessment.about"),
            people_kinds=[self.word("Assessment.people_kinds")],
            head_count=7,  # of fewer than five no kinds are told outside the team
            how_talked="other",
            by=self.by,
            at=next(self.times),
        )
        actions.open_theme(assessment, self.themes[0], by=self.by, at=next(self.times))
        self._place(assessment)
        self._name(assessment)
        self._describe(assessment)
        return assessment

    def _place(self, assessment: Assessment) -> None:
        """Place lines in every way there is, and say why."""
        moved, apart, apply, other, last = self.themes[:5]
        low, high = (Choice("placed", level) for level in self.levels[:2])
        self._put(assessment, moved, low)
        because = self.word("Judgement.moved_because")
        self._put(assessment, moved, high, change="moved", moved_because=because)
        views = tuple((level, None, self.word("Difference.words")) for level in self.levels[:2])
        self._put(assessment, apart, Choice("differs"), views=views)
        why = self.word("Judgement.status_words")
        self._put(assessment, apply, Choice("does_not_apply"), status_words=why)
        # What is not ours to change is an ask too; this one is never included.
        why = self.word("Judgement.status_words", sendable=False)
        self._put(assessment, other, Choice("not_ours"), status_words=why)
        self.asks[Ask.objects.get(factor__notes__words=why)] = False
        self._put(assessment, last, low)
        for theme, link in ((moved, True), (last, False)):
            actions.add_example(
                assessment,
                words=self.word("Example.words"),
                lines=[theme],
                link=f"https://{self.word('Example.link')}.example/" if link else "",
                by=self.by,
                at=next(self.times),
            )

    def _put(
        self,
        assessment: Assessment,
        line: Line,
        choice: Choice,
        **details: Any,
    ) -> None:
        actions.place(assessment, line, choice, by=self.by, at=next(self.times), **details)

    def _name(self, assessment: Assessment) -> None:
        """Name what helps, what is ours, what is asked (one goes out, one does not), a step."""
        self._factor(assessment, "help", "")
        self.kept_words = f"{self.word('FactorNote.words', sendable=False)} is kept here"
        note = actions.name_factor(
            assessment, kind="help", words=self.kept_words, by=self.by, at=next(self.times)
        )
        self.kept_back.append(f"row:{note.factor_id}")
        self._factor(assessment, "obstacle", "ours", sendable=False)
        for goes in (True, False):
            ask = self._factor(assessment, "obstacle", "someone_else", sendable=goes).factor.ask
            self._ask(assessment, ask, goes=goes)
            self.asks[ask] = goes
        step = actions.try_step(
            assessment,
            what=self.word("StepReview.what"),
            who=self.word("StepReview.who"),
            by_when=self.word("StepReview.by_when"),
            notice=self.word("StepReview.notice"),
            by=self.by,
            at=next(self.times),
        )
        step.learned = self.word("StepReview.learned")
        step.save(update_fields=["learned"])
        actions.add_around(
            assessment,
            happened_on=assessment.held_on,
            words=self.word("AroundNote.words"),
            by=self.by,
            at=next(self.times),
        )

    def _factor(
        self, assessment: Assessment, kind: str, reach: str, *, sendable: bool = True
    ) -> FactorNote:
        return actions.name_factor(
            assessment,
            kind=kind,
            words=self.word("FactorNote.words", sendable=sendable),
            reach=reach,
            to="manager" if reach == "someone_else" else "",
            by=self.by,
            at=next(self.times),
        )

    def _ask(self, assessment: Assessment, ask: Ask, *, goes: bool) -> None:
        parts: dict[str, Any] = {
            name: self.word(f"Ask.{name}", sendable=goes) for name in ASK_PARTS
        }
        actions.put_ask(assessment, ask, by=self.by, at=next(self.times), **parts)
        words = self.word("AskAnswer.words", sendable=goes)
        about_when = self.word("AskAnswer.about_when", sendable=goes)
        actions.answer_ask(
            ask,
            answer="will",
            words=words,
            about_when=about_when,
            may_go_out=goes,
            by=self.by,
            at=next(self.times),
        )
        outcome = self.word("Ask.came_of", sendable=goes)
        actions.say_what_came_of(assessment, ask, came_of=outcome, by=self.by, at=next(self.times))

    def _describe(self, assessment: Assessment) -> None:
        names = (
            "how_talked_words", "talked_over_with", "talked_over_said", "not_heard", "opening",
            "next_talk_by",
        )  # fmt: skip
        fields: dict[str, Any] = {name: self.word(f"Assessment.{name}") for name in names}
        fields["opening"] += f". Again, {self.kept_words}."
        actions.describe(assessment, next_talk="quarter", by=self.by, at=next(self.times), **fields)
