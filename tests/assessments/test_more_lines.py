"""A line in a longer conversation: its page, and what goes with it."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments import actions
from assessments.actions import Choice
from assessments.models import Assessment, Judgement
from frameworks.models import Level, Line
from frameworks.selectors import forget_trees
from record.choices import FactorState
from tests.assessments.pages import fill, shown_fields


@pytest.fixture
def longer(conversation: Assessment, soil: Line, contributor: User) -> Assessment:
    """Return the conversation with one theme opened into its elements."""
    return actions.open_theme(conversation, soil, by=contributor)


@pytest.fixture
def worms(soil: Line) -> Line:
    """Return an element of the theme."""
    return soil.elements.get(code="worms")


@pytest.fixture
def member(client: Client, contributor: User) -> Client:
    """Return a browser in which the contributor is signed in."""
    client.force_login(contributor)
    return client


def page_of(assessment: Assessment, code: str, name: str = "place") -> str:
    return reverse(name, args=[assessment.pk, code])


def judged(assessment: Assessment, line: Line) -> Judgement:
    return assessment.team.judgements.get(line=line)


def test_line_page_of_an_element_has_its_prompts_and_leads_further(
    member: Client, longer: Assessment, worms: Line
) -> None:
    address = page_of(longer, "worms")
    page = member.get(address).content.decode()
    assert "A question about worms to tell, with residents?" in page
    assert "Residents notice the worms." in page
    assert "Enough for today" in page

    answer = fill(member, address, choice="at:leaf", words="They come up after rain")

    assert answer.url == page_of(longer, "worms", "further")
    assert judged(longer, worms).level.code == "leaf"
    assert [example.words for example in longer.team.examples.all()] == ["They come up after rain"]


@pytest.mark.parametrize(
    ("then", "name"), [("another", "place"), ("list", "conversation"), ("", "further")]
)
def test_line_page_saves_and_goes_where_one_wants(
    member: Client, longer: Assessment, then: str, name: str
) -> None:
    answer = fill(member, page_of(longer, "worms"), words="One", then=then)
    args = [longer.pk] if name == "conversation" else [longer.pk, "worms"]
    assert answer.url == reverse(name, args=args)


@pytest.mark.parametrize(
    ("typed", "name", "code"),
    [
        ({"choice": "at:leaf", "words": "After rain"}, "further", "soil"),
        ({"choice": "at:leaf"}, "place", "worms"),
        ({"words": "After rain"}, "place", "worms"),
        ({"choice": "another_day", "words": "After rain"}, "place", "worms"),
        ({}, "place", "worms"),
    ],
)
def test_theme_placed_with_an_example_is_asked_about_its_bead(
    member: Client, longer: Assessment, typed: dict[str, str], name: str, code: str
) -> None:
    answer = fill(member, page_of(longer, "soil"), **typed)

    assert answer.url == page_of(longer, code, name)
    question = "Having said that: does the bead still sit right?"
    assert (question in member.get(answer.url).content.decode()) == (name == "further")


def test_theme_is_asked_about_its_bead_after_what_was_written_last(
    member: Client, longer: Assessment
) -> None:
    fill(member, page_of(longer, "soil"), choice="at:leaf", words="One", then="another")
    assert fill(member, page_of(longer, "soil")).url == page_of(longer, "worms")
    answer = fill(member, page_of(longer, "soil"), words="Two")
    assert answer.url == page_of(longer, "soil", "further")
    assert fill(member, answer.url, still="leave").url == page_of(longer, "worms")


def test_line_page_takes_several_examples(member: Client, longer: Assessment) -> None:
    for words in ("One", "Two", "Three"):
        fill(member, page_of(longer, "worms"), words=words, then="another")
    assert [example.words for example in longer.team.examples.all()] == ["One", "Two", "Three"]


def test_enough_for_today_alone_places_nothing(
    member: Client, longer: Assessment, worms: Line, levels: dict[str, Level], contributor: User
) -> None:
    actions.place(longer, worms, Choice("placed", levels["leaf"]), by=contributor, seen=0)
    version = judged(longer, worms).version

    fill(member, page_of(longer, "worms"), enough="on", then="list")

    row = judged(longer, worms)
    assert (row.enough_for_today, row.version) == (True, version)
    assert "enough for today" in member.get(longer.get_absolute_url()).content.decode()
    fill(member, page_of(longer, "worms", "further"), enough=None)
    assert not judged(longer, worms).enough_for_today


def test_line_page_of_the_whole_is_offered_in_a_longer_conversation_only(
    member: Client, conversation: Assessment, soil: Line, contributor: User
) -> None:
    address = page_of(conversation, "whole")
    assert address not in member.get(conversation.get_absolute_url()).content.decode()
    assert member.get(page_of(conversation, "soil", "further")).status_code == 404

    actions.open_theme(conversation, soil, by=contributor)

    assert address in member.get(conversation.get_absolute_url()).content.decode()
    answer = fill(member, address, choice="at:seed")
    assert answer.url == conversation.get_absolute_url()
    whole = conversation.framework.lines.get(code="whole")
    assert judged(conversation, whole).level.code == "seed"
    record = actions.finish(conversation, by=contributor).record
    assert record.judgements[0].line == "whole"


def test_further_asks_about_the_bead_once_there_are_place_and_example(
    member: Client, longer: Assessment, worms: Line, levels: dict[str, Level], contributor: User
) -> None:
    address = page_of(longer, "worms", "further")
    question = "Having said that: does the bead still sit right?"
    assert question not in member.get(address).content.decode()
    actions.place(longer, worms, Choice("placed", levels["leaf"]), by=contributor, seen=0)
    assert question not in member.get(address).content.decode()
    actions.add_example(longer, words="After rain", by=contributor, lines=[worms])
    assert question in member.get(address).content.decode()


@pytest.fixture
def settled(
    longer: Assessment, worms: Line, levels: dict[str, Level], contributor: User
) -> Assessment:
    """Return the conversation with a place and an example on an element."""
    actions.place(longer, worms, Choice("placed", levels["leaf"]), by=contributor, seen=0)
    actions.add_example(longer, words="After rain", by=contributor, lines=[worms])
    return longer


def test_further_quotes_a_level_that_may_be_a_sentence(
    member: Client, settled: Assessment, levels: dict[str, Level]
) -> None:
    names = {"Leaf": "leaf", "We talk about it.": "“We talk about it”", "NHS": "NHS"}
    for name, level_name in names.items():
        with connection.cursor() as cursor:  # what is published does not change by itself
            key = Level._meta.pk.get_db_prep_value(levels["leaf"].pk, connection)
            cursor.execute("UPDATE frameworks_level SET name = %s WHERE id = %s", [name, key])
        forget_trees()
        page = member.get(page_of(settled, "worms", "further")).content.decode()
        assert f"We call this <strong><bdi>{level_name}</bdi>.</strong>" in page


def test_further_leaves_the_bead(member: Client, settled: Assessment, worms: Line) -> None:
    version = judged(settled, worms).version
    answer = fill(member, page_of(settled, "worms", "further"), still="leave")
    assert answer.url == page_of(settled, "water")
    assert judged(settled, worms).version == version


def test_further_moves_the_bead_and_keeps_the_first_thought(
    member: Client, settled: Assessment, worms: Line
) -> None:
    fill(
        member,
        page_of(settled, "worms", "further"),
        still="move",
        card="shoot",
        finer="2",
        moved_because="It was one worm",
    )
    row = judged(settled, worms)
    assert (row.level.code, row.finer, row.moved_because) == ("shoot", 2, "It was one worm")
    assert (row.first_level.code, row.first_finer) == ("leaf", None)


@pytest.mark.parametrize("values", [{}, {"card": "leaf"}, {"card": "nowhere"}])
def test_further_asks_where_to_of_a_move_that_is_none(
    member: Client, settled: Assessment, worms: Line, values: dict[str, str]
) -> None:
    answer = fill(member, page_of(settled, "worms", "further"), still="move", **values)
    assert answer.status_code == 422
    assert judged(settled, worms).level.code == "leaf"


def test_further_move_that_meets_somebody_elses_keeps_both(
    member: Client,
    settled: Assessment,
    worms: Line,
    levels: dict[str, Level],
    manager: User,
) -> None:
    address = page_of(settled, "worms", "further")
    data = shown_fields(member, address) | {
        "still": ["move"],
        "card": ["shoot"],
        "moved_because": ["One worm"],
        "help_1": ["The compost"],
    }
    seen = judged(settled, worms).version
    actions.place(
        settled, worms, Choice("placed", levels["tree"]), by=manager, seen=seen, change="moved"
    )

    answer = member.post(address, data)

    assert answer.status_code == 409
    assert "Tree" in answer.content.decode()
    assert "Shoot: One worm" in answer.content.decode()
    assert not settled.factor_notes.exists()
    assert member.post(address, data | {"conflict": "both"}).status_code == 302
    views = [(v.level.code, v.words) for v in judged(settled, worms).differences.all()]
    assert views == [("tree", ""), ("shoot", "One worm")]
    assert [note.words for note in settled.factor_notes.all()] == ["The compost"]


def test_further_keeps_what_goes_with_the_line(
    member: Client, longer: Assessment, worms: Line
) -> None:
    fill(
        member,
        page_of(longer, "worms", "further"),
        help_1="The compost",
        obstacle_1="Slabs",
        obstacle_1_reach="someone_else",
        obstacle_1_to="organisation",
        what_1="Lift one slab",
        who_1="Whoever is on lates",
        enough="on",
    )
    notes = list(longer.factor_notes.order_by("added_at"))
    assert [(n.words, n.reach, n.factor.kind) for n in notes] == [
        ("The compost", "", "help"),
        ("Slabs", "someone_else", "obstacle"),
    ]
    step = longer.step_reviews.get()
    assert (step.what, step.who) == ("Lift one slab", "Whoever is on lates")
    for row in (*notes, step):
        assert list(row.lines.all()) == [worms]
    assert notes[1].factor.ask.to == "organisation"
    page = member.get(page_of(longer, "worms", "further")).content.decode()
    for words in ("The compost", "Slabs", "Lift one slab"):
        assert words in page
    assert "Slabs" not in member.get(page_of(longer, "water", "further")).content.decode()


def test_further_asks_what_of_details_alone(member: Client, longer: Assessment) -> None:
    answer = fill(member, page_of(longer, "worms", "further"), who_1="Lates", help_1="Compost")
    assert answer.status_code == 422
    assert "Say what you will try. The rest can wait." in answer.content.decode()
    assert not longer.factor_notes.exists()


def test_further_sent_twice_saves_once(member: Client, longer: Assessment) -> None:
    address = page_of(longer, "worms", "further")
    data = shown_fields(member, address) | {"help_1": ["Compost"], "what_1": ["Dig"]}
    for _ in range(2):
        assert member.post(address, data).status_code == 302
    assert longer.factor_notes.count() == 1
    assert longer.step_reviews.count() == 1


def test_further_empty_moves_on_without_writing(member: Client, longer: Assessment) -> None:
    version = Assessment.objects.get(pk=longer.pk).version
    answer = fill(member, page_of(longer, "water", "further"))
    assert answer.url == page_of(longer, "light")
    assert Assessment.objects.get(pk=longer.pk).version == version


def test_further_follows_up_what_last_time_named_on_this_line(
    member: Client,
    settled: Assessment,
    worms: Line,
    soil: Line,
    contributor: User,
) -> None:
    for words, lines in (("Slabs", [worms]), ("Elsewhere", [soil])):
        actions.name_factor(settled, kind="obstacle", words=words, lines=lines, by=contributor)
    actions.try_step(settled, what="Lift one slab", lines=[worms], by=contributor)
    actions.finish(settled, by=contributor)
    again = actions.start(
        service=settled.service, framework=settled.framework, length="more", by=contributor
    )
    actions.open_theme(again, soil, by=contributor)
    address = page_of(again, "worms", "further")
    page = member.get(address).content.decode()
    assert "Slabs" in page
    assert "Lift one slab" in page
    assert "Elsewhere" not in page
    (field,) = [name for name in _choices(page) if name.startswith("state_")]

    fill(member, address, **{field: "easier"})

    note = again.factor_notes.get()
    assert (note.words, note.state) == ("Slabs", FactorState.EASIER)


def _choices(page: str) -> set[str]:
    return {part.split('"')[0] for part in page.split('type="radio" name="')[1:]}


@pytest.mark.parametrize("name", ["place", "further"])
def test_line_pages_take_the_same_queries_with_more_rows(
    member: Client,
    settled: Assessment,
    worms: Line,
    contributor: User,
    name: str,
    django_assert_max_num_queries,
    django_assert_num_queries,
) -> None:
    def more() -> None:
        for kind in ("help", "obstacle"):
            actions.name_factor(
                settled, kind=kind, words=str(uuid.uuid4()), lines=[worms], by=contributor
            )
        actions.add_example(settled, words="Again", lines=[worms], by=contributor)
        actions.try_step(settled, what=str(uuid.uuid4()), lines=[worms], by=contributor)

    more()
    address = page_of(settled, "worms", name)
    member.get(address)
    with django_assert_max_num_queries(12) as counted:
        member.get(address)
    more()
    more()
    with django_assert_num_queries(len(counted)):
        member.get(address)


@pytest.mark.parametrize("words", ["a\0b", "x" * 5001])
def test_further_with_unusable_words_keeps_what_was_typed(
    member: Client, longer: Assessment, words: str
) -> None:
    answer = fill(member, page_of(longer, "worms", "further"), help_1=words, obstacle_1="Slabs")
    assert answer.status_code == 422
    assert "Slabs" in answer.content.decode()
    assert not longer.factor_notes.exists()


def test_further_of_a_finished_one_shows_what_was_typed(
    member: Client, longer: Assessment, contributor: User
) -> None:
    address = page_of(longer, "worms", "further")
    data = shown_fields(member, address) | {"help_1": ["Compost"]}
    closure = actions.finish(longer, by=contributor)
    answer = member.post(address, data)
    assert answer.status_code == 409
    assert "Compost" in answer.content.decode()
    assert member.get(address).url == closure.get_absolute_url()


def test_line_pages_are_not_there_for_others(
    client: Client, longer: Assessment, elsewhere: User, sibling: User, lead: User
) -> None:
    for person in (elsewhere, sibling, lead):
        client.force_login(person)
        for name in ("place", "further"):
            assert client.get(page_of(longer, "worms", name)).status_code == 404
            assert client.post(page_of(longer, "worms", name), {}).status_code == 404


def test_open_theme_after_finishing_says_it_starts_the_next(
    member: Client, conversation: Assessment, contributor: User
) -> None:
    actions.finish(conversation, by=contributor)
    answer = member.post(reverse("open-theme", args=[conversation.pk, "soil"]))
    assert answer.status_code == 409
    page = member.get(reverse("kept", args=[conversation.pk])).content.decode()
    assert "that begins the next conversation" in page
