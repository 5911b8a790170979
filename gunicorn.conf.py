"""How Pizazz is served, by the unit, ./run and the bench alike: gunicorn reads this by itself.

Who starts it says only where to listen (--bind); flags on its command line win over this file.
"""

import importlib
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger

from pizazz import environment
from pizazz.logs import JsonLines

SETTINGS = ("pizazz.settings", "pizazz.environment")

try:
    workers = environment.workers()
except ImproperlyConfigured as error:
    sys.exit(f"Pizazz cannot start. {error}")
# A report being made holds one thread; who waits for theirs holds none.
threads = 4
# Seconds: longer than one report that waits for another (PATIENCE + TIMEOUT in
# reports/printing/pdf.py).
timeout = 130
control_socket_disable = True


class JsonLogger(Logger):
    """Says what the server does as the settings have it said: a line of JSON an event."""

    def setup(self, cfg: Config) -> None:
        """Set up the log; there is none of requests, whose addresses hold what was searched for."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


if os.environ.get("PIZAZZ_DEBUG") != "True":
    logger_class = JsonLogger


def on_starting(_server: Arbiter) -> None:
    """Stop before the first worker, with a sentence, where the settings cannot be read."""
    try:
        importlib.import_module(SETTINGS[0])
    except ImproperlyConfigured as error:
        sys.stderr.write(f"Pizazz cannot start. {error}\n")
        sys.exit(1)
    for name in SETTINGS:  # each worker reads them anew, so that a reload (HUP) sees changes
        sys.modules.pop(name)
