"""The page frame and the form templates: escaped, linked, and said before the control."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxLengthValidator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from pages.forms.fields import AnyOf, LevelCards, LineField, OneOf
from pages.forms.rendering import Answer
from pages.templatetags.frame import wrong_fields
from tests.source import APPS, modules

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = "<img src=x onerror=alert(1)>\"'&"


class LookForm(forms.Form):
    """One field of each kind, every word of it hostile."""

    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    level = LevelCards(label=HOSTILE, help_text=HOSTILE, required=True)
    why_not = forms.CharField(label=HOSTILE, required=False)
    finer = OneOf(row="steps", label=HOSTILE, choices=[("1", HOSTILE)], required=True)
    line = forms.CharField(label=HOSTILE, help_text=HOSTILE)
    words = forms.CharField(label=HOSTILE, widget=forms.Textarea, max_length=5000)
    day = forms.DateField(label=HOSTILE, widget=forms.DateInput(attrs={"type": "date"}))
    kinds = AnyOf(
        row="options chips", label=HOSTILE, choices=[("d", HOSTILE), ("n", "n")], required=True
    )
    whose = OneOf(label=HOSTILE, choices=[("o", HOSTILE)], required=True)
    theme = forms.ChoiceField(label=HOSTILE, choices=[("", "none"), ("a", HOSTILE)])
    sure = forms.BooleanField(label=HOSTILE, help_text=HOSTILE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [
            ("a", Answer(HOSTILE, HOSTILE, 1)),
            ("b", Answer("Here and there", "", 2)),
            ("na", Answer(HOSTILE, asks=[self["why_not"]])),
        ]

    def visible_fields(self):
        """Leave out what is asked with an answer: it is printed there."""
        return [field for field in super().visible_fields() if field.name != "why_not"]

    def clean(self):
        raise forms.ValidationError(HOSTILE)


class Page(HTMLParser):
    """Collects elements, ids and the targets of links and labels."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.all: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.all.append(dict(attrs) | {"tag": tag})

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for attributes in self.all if name in attributes]

    def by_id(self, identity: str) -> dict[str, str | None]:
        return next(element for element in self.all if element.get("id") == identity)


def _html(form: forms.Form, template: str) -> str:
    return Template(template).render(Context({"form": form}))


PRINTED = '{% include "components/error_summary.html" %}{{ form|crispy }}'


@pytest.mark.parametrize("data", [None, {}, {"line": HOSTILE, "words": HOSTILE, "level": "na"}])
def test_pack_hostile_words_are_escaped(data):
    html = _html(LookForm(data), PRINTED)

    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "img" not in Page(html).tags
    assert not [element for element in Page(html).all if "onerror" in element]


@pytest.mark.parametrize("data", [None, {}])
def test_pack_ids_are_unique_and_references_exist(data):
    page = Page(_html(LookForm(data), PRINTED))
    ids = page.values("id")
    described = " ".join(page.values("aria-describedby")).split()

    assert len(ids) == len(set(ids))
    assert set(page.values("for")) <= set(ids)
    assert set(described) <= set(ids)


def test_pack_every_control_has_a_label():
    page = Page(_html(LookForm(), PRINTED))
    controls = [
        element["id"]
        for element in page.all
        if element["tag"] in {"input", "textarea", "select"} and element.get("type") != "hidden"
    ]

    assert sorted(controls) == sorted(page.values("for"))


def test_error_summary_links_land_on_controls():
    page = Page(_html(LookForm({}), PRINTED))
    targets = [href.removeprefix("#") for href in page.values("href")]

    assert [page.by_id(target)["tag"] for target in targets] == [
        *["input"] * 3,
        "textarea",
        *["input"] * 3,
        "select",
        "input",
    ]
    assert targets == [
        "id_level_0",
        "id_finer_0",
        "id_line",
        "id_words",
        "id_day",
        "id_kinds_0",
        "id_whose_0",
        "id_theme",
        "id_sure",
    ]


def test_error_summary_says_which_box_where_lines_differ_in_a_number_alone():
    class Long(forms.Form):
        who, what = LineField(label="Who?", most=5), LineField(label="What", most=5)

    lines = [words for _field, words in wrong_fields(Long({"who": "x" * 9, "what": "x" * 8}))]
    assert lines == [
        "Who? This is 9 characters long and 5 fit. Shorten it; nothing is lost yet.",
        "What: This is 8 characters long and 5 fit. Shorten it; nothing is lost yet.",
    ]


