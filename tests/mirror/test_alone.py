"""Where one person is the whole team, the mirror speaks of no team to them."""

from accounts.actions import end_membership
from mirror import actions
from tests.mirror.conftest import talk
from tests.mirror.test_mirror import open_it, page
from tests.sharing.test_team_of_one import SPEAKS, spoken


def test_pages_of_the_mirror_for_a_team_of_one(
    client, framework, service, manager, pair, ours, theirs, body_manager
):
    for membership in service.memberships.filter(ended_on=None).exclude(user=manager):
        end_membership(membership, by=manager)
    client.force_login(manager)
    wrong = {}

    def read():
        acts = ("", "show", "end")
        for address in (page(service), *(page(service, pair, act) for act in acts)):
            answer = client.get(address)
            assert answer.status_code in {200, 404}, address
            if answer.status_code == 200 and (match := SPEAKS.search(spoken(answer))):
                wrong[address] = match.string[max(0, match.start() - 60) : match.end() + 40]

    read()
    open_it(pair, ours, theirs, manager, body_manager)
    read()
    talk(service, framework, "Newer.", manager)
    read()
    actions.end(pair, team=service, by=manager)
    read()
    assert not wrong, wrong
