"""Pages opened from *Read it back*: the way back and the button say where they lead."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments import actions
from assessments.models import Assessment, FactorNote
from frameworks.models import Line
from tests.shown import send

pytestmark = pytest.mark.django_db

BACK = "Save, and back to reading it"


@pytest.fixture
def talk(conversation: Assessment, soil: Line, contributor: User) -> Assessment:
    """Return a longer conversation with an ask."""
    actions.open_theme(conversation, soil, by=contributor)
    actions.name_factor(
        conversation, kind="obstacle", words="The rain", reach="someone_else", by=contributor
    )
    return conversation


def address(talk: Assessment, name: str) -> str:
    args = {
        "place": ["soil"],
        "element": ["worms"],
        "whole": ["whole"],
        "ask": [getattr(FactorNote.objects.first().factor.ask, "pk", None)],
    }
    page = "place" if name in {"element", "whole"} else name
    return reverse(page, args=[talk.pk, *args.get(name, [])])


@pytest.mark.parametrize("name", ["place", "element", "whole", "around", "try", "before", "ask"])
def test_page_opened_from_reading_it_back_leads_back_to_it(
    staff: Client, talk: Assessment, name: str
) -> None:
    reading = reverse("read-back", args=[talk.pk])
    page = address(talk, name)

    there = staff.get(f"{page}?from=read-back").content.decode()
    elsewhere = staff.get(page).content.decode()

    assert there.count(f'<a class="back" href="{reading}">') == 1
    assert f'<a class="back" href="{reading}">' not in elsewhere
    buttons = there.split('<div class="actions">')[1].split("</div>")[0]
    assert buttons.count("<button") == 1
    assert ("Read it back" if name == "try" else BACK) in buttons
    assert BACK not in elsewhere
    assert send(staff, f"{page}?from=read-back").url == reading


def test_coffee_break_opened_from_reading_it_back_leads_back_to_it(
    staff: Client, service, framework, contributor: User
) -> None:
    talk = actions.start(service=service, framework=framework, length="coffee", by=contributor)
    reading = reverse("read-back", args=[talk.pk])
    page = reverse("coffee", args=[talk.pk])

    there = staff.get(f"{page}?from=read-back").content.decode()

    assert f'<a class="back" href="{reading}">' in there
    assert f'<a class="back" href="{reading}">' not in staff.get(page).content.decode()
    assert send(staff, f"{page}?from=read-back").url == reading


def test_page_that_was_refused_still_leads_back_to_reading_it(
    staff: Client, talk: Assessment
) -> None:
    page = address(talk, "around") + "?from=read-back"

    refused = send(staff, page, obstacle_1_reach="ours")

    assert refused.status_code == 422
    assert BACK in refused.content.decode()
