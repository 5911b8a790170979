"""The bead of a coffee break: the first thought is kept, and last time is beside it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Service, User
from assessments import actions
from assessments.models import Assessment, Judgement
from frameworks.models import Framework, Level, Line
from tests.shown import send, shown_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(framework: Framework) -> Line:
    """Return the line of the whole place."""
    return framework.lines.get(code="whole")


@pytest.fixture
def coffee(service: Service, framework: Framework, contributor: User) -> Assessment:
    """Return a coffee break that has begun."""
    return actions.start(service=service, framework=framework, length="coffee", by=contributor)


def page_of(talk: Assessment) -> str:
    return reverse("coffee", args=[talk.pk])


def whole_of(talk: Assessment) -> str:
    return reverse("place", args=[talk.pk, "whole"])


def read_back(talk: Assessment) -> str:
    return reverse("read-back", args=[talk.pk])


# --- A card that was saved and is another now


def test_another_card_asks_slip_or_moved(staff: Client, coffee: Assessment) -> None:
    assert "It has moved" not in staff.get(page_of(coffee)).content.decode()
    send(staff, page_of(coffee), choice="at:leaf")

    answer = send(staff, page_of(coffee), choice="at:seed", things="Typed")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "You had placed this before. Was that a slip, or has it moved?" in page
    assert '<a href="#id_change_0">' in page
    assert 'id="id_change_0"' in page
    assert "Typed" in page
    assert Judgement.objects.get().level.code == "leaf"


@pytest.mark.parametrize(("change", "first"), [("slip", "seed"), ("moved", "leaf")])
def test_slip_corrects_the_first_thought_and_a_move_keeps_it(
    staff: Client, coffee: Assessment, change: str, first: str
) -> None:
    send(staff, page_of(coffee), choice="at:leaf")

    send(staff, page_of(coffee), choice="at:seed", change=change, moved_because="We talked")

    row = Judgement.objects.get()
    assert (row.level.code, row.first_level.code, row.moved_because) == ("seed", first, "We talked")


def test_finer_step_is_not_asked_about(staff: Client, coffee: Assessment) -> None:
    send(staff, page_of(coffee), choice="at:leaf")

    assert send(staff, page_of(coffee), finer="2").status_code == 302
    row = Judgement.objects.get()
    assert (row.finer, row.first_finer) == (2, 2)


def test_bead_goes_along_with_what_the_talk_turns_out_to_be_about(
    staff: Client, coffee: Assessment
) -> None:
    send(staff, page_of(coffee), choice="at:leaf")

    answer = send(staff, page_of(coffee), subject="one", about="The rota")

    text = staff.get(answer.url).content.decode().split("How we talked")[0]
    assert "<h2>The rota</h2>" in text
    assert "The whole" not in text
    assert shown_form(staff.get(page_of(coffee)))["choice"] == ["at:leaf"]


def test_card_that_somebody_else_chose_meanwhile_asks_to_keep_both(
    staff: Client, colleague: Client, coffee: Assessment
) -> None:
    mine, theirs = (shown_form(browser.get(page_of(coffee))) for browser in (staff, colleague))
    colleague.post(page_of(coffee), theirs | {"choice": "at:leaf"})

    met = staff.post(page_of(coffee), mine | {"choice": "at:seed"})
    assert met.status_code == 409
    staff.post(page_of(coffee), shown_form(met) | {"conflict": "mine"})

    row = Judgement.objects.get()
    assert (row.level.code, row.first_level.code) == ("seed", "leaf")


# --- Last time


@pytest.fixture
def second(
    service: Service, framework: Framework, whole: Line, levels: dict[str, Level], manager: User
) -> Assessment:
    """Return a coffee break of a team that put a bead on the whole place last time."""
    before = actions.start(service=service, framework=framework, length="coffee", by=manager)
    actions.place(before, whole, actions.Choice("placed", levels["leaf"]), by=manager, seen=0)
    actions.finish(before, by=manager)
    return actions.start(service=service, framework=framework, length="coffee", by=manager)


def test_why_it_differs_is_asked_only_beside_last_times_level(
    staff: Client, coffee: Assessment
) -> None:
    assert "What makes the difference?" not in staff.get(page_of(coffee)).content.decode()


def test_why_it_differs_is_kept_where_the_level_differs(staff: Client, second: Assessment) -> None:
    page = " ".join(staff.get(page_of(second)).content.decode().split())
    assert "What makes the difference? Only if you like." in page
    assert "we said: <bdi>Leaf</bdi>." in page
    assert 'class="level level-3 is-last"' in page
    why = {"why_differs": "seen_clearly", "recast": "shoot", "recast_finer": "4"}

    send(staff, page_of(second), choice="at:leaf", **why)
    same = Judgement.objects.get(contribution__assessment=second)
    assert (same.why_differs, same.recast_level) == ("", None)

    send(staff, page_of(second), choice="at:shoot", change="slip", **why)
    other = Judgement.objects.get(contribution__assessment=second)
    assert (other.why_differs, other.recast_level.code, other.recast_finer) == (
        "seen_clearly",
        "shoot",
        4,
    )
    assert shown_form(staff.get(page_of(second)))["why_differs"] == ["seen_clearly"]


def test_why_it_differs_is_said_later_too(staff: Client, second: Assessment) -> None:
    send(staff, page_of(second), choice="at:seed")

    send(staff, page_of(second), why_differs="people")

    row = Judgement.objects.get(contribution__assessment=second)
    assert (row.level.code, row.why_differs) == ("seed", "people")


# --- The whole place in a conversation that grew


@pytest.fixture
def placed(
    coffee: Assessment, whole: Line, levels: dict[str, Level], contributor: User
) -> Assessment:
    """Return a coffee break with a bead and an example on the whole place."""
    actions.place(coffee, whole, actions.Choice("placed", levels["leaf"]), by=contributor, seen=0)
    actions.add_example(coffee, words="Calm", lines=[whole], by=contributor)
    return coffee


@pytest.mark.parametrize("length", ["coffee", "themes", "more"])
def test_change_of_the_whole_place_leads_to_a_page_that_fits(
    staff: Client, placed: Assessment, soil: Line, contributor: User, length: str
) -> None:
    if length == "themes":
        actions.grow(placed, length="themes", by=contributor)
    if length == "more":
        actions.open_theme(placed, soil, by=contributor)
    fitting = page_of(placed) if length == "coffee" else whole_of(placed)
    other = whole_of(placed) if length == "coffee" else page_of(placed)
    example = placed.team.examples.get()

    page = staff.get(read_back(placed)).content.decode()
    edit = staff.get(reverse("example", args=[placed.pk, example.pk])).content.decode()

    assert f'href="{fitting}?from=read-back"' in page
    assert other not in page
    assert f'href="{fitting}"' in edit
    answer = send(staff, f"{fitting}?from=read-back", choice="at:seed")
    assert answer.status_code == 422
    assert Judgement.objects.get().first_level.code == "leaf"


def test_whole_place_of_five_themes_is_saved_on_a_page_of_its_own(
    staff: Client, placed: Assessment, contributor: User
) -> None:
    actions.grow(placed, length="themes", by=contributor)

    page = staff.get(whole_of(placed)).content.decode()
    answer = send(staff, whole_of(placed), words="Calmer")

    assert "Save it" in page
    assert "further" not in page.split('id="main"')[1]
    assert answer.url == placed.get_absolute_url()


def test_words_typed_before_it_grew_are_still_reached_and_saved(
    staff: Client, placed: Assessment, contributor: User
) -> None:
    form = shown_form(staff.get(page_of(placed))) | {"things": "Half a line"}
    actions.keep_draft(
        user=contributor, assessment=placed, page="coffee", fields={"things": "Half a line"}
    )
    actions.grow(placed, length="themes", by=contributor)

    assert page_of(placed) in staff.get(read_back(placed)).content.decode()
    assert shown_form(staff.get(page_of(placed)))["things"] == ["Half a line"]
    assert staff.post(page_of(placed), form).status_code == 302
    assert [row.words for row in placed.team.examples.all()] == ["Calm", "Half a line"]


@pytest.mark.parametrize("page", ["place-whole", "further-whole"])
def test_unsaved_words_about_the_whole_place_lead_to_their_page(
    staff: Client, placed: Assessment, soil: Line, contributor: User, page: str
) -> None:
    actions.open_theme(placed, soil, by=contributor)
    actions.keep_draft(user=contributor, assessment=placed, page=page, fields={"words": "x"})

    text = staff.get(read_back(placed)).content.decode()

    name = staff.get(whole_of(placed)).content.decode().split("<h1>")[1].split("</h1>")[0]
    address = reverse(page.split("-", maxsplit=1)[0], args=[placed.pk, "whole"])
    assert (
        f'<a href="{address}">You have words not yet saved on {name[0].lower() + name[1:]}</a>'
        in text
    )


def test_coffee_break_has_no_page_of_a_line(staff: Client, placed: Assessment) -> None:
    assert staff.get(whole_of(placed)).status_code == 404


# --- The boxes


def test_what_is_typed_again_is_said_once(staff: Client, coffee: Assessment) -> None:
    for _ in range(2):
        send(staff, page_of(coffee), going="The cook", way="The boiler", doing="Ring the council")

    assert [row.what for row in coffee.step_reviews.all()] == ["Ring the council"]
    assert sorted(row.words for row in coffee.factor_notes.all()) == ["The boiler", "The cook"]
