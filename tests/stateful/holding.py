"""Who is there, and what must hold after every act."""

import uuid
from dataclasses import dataclass

from hypothesis.stateful import RuleBasedStateMachine, invariant

from accounts import actions as people
from accounts.models import Organisation, OrganisationMembership, ServiceMembership, User
from accounts.selectors import led_services
from assessments.models import Assessment, Closure, Example
from home.cards.reads import shown_keys
from record.document import digest
from sharing.models import Share
from tests.everywhere import places_of
from tests.factories import (
    CommissioningBodyFactory,
    OrganisationFactory,
    ServiceFactory,
    UserFactory,
)
from tests.people import in_organisation, in_team
from tests.stateful.looking import Eyes
from tests.stateful.model import Model


@dataclass(frozen=True)
class Remembered:
    """How everything ought to be at one moment."""

    model: Model
    sealed: dict[object, str]
    frozen: dict[object, str]
    erased: set[str]


class Holding(RuleBasedStateMachine):
    """The people and places, and the invariants."""

    # So few were there that neither their number nor their kinds are told outside the team.
    kinds = ("zzkind",)
    # As the first run of a test has made it; each later one begins there.
    beginning: Remembered | None = None

    def make_people(self) -> None:
        """Let two teams of one organisation be there, two bodies, and nine people."""
        oak = OrganisationFactory(name="Oak Trust", slug="oak")
        self.organisations: dict[str, Organisation] = {"oak": oak}
        for slug in ("north", "south"):
            self.organisations[slug] = CommissioningBodyFactory(name=slug.title(), slug=slug)
        self.teams = {
            slug: ServiceFactory(organisation=oak, name=slug.title(), slug=slug)
            for slug in ("alder", "birch")
        }
        self.model = Model(dict.fromkeys(self.teams, "oak"))
        self.people: dict[str, User] = {}
        for name, where, role in (
            ("Zzmina", "alder", "manager"), ("Zzcon", "alder", "contributor"),
            ("Zzsib", "birch", "manager"), ("Zzlee", "oak", "lead"), ("Zzrea", "north", "reader"),
            ("Zzreo", "south", "reader"), ("Zznora", "north", "lead"),
        ):  # fmt: skip
            place = self.teams.get(where)
            in_place = in_team(place, role, name) if place else None
            self.people[name] = in_place or in_organisation(self.organisations[where], role, name)
            self.model.roles[name, where] = role
        for name in ("Zzann", "Zzben"):  # who are nowhere yet
            self.people[name] = UserFactory(email=f"{name.lower()}@example.org", display_name=name)
        self.eyes = Eyes(self.people)
        # The fingerprint of each record and of each copy; and the words that are nowhere any more.
        self.sealed: dict[object, str] = {}
        self.frozen: dict[object, str] = {}
        self.erased: set[str] = set()

    def remembered(self) -> Remembered:
        return Remembered(
            self.model.copied(), dict(self.sealed), dict(self.frozen), set(self.erased)
        )

    def take_up(self, remembered: Remembered) -> None:
        """Go on from there; the tables are as they were then."""
        self.model = remembered.model.copied()
        self.sealed, self.frozen = dict(remembered.sealed), dict(remembered.frozen)
        self.erased = set(remembered.erased)
        # Whoever led it in a copy was erased since: who runs the site asks somebody in.
        self.orphaned: set[str] = set()
        self.read_anew()
        self.readable: dict[str, dict[str, set[object]]] = {}
        self.turn = 0
        self.changed = True

    def read_anew(self) -> None:
        """Fetch people and places as the tables have them now."""
        for rows in (self.people, self.teams, self.organisations):
            for name, row in rows.items():
                rows[name] = type(row)._base_manager.get(pk=row.pk)

    @invariant()
    def all_holds(self):
        """Look at everything, where anything has changed since."""
        if not self.changed:
            return
        self.changed = False
        self.those_concerned_read_what_they_may()
        self.everybody_is_what_they_were_made_and_nobody_more()
        self.nobody_writes_on_one_side_and_reads_on_the_other()
        self.an_organisation_keeps_somebody_who_leads()
        self.what_was_sealed_is_as_it_was()
        self.what_was_saved_is_there_and_what_was_taken_out_is_not()

    def those_concerned_read_what_they_may(self) -> None:
        """Ask for whom it ought to be otherwise now, and two more in turn; in the end, for all."""
        before, self.readable = self.readable, {}
        names = sorted(self.people)
        due = {names[(self.turn + more) % len(names)] for more in range(2)}
        self.turn += 2
        for name in names:
            self.readable[name] = self.model.readable(name)
            if name in due or self.readable[name] != before.get(name):
                self.reads_what_they_may_and_nothing_else(name)

    def reads_what_they_may_and_nothing_else(self, name: str) -> None:
        user = self.people[name]
        sent = Share.objects.sent_to_bodies_of(user).defer("document")
        led = list(led_services(user))
        records = shown_keys(led).values() if led else ()
        reads = {
            "talk": {row.pk for row in Assessment.objects.reachable_by(user)},
            "record": set(Closure.objects.reachable_by(user).values_list("pk", flat=True)),
            "shown": {uuid.UUID(key) for keys in records for key in keys},
            "share": set(Share.objects.of_teams_of(user).values_list("pk", flat=True)),
            "report": {share.pk for share in sent if share.can_be_read()},
        }
        assert reads == self.readable[name], name

    def everybody_is_what_they_were_made_and_nobody_more(self):
        live = {"ended_on": None, "user__is_active": True}
        names = {user.pk: name for name, user in self.people.items()}
        teams = ServiceMembership.objects.filter(**live).values_list(
            "user", "service__slug", "role"
        )
        places = OrganisationMembership.objects.filter(**live)
        rows = [*teams, *places.values_list("user", "organisation__slug", "role")]
        assert {(names[who], where): role for who, where, role in rows} == self.model.roles

    def nobody_writes_on_one_side_and_reads_on_the_other(self):
        sides: dict[str, set[bool]] = {}
        for who, where in self.model.roles:
            sides.setdefault(who, set()).add(where in {"north", "south"})
        assert [who for who, both in sides.items() if len(both) > 1] == []

    def an_organisation_keeps_somebody_who_leads(self):
        assert self.without_lead() <= self.orphaned

    def without_lead(self) -> set[str]:
        return {place for place in ("oak", "north") if not self.model.people_at(place, "lead")}

    def what_was_sealed_is_as_it_was(self):
        documents = dict(Closure.objects.values_list("pk", "document"))
        assert {key: digest(text) for key, text in documents.items()} == self.sealed
        texts = Share.objects.exclude(document="").values_list("pk", "document")
        assert {key: digest(text) for key, text in texts} == {
            key: self.frozen[key] for key, _text in texts
        }

    def what_was_saved_is_there_and_what_was_taken_out_is_not(self):
        live = "\n".join(Example.objects.values_list("words", flat=True))
        live_log = "\n".join([
            *Closure.objects.values_list("document", flat=True),
            *Share.objects.values_list("document", flat=True),
        ])  # fmt: skip
        words = {word for talk in self.model.talks.values() for word in talk.words}
        lost = [word for word in words if word not in live]
        left = [word for word in self.erased if word in live or word in live_log]
        assert lost == left == [], f"lost: {lost}; still there: {left}"

    def what_is_gone_is_nowhere(self) -> None:
        """Look in every table, session and file for words that went and for who was erased."""
        names = {f"{name.lower()}@example.org" for name in self.model.erased} | self.model.erased
        people.send_due_letters()  # the last one to who was erased holds their address until then
        places = places_of(self.erased | names)
        assert not places, places
