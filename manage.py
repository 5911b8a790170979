#!/usr/bin/env python
"""Django's command-line entrance; what stops it is said in a sentence."""

import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

NO_PACKAGES = (
    "Pizazz’s packages are not there for Python {version} ({missing}). "
    "Type: python3 -m venv --clear .venv && "
    ".venv/bin/pip install --require-hashes -r requirements.txt"
)
TWO_RELEASES = (
    "Pizazz’s code does not fit together ({missing}): some of it is of another release. Unpack the "
    "new one into an empty folder, not over the old one."
)
MISTAKE = (
    "This is a mistake of Pizazz’s own ({kind}). What it says can quote people, so only where it "
    "was is told; --traceback shows all."
)
stopped_by: list[int] = []


class Stopped(KeyboardInterrupt):
    """Somebody or the system ends this command, which puts away what it had begun."""


def stop(number: int, _frame: object) -> NoReturn:
    """End what is going on in order, as at Ctrl-C."""
    stopped_by.append(number)
    raise Stopped


def heed_stops() -> None:
    """Heed Ctrl-C, `kill` and a window that is closed, but what the shell has us ignore."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)
    signal.signal(signal.SIGALRM, stop)
    sys.unraisablehook = stop_again


def stop_again(lost: "sys.UnraisableHookArgs") -> None:
    """Stop a moment later where a stop came while something was thrown away, and was lost."""
    if isinstance(lost.exc_value, Stopped):
        signal.setitimer(signal.ITIMER_REAL, 0.1)
    elif not stopped_by:
        sys.__unraisablehook__(lost)


def have_streams() -> None:
    """Have all three streams, whichever were closed, and say every letter on any of them.

    What is opened next would take a missing one's number, and what is said would go there.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it takes the lowest number that is free
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8")
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are of files


def main() -> int:
    """Do what was typed; return the code for the shell."""
    heed_stops()
    have_streams()
    try:
        perform(sys.argv)
    except (KeyboardInterrupt, EOFError):  # the second where it asks, and nobody answers
        return finish("Stopped.")
    except SystemExit as error:  # who ends so has said why
        return finish(error.code)
    except BrokenPipeError:  # whoever read it, `head` perhaps, has enough
        return finish(128 + signal.SIGPIPE)
    except Exception as error:
        # A stop in the middle of a query is told by the database's library as a failure.
        reason = "Stopped." if stopped_by else sentence(error)
        if reason is None:
            raise
        return finish(reason)
    return finish(None)


def perform(words: list[str]) -> None:
    """Have Django do what was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pizazz.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 -- see below
    except ModuleNotFoundError as missing:
        sys.exit(what_is_missing(missing))
    execute_from_command_line(words)


def what_is_missing(error: ImportError) -> str:
    """Say whether a package of others is missing, or a part of ours that should be there."""
    ours = Path(__file__).with_name((error.name or "").partition(".")[0])
    if isinstance(error, ModuleNotFoundError) and not ours.is_dir():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return NO_PACKAGES.format(version=version, missing=error)
    return TWO_RELEASES.format(missing=error)


def sentence(error: Exception) -> str | None:
    """Return what a failure means for whoever typed; None where all of it is to be shown."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 -- slow, maybe missing

    if isinstance(error, ImportError) and "--traceback" not in sys.argv:
        return what_is_missing(error)
    if isinstance(error, ImproperlyConfigured):
        return f"Pizazz cannot start. {error}"
    if isinstance(error, OSError) and error.strerror:
        return (
            f"{error.filename or 'What is said here'} cannot be read or written: {error.strerror}."
        )
    from pages.database.faults import fault_of  # noqa: PLC0415 -- reads the settings

    fault = fault_of(error)
    return fault.sentence if fault else mistake(error)


def mistake(error: Exception) -> str | None:
    """Return of which kind a mistake of ours is and where, on a server: there a log keeps it."""
    if "--traceback" in sys.argv or os.environ.get("PIZAZZ_DEBUG") == "True":
        return None
    from pizazz.logs import kinds, places  # noqa: PLC0415 -- reads the settings

    first, *_causes = kinds(error)
    return "\n  ".join([MISTAKE.format(kind=first), *places(error)])


def finish(how: str | int | None) -> int:
    """Say how it ended, and from now on nothing; return the code for the shell."""
    sys.unraisablehook = lambda _lost: None  # what is put away last may be gone already
    if isinstance(how, str):
        sys.stderr.write(f"{how}\n")
    code = how if isinstance(how, int) else int(how is not None)
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else it is tried once more, and told
        if isinstance(error, BrokenPipeError):
            code = 128 + signal.SIGPIPE
        elif not code:
            return finish(sentence(error))
    return 128 + stopped_by[0] if stopped_by else code


if __name__ == "__main__":
    sys.exit(main())
