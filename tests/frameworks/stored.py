"""Frameworks that tests begin with: published once by each worker, then stored as the same rows."""

from collections.abc import Callable

from django.apps import apps
from django.core.management import call_command

from frameworks.models import Framework
from frameworks.selectors import forget_trees
from tests.stored import Statements, built, put

_published: dict[str, Statements] = {}


def load_shipped() -> None:
    """Have the frameworks that come with Pizazz, as `load_frameworks` leaves them."""
    store("shipped", lambda: call_command("load_frameworks", verbosity=0))


def store(name: str, publish: Callable[[], object]) -> None:
    """Have what `publish` leaves in tables that are empty.

    Where something is there already, or the first time, it is called.
    """
    models = list(apps.get_app_config("frameworks").get_models())
    if Framework._base_manager.exists():
        publish()
    elif name in _published:
        put(_published[name])
        forget_trees()
    elif any(model._base_manager.exists() for model in models):
        publish()
    else:
        _published[name] = built(publish, models)
