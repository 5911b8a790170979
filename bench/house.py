"""How large the house is, and how far one has to walk in it.

    .venv/bin/python bench/house.py [FOLDER]   this checkout, or another one: an older one, say
    .venv/bin/python bench/house.py --requests also the files that run in one request, on a demo
    .venv/bin/python bench/house.py --pages    and which they are, page by page

Reads the code; only --requests runs it, on a database of its own.
"""

import argparse
import ast
import collections
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {"pizazz", "tests", "bench", "docs", "demo", "evidence"}
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Every app has these by Django's custom.
BY_CUSTOM = {"__init__", "apps", "urls"}
# What happened to a thing, where its name should say what it is.
NO_NAMES = {"told", "said", "found", "kept", "each"}
MOST_OF_A_PAGE = 6  # of one page, by one person
# Keys are new in every demo: with few tries chance would say which pages are met at all.
MOST_TRIES = 24


def apps_of(root: Path) -> list[Path]:
    """Return the folders of a checkout that are apps, without what is only there for trying out."""
    folders = sorted(folder.parent for folder in root.glob("*/__init__.py"))
    return [folder for folder in folders if folder.name not in OUTSIDE]


def code_of(app: Path) -> list[Path]:
    """Return an app's Python files, without migrations and invented teams."""
    left_out = {"migrations", "demo"}
    return [path for path in sorted(app.rglob("*.py")) if not left_out & set(path.parts)]


