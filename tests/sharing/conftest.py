"""A team with two finished conversations, and a report on its way to Northtown Council."""

import datetime as dt
import fcntl
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.actions import log
from accounts.models import Organisation, Service, User
from assessments import actions as talk
from assessments.models import Closure
from frameworks.models import Framework
from frameworks.selectors import forget_trees
from sharing import actions
from sharing.models import OPENINGS_EXPLAINED, Share, ShareFile
from tests.sharing.story import BYTES, NOON, SHOWN, UNTIL, Clock, SignedIn
from tests.stored import Statements, built, put

# What tests here begin with, each built on those before it, but for the last two: either is.
STORY = ("first", "second", "draft", "ready", "shown_share", "posted", "sent")
PEOPLE = {"organisation", "service", "framework", "manager", "contributor"}
SPRING, AUTUMN = dt.date(2026, 3, 10), dt.date(2026, 10, 12)
_stored_story: dict[str, Statements] = {}


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
def there() -> set[str]:
    """Return the names of the fixtures whose rows are there before anybody asks for them."""
    return set()


@pytest.fixture(autouse=True)
def _begin_with_story(
    request: pytest.FixtureRequest, place: Path, clock: Clock, there: set[str]
) -> None:
    """Begin with the last of STORY that a test asks for: told once, then stored as the same rows.

    Where a test commits it is told anew, as what follows a commit may be more rows.
    """
    called = getattr(request.node, "callspec", None)  # a test may call a parameter of its own so
    names = set(request.fixturenames) - set(called.params if called else ())
    wanted_steps = [name for name in STORY if name in names]
    mark = request.node.get_closest_marker("django_db")
    if not wanted_steps or (mark and mark.kwargs.get("transaction")):
        return
    request.getfixturevalue("db")
    last = wanted_steps[-1]
    if last in _stored_story:
        put(_stored_story[last])
        forget_trees()
        there |= {*PEOPLE, *STORY[: STORY.index(last)], last}
        there |= {"body"} if "draft" in there else set()
    else:
        kinds = apps.get_models(include_auto_created=True)
        _stored_story[last] = built(lambda: request.getfixturevalue(last), kinds)


def unless_there(name: str, look: Callable[[], Model]) -> Callable[..., Model]:
    """Return the fixture of this name of tests/people.py, where it is not there already."""

    @pytest.fixture(name=name)
    def fixture(request: pytest.FixtureRequest, db: None, there: set[str]) -> Model:
        return look() if name in there else request.getfixturevalue(name)

    return fixture


organisation = unless_there("organisation", lambda: Organisation.objects.get(slug="oak-trust"))
body = unless_there("body", lambda: Organisation.objects.get(slug="northtown"))
service = unless_there(
    "service", lambda: Service.objects.select_related("organisation").get(slug="alder-house")
)
manager = unless_there("manager", lambda: User.objects.get(email="mina.manager@example.org"))
contributor = unless_there(
    "contributor", lambda: User.objects.get(email="con.tributor@example.org")
)
framework = unless_there("framework", lambda: Framework.objects.get(slug="tiny"))


@pytest.fixture
def first(
    there: set[str], service: Service, framework: Framework, manager: User, contributor: User
) -> Closure:
    """Return the first conversation: an ask, something ours, a step with a role."""
    if "first" in there:
        return kept_on(SPRING)
    return converse(service, framework, contributor, SPRING, "spring")


@pytest.fixture
def second(there: set[str], first: Closure, framework: Framework, contributor: User) -> Closure:
    """Return the second conversation, after the first."""
    if "second" in there:
        return kept_on(AUTUMN)
    return converse(first.assessment.service, framework, contributor, AUTUMN, "autumn")


def kept_on(day: dt.date) -> Closure:
    """Return the record of a conversation held on a day."""
    rows = Closure.objects.select_related("assessment__service__organisation")
    return rows.get(held_on=day)


def converse(
    service: Service, framework: Framework, by: User, held_on: dt.date, season: str
) -> Closure:
    """Hold and keep a conversation whose every word names its season."""
    at = dt.datetime.combine(held_on, dt.time(14), tzinfo=dt.UTC)
    begun_talk = talk.start(
        service=service, framework=framework, length="themes", held_on=held_on, by=by, at=at
    )
    soil = framework.lines.get(code="soil")
    shoot = framework.levels.get(code="shoot")
    talk.place(begun_talk, soil, talk.Choice("placed", shoot), by=by, at=at)
    talk.add_example(begun_talk, words=f"The {season} line", lines=[soil], by=by, at=at)
    obstacle = {"kind": "obstacle", "lines": [soil], "by": by, "at": at}
    talk.name_factor(begun_talk, words=f"Ours in {season}", reach="ours", **obstacle)
    talk.name_factor(
        begun_talk,
        words=f"Theirs in {season}",
        reach="someone_else",
        to="commissioner",
        **obstacle,
    )
    talk.try_step(begun_talk, what=f"A try in {season}", who=f"the {season} lead", by=by, at=at)
    return talk.finish(begun_talk, by=by, at=at)


@pytest.fixture
def draft(
    there: set[str], service: Service, body: Organisation, manager: User, second: Closure
) -> Share:
    """Return a share that was just begun."""
    if "draft" in there:
        return Share.objects.select_related("service__organisation", "body").get()
    return actions.prepare_share(service=service, body=body, by=manager)


@pytest.fixture
def ready(there: set[str], draft: Share, first: Closure, second: Closure, manager: User) -> Share:
    """Return a share with every choice made: everything, both asks, nothing of ours."""
    if "ready" in there:
        return draft
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
def shown_share(there: set[str], ready: Share, manager: User) -> Share:
    """Return a share that the team was shown so long ago that it may go today."""
    return ready if "shown_share" in there else actions.show_to_team(ready, by=manager, at=SHOWN)


@pytest.fixture
def sent(there: set[str], shown_share: Share, manager: User) -> Share:
    """Return a share that was sent, with its PDF really made."""
    return shown_share if "sent" in there else actions.send(shown_share, by=manager)


@pytest.fixture
def posted(there: set[str], shown_share: Share, manager: User) -> Share:
    """Return a share as sending leaves it, with bytes of ours: for what does not look inside."""
    return shown_share if "posted" in there else as_sent(shown_share, manager)


def as_sent(shown_share: Share, manager: User) -> Share:
    """Leave a share as sending leaves it, without making its PDF."""
    now = timezone.now()
    waiting = Share.objects.filter(pk=shown_share.pk)
    waiting.update(state=Share.State.SENT, sent_at=now, sent_by=manager)
    ShareFile.objects.create(
        share=shown_share,
        content=BYTES,
        digest=hashlib.sha256(BYTES).hexdigest(),
        size=len(BYTES),
        made_at=now,
    )
    shown_share.refresh_from_db()
    return shown_share


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
