"""Of a team whose data has gone nothing is found, but what a body said and what both agreed."""

import pytest
from django.utils import timezone

from accounts.models import Service
from assessments.sealing.verify import problems
from export.file.importing import bring_in
from export.file.writing import file_of_organisation
from export.selectors import team_called
from office.actions.wiping import wipe_team
from pages.commands import CannotDo
from sharing.models import Reply, Share
from tests.everywhere import everything
from tests.export.written import Written, moved
from tests.leaks.world import ACTORS, ELSEWHERE, OWN, World

pytestmark = pytest.mark.pdf  # the canary teams have PDFs

# Whose words these are: the team's name, the organisation's, the body's own and what it is called,
# what two agreed.
STAYS = {
    "accounts.Grouping.name",
    "accounts.Organisation.name",
    "accounts.Service.name",
    "accounts.Service.second_name",
    "sharing.Reply.words",
    "assessments.AskAnswer.words",
    "assessments.AskAnswer.about_when",
    *(f"agreeing.Understanding.{name}" for name in ("asked", "talk", "ours", "theirs", "turn_to")),
    "agreeing.Understanding.more_terms",
    "agreeing.Remark.words",
    "agreeing.CameOf.words",
    "agreeing.Meeting.where",
}


def found_of(world: World, slug: str) -> set[str]:
    """Return the fields of a team whose words stand anywhere."""
    stored = "\n".join(everything().values())
    own = [word for word in world.words.values() if word["service"] == slug]
    return {canary["field"] for canary in own if canary["word"] in stored}


def test_nothing_of_a_deleted_team_is_found_anywhere(world: World):
    service = Service.objects.get(slug=OWN)
    before = found_of(world, ELSEWHERE)
    sent = Share.objects.filter(service=service, sent_at__isnull=False)
    replies = set(Reply.objects.filter(share__in=sent, sent_at__isnull=False))
    assert found_of(world, OWN) - STAYS
    assert replies

    wipe_team(service, at=timezone.now())

    assert found_of(world, OWN) <= STAYS
    assert found_of(world, ELSEWHERE) == before
    assert set(Reply.objects.filter(share__service=service)) == replies
    live = world.targets[OWN].things["sent reference"][0]
    for actor, status in (("reader", 410), ("manager", 404), ("anonymous", 302)):
        assert world.actors[actor].client.get(f"/shared/{live}/").status_code == status, actor
    reader = world.actors["reader"].client
    reply = f"/shared/{live}/reply/"
    assert reader.get(reply).status_code == 200
    ask_page = f"{reply}{world.targets[OWN].things['sent reference, ask'][1]}/"
    assert reader.get(ask_page).status_code == 410
    late = reader.post(ask_page, {"answer": "will", "words": "Ring us.", "act": "send"})
    assert late.status_code == 410
    assert "Ring us." in late.content.decode()
    page = reader.get(f"/with/{world.targets[OWN].things['tie'][0]}/")
    assert page.status_code == 200
    assert reader.get("/shared/").status_code == 200
    assert ACTORS["reader"] not in page.content.decode()
    wipe_team(service, at=timezone.now())
    assert found_of(world, OWN) <= STAYS


def test_what_is_left_of_a_deleted_team_is_no_fault_and_does_not_move_house(world: World, tmp_path):
    """A body's own words stay here with what they hang on; they are not the organisation's."""
    service = Service.objects.select_related("organisation").get(slug=OWN)
    siblings = service.organisation.services.exclude(pk=service.pk).filter(practice_of=None)
    names = sorted(siblings.values_list("name", flat=True))

    wipe_team(service, at=timezone.now())

    assert list(problems()) == []
    file = b"".join(file_of_organisation(service.organisation, "default"))
    assert service.name.encode() not in file
    came = bring_in(Written(tmp_path, moved(file)).path())
    assert sorted(note.name for note in came) == names
    with pytest.raises(CannotDo, match="was deleted for good"):
        team_called(OWN)
