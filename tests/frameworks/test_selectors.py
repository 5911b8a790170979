"""Framework trees: everything a page needs, without a query."""

import pytest

from frameworks import selectors
from frameworks.actions import publish
from frameworks.models import Framework, Publication
from frameworks.tree import fill_people
from tests.frameworks.entries import read_entries
from tests.frameworks.tiny import TINY, gloss, load_tiny


@pytest.mark.parametrize(
    ("text", "people", "expected"),
    [
        ("What do {people} say?", "guests", "What do guests say?"),
        ("{People} say so.", "guests", "Guests say so."),
        ("{People} say so.", "ŵyn", "Ŵyn say so."),
        (
            "{People} and {people}",
            "members of the club",
            "Members of the club and members of the club",
        ),
        ("{people}", "<b>{0.__class__}%s</b>", "<b>{0.__class__}%s</b>"),
        ("{People}", "", ""),
        ("Nothing to do, not even {this}", "guests", "Nothing to do, not even {this}"),
    ],
)
def test_words(text, people, expected):
    assert fill_people(text, people) == expected


@pytest.mark.django_db
def test_tree_holds_everything():
    tree = selectors.tree_by_id(load_tiny().pk)
    assert (tree.slug, tree.version, tree.name, tree.occasion_word) == (
        "tiny",
        "1.0",
        "Tiny",
        "talk",
    )
    assert tree.step_names == ("only just", "a little", "fairly", "mostly", "firmly")
    assert [line.code for line in tree.lines] == [
        "whole",
        "soil",
        "worms",
        "water",
        "light",
        "windows",
    ]
    assert [theme.code for theme in tree.themes] == ["soil", "light"]
    assert [element.code for element in tree.line("soil").elements] == ["worms", "water"]
    assert tree.line("worms").theme_code == "soil"
    assert tree.line("soil").question == "What is it like underfoot for {people}?"
    assert tree.line("worms").prompts == (
        "A question about worms to tell, with {people}?",
        "A question about worms to sideways, with {people}?",
    )
    assert tree.line("soil").aliases == ("earth",)
    assert list(tree.stages) == ["evidence", "going-for-us", "in-the-way", "next-step", "others"]
    assert tree.stages["next-step"].heading == "What will we try?"
    assert tree.coffee["coffee-things"].text == "A question for coffee-things?"
    assert len(tree.coffee) == 6


@pytest.mark.django_db
def test_gloss_is_a_lines_own_or_the_general_one():
    tree = selectors.tree_by_id(load_tiny().pk)
    assert gloss(tree, "leaf", "soil") == "Moist most days"
    assert gloss(tree, "leaf", "worms") == "Mostly green", "a theme's gloss is no element's"
    assert gloss(tree, "leaf", "light") == "Mostly green"
    assert gloss(tree, "leaf", "whole") == "Mostly green"
    assert [card.gloss for card in tree.line("soil").cards] == [
        "Dry",
        "Damp in places",
        "Moist most days",
        "{People} dig it themselves",
    ]
    with pytest.raises(KeyError):
        gloss(tree, "bush", "soil")
    with pytest.raises(KeyError):
        gloss(tree, "leaf", "air")


@pytest.mark.django_db
def test_tree_with_the_services_own_word():
    tree = selectors.tree_by_id(load_tiny().pk, "guests")
    assert gloss(tree, "tree", "soil") == "Guests dig it themselves"
    assert gloss(tree, "tree", "whole") == "Guests sit under it"
    assert tree.line("worms").going_well == "Guests notice the worms."
    assert tree.line("worms").tell == ("A question about worms to tell, with guests?",)
    assert "{" not in repr(tree.themes)


@pytest.mark.django_db
def test_tree_finds_its_parts():
    framework = load_tiny()
    tree = selectors.tree_by_id(framework.pk)
    soil = framework.lines.get(code="soil")
    leaf = framework.levels.get(code="leaf")
    assert tree.line_by_id(soil.pk) is tree.line("soil")
    assert tree.level_by_id(leaf.pk) is tree.level("leaf")
    assert tree.theme_of("worms") is tree.line("soil")
    assert tree.theme_of("soil") is tree.line("soil")
    assert tree.theme_of("whole") is None


@pytest.mark.django_db
def test_tree_asks_the_database_once(django_assert_num_queries):
    framework = load_tiny()
    tree = selectors.tree_by_id(framework.pk)
    with django_assert_num_queries(0):
        assert selectors.tree_by_id(framework.pk) is tree
        guests = selectors.tree_by_id(framework.pk, "guests")
        assert selectors.tree_by_id(framework.pk, "guests") is guests


@pytest.mark.django_db
def test_tree_of_replaced_framework_is_read_again():
    assert selectors.tree_by_id(load_tiny().pk).intro == "For tests."
    entries = read_entries(TINY)
    entries[0]["fields"]["intro"] = "Other words."
    publish(entries=entries)
    assert selectors.tree_by_id(selectors.current_framework().pk).intro == "Other words."


@pytest.mark.django_db
def test_tree_of_unpublished_framework_is_not_kept():
    framework = load_tiny()
    Publication.objects.all().lift()
    assert selectors.tree_by_id(framework.pk).intro == "For tests."
    Framework.objects.update(intro="Still a draft.")
    assert selectors.tree_by_id(Framework.objects.get().pk).intro == "Still a draft."


@pytest.mark.django_db
def test_trees_kept_are_few():
    framework = load_tiny()
    for number in range(200):
        selectors.tree_by_id(framework.pk, f"people {number}")
    assert len(selectors._filled) <= 64
    assert (framework.pk, "") in selectors._trees
    guests = selectors.tree_by_id(framework.pk, "guests")
    assert guests.line("worms").going_well == "Guests notice the worms."


@pytest.mark.django_db
def test_current_framework_is_the_newest_by_number():
    for version in ("1.10", "1.9"):
        load_tiny(version)
    assert [framework.version for framework in selectors.all_published()] == ["1.10", "1.9"]
    assert selectors.current_framework().version == "1.10"


@pytest.mark.django_db
def test_current_framework_without_one():
    with pytest.raises(Framework.DoesNotExist, match=r"run “manage\.py load_frameworks”"):
        selectors.current_framework()
