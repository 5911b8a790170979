"""Teams whose every free text is one unmistakable word, with who may ever see it.

Three services, by canaries.yaml: our own, a sibling in the same organisation, one elsewhere. Each
has conversations of every fate, so that a check can walk the site as anybody and find at once
what should not have been there. Roles are written "manager:canary-own", "lead:canary-north",
"reader:canary-body", "staff" (who runs the site) and "person:EMAIL" (that person alone).
"""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from accounts.actions import (
    add_person,
    change_person,
    end_membership,
    invite,
    join_organisation,
    join_team,
    keep_post,
    note_welcome,
)
from accounts.models import Organisation, Service, User
from assessments import actions
from assessments.models import Closure
from demo.people import PASSWORD, Cast, read, stored
from demo.planting import Canary, PlantedTalk, Planter
from demo.practised import plant_practice
from example.story import Story, clock
from frameworks.models import Framework
from home.first_visits import WHO
from reports.content import SECTIONS
from sharing import actions as sharing
from sharing.models import Reply, Share
from sharing.replies import ReplyPart

# Days back from today of each finished conversation, oldest first, by what became of it.
FATES = {"early": 420, "shown": 340, "taken_back": 260, "ended": 200, "sent": 120}
PUT_RIGHT = {"early", "shown"}
STARTED = 500


def plant(framework: Framework, today: dt.date) -> list[Canary]:
    """Make the canary teams. Return every word with its field and who may ever see it.

    Raises RenderError where PDFs cannot be made here: half of it would prove nothing.
    """
    told, cast, planter = read("canaries"), Cast(), Planter()
    for organisation in told["organisations"]:
        cast.organisations[organisation["slug"]] = _organisation(organisation, told, planter)
    for service in told["services"]:
        cast.services[service["slug"]] = _service(service, cast, planter)
    for account in told["accounts"]:
        cast.people[account["email"]] = _person(account, cast, planter, today)
    for service in told["services"]:
        Plot(service, cast, planter, framework, today).play()
    for account in told["accounts"]:
        if account.get("practises"):
            plant_practice(cast.people[account["email"]], planter, framework, today)
    return planter.planted


def _team(slug: str) -> set[str]:
    return {f"contributor:{slug}", f"manager:{slug}"}


def _outside(told: Story) -> tuple[set[str], set[str]]:
    """Return the lead of a service's organisation, and who reads for the body it shares with."""
    return {f"lead:{told['organisation']}"}, _body(told["shares"]) if "shares" in told else set()


def _body(slug: str) -> set[str]:
    return {f"reader:{slug}", f"lead:{slug}"}


def _organisation(row: Story, told: Story, planter: Planter) -> Organisation:
    """Add an organisation. A body's name is for every manager too: they choose whom to share with.

    Teams that have a word of their own for their people never see that of their organisation.
    """
    slug, services = row["slug"], told["services"]
    runs = [each for each in services if each["organisation"] == slug]
    sends = [each for each in services if each.get("shares") == slug]
    inside = {f"lead:{slug}"}.union(*(_team(each["slug"]) for each in runs))
    sees = (inside | {"staff"}).union(
        *(_outside(each)[1] for each in runs), *(_team(each["slug"]) for each in sends)
    )
    if row["kind"] == Organisation.Kind.COMMISSIONER:
        sees |= _body(slug).union(f"manager:{each['slug']}" for each in services)
    field = "accounts.Organisation"
    name = f"{row['name']} {planter.plant(f'{field}.name', sees)}"
    word = planter.plant(f"{field}.people_word", inside | {"staff"})
    return stored(Organisation(**row | {"name": name, "people_word": word}))


def _service(told: Story, cast: Cast, planter: Planter) -> Service:
    lead, body = _outside(told)
    inside = _team(told["slug"]) | lead
    row = Service(organisation=cast.organisations[told["organisation"]], slug=told["slug"])
    field = "accounts.Service"
    name = planter.plant(f"{field}.name", inside | body | {"staff"}, service=row)
    row.name = f"{told['name']} {name}"
    row.people_word = planter.plant(f"{field}.people_word", inside | body | {"staff"}, service=row)
    row.second_name = planter.plant(f"{field}.second_name", inside | {"staff"}, service=row)
    row.kinds_to_hear = [planter.plant(f"{field}.kinds_to_hear", inside | {"staff"}, service=row)]
    row.what_matters = planter.plant(f"{field}.what_matters", inside | body, service=row)
    stored(row)
    grouping = planter.plant("accounts.Grouping.name", inside, service=row)
    row.organisation.groupings.create(name=grouping).services.add(row)
    return row


