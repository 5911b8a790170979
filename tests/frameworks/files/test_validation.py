"""Each rule of a framework file, by a file that breaks it; its first line is the sentence."""

from pathlib import Path

import pytest

from frameworks.files.documents import BadDocumentError
from frameworks.files.validation import check
from tests.frameworks.entries import read_entries

HERE = Path(__file__).parent.parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_file_is_told_in_a_sentence(path):
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    with pytest.raises(BadDocumentError) as raised:
        check(read_entries(path))
    assert str(raised.value) == expected


@pytest.mark.parametrize("name", ["small.yaml", "tiny.yaml"])
def test_whole_file_has_no_problem(name):
    check(read_entries(HERE / name))


def test_several_problems_are_counted():
    with pytest.raises(BadDocumentError) as raised:
        check([{}, {}, {}])
    assert str(raised.value) == "Entry 1 needs “model” and “fields”. (and 2 more)"
    assert len(raised.value.problems) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "This is not a text file in UTF-8."),
        (b"[" * 1_500, "This is not YAML: it is nested too deeply."),
        (
            b"- !!python/object/apply:os.system [ls]",
            "This is not YAML at line 1: could not determine",
        ),
        (b"- &a [x]\n- [*a, *a]", r"“\*a” stands for what was written above"),
    ],
    ids=["bytes", "deep", "unsafe", "short for much"],
)
def test_hostile_file_is_refused(tmp_path, content, sentence):
    path = tmp_path / "hostile.yaml"
    path.write_bytes(content)
    with pytest.raises(BadDocumentError, match=sentence):
        read_entries(path)


def test_folder_is_no_file(tmp_path):
    with pytest.raises(BadDocumentError, match=r"The file cannot be read: Is a directory\."):
        read_entries(tmp_path)


@pytest.mark.parametrize(
    "entries",
    [
        [1],
        [{"model": ["x"], "fields": {}}],
        [{"model": None, "fields": {1: 2}}],
        [{"model": "frameworks.level", "fields": {"framework": [[], {}], 7: None}}],
        [{"model": "frameworks.line", "fields": {"framework": None, "aliases": [None]}}],
        [{"model": "frameworks.prompt", "fields": {"order": True, "line": [1, 2, 3]}}],
        [{"model": "auth.group", "fields": {"name": "x"}}],
    ],
)
def test_odd_entries_are_told_in_sentences(entries):
    with pytest.raises(BadDocumentError):
        check(entries)
