"""What reports and pages say of teams that lived through the real actions is so.

Six lives in each run of the tests; more where PIZAZZ_LIVES says how many.
"""

import datetime as dt
import os

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Closure
from reports.content import SECTIONS
from sharing.actions import choose, prepare_share
from sharing.models import Share
from sharing.report import ask_rows, asks_offered, preview
from tests.factories import CommissioningBodyFactory
from tests.reports.aloud import aloud
from tests.reports.truth.claims import OWN_COPY, Claims, How
from tests.reports.truth.lives import Life
from tests.reports.truth.places import places
from tests.sharing.test_approved import middle_of

LIVES = int(os.environ.get("PIZAZZ_LIVES", "6"))


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(LIVES))
def test_all_that_is_said_is_so(number, client, monkeypatch):
    life = Life(number)
    life.live()
    if not life.talks:
        life.talk(life.now.date(), "1.0")
    now = life.now + dt.timedelta(days=life.dice.choice((0, 10, 60, 200)))
    monkeypatch.setattr(timezone, "now", lambda: now)
    chosen = [talk for talk in life.talks if life.odds(0.8)] or life.talks
    share = prepared(life, chosen, now)
    report = Claims(life, chosen, now.date(), aloud(preview(share, at=now)))
    assert report.untrue() == [], report.text
    client.force_login(life.by)
    page = client.get(reverse("own-copy", args=[life.service.slug]))
    middle = middle_of(page.content.decode())
    copy = Claims(life, life.talks, now.date(), middle, OWN_COPY)
    assert copy.untrue() == [], copy.text
    for place in places(life, share, now):
        page = Claims(life, place.talks, now.date(), place.text, place.how)
        assert page.untrue() == [], f"{place.name}: {place.text}"


def prepared(life: Life, chosen: list, now: dt.datetime) -> Share:
    """Return the report that a body would read of some of the talks, with some of the asks."""
    share = prepare_share(
        service=life.service, body=CommissioningBodyFactory(), by=life.manager, at=now
    )
    closures = [Closure.objects.current().get(assessment=talk.row) for talk in chosen]
    choices = {"purpose": "Before we meet.", "ends_on": now.date() + dt.timedelta(days=100)}
    sections = list(SECTIONS)
    choose(
        share, by=life.manager, closures=closures, sections=sections, include_ours=True, **choices
    )
    asks = ask_rows(asks_offered(share))
    if asks:
        goes = {ask: place < 3 for place, ask in enumerate(asks)}  # three at most
        share = choose(share, by=life.manager, asks=goes)
    share.refresh_from_db()
    return share


@pytest.mark.django_db
def test_untrue_sentences_are_noticed():
    life = Life(1)
    life.now = dt.datetime(2024, 3, 4, 9, tzinfo=dt.UTC)
    life.talk(life.now.date(), "1.0")
    talk = life.talks[0]
    talk.answers = {"soil": ("placed", "leaf"), "light": ("differs", "")}
    today = dt.date(2024, 3, 20)
    for text in (
        "Soil. It was seed in March.",
        "Soil. It was leaf in April 2023.",
        "Soil. It was shoot in May; it is tree now.",
        "Leaf now, as in June: light.",
        "## What has changed\n### What we see more of\nLight. Some say so.",
    ):
        assert Claims(life, [talk], today, text).untrue(), text
    for text, how in (
        ("# Soil over time\n## 4 March 2024\nSeed, a little", How(of="Soil")),
        ("## Soil\n4 March 2024\nTree", How(headed=True)),
        ("## 4 March 2024\nLeaf\nWhy it differs from the time before: We changed.", How(of="Soil")),
        ("Some of what we said\nIt is leaf.", How(levels=False)),
        ("# Soil\nIn May 2023 we said\nq9z", How(of="Soil", quotes=True)),
        ("# Soil\nIn March we said: Tree.", How(of="Soil")),
        ("## Soil\nWe call this tree.", How(headed=True)),
        ("## Light\nq8z. Some call this tree.", How(headed=True)),
    ):
        assert Claims(life, [talk], today, text, how).untrue(), text
    later = dt.date(2024, 6, 5)
    for text in ("## What we are trying", "Trying: q1z."):
        assert Claims(life, [talk], later, text, How()).untrue(), text
        assert Claims(life, [talk], today, text, How()).untrue() == [], text
    assert "it was not" not in str(Claims(life, [talk], today, "Soil. It is leaf now.").untrue())
    assert Claims(life, [talk], dt.date(2025, 3, 4), "Soil. It is leaf now.").untrue()
