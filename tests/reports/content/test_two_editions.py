"""A team talks over two editions of a framework: old names, splits, ends and other levels."""

import datetime as dt
import re
from html import unescape

import msgspec
import pytest
from django.urls import reverse

from assessments import actions
from assessments.models import Closure
from assessments.sealing.build import _framework
from frameworks import selectors
from frameworks.models import Framework
from record.document import View
from record.framework import FrameworkText
from reports.content import Options, Report, build_report
from tests.frameworks.second_tiny import load_second_tiny
from tests.records import a_record, answered, closure_of, helps, placed, team_line
from tests.reports.aloud import aloud

MAY, NOVEMBER = dt.date(2026, 5, 4), dt.date(2026, 11, 3)
CODES = ("soil", "worms", "water", "windows")


class _Talk:
    """What `_framework` reads of a conversation."""

    def __init__(self, framework: Framework) -> None:
        self.framework_id = framework.pk


def text_of(framework: Framework) -> FrameworkText:
    """Return a framework as a team reads it."""
    return _framework(_Talk(framework), selectors.tree_by_id(framework.pk, "guests"))


@pytest.fixture
def talked(service, framework):
    """Return a function that keeps one talk of May and one of November, over two editions."""

    def keep(later: Framework, *, now: str = "leaf") -> list:
        earlier = tuple(placed(code, "shoot") for code in CODES)
        codes = ("soil", "worms", "rain", "pond", "lamp")
        recent = tuple(placed(code, now) for code in codes)
        return [
            closure_of(service, a_record(MAY, framework=text_of(framework), judgements=earlier)),
            closure_of(service, a_record(NOVEMBER, framework=text_of(later), judgements=recent)),
        ]

    return keep


def words(client, address: str) -> str:
    """Return the words of a page, tags taken out."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", page.content.decode())
    text = re.sub(r"</?strong>", "", text)  # a name stands in its sentence without a gap
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def pages(service, closures) -> dict[str, str]:
    """Return the addresses of every page that tells a team's way."""
    first, last = (closure.assessment_id for closure in closures)
    return {
        "journey": reverse("journey", args=[service.slug]),
        "compare": reverse("compare", args=[service.slug], query={"from": first, "to": last}),
        "line": reverse("line-over-time", args=[service.slug, "worms"]),
        "copy": reverse("own-copy", args=[service.slug]),
    }


@pytest.mark.parametrize("name", ["journey", "compare", "line", "copy"])
def test_old_name_is_told(client, service, manager, talked, name):
    closures = talked(load_second_tiny())
    client.force_login(manager)
    text = words(client, pages(service, closures)[name])
    assert "It was called “Worms” in May" in text
    assert "It has a plainer name." in text


@pytest.mark.parametrize("name", ["journey", "compare", "copy"])
def test_split_and_retired_lines_say_why(client, service, manager, talked, name):
    closures = talked(load_second_tiny())
    client.force_login(manager)
    text = words(client, pages(service, closures)[name])
    assert "Rain and ponds are asked apart." in text
    assert "Windows are no longer asked about." in text
    assert "Not part of the conversation" not in text, re.findall(".{300}Not part of.{80}", text)


def test_words_of_a_line_that_was_split_stand_with_that_line_alone(service, framework):
    earlier = a_record(
        MAY,
        framework=text_of(framework),
        judgements=(placed("water", "shoot"),),
        examples=(team_line("water", "The tap drips."),),
    )
    later = a_record(
        NOVEMBER,
        framework=text_of(load_second_tiny()),
        judgements=(placed("rain", "leaf"), placed("pond", "leaf")),
        examples=(team_line("pond", "Frogs came."),),
    )
    text = aloud(build_report([earlier, later], options=Options.own_copy(date=NOVEMBER)))
    assert text.count("The tap drips.") == text.count("Frogs came.") == 1
    assert re.search(r"Water\. In May( 2026)?: The tap drips\.", text), text
    assert (
        "Rain and ponds are asked apart. In May these were part of “Water”: rain and pond." in text
    )


@pytest.mark.parametrize("name", ["journey", "compare", "line", "copy"])
def test_added_level_tells_the_words_of_then(client, service, manager, contributor, talked, name):
    closures = talked(load_second_tiny(levels=True))
    client.force_login(manager)
    text = words(client, pages(service, closures)[name])
    assert re.search(r"It was shoot in May( \d+)?, of four; we now use five\.", text), text


