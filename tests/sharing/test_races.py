"""Several managers at once, on whichever database the suite runs on."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest

from accounts.models import Event, Notice, Organisation, Service, User
from assessments.models import Closure
from reports.printing.pdf import RenderError
from sharing import actions
from sharing.models import Share, ShareFile
from sharing.selectors import sent_bytes
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def each_on_a_copy(*acts: Callable[[Share], object]) -> list[type]:
    """Let each act at once on its own copy of the share; return what came of each."""
    shares = [Share.objects.select_related("service", "body").get() for _act in acts]
    return [
        type(came) for came in at_once(*(partial(*pair) for pair in zip(acts, shares, strict=True)))
    ]


def test_start_at_once_begins_one(
    service: Service, body: Organisation, manager: User, second: Closure
) -> None:
    key = uuid.uuid4()

    def begin() -> object:
        return actions.prepare_share(service=service, body=body, by=manager, key=key)

    results = at_once(begin, begin, begin)

    assert [type(result) for result in results] == [Share] * 3
    assert Share.objects.get().pk == key


def test_show_at_once_shows_once(ready: Share, manager: User, contributor: User) -> None:
    def show(share: Share) -> object:
        return actions.show_to_team(share, by=manager)

    results = each_on_a_copy(show, show)

    assert sorted(result.__name__ for result in results) == ["Share", "Stale"]
    assert Notice.objects.filter(user=contributor, kind="share_shown").count() == 1


@pytest.mark.pdf
def test_send_at_once_sends_once(shown_share: Share, manager: User, commissioner: User) -> None:
    """One works, one waits, a third is told that it is busy: the first is sent all the same."""

    def send(share: Share) -> object:
        return actions.send(share, by=manager)

    results = each_on_a_copy(send, send, send)

    assert results.count(Share) == 1
    assert set(results) <= {Share, actions.Stale, RenderError}
    assert Share.objects.get().state == "sent"
    assert sent_bytes(ShareFile.objects.get()).startswith(b"%PDF")
    assert Notice.objects.filter(user=commissioner).count() == 1
    assert Event.objects.filter(act="share_sent").count() == 1


@pytest.mark.pdf
def test_put_away_while_it_is_being_sent(
    shown_share: Share, manager: User, commissioner: User
) -> None:
    """Whichever came first, nobody can read it in the end."""
    results = each_on_a_copy(
        lambda share: actions.send(share, by=manager),
        lambda share: actions.take_back(share, by=manager),
    )

    share = Share.objects.get()
    assert results[1] is Share
    assert (share.state, share.is_live) == ("taken_back", False)
    assert ShareFile.objects.exists() == (results[0] is Share) == (share.sent_at is not None)


def test_change_and_show_at_once_show_what_was_looked_at(ready: Share, manager: User) -> None:
    """A choice that comes between looking and showing is never in the copy unseen."""
    results = each_on_a_copy(
        lambda share: actions.choose(share, by=manager, purpose="Other words"),
        lambda share: actions.show_to_team(share, by=manager),
    )

    share = Share.objects.get()
    if results[1] is Share:
        assert "Before we meet." in share.document
        assert results[0] is actions.Stale
    else:
        assert (share.state, share.purpose) == ("draft", "Other words")
