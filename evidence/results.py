"""What the tests have said: read from the files that pytest writes (--junitxml)."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Test:
    """One test as it ran: its file and name without its parameters, and what it counted."""

    file: str
    name: str
    passed: bool
    counted: dict[str, int] = field(default_factory=dict)


def read(paths: Iterable[Path]) -> list[Test]:
    """Return every test in these files that ran; what was skipped did not."""
    tests = []
    for path in paths:
        for case in ET.parse(path).iter("testcase"):  # noqa: S314 -- our own file
            if case.find("skipped") is not None:
                continue
            properties = case.iter("property")
            counted = {
                str(entry.get("name")): int(str(entry.get("value")))
                for entry in properties
                if str(entry.get("value")).isdigit()
            }
            failed = case.find("failure") is not None or case.find("error") is not None
            file = str(case.get("classname")).replace(".", "/") + ".py"
            name = str(case.get("name")).partition("[")[0]
            tests.append(Test(file, name, not failed, counted))
    return tests


def count(tests: Iterable[Test], name: str) -> int:
    """Return what tests counted under a name, in all."""
    return sum(test.counted.get(name, 0) for test in tests)


def under(tests: Iterable[Test], *begins: str) -> list[Test]:
    """Return the tests whose file or file::name begins so."""
    return [test for test in tests if f"{test.file}::{test.name}".startswith(begins)]
