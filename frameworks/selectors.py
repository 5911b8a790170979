"""Frameworks for the apps to the right: which there are, and their words without a query."""

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from frameworks.models import Framework, Publication
from frameworks.tree import FrameworkTree, LevelWords, LineWords, PromptWords, build, said, words

__all__ = [
    "FrameworkTree",
    "LevelWords",
    "LineWords",
    "PromptWords",
    "current_framework",
    "published",
    "tree",
    "tree_by_id",
    "words",
]

# Per process. A published framework never changes and a replaced one comes back with a new key, so
# nothing here ever goes out of date; oldest out first keeps it small. Two memories, so that many
# services with words of their own never push out a framework itself.
_FRAMEWORKS = 16
_SAID = 64
_trees: dict[UUID, FrameworkTree] = {}
_said: dict[tuple[UUID, str], FrameworkTree] = {}
K = TypeVar("K")


def published() -> QuerySet[Framework]:
    """Return the published frameworks that come with the software, first offered first."""
    return Framework.objects.shipped().published().first_offered_first()


def current_framework() -> Framework:
    """Return the framework a team starts with: lowest `order`, newest among equals.

    Raises Framework.DoesNotExist when none is loaded (`manage.py load_frameworks`).
    """
    found = published().first()
    if found is None:
        message = "No framework is published: run “manage.py load_frameworks”."
        raise Framework.DoesNotExist(message)
    return found


def tree(framework: Framework, people: str | None = None) -> FrameworkTree:
    """Return a framework's tree, from memory once it is published.

    `people` is the service's own word (`service.people`), put into every text; without it
    `{people}` is left in, for whoever calls `words` later.
    """
    return _spoken(_trees.get(framework.pk) or _read(framework), people)


def tree_by_id(framework_id: UUID, people: str | None = None) -> FrameworkTree:
    """Return the tree of the framework with this primary key, without a query once it is known.

    Raises Framework.DoesNotExist.
    """
    known = _trees.get(framework_id)
    return _spoken(known or _read(Framework.objects.get(pk=framework_id)), people)


def _read(framework: Framework) -> FrameworkTree:
    made = build(framework)
    if Publication.objects.filter(framework=framework).exists():
        _keep(_trees, made.id, made, _FRAMEWORKS)
    return made


def _spoken(made: FrameworkTree, people: str | None) -> FrameworkTree:
    if people is None:
        return made
    if _trees.get(made.id) is not made:
        return said(made, people)  # a draft, which may still change
    found = _said.get((made.id, people))
    if found is None:
        found = said(made, people)
        _keep(_said, (made.id, people), found, _SAID)
    return found


def _keep(memory: dict[K, FrameworkTree], key: K, made: FrameworkTree, most: int) -> None:
    while len(memory) >= most:
        memory.pop(next(iter(memory)), None)
    memory[key] = made
