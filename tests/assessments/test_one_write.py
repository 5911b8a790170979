"""A save is one transaction: the words, the key that was sent and the end of the draft."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions
from assessments.models import Draft
from tests.assessments.pages import shown_fields

pytestmark = pytest.mark.django_db(transaction=True)

# An address's name, what stands in it besides the conversation, what is typed, how long the talk.
PAGES = {
    "a theme": ("place", ["soil"], {"words": "We dug."}, "themes"),
    "a line of a longer talk": ("place", ["soil"], {"words": "We dug."}, "more"),
    "around": ("around", [], {"help_1": "The garden"}, "themes"),
    "read back": ("read-back", [], {"opening": "A year of digging."}, "themes"),
    "finished": ("read-back", [], {"opening": "A year.", "then": "finish"}, "themes"),
}


@pytest.mark.parametrize("page", PAGES)
def test_save_is_one_transaction(staff, service, framework, contributor, page):
    name, more, typed, length = PAGES[page]
    talk = actions.start(service=service, framework=framework, length=length, by=contributor)
    address = reverse(name, args=[talk.pk, *more])
    form = shown_fields(staff, address)
    assert set(typed) <= {*form, "then"}, sorted(form)
    actions.keep_draft(user=contributor, assessment=talk, page=_kept_as(name, more), fields=typed)

    with CaptureQueriesContext(connection) as queries:
        answer = staff.post(address, form | typed)

    assert answer.status_code == 302
    assert [query["sql"] for query in queries].count("COMMIT") == 1
    assert not Draft.objects.exists()


def _kept_as(name: str, more: list[str]) -> str:
    return "-".join([name, *more])