def _person(told: Story, cast: Cast, planter: Planter, today: dt.date) -> User:
    """Add a person. Their name is for who is where they are, and for who runs the site.

    A team's names are also for who leads it, and a lead's name for the teams.
    """
    came = next(clock(today - dt.timedelta(days=STARTED), 8))
    teams: dict[str, str] = told.get("teams", {})
    colleagues = {role for slug in teams for role in _team(slug)}
    colleagues |= {f"lead:{cast.services[slug].organisation.slug}" for slug in teams}
    for slug in told.get("organisations", {}):
        led = [each.slug for each in cast.services.values() if each.organisation.slug == slug]
        reads = cast.organisations[slug].kind == Organisation.Kind.COMMISSIONER
        colleagues |= _body(slug) if reads else {f"lead:{slug}"}.union(*map(_team, led))
    email: str = told["email"]
    name = planter.plant("accounts.User.display_name", {"staff", f"person:{email}"} | colleagues)
    person = add_person(email=email, display_name=name, password=PASSWORD, by=None, at=came)
    note_welcome(person, as_whom=WHO)
    for slug, role in teams.items():
        row = join_team(user=person, service=cast.services[slug], role=role, by=None, at=came)
        if told.get("left"):
            end_membership(row, by=None)
    for slug, role in told.get("organisations", {}).items():
        body = cast.organisations[slug]
        join_organisation(user=person, organisation=body, role=role, by=None, at=came)
    if told.get("staff"):
        person.is_staff = person.is_superuser = True
        change_person(person, what={"is_staff", "is_superuser"}, by=None)
    if told.get("deactivated"):
        person.is_active = False
        change_person(person, what={"is_active"}, by=None)
    return person


