"""The project's own files, for the tests that read the code instead of running it."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The one line of the house: an app may use the apps before it, none after it.
APPS = [
    "pages",
    "accounts",
    "record",
    "frameworks",
    "assessments",
    "reports",
    "agreeing",
    "mirror",
    "sharing",
    "home",
    "office",
    "export",
    "example",
    "demo",
]
# Those with Django's own machinery; `record` has none.
INSTALLED = [app for app in APPS if app != "record"]


@dataclass(frozen=True)
class Module:
    """A Python file, by its path from the root."""

    path: Path

    @property
    def app(self) -> str:
        return self.path.parts[0]

    @property
    def name(self) -> str:
        """The name it is imported by."""
        return ".".join(self.path.with_suffix("").parts).removesuffix(".__init__")

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    @property
    def room(self) -> str:
        """The noun of the module inside its app: models, actions, forms, views, urls ..."""
        return self.path.parts[1].removesuffix(".py").split("_")[0]

    @property
    def text(self) -> str:
        return (ROOT / self.path).read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        return parse(self.path)

    def __str__(self) -> str:
        return str(self.path)


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


@cache
def _ignored() -> list[str]:
    """Give what .gitignore names, which is all without a slash inside, and git's own folder."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return [".git", *(line.rstrip("/") for line in lines)]


def is_ignored(path: Path) -> bool:
    """Say whether git would leave this file out, by its path from the root."""
    return any(fnmatch(part, pattern) for part in path.parts for pattern in _ignored())


def modules(*folders: str) -> list[Module]:
    """Every Python file in these top folders, in order."""
    return [
        Module(path.relative_to(ROOT))
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not is_ignored(path.relative_to(ROOT))
    ]


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Yield the line and full name of everything a module imports, wherever it does."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.path.parent.parts[: len(module.path.parent.parts) + 1 - node.level]
                base = ".".join([*parents, base]).strip(".")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and value of every string constant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def committed() -> list[Path]:
    """Every file that is, or would be, committed. Without git: every file of the project."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # no git, or no repository
        every = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return sorted(path for path in every if not is_ignored(path))
    names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    return sorted({name for name in names if (ROOT / name).is_file()})  # a clash lists it thrice


def templates() -> list[Path]:
    """Every template of ours, from the root."""
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    return [path.relative_to(ROOT) for folder in folders for path in sorted(folder.rglob("*.*"))]
