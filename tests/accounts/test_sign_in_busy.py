"""Signing in while somebody else holds the database."""

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory
from tests.locks import locked


@pytest.mark.logs_errors
@pytest.mark.django_db(transaction=True)
def test_sign_in_on_a_busy_database_is_told_so_and_not_called_one_too_many(client):
    person = UserFactory(email="ana@example.org")
    client.get(reverse("account_login"))
    form = {"login": person.email, "password": PASSWORD}
    with locked("cache"):
        answer = client.post(reverse("account_login"), form)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert PASSWORD not in answer.content.decode()
    assert client.post(reverse("account_login"), form).status_code == 302
