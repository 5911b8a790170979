"""Several managers at once, on whichever database the suite runs on."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import Event, Notice, User
from reports.pdf import RenderError
from sharing import actions
from sharing.frozen import sent_bytes
from sharing.models import Share, ShareFile

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[Share], object]) -> list[type]:
    """Let each act on its own copy of the share, beginning together; return what came of each."""
    barrier = threading.Barrier(len(acts))
    results: list[type] = [type(None)] * len(acts)
    key = Share.objects.values_list("pk", flat=True).get()

    def run(place: int, act: Callable[[Share], object]) -> None:
        share = Share.objects.select_related("service", "body").get(pk=key)
        barrier.wait()
        try:
            results[place] = type(act(share))
        except (actions.Moved, RenderError) as error:
            results[place] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_show_at_once_shows_once(ready: Share, manager: User, contributor: User) -> None:
    def show(share: Share) -> object:
        return actions.show_to_team(share, by=manager)

    results = at_once(show, show)

    assert sorted(each.__name__ for each in results) == ["Moved", "Share"]
    assert Notice.objects.filter(user=contributor, kind="share_shown").count() == 1


@pytest.mark.pdf
def test_send_at_once_sends_once(shown: Share, manager: User, commissioner: User) -> None:
    """One works, one waits, a third is told that it is busy: the first is sent all the same."""

    def send(share: Share) -> object:
        return actions.send(share, by=manager)

    results = at_once(send, send, send)

    assert results.count(Share) == 1
    assert set(results) <= {Share, actions.Moved, RenderError}
    assert Share.objects.get().state == "sent"
    assert sent_bytes(ShareFile.objects.get()).startswith(b"%PDF")
    assert Notice.objects.filter(user=commissioner).count() == 1
    assert Event.objects.filter(act="share_sent").count() == 1


@pytest.mark.pdf
def test_put_away_while_it_is_being_sent(shown: Share, manager: User, commissioner: User) -> None:
    """Whichever came first, nobody can read it in the end."""
    results = at_once(
        lambda share: actions.send(share, by=manager),
        lambda share: actions.take_back(share, by=manager),
    )

    share = Share.objects.get()
    assert results[1] is Share
    assert (share.state, share.is_live) == ("taken_back", False)
    assert ShareFile.objects.exists() == (results[0] is Share) == (share.sent_at is not None)


def test_change_and_show_at_once_show_what_was_looked_at(ready: Share, manager: User) -> None:
    """A choice that comes between looking and showing is never in the copy unseen."""
    results = at_once(
        lambda share: actions.choose(share, by=manager, purpose="Other words"),
        lambda share: actions.show_to_team(share, by=manager),
    )

    share = Share.objects.get()
    if results[1] is Share:
        assert "Before we meet." in share.document
        assert results[0] is actions.Moved
    else:
        assert (share.state, share.purpose) == ("draft", "Other words")
