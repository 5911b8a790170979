"""Fields that every page of a conversation uses."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.forms.page import PageForm
from pages.forms.fields import LineField, LinkField


def test_line_tells_the_script_how_much_fits() -> None:
    assert LineField(most=300).widget.attrs["data-count"] == 300


def test_half_a_character_is_refused_however_it_comes(staff, service, framework) -> None:
    address = reverse("keep-note", args=[service.slug])
    kind = "application/x-www-form-urlencoded"

    answer = staff.post(address, "words=a%ED%A0%80b", content_type=kind)

    assert answer.status_code == 422
    assert "There is a character in this text that cannot be kept." in answer.content.decode()


def test_link_is_completed_before_it_is_measured() -> None:
    fits = f"example.org/{'x' * 1980}"

    assert LinkField().clean(fits) == f"https://{fits}"
    with pytest.raises(ValidationError, match="2,005 characters long and 2,000 fit"):
        LinkField().clean(f"{fits}{'x' * 5}")


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 12])
def test_form_with_a_broken_part_says_so_in_our_words(seen) -> None:
    form = PageForm({"key": "", "seen": seen})

    sentence = "Open this page again: a part of the form is missing."
    assert form.errors["seen"] == [sentence] == form.errors["key"]