STAY = [{"kind": "same", "from": code, "to": code} for code in ("whole", "soil", "light")]
# What became of each line, with and without a note of the framework's, and what readers are told.
BECAME = [
    (
        "narrower",
        [("narrower", "worms", "worms"), ("same", "water", "rain"), ("same", "windows", "lamp")],
        "worms",
        "We asked about it more widely then.",
    ),
    (
        "wider",
        [("wider", "worms", "worms"), ("same", "water", "rain"), ("same", "windows", "lamp")],
        "worms",
        "We asked about it more narrowly then.",
    ),
    (
        "merged",
        [("same", "worms", "worms"), ("merged", "water", "rain"), ("merged", "windows", "rain")],
        "rain",
        "The framework brought this together with something else.",
    ),
    (
        "split",
        [("same", "worms", "worms"), ("split", "water", "rain"), ("split", "water", "pond")],
        "rain",
        "The framework split this up.",
    ),
    (
        "retired",
        [("same", "worms", "worms"), ("same", "water", "rain"), ("retired", "windows", "")],
        "windows",
        "The framework no longer asks about this.",
    ),
]


def links(became: list[tuple[str, str, str]], note: str) -> list[dict[str, str]]:
    """Return the links of a file: what became of each line, and what came to be."""
    rows = [dict(link) for link in STAY]
    for kind, old, new in became:
        link = {"kind": kind, "from": old, "to": new, "note": note}
        rows.append({name: value for name, value in link.items() if value})
    reached = {new for _kind, _old, new in became}
    rows += [
        {"kind": "new", "to": code} for code in ("rain", "pond", "lamp") if code not in reached
    ]
    named = {old for _kind, old, _new in became}
    if "windows" not in named:
        rows.append({"kind": "retired", "from": "windows"})
    return rows


OTHER_CODE = links(
    [
        ("same", "worms", "worms"),
        ("same", "windows", "lamp"),
        ("split", "water", "rain"),
        ("split", "water", "pond"),
    ],
    "",
)


@pytest.fixture
def talked_of_windows(service, framework):
    """Keep two talks: of windows in May, with views, and of the lamp that they became."""
    views = (View("Two are cracked", "shoot"), View("All of them shut", "leaf"))
    differs = answered("windows", "differs", views=views)
    later = text_of(load_second_tiny(lines=OTHER_CODE))
    examples = (team_line("windows", "We clean them."), team_line("water", "The tap drips."))
    talks = [
        a_record(
            MAY,
            framework=text_of(framework),
            judgements=(differs, placed("water", "shoot")),
            examples=examples,
        ),
        a_record(
            NOVEMBER,
            framework=later,
            judgements=(placed("lamp", "leaf"), placed("rain", "leaf")),
            examples=(team_line("rain", "It rains in."),),
        ),
    ]
    return [closure_of(service, record) for record in talks]


def test_words_of_a_line_stand_with_it_whatever_its_code_was(
    client, service, contributor, talked_of_windows
):
    client.force_login(contributor)
    addresses = pages(service, talked_of_windows)
    addresses["line"] = reverse("line-over-time", args=[service.slug, "lamp"])
    for name in ("line", "compare"):
        text = words(client, addresses[name])
        for line in ("We clean them", "Two are cracked", "All of them shut"):
            assert line in text, (name, text)
    text = words(client, addresses["compare"])
    assert text.count("We clean them") == text.count("The tap drips") == 1, text
    rain = words(client, reverse("line-over-time", args=[service.slug, "rain"]))
    assert "The tap drips" not in rain


def test_part_of_a_split_line_on_which_people_differ_tells_of_what_it_was_part(service, framework):
    views = (View("It pours in", "shoot"), View("It is dry", "leaf"))
    talks = [
        a_record(MAY, framework=text_of(framework), judgements=(placed("water", "shoot"),)),
        a_record(
            NOVEMBER,
            framework=text_of(load_second_tiny(lines=OTHER_CODE)),
            judgements=(answered("rain", "differs", views=views),),
        ),
    ]
    text = " ".join(aloud(build_report(talks, options=Options.own_copy(date=NOVEMBER))).split())
    assert "Rain. In May it was part of “Water”; the framework split that up. It pours in." in text


def test_what_helps_stands_with_its_line_whatever_the_code_of_that_was(service, framework):
    """Worms are no line any more, and another one has their code."""
    became = [("same", "water", "lamp"), ("same", "windows", "worms"), ("retired", "worms", "")]
    talks = [
        a_record(
            MAY,
            framework=text_of(framework),
            factors=(helps("They dig.", "worms"), helps("The sea is near.", "water")),
        ),
        a_record(
            NOVEMBER,
            framework=text_of(load_second_tiny(lines=links(became, ""))),
            judgements=(placed("soil", "leaf"),),
        ),
    ]
    report = build_report(talks, options=Options.own_copy(date=NOVEMBER))
    themes = {theme.code: theme for theme in report.themes}
    assert [factor.words.words for factor in themes["light"].helps] == ["The sea is near."]
    assert [factor.words.words for factor in themes["former-tiny-10"].helps] == ["They dig."]


