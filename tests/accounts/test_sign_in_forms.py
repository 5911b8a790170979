"""Allauth's forms in our words: nothing of what they check is lost."""

import pytest
from django.urls import reverse

from accounts.signing_in.forms import ResetPasswordForm, SignInForm


def test_sign_in_form_says_our_words():
    form = SignInForm()

    assert {name: str(field.label) for name, field in form.fields.items()} == {
        "login": "Your work e-mail, or your sign-in name",
        "password": "Password",
    }
    assert [field.help_text for field in form.fields.values()] == ["", ""]
    assert "placeholder" not in form.as_p()


def test_sign_in_form_empty_says_what_to_type():
    form = SignInForm({})

    assert form.errors == {
        "login": ["Type your work e-mail or your sign-in name."],
        "password": ["Type your password."],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a@", "An e-mail looks like name@place.org"),
        ("a b@place", "An e-mail looks like name@place.org"),
        ("dee.nights", "do not go together"),
        ("nonsense \U0001f600", "do not go together"),
    ],
)
def test_sign_in_takes_an_address_or_a_name(rf, typed, sentence):
    form = SignInForm({"login": typed, "password": "x"}, request=rf.post("/account/login/"))

    assert not form.is_valid()
    assert sentence in str(form.errors)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nonsense", "An e-mail looks like name@place.org"),
        ("a\0b@place.org", "An e-mail looks like name@place.org"),
        ("a" * 400 + "@place.org", "An e-mail looks like name@place.org"),
    ],
)
def test_reset_form_odd_address_is_refused_in_a_sentence(typed, sentence):
    form = ResetPasswordForm({"email": typed})

    assert not form.is_valid()
    assert sentence in form.errors["email"]


@pytest.mark.django_db
def test_sign_in_page_says_who_reads_what(client):
    html = client.get(reverse("account_login")).content.decode()

    assert "Your team reads it, and nobody else" in " ".join(html.split())
    assert "Your work e-mail" in html
    assert 'autocomplete="username"' in html
