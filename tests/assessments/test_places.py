"""Where a line is placed, and the first thought."""

import pytest

from accounts.models import User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Ask, Assessment, FactorNote, Judgement
from frameworks.models import Framework, Level, Line


def test_place_keeps_the_first_thought(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    judgement = actions.place(
        conversation, soil, Choice("placed", levels["shoot"], 2), by=contributor, seen=0
    )

    assert (judgement.status, judgement.level, judgement.finer) == ("placed", levels["shoot"], 2)
    assert (judgement.first_status, judgement.first_level, judgement.first_finer) == (
        "placed",
        levels["shoot"],
        2,
    )


@pytest.mark.parametrize(("change", "first"), [("slip", "leaf"), ("moved", "shoot")])
def test_place_again_asks_slip_or_moved(
    change: str,
    first: str,
    conversation: Assessment,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
) -> None:
    actions.place(conversation, soil, Choice("placed", levels["shoot"]), by=contributor, seen=0)
    again = Choice("placed", levels["leaf"])

    with pytest.raises(actions.Refused, match="slip"):
        actions.place(conversation, soil, again, by=contributor, seen=1)
    judgement = actions.place(
        conversation, soil, again, by=contributor, seen=1, change=change, moved_because="Nights."
    )

    assert judgement.level == levels["leaf"]
    assert judgement.first_level == levels[first]
    assert judgement.moved_because == "Nights."


def test_slip_after_a_move_forgets_what_moved_it(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    def place(level: str, **more: str) -> Judgement:
        choice = Choice("placed", levels[level])
        return actions.place(conversation, soil, choice, by=contributor, **more)

    place("seed")
    place("shoot", change="moved", moved_because="Nights.")
    judgement = place("leaf", change="slip")

    assert (judgement.first_level, judgement.moved_because) == (levels["leaf"], "")


def test_place_after_an_empty_judgement_is_the_first_thought(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    actions.enough_for_today(conversation, soil, enough=True, by=contributor)

    judgement = actions.place(
        conversation, soil, Choice("placed", levels["leaf"]), by=contributor, seen=0
    )

    assert judgement.first_level == levels["leaf"]


def test_place_by_another_meanwhile_is_said(
    conversation: Assessment,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
    manager: User,
) -> None:
    actions.place(conversation, soil, Choice("placed", levels["leaf"]), by=manager, seen=0)

    with pytest.raises(actions.Stale) as caught:
        actions.place(conversation, soil, Choice("placed", levels["seed"]), by=contributor, seen=0)

    assert caught.value.current.level == levels["leaf"]
    assert Judgement.objects.get().level == levels["leaf"]


def test_place_the_same_by_another_is_no_conflict(
    conversation: Assessment,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
    manager: User,
) -> None:
    for person in (manager, contributor):
        actions.place(conversation, soil, Choice("placed", levels["leaf"]), by=person, seen=0)

    assert Judgement.objects.get().level == levels["leaf"]


def test_keep_both_makes_several_views(
    conversation: Assessment,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
    manager: User,
) -> None:
    actions.place(conversation, soil, Choice("placed", levels["leaf"]), by=manager, seen=0)

    judgement = actions.keep_both(
        conversation, soil, Choice("placed", levels["seed"]), by=contributor
    )

    assert judgement.status == "differs"
    assert judgement.level is None
    assert [view.level for view in judgement.differences.all()] == [levels["leaf"], levels["seed"]]


def test_differs_keeps_several_views(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    views = (
        (levels["leaf"], None, "Days."),
        (None, None, "Nights: in daylight."),
        (None, None, ""),
    )

    judgement = actions.place(
        conversation, soil, Choice("differs"), by=contributor, seen=0, views=views
    )

    views_there = [(view.level, view.words) for view in judgement.differences.all()]
    assert sorted(views_there, key=lambda view: view[1]) == [
        (levels["leaf"], "Days."),
        (None, "Nights: in daylight."),
    ]


def test_not_ours_makes_an_obstacle_and_an_ask_once(
    conversation: Assessment, soil: Line, contributor: User
) -> None:
    for seen in (0, 1):
        actions.place(
            conversation,
            soil,
            Choice("not_ours"),
            by=contributor,
            seen=seen,
            status_words="The landlord decides.",
        )

    note = FactorNote.objects.get()
    assert (note.words, note.reach, note.factor.kind) == (
        "The landlord decides.",
        "someone_else",
        "obstacle",
    )
    assert list(note.lines.all()) == [soil]
    assert Ask.objects.get().to == "unknown"


def test_not_ours_again_next_time_is_the_same_obstacle(
    conversation: Assessment, soil: Line, contributor: User
) -> None:
    words = "The landlord decides."
    actions.place(
        conversation, soil, Choice("not_ours"), by=contributor, seen=0, status_words=words
    )
    actions.finish(conversation, by=contributor)
    later = actions.start(
        service=conversation.service,
        framework=conversation.framework,
        length="themes",
        by=contributor,
    )

    actions.place(later, soil, Choice("not_ours"), by=contributor, seen=0, status_words=words)

    assert [note.state for note in FactorNote.objects.order_by("added_at")] == ["new", "still"]
    assert Ask.objects.count() == 1


def test_recast_is_kept_only_when_seen_more_clearly(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    recast = Choice("placed", levels["seed"], 4)
    judgement = actions.place(
        conversation,
        soil,
        Choice("placed", levels["shoot"]),
        by=contributor,
        seen=0,
        why_differs="we_changed",
        recast=recast,
    )
    assert judgement.recast_level is None

    judgement = actions.place(
        conversation,
        soil,
        Choice("placed", levels["shoot"]),
        by=contributor,
        seen=1,
        why_differs="seen_clearly",
        recast=recast,
    )
    assert (judgement.recast_level, judgement.recast_finer) == (levels["seed"], 4)


def test_place_refuses_half_a_place_and_other_frameworks(
    conversation: Assessment,
    framework: Framework,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
) -> None:
    other = Framework.objects.create(
        slug="other", version="1", name="O", source="s", acknowledgement="a", licence="l"
    )
    foreign = Level.objects.create(framework=other, code="far", name="Far", order=1, gloss="g")
    line = Line.objects.create(framework=other, kind="theme", code="far", name="Far", order=1)

    for on, choice in (
        (soil, Choice("placed")),
        (soil, Choice("another_day", levels["leaf"])),
        (soil, Choice("placed", foreign)),
        (line, Choice("another_day")),
        (soil, Choice("placed", levels["leaf"], 6)),
    ):
        with pytest.raises(actions.Refused):
            actions.place(conversation, on, choice, by=contributor, seen=0)

    assert not Judgement.objects.exists()


def test_place_refuses_a_reason_there_is_not(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    here = Choice("placed", levels["shoot"])

    with pytest.raises(actions.Refused, match="one of the reasons"):
        actions.place(conversation, soil, here, why_differs="different_people", by=contributor)

    assert not Judgement.objects.exists()
