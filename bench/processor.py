"""What processes have taken of the processors, as Linux tells it."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # a second


def seconds(root: int) -> float:
    """Return the processor seconds of a process and of all that came from it and live."""
    parents, spent = dict[int, int](), dict[int, float]()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        number = int(folder.name)
        parents[number], spent[number] = int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS
    return sum(spent[process] for process in spent if _comes_from(process, root, parents))


def _comes_from(process: int, root: int, parents: dict[int, int]) -> bool:
    while process not in {root, 0}:
        process = parents.get(process, 0)
    return process == root
