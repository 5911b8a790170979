"""Who comes in, as what, who leaves, and who is gone for good."""

from collections import Counter

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import rule

from accounts import actions as people
from accounts.models import Event, Invitation, OrganisationMembership, ServiceMembership
from assessments import actions
from office.actions import erase_person
from tests.stateful.holding import Holding
from tests.stateful.model import Invited

REFUSED = (
    ValidationError, PermissionDenied, actions.Refused, actions.AlreadyOpen, people.NotLetIn,
)  # fmt: skip
ROLES = ["contributor", "manager", "lead", "reader"]

number = st.integers(0, 99)


class Belonging(Holding):
    """People, and what they do about each other."""

    done: Counter[str] = Counter()

    def one(self, rows, at):
        """Choose one of some, or None where there are none."""
        rows = list(rows)
        return rows[at % len(rows)] if rows else None

    def act(self, name, do):
        """Do it; return what came of it, or None where it was refused.

        It leaves a trace, or changes nothing.
        """
        before = self.traces()
        try:
            with transaction.atomic():
                outcome = do()
        except REFUSED:
            assert self.traces() == before
            return None
        assert self.traces() - before, f"{name} leaves no trace"
        self.done[name] += 1
        self.changed = True
        return outcome if outcome is not None else True

    def traces(self):
        return set(Event.objects.values_list("pk", flat=True))

    @rule(at=number, place=number, role=st.sampled_from(ROLES))
    def invite(self, at, place, role):
        """Somebody is asked in by who may."""
        who = self.one([person for person in self.people if person not in self.model.closed], at)
        places = self.teams if role in {"contributor", "manager"} else self.organisations
        where = self.one(places, place)
        by = self.asker(where, role)
        if by is None or who is None or (who, where) in self.model.roles:
            return
        choices = {"address": self.people[who].email, "place": places[where], "role": role}
        invitation = self.act(
            "invite", lambda: people.invite(by=self.people[by], by_hand=True, **choices)
        )
        if invitation:
            self.model.invite(invitation.pk, Invited(who, where, role, by))

    def asker(self, where, role):
        """Return somebody who may ask in there, or None."""
        for who in self.model.people_at(where) + self.model.people_at("oak"):
            person = self.people[who]
            if people.may_invite(person, (self.teams | self.organisations)[where], role):
                return who
        return None

    @rule(at=number)
    def accept(self, at):
        """Somebody says yes: if who asked them may still ask, and nobody has asked anew."""
        key = self.one(self.model.invited, at)
        invited = key and self.model.invited[key]
        if not invited or invited.who in self.model.closed:
            return
        invitation = Invitation.objects.get(pk=key)
        if self.act("accept", lambda: people.accept(invitation, user=self.people[invited.who])):
            assert not invited.over
            assert self.model.asks_into(invited.by, invited.where)
            assert invited.who != invited.by
            self.model.roles[invited.who, invited.where] = invited.role
            invited.over = True

    @rule(at=number, where=number, role=st.sampled_from(["contributor", "manager"]))
    def change_role(self, at, where, role):
        """A manager says what somebody of the team is in it."""
        team = self.one(self.teams, where)
        manager = self.one(self.model.people_at(team, "manager"), at)
        who = self.one(self.model.people_at(team), at)
        if manager is None or self.model.roles[who, team] == role:
            return
        choices = {"user": self.people[who], "place": self.teams[team], "role": role}
        if self.act("change role", lambda: people.join(by=self.people[manager], **choices)):
            self.model.roles[who, team] = role

    @rule(at=number)
    def leave(self, at):
        """Somebody leaves a team or an organisation; the last who leads cannot."""
        who, where = self.one(sorted(self.model.roles), at) or (None, None)
        if who is None:
            return
        person, table = self.people[who], ServiceMembership
        do, named = people.leave_team, {"service": self.teams.get(where)}
        if where in self.organisations:
            table, named = OrganisationMembership, {"organisation": self.organisations[where]}
            do = people.leave_organisation
        row = table.objects.get(user=person, ended_on=None, **named)
        if self.act("leave", lambda: do(row, by=person)):
            self.model.leave(who, where)
        elif where in self.organisations:
            assert self.model.people_at(where, "lead") == [who]

    @rule(at=number)
    def close(self, at):
        """An account is closed by itself; what was written stays the team's."""
        who = self.one(
            [somebody for somebody in self.people if somebody not in self.model.closed], at
        )
        if at % 3 or who is None:  # seldom, or soon nobody is left
            return
        person = self.people[who]
        person.refresh_from_db()
        if self.act("close", lambda: people.close_account(person, by=person)):
            self.model.close(who)

    @rule(at=number)
    def erase(self, at):
        """Somebody has themselves erased; what they wrote stays the team's, and says no name."""
        who = self.one([person for person in self.people if person not in self.model.erased], at)
        if at % 3 or who is None:
            return
        person = self.people[who]
        person.refresh_from_db()
        if self.act("erase", lambda: erase_person(person, by=person)):
            self.model.erase(who)
            person.refresh_from_db()
            self.what_is_gone_is_nowhere()
        else:
            leads = [self.model.people_at(where, "lead") for where in self.organisations]
            assert [who] in leads
