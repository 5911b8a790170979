"""What goes for good, and a copy of the database that is put back."""

import datetime as dt
from io import StringIO
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone
from hypothesis.stateful import precondition, rule

from accounts.models import Erasure, SignIn
from accounts.operations import tables
from accounts.operations.erasures import as_lines, not_yet_erased
from accounts.operations.restore import put_in_place
from assessments.models import Closure
from office.actions.deletions import agree_to_deletion, ask_deletion, carry_out_deletions
from office.actions.wiping import GONE
from record.document import digest
from sharing import actions as sharing
from sharing.models import Share
from tests.stateful.belonging import Belonging, number

LONG_AGO = dt.timedelta(days=20)  # the days in which it could have been stopped are over


class PuttingBack(Belonging):
    """What was erased stays erased, whatever is put back."""

    beside = ""  # the database that copies are kept in
    listed = Path()  # where what has to be erased again is listed

    def __init__(self) -> None:
        super().__init__()
        self.copy, self.copied_after = None, None

    @rule(at=number)
    def take_out(self, at):
        """A manager takes a word out of everything."""
        rows = [
            (talk.team, word)
            for talk in self.model.talks.values()
            for words in talk.records.values()
            for word in words
        ]
        team, word = self.one(rows, at) or (None, None)
        who = team and self.one(self.model.people_at(team, "manager"), at)
        if not who:
            return
        what = {"words": word, "by": self.people[who]}
        if self.act("take out", lambda: sharing.take_out_everywhere(self.teams[team], **what)):
            self.be_without({word})

    def be_without(self, words):
        """Let words be nowhere any more: what held them has another fingerprint since."""
        self.model.take_out(words)
        self.erased |= words
        for closure in Closure.objects.exclude(taken_out=None):
            self.sealed[closure.pk] = closure.digest
        for share in Share.objects.exclude(digest=""):
            self.frozen[share.pk] = share.digest

    @rule(where=number, at=number)
    def delete_team(self, where, at):
        """Two of a team, or one and its lead, have all of it deleted."""
        team = self.one([name for name in self.teams if name not in self.model.deleted], where)
        two = team and [*self.model.people_at(team), *self.model.people_at("oak", "lead")][:2]
        if at % 5 or not two:
            return
        now, then = timezone.now(), timezone.now() - LONG_AGO
        first, second = self.people[two[0]], self.people[two[-1]]

        def do():
            wish = ask_deletion(self.teams[team], by=first, at=then)
            agree_to_deletion(wish, by=second, at=then)
            assert carry_out_deletions(now) == 1

        if self.act("delete team", do):
            self.forget(team)
            self.read_anew()
            self.what_is_gone_is_nowhere()

    def forget(self, team):
        """Let a team be gone: its words, its records; of what it sent the rows alone are left."""
        self.erased |= self.model.delete(team)
        self.sealed = {
            key: text
            for key, text in self.sealed.items()
            if any(key in talk.records for talk in self.model.talks.values())
        }
        for key, report in self.model.reports.items():
            if report.team == team:
                self.frozen[key] = digest(GONE)

    @precondition(lambda self: self.copied_after != self.done)
    @rule()
    def keep_a_copy(self):
        """Copy every row into a database beside this one, as `backup` does on PostgreSQL."""
        with transaction.atomic(using=self.beside):
            tables.clear(self.beside)
            tables.copy(DEFAULT_DB_ALIAS, self.beside)
        self.copy, self.copied_after = self.remembered(), self.done.copy()

    @precondition(lambda self: self.copy and self.copied_after != self.done)
    @rule()
    def put_back(self):
        """Put the copy back as `restore` does, and erase again what was erased since."""
        then, words = self.model, set(self.erased)
        to_erase = not_yet_erased(noted(DEFAULT_DB_ALIAS), noted(self.beside))
        SignIn.objects.all().delete()  # a new database has none
        Session.objects.all().delete()
        with transaction.atomic():
            put_in_place(self.beside, DEFAULT_DB_ALIAS)
        self.listed.write_text(as_lines(to_erase), encoding="utf-8")
        call_command("erase_again", self.listed, stdout=StringIO())
        connection.check_constraints()
        self.take_up(self.copy)
        for who in then.erased:
            self.model.erase(who)
        for team in then.deleted - self.model.deleted:
            self.forget(team)
        self.be_without(words)
        self.orphaned = self.without_lead()
        self.eyes.sign_out()
        self.done["restore"] += 1
        self.copied_after = self.done.copy()
        self.what_is_gone_is_nowhere()


def noted(alias):
    """Return what a database says was erased, as a list of it does."""
    rows = Erasure.objects.using(alias).values_list("kind", "key", "at")
    return {(kind, key, timezone.localdate(at)) for kind, key, at in rows}
