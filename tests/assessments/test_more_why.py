"""Does the bead still sit right? Where it moves away from last time's level, one tap why."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Assessment, Judgement
from frameworks.models import Level, Line
from tests.shown import send, shown_form

QUESTION = "What makes the difference? Only if you like."
WHY = {"why_differs": "seen_clearly", "recast": "shoot", "recast_finer": "4"}


def further(talk: Assessment) -> str:
    return reverse("further", args=[talk.pk, "soil"])


def judged(talk: Assessment) -> Judgement:
    return talk.team.judgements.get()


def settle(talk: Assessment, soil: Line, level: Level, by: User) -> Assessment:
    """Place *soil* with an example."""
    actions.place(talk, soil, Choice("placed", level), by=by, seen=0)
    actions.add_example(talk, words="After rain", lines=[soil], by=by)
    return talk


@pytest.fixture
def first(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> Assessment:
    """Return a longer conversation, the first, with *soil* on leaf."""
    actions.open_theme(conversation, soil, by=contributor)
    return settle(conversation, soil, levels["leaf"], contributor)


@pytest.fixture
def second(
    first: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> Assessment:
    """Return the next one, with *soil* on leaf again."""
    actions.finish(first, by=contributor)
    again = actions.start(
        service=first.service, framework=first.framework, length="more", by=contributor
    )
    return settle(again, soil, levels["leaf"], contributor)


def test_why_is_not_asked_the_first_time(staff: Client, first: Assessment) -> None:
    page = staff.get(further(first)).content.decode()

    assert "does the bead still sit right?" in page
    assert QUESTION not in page


def test_why_is_asked_after_what_it_was_last_time(staff: Client, second: Assessment) -> None:
    page = staff.get(further(second)).content.decode()

    assert QUESTION in page
    assert "Last time I called it leaf." in page  # one person is the whole team
    assert page.count('class="option is-last"') == 1


@pytest.mark.parametrize(
    ("card", "why", "recast"), [("seed", "seen_clearly", "shoot"), ("leaf", "", None)]
)
def test_why_is_kept_where_the_level_is_another(
    staff: Client, second: Assessment, card: str, why: str, recast: str | None
) -> None:
    send(staff, further(second), still="move", card=card, finer="2", **WHY)

    row = judged(second)
    assert (row.level.code, row.why_differs) == (card, why)
    assert (row.recast_level and row.recast_level.code) == recast
    assert row.recast_finer == (4 if recast else None)


def test_why_goes_with_a_move_only(staff: Client, second: Assessment) -> None:
    send(staff, further(second), still="leave", **WHY)

    assert judged(second).why_differs == ""


def test_why_said_before_is_there_and_stays(
    staff: Client, second: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    place = reverse("place", args=[second.pk, "soil"])
    send(staff, place, choice="at:seed", change="moved", why_differs="around_us")

    assert shown_form(staff.get(further(second)))["why_differs"] == ["around_us"]
    send(staff, further(second), still="move", card="shoot")

    assert (judged(second).level.code, judged(second).why_differs) == ("shoot", "around_us")


@pytest.mark.parametrize("typed", [{"why_differs": "weather"}, {"recast": "on-our-minds"}])
def test_why_that_is_no_answer_is_refused(
    staff: Client, second: Assessment, typed: dict[str, str]
) -> None:
    answer = send(staff, further(second), still="move", card="seed", **typed)

    assert answer.status_code == 422
    assert judged(second).level.code == "leaf"
