"""Names leave the direction of the words around them alone, wherever they are printed."""

import re

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Organisation, Service, User
from pages.words import refuse_controls
from tests.source import ROOT, templates

# A name that somebody typed, as a sentence takes it.
GIVEN = re.compile(r"\b([a-z_]+)=[a-z_.]*\b(?:service|organisation|body|team)(?:\.|__)name\b")
SENTENCE = re.compile(r"\{% blocktranslate ([^%]*)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
# There only text can stand, no element.
TEXT_ONLY = re.compile(
    r"\{% block (?:title|heading_title) %\}.*?\{% endblock %\}|aria-label=\"[^\"]*\"", re.DOTALL
)


def bare_names(source: str) -> list[str]:
    """Return the sentences that print a name without <bdi> around it."""
    bare = []
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

    assert bare_names(source) == ["team in: Of {{ team }}."]


@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\u2069", "\n", "\r", "\x00", "\u2028"])
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


@pytest.mark.parametrize("name", ["Tŷ Gwernen", "بيت السرو", "Alder & Co", "\u200fבית"])
def test_names_in_any_script_are_taken(name: str) -> None:
    refuse_controls(name)
