"""Every code of what is held about a person has words on their page."""

import ast
import re

import pytest
from django.urls import reverse

from accounts.actions import log
from home.first_visits import WHO
from office.personal_data.labels import CODES, in_words
from tests.office.conftest import text
from tests.office.test_team import browser
from tests.source import APPS, ROOT, modules

RECORD = {"log", "note_act", "tell_other_side", "tell", "tell_team", "write_letter"}


def recorded() -> set[str]:
    """Return every act, notice and letter that the code names where it records one."""
    strings = set()
    for module in modules(*APPS):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORD:
                strings |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return {string for string in strings if isinstance(string, str)}


def kinds_in_templates() -> set[str]:
    """Return every kind of notice and letter that has a template."""
    notices = (ROOT / "templates/home/_notices.html").read_text(encoding="utf-8")
    letters = (ROOT / "templates/letters").glob("*_subject.txt")
    return {
        *re.findall(r'notice\.kind == "(\w+)"', notices),
        *(letter.name.removesuffix("_subject.txt") for letter in letters),
    }


def test_whatever_is_recorded_or_told_has_words():
    assert len(recorded()) > 60
    assert len(kinds_in_templates()) > 40
    assert (recorded() | kinds_in_templates() | set(WHO)) - set(CODES) == set()


@pytest.mark.parametrize(
    "code", ["invited_reader", "joined_team_as_manager", "person_password_changed"]
)
def test_codes_that_are_put_together_have_words(code):
    assert "_" not in in_words(code)


def test_page_says_what_was_done_in_words(contributor, service):
    log("around_added", by=contributor, service=service)
    page = text(browser(contributor).get(reverse("about-me")))
    assert "what changed around the team was noted" in page
    assert "around added" not in page
    assert "one of a team, who looks after a team" in page
