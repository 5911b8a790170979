"""The house rules of the code, held by reading it."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string
from django.views import View

from accounts.policy import Act
from tests.source import APPS, INSTALLED, ROOT, Module, imports, modules, strings, templates

CODE = modules(*APPS)
CALLED_MODEL = re.compile(rf"({'|'.join(APPS)})\.[A-Za-z]\w*")
MIGRATION_NAME = re.compile(r"\d{4}_[a-z0-9_]+")

# Inside an app, a room may use the rooms before it. Rooms that are not listed are pure or helpers.
ROOMS = ["models", "policy", "actions", "forms", "views", "urls"]

# Views that anybody may open without signing in: route name, and why.
PUBLIC = {
    "framework-list": "the same for everybody; holds nothing of a team",
    "framework": "the same for everybody; holds nothing of a team",
    "come-in": "for whoever holds its link; tells what one is asked to before an account is made",
    "mfa_authenticate": "the second step of a sign-in; leads to its page without the first",
    "mfa_login_webauthn": "signing in with a passkey",
    "account_work": "the way to where an organisation signs people in",
    "openid_connect_callback": "the way back from there",
    "help": "the same for everybody; holds nothing of a team",
    "who-sees-what": "to be read before the first word is typed",
    "what-is-a-pie": "the same for everybody; holds nothing of a team",
    "about": "the same for everybody; holds nothing of a team",
    "privacy": "to be read before signing in",
    "accessibility": "to be read before signing in",
    "example-team": "invented, frozen in files; no query is asked",
    "example-journey": "invented, frozen in files; no query is asked",
    "example-conversation": "invented, frozen in files; no query is asked",
    "example-around": "invented, frozen in files; no query is asked",
    "example-try": "invented, frozen in files; no query is asked",
    "example-said": "invented, frozen in files; no query is asked",
    "example-wall": "invented, frozen in files; no query is asked",
    "example-report": "invented, frozen in files; no query is asked",
    "example-pdf": "invented, frozen in files; no query is asked",
    "healthz": "asked by the server itself; says ok and nothing else",
    "readyz": "asked by a proxy; says one word",
    "security-txt": "whom to tell of a hole",
    "account_login": "where people sign in",
    "account_request_login_code": "where people ask for a code to sign in with",
    "account_confirm_login_code": "where they type it; without one it leads back",
    "account_signup": "says that accounts are made by invitation",
    "account_logout": "signing out twice is harmless",
    "account_inactive": "says why signing in did not work",
    "account_email_verification_sent": "comes before the first sign-in",
    "account_confirm_email": "reached from a mail",
    "account_reset_password": "for who cannot sign in",
    "account_reset_password_done": "for who cannot sign in",
    "account_reset_password_from_key": "reached from a mail",
    "account_reset_password_from_key_done": "for who cannot sign in",
}

# What an app may have at its root by Django's custom, or as every app of ours has it.
CUSTOMARY = {
    "__init__", "actions", "apps", "checks", "forms", "management", "migrations", "models",
    "selectors", "templatetags", "urls", "views",
}  # fmt: skip
FEW_LOOSE = 6


# Files over 300 lines, and why they stay whole.
LONG: dict[str, str] = {}


def arrow_is_wrong(module: Module, target: str) -> bool:
    return target in APPS and APPS.index(target) > APPS.index(module.app)


def test_arrows_in_imports_run_one_way():
    wrong = [
        f"{module}:{line} imports {name}"
        for module in CODE
        for line, name in imports(module)
        if arrow_is_wrong(module, name.split(".")[0])
    ]
    assert wrong == []


def test_arrows_in_names_of_models_run_one_way():
    """ "sharing.Share" as a foreign key or in get_model is an arrow too, migrations included."""
    wrong = [
        f"{module}:{line} names {text}"
        for module in CODE
        for line, text in strings(module.tree)
        if CALLED_MODEL.fullmatch(text) and arrow_is_wrong(module, text.split(".")[0])
    ]
    assert wrong == []


def test_arrows_between_migrations_run_one_way():
    graph = MigrationLoader(None).graph
    wrong = [
        f"{app}.{name} needs {parent[0]}.{parent[1]}"
        for app, name in graph.nodes
        if app in APPS
        for parent in graph.nodes[app, name].dependencies
        if parent[0] in APPS and APPS.index(parent[0]) > APPS.index(app)
    ]
    assert wrong == []


def test_rooms_inside_an_app_use_only_the_rooms_before_them():
    wrong = []
    for module in CODE:
        if module.room not in ROOMS:
            continue
        for line, name in imports(module):
            app, _, rest = name.partition(".")
            room = rest.split(".")[0].split("_")[0]
            if app == module.app and room in ROOMS and ROOMS.index(room) > ROOMS.index(module.room):
                wrong.append(f"{module}:{line} imports {name}")
    assert wrong == []


def test_project_package_imported_by_nobody():
    importers = [
        f"{module}:{line}"
        for module in CODE
        for line, name in imports(module)
        if name.split(".")[0] in {"pizazz", "tests"}
    ]
    assert importers == []


def test_views_start_from_what_the_person_may_reach():
    """No `.objects` in views: selectors and querysets know who asks."""
    managers = {"objects", "_default_manager", "_base_manager"}
    bypasses = [
        f"{module}:{node.lineno}"
        for module in CODE
        if module.room == "views"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in managers
    ]
    assert bypasses == []


def test_views_say_which_methods_they_answer():
    says = {"require_http_methods", "require_GET", "require_POST", "require_safe"}
    callbacks = [entry.callback for _, entry in views_of(get_resolver())]
    wired = {
        (callback.__module__, callback.__name__)
        for callback in callbacks
        if callback.__module__.split(".")[0] in APPS and hasattr(callback, "__name__")
    }
    silent = [
        f"{module}:{node.lineno} {node.name}"
        for module in CODE
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and (module.name, node.name) in wired
        if not says & {name.id for decorator in node.decorator_list for name in names_in(decorator)}
    ]
    assert silent == []


def test_pages_that_are_classes_say_which_methods_they_answer():
    classes = {getattr(entry.callback, "view_class", None) for _, entry in views_of(get_resolver())}
    ours = [view for view in classes if view and view.__module__.split(".")[0] in APPS]
    says = "require_http_methods"
    silent = [
        view.__name__
        for view in ours
        if view.http_method_names is View.http_method_names
        and says not in inspect.getsource(inspect.getmodule(view))
    ]
    assert ours
    assert silent == []


def names_in(tree: ast.AST) -> list[ast.Name]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Name)]


def test_weasyprint_known_to_one_module():
    knowing = {
        str(module)
        for module in CODE
        for _, name in imports(module)
        if name.split(".")[0] in {"weasyprint", "pydyf"}
    }
    assert knowing == {"reports/printing/pdf_worker.py"}


def test_record_knows_no_model():
    """What was said is data and sentences; only answers to choose from have a base in the ORM."""
    of_models = [
        f"{module}:{line} imports {name}"
        for module in CODE
        if module.app == "record"
        for line, name in imports(module)
        if (name.startswith("django.db") or ".models" in name) and not name.endswith("TextChoices")
    ]
    assert of_models == []


def test_public_classes_have_names_of_their_own():
    """One noun, one class; a command and an app's configuration are named by Django's custom."""
    where: dict[str, set[str]] = {}
    for module in CODE:
        if module.is_migration:
            continue
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where.setdefault(node.name, set()).add(str(module))
    twice = {name: sorted(places) for name, places in where.items() if len(places) > 1}
    assert twice.keys() <= {"Command"}, twice


def test_modules_at_the_root_of_an_app_have_a_row():
    """A stranger finds in DEVELOPERS.md what is not named as in every Django app."""
    text = (ROOT / "DEVELOPERS.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+/\w+(?:\.py|/))` \|", text, re.MULTILINE))
    there = set()
    for module in CODE:
        app, name, *inside = module.path.parts
        if name.removesuffix(".py") not in CUSTOMARY:
            there.add(f"{app}/{name}/" if inside else f"{app}/{name}")
    assert there - rows == set()
    assert [row for row in rows if not (ROOT / row).exists()] == []
    for folder, about in re.findall(r"^\| `(\w+/\w+/)` \| (.*) \|$", text, re.MULTILINE):
        for name in re.findall(r"`(\w+)`", about):
            assert (ROOT / folder / name).is_dir() or (ROOT / folder / f"{name}.py").is_file(), name


def test_few_modules_stand_loose_at_the_root_of_an_app():
    loose: dict[str, list[str]] = {}
    for module in CODE:
        app, name, *inside = module.path.parts
        if not inside and name not in {"__init__.py", "apps.py", "urls.py"}:
            loose.setdefault(app, []).append(name)
    del loose["demo"]  # only there for trying out
    crowded = {app: names for app, names in loose.items() if len(names) > FEW_LOOSE}
    assert crowded == {}


def test_pure_modules_know_no_django():
    pure = ("record/distance/", "reports/drawing/")
    of_django = [
        f"{module}:{line} imports {name}"
        for module in CODE
        if str(module).startswith(pure)
        for line, name in imports(module)
        if name.split(".")[0] == "django"
    ]
    assert of_django == []


# An invitation asks again when it is accepted: whoever made it may have left.
ASKED_ELSEWHERE = {
    "accounts/actions/invitable.py",
    "sharing/actions/guard.py",
}


def test_every_act_of_the_policy_is_asked():
    """What the table allows and nobody asks for is a promise that nothing keeps."""
    acts = {
        node.attr
        for module in CODE
        if module.room == "views" or str(module) in ASKED_ELSEWHERE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        if getattr(node.value, "attr", getattr(node.value, "id", "")) == "Act"
    }
    assert acts == {act.name for act in Act}


# What happened to a thing is no name for it: a reader wants to know what the thing is.
NO_NAMES = {
    "asked", "begun", "each", "found", "given", "gone", "held", "kept", "made", "said", "shown",
    "taken", "told", "wanted",
}  # fmt: skip
TAG = re.compile(r"\{%-? *(\w+) ([^%]*?) *-?%\}")


def names_bound(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what code names; no fields of tables, forms and documents, which others go by."""
    stored: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and not is_named_here_only(node):
            for part in node.body:
                if isinstance(part, (ast.Assign, ast.AnnAssign)):
                    stored.update(part.targets if isinstance(part, ast.Assign) else [part.target])
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.lineno, node.name.lower()
        elif isinstance(node, ast.ExceptHandler):
            yield node.lineno, node.name or ""
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in stored:
            yield node.lineno, node.id


