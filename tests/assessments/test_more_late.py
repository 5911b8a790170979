"""What a conversation takes up from earlier ones: by the day they talked, none set aside."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Service, User
from assessments import actions, selectors
from assessments.actions import Choice, Refused
from assessments.models import Ask, Assessment, Closure, Factor
from frameworks.models import Framework, Level, Line
from record.document import AskText
from record.last_time import LastTime, last_on_line


@pytest.fixture
def talk(service: Service, framework: Framework, contributor: User):
    """Return a function that starts a conversation held some days ago."""

    def begin(days: int) -> Assessment:
        held_on = timezone.localdate() - dt.timedelta(days=days)
        return actions.start(
            service=service, framework=framework, length="themes", by=contributor, held_on=held_on
        )

    return begin


def test_late_entry_takes_up_words_from_before_it(talk, contributor: User) -> None:
    first = talk(300)
    note = actions.name_factor(first, kind="obstacle", words="As it was then", by=contributor)
    step = actions.try_step(first, what="A small thing", by=contributor)
    actions.finish(first, by=contributor)
    later = talk(30)
    again = actions.follow_up(later, note.factor, state="still", by=contributor)
    actions.edit_factor(later, again, words="As it is now", seen=None, by=contributor)
    looked = actions.look_back(later, step.step, state="partly", by=contributor)
    actions.edit_row(later, looked, what="A larger thing", seen=None, by=contributor)
    actions.finish(later, by=contributor)

    between = talk(100)

    (known,) = selectors.known_factors(
        selectors.records(between.service, before=between), selectors.tree_of(between)
    )
    assert known.words == "As it was then"
    later_note = actions.follow_up(between, note.factor, state="easier", by=contributor)
    assert (later_note.words, later_note.state) == ("As it was then", "easier")
    looked = actions.look_back(between, step.step, state="happened", by=contributor)
    assert (looked.what, looked.state) == ("A small thing", "happened")


def test_late_entry_cannot_take_up_what_comes_after_it(talk, contributor: User) -> None:
    later = talk(30)
    note = actions.name_factor(later, kind="obstacle", words="New in spring", by=contributor)
    step = actions.try_step(later, what="In spring", by=contributor)
    actions.finish(later, by=contributor)
    earlier = talk(100)
    assert selectors.records(earlier.service, before=earlier) == []
    with pytest.raises(Refused):
        actions.follow_up(earlier, note.factor, state="still", by=contributor)
    with pytest.raises(Refused):
        actions.look_back(earlier, step.step, state="happened", by=contributor)


def test_late_entry_says_again_only_what_was_named_before_its_day(talk, contributor: User) -> None:
    states = []
    for days in (30, 300, 100):
        late = talk(days)
        note = actions.name_factor(late, kind="help", words="A garden", by=contributor)
        actions.finish(late, by=contributor)
        states.append(note.state)
    assert states == ["new", "new", "still"]


def last_time(assessment: Assessment, code: str) -> LastTime | None:
    return last_on_line(selectors.earlier_records(assessment), code)


def test_late_entry_is_last_time_only_for_what_comes_after_it(
    talk, soil: Line, levels: dict[str, Level], contributor: User
) -> None:
    later = talk(30)
    actions.add_example(later, words="In spring", lines=[soil], by=contributor)
    actions.finish(later, by=contributor)
    late = talk(100)
    actions.place(late, soil, Choice("placed", levels["seed"]), by=contributor, seen=0)
    actions.add_example(late, words="In winter", lines=[soil], by=contributor)
    actions.finish(late, by=contributor)

    assert last_time(late, "soil") is None
    assert last_time(later, "soil").words == "In winter"
    assert last_time(talk(0), "soil").words == "In spring"
    days = list(Closure.objects.current().of(late.service).in_order().values_list("held_on"))
    assert days == sorted(days)


def test_last_time_of_a_line_is_the_last_that_says_something_of_it(
    service: Service,
    framework: Framework,
    soil: Line,
    levels: dict[str, Level],
    contributor: User,
) -> None:
    def talk_before(days: int, length: str = "themes") -> Assessment:
        day = timezone.localdate() - dt.timedelta(days=days)
        return actions.start(
            service=service, framework=framework, length=length, by=contributor, held_on=day
        )

    whole = framework.lines.get(code="whole")
    first = talk_before(300)
    actions.place(first, soil, Choice("placed", levels["seed"]), by=contributor, seen=0)
    actions.finish(first, by=contributor)
    coffee = talk_before(200, "coffee")
    actions.add_example(coffee, words="The place in May", lines=[whole], by=contributor)
    actions.finish(coffee, by=contributor)
    left = talk_before(100)
    actions.place(left, soil, Choice("another_day"), by=contributor, seen=0)
    actions.finish(left, by=contributor)
    now = talk_before(0)

    last = last_time(now, "soil")

    assert last is not None
    assert (last.level, last.held_on) == ("seed", first.held_on)
    assert last_time(now, "whole").held_on == coffee.held_on
    assert last_time(now, "light") is None


def test_last_time_of_a_line_is_as_it_was_put_right(
    talk, soil: Line, contributor: User, manager: User
) -> None:
    first = talk(300)
    example = actions.add_example(first, words="By mistake", lines=[soil], by=contributor)
    actions.finish(first, by=contributor)
    actions.put_right(first, reason="A slip.", by=manager)
    actions.remove_row(first, example, by=manager)
    actions.finish(first, by=manager)

    assert last_time(talk(0), "soil") is None


def test_words_of_one_set_aside_are_not_taken_up(
    talk, soil: Line, contributor: User, manager: User
) -> None:
    first = talk(300)
    note = actions.name_factor(first, kind="obstacle", words="The door", by=contributor)
    actions.finish(first, by=contributor)
    mistake = talk(200)
    again = actions.follow_up(mistake, note.factor, state="still", by=contributor)
    actions.edit_factor(mistake, again, words="Typed by mistake", seen=None, by=contributor)
    actions.place(mistake, soil, Choice("not_ours"), by=contributor, seen=0, status_words="Money")
    actions.set_aside(mistake, by=manager)

    now = talk(0)

    later_note = actions.follow_up(now, note.factor, state="still", by=contributor)
    assert later_note.words == "The door"
    actions.place(now, soil, Choice("not_ours"), by=contributor, seen=0, status_words="Money")
    new = Factor.objects.get(first_named_in=now)
    assert new.notes.get().state == "new"


def test_an_obstacle_taken_out_comes_back_when_it_is_said_again(
    talk, soil: Line, light: Line, contributor: User
) -> None:
    first = talk(300)
    actions.name_factor(first, kind="obstacle", words="Money", by=contributor)
    actions.finish(first, by=contributor)
    now = talk(0)
    actions.place(now, soil, Choice("not_ours"), by=contributor, seen=0, status_words="Money")
    actions.remove_row(now, now.factor_notes.get(), by=contributor)

    actions.place(now, light, Choice("not_ours"), by=contributor, seen=0, status_words="Money")

    (note,) = now.factor_notes.filter(removed_at=None)
    assert (note.words, note.state) == ("Money", "still")


@pytest.fixture
def talk_and_ask(talk, contributor: User) -> tuple[Assessment, Ask]:
    """Return a finished conversation that asks for something, and the ask."""
    first = talk(300)
    note = actions.name_factor(
        first,
        kind="obstacle",
        words="No room",
        reach="someone_else",
        to="organisation",
        by=contributor,
    )
    ask = note.factor.ask
    actions.put_ask(first, ask, by=contributor, why="We meet in the kitchen")
    actions.finish(first, by=contributor)
    return first, ask


def ask_of(closure: Closure) -> AskText:
    (factor,) = closure.record.factors
    assert factor.ask is not None
    return factor.ask


@pytest.fixture
def said_later(talk, talk_and_ask, contributor: User, manager: User) -> Assessment:
    """Return a later conversation that put the ask otherwise, once it had an answer."""
    _first, ask = talk_and_ask
    actions.answer_ask(ask, answer="will", words="look for one", by=manager)
    later = talk(30)
    actions.follow_up(later, ask.factor, state="still", by=contributor)
    actions.put_ask(later, ask, by=contributor, words="A room on Tuesdays", why="Only now")
    actions.say_what_came_of(later, ask, came_of="We meet in the hall", by=contributor)
    actions.answer_ask(ask, answer="cannot", words="The hall is let", by=manager)
    closure = actions.finish(later, by=contributor)
    assert ask_of(closure).came_of == "We meet in the hall"
    assert len(ask_of(closure).answers) == 2
    return later


def test_what_is_put_right_holds_nothing_asked_or_answered_later(
    talk_and_ask, said_later: Assessment, manager: User
) -> None:
    first, _ask = talk_and_ask
    before = ask_of(first.closures.get())
    actions.put_right(first, reason="There were six of us.", by=manager)
    actions.describe(first, head_count=6, by=manager)

    again = ask_of(actions.finish(first, by=manager))

    assert (again.words, again.why, again.came_of) == (before.words, before.why, "")
    assert [answer.words for answer in again.answers] == ["look for one"]


def test_what_is_put_right_holds_an_ask_as_it_was_put_right(
    talk_and_ask, said_later: Assessment, manager: User
) -> None:
    first, ask = talk_and_ask
    actions.put_right(first, reason="The ask was not ours.", by=manager)
    actions.put_ask(first, ask, words="A room of our own", by=manager)

    again = ask_of(actions.finish(first, by=manager))

    assert (again.words, again.came_of) == ("A room of our own", "")
    assert [answer.words for answer in again.answers] == ["look for one"]


def test_late_entry_holds_an_ask_as_it_was_told_before_it(
    talk, talk_and_ask, said_later: Assessment, contributor: User
) -> None:
    _first, ask = talk_and_ask
    between = talk(100)
    actions.follow_up(between, ask.factor, state="still", by=contributor)

    sealed_ask = ask_of(actions.finish(between, by=contributor))

    assert (sealed_ask.words, sealed_ask.why) == ("No room", "We meet in the kitchen")
    assert [answer.words for answer in sealed_ask.answers] == ["look for one"]


def test_what_is_put_right_before_the_next_holds_the_answer(talk_and_ask, manager: User) -> None:
    first, ask = talk_and_ask
    actions.answer_ask(ask, answer="will", words="look for one", by=manager)
    actions.put_right(first, reason="There were six of us.", by=manager)

    assert len(ask_of(actions.finish(first, by=manager)).answers) == 1


def test_an_ask_is_put_back_when_what_changed_it_is_set_aside(
    talk, talk_and_ask, contributor: User, manager: User
) -> None:
    first, ask = talk_and_ask
    mistaken = talk(30)
    actions.follow_up(mistaken, ask.factor, state="still", by=contributor)
    actions.put_ask(
        mistaken, ask, by=contributor, words="A room on Tuesdays", also=["organisation"]
    )
    actions.say_what_came_of(mistaken, ask, came_of="We meet in the hall", by=contributor)

    actions.set_aside(mistaken, by=manager)

    ask.refresh_from_db()
    assert (ask.words, ask.why, ask.came_of) == ("No room", "We meet in the kitchen", "")
    assert ask.also == []
    actions.put_right(first, reason="There were six of us.", by=manager)
    assert ask_of(actions.finish(first, by=manager)).words == "No room"
