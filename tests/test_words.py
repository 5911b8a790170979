"""The words of the interface."""

import ast
import re
from html.parser import HTMLParser

import pytest
import yaml
from django.template.base import Lexer, TokenType

from demo.people import LOADER
from tests.source import APPS, ROOT, modules, templates

NEVER = ["users", "hinder", "hinders", "closure", "closed", "release", "stale", "improvement"]
FORBIDDEN = re.compile(
    rf"\b({'|'.join(NEVER)}|about them)\b|(?<!not a )(?<!there are no )\bscores?\b", re.IGNORECASE
)
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
QUOTED = re.compile(r"""_\(\s*(["'])(.+?)\1\s*\)|\{%\s*(?:translate|trans)\s+(["'])(.+?)\3""")

# Riddles and old names, each with the words that stand in its place.
GIVEN_UP = {
    "Whom there is to hear": "Who there is to hear from",
    "Talks and writes": "Team",
    "Ours to look at": "More from our team",
    "Out in the world": "Shared reports",
    "What you should know": "New",
    "We are talking": "A conversation is open, since …",
    "Nothing in it is lost": "A conversation is open, since …",
    "There is no page here": "We can’t find that page",
    "by eye": "a card, no bead on it",
    "Theirs to change": "In the team’s own hands",
    "was sent already": "has been sent, has been saved",
    "sign of life": "without doing anything",
    "sees this, until the team decides": "where words go, said once on a page",
    "this account is asleep": "This account is switched off",
    "five themes": "the framework has as many as it has",
    "put it away": "Do not send it",
    "put away": "not sent; a notice is marked as read",
    "owed by a day": "There is no deadline",
    "in no team": "You are not in a team",
    "something back": "Reply to them, by name",
    "do without it": "Remove this",
    "too much is going on": "This site is very busy just now",
    "have a slip": "a typing mistake",
    "what we talk with": "The framework we use",
    "we all said": "we said",
    "harder than it was": "What we see less of",
    "at the next visit here": "It stands on everybody’s first page",
    "split this in two": "The framework split this up",
    "whom to": "who to turn to, who to ask",
    "whom you ask": "who you ask",
    "whom shall": "Who shall we ask?",
    "did not go well": "That went wrong several times",
    "reads otherwise": "reads differently",
    "of then is": "from then",
    "it stands on": "it is on",
    "stands on no": "is on no",
    "stands on your": "is on your",
    "works no more": "no longer works",
    "same moment": "at once",
    "shall everything": "Should everything … go",
    "shall everybody": "Should everybody",
    "shall not read": "should not read",
    "we send": "The program is not we: you get, is sent",
    "we ask once more": "say once more",
    "we hold it": "it waits",
    "we sent": "sent to it",
    "we cannot say": "it is not certain",
    "we hope you": "if that is you",
    "so we do not": "so nobody is",
    "is as good.": "is just as good",
    "else of you": "else among you",
    "levels are others": "the levels are different",
    "so we stopped": "was stopped",
    "we can make": "can be made",
    "we cannot keep": "nothing can be kept",
    "we aim": "the aim is",
    "what we do not know": "what is not known",
}
OLD = re.compile("|".join(map(re.escape, GIVEN_UP)), re.IGNORECASE)

# Words that are not ours: file, and the sentence that may stay.
EXCUSED: set[tuple[str, str]] = set()


class Text(HTMLParser):
    """Collects what a page says, in text and in the attributes that are read out."""

    HEARD = {"alt", "aria-label", "placeholder", "title"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.said = []

    def handle_starttag(self, tag, attrs):
        self.said += [value for name, value in attrs if name in self.HEARD and value]

    def handle_data(self, data):
        self.said.append(data)


def said_by_template(source):
    sentences, page, commented = [], [], False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK and token.contents in {"comment", "endcomment"}:
            commented = token.contents == "comment"
        elif commented or token.token_type == TokenType.COMMENT:
            continue
        elif token.token_type == TokenType.TEXT:
            page.append(token.contents)
        else:
            quoted = QUOTED.finditer(f"{{% {token.contents}")
            sentences += [match.group(2) or match.group(4) for match in quoted]
            page.append(" ")
    parser = Text()
    parser.feed("".join(page))
    parser.close()
    return sentences + parser.said


def said_by_code(tree):
    """Yield the strings that are marked for translation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKS:
                yield from (
                    part.value
                    for argument in node.args
                    for part in ast.walk(argument)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )


def said_by_fixture(rows):
    for row in rows:
        for name, value in row["fields"].items():
            if isinstance(value, str) and name not in {"acknowledgement", "source", "aliases"}:
                yield value


def said_by_script(source):
    """Yield the string constants of a script that read as words; comments are left out."""
    source = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", source, flags=re.DOTALL)
    for match in re.finditer(r"""(["'`])((?:\\.|(?!\1).)*)\1""", source):
        if " " in match.group(2):
            yield match.group(2)


def refused(name, sentences):
    return [
        f"{name}: {sentence.strip()}"
        for sentence in sentences
        if FORBIDDEN.search(" ".join(sentence.split())) and (name, sentence.strip()) not in EXCUSED
    ]


def test_pages_say_nothing_we_have_given_up():
    given_up = {}
    for path in templates():
        sentences = " ".join(said_by_template((ROOT / path).read_text(encoding="utf-8")))
        given_up[str(path)] = OLD.findall(sentences)
    for module in modules(*APPS):
        given_up[str(module.path)] = OLD.findall(" ".join(said_by_code(module.tree)))
    assert {path: words for path, words in given_up.items() if words} == {}


def test_templates_use_our_words():
    wrong = []
    for path in templates():
        wrong += refused(str(path), said_by_template((ROOT / path).read_text(encoding="utf-8")))
    assert wrong == []


def test_code_uses_our_words():
    wrong = []
    for module in modules(*APPS):
        wrong += refused(str(module), said_by_code(module.tree))
    assert wrong == []


def test_frameworks_use_our_words():
    wrong = []
    for path in sorted((ROOT / "frameworks/fixtures").glob("*.yaml")):
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 -- a SafeLoader
        wrong += refused(path.name, said_by_fixture(rows))
    assert wrong == []


def test_scripts_use_our_words():
    wrong = []
    for path in sorted((ROOT / "static/js").rglob("*.js")):
        sentences = list(said_by_script(path.read_text(encoding="utf-8")))
        assert sentences, path
        wrong += refused(path.name, sentences)
    assert wrong == []


def test_forbidden_words_in_scripts_are_noticed():
    source = "/* closed */ const text = body.dataset.words || 'This is closed.'; form.release();"
    assert refused("script", said_by_script(source)) == ["script: This is closed."]


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ('<a title="Users">x</a>', 1),
        ('{% translate "This is closed" %}', 1),
        ("{% blocktranslate trimmed %}A better score{% endblocktranslate %}", 1),
        ("<p>It is not a score.</p>", 0),
        ("{% comment %}closed{% endcomment %}{{ closed }}<p class='closed'>Ours</p>", 0),
        ('{% include "x.html" with text=_("stale bread") %}', 1),
    ],
)
def test_forbidden_words_are_noticed(source, number):
    assert len(refused("page", said_by_template(source))) == number


def test_what_is_no_address_is_told_in_one_sentence_of_ours():
    """Django's own field, or its check, would say it in Django's words."""
    raising = [
        f"{module}: {name}"
        for module in modules(*APPS)
        for name in ("forms.EmailField", "validate_email", "EmailValidator")
        if name in module.text and not module.is_migration
    ]
    assert raising == ["pages/words.py: EmailValidator"]