def is_named_here_only(node: ast.ClassDef) -> bool:
    """Say whether nothing that is stored or sent goes by the names of a class's fields."""
    words = {name.id for decorator in node.decorator_list for name in names_in(decorator)}
    return "dataclass" in words or "NamedTuple" in {ast.unparse(base) for base in node.bases}


def names_bound_in_template(text: str) -> Iterator[tuple[int, str]]:
    """Yield what tags bind; not in a sentence to be translated, whose names a catalogue has."""
    for match in TAG.finditer(text):
        tag, rest = match.groups()
        bound = " ".join(re.findall(r" as(?:var)? (\w+)$", f" {rest}"))
        if tag in {"with", "include"}:
            bound += " ".join(re.findall(r"(\w+)=", rest))
        elif tag in {"for", "set", "macro"}:
            bound = rest.rpartition("(")[2] if tag == "macro" else re.split(" in |=", rest)[0]
        for name in re.findall(r"\w+", bound):
            yield text.count("\n", 0, match.start()) + 1, name


def test_names_say_what_a_thing_is():
    """`for line in lines`, not `for each in found`."""
    bound = []
    others = [*modules("bench", "docs", "evidence", "pizazz", "tests"), Module(Path("manage.py"))]
    for module in [*CODE, *others]:
        if not module.is_migration:
            bound += [(module, line, name) for line, name in names_bound(module.tree)]
    for path in templates():
        text = (ROOT / path).read_text(encoding="utf-8")
        bound += [(path, line, name) for line, name in names_bound_in_template(text)]
    wrong = [f"{file}:{line} {name}" for file, line, name in bound if name.strip("_") in NO_NAMES]
    assert wrong == []


