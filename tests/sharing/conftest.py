"""A team with two finished conversations, and a report on its way to Northtown Council."""

import datetime as dt
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import log
from accounts.models import Organisation, Service, User
from assessments import actions as talk
from assessments.models import Closure
from frameworks.models import Framework
from sharing import actions
from sharing.models import OPENINGS_EXPLAINED, Share, ShareFile
from tests.sharing.story import BYTES, NOON, SHOWN, UNTIL, Clock, SignedIn


@pytest.fixture(autouse=True)
def place(settings, tmp_path) -> Path:
    """Give each test a lock of its own: tests run side by side."""
    settings.RENDER_DIR = str(tmp_path / "render")
    return tmp_path / "render"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let it be noon on 20 November 2026; call it to let it be another time."""
    now = [NOON]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def turn(moment: dt.datetime) -> None:
        now[0] = moment

    return turn


@pytest.fixture
def first(service: Service, framework: Framework, manager: User, contributor: User) -> Closure:
    """Return the first conversation: an ask, something ours, a step with a role."""
    return converse(service, framework, contributor, dt.date(2026, 3, 10), "spring")


@pytest.fixture
def second(first: Closure, framework: Framework, contributor: User) -> Closure:
    """Return the second conversation, after the first."""
    service = first.assessment.service
    return converse(service, framework, contributor, dt.date(2026, 10, 12), "autumn")


def converse(
    service: Service, framework: Framework, by: User, held_on: dt.date, season: str
) -> Closure:
    """Hold and keep a conversation whose every word names its season."""
    at = dt.datetime.combine(held_on, dt.time(14), tzinfo=dt.UTC)
    begun = talk.start(
        service=service, framework=framework, length="themes", held_on=held_on, by=by, at=at
    )
    soil = framework.lines.get(code="soil")
    shoot = framework.levels.get(code="shoot")
    talk.place(begun, soil, talk.Choice("placed", shoot), by=by, at=at)
    talk.add_example(begun, words=f"The {season} line", lines=[soil], by=by, at=at)
    obstacle = {"kind": "obstacle", "lines": [soil], "by": by, "at": at}
    talk.name_factor(begun, words=f"Ours in {season}", reach="ours", **obstacle)
    talk.name_factor(
        begun, words=f"Theirs in {season}", reach="someone_else", to="commissioner", **obstacle
    )
    talk.try_step(begun, what=f"A try in {season}", who=f"the {season} lead", by=by, at=at)
    return talk.finish(begun, by=by, at=at)


@pytest.fixture
def draft(service: Service, body: Organisation, manager: User, second: Closure) -> Share:
    """Return a share that was just begun."""
    return actions.prepare_share(service=service, body=body, by=manager)


@pytest.fixture
def ready(draft: Share, first: Closure, second: Closure, manager: User) -> Share:
    """Return a share with every choice made: everything, both asks, nothing of ours."""
    actions.choose(
        draft,
        by=manager,
        closures=[first, second],
        sections=["changes", "trying", "around", "themes", "examples"],
        purpose="Before we meet.",
        ends_on=UNTIL,
    )
    asks = dict.fromkeys(actions.asks_to_answer(draft), True)
    return actions.choose(draft, by=manager, asks=asks)


@pytest.fixture
def shown(ready: Share, manager: User) -> Share:
    """Return a share that the team was shown so long ago that it may go today."""
    return actions.show_to_team(ready, by=manager, at=SHOWN)


@pytest.fixture
def sent(shown: Share, manager: User) -> Share:
    """Return a share that was sent, with its PDF really made."""
    return actions.send(shown, by=manager)


@pytest.fixture
def posted(shown: Share, manager: User) -> Share:
    """Return a share as sending leaves it, with bytes of ours: for what does not look inside."""
    return as_sent(shown, manager)


def as_sent(shown: Share, manager: User) -> Share:
    """Leave a share as sending leaves it, without making its PDF."""
    now = timezone.now()
    waiting = Share.objects.filter(pk=shown.pk)
    waiting.update(state=Share.State.SENT, sent_at=now, sent_by=manager)
    ShareFile.objects.create(
        share=shown,
        content=BYTES,
        digest=hashlib.sha256(BYTES).hexdigest(),
        size=len(BYTES),
        made_at=now,
    )
    shown.refresh_from_db()
    return shown


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """Return a function that gives a browser in which a person is signed in."""

    def sign_in(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return sign_in


@pytest.fixture
def reader(commissioner: User) -> User:
    """Return a reader of the body who knows that openings are recorded."""
    log(OPENINGS_EXPLAINED, by=commissioner)
    return commissioner


@pytest.fixture
def no_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a PDF really fail to be made: whoever makes it gives up."""
    worker = tmp_path / "worker.py"
    worker.write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.setattr("reports.printing.pdf.WORKER", worker)


@pytest.fixture
def no_turn(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a PDF really fail to be made: another is being made, and takes longer than one waits."""
    monkeypatch.setattr("reports.printing.pdf.PATIENCE", 0.1)
    place.mkdir(parents=True, exist_ok=True)
    with (place / "pdf-working.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
