"""What comes beside a framework: links between its versions, glosses for its elements."""

import copy
import json

import pytest
from django.core.management import call_command
from django.db.models import QuerySet

from frameworks import selectors
from frameworks.actions import add_companion, publish
from frameworks.checks import published_frameworks_are_unchanged
from frameworks.files.documents import BadDocumentError
from frameworks.models import Companion, Framework, FrameworkIsPublishedError
from tests.frameworks.entries import read_entries
from tests.frameworks.tiny import TINY, gloss, load_tiny

ALL_FOUR = {"seed": "None", "shoot": "Few", "leaf": "Many", "tree": "{People} count"}
GLOSSES = {"framework": ["tiny", "1.0"], "glosses": {"worms": ALL_FOUR}}
WORMS = {"kind": "same", "from": "worms", "to": "worms"}
SAME = [{"kind": "same", "from": code, "to": code} for code in ("whole", "soil", "light", "water")]
LINKS = {
    "from": ["tiny", "1.0"],
    "to": ["tiny", "2.0"],
    "lines": [
        *SAME,
        {"kind": "narrower", "from": "worms", "to": "worms", "note": "Only earthworms now."},
        {"kind": "wider", "from": "windows", "to": "windows"},
    ],
}


@pytest.fixture
def later(framework: Framework) -> Framework:
    """Return the next edition of the tiny framework."""
    return load_tiny("2.0")


def broken(of: dict, **changes) -> dict:
    """Return a file with something else in it."""
    return copy.deepcopy(of) | changes


def lines(*more: dict, without: str = "") -> dict:
    """Return the links with some more lines, and without one."""
    links = [link for link in LINKS["lines"] if link.get("from") != without]
    return broken(LINKS, lines=[*links, *more])


def test_element_has_its_own_glosses_at_once(framework):
    assert gloss(selectors.tree_by_id(framework.pk), "leaf", "worms") == "Mostly green"
    add_companion(document=GLOSSES)
    tree = selectors.tree_by_id(framework.pk, "guests")
    cards = tree.line("worms").cards
    assert [card.gloss for card in cards] == ["None", "Few", "Many", "Guests count"]
    assert gloss(tree, "leaf", "water") == "Mostly green", "the general one, never the theme's"


def test_same_file_again_is_nothing_new(framework):
    add_companion(document=GLOSSES)
    assert add_companion(document=GLOSSES) is None


def test_changed_file_is_the_next_edition(framework):
    add_companion(document=GLOSSES)
    changed = copy.deepcopy(GLOSSES)
    changed["glosses"]["worms"]["leaf"] = "Plenty"
    with pytest.raises(BadDocumentError, match="give it “edition: 2”"):
        add_companion(document=changed)
    add_companion(document=changed | {"edition": 2})
    assert gloss(selectors.tree_by_id(framework.pk), "leaf", "worms") == "Plenty"
    assert Companion.objects.count() == 2


def test_companion_never_changes_and_its_seal_is_checked(framework):
    companion = add_companion(document=GLOSSES)
    for write in (companion.save, Companion.objects.all().delete):
        with pytest.raises(FrameworkIsPublishedError):
            write()
    assert published_frameworks_are_unchanged(databases=["default"]) == []
    QuerySet.update(Companion.objects.all(), document="{}")
    (fault,) = published_frameworks_are_unchanged(databases=["default"])
    assert fault.id == "frameworks.E002"


def test_links_reach_the_engine(later):
    add_companion(document=LINKS)
    links = selectors.links_between([("tiny", "1"), ("tiny", "2")])
    kinds = {(link.from_line, link.kind, link.note) for link in links}
    assert ("worms", "narrower", "Only earthworms now.") in kinds
    assert len(links) == 6