@pytest.mark.parametrize(
    "code",
    [
        "for each in lines: pass",
        "def tell(*, told): pass",
        "def found(): pass",
        "with open('') as _held: pass",
    ],
)
def test_name_that_says_nothing_is_noticed(code):
    assert NO_NAMES & {name.strip("_") for _line, name in names_bound(ast.parse(code))}


@pytest.mark.parametrize(
    "tag",
    [
        "{% for day, said in words %}",
        "{% with kept=finder.kept %}",
        '{% include "a.html" with each=row only %}',
        '{% translate "yes" as told %}',
        "{%- set found = field|answers %}",
        "{% macro line(row, told=none) %}",
    ],
)
def test_name_in_a_template_that_says_nothing_is_noticed(tag):
    assert NO_NAMES & {name for _line, name in names_bound_in_template(tag)}


def test_no_room_without_a_noun():
    vague = {"core", "common", "utils", "helpers", "misc", "util", "lib"}
    vague_rooms = [
        str(m) for m in CODE if vague & {part.removesuffix(".py") for part in m.path.parts}
    ]
    assert vague_rooms == []


def test_exceptions_from_the_linter_have_a_reason():
    reason = re.compile(r"# noqa: [A-Z0-9, ]+ -- \S")
    bare = [
        f"{module}:{number}"
        for module in [*CODE, *modules("pizazz", "tests", "bench")]
        for number, line in enumerate(module.text.splitlines(), 1)
        if "# noqa" in line and not reason.search(line) and module.path.stem != "test_architecture"
    ]
    assert bare == []


