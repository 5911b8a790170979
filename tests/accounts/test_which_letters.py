import pytest


def test_one_question_is_asked_and_kept(client, contributor):
    client.force_login(contributor)
    page = client.get("/account/letters/").content.decode()
    assert "What waits for me" in page
    assert client.post("/account/letters/", {"wanted": "weekly"}).status_code == 302
    contributor.refresh_from_db()
    assert contributor.letters_wanted == "weekly"


@pytest.mark.parametrize("typed", ["", "daily"])
def test_another_answer_is_refused(client, contributor, typed):
    client.force_login(contributor)
    answer = client.post("/account/letters/", {"wanted": typed})
    assert answer.status_code == 422
    assert "Choose one of the three." in answer.content.decode()