def test_one_edition_asks_for_no_links(later, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert selectors.links_between([("tiny", "1"), ("tiny", "1")]) == ()


def test_command_loads_a_companion(framework, tmp_path, capsys):
    path = tmp_path / "glosses.yaml"
    path.write_text(json.dumps(GLOSSES), encoding="utf-8")
    call_command("load_frameworks", path)
    call_command("load_frameworks", path)
    assert capsys.readouterr().out == ("Added glosses of tiny 1.0.\nglosses.yaml: nothing new.\n")


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (broken(GLOSSES, framework=["tiny", 1.0]), "Versions are written in quotes"),
        (broken(GLOSSES, extra=1), "no file of links or glosses"),
        (broken(GLOSSES, framework=["tiny", "9.0"]), "load its framework first"),
        (broken(GLOSSES, glosses={"ants": {}}), "element “ants”, which does not exist"),
        (broken(GLOSSES, glosses={"soil": {}}), "element “soil”, which does not exist"),
        (broken(GLOSSES, glosses={"worms": {"seed": "x"}}), "“shoot” has no gloss for the element"),
        (
            broken(GLOSSES, glosses={"worms": {**ALL_FOUR, "bush": "x"}}),
            "is for the level “bush”",
        ),
        *(
            (broken(GLOSSES, glosses={"worms": {**ALL_FOUR, "leaf": words}}), sentence)
            for words, sentence in (
                ("a\nb", "“leaf” has a line break or a mark that cannot be seen"),
                ("a\u2028b", "“leaf” has a line break"),
                ("a\u202eb", "“leaf” has a mark that turns the direction of writing"),
                ("{persons}", "“leaf” has “{persons}”: only {people}"),
            )
        ),
        (broken(LINKS, to=["tiny", "1.0"]), "from one major version"),
        (broken(LINKS, **{"from": ["tiny", "2.0"], "to": ["tiny", "1.0"]}), "from the earlier"),
        (lines({"kind": "twin", "from": "worms", "to": "worms"}, without="worms"), "is “twin”"),
        (lines(without="worms"), "Say what became of the line “worms”"),
        (
            lines({"kind": "retired", "from": "worms"}, without="worms"),
            "Say where the line “worms”",
        ),
        (lines({"kind": "new", "to": "ants"}), "the later version has no line “ants”"),
        (lines({"kind": "retired", "from": "ants"}), "the earlier version has no line “ants”"),
        (lines({"kind": "new", "from": "worms", "to": "worms"}), "what is new has no “from”"),
        (lines({"kind": "retired", "from": "worms", "to": "worms"}), "what is retired has no “to”"),
        (lines(SAME[0]), "is given twice"),
        (
            lines({"kind": "split", "from": "worms", "to": "worms"}, without="worms"),
            "only one part is named",
        ),
        (
            lines({"kind": "merged", "from": "worms", "to": "worms"}, without="worms"),
            "only one source is named",
        ),
        (lines({"kind": "same", "from": "worms", "to": "water"}), "then each link is “split”"),
        (lines({"kind": "new", "to": "worms"}), "then each link is “merged”"),
        *(
            (lines({**WORMS, "note": note}, without="worms"), sentence)
            for note, sentence in (
                ("a" * 301, "its note is longer than 300 characters"),
                ("a\rb", "its note has a line break"),
                ("a\u2066b", "its note has a mark that turns"),
                ("For {People}", "its note has “{people}”, which is replaced in no note"),
            )
        ),
        (
            broken(LINKS, levels=[{"kind": "split", "from": "seed", "to": "seed"}]),
            "The level link “seed” is “split”",
        ),
    ],
)
def test_broken_file_is_refused_in_a_sentence(later, document, sentence):
    with pytest.raises(BadDocumentError) as refused:
        add_companion(document=document)
    assert any(sentence in problem for problem in refused.value.problems), refused.value.problems


def changed_tiny(change) -> list[dict]:
    """Return the tiny framework as version 1.1, with something changed."""
    entries = json.loads(json.dumps(read_entries(TINY)).replace('"1.0"', '"1.1"'))
    change(entries)
    return entries


def fewer_levels(entries: list[dict]) -> None:
    """Leave out the last level."""
    entries[:] = [
        e
        for e in entries
        if "tree" not in (e["fields"].get("code"), *(e["fields"].get("level") or ()))
    ]


def other_code(entries: list[dict]) -> None:
    """Call the worms ants."""
    entries[:] = json.loads(json.dumps(entries).replace('"worms"', '"ants"'))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [(fewer_levels, "has other levels than"), (other_code, "has no line “worms”")],
)
def test_minor_version_changes_wording_only(framework, change, sentence):
    with pytest.raises(BadDocumentError) as refused:
        publish(entries=changed_tiny(change))
    assert any(sentence in problem for problem in refused.value.problems)
    assert "Give it a new major version." in refused.value.problems[0]


def test_minor_version_may_have_other_words(framework):
    def reworded(entries: list[dict]) -> None:
        entries[0]["fields"]["intro"] = "Other words."

    publish(entries=changed_tiny(reworded))
    assert selectors.current_framework().version == "1.1"
