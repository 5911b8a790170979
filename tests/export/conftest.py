"""A team that said something of everything, and its file."""

from pathlib import Path

import pytest

from accounts.models import Service, User
from assessments import actions
from assessments.actions import Choice
from export.file.writing import file_of_team
from frameworks.models import Framework, Level, Line
from tests.export.written import Written, moved

ODD = '=HYPERLINK("https://x.example") \u202eשלום "quoted" 🌱 \\u0000 <b>'


@pytest.fixture
def spoken(
    service: Service, framework: Framework, manager: User, contributor: User, lead: User
) -> Service:
    """Return the team: one conversation finished and shown, one that goes on, a signed note."""
    soil: Line = framework.lines.get(code="soil")
    leaf: Level = framework.levels.get(code="leaf")
    actions.keep_note(service=service, words="The garden gate", by=contributor)
    first = actions.start(service=service, framework=framework, length="themes", by=contributor)
    actions.place(first, soil, Choice("placed", leaf, 3), by=contributor, seen=0)
    actions.add_example(first, words=ODD, by=contributor, lines=[soil])
    removed = actions.add_example(first, words="Typed by mistake", by=contributor, lines=[soil])
    actions.remove_row(first, removed, by=contributor)
    actions.name_factor(
        first, kind="obstacle", words="- No lift", by=contributor, reach="someone_else"
    )
    closure = actions.finish(first, by=manager)
    actions.decide_release(closure, is_shown=True, by=manager)
    open_now = actions.start(service=service, framework=framework, length="coffee", by=manager)
    actions.add_example(open_now, words="Said today", by=manager, lines=[])
    actions.keep_note(service=service, words="Ring the bell", by=manager, signed=True)
    return service


@pytest.fixture
def written(spoken: Service, tmp_path: Path) -> Written:
    """Return its file as lines that can be changed."""
    return Written(tmp_path, b"".join(file_of_team(spoken, "default")))


@pytest.fixture
def elsewhere(written: Written, tmp_path: Path) -> Written:
    """Return the same file of a team that is not here: with other keys throughout."""
    return Written(tmp_path, moved(written.bytes))
