"""What holds for the files of the repository, templates above all."""

import ast
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.base import Lexer, TokenType

from pages.forms.rendering import FormRenderer
from tests.source import APPS, ROOT, committed, modules, strings, templates

LOCKS = ["requirements.txt", "requirements-test.txt"]
MOST_OF_A_LINE = 120
MADE_BY_OTHERS = "static/fonts/"

# Templates that no file of ours names, and who opens them.
OPENED_BY_OTHERS = {
    "429.html": "allauth, when somebody guesses too often",
    "pie/": "crispy-forms, under the name of our template pack",
}

# --- Lock files and addresses


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    packages = re.findall(r"^[a-z0-9][^\s=]*==\S+", text, re.MULTILINE | re.IGNORECASE)
    assert packages
    blocks = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)
    unhashed = [block.split()[0] for block in blocks if "==" in block and "--hash=" not in block]
    assert unhashed == []


def test_locks_agree():
    """The tests run on what people run."""
    pinned = [
        set(re.findall(r"^([^\s#]+==\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in LOCKS
    ]
    assert pinned[0] - pinned[1] == set()


def is_text(path: Path) -> bool:
    try:
        (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def text_files() -> list[Path]:
    ours = [path for path in committed() if not str(path).startswith(MADE_BY_OTHERS)]
    return [path for path in ours if is_text(path)]


def test_what_a_folder_of_tests_shares_ends_with_the_folder():
    # Without __init__.py a folder is no package, and pytest keeps it until the very end.
    shared = [
        path.relative_to(ROOT)
        for path in (ROOT / "tests").rglob("*.py")
        if 'scope="package"' in path.read_text(encoding="utf-8")
    ]
    assert Path("tests/leaks/conftest.py") in shared
    stay = [path for path in shared if not (ROOT / path).with_name("__init__.py").exists()]
    assert stay == []


def test_committed_files_are_found_without_git(monkeypatch):
    with_git = committed()
    monkeypatch.setenv("PATH", "")
    assert committed() == with_git


def test_no_file_names_a_registry_or_a_machine():
    """Addresses of registries and paths of one machine age badly and help nobody."""
    registries = ["pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "npmjs" + ".com"]
    machines = ["/work" + "/", "/root" + "/"]
    naming = [
        f"{path}: {word}"
        for path in text_files()
        for word in registries + machines
        if word in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert naming == []


def test_text_files_end_with_one_newline():
    wrong = []
    for path in text_files():
        text = (ROOT / path).read_bytes()
        if text and (b"\r" in text or not text.endswith(b"\n") or text.endswith(b"\n\n")):
            wrong.append(str(path))
    assert wrong == []


@pytest.mark.parametrize("name", ["run", "test", ".ci/run", "manage.py", "deploy/manage"])
def test_commands_can_be_run(name):
    assert os.access(ROOT / name, os.X_OK)


# --- Templates

USED = re.compile(
    r"""(?:\{%\s*(?:extends|include|import|piece|long_list)\s+|row_template=)["']([^"']+)["']"""
)
BEGINS_WELL = re.compile(r"(\{%\s*load [^%]*%\}\s*)*(\{#|\{% comment %\})")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)  # of Jinja2, over several lines
NAMES = {"Pizazz"}  # the same in every language


def template_name(path: Path) -> str:
    return str(path).split("templates/", 1)[1].removeprefix("jinja2/")


def engine_of(path: Path) -> str:
    return "jinja2" if "jinja2" in path.parts else "django"


def names_in_code() -> set[str]:
    return {
        text
        for module in modules(*APPS, "pizazz")
        for _, text in strings(module.tree)
        if "/" in text or text.endswith((".html", ".txt"))
    }


def patterns_in_code() -> list[re.Pattern[str]]:
    """Names that are put together, like f"sharing/{state}_page.html"."""
    patterns = []
    for module in modules(*APPS):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+"
                    for part in node.values
                ]
                if parts and parts[-1].endswith((r"\.html", r"\.txt")):
                    patterns.append(re.compile("".join(map(str, parts))))
    return patterns


def overrides_another(name: str) -> bool:
    """Whether an installed package has a template of this name, which ours then replaces."""
    for loader in engines["django"].engine.template_loaders:
        inner = getattr(loader, "loaders", [loader])
        for engine in inner:
            for origin in engine.get_template_sources(name):
                path = Path(origin.name)
                if path.exists() and not path.is_relative_to(ROOT / "templates"):
                    return True
    return False


def test_no_template_is_unused():
    used = {*names_in_code(), FormRenderer.field_template_name}
    for path in templates():
        used |= set(USED.findall((ROOT / path).read_text(encoding="utf-8")))
    patterns = patterns_in_code()
    unused = [
        name
        for name in map(template_name, templates())
        if name not in used
        and not any(pattern.fullmatch(name) for pattern in patterns)
        and not name.startswith(tuple(OPENED_BY_OTHERS))
        and not overrides_another(name)
    ]
    assert unused == []


def test_every_template_can_be_read():
    wrong = []
    for path in templates():
        try:
            engines[engine_of(path)].get_template(template_name(path))
        except TemplateDoesNotExist as error:
            wrong.append(f"{path}: {error}")
    assert wrong == []


def test_lines_of_templates_can_be_read_beside_each_other():
    """Long sentences stand in `blocktranslate trimmed`, which makes one line of its lines."""
    long = []
    for path in templates():
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
            if len(line) >= MOST_OF_A_LINE:
                long.append(f"{path}:{number}: {len(line)}")
    assert long == []


def test_no_line_of_a_template_begins_with_the_end_of_a_sentence():
    """The line break before it would print a blank before a full stop: "Ann and Ben ."."""
    ends = re.compile(r"\s*(\{% end(?!blocktranslate)\w+ %\}|</\w+>)+\s*[.,:;?!]")
    wrong = []
    for path in templates():
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
            if ends.match(line):
                wrong.append(f"{path}:{number}: {line.strip()}")
    assert wrong == []


def loaded_for_nothing(source: str) -> list[str]:
    """Return the libraries that a template loads and prints nothing with, or knows without that."""
    libraries = engines["django"].engine.template_libraries
    known = {
        name
        for library in engines["django"].engine.template_builtins
        for name in (*library.tags, *library.filters)
    }
    tokens = [(token.token_type, token.contents) for token in Lexer(source).tokenize()]
    tags = [words.split() for kind, words in tokens if kind == TokenType.BLOCK and words.split()]
    loaded = {name for words in tags if words[0] == "load" for name in words[1:]}
    used = {words[0] for words in tags}
    spoken = " ".join(words for kind, words in tokens if kind in {TokenType.BLOCK, TokenType.VAR})
    used |= set(re.findall(r"\|\s*(\w+)", spoken))
    libraries_of = {name: libraries[name] for name in loaded}
    return sorted(
        name for name, has in libraries_of.items() if not (used - known) & {*has.tags, *has.filters}
    )


def test_no_template_loads_a_library_for_nothing():
    needless = {
        str(p): loaded_for_nothing((ROOT / p).read_text(encoding="utf-8"))
        for p in templates()
        if engine_of(p) == "django"
    }
    assert {path: names for path, names in needless.items() if names} == {}


def test_library_loaded_for_nothing_is_noticed():
    source = '{% load i18n reports talk %}{% translate "Yes" %}{{ words|paragraphs }}'
    assert loaded_for_nothing(source) == ["i18n", "talk"]


def test_every_component_lists_its_variables():
    """A component begins with a comment that says what it takes."""
    wrong = [
        str(path)
        for path in templates()
        if "components" in path.parts
        and not BEGINS_WELL.match((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_no_template_switches_escaping_off():
    """What people type and what frameworks say is printed escaped, always."""
    off = re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b")
    pages = [path for path in templates() if path.suffix == ".html"]  # letters are plain text
    assert [str(p) for p in pages if off.search((ROOT / p).read_text(encoding="utf-8"))] == []


def test_no_inline_script_or_style_in_pages():
    """The Content-Security-Policy would refuse them."""
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
    )
    wrong = [
        f"{path}: {match.group()}"
        for path in templates()
        if path.suffix == ".html" and path.parent.name != "letters"
        for match in inline.finditer((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert wrong == []


class Untranslated(HTMLParser):
    """Collects the words of a page that no translation tag wraps."""

    HEARD = {"alt", "aria-label", "placeholder", "title", "label", "content"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.inside = []

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "style"}:
            self.inside.append(tag)
        for name, value in attrs:
            if name in self.HEARD and tag != "meta" and value and re.search("[a-zA-Z]", value):
                self.found.append(f"{name}={value}")

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        words = set(re.findall("[a-zA-Z]+", data)) - NAMES
        if words and not self.inside:
            self.found.append(data.strip())


def untranslated(source: str) -> list[str]:
    """Give the words of a template that no translation tag wraps, svg and title included."""
    pieces, closing = [], None
    for token in Lexer(source).tokenize():
        word = token.contents.split()[0] if token.contents.split() else ""
        if closing:
            closing = None if token.token_type == TokenType.BLOCK and word == closing else closing
        elif token.token_type == TokenType.BLOCK and word in {"blocktranslate", "comment"}:
            closing = f"end{word}"
        elif token.token_type == TokenType.TEXT:
            pieces.append(token.contents)
        elif token.token_type == TokenType.VAR:
            pieces.append("0")
    parser = Untranslated()
    parser.feed("".join(pieces))
    parser.close()
    return parser.found


def test_words_in_templates_are_marked_for_translation():
    bare = {
        str(path): words
        for path in templates()
        if (words := untranslated(COMMENT.sub("", (ROOT / path).read_text(encoding="utf-8"))))
    }
    assert bare == {}


def test_untranslated_words_are_noticed():
    source = '<p title="Say">{% translate "Yes" %} no {{ name }}</p><a href="{% url "x" %}">-</a>'
    assert untranslated(source) == ["title=Say", "no 0"]


def test_every_decision_has_a_number_of_its_own():
    """The number in the file's name, once, and the same in its heading."""
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    for number, path in zip(numbers, decisions, strict=True):
        assert path.read_text(encoding="utf-8").startswith(f"# {number}. "), path.name
