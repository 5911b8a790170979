"""Names leave the direction of the words around them alone, wherever they are printed."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from accounts.getting_in.forms import PasswordForm
from accounts.models import Organisation, Service, User
from office.forms.accounts import EraseForm
from office.forms.organisation import CloseForm
from pages.forms.fields import NameField, OurForm
from pages.words import check_name, isolated, reads_as
from tests.source import ROOT, templates

# A name that somebody typed, as a sentence takes it.
GIVEN = re.compile(r"\b([a-z_]+)=[a-z_.]*\b(?:service|organisation|body|team)(?:\.|__)name\b")
SENTENCE = re.compile(r"\{% blocktranslate ([^%]*)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
# What the frame prints as the heading, too.
TITLE = re.compile(r"\{% block title %\}(.*?)\{% endblock %\}", re.DOTALL)
# A name in it, but for a framework's.
BARE = re.compile(
    r"(?<!<bdi>)\{\{ (?!way|theme|tree|framework)(?:[a-z_]+\.)+(?:name|display_name) \}\}"
)
# There only text can stand, no element.
TEXT_ONLY = re.compile(r"aria-label=\"[^\"]*\"")


def bare_names(source: str) -> list[str]:
    """Return the sentences and titles that print a name without <bdi> around it."""
    bare = []
    for title in TITLE.findall(source):
        bare += [f"{name} in a title" for name in BARE.findall(title)]
    for names, sentence in SENTENCE.findall(TEXT_ONLY.sub("", source)):
        isolated = re.sub(r"<bdi>\{\{ [a-z_]+ \}\}</bdi>", "", sentence)
        bare += [
            f"{name} in: {' '.join(sentence.split())}"
            for name in GIVEN.findall(names)
            if f"{{{{ {name} }}}}" in isolated
        ]
    return bare


def test_names_in_sentences_are_isolated() -> None:
    pages = [path for path in templates() if path.suffix == ".html"]
    bare_in = {str(path): bare_names((ROOT / path).read_text(encoding="utf-8")) for path in pages}

    assert {path: bare for path, bare in bare_in.items() if bare} == {}


def test_name_without_isolation_is_noticed() -> None:
    source = "{% blocktranslate with team=service.name %}Of {{ team }}.{% endblocktranslate %}"
    title = "{% block title %}{{ body.name }}, <bdi>{{ body.name }}</bdi>{% endblock %}"

    assert bare_names(source) == ["team in: Of {{ team }}."]
    assert bare_names(title) == ["{{ body.name }} in a title"]


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u2067", "\u2069", "\n", "\r", "\x00", "\u2028", "\uffff"]
)
@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Organisation, "name"),
        (Organisation, "people_word"),
        (Service, "name"),
        (Service, "people_word"),
        (User, "display_name"),
    ],
)
def test_names_hold_no_controls(model: type, field: str, mark: str) -> None:
    with pytest.raises(ValidationError, match="in one line"):
        model._meta.get_field(field).run_validators(f"Alder{mark}House")


@pytest.mark.parametrize(
    "name",
    [
        *("Tŷ Gwernen", "بيت السرو", "Alder & Co", "\u200fבית", "Dr. Smith", "St.Mungo’s", "No.5"),
        *("A.B.C.", "Homeless.org", "Wwwales", "awww.cute", "Mill / Lane", "12: Mill Lane"),
    ],
)
def test_names_in_any_script_are_taken(name: str) -> None:
    assert check_name(f" {name} ") == name
    # Copied from a sentence of ours, where what surrounds it is seen by nobody.
    for copied in (isolated(name), f"\u2068{name}", f"{name}\u2069 "):
        assert check_name(copied) == NameField().clean(copied) == name
        assert reads_as(copied) == reads_as(name)


@pytest.mark.parametrize(
    "name", ["https://evil.example/pay", "Pay: HTTP://X", "www.evil.example", "at WWW.x", "x://y"]
)
def test_new_name_is_no_address_on_the_web(name: str) -> None:
    with pytest.raises(ValidationError, match="This is an address on the web"):
        check_name(name)


def test_every_form_asks_for_a_name_in_one_way() -> None:
    get_resolver().check()  # every form has been read
    forms, waiting = set(), [OurForm, PasswordForm]
    while waiting:
        form = waiting.pop()
        forms.add(form)
        waiting += form.__subclasses__()
    names = {"name", "display_name", "second_name", "people_word"}
    others = [
        f"{form.__name__}.{name}"
        for form in forms - {CloseForm, EraseForm}  # where what is there is typed once more
        for name, field in form.base_fields.items()
        if name in names and not isinstance(field, NameField)
    ]
    assert others == []
