"""What helps, what gets in the way, what to try; and changing one thing that was said."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from accounts.actions import leave_team
from assessments import actions
from assessments.models import AroundNote, Ask, Assessment, Example, FactorNote, StepReview
from tests.assessments.occasions import kept_before
from tests.shown import send, shown_form, tight

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(service, framework, manager) -> Assessment:
    """Return an open conversation of a team that talked before."""
    kept_before(service, framework, manager, words="the boiler")
    return actions.start(service=service, framework=framework, length="themes", by=manager)


def around(talk: Assessment) -> str:
    return reverse("around", args=[talk.pk])


def trying(talk: Assessment) -> str:
    return reverse("try", args=[talk.pk])


def notes_of(talk: Assessment) -> list[tuple[str, str, str, str, list[str]]]:
    rows = talk.factor_notes.filter(removed_at=None).select_related("factor")
    return [
        (r.factor.kind, r.words, r.reach, r.state, [line.code for line in r.lines.all()])
        for r in rows
    ]


def test_helps_and_obstacles_are_named(staff, conversation):
    answer = send(
        staff,
        around(conversation),
        help_1="Tuesdays",
        obstacle_1="No flats",
        obstacle_1_reach="someone_else",
        obstacle_1_to="commissioner",
        obstacle_1_themes=["soil", "light", "soil"],
        obstacle_3="The door",
    )

    assert (answer.status_code, answer.url) == (302, trying(conversation))
    assert notes_of(conversation) == [
        ("help", "Tuesdays", "", "new", []),
        ("obstacle", "No flats", "someone_else", "new", ["soil", "light"]),
        ("obstacle", "The door", "", "new", []),
    ]
    assert Ask.objects.get().to == "commissioner"


def test_empty_pages_move_on_without_writing(staff, conversation):
    assert send(staff, around(conversation)).url == trying(conversation)
    assert send(staff, trying(conversation)).url == reverse("read-back", args=[conversation.pk])
    conversation.refresh_from_db()
    assert conversation.version == 0


def test_sent_twice_is_named_once(staff, conversation):
    form = shown_form(staff.get(around(conversation))) | {"help_1": "Once", "help_2": "And this"}

    for _ in range(2):
        assert staff.post(around(conversation), form).status_code == 302

    assert [row[1] for row in notes_of(conversation)] == ["Once", "And this"]


def field(talk: Assessment, kind: str, name: str = "state") -> str:
    earlier = FactorNote.objects.filter(factor__kind=kind).exclude(assessment=talk).get()
    return f"{name}_{earlier.factor_id.hex}"


def test_last_times_list_is_one_tap_each(staff, second):
    send(staff, around(second), **{field(second, "obstacle"): "easier"})

    assert notes_of(second) == [
        ("obstacle", "In the way: the boiler", "someone_else", "easier", [])
    ]
    again = shown_form(staff.get(around(second)))
    assert again[field(second, "obstacle")] == ["easier"]


def test_last_times_words_have_their_own_direction(staff, service, framework, manager):
    kept_before(service, framework, manager, words="הדוד <b>")
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)

    page = staff.get(around(talk)).content.decode()

    words = "In the way: הדוד &lt;b&gt;"
    assert f'<legend dir="auto">{words}</legend>' in page


def test_help_cannot_be_easier(staff, second):
    answer = send(staff, around(second), **{field(second, "help"): "easier"})

    assert answer.status_code == 422


def test_answers_to_our_asks_stand_first(staff, second, lead):
    actions.answer_ask(Ask.objects.get(), answer="will", words="I will ring them", by=lead)

    page = staff.get(around(second)).content.decode()

    assert "I will ring them" in page
    assert page.index("I will ring them") < page.index("What we named before")
    heads = re.findall(r'<h3 class="h4">(.*?)</h3>', tight(page))
    assert heads == ["What gets in the way", "What we have going for us"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"obstacle_1_reach": "ours"}, "Say what gets in the way. One line is plenty."),
        ({"help_1": "x" * 5001}, "5,001 characters long"),
        ({"obstacle_1": "w", "obstacle_1_themes": "worms"}, "Tick only what is on the page."),
        ({"obstacle_1": "w", "obstacle_1_to": "the king"}, "There is a problem"),
    ],
)
def test_around_refuses_with_a_sentence(staff, conversation, typed, sentence):
    answer = send(staff, around(conversation), **typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert notes_of(conversation) == []


def test_factor_of_another_team_is_never_followed(staff, second, other_service, framework, manager):
    kept_before(other_service, framework, manager, words="theirs")
    foreign = FactorNote.objects.get(words="In the way: theirs").factor_id

    send(staff, around(second), **{f"state_{foreign.hex}": "gone"})

    assert notes_of(second) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_around_queries_are_few(
    staff, service, framework, manager, rows, django_assert_max_num_queries
):
    for number in range(rows):
        kept_before(service, framework, manager, words=f"w{number}", days=200 - number)
    for ask in Ask.objects.all():
        actions.answer_ask(ask, answer="talk", words="", by=manager)
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    for number in range(rows):
        actions.name_factor(talk, kind="help", words=f"now {number}", by=manager)
    staff.get(around(talk))

    with django_assert_max_num_queries(10):
        staff.get(around(talk))


# --- What we will try


def test_step_and_next_talk_are_kept(staff, conversation):
    answer = send(
        staff,
        trying(conversation),
        what_1="Ring nights in",
        who_1="shift lead",
        notice_1="They speak",
        by_when_1="spring",
        next_talk="month",
        next_talk_by="the night lead",
        next_talk_needs=["cover", "room"],
    )

    assert answer.url == reverse("read-back", args=[conversation.pk])
    row = StepReview.objects.get()
    assert (row.what, row.who, row.notice, row.by_when, row.state) == (
        "Ring nights in",
        "shift lead",
        "They speak",
        "spring",
        "trying",
    )
    conversation.refresh_from_db()
    assert (conversation.next_talk, conversation.next_talk_needs) == ("month", ["cover", "room"])
    assert conversation.next_talk_by == "the night lead"


def test_last_times_step_is_looked_back_on(staff, second):
    step = StepReview.objects.get().step_id.hex

    send(staff, trying(second), **{f"came_{step}": "dropped", f"learned_{step}": "Too late"})

    row = second.step_reviews.get()
    assert (row.what, row.state, row.learned) == ("Try: the boiler", "dropped", "Too late")
    assert shown_form(staff.get(trying(second)))[f"learned_{step}"] == ["Too late"]


def test_two_learned_different_things_and_both_are_kept(staff, colleague, second):
    step = StepReview.objects.get().step_id.hex
    mine, theirs = (shown_form(browser.get(trying(second))) for browser in (staff, colleague))
    came, learned = f"came_{step}", f"learned_{step}"
    colleague.post(trying(second), theirs | {came: "happened", learned: "They came"})

    met = staff.post(trying(second), mine | {came: "happened", learned: "It rained"})

    assert met.status_code == 409
    assert ("They came" in met.content.decode(), "It rained" in met.content.decode()) == (
        True,
        True,
    )
    staff.post(trying(second), shown_form(met) | {"conflict": "both"})
    assert second.step_reviews.get().learned == "They came\n\nIt rained"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"who_1": "the cook"}, "Say what you will try. The rest can wait."),
        ({"next_talk": "never"}, "Choose one of the answers on the page."),
        ({"who_1": "x" * 201, "what_1": "w"}, "201 characters long and 200 fit."),
    ],
)
def test_try_refuses_with_a_sentence(staff, conversation, typed, sentence):
    answer = send(staff, trying(conversation), **typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert StepReview.objects.count() == 0


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("around", {"obstacle_2_reach": "someone_else"}),
        ("try", {"who_2": "the cook"}),
        ("try", {"by_when_3": "soon"}),
    ],
)
def test_fold_is_open_where_something_in_it_has_to_be_put_right(staff, conversation, page, typed):
    """The line of the error summary would lead into a closed fold."""
    answer = send(staff, reverse(page, args=[conversation.pk]), **typed)
    folds = re.findall(r"<details data-spares([^>]*)>(.*?)</div></details>", _flat(answer))

    assert answer.status_code == 422
    assert [bool(opened) for opened, inside in folds if 'class="error"' in inside] == [True]


def _flat(answer) -> str:
    return re.sub(r"\s*\n\s*", "", answer.content.decode())


def test_themes_stand_side_by_side(staff, conversation, contributor):
    """Theme chips, as the storyboards have them."""
    step = actions.try_step(conversation, what="Ask for a spade", by=contributor)
    editing = reverse("edit-step", args=[conversation.pk, step.pk])
    note = reverse("keep-note", args=[conversation.service.slug])

    for page in (around(conversation), trying(conversation), editing, note):
        text = staff.get(page).content.decode()
        chips = re.findall(r'<div class="options chips">(.*?)</fieldset>', text, re.DOTALL)
        assert chips, page
        assert all('value="soil"' in chip for chip in chips)
    assert [re.findall(r'value="([^"]*)"[^>]* checked', chip) for chip in chips] == [[""]]


def test_page_of_a_line_leads_to_its_framework_and_back(staff, conversation):
    address = reverse("place", args=[conversation.pk, "soil"])
    href = f"/framework/tiny/1.0/?from={address}#soil"

    assert f'href="{href}"' in staff.get(address).content.decode()
    assert f'href="{address}"' in staff.get(href).content.decode()


# --- Changing one thing


def test_links_to_change_something_name_it_as_it_was_typed(staff, conversation, contributor):
    words = "It doesn't say & what it's for, whoever asks"
    actions.try_step(conversation, what=words, by=contributor)
    actions.name_factor(conversation, kind="help", words=words, by=contributor)

    for page in (around(conversation), trying(conversation)):
        text = html.unescape(staff.get(page).content.decode())
        assert f": {words[:39]}…</span>" in text
        assert f"<p>{words}</p>" in text


@pytest.fixture
def rows(conversation, soil, contributor):
    """Return an example, an obstacle and a step, with the names of their pages."""
    by = {"by": contributor}
    return {
        "example": actions.add_example(conversation, words="As it was", lines=[soil], **by),
        "edit-factor": actions.name_factor(
            conversation, kind="obstacle", words="As it was", reach="ours", **by
        ),
        "edit-step": actions.try_step(conversation, what="As it was", **by),
        "edit-context": actions.add_around(
            conversation, words="As it was", happened_on=dt.date(2026, 1, 2), **by
        ),
    }


KINDS = [
    ("example", "words"),
    ("edit-factor", "words"),
    ("edit-step", "what"),
    ("edit-context", "words"),
]


def words_now(row) -> str:
    row.refresh_from_db()
    return getattr(row, "words", None) or row.what


@pytest.mark.parametrize(("name", "box"), KINDS)
def test_one_thing_is_changed(staff, conversation, rows, name, box):
    answer = send(staff, reverse(name, args=[conversation.pk, rows[name].pk]), **{box: "New"})

    assert answer.status_code == 302
    assert words_now(rows[name]) == "New"


@pytest.mark.parametrize(("name", "box"), KINDS)
def test_emptied_is_taken_out(staff, conversation, rows, name, box):
    send(staff, reverse(name, args=[conversation.pk, rows[name].pk]), **{box: ""})

    left = type(rows[name]).objects.filter(pk=rows[name].pk).first()
    assert left is None or left.removed_at is not None
    address = reverse(name, args=[conversation.pk, rows[name].pk])
    assert staff.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "box", "more"), [("example", "words", "link"), ("edit-step", "what", "who")]
)
def test_emptied_with_more_written_beside_it_is_asked_about(
    staff, conversation, rows, name, box, more
):
    address = reverse(name, args=[conversation.pk, rows[name].pk])
    answer = send(staff, address, **{box: "", more: "https://example.org/mo"})

    assert answer.status_code == 422
    assert "leave the other boxes as they were to take it out" in answer.content.decode()
    assert "https://example.org/mo" in answer.content.decode()
    assert words_now(rows[name]) == "As it was"


@pytest.mark.parametrize(
    ("name", "box", "more", "wrong"),
    [
        ("example", "words", "happened_on", "2026-02-31"),
        ("example", "words", "link", "not an address"),
        ("edit-factor", "words", "to", "x" * 1_000),
        ("edit-step", "what", "by_when", "x" * 1_000),
        ("edit-context", "words", "happened_on", "2026-02-31"),
    ],
)
def test_emptied_with_something_wrong_beside_it_says_what(
    staff, conversation, rows, name, box, more, wrong
):
    address = reverse(name, args=[conversation.pk, rows[name].pk])
    answer = send(staff, address, **{box: "", more: wrong})

    assert answer.status_code == 422
    assert wrong in answer.content.decode()
    assert words_now(rows[name]) == "As it was"


@pytest.mark.parametrize(
    ("answer", "left"),
    [("both", ["Theirs", "Mine"]), ("mine", ["Mine"]), ("theirs", ["Theirs"])],
)
@pytest.mark.parametrize(("name", "box"), KINDS)
def test_two_change_one_thing(staff, colleague, conversation, rows, name, box, answer, left):
    address = reverse(name, args=[conversation.pk, rows[name].pk])
    mine, theirs = (shown_form(browser.get(address)) for browser in (staff, colleague))
    colleague.post(address, theirs | {box: "Theirs"})

    met = staff.post(address, mine | {box: "Mine"})
    assert met.status_code == 409
    assert ("Theirs" in met.content.decode(), "Mine" in met.content.decode()) == (True, True)
    done = staff.post(address, shown_form(met) | {"conflict": answer})

    assert done.status_code == 302
    now = {
        "example": Example.objects.filter(removed_at=None).values_list("words", flat=True),
        "edit-factor": FactorNote.objects.filter(removed_at=None).values_list("words", flat=True),
        "edit-step": StepReview.objects.filter(removed_at=None).values_list("what", flat=True),
        "edit-context": AroundNote.objects.order_by("-words").values_list("words", flat=True),
    }
    assert list(now[name]) == left


@pytest.mark.parametrize(("name", "box"), KINDS)
def test_row_of_another_conversation_is_not_found(
    client, rows, name, box, other_service, framework, elsewhere
):
    theirs = actions.start(
        service=other_service, framework=framework, length="themes", by=elsewhere
    )
    client.force_login(elsewhere)
    address = reverse(name, args=[theirs.pk, rows[name].pk])

    assert client.get(address).status_code == 404
    assert client.post(address, {box: "Mine now"}).status_code == 404
    assert words_now(rows[name]) == "As it was"


@pytest.mark.parametrize("length", ["coffee", "themes", "more"])
def test_whose_it_is_can_be_said_later_wherever_the_list_stands(
    staff, service, framework, contributor, length
):
    """Without typing it again: on the page of the same conversation, read back, and next time."""
    first = actions.start(service=service, framework=framework, length="coffee", by=contributor)
    note = actions.name_factor(first, kind="obstacle", words="The lift", by=contributor)
    link = reverse("whose", args=[first.pk, note.factor_id])
    assert link in staff.get(reverse("coffee", args=[first.pk])).content.decode()
    actions.finish(first, by=contributor)
    talk = actions.start(service=service, framework=framework, length=length, by=contributor)
    link = reverse("whose", args=[talk.pk, note.factor_id])
    assert link in staff.get(reverse("around", args=[talk.pk])).content.decode()

    assert send(staff, link, reach="someone_else", to="organisation").status_code == 302

    now = talk.factor_notes.get()
    assert (now.factor, now.words, now.reach, now.state) == (
        note.factor, "The lift", "someone_else", "still"
    )  # fmt: skip
    assert now.factor.ask.to == "organisation"
    for name in ("around", "read-back"):
        assert link not in staff.get(reverse(name, args=[talk.pk])).content.decode()


def test_read_back_asks_whose_it_is(staff, conversation, contributor):
    note = actions.name_factor(conversation, kind="obstacle", words="The lift", by=contributor)
    link = reverse("whose", args=[conversation.pk, note.factor_id])
    page = staff.get(reverse("read-back", args=[conversation.pk])).content.decode()
    assert f"{link}?from=read-back" in page
    answer = send(staff, f"{link}?from=read-back", reach="ours")
    assert answer.headers["Location"] == reverse("read-back", args=[conversation.pk])
    note.refresh_from_db()
    assert (note.reach, note.state) == ("ours", "new")


def test_whose_it_is_asks_for_an_answer_and_is_no_page_of_a_help(staff, conversation, contributor):
    note = actions.name_factor(conversation, kind="obstacle", words="The lift", by=contributor)
    assert send(staff, reverse("whose", args=[conversation.pk, note.factor_id])).status_code == 422
    help_ = actions.name_factor(conversation, kind="help", words="The rota", by=contributor)
    address = reverse("whose", args=[conversation.pk, help_.factor_id])
    assert staff.get(address).status_code == 404


def test_one_person_who_is_the_whole_team_asks_nothing_of_their_own_manager(
    staff, conversation, contributor, manager, soil
):
    obstacle = actions.name_factor(
        conversation, kind="obstacle", words="Pets", reach="someone_else", by=contributor
    )
    actions.open_theme(conversation, soil, by=contributor)
    pages = [
        around(conversation),
        reverse("further", args=[conversation.pk, "soil"]),
        reverse("whose", args=[conversation.pk, obstacle.factor_id]),
        reverse("edit-factor", args=[conversation.pk, obstacle.pk]),
        reverse("ask", args=[conversation.pk, obstacle.factor.ask.pk]),
    ]
    for page in pages:
        assert 'value="manager"' in staff.get(page).content.decode()
    leave_team(conversation.service.memberships.get(user=manager, ended_on=None), by=manager)
    for page in pages:
        text = staff.get(page).content.decode()
        assert 'value="manager"' not in text, page
        assert 'value="organisation"' in text
    obstacle.factor.ask.to = "manager"  # put to one who has left
    obstacle.factor.ask.save()
    assert 'value="manager"' in staff.get(pages[-1]).content.decode()
