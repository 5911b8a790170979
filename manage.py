#!/usr/bin/env python
"""Django's command-line entrance; what stops it is said in a sentence."""

import os
import signal
import sys
from typing import NoReturn

try:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError, InterfaceError
except ModuleNotFoundError as missing:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    sys.exit(
        f"Pizazz’s packages are not there for Python {python} ({missing}). "
        "Type: python3 -m venv --clear .venv && "
        ".venv/bin/pip install --require-hashes -r requirements.txt"
    )


class Stopped(BaseException):
    """Somebody or the system ends this command, which puts away what it had begun."""


def stop(number: int, _frame: object) -> NoReturn:
    """End what is going on in order, as at Ctrl-C."""
    raise Stopped(number)


def main() -> None:
    """Do what was typed."""
    signal.signal(signal.SIGTERM, stop)
    try:
        execute_from_command_line(sys.argv)
    except (KeyboardInterrupt, Stopped) as error:
        sys.stderr.write("Stopped.\n")
        sys.exit(128 + (error.args[0] if error.args else signal.SIGINT))
    except ImproperlyConfigured as error:
        sys.exit(f"Pizazz cannot start. {error}")
    except (DatabaseError, InterfaceError) as error:
        from pages.database.faults import fault  # noqa: PLC0415 -- reads the settings

        found = fault(error)
        if found is None:
            raise
        sys.exit(found.sentence)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pizazz.settings")
    main()