@dataclass
class Plot:
    """One service's conversations and shares."""

    told: Story
    cast: Cast
    planter: Planter
    framework: Framework
    today: dt.date

    def __post_init__(self) -> None:
        """Look up who and what."""
        self.service = self.cast.services[self.told["slug"]]
        self.by = self.cast.people[self.told["by"]]
        self.manager = self.cast.people[self.told["manager"]]
        self.team = _team(self.service.slug)
        self.lead, self.body = _outside(self.told)

    def play(self) -> None:
        """Play every fate, then set one aside and leave one open."""
        for fate, days in FATES.items():
            self._finished(fate, days)
        aside = self._talk("set_aside", 40).begin()
        actions.set_aside(aside, by=self.manager, at=self._at(39))
        if "shares" in self.told:
            self._open()
        else:
            self._being_put_right()
        self._note("waiting")
        self._invite()

    def _at(self, days: int) -> dt.datetime:
        return next(clock(self.today - dt.timedelta(days=days), 9))

    def _talk(self, fate: str, days: int) -> PlantedTalk:
        return PlantedTalk(
            planter=self.planter,
            service=self.service,
            framework=self.framework,
            by=self.by,
            fate=fate,
            team=self.team,
            others=self.lead if fate == "shown" else set(),
            body=self.body if fate == "sent" else set(),
            times=clock(self.today - dt.timedelta(days=days)),
        )

    def _finished(self, fate: str, days: int) -> None:
        talk = self._talk(fate, days)
        assessment = talk.begin()
        closure = actions.finish(assessment, by=self.by, at=next(talk.times))
        if fate in PUT_RIGHT:
            reason = talk.word("Closure.reason")
            actions.put_right(assessment, reason=reason, by=self.manager, at=next(talk.times))
            closure = actions.finish(assessment, by=self.manager, at=next(talk.times))
        actions.decide_release(closure, shown=fate == "shown", by=self.manager, at=next(talk.times))
        if "shares" in self.told and fate in {"taken_back", "ended", "sent"}:
            self._share(fate, days, talk, closure)
        if "shares" in self.told and fate == "early":
            self._share("prepared", days, talk, closure)
            self._share("shown_to_team", days, talk, closure)

    def _reply(self, share: Share, fate: str, days: int) -> None:
        """Let the body send a part of a reply, and keep a draft of another."""
        reader = share.body.memberships.filter(ended_on=None).first()
        if reader is None:
            return
        at = self._at(days - 4)

        def word(name: str, who: set[str]) -> str:
            field = f"sharing.Reply.{name}"
            return self.planter.plant(field, who, service=self.service, conversation=fate)

        part = ReplyPart(share, Reply.About.HEARD)
        said = {"words": word("words", self.team | self.body)}
        sharing.send_reply(part, said, seen=part.seen(), by=reader.user, at=at)
        for ask in share.asks.filter(included=True):
            part = ReplyPart(share, Reply.About.ASK, ask.ask)
            names = ("words", "about_when")
            said = {name: word(name, self.body) for name in names} | {"answer": "will"}
            sharing.keep_reply(part, said, seen=part.seen(), by=reader.user, at=at)

    def _share(self, fate: str, days: int, talk: PlantedTalk, closure: Closure) -> Share:
        """Prepare a report of one conversation, and let its fate come."""
        body = self.cast.organisations[self.told["shares"]]
        who = self.team | (self.body if fate == "sent" else set())
        purpose = self.planter.plant(
            "sharing.Share.purpose", who, service=self.service, conversation=fate
        )
        share = sharing.prepare_share(
            service=self.service, body=body, by=self.manager, at=self._at(days - 1)
        )
        sharing.choose(
            share,
            by=self.manager,
            purpose=purpose,
            ends_on=self.today + dt.timedelta(days=-30 if fate == "ended" else 200),
            closures=[closure],
            sections=SECTIONS,
            asks=talk.asked,
            held=talk.held,
            held_marked=fate == "sent",
            at=self._at(days - 1),
        )
        if fate == "prepared":
            return share
        sharing.show_to_team(share, by=self.manager, at=self._at(days - 2))
        if fate == "shown_to_team":
            return share
        sharing.send(share, by=self.manager, at=self._at(days - 3))
        self._reply(share, fate, days)
        if fate == "taken_back":
            sharing.take_back(share, by=self.manager, at=self._at(days - 10))
        return share

    def _invite(self) -> None:
        """Ask somebody in who has not come yet: told to the team, and to who leads on it."""
        who, field = self.team | self.lead, "accounts.Invitation"
        invite(
            by=self.manager,
            place=self.service,
            role="contributor",
            name=self.planter.plant(f"{field}.name", who, service=self.service),
            sign_in_name=self.planter.plant(f"{field}.sign_in_name", who, service=self.service),
        )

    def _open(self) -> None:
        """Leave one open, with words that its author has typed and not saved."""
        assessment = self._talk("open", 3).begin()
        alone = {f"person:{self.by.email}"}
        page = f"place-{self.framework.lines.filter(kind='theme').order_by('order')[0].code}"
        draft = self.planter.plant(
            "assessments.Draft.fields", alone, service=self.service, conversation="open"
        )
        actions.keep_draft(user=self.by, assessment=assessment, page=page, fields={"words": draft})
        kept = self.planter.plant("accounts.KeptPost.body", alone, service=self.service)
        path = f"{assessment.get_absolute_url()}coffee/"
        keep_post(path=path, body=urlencode({"words": kept}), by=self.by)

    def _being_put_right(self) -> None:
        """Leave a finished one open for a correction, with its reason."""
        talk = self._talk("being_put_right", 3)
        assessment = talk.begin()
        actions.finish(assessment, by=self.by, at=next(talk.times))
        reason = talk.word("Assessment.reopen_reason")
        actions.put_right(assessment, reason=reason, by=self.manager, at=next(talk.times))

    def _note(self, fate: str) -> None:
        """Keep a note that waits for the next conversation, or is read in the open one."""
        word = self.planter.plant(
            "assessments.Note.words", self.team, service=self.service, conversation=fate
        )
        actions.keep_note(service=self.service, words=word, by=self.by)
