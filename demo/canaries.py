"""Teams whose every free text is one unmistakable word, with who may ever see it.

Three services, by canaries.yaml: our own, a sibling in the same organisation, one elsewhere. Each
has conversations of every fate, so that a check can walk the site as anybody and find at once
what should not have been there. Roles are written "manager:canary-own", "lead:canary-north",
"reader:canary-body", "staff" (who runs the site) and "person:EMAIL" (that person alone).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from accounts.actions import invite
from accounts.kept_posts import keep_post
from accounts.models import Organisation
from assessments import actions
from assessments.models import Closure
from demo.between import PlantedTie
from demo.canary_people import (
    outside,
    plant_organisation,
    plant_person,
    plant_practice,
    plant_service,
    team_of,
)
from demo.people import Cast, read
from demo.planting import Canary, PlantedTalk, Planter
from demo.shares import plant_waits
from example.story import Story, clock
from frameworks.models import Framework
from reports.content import SECTIONS
from sharing import actions as sharing
from sharing.actions.replying import ReplyPart
from sharing.models import Reply, Share
from sharing.models.words import SHARE_TEXTS

# Days back from today of each finished conversation, oldest first, by what became of it.
FATES = {"early": 420, "shown": 340, "taken_back": 260, "ended": 200, "sent": 120}
PUT_RIGHT = {"early", "shown"}


def plant(framework: Framework, today: dt.date) -> list[Canary]:
    """Make the canary teams. Return every word with its field and who may ever see it.

    Raises RenderError where PDFs cannot be made here: half of it would prove nothing.
    """
    story, cast, planter = read("canaries"), Cast(), Planter()
    for organisation in story["organisations"]:
        cast.organisations[organisation["slug"]] = plant_organisation(organisation, story, planter)
    for service in story["services"]:
        cast.services[service["slug"]] = plant_service(service, cast, planter)
    for account in story["accounts"]:
        cast.people[account["email"]] = plant_person(account, cast, planter, today)
    for service in story["services"]:
        tie = PlantedTie(service, cast, planter, today) if "shares" in service else None
        if tie:
            tie.agree()
        Plot(service, cast, planter, framework, today).play()
        if tie:
            tie.go_on()
    for account in story["accounts"]:
        if account.get("practises"):
            plant_practice(cast.people[account["email"]], planter, framework, today)
    return planter.planted


@dataclass
class Plot:
    """One service's conversations and shares."""

    story: Story
    cast: Cast
    planter: Planter
    framework: Framework
    today: dt.date

    def __post_init__(self) -> None:
        """Look up who and what."""
        self.service = self.cast.services[self.story["slug"]]
        self.by = self.cast.people[self.story["by"]]
        self.manager = self.cast.people[self.story["manager"]]
        self.team = team_of(self.service.slug)
        self.lead, self.body = outside(self.story)

    def play(self) -> None:
        """Play every fate, then set one aside and leave one open."""
        for fate, days in FATES.items():
            self._finished(fate, days)
        aside = self._talk("set_aside", 40).begin()
        actions.set_aside(aside, by=self.manager, at=self._at(39))
        if "shares" in self.story:
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
        actions.decide_release(
            closure, is_shown=fate == "shown", by=self.manager, at=next(talk.times)
        )
        if "shares" in self.story and fate in {"taken_back", "ended", "sent"}:
            self._share(fate, days, talk, closure)
        if "shares" in self.story and fate == "early":
            self._share("prepared", days, talk, closure)
            self._brought(days)
            self._share("shown_to_team", days, talk, closure)

    def _reply(self, share: Share, fate: str, days: int) -> None:
        """Let the body send a part of a reply, and keep a draft of another."""
        reader = share.body.memberships.live().first()
        if reader is None:
            return
        at = self._at(days - 7)

        def word(name: str, who: set[str]) -> str:
            field = f"sharing.Reply.{name}"
            return self.planter.plant(field, who, service=self.service, conversation=fate)

        part = ReplyPart(share, Reply.About.HEARD)
        fields = {"words": word("words", self.team | self.body)}
        sharing.send_reply(part, fields, seen=part.seen(), by=reader.user, at=at)
        for ask in share.asks.filter(included=True):
            part = ReplyPart(share, Reply.About.ASK, ask.ask)
            names = ("words", "about_when")
            fields = {name: word(name, self.body) for name in names} | {"answer": "will"}
            sharing.keep_reply(part, fields, seen=part.seen(), by=reader.user, at=at)

    def _share(self, fate: str, days: int, talk: PlantedTalk, closure: Closure) -> Share:
        """Prepare a report of one conversation, and let its fate come."""
        body = self.cast.organisations[self.story["shares"]]
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
            asks=talk.asks,
            held=talk.kept_back,
            **self._words_of(fate, who),
            held_marked=fate == "sent",
            at=self._at(days - 1),
        )
        if fate == "prepared":
            return share
        sharing.show_to_team(share, by=self.manager, at=self._at(days - 2))
        if fate == "shown_to_team":
            if self.by != self.manager:  # one person waits for nobody
                waits = (self._at(days - 3), self._at(days - 4))
                plant_waits(share, self.planter, self.team, (self.by, self.manager), waits)
            return share
        sharing.send(share, by=self.manager, at=self._at(days - 6))
        self._reply(share, fate, days)
        if fate == "taken_back":
            sharing.take_back(share, by=self.manager, at=self._at(days - 10))
        return share

    def _brought(self, days: int) -> None:
        """Begin a report for a body that is not here yet: it is the team's, and the site's."""
        name, address = (
            self.planter.plant(field, who, service=self.service, conversation="brought")
            for field, who in (
                ("accounts.Organisation.name", self.team | {"staff"}),
                ("sharing.Share.invites", self.team),
            )
        )
        share = sharing.prepare_for_new_body(
            service=self.service,
            name=f"Canary Trust {name}",
            address=f"{address}@demo.example",
            by=self.manager,
            at=self._at(days - 1),
        )
        # Its address is asked for by anybody, so no word may stand in it.
        Organisation.objects.filter(pk=share.body_id).update(slug=f"{self.service.slug}-trust")

    def _words_of(self, fate: str, who: set[str]) -> dict[str, Any]:
        """Return what one report says and no other; on the agenda it is the team’s alone."""

        def word(name: str, whose: set[str]) -> str:
            field = f"sharing.Share.{name}"
            return self.planter.plant(field, whose, service=self.service, conversation=fate)

        fields: dict[str, Any] = {}
        for name in SHARE_TEXTS:
            at_the_table = name == "hard_to_say" and fate == "sent"
            if name != "purpose":
                fields[name] = word(name, self.team if at_the_table else who)
        return fields | {"hard_on_agenda": fate == "sent", "quotable": "private"}

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
        post = self.planter.plant("accounts.KeptPost.body", alone, service=self.service)
        path = f"{assessment.get_absolute_url()}coffee/"
        keep_post(path=path, body=urlencode({"words": post}), by=self.by)

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
