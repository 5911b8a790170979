"""Anybody asks for a page of anything: what they get, and which words stand on it."""

import copy
import re

from django.test import Client
from django.urls import reverse

from accounts.actions import log
from accounts.models import User
from sharing.models import OPENINGS_EXPLAINED, Share
from tests.stateful.model import Model

WORD = re.compile(r"zz\d+word")
OPENED, GONE, NOT_FOUND = 200, 410, 404
TO_SIGN_IN = (302, "/account/login/")


class Eyes:
    """The browsers of all."""

    def __init__(self, people: dict[str, User]) -> None:
        self.people = people
        self.browsers: dict[str, Client] = {}
        for name, user in people.items():
            self.browsers[name] = Client()
            self.browsers[name].force_login(user)
            log(OPENINGS_EXPLAINED, by=user)
        self.cookies = {
            name: copy.deepcopy(browser.cookies) for name, browser in self.browsers.items()
        }
        self.signed_in = set(people)

    def wake(self) -> None:
        """Let everybody be signed in as in the beginning."""
        for name, browser in self.browsers.items():
            browser.cookies = copy.deepcopy(self.cookies[name])
        self.signed_in = set(self.browsers)

    def sign_out(self) -> None:
        """Let nobody be signed in any more; their browsers still have the cookie."""
        self.signed_in = set()

    def look(self, model: Model, who: str, which: int) -> None:
        """Ask for one page, and compare it with what ought to be so."""
        if who not in self.signed_in | model.closed:
            assert self.browsers[who].get("/").status_code == TO_SIGN_IN[0]
            self.browsers[who].force_login(self.people[who])
            self.signed_in.add(who)
        addresses = list(self.addresses(model, who))
        path, status, is_theirs = addresses[which % len(addresses)]
        answer = self.browsers[who].get(path)
        where = f"{who} asks for {path}"
        if who in model.closed:
            reply = answer.status_code, answer.headers.get("Location", "").partition("?")[0]
            assert reply == TO_SIGN_IN, f"{where}: {reply}"
            return
        if status is not None:
            assert answer.status_code == status, f"{where}: {answer.status_code}, not {status}"
        text = answer.content.decode()
        words = set(WORD.findall(text))
        assert words <= model.words_of(who), f"{where}: {words - model.words_of(who)}"
        assert is_theirs or "zzkind" not in text, f"{where}: tells which kinds of people were there"

    def addresses(self, model: Model, who: str):
        """Give every page with the answer it should get, and whether it is a team's own.

        None: it depends on what there is to show.
        """
        may = model.readable(who)
        for key, talk in model.talks.items():
            theirs = key in may["talk"]
            closed_to = None if theirs else NOT_FOUND
            yield reverse("conversation", args=[key]), closed_to, theirs
            yield reverse("read-back", args=[key]), closed_to, theirs
            for record in talk.records:
                own = OPENED if record in may["record"] else NOT_FOUND
                yield reverse("record", args=[record]), own, theirs
                status = OPENED if record in may["shown"] else NOT_FOUND
                yield reverse("shown", args=[record]), status, False
        for key in model.reports:
            own = OPENED if key in may["share"] else NOT_FOUND
            theirs = key in may["share"]
            yield reverse("share", args=[key]), own, theirs
            reference = Share.objects.values_list("reference", flat=True).get(pk=key)
            yield reverse("shared-report", args=[reference]), self.of_reader(model, who, key), False
        for team in model.teams:
            theirs = model.in_team(who, team)
            for name in ("service", "journey"):
                yield reverse(name, args=[team]), None if theirs else NOT_FOUND, theirs
            yield (
                reverse("shown-team", args=[team]),
                None if model.leads(who, team) else NOT_FOUND,
                False,
            )
        theirs = any(model.in_team(who, team) for team in model.teams)
        for name in ("home", "your-teams", "shared-with-us"):
            yield reverse(name), None, theirs

    def of_reader(self, model: Model, who: str, key: object) -> int:
        report = model.reports[key]
        if key in model.readable(who)["report"]:
            return OPENED
        had = (who, report.body) in model.roles and report.was_sent
        return GONE if had else NOT_FOUND
