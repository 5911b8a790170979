"""A save that meets a busy database."""

import io
import json
import uuid
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from assessments.models import Note
from tests.leaks.forms import SENT
from tests.locks import locked

WORDS = "The night shift rang in, and we answered."


@pytest.mark.logs_errors
@pytest.mark.django_db(transaction=True)
def test_save_into_a_busy_database_gives_the_words_back_and_keeps_them_once(
    client, contributor, service, framework
):
    client.force_login(contributor)
    address = reverse("keep-note", args=[service.slug])
    client.get(address)
    form = {"words": WORDS, "key": str(uuid.uuid4())}
    with locked("assessments_note"):
        answer = client.post(address, form)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    page = unescape(answer.content.decode())
    assert WORDS in page
    assert f'action="{address}"' in page
    assert f'name="key" value="{form["key"]}"' in page
    assert not Note.objects.exists()
    assert client.post(address, form).status_code == 302
    assert Note.objects.get().words == WORDS


class Broken(io.BytesIO):
    """What a server reads from somebody whose line breaks off with an error."""

    def read(self, *_size: int) -> bytes:
        raise ConnectionResetError


@pytest.mark.logs_errors
@pytest.mark.django_db
@pytest.mark.parametrize("kind", [SENT, MULTIPART_CONTENT])
@pytest.mark.parametrize("line", ["ends", "breaks"])
def test_form_that_comes_by_half_is_not_taken_and_whole_it_is(
    client, contributor, service, framework, kind, line
):
    client.force_login(contributor)
    address = reverse("keep-note", args=[service.slug])
    form = {"key": str(uuid.uuid4()), "words": WORDS}
    body = encode_multipart(BOUNDARY, form) if kind != SENT else urlencode(form).encode()
    half = body[: body.index(b"night") + 5]
    stream = io.BytesIO(half) if line == "ends" else Broken()
    answer = client.generic("POST", address, body, kind, **{"wsgi.input": stream})

    assert answer.status_code == 400
    assert not Note.objects.exists()
    assert client.generic("POST", address, body, kind).status_code == 302
    assert Note.objects.get().words == WORDS


@pytest.mark.logs_errors
@pytest.mark.django_db(transaction=True)
def test_draft_into_a_busy_database_is_told_to_the_script(client, conversation, contributor):
    client.force_login(contributor)
    client.get(reverse("conversation", args=[conversation.pk]))
    body = json.dumps({"page": "coffee", "fields": {"words": WORDS}})
    with locked("assessments_draft"):
        answer = client.post(
            reverse("draft", args=[conversation.pk]), body, content_type="application/json"
        )

    assert answer.status_code == 503
    assert answer.json() == {
        "error": "Nothing can be kept just now. What you typed is still on this page."
    }
