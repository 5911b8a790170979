"""Which new passwords are refused, and in which words."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.getting_in.forms import ComeInForm
from accounts.models import User

SAME_AGAIN = "This says the same thing again and again, which is tried early. Type another."
A_ROW = "This is a row of letters, figures or keys, which is tried early. Type another."
KNOWN = (
    "This is close to passwords that many people use, so it is tried early. Three or four"
    " words that nobody else would put together are better."
)
MADE_OF_NAMES = "This is made of names that others know, which are tried early. Type another."
GUESSED = {
    "123456789012": KNOWN,
    "passwordpassword": SAME_AGAIN,
    "iloveyou1234": KNOWN,
    "qwertyuiop12": KNOWN,
    "Password1234": KNOWN,
    "letmeinletmein": SAME_AGAIN,
    "aaaaaaaaaaaa": SAME_AGAIN,
    "abcdefghijkl": A_ROW,
    "zyxwvutsrqpo": A_ROW,
    "abcabcabcabc": SAME_AGAIN,
    "111122223333": KNOWN,
    "1q2w3e4r5t6y": KNOWN,
    "liverpoolfc1": KNOWN,
    "manchesterunited": KNOWN,
    "welcome12345": KNOWN,
    "administrator": KNOWN,
    "P@ssw0rd1234": KNOWN,
    "changemechangeme": SAME_AGAIN,
    "monkeymonkey": SAME_AGAIN,
    "November2026": KNOWN,
}


def refusals(password: str, user: User | None = None) -> list[str]:
    """Return why a password is refused."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(("password", "why"), GUESSED.items())
def test_guessed_password_is_refused_with_the_reason(password, why):
    assert refusals(password) == [why]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "hostel kettle monday",
        "woodpigeon trams 4",
        "ŵyneb glas bore",
    ],
)
def test_few_words_that_nobody_puts_together_are_taken(password):
    assert refusals(password) == []


def test_password_counts_as_it_was_typed():
    person = User(email="ana@example.org")
    person.set_password(" Hostel kettle monday ")
    assert person.check_password(" Hostel kettle monday ")
    for other in ("Hostel kettle monday", " hostel kettle monday ", " Hostel kettle monda"):
        assert not person.check_password(other)


@pytest.mark.parametrize(
    "password",
    ["minamanager12", "Manager-2026-Mina", "AlderHouse!!2026", "oaktrust2026", "alder2026alder"],
)
def test_password_made_of_names_that_others_know_is_refused(manager, service, password):
    assert refusals(password, manager)
    assert refusals(f"{password} and a kettle by the tram", manager) == []


@pytest.mark.django_db
def test_password_made_of_the_name_of_this_site_is_refused(settings):
    assert refusals("pizazz2026pizazz") == [MADE_OF_NAMES]
    settings.SITE_NAME = "Ydy Gweithio"
    assert refusals("ydygweithio2026") == [MADE_OF_NAMES]


@pytest.mark.django_db
def test_password_made_of_names_of_where_one_comes_in_is_refused():
    form = ComeInForm(
        {"display_name": "Ana", "password1": "AlderHouse!!2026", "password2": "AlderHouse!!2026"},
        user=User(email="ana@example.org"),
        by_code=False,
        names=["Alder House", "Oak Trust"],
    )
    assert form.errors["password1"] == [MADE_OF_NAMES]


@pytest.mark.django_db
def test_password_made_of_ones_own_name_is_refused():
    person = User(email="marguerite@alderhouse.example", display_name="Marguerite Sandringham")
    assert refusals("sandringham-1", person)
    assert refusals("alderhouse-99", person)


def test_very_long_password_is_weighed_at_once_and_taken():
    assert refusals("a kettle, " * 400 + "and one tram") in ([], [SAME_AGAIN])
