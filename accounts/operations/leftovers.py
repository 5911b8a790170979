"""Half a copy that a command left behind which was killed: somebody erased since may be in it."""

import os
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

# Under another name than its own until it is whole, with the number of its process, and what SQLite
# puts beside; or a folder for one.
PART = re.compile(r"(\..+\.\d+\.part|restore-\d+\.sqlite3)(-journal|-wal|-shm)?")
COPY_OF_EXPORT = "pizazz-export-"
# No command takes as long.
AFTER = 24 * 60 * 60


def drop_leftovers(folders: Iterable[Path]) -> None:
    """Drop what was left in these folders more than a day ago by this user on this machine.

    What is being made at this moment is younger, also where another container makes it.
    """
    for folder in {each.resolve() for each in folders if each.is_dir()}:
        for path in folder.iterdir():
            if not (PART.fullmatch(path.name) or path.name.startswith(COPY_OF_EXPORT)):
                continue
            told = path.lstat()
            if told.st_uid != os.getuid() or told.st_mtime > time.time() - AFTER:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.is_file():
                path.unlink(missing_ok=True)
