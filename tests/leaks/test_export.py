"""Files of teams made of nothing but canaries: who may read a word finds it, and nobody else."""

import io
import json

import pytest

from accounts.models import Organisation, Service
from export.file.importing import bring_in
from export.file.kinds import BY_NAME
from export.file.writing import file_of_organisation, file_of_team
from export.handing_over import write_shown, write_team
from pages.commands import CannotDo
from tests.export.written import Written, moved
from tests.leaks.world import ELSEWHERE, OWN, SIBLING, Actor, World

pytestmark = pytest.mark.pdf
MANAGERS = {OWN: "manager", SIBLING: "sibling manager", ELSEWHERE: "elsewhere manager"}
# Fates of conversations and reports whose words are in no file, and why.
FATES = {
    "set_aside": "it has no page any more",
    "prepared": "a report that is being prepared is its manager's alone",
}
# Other words that a manager may read and that are in no file of their team, and why.
NOT_IN_IT = {
    "accounts.Grouping.name": "of the organisation, and in its file",
    "accounts.Organisation.name": "of a body it asked in: stands on a report once that is sent",
    "accounts.Invitation.name": "people are asked in anew elsewhere",
    "accounts.Invitation.sign_in_name": "the same",
    "accounts.KeptPost.body": "one person's alone",
    "assessments.Draft.fields": "one person's alone",
    "sharing.Share.invites": "an address, of use only until the report is sent",
    "sharing.WaitAnswer.said": "said without a name; it goes with the copy that waits",
    "sharing.WaitAnswer.words": "the same",
    "sharing.Waits.said": "the same",
}
# Kinds of rows that these teams have none of.
NOT_SAID = {"taken_out", "step_review_line"}
# Who said yes to an understanding is named to the other side, as on its page.
TOLD = {"accounts.User.display_name of None (at any time)"}


def text_of(slug: str) -> str:
    return b"".join(file_of_team(Service.objects.get(slug=slug), "default")).decode()


def missing(world: World, slug: str) -> set[str]:
    """Return what a manager may read of their team and is not in its file, by field or fate."""
    actor, text = world.actors[MANAGERS[slug]], text_of(slug)
    fates = set()
    for word in world.words.values():
        theirs = word["service"] == slug and actor.roles & set(word["who_may_see"])
        if theirs and word["word"] not in text:
            fate = word["conversation"]
            fates.add(fate if fate in FATES else word["field"])
    return fates


@pytest.mark.parametrize("slug", MANAGERS)
def test_teams_file_has_nothing_that_its_manager_may_not_read(world, slug):
    actor, text = world.actors[MANAGERS[slug]], text_of(slug)
    assert world.leaked(actor, text) <= TOLD
    assert world.addresses_in(actor, text) == set()


def test_teams_file_has_all_that_the_team_may_read(world):
    fates = set()
    for slug in MANAGERS:
        fates |= missing(world, slug)
    assert fates == set(FATES) | set(NOT_IN_IT)


@pytest.mark.parametrize("slug", MANAGERS)
def test_teams_words_are_its_own(world, slug):
    file = io.BytesIO()
    write_team(Service.objects.get(slug=slug), "csv", file)
    assert world.leaked(world.actors[MANAGERS[slug]], file.getvalue().decode()) == set()


@pytest.mark.parametrize(("slug", "name"), [(OWN, "lead"), (ELSEWHERE, "elsewhere lead")])
def test_what_teams_showed_has_what_their_lead_may_read(world, slug, name):
    actor, file = world.actors[name], io.BytesIO()
    organisation = Organisation.objects.get(services__slug=slug)
    write_shown(organisation, "json", file)
    text = file.getvalue().decode()
    assert world.leaked(actor, text) == set()
    assert "assessments.Example.words" in world.fields_in(text)


def test_whole_organisation_has_only_what_its_teams_may_read(world):
    organisation = Organisation.objects.get(services__slug=OWN)
    text = b"".join(file_of_organisation(organisation, "default")).decode()
    both = Actor("both", world.actors["manager"].client)
    for name in ("manager", "sibling manager", "lead"):
        both.roles |= world.actors[name].roles
    assert world.leaked(both, text) <= TOLD


def test_team_that_has_everything_comes_in_elsewhere_and_is_written_again_the_same(world, tmp_path):
    """But for addresses, which another has here, and the order of its keys, which are others."""
    first = Written(tmp_path, moved(text_of(OWN).encode()))
    (team,) = bring_in(first.path())
    assert {row["row"] for row in map(json.loads, first.rows)} >= set(BY_NAME) - NOT_SAID
    assert team.slug == f"{OWN}-2"
    again = Written(tmp_path, b"".join(file_of_team(team, "default")))
    assert same(again) == same(first)


def same(written: Written) -> list[str]:
    """Return the rows of a file in an order that is the same for other keys, without addresses."""
    rows = []
    for row in map(json.loads, written.rows):
        if row["row"] in {"service", "organisation"}:
            del row["slug"]
        rows.append(json.dumps(row, sort_keys=True))
    return sorted(rows)


def test_report_that_was_changed_does_not_come_in(world, tmp_path):
    file = Written(tmp_path, moved(text_of(OWN).encode()))
    file.change("share", '"document":"{', '"document":"{ ')
    with pytest.raises(CannotDo, match=r"a report, QZ-\S+, is not as it was sent"):
        bring_in(file.path())