def test_pack_wrong_fields_say_error_and_are_marked():
    html = _html(LookForm({}), PRINTED)
    page = Page(html)

    assert html.count('<span class="visually-hidden">Error:</span>') == 9
    assert page.by_id("id_words")["aria-invalid"] == "true"
    assert page.by_id("id_line")["aria-describedby"] == "id_line_helptext id_line_error"
    assert page.by_id("id_level")["aria-describedby"] == "id_level_helptext id_level_error"


def test_pack_words_of_people_have_a_direction_of_their_own():
    """Last time's list and lines for the wall are people's words, in whatever script."""
    form = LookForm(initial={"words": HOSTILE})
    page = Page(
        _html(
            form,
            "{{ form.whose.as_field_group }}{{ form.kinds.as_field_group }}"
            "{{ form.words.as_field_group }}",
        )
    )
    parts = [element for element in page.all if element["tag"] in {"legend", "textarea"}]
    parts += [
        element
        for element in page.all
        if element.get("for", "").startswith(("id_whose_", "id_kinds_"))
    ]

    assert len(parts) == 6
    assert {element.get("dir") for element in parts} == {"auto"}


def test_pack_hint_stands_before_the_control():
    html = _html(LookForm(), PRINTED)

    assert html.index('id="id_line_helptext"') < html.index('id="id_line"')
    assert html.index('id="id_level_helptext"') < html.index('id="id_level_0"')


def test_level_cards_nothing_is_chosen_and_others_stand_in_the_same_group():
    html = _html(LookForm(), "{{ form.level.as_field_group }}")
    page = Page(html)
    radios = [element for element in page.all if element.get("type") == "radio"]

    assert [(radio["name"], radio["value"]) for radio in radios] == [
        ("level", "a"),
        ("level", "b"),
        ("level", "na"),
    ]
    assert not page.values("checked")
    assert html.count("<fieldset") == 1
    assert "open" not in next(element for element in page.all if element["tag"] == "details")


@pytest.mark.parametrize(("chosen", "opened"), [("a", False), ("na", True)])
def test_level_cards_open_the_fold_of_what_was_chosen(chosen, opened):
    page = Page(_html(LookForm(initial={"level": chosen}), "{{ form.level.as_field_group }}"))

    assert (
        "open" in next(element for element in page.all if element["tag"] == "details")
    ) is opened


def test_level_cards_open_the_fold_where_something_has_to_be_put_right():
    form = LookForm({"level": "a", "why_not": "x" * 20})
    form.fields["why_not"].validators.append(MaxLengthValidator(10))
    page = Page(_html(form, "{{ form.level.as_field_group }}"))

    assert "open" in next(element for element in page.all if element["tag"] == "details")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "410", "500"])
def test_error_pages_print_without_anything_given(name):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    html = render_to_string(f"{name}.html", request=request)

    assert Page(html).tags.count("h1") == 1


def test_broken_page_touches_neither_session_nor_person():
    html = render_to_string("500.html", request=RequestFactory().get("/"))

    assert "<nav" not in html
    assert "went wrong" in html


def test_both_texts_page_keeps_both_first():
    html = render_to_string(
        "409.html",
        {
            "theirs": HOSTILE,
            "mine": "mine",
            "action": "/x/",
            "back": "/x/",
            "fields": [("version", "3")],
        },
        request=RequestFactory().get("/"),
    )
    buttons = [element["value"] for element in Page(html).all if element["tag"] == "button"][-3:]

    assert buttons == ["both", "mine", "theirs"]
    assert "<img" not in html


def test_gallery_prints_every_component():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    html = render_to_string(
        "demo/gallery.html", {"form": LookForm(), "others": LookForm({}, prefix="other")}, request
    )
    page = Page(html)

    assert {href[1:] for href in page.values("href") if href.startswith("#")} <= set(
        page.values("id")
    )
    assert len(page.values("id")) == len(set(page.values("id")))


def test_first_visit_fits_its_budget():
    """Bytes on the disk; on the wire style and script are about a quarter of theirs."""
    size = {
        path.name: path.stat().st_size for path in (ROOT / "static").rglob("*") if path.is_file()
    }
    faces = sum(size[f"atkinson-next-latin-{weight}.woff2"] for weight in (400, 700))

    assert size["pizazz.js"] <= 15_000
    assert faces <= 45_000
    # What older browsers lack takes 700 of them.
    assert size["pizazz.css"] + size["pizazz.js"] + faces <= 66_000


def test_style_and_script_ask_only_for_files_of_ours():
    style = (ROOT / "static/css/pizazz.css").read_text(encoding="utf-8")
    script = (ROOT / "static/js/pizazz.js").read_text(encoding="utf-8")
    addresses = re.findall(r'url\("?([^")]+)', style)

    assert [
        address
        for address in addresses
        if not address.startswith(("../fonts/", "data:image/svg+xml,"))
    ] == []
    assert all(
        (ROOT / "static/css" / address).exists()
        for address in addresses
        if address.startswith("..")
    )
    assert "http" not in script


