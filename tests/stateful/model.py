"""What ought to be so: who is where, what was written, shown and sent. Knows no Django."""

import copy
from dataclasses import dataclass, field


@dataclass
class Talk:
    """A conversation of a team: its words so far, and those of each number of its record."""

    team: str
    words: list[str] = field(default_factory=list)
    # The words of each closure, by its key, first to last.
    records: dict[object, list[str]] = field(default_factory=dict)
    number_shown: object = None  # the number that the organisation reads

    @property
    def latest(self) -> object:
        return list(self.records)[-1] if self.records else None


@dataclass
class Sent:
    """A report: to whom, with which words, and where it stands."""

    team: str
    body: str
    words: list[str]
    state: str = "draft"  # shown, sent, over
    was_sent: bool = False

    @property
    def is_live(self) -> bool:
        return self.state == "sent"


@dataclass
class Invited:
    """Who was asked in, where, as what, and by whom."""

    who: str
    where: str
    role: str
    by: str
    over: bool = False  # used, or they were asked anew


@dataclass
class Model:
    """All of it. People, teams and bodies by their names, everything else by its key."""

    teams: dict[str, str]  # and whose they are
    roles: dict[tuple[str, str], str] = field(default_factory=dict)  # of a person in a place
    invited: dict[object, Invited] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)  # of whom some are erased
    erased: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    talks: dict[object, Talk] = field(default_factory=dict)
    open: dict[str, object] = field(default_factory=dict)  # the open conversation of a team
    reports: dict[object, Sent] = field(default_factory=dict)

    def copied(self) -> "Model":
        return copy.deepcopy(self)

    def people_at(self, place: str, role: str = "") -> list[str]:
        """Return who is in a place, A to Z: with this role, if one is named."""
        people = [who for (who, where), had in self.roles.items() if where == place]
        if role:
            people = [who for who in people if self.roles[who, place] == role]
        return sorted(people)

    def in_team(self, who: str, team: str) -> bool:
        return (who, team) in self.roles

    def leads(self, who: str, team: str) -> bool:
        return self.roles.get((who, self.teams[team])) == "lead"

    def readable(self, who: str) -> dict[str, set[object]]:
        """Return the keys of what somebody may read, by its kind."""
        readable: dict[str, set[object]] = {
            "talk": set(), "record": set(), "shown": set(), "share": set(), "report": set(),
        }  # fmt: skip
        for key, talk in self.talks.items():
            if self.in_team(who, talk.team):
                readable["talk"].add(key)
                readable["record"] |= set(talk.records)
            if self.leads(who, talk.team) and talk.number_shown is not None:
                readable["shown"].add(talk.number_shown)
        for key, report in self.reports.items():
            if self.in_team(who, report.team):
                readable["share"].add(key)
            if (who, report.body) in self.roles and report.is_live:
                readable["report"].add(key)
        return readable

    def words_of(self, who: str) -> set[str]:
        """Return every word that somebody may read somewhere."""
        may, readable = self.readable(who), set[str]()
        for key, talk in self.talks.items():
            if key in may["talk"]:
                readable.update(talk.words)
            for record, words in talk.records.items():
                if record in may["record"] | may["shown"]:
                    readable.update(words)
        for key, report in self.reports.items():
            if key in may["share"] | may["report"]:
                readable.update(report.words)
        return readable

    def asks_into(self, who: str, place: str) -> bool:
        """Say whether somebody may ask others in there now."""
        own = self.roles.get((who, place)) in {"manager", "lead"}
        return own or (place in self.teams and self.leads(who, place))

    def invite(self, key: object, invited: Invited) -> None:
        """Ask somebody in; what they were asked before is over."""
        for other in self.invited.values():
            if (other.who, other.where) == (invited.who, invited.where):
                other.over = True
        self.invited[key] = invited

    def leave(self, who: str, place: str) -> None:
        self.roles.pop((who, place), None)

    def close(self, who: str) -> None:
        """Let an account be closed: they are nowhere any more."""
        self.closed.add(who)
        for person, place in list(self.roles):
            if person == who:
                self.leave(who, place)

    def erase(self, who: str) -> None:
        """Let somebody be gone for good, and what they were asked."""
        self.close(who)
        self.erased.add(who)
        self.invited = {
            key: invitation for key, invitation in self.invited.items() if invitation.who != who
        }

    def delete(self, team: str) -> set[str]:
        """Let a team be gone, and return its words."""
        self.deleted.add(team)
        words = set[str]()
        for key, talk in list(self.talks.items()):
            if talk.team == team:
                words.update(talk.words, *talk.records.values())
                del self.talks[key]
        self.open.pop(team, None)
        for who, place in list(self.roles):
            if place == team:
                self.leave(who, place)
        for key, report in list(self.reports.items()):
            if report.team != team:
                continue
            words.update(report.words)
            report.words, report.state = [], "over"
            if not report.was_sent:
                del self.reports[key]
        self.invited = {
            key: invitation for key, invitation in self.invited.items() if invitation.where != team
        }
        return words

    def take_out(self, taken_out: set[str]) -> None:
        """Let words be nowhere any more."""
        for talk in self.talks.values():
            for words in (talk.words, *talk.records.values()):
                words[:] = [word for word in words if word not in taken_out]
        for report in self.reports.values():
            report.words = [word for word in report.words if word not in taken_out]
