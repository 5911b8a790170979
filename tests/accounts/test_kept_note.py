"""A real page: one line kept on a shift, sent after the sign-in had run out."""

import re

import pytest

from assessments.models import Note
from tests.factories import PASSWORD
from tests.frameworks.tiny import load_tiny


@pytest.fixture
def _framework(db):
    load_tiny()


@pytest.mark.usefixtures("_framework")
def test_kept_note_arrives_once(client, contributor, service):
    client.force_login(contributor)
    path = "/s/alder-house/remember/"
    key = re.search(r'name="key" value="([^"]+)"', client.get(path).content.decode())
    session = client.session
    session["seen_at"] -= 60 * 60
    session.save()
    typed = {"words": "The cat slept through the handover.", "key": key[1] if key else ""}

    sign_in = client.post(path, typed).url
    arrival = client.post(sign_in, {"login": contributor.email, "password": PASSWORD}).url
    page = client.get(arrival)
    assert "The cat slept through the handover." in page.content.decode()
    again = dict(page.context["fields"]) | {"kept_post": page.context["post"].pk}
    assert client.post(page.context["post"].path, again).url == "/"
    assert [note.words for note in Note.objects.all()] == [typed["words"]]
    assert client.get(arrival).status_code == 410