def test_pages_hold_no_inline_style_or_script():
    for path in (ROOT / "templates").rglob("*.html"):
        if path.parent.name == "letters":
            continue  # mail programs drop style sheets
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", text), path


# --- Style sheets

REPORT_PIECE = re.compile(r'include "reports/_')
# Classes that no class attribute spells out: widgets carry them, or a page puts them together.
PUT_TOGETHER = {
    "chips",
    "count--over",
    "field--wrong",
    "is-last",
    "is-saved",
    "short",
    "steps",
    "warn-idle",
    "wall--l",
    "wall--m",
    "wall--s",
    "wall--xs",
}


def _rules(name: str) -> str:
    text = (ROOT / "static/css" / name).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def _selectors(name: str) -> set[str]:
    """Return the selectors of a sheet that hold at every width and on every medium."""
    block = re.compile(r"^@(media|supports)[^{]*\{\n.*?^\}", re.DOTALL | re.MULTILINE)
    plain = block.sub("", _rules(name))
    heads = re.findall(r"^([^@{}\n][^{}]*)\{", plain, re.MULTILINE)
    return {selector.strip() for head in heads for selector in head.split(",")}


def _pages() -> dict[str, str]:
    paths = [*(ROOT / "templates").rglob("*.html")]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


def test_every_form_has_its_token():
    """What is included with `only` has nothing that every page has, nor does what that includes."""
    pages = _pages()
    without = []
    for text in pages.values():
        without += re.findall(r'\{% include "([^"]+)"[^%]* only %\}', text)
    for name in without:
        inside = pages.get(f"templates/{name}", "")
        without += [
            template
            for template in re.findall(r'include "([^"]+)"', inside)
            if template not in without
        ]
        assert "csrf_token" not in inside, name
    assert "home/_notice_between.html" in without


def test_pages_with_a_report_load_its_sheet():
    """A commissioner reads a report as the team does."""
    pages = {
        name: text
        for name, text in _pages().items()
        if REPORT_PIECE.search(text) and "{% extends" in text
    }

    assert "templates/sharing/shared_report.html" in pages
    assert [name for name, text in pages.items() if "css/journey.css" not in text] == []


def test_pages_with_a_way_to_find_load_its_sheet():
    pages = _pages()
    pieces = {name.removeprefix("templates/") for name, text in pages.items() if "find__" in text}
    pieces = {name for name in pieces if name.rpartition("/")[2].startswith("_")}
    using = [
        name
        for name, text in pages.items()
        if "{% extends" in text
        and ("find__" in text or any(f'"{piece}"' in text for piece in pieces))
    ]
    assert "templates/office/our_organisation.html" in using
    assert [name for name in using if "css/teams.css" not in pages[name]] == []


def test_no_rule_stands_in_two_sheets():
    assert _selectors("pizazz.css") & _selectors("journey.css") == set()


def _styled(sheet: str) -> set[str]:
    heads = re.findall(r"([^{}]+)\{", re.sub(r"url\([^)]*\)", "", _rules(sheet)))
    return {word for head in heads for word in re.findall(r"\.([a-z][\w-]*)", head)}


def test_every_class_of_a_template_has_a_rule_or_a_script():
    classes = {}
    for name, text in _pages().items():
        either = re.sub(r"\{% el.*?%\}", " ", text)
        plain = re.sub(r"\{[%{].*?[%}]\}", "", either)
        for spelt in re.findall(r'class="([^"]*)"', plain):
            classes |= dict.fromkeys(spelt.split(), name)
    scripts = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("static/js/*.js"))
    known = set(re.findall(r"\.([a-z][\w-]*)", scripts))
    for path in ROOT.glob("static/css/*.css"):
        known |= _styled(path.name)

    dead = {
        name_of_class: where
        for name_of_class, where in classes.items()
        if name_of_class not in known
    }
    assert {
        name_of_class: where
        for name_of_class, where in dead.items()
        if not name_of_class.endswith("-")
    } == {}


def test_every_class_of_the_screen_sheets_is_used():
    code = [ROOT / module.path for module in modules(*APPS)]
    scripts = [*code, *ROOT.glob("static/js/*.js")]
    texts = [*_pages().values(), *(path.read_text(encoding="utf-8") for path in scripts)]
    spelt = re.findall(r'class(?:Name)?\s*[=:]\s*\\?"([^"]*)', "\n".join(texts))
    used = set(re.findall(r"[\w-]+", " ".join(spelt))) | PUT_TOGETHER

    assert sorted((_styled("pizazz.css") | _styled("journey.css")) - used) == []
