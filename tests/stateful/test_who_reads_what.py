"""Any order of acts: whoever reads may, nothing sealed changes, nothing that was saved is lost.

Hypothesis draws the acts; `model.py` says what ought to be so, and after every act it is compared
with what the software says. A few runs in each gate, always the same; PIZAZZ_MODEL_RUNS=500 draws
so many others of fifty acts each.
"""

import os
from collections import Counter

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from accounts.operations.preparing import make_tables
from accounts.operations.tables import connected, url_of
from tests.stateful.machine import Machine

PDF = b"%PDF-1.7 of no matter here: how one is made has tests of its own"
RUNS = int(os.environ.get("PIZAZZ_MODEL_RUNS", "0"))
IN_GATE = {"max_examples": 6, "stateful_step_count": 20, "derandomize": True}
BY_HAND = {"max_examples": RUNS, "stateful_step_count": 50}
ACTS = {
    "invite", "accept", "change role", "leave", "close", "erase", "start", "write", "finish",
    "put right", "show", "take back from organisation", "prepare", "show copy", "send",
    "take back", "run out", "take out", "delete team", "restore", "look",
}  # fmt: skip


@pytest.fixture
def beside(db, tmp_path):
    """Give the alias of a database with all our tables, for copies."""
    with connected(url_of(tmp_path / "copy.sqlite3")) as alias:
        connections[alias].connect()  # a test opens no other database by itself
        make_tables(alias)
        yield alias


def test_whoever_reads_may(beside, framework, monkeypatch, tmp_path, record_property):
    monkeypatch.setattr("sharing.actions.sending.report_pdf", lambda _report: PDF)
    monkeypatch.setattr(Machine, "done", Counter())
    monkeypatch.setattr(Machine, "first", None)
    monkeypatch.setattr(Machine, "beside", beside)
    monkeypatch.setattr(Machine, "listed", tmp_path / "erased.txt")
    chosen = settings(
        **(BY_HAND if RUNS else IN_GATE),
        deadline=None,
        phases=[Phase.generate],  # to make a failing run shorter takes minutes
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machine, settings=chosen)
    record_property("runs", Machine.done["run"])
    record_property("acts", sum(Machine.done[act] for act in ACTS))
    # Few runs draw not everything; many that did not would prove nothing of it.
    assert not RUNS or {act for act in ACTS if not Machine.done[act]} == set()


@pytest.fixture(autouse=True)
def _say_how_many_runs():
    yield
    if RUNS:
        print(f"{Machine.done['run']} runs: {dict(Machine.done)}")  # noqa: T201 -- by hand
