"""Acts drawn by Hypothesis, by whoever may; what must hold after each stands in `holding.py`."""

import datetime as dt
import itertools
from collections import Counter

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.operations.tables import number_on
from assessments import actions
from assessments.models import AgencyRelease, Assessment, Closure
from frameworks.models import Framework
from sharing import actions as sharing
from sharing.models import Share
from tests.stateful.belonging import number
from tests.stateful.model import Sent, Talk
from tests.stateful.putting_back import PuttingBack

SECTIONS = ("changes", "themes", "examples")
AGES = dt.timedelta(days=9)  # the team has had its days to read


class Machine(PuttingBack):
    """One installation: two teams of one organisation, two bodies, nine people."""

    names = itertools.count()
    # The run that made it all; the others begin where that one did.
    first = None

    def __init__(self) -> None:
        super().__init__()
        if type(self).first is None:
            type(self).first = self
            self.make_people()
            self.begin()
            self.beginning = self.remembered()
        first = type(self).first
        self.people, self.teams = dict(first.people), dict(first.teams)
        self.organisations, self.eyes = dict(first.organisations), first.eyes
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.take_up(first.beginning)
        self.eyes.wake()
        self.done["run"] += 1

    def begin(self):
        """Let one team have talked, shown and sent, and the other talk: soon all can happen."""
        counted, self.done = self.done, Counter()
        self.framework = Framework.objects.get(slug="tiny")
        self.start(0, 0)
        for line in ("soil", "light"):
            self.write(0, line)
        self.finish(0)
        self.show(0, at_all=True)
        self.prepare(0, "north", 0)
        self.show_copy(0)
        self.send(0)
        self.prepare(0, "south", 0)
        self.show_copy(0)
        self.prepare(0, "south", 0)
        self.start(1, 0)
        self.done = counted

    def teardown(self) -> None:
        """Look once more at everything and for everybody; then let it not have been."""
        try:
            for name in self.people:
                self.readable[name] = self.model.readable(name)
                self.reads_what_they_may_and_nothing_else(name)
            self.what_is_gone_is_nowhere()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            # PostgreSQL goes on counting where a copy that was put back in this run had left off.
            number_on(DEFAULT_DB_ALIAS)

    # --- Talking

    @rule(where=number, at=number)
    def start(self, where, at):
        team = self.one(self.teams, where)
        who = self.one(self.model.people_at(team), at)
        if who is None or team in self.model.open:
            return
        choices = {
            "service": self.teams[team],
            "framework": self.first.framework,
            "length": "themes",
        }
        choices |= {"head_count": 2, "people_kinds": self.kinds, "by": self.people[who]}
        talk = self.act("start", lambda: actions.start(**choices))
        if talk:
            self.model.talks[talk.pk] = Talk(team)
            self.model.open[team] = talk.pk

    @precondition(lambda self: self.model.open)
    @rule(at=number, line=st.sampled_from(["soil", "light"]))
    def write(self, at, line):
        """Somebody of the team gives an example: one word that is nowhere else."""
        team = self.one(sorted(self.model.open), at)
        who = self.one(self.model.people_at(team), at)
        if who is None:
            return
        talk, word = Assessment.objects.get(pk=self.model.open[team]), f"zz{next(self.names)}word"
        lines = [self.first.framework.lines.get(code=line)]
        choices = {"words": word, "lines": lines, "by": self.people[who]}
        if self.act("write", lambda: actions.add_example(talk, **choices)):
            self.model.talks[talk.pk].words.append(word)

    @precondition(lambda self: self.model.open)
    @rule(at=number)
    def finish(self, at):
        team = self.one(sorted(self.model.open), at)
        who = self.one(self.model.people_at(team), at)
        if who is None:
            return
        talk = Assessment.objects.get(pk=self.model.open[team])
        closure = self.act("finish", lambda: actions.finish(talk, by=self.people[who]))
        if closure:
            talk_of_model = self.model.talks[talk.pk]
            talk_of_model.records[closure.pk] = list(talk_of_model.words)
            self.sealed[closure.pk] = closure.digest
            del self.model.open[team]

    @rule(at=number)
    def put_right(self, at):
        """A manager opens a finished conversation again."""
        rested = [key for key, talk in self.model.talks.items() if talk.records]
        key = self.one(rested, at)
        if key is None or self.model.talks[key].team in self.model.open:
            return
        team = self.model.talks[key].team
        who = self.one(self.model.people_at(team, "manager"), at)
        if who is None:
            return
        talk = Assessment.objects.get(pk=key)
        if self.act(
            "put right", lambda: actions.put_right(talk, reason="A slip.", by=self.people[who])
        ):
            self.model.open[team] = key

    @rule(at=number, at_all=st.booleans())
    def show(self, at, at_all):
        """A manager shows a finished conversation to the organisation, or says no."""
        key = self.one([key for key, talk in self.model.talks.items() if talk.records], at)
        who = key and self.one(self.model.people_at(self.model.talks[key].team, "manager"), at)
        if not who:
            return
        talk = self.model.talks[key]
        closure, by = Closure.objects.get(pk=talk.latest), self.people[who]
        if AgencyRelease.objects.filter(closure=closure, shown=at_all, taken_back_at=None).exists():
            return
        if self.act("show", lambda: actions.decide_release(closure, is_shown=at_all, by=by)):
            talk.number_shown = closure.pk if at_all else None

    @rule(at=number)
    def take_back_from_organisation(self, at):
        talks = [key for key, talk in self.model.talks.items() if talk.number_shown is not None]
        key = self.one(talks, at)
        who = key and self.one(self.model.people_at(self.model.talks[key].team, "manager"), at)
        if not who:
            return
        release = AgencyRelease.objects.get(
            closure=self.model.talks[key].number_shown, shown=True, taken_back_at=None
        )
        if self.act(
            "take back from organisation",
            lambda: actions.take_back_release(release, by=self.people[who]),
        ):
            self.model.talks[key].number_shown = None

    # --- Sending

    @rule(where=number, to=st.sampled_from(["north", "south"]), at=number)
    def prepare(self, where, to, at):
        """A manager prepares a report of all that the team has finished."""
        team = self.one(self.teams, where)
        who = self.one(self.model.people_at(team, "manager"), at)
        talks = [talk for talk in self.model.talks.values() if talk.team == team and talk.records]
        if who is None or not talks:
            return
        by, chosen = self.people[who], [Closure.objects.get(pk=talk.latest) for talk in talks]

        def do():
            draft = sharing.prepare_share(
                service=self.teams[team], body=self.organisations[to], by=by
            )
            ends_on = timezone.localdate() + dt.timedelta(days=60)
            more = {"closures": chosen, "sections": SECTIONS, "ends_on": ends_on}
            return sharing.choose(draft, by=by, purpose="Before we meet.", **more)

        share = self.act("prepare", do)
        if share:
            words = [word for talk in talks for word in talk.records[talk.latest]]
            self.model.reports[share.pk] = Sent(team, to, words)

    def report(self, at, *states):
        """Choose a report in one of these states, and a manager of its team; or None."""
        rows = [
            key for key, each_report in self.model.reports.items() if each_report.state in states
        ]
        key = self.one(rows, at)
        team = key and self.model.reports[key].team
        who = key and self.one(self.model.people_at(team, "manager"), at)
        return (Share.objects.get(pk=key), self.people[who]) if who else (None, None)

    @rule(at=number)
    def show_copy(self, at):
        share, by = self.report(at, "draft")
        if share is None:
            return
        ago = timezone.now() - AGES
        if self.act("show copy", lambda: sharing.show_to_team(share, by=by, at=ago)):
            self.model.reports[share.pk].state = "shown"
            self.frozen[share.pk] = share.digest

    @rule(at=number)
    def send(self, at):
        share, by = self.report(at, "shown")
        if share and self.act("send", lambda: sharing.send(share, by=by)):
            self.model.reports[share.pk].state = "sent"
            self.model.reports[share.pk].was_sent = True

    @rule(at=number)
    def take_back(self, at):
        share, by = self.report(at, "sent", "shown", "draft")
        if share and at % 2 and self.act("take back", lambda: sharing.take_back(share, by=by)):
            self.model.reports[share.pk].state = "over"

    @rule(at=number)
    def run_out(self, at):
        """A report's last day goes by."""
        share, _by = self.report(at, "sent")
        if share and at % 2:
            yesterday = timezone.localdate() - dt.timedelta(days=1)
            Share.objects.filter(pk=share.pk).update(ends_on=yesterday)
            self.model.reports[share.pk].state = "over"
            self.done["run out"] += 1
            self.changed = True

    @rule(at=number, what=number)
    def look(self, at, what):
        """Anybody asks for any page of anything."""
        self.eyes.look(self.model, self.one(sorted(self.people), at), what)
        self.done["look"] += 1
