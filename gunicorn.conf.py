"""What gunicorn finds by itself when it is started here; flags on its command line win."""

import importlib
import sys

from django.core.exceptions import ImproperlyConfigured
from gunicorn.arbiter import Arbiter

SETTINGS = ("pizazz.settings", "pizazz.environment")


def on_starting(_server: Arbiter) -> None:
    """Stop before the first worker, with a sentence, where the settings cannot be read."""
    try:
        importlib.import_module(SETTINGS[0])
    except ImproperlyConfigured as error:
        sys.stderr.write(f"Pizazz cannot start. {error}\n")
        sys.exit(1)
    for name in SETTINGS:  # each worker reads them anew, so that a reload (HUP) sees changes
        sys.modules.pop(name)
