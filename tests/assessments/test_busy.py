"""A save that meets a busy database."""

import json
import uuid
from html import unescape

import pytest
from django.urls import reverse

from assessments.models import Note
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
        "error": "We cannot keep anything just now. What you typed is still on this page."
    }
