"""From start to finish, and afterwards."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Event, Service, User
from assessments import actions
from assessments.models import Assessment, Closure, Note
from frameworks.models import Framework, Level, Line
from home.cards.reads import shown_now


def test_start_makes_one_open_with_a_team_contribution(
    service: Service, framework: Framework, contributor: User
) -> None:
    talk = actions.start(service=service, framework=framework, length="coffee", by=contributor)

    assert talk.is_open
    assert talk.team.kind == "team"
    assert Event.objects.get().act == "started"


def test_start_refuses_a_second_and_names_the_first(
    conversation: Assessment, contributor: User
) -> None:
    with pytest.raises(actions.AlreadyOpen) as caught:
        actions.start(
            service=conversation.service,
            framework=conversation.framework,
            length="themes",
            by=contributor,
        )

    assert caught.value.assessment == conversation


def test_start_refuses_tomorrow(service: Service, framework: Framework, contributor: User) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    with pytest.raises(actions.Refused, match="in the future"):
        actions.start(
            service=service, framework=framework, length="themes", by=contributor, held_on=tomorrow
        )

    assert not Assessment.objects.exists()


def test_start_refuses_a_service_that_no_longer_runs(
    service: Service, framework: Framework, contributor: User
) -> None:
    service.archived_on = timezone.localdate()
    service.save()

    with pytest.raises(actions.Refused, match="no longer runs"):
        actions.start(service=service, framework=framework, length="coffee", by=contributor)


def test_start_takes_the_notes_kept_and_set_aside_gives_them_back(
    service: Service, framework: Framework, contributor: User, manager: User
) -> None:
    note = actions.keep_note(service=service, words="Quiet night, much talk.", by=contributor)
    talk = actions.start(service=service, framework=framework, length="themes", by=contributor)
    note.refresh_from_db()
    assert note.read_in == talk

    actions.set_aside(talk, by=manager)

    note.refresh_from_db()
    assert note.read_in is None
    assert not talk.is_open
    assert not Closure.objects.exists()


def test_note_unsigned_names_its_writer_nowhere(service: Service, contributor: User) -> None:
    actions.keep_note(service=service, words="We rang them in.", by=contributor)

    assert Note.objects.get().signed_by is None
    assert Event.objects.get().actor is None


def test_note_signed_says_who(service: Service, contributor: User) -> None:
    actions.keep_note(service=service, words="We rang them in.", by=contributor, signed=True)

    assert Note.objects.get().signed_by == contributor


def test_describe_sets_the_next_talk_day_at_a_short_month_end(
    service: Service, framework: Framework, contributor: User
) -> None:
    held_on = dt.date(2025, 11, 30)
    talk = actions.start(
        service=service, framework=framework, length="themes", by=contributor, held_on=held_on
    )

    actions.describe(talk, by=contributor, next_talk="quarter")

    assert talk.next_talk_on == dt.date(2026, 2, 28)


def test_day_of_the_next_talk_counts_from_when_it_is_said(
    service: Service, framework: Framework, contributor: User
) -> None:
    """A talk may be open for months: a day that has gone by is none to talk again on."""
    april, october = (dt.datetime(2026, n, 20, 12, tzinfo=dt.UTC) for n in (4, 10))
    talk = actions.start(
        service=service,
        framework=framework,
        length="themes",
        by=contributor,
        held_on=april.date(),
        at=april,
    )

    actions.describe(talk, by=contributor, next_talk="quarter", at=october)
    assert talk.next_talk_on == dt.date(2027, 1, 20)

    actions.describe(talk, by=contributor, held_on=dt.date(2026, 4, 10), at=october)
    assert talk.next_talk_on == dt.date(2026, 7, 10)  # it was typed in late, then


def test_describe_refuses_an_older_version(conversation: Assessment, contributor: User) -> None:
    was = {"opening": ""}
    actions.describe(conversation, by=contributor, was=was, opening="Ours")

    with pytest.raises(actions.Stale) as caught:
        actions.describe(conversation, by=contributor, was=was, opening="Mine")

    assert caught.value.current.opening == "Ours"
    assert Assessment.objects.get().opening == "Ours"


def test_describe_refuses_what_is_not_description(
    conversation: Assessment, contributor: User
) -> None:
    with pytest.raises(TypeError):
        actions.describe(conversation, by=contributor, closed_at=timezone.now())


def test_grow_goes_one_way(conversation: Assessment, contributor: User) -> None:
    actions.grow(conversation, length="more", by=contributor)

    with pytest.raises(actions.Refused):
        actions.grow(conversation, length="coffee", by=contributor)

    conversation.refresh_from_db()
    assert conversation.length == "more"


def test_open_theme_makes_it_longer(
    conversation: Assessment, soil: Line, contributor: User
) -> None:
    actions.open_theme(conversation, soil, by=contributor)

    assert conversation.length == "more"
    assert list(conversation.opened_themes.all()) == [soil]


def test_open_theme_refuses_an_element(
    conversation: Assessment, framework: Framework, contributor: User
) -> None:
    with pytest.raises(actions.Refused):
        actions.open_theme(conversation, framework.lines.get(code="worms"), by=contributor)


def test_finish_seals_once(conversation: Assessment, contributor: User) -> None:
    closure = actions.finish(conversation, by=contributor)

    with pytest.raises(actions.NotOpen):
        actions.finish(conversation, by=contributor)

    assert list(Closure.objects.all()) == [closure]
    assert conversation.is_finished


def test_a_finished_one_refuses_every_write(
    conversation: Assessment, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    actions.finish(conversation, by=contributor)

    for write in (
        lambda: actions.add_example(conversation, words="Late.", by=contributor),
        lambda: actions.place(
            conversation, soil, actions.Choice("placed", levels["leaf"]), by=contributor
        ),
        lambda: actions.name_factor(conversation, kind="help", words="Late.", by=contributor),
        lambda: actions.try_step(conversation, what="Late.", by=contributor),
        lambda: actions.describe(conversation, by=contributor, opening="Late."),
        lambda: actions.open_theme(conversation, soil, by=contributor),
        lambda: actions.set_aside(conversation, by=contributor),
    ):
        with pytest.raises(actions.NotOpen):
            write()


def test_put_right_makes_the_next_number_with_its_reason(
    conversation: Assessment, contributor: User, manager: User
) -> None:
    first = actions.finish(conversation, by=contributor)
    actions.put_right(conversation, reason="The date was wrong.", by=manager)
    assert conversation.is_being_put_right
    actions.describe(conversation, by=manager, held_on=dt.date(2025, 3, 4))

    second = actions.finish(conversation, by=manager)

    assert (first.number, second.number) == (1, 2)
    assert second.record.reason == "The date was wrong."
    assert second.record.occasion.held_on == dt.date(2025, 3, 4)
    assert first.record.occasion.held_on != second.record.occasion.held_on
    assert list(Closure.objects.current()) == [second]
    conversation.refresh_from_db()
    assert conversation.reopen_reason == ""


def test_put_right_refused_without_a_reason(
    conversation: Assessment, contributor: User, manager: User
) -> None:
    actions.finish(conversation, by=contributor)

    with pytest.raises(actions.Refused):
        actions.put_right(conversation, reason="  \r\n", by=manager)


def test_put_right_refused_while_another_is_open(
    conversation: Assessment, contributor: User, manager: User
) -> None:
    actions.finish(conversation, by=contributor)
    other = actions.start(
        service=conversation.service,
        framework=conversation.framework,
        length="themes",
        by=contributor,
    )

    with pytest.raises(actions.AlreadyOpen) as caught:
        actions.put_right(conversation, reason="A slip.", by=manager)

    assert caught.value.assessment == other


def test_put_right_neither_grows_nor_is_set_aside(
    conversation: Assessment, soil: Line, contributor: User, manager: User
) -> None:
    actions.finish(conversation, by=contributor)
    actions.put_right(conversation, reason="A slip.", by=manager)

    for write in (
        lambda: actions.open_theme(conversation, soil, by=manager),
        lambda: actions.grow(conversation, length="more", by=manager),
        lambda: actions.set_aside(conversation, by=manager),
    ):
        with pytest.raises(actions.Refused):
            write()


def test_release_is_answered_replaced_and_taken_back(
    conversation: Assessment, contributor: User, manager: User
) -> None:
    closure = actions.finish(conversation, by=contributor)
    closures = shown_now()

    actions.decide_release(closure, is_shown=False, by=manager)
    assert not closures.all().exists()

    release = actions.decide_release(closure, is_shown=True, by=manager)
    assert list(closures.all()) == [closure]

    actions.take_back_release(release, by=manager)
    assert not closures.all().exists()
    assert release.taken_back_by == manager


def test_conversation_of_a_service_that_ended_takes_no_words(
    conversation: Assessment, contributor: User
) -> None:
    conversation.service.archived_on = timezone.localdate()
    conversation.service.save()

    with pytest.raises(actions.NotOpen):
        actions.describe(conversation, by=contributor, opening="Late")
    with pytest.raises(actions.NotOpen):
        actions.finish(conversation, by=contributor)
    with pytest.raises(actions.Refused, match="no longer runs"):
        actions.keep_note(service=conversation.service, words="Late", by=contributor)
