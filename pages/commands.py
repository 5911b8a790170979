"""How our commands speak: one line on stderr, exit 1 when it cannot be done, 2 for a wrong use."""

import errno
import os
import re
import stat
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from pages.database.faults import fault_of

# What a terminal heeds: a sentence may quote a file that a stranger wrote.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


class CannotDo(Exception):
    """Not possible; the message is a sentence that says what to do."""


class OneLineCommand(BaseCommand):
    """A command that says what is wrong in one line, a wrong use too."""

    # Said in one line, not in the middle of other warnings; ./run checks separately.
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Make a parser that tells a wrong use in one line (exit 2), not with all options."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def error(message: str) -> NoReturn:
            if not parser.called_from_command_line:
                raise CommandError(message, returncode=2)
            parser.exit(2, f"{prog_name} {subcommand}: {message}\n")

        parser.error = error  # type: ignore[method-assign]
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Do what was typed, and heed a stop while PostgreSQL is at work or has us wait."""
        if connection.vendor == "postgresql":
            from pages.database.stopping import let_queries_be_stopped  # noqa: PLC0415 -- slow

            let_queries_be_stopped()
        super().run_from_argv(argv)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Do it; what cannot be done is told in a sentence, a database that is away, too."""
        for word in options.values():
            if isinstance(word, str) and word != word.encode(errors="ignore").decode():
                raise CommandError(f"{word} cannot be read as text in UTF-8.", returncode=2)
        try:
            return super().execute(*args, **options)
        except (CannotDo, CommandError) as error:
            code = getattr(error, "returncode", 1)
            raise CommandError(_CONTROLS.sub("\ufffd", str(error)), returncode=code) from error
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            raise CommandError(fault.sentence) from error


def open_file(path: Path) -> IO[bytes]:
    """Open a file to read it. Raises OSError, also where it is a folder, a pipe or a device.

    A pipe waits for somebody who writes into it, and a device such as /dev/zero has no end.
    """
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    kind = os.fstat(number).st_mode
    if not stat.S_ISREG(kind):
        os.close(number)
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise OSError(errno.EINVAL, "It is a pipe or a device", str(path))
    return os.fdopen(number, "rb")


def refuse_to_replace(path: Path) -> None:
    """Raise OSError where a file would take the place of a link, a pipe or a device."""
    is_special = path.exists() and not path.is_file() and not path.is_dir()
    if path.is_symlink() or is_special:
        raise OSError(errno.EINVAL, "It is a link, a pipe or a device", str(path))


def text_of_file(path: Path, most: int, encoding: str = "utf-8") -> str:
    """Return what a file says. Raises OSError where it is none, or longer than `most` bytes."""
    with open_file(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content.decode(encoding)


def count(most: int) -> Callable[[str], int]:
    """Return a reader of numbers from one to `most`, for an argument."""

    def read(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else 0
        if not 1 <= number <= most:
            raise ArgumentTypeError(f"{text!r} is not a number from 1 to {most}")
        return number

    return read