def test_no_signals():
    """Nothing happens behind a writer's back."""
    signals = [
        f"{module}:{line}"
        for module in CODE
        for line, name in imports(module)
        if name.startswith(("django.db.models.signals", "django.dispatch"))
    ]
    assert signals == []


def test_threads_are_begun_by_one_module():
    """It tells the log what fails there; Python itself would print it, words and all."""
    modules_with_threads = [str(module) for module in CODE if "Thread(" in module.text]
    assert modules_with_threads == ["pages/database/background.py"]


def test_files_are_short():
    measured = {
        str(module): len(module.text.splitlines())
        for module in [*CODE, *modules("pizazz")]
        if not module.is_migration
    }
    long = {name for name, lines in measured.items() if lines > 300}
    assert long == set(LONG), {name: measured[name] for name in long ^ set(LONG)}


def views_of(resolver: URLResolver, space: str = "") -> list[tuple[str, URLPattern]]:
    views = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            views += views_of(entry, inner)
        else:
            views.append((f"{space}{entry.name or entry.pattern}", entry))
    return views


def test_sign_in_is_the_rule():
    middleware = [import_string(name) for name in settings.MIDDLEWARE]
    classes = [entry for entry in middleware if isinstance(entry, type)]
    assert any(issubclass(entry, LoginRequiredMiddleware) for entry in classes)


def test_public_pages_are_listed_with_their_reason():
    views = views_of(get_resolver())
    public = {name for name, entry in views if not getattr(entry.callback, "login_required", True)}
    assert public == set(PUBLIC)


def test_addresses_have_names_of_their_own():
    names = [name for name, _ in views_of(get_resolver())]
    assert [name for name in set(names) if names.count(name) > 1] == []


@pytest.mark.parametrize("app", INSTALLED)
def test_constraints_and_indexes_are_named(app):
    wrong = []
    for model in apps.get_app_config(app).get_models(include_auto_created=True):
        starts = (f"{app}_", model._meta.model_name)
        named = [*model._meta.constraints, *model._meta.indexes]
        wrong += [f"{model.__name__}.{c.name}" for c in named if not c.name.startswith(starts)]
        # Django's own tables between two models have one without a name.
        if model._meta.unique_together and not model._meta.auto_created:
            wrong.append(f"{model.__name__}: unique_together has no name")
    assert wrong == []


@pytest.mark.parametrize("app", INSTALLED)
def test_migrations_are_named_and_linear(app):
    graph = MigrationLoader(None).graph
    own = [key for key in graph.nodes if key[0] == app]
    assert len(graph.leaf_nodes(app)) == (1 if own else 0)
    for key in own:
        inside = [parent for parent in graph.nodes[key].dependencies if parent[0] == app]
        assert len(inside) <= 1
        assert MIGRATION_NAME.fullmatch(key[1])
        assert "_auto_" not in key[1]