def lines_of(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def public_names(tree: ast.Module) -> Iterator[str]:
    """Yield the public classes and functions that a module defines at its top."""
    for node in tree.body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_"):
            yield node.name


def measure(root: Path) -> dict[str, str]:
    """Return the figures of a checkout, in words."""
    lines: dict[str, int] = {}
    loose: dict[str, int] = {}
    homes: dict[str, set[str]] = collections.defaultdict(set)
    functions = comprehensions = conditionals = no_names = 0
    for app in apps_of(root):
        files = code_of(app)
        lines[app.name] = sum(map(lines_of, files))
        loose[app.name] = sum(file.parent == app and file.stem not in BY_CUSTOM for file in files)
        for path in files:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for name in public_names(tree):
                homes[name].add(str(path))
            for node in ast.walk(tree):
                functions += isinstance(node, FUNCTIONS)
                comprehensions += isinstance(node, COMPREHENSIONS)
                conditionals += isinstance(node, ast.IfExp)
                no_names += isinstance(node, ast.Name) and node.id in NO_NAMES
    whole = sum(lines.values())
    biggest = max(lines, key=lambda name: lines[name])
    crowded = max(loose, key=lambda name: loose[name])
    shared = sorted(name for name, files in homes.items() if len(files) > 1 and name != "Command")
    each_app = sorted(lines.items(), key=lambda item: -item[1])
    return {
        "lines of app code": f"{whole:,}",
        "by app": ", ".join(f"{name} {count:,}" for name, count in each_app),
        "biggest app": f"{biggest}, {100 * lines[biggest] / whole:.0f} % of the lines",
        "most loose modules at the root of an app": f"{loose[crowded]} ({crowded})",
        "public names": str(len(homes)),
        "of these defined in more than one module": f"{len(shared)}: {', '.join(shared)}",
        "told, said, found, kept, each as names of things": str(no_names),
        "comprehensions per 100 functions": f"{100 * comprehensions / functions:.0f}",
        "conditional expressions per 100 functions": f"{100 * conditionals / functions:.0f}",
    }


# --- Files that run in one request


class Walk:
    """Counts the project's Python files of which any function runs; templates are no code."""

    def __init__(self, root: Path) -> None:
        self.start = f"{root}{os.sep}"
        self.files: set[str] = set()

    def _enter(self, frame: FrameType, event: str, _arg: Any) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(self.start):
            file = name.removeprefix(self.start)
            if file.endswith(".py") and not file.startswith((".venv", "bench")):
                self.files.add(file)

    def of(self, act: Callable[[], Any]) -> tuple[Any, set[str]]:
        """Do something; return what it returned and the files it ran through."""
        self.files = set()
        sys.setprofile(self._enter)
        try:
            result = act()
        finally:
            sys.setprofile(None)
        return result, self.files


def walk_requests(root: Path) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Ask the pages of a demo as everybody who has one.

    Returns the figures of those that answer, and by page the files that ran when it was asked last.
    Each page is asked twice and counted the second time: what is read once per process is no part
    of a request.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "pizazz.settings",
            "DATABASE_URL": f"sqlite:///{folder}/house.sqlite3",
            "PIZAZZ_DEBUG": "True",
            "PIZAZZ_SECRET_KEY": "only for measuring, and thrown away",
        }
        sys.path.insert(0, str(root))
        import django  # noqa: PLC0415 -- the environment has to be ready first

        django.setup()
        from django.conf import settings  # noqa: PLC0415 -- after setup
        from django.core.management import call_command  # noqa: PLC0415 -- after setup
        from django.test import Client  # noqa: PLC0415 -- after setup
        from django.urls import resolve  # noqa: PLC0415 -- after setup

        from accounts.models import User  # noqa: PLC0415 -- after setup

        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        for command in ("migrate", "createcachetable", "load_frameworks"):
            call_command(command, verbosity=0)
        call_command("seed_demo", json=Path(folder, "demo.json"), verbosity=0)
        demo = json.loads(Path(folder, "demo.json").read_text(encoding="utf-8"))
        addresses = sorted({_path(url) for thing in demo["objects"] for url in thing["urls"]})
        counts: dict[str, list[int]] = collections.defaultdict(list)
        files_of: dict[str, set[str]] = {}
        walk = Walk(root)
        for account in demo["accounts"]:
            if not account["active"]:
                continue
            client = Client(headers={"host": "localhost"})
            person = User.objects.get(pk=account["id"])
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
            tries: collections.Counter[str] = collections.Counter()
            answers: collections.Counter[str] = collections.Counter()
            for address in ["/", "/teams/", *addresses]:
                page = resolve(address.partition("?")[0]).view_name
                if page.endswith("pdf") or tries[page] >= MOST_TRIES:
                    continue
                if answers[page] >= MOST_OF_A_PAGE:
                    continue
                tries[page] += 1
                if client.get(address).status_code == 200:  # noqa: PLR2004 -- OK
                    answers[page] += 1
                    _answer, files = walk.of(lambda: client.get(address))  # noqa: B023 -- asked now
                    counts[page].append(len(files))
                    files_of[page] = files
    # A page that many objects have counts once.
    means = {name: statistics.mean(values) for name, values in counts.items()}
    longest = max(means, key=lambda name: means[name])
    figures = {
        "files run in one request, mean of pages": f"{statistics.mean(means.values()):.1f}",
        "and of the page in the middle": f"{statistics.median(means.values()):.1f}",
        "the longest way": f"{longest}, {means[longest]:.0f}",
        "pages asked": str(len(means)),
    }
    return figures, files_of


def _path(url: Any) -> str:
    return url["url"] if isinstance(url, dict) else str(url)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How large the house is.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT, help="a checkout")
    parser.add_argument("--requests", action="store_true", help="count files run in a request too")
    parser.add_argument("--pages", action="store_true", help="and say which, page by page")
    arguments = parser.parse_args()
    root = arguments.folder.resolve()
    figures = measure(root)
    files_of: dict[str, set[str]] = {}
    if arguments.requests or arguments.pages:
        of_requests, files_of = walk_requests(root)
        figures |= of_requests
    for name, value in figures.items():
        print(f"{name}: {value}")
    if arguments.pages:
        for page, files in sorted(files_of.items(), key=lambda item: len(item[1])):
            print(f"\n{page}, {len(files)}", *sorted(files), sep="\n    ")


if __name__ == "__main__":
    main()
