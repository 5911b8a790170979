"""The ledger of ASVS says for each requirement what meets it; what it names is there."""

import ast
import csv
import re
from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import FileField
from django.test import Client
from django.urls import reverse

from accounts.models import User
from frameworks.models import Framework
from tests.source import APPS, ROOT, imports, modules, templates

LEDGER = ROOT / "docs/evidence/asvs.csv"
HOW = {"test", "document", "deployment", "not applicable", "not met"}
OURS = [module for module in modules(*APPS, "pizazz") if not module.is_migration]
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))


def rows() -> list[dict[str, str]]:
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def anchors(path: str) -> set[str]:
    """Return the anchors of a page's headings, as they are made of them."""
    heads = re.findall(r"^#+ (.+)$", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}


# --- The ledger itself


def test_every_requirement_of_levels_one_and_two_has_one_row():
    numbers = [row["number"] for row in rows()]
    assert len(numbers) == len(set(numbers)) == 253
    assert Counter(row["level"] for row in rows()) == {"1": 70, "2": 183}


def test_every_row_says_how_and_where():
    assert [row["number"] for row in rows() if row["met by"] not in HOW or not row["where"]] == []


def test_named_tests_are_there():
    missing = []
    for row in rows():
        path, _colons, name = row["where"].partition("::")
        if row["met by"] == "test":
            text = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else ""
            if not re.search(rf"^def {name}\(", text, re.MULTILINE):
                missing.append(f"{row['number']}: {row['where']}")
    assert missing == []


def test_named_places_of_pages_are_there():
    missing = []
    for row in rows():
        if row["met by"] in {"document", "deployment"}:
            path, _hash, anchor = row["where"].partition("#")
            if not (ROOT / path).is_file() or anchor not in anchors(path):
                missing.append(f"{row['number']}: {row['where']}")
    assert missing == []


# --- What holds for the whole of the code, and no other test says


def test_nothing_is_evaluated():
    """Words of people are never code, template or pickled object."""
    calls, wrong = {"eval", "exec", "compile", "system", "popen", "from_string", "unsafe_load"}, []
    for module in OURS:
        wrong += [f"{module}:{n} {name}" for n, name in imports(module) if name in {
            "pickle", "marshal", "shelve", "dill", "django.template.Template", "jinja2.Template",
        }]  # fmt: skip
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                of = ast.unparse(node.func).removesuffix(f".{name}")
                shell = any(word.arg == "shell" for word in node.keywords)
                if shell or (name in calls and of != "re"):
                    wrong.append(f"{module}:{node.lineno} {ast.unparse(node.func)}")
    assert wrong == []


def test_no_query_is_put_together_by_hand():
    """Whatever is typed reaches a query as a parameter; what else is joined ruff asks about."""
    byhand = {"raw", "extra", "RawSQL"}
    by_hand = [
        f"{module}:{node.lineno}"
        for module in OURS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in byhand
    ]
    assert by_hand == []


def test_no_file_of_others_is_stored():
    """A file that is sent is read once; what is stored as bytes was made here."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    assert [field for field in fields if isinstance(field, FileField)] == []
    assert settings.MEDIA_ROOT == ""


def test_forms_that_show_in_an_address_take_no_words():
    """But for what somebody looks for, which no log keeps; one chooses keys, one types a sum."""
    forms = set()
    for path in templates():
        text = (ROOT / path).read_text(encoding="utf-8")
        for head in re.findall(r"<form[^>]*method=.get[^>]*>", text):
            if 'role="search"' not in head:
                forms.add(str(path).partition("templates/")[2])
    assert forms == {"reports/compare.html", "reports/wall_choose.html", "sharing/check.html"}


def test_chance_comes_from_the_system():
    """Nothing that is not to be guessed is drawn with `random`; the demo's stories may be."""
    users = [f"{m}:{n}" for m in OURS for n, name in imports(m) if name.split(".")[0] == "random"]
    assert [user for user in users if not user.startswith("demo/")] == []


def test_no_weak_hash_is_used():
    weak = re.compile(r"\b(?:md5|sha1|des|rc4|blowfish)\b", re.IGNORECASE)
    assert [str(m) for m in OURS if weak.search(m.text)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_prints_words_as_words(script):
    text = script.read_text(encoding="utf-8")
    unsafe = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|__proto__"
    )
    assert re.findall(unsafe, text) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_stores_no_words(script):
    """A number of what was sent, with which Back is told from a draft, and whose page it was."""
    text = script.read_text(encoding="utf-8")
    for number in ("sessionStorage[path] = typed();", "Number(sessionStorage[path])"):
        text = text.replace(number, "")
    for state in ("replaceState({ ...history.state, who },", "replaceState({ who, left },"):
        text = text.replace(state, "")
    stores = r"localStorage|sessionStorage|indexedDB|caches\.|pushState|replaceState"
    assert re.findall(stores, text) == []


@pytest.mark.django_db
def test_passwords_are_masked_and_can_be_pasted(client: Client):
    page = client.get(reverse("account_login")).content.decode()
    (box,) = [tag for tag in re.findall(r"<input[^>]*>", page) if "current-password" in tag]
    assert re.search(r'type="?password\b', box)
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert re.findall(r"onpaste|['\"]paste['\"]", page + scripts) == []


def test_sign_out_is_on_every_page(client: Client, manager: User, framework: Framework):
    client.force_login(manager)
    for name in ("home", "help", "welcome"):
        assert f'action="{reverse("account_logout")}"' in client.get(reverse(name)).content.decode()


@pytest.mark.django_db
def test_no_folder_is_listed_and_no_file_of_ours_is_served(client: Client):
    paths = ["/static/", "/static/js/", "/.git/config", "/static/../manage.py", "/.env", "/var/"]
    paths += ["/static/..%2fmanage.py", "/static/%2e%2e/manage.py", "/static//etc/passwd"]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


@pytest.mark.django_db
def test_trace_is_refused(client: Client):
    for name in ("account_login", "help", "healthz"):
        assert client.generic("TRACE", reverse(name)).status_code in {404, 405}


def test_cookies_are_for_the_server_alone(client: Client, manager: User, framework: Framework):
    client.force_login(manager)
    client.get(reverse("home"))
    flags = {
        name: (cookie["httponly"], cookie["samesite"]) for name, cookie in client.cookies.items()
    }
    assert flags
    assert {name: flag for name, flag in flags.items() if flag[1] not in {"Lax", "Strict"}} == {}
    assert {name for name, flag in flags.items() if not flag[0]} <= {"csrftoken"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_cookie_of_a_script_goes_by_https_alone(script):
    """It is for scripts and for one address, so that it can be neither HttpOnly nor __Host-."""
    text = script.read_text(encoding="utf-8")
    cookies = re.findall(r"document\.cookie = `(.+)`;\n", text)
    assert all(cookie.startswith("${PREFIX}pizazz_leaving=") for cookie in cookies)
    assert all(cookie.endswith("samesite=lax${SECURE}") for cookie in cookies)
    prefix = (
        '[PREFIX, SECURE] = /s:/.test(location.protocol) ? ["__Secure-", "; secure"] : ["", ""];'
    )
    assert (prefix in text) is bool(cookies)


@pytest.mark.django_db
def test_no_other_site_is_let_in(client: Client):
    answer = client.get(reverse("help"), headers={"origin": "https://elsewhere.example"})
    assert [name for name in answer.headers if name.startswith("Access-Control")] == []
