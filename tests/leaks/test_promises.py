"""What a letter or a page says that somebody can do they can: by the policy, and by its link."""

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Letter, Service, User
from accounts.policy import Act, Role, may
from accounts.selectors import notices_for, people_of
from office.actions.deletions import agree_to_deletion, ask_deletion, may_agree
from tests.leaks.world import OWN, World
from tests.source import ROOT, templates

pytestmark = pytest.mark.pdf  # the canary teams have PDFs

TEAM = {Role.CONTRIBUTOR, Role.MANAGER}
MANAGER = {Role.MANAGER}
# What is said of several people at once, the act it promises, and to whom.
PROMISES = {
    "anybody can stop it": (Act.DELETE_TEAM, TEAM),
    "anybody in the team can stop it": (Act.DELETE_TEAM, TEAM),
    "any of you can stop it": (Act.DELETE_TEAM, TEAM),
    "anybody in the team who does not manage it can ask that it waits": (
        Act.ASK_TO_WAIT,
        {Role.CONTRIBUTOR},
    ),
    "anybody in it who does not manage it can ask that it waits": (
        Act.ASK_TO_WAIT,
        {Role.CONTRIBUTOR},
    ),
    "whoever looks after it can take a copy along": (Act.EXPORT_TEAM, MANAGER),
    "any of you can take back what was sent": (Act.TAKE_BACK_UNLED, TEAM),
    "anybody in the team can take back what was sent": (Act.TAKE_BACK_UNLED, TEAM),
    "anybody in it can take back what was sent": (Act.TAKE_BACK_UNLED, TEAM),
    "can be taken back by any of you": (Act.TAKE_BACK_UNLED, TEAM),
    "two of you can let in whoever leads on this": (Act.LET_LEAD_IN, TEAM),
    "whoever looks after one can ask you in": (Act.INVITE_TO_TEAM, MANAGER),
    "whoever looks after your team can ask you in": (Act.INVITE_TO_TEAM, MANAGER),
    "whoever looks after your team asks you in": (Act.INVITE_TO_TEAM, MANAGER),
    "whoever looks after your team hands you a new link": (Act.ARRANGE_PEOPLE, MANAGER),
    "whoever looks after the team hands you a new link": (Act.ARRANGE_PEOPLE, MANAGER),
    "whoever looks after the team hands over a new link": (Act.ARRANGE_PEOPLE, MANAGER),
    "whoever looks after their team makes a new link": (Act.ARRANGE_PEOPLE, MANAGER),
}
LOOKS = "whoever looks after (?:it|one|the team|your team|their team)"
WHO = f"(?:anybody|any of you|two of you|{LOOKS})"
SAID = re.compile(
    rf"{WHO}(?: in it| in the team| of the team)?(?: who does not manage it)?,?"
    r" (?:can|asks|hands|makes) [^.,:<{]*"
    r"|can be taken back by any of you",
    re.IGNORECASE,
)


def promised() -> dict[str, str]:
    """Return what templates promise in these words, in small letters, and where."""
    promises = {}
    for path in templates():
        text = html.unescape((ROOT / path).read_text(encoding="utf-8"))
        for match in SAID.finditer(" ".join(text.split())):
            promises[match[0].strip().lower()] = str(path)
    return promises


def test_every_promise_is_one_that_the_policy_keeps():
    promises = promised()
    unknown = {
        words: path for words, path in promises.items() if not any(map(words.startswith, PROMISES))
    }
    assert unknown == {}
    for words, (act, roles) in PROMISES.items():
        assert any(promise.startswith(words) for promise in promises), (
            f"nobody says so any more: {words}"
        )
        assert {role for role in roles if may(act, {role})} == roles, words


def test_who_may_not_take_a_copy_is_not_told_that_they_can():
    """The letter that all of a team's data goes is one for all of them."""
    assert not may(Act.EXPORT_TEAM, {Role.CONTRIBUTOR})
    for words in promised():
        assert "take a copy" not in words or words.startswith("whoever looks after it")


def test_what_a_letter_or_a_notice_leads_to_opens_for_who_gets_it(world: World):
    service = Service.objects.get(slug=OWN)
    team = list(people_of(service))
    wish = ask_deletion(service, by=team[0], at=timezone.now())
    agree_to_deletion(wish, by=next(member for member in team if may_agree(wish, member)))
    wrong, seen = {}, set()
    for person in User.objects.filter(is_active=True):
        browser = Client()
        browser.force_login(person)
        letters = Letter.objects.waiting().filter(user=person).exclude(path="")
        ways = {f"letter {letter.kind}": letter.path for letter in letters}
        ways |= {f"notice {member.kind}": member.leads_to for member in notices_for(person)}
        for what, path in ways.items():
            if path:
                seen.add(what)
                status = browser.get(path, follow=True).status_code
                if status != 200:
                    wrong[f"{what} to {person.email}"] = (path, status)
    assert wrong == {}
    assert {"letter deletion_agreed", "notice deletion_agreed"} <= seen
    assert len(seen) > 15