def test_last_time_is_quoted_whatever_the_code_of_a_line_was(
    client, service, contributor, talked_of_windows
):
    later = Framework.objects.get_by_natural_key("tiny", "2.0")
    talk = actions.start(service=service, framework=later, length="more", by=contributor)
    actions.open_theme(talk, *later.lines.filter(kind="theme"), by=contributor)
    Closure.objects.filter(assessment__held_on=NOVEMBER).delete()
    client.force_login(contributor)
    texts = {
        code: words(client, reverse("place", args=[talk.pk, code])) for code in ("lamp", "rain")
    }
    assert "We clean them" in texts["lamp"]
    assert "The tap drips" not in texts["rain"]


def test_coffee_is_said_to_ask_of_no_line_and_its_framework_to_ask_of_each(
    client, service, contributor, framework
):
    """A talk that did not offer a line may have a framework that has it by another code."""
    coffee = a_record(MAY, framework=text_of(framework), length="coffee")
    later = text_of(load_second_tiny(lines=OTHER_CODE))
    now = a_record(NOVEMBER, framework=later, judgements=(placed("lamp", "leaf"),))
    closures = [closure_of(service, record) for record in (coffee, now)]
    client.force_login(contributor)
    text = words(client, pages(service, closures)["compare"])
    assert "does not ask about it" not in text.partition("Lamp")[2], text


def sent(closures) -> str:
    """Return the words of a report as it is frozen for a commissioner and printed."""
    sections = ("changes", "themes", "trying", "around", "examples")
    options = Options(
        date=NOVEMBER,
        reference="PZ-7F3K-22",
        to="Riverside",
        purpose="Before we meet",
        sections=sections,
    )
    report = build_report([closure.record for closure in closures], options=options)
    text = aloud(Report.from_json(report.to_json()))
    return " ".join(text.split())


@pytest.mark.parametrize("note", ["", "The framework’s own note."])
@pytest.mark.parametrize(
    ("became", "line", "ours"), [case[1:] for case in BECAME], ids=[case[0] for case in BECAME]
)
def test_what_became_of_a_line_is_told_everywhere(
    client, service, manager, contributor, talked, became, line, ours, note
):
    closures = talked(load_second_tiny(lines=links(became, note)))
    client.force_login(manager)
    addresses = pages(service, closures)
    addresses["line"] = reverse("line-over-time", args=[service.slug, line])
    if line == "windows":
        addresses["line"] += "?of=tiny-1"
    texts = {name: words(client, address) for name, address in addresses.items()}
    texts["sent"] = sent(closures)
    sentence = (note or ours).casefold()
    silent = [name for name, text in texts.items() if sentence not in text.casefold()]
    assert silent == []


@pytest.mark.parametrize("levels", [False, True])
def test_frozen_report_tells_old_names_and_places(talked, levels):
    text = sent(talked(load_second_tiny(levels=levels)))
    assert "It was called “Worms” in May" in text
    assert ("of four; we now use five." in text) is levels
    assert "Not part of the conversation" not in text


def test_two_frameworks_may_share_a_code(client, service, manager, framework):
    tiny = text_of(framework)
    other = msgspec.structs.replace(tiny, slug="other", name="Other sheet")
    closure_of(service, a_record(MAY, framework=other, judgements=(placed("whole", "tree"),)))
    closure_of(service, a_record(NOVEMBER, framework=tiny, judgements=(placed("whole", "seed"),)))
    client.force_login(manager)
    address = reverse("line-over-time", args=[service.slug, "whole"])
    journey = client.get(reverse("journey", args=[service.slug])).content.decode()
    assert f'href="{address}"' in journey
    assert f'href="{address}?of=other-1"' in journey
    now, then = (words(client, where) for where in (address, f"{address}?of=other-1"))
    assert "3 November 2026" in now
    assert "3 November 2026" not in then
    assert client.get(f"{address}?of=none-1").status_code == 404


def test_example_of_a_line_is_said_once_where_an_old_line_had_its_code(service, framework):
    """Worms and water were brought together and apart again: the old worms are another line."""
    became = links([("split", "worms", "worms"), ("split", "worms", "rain")], "")
    became.append({"kind": "retired", "from": "water"})
    talks = [
        a_record(MAY, framework=text_of(framework), judgements=(placed("worms", "shoot"),)),
        a_record(
            NOVEMBER,
            framework=text_of(load_second_tiny(lines=became)),
            judgements=(placed("worms", "leaf"),),
            examples=(team_line("worms", "They are back."),),
        ),
    ]
    text = aloud(build_report(talks, options=Options.own_copy(date=NOVEMBER)))
    assert text.count("They are back.") == 1, text
