"""Examples, helps and obstacles, steps, asks: what people write, from one time to the next."""

import uuid

import pytest

from accounts.models import User
from assessments import actions
from assessments.models import Assessment, Example
from frameworks.models import Line


def next_one(conversation: Assessment, by: User) -> Assessment:
    """Finish this one and start the next."""
    actions.finish(conversation, by=by)
    return actions.start(
        service=conversation.service, framework=conversation.framework, length="themes", by=by
    )


def test_first_example_on_a_line_is_the_teams_line(
    conversation: Assessment, soil: Line, light: Line, contributor: User, manager: User
) -> None:
    first = actions.add_example(conversation, words="Ours.\r\n", by=contributor, lines=[soil])
    second = actions.add_example(conversation, words="More.", by=manager, lines=[soil, light])

    assert (first.words, first.team_line) == ("Ours.", soil)
    assert second.team_line is None
    assert set(second.lines.all()) == {soil, light}


def test_removed_team_line_has_an_heir(
    conversation: Assessment, soil: Line, contributor: User
) -> None:
    first = actions.add_example(conversation, words="Ours.", by=contributor, lines=[soil])
    second = actions.add_example(conversation, words="More.", by=contributor, lines=[soil])

    actions.remove_row(conversation, first, by=contributor)

    second.refresh_from_db()
    assert second.team_line == soil


def test_edit_example_refuses_an_older_version_and_loses_nothing(
    conversation: Assessment, contributor: User, manager: User
) -> None:
    row = actions.add_example(conversation, words="Ours.", by=contributor)
    actions.edit_row(conversation, row, words="Theirs.", seen=0, by=manager)

    with pytest.raises(actions.Stale) as caught:
        actions.edit_row(conversation, row, words="Mine.", seen=0, by=contributor)

    assert caught.value.current.words == "Theirs."


def test_a_form_sent_twice_saves_once(conversation: Assessment, contributor: User) -> None:
    key = uuid.uuid4()
    with actions.one_save(conversation, key=key):
        actions.add_example(conversation, words="Once.", by=contributor)

    with pytest.raises(actions.AlreadySaved), actions.one_save(conversation, key=key):
        actions.add_example(conversation, words="Once.", by=contributor)

    assert Example.objects.count() == 1


def test_factor_lives_on_with_its_words_and_lines(
    conversation: Assessment, soil: Line, contributor: User
) -> None:
    named = actions.name_factor(
        conversation,
        kind="obstacle",
        words="No cover.",
        by=contributor,
        reach="someone_else",
        lines=[soil],
        to="manager",
    )
    later = next_one(conversation, contributor)

    note = actions.follow_up(later, named.factor, state="easier", by=contributor)

    assert (note.words, note.reach, note.state) == ("No cover.", "someone_else", "easier")
    assert list(note.lines.all()) == [soil]
    assert named.factor.ask.to == "manager"


def test_follow_up_refuses_what_is_not_on_the_list(
    conversation: Assessment, contributor: User
) -> None:
    here = actions.name_factor(conversation, kind="help", words="Tea.", by=contributor)

    with pytest.raises(actions.Refused):
        actions.follow_up(conversation, here.factor, state="gone", by=contributor)
    with pytest.raises(actions.Refused):
        actions.follow_up(conversation, here.factor, state="new", by=contributor)


def test_help_has_no_reach_and_is_no_ask(conversation: Assessment, contributor: User) -> None:
    note = actions.name_factor(
        conversation, kind="help", words="Tea.", by=contributor, reach="someone_else"
    )

    assert note.reach == ""
    assert not hasattr(note.factor, "ask")


def test_step_that_changed_nothing_is_a_result(conversation: Assessment, contributor: User) -> None:
    tried = actions.try_step(conversation, what="A debrief.", by=contributor, notice="Talk.")
    later = next_one(conversation, contributor)

    review = actions.look_back(
        later, tried.step, state="happened", learned="It changed nothing.", by=contributor
    )

    assert (review.what, review.notice, review.state, review.learned) == (
        "A debrief.",
        "Talk.",
        "happened",
        "It changed nothing.",
    )


def test_answer_opens_the_next_conversation(
    conversation: Assessment, contributor: User, manager: User
) -> None:
    named = actions.name_factor(
        conversation,
        kind="obstacle",
        words="No cover.",
        by=contributor,
        reach="both",
        to="manager",
    )
    actions.finish(conversation, by=contributor)
    with pytest.raises(actions.Refused):
        actions.answer_ask(named.factor.ask, answer="will", words=" ", by=manager)

    actions.answer_ask(named.factor.ask, answer="will", words="find an hour.", by=manager)

    later = actions.start(
        service=conversation.service,
        framework=conversation.framework,
        length="themes",
        by=contributor,
    )
    actions.follow_up(later, named.factor, state="still", by=contributor)
    sealed = actions.finish(later, by=contributor).record.factors[0].ask
    assert sealed is not None
    assert [(a.answer, a.words) for a in sealed.answers] == [("will", "find an hour.")]


def trying(conversation: Assessment) -> list[tuple[str, str, str, str, list[str]]]:
    """Return what the team will try, with who, how it is noticed, until when, and about what."""
    rows = conversation.step_reviews.filter(removed_at=None)
    return [
        (row.what, row.who, row.notice, row.by_when, [line.code for line in row.lines.all()])
        for row in rows
    ]


def test_same_step_said_again_is_one_step_with_what_was_said_of_it(
    conversation: Assessment, soil: Line, light: Line, contributor: User, manager: User
) -> None:
    first = actions.try_step(
        conversation, what="Ring nights in.", who="the lead", lines=[soil], by=contributor
    )
    again = actions.try_step(
        conversation, what="ring nights in\r\n", notice="They speak", lines=[light], by=manager
    )

    assert again == first
    assert trying(conversation) == [
        ("Ring nights in.", "the lead", "They speak", "", ["soil", "light"])
    ]


def test_same_words_with_somebody_else_to_see_to_it_are_another_step(
    conversation: Assessment, contributor: User
) -> None:
    for who in ("days", "nights", "days"):
        actions.try_step(conversation, what="Ring them.", who=who, by=contributor)

    assert [row[:2] for row in trying(conversation)] == [
        ("Ring them.", "days"),
        ("Ring them.", "nights"),
    ]


def test_step_that_is_over_or_was_taken_out_can_be_tried_anew(
    conversation: Assessment, contributor: User
) -> None:
    over = actions.try_step(conversation, what="Ring them.", by=contributor)
    actions.remove_row(conversation, over, by=contributor)
    actions.try_step(conversation, what="Ring them.", by=contributor)
    later = next_one(conversation, contributor)
    step = conversation.step_reviews.get(removed_at=None).step
    actions.look_back(later, step, state="happened", by=contributor)

    actions.try_step(later, what="Ring them.", by=contributor)

    assert [row.state for row in later.step_reviews.all()] == ["happened", "trying"]


def test_step_of_last_time_that_goes_on_is_not_named_anew(
    conversation: Assessment, contributor: User
) -> None:
    step = actions.try_step(conversation, what="Ring them.", by=contributor).step
    later = next_one(conversation, contributor)
    actions.look_back(later, step, state="partly", by=contributor)

    again = actions.try_step(later, what="Ring them.", by=contributor)

    assert (again.step, again.state) == (step, "partly")
    assert later.step_reviews.count() == 1
