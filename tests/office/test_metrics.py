"""Figures of the machine alone: whatever anybody does, no name, no label and nothing of theirs."""

import os
import re
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import invite, log, send_due_letters
from accounts.operations.backup import PROVED
from assessments import actions
from office.site import as_text, gauges

NAMES = {
    "pizazz_ready", "pizazz_letters_due", "pizazz_letters_given_up", "pizazz_pdfs_waiting",
    "pizazz_last_copy_seconds", "pizazz_disk_free_bytes", "pizazz_written_seconds",
}  # fmt: skip
LINE = re.compile(r"# HELP (\w+) [A-Z][^{}\"]*\.|# TYPE (\w+) gauge|(\w+) [0-9.e+]+")


def figures(text: str) -> dict[str, str]:
    """Return each figure by its name; fail on a line that is none, or has a label."""
    lines = text.splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return dict(line.split() for line in lines if not line.startswith("#"))


def test_acts_of_people_leave_the_same_figures(service, framework, manager, contributor):
    before = figures(as_text(gauges()))
    assert before.keys() == NAMES
    talk = actions.start(service=service, framework=framework, length="themes", by=contributor)
    soil = [framework.lines.get(code="soil")]
    actions.add_example(talk, words="Alder House said this", lines=soil, by=contributor)
    actions.keep_note(service=service, words="A line", by=manager)
    actions.finish(talk, by=manager)
    after = figures(as_text(gauges()))
    moves = {"pizazz_written_seconds", "pizazz_disk_free_bytes"}
    assert {name: before[name] for name in NAMES - moves} == {
        name: after[name] for name in NAMES - moves
    }


def test_what_waits_and_the_last_copy_are_counted(service, manager, monkeypatch):
    invite(by=manager, place=service, role="contributor", address="new@example.org", by_hand=False)

    def refuse(*_args):
        raise OSError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    send_due_letters(at=timezone.now() + timedelta(hours=1))
    log(PROVED, by=None, at=timezone.now())
    numbers = figures(as_text(gauges()))
    assert numbers["pizazz_ready"] == numbers["pizazz_letters_due"] == "1"
    assert float(numbers["pizazz_last_copy_seconds"]) > 1e9
    assert "new@example.org" not in as_text(gauges())


@pytest.mark.django_db
def test_command_writes_it_whole(tmp_path):
    path = tmp_path / "pizazz.prom"
    call_command("write_metrics", path)
    call_command("write_metrics", path)
    assert figures(path.read_text(encoding="utf-8")).keys() == NAMES
    assert [path.name for path in tmp_path.iterdir()] == ["pizazz.prom"]


@pytest.mark.django_db
def test_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("write_metrics", tmp_path / "none" / "pizazz.prom")


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/stdout")])
def test_what_is_no_file_is_not_replaced_by_one(tmp_path, make):
    """Such as /dev/stdout, by whoever runs the machine."""
    path = tmp_path / "special"
    make(path)
    with pytest.raises(CommandError, match="cannot be written: It is a link, a pipe or a device"):
        call_command("write_metrics", path)
    assert path.is_symlink() or path.is_fifo()
