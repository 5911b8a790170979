"""Files of everything, read and changed line by line."""

import hashlib
import json
import re
import uuid
from pathlib import Path
from typing import Any

KEY = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def plainly(value: object) -> bytes:
    """Write canonical JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Written:
    """A file: its head, its rows as they stand there, and a foot that fits them."""

    def __init__(self, folder: Path, content: bytes) -> None:
        self.folder, self.bytes = folder, content
        self.head, *lines, self.foot, _end = content.split(b"\n")
        self.rows = [line.removesuffix(b",") for line in lines]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the rows of one kind."""
        return [row for row in map(json.loads, self.rows) if row["row"] == kind]

    def change(self, kind: str, old: str, new: str) -> None:
        """Change something in every row of a kind."""
        begins = b'{"row":"%s"' % kind.encode()
        put = new.encode(errors="surrogateescape")
        changed = [
            row.replace(old.encode(), put) if row.startswith(begins) else row for row in self.rows
        ]
        assert changed != self.rows
        self.rows = changed

    def reseal(self, path: str, value: object) -> None:
        """Put a value into every record, and seal it anew."""
        for place, line in enumerate(self.rows):
            row = json.loads(line)
            if row["row"] == "record":
                *parents, last = (int(name) if name.isdigit() else name for name in path.split("."))
                part = row["document"]
                for name in parents:
                    part = part[name]
                part[last] = value
                document = plainly(row["document"])
                row["digest"] = hashlib.sha256(document).hexdigest()
                self.rows[place] = plainly(row)

    def path(self, *, fitting: bool = True) -> Path:
        """Write it. `fitting`: with the sum of what it holds now."""
        lines = [self.head, *self.rows]
        foot = self.foot
        if fitting:
            fingerprint = hashlib.sha256(b"\n".join(lines)).hexdigest()
            foot = b'],"count":%d,"sha256":"%s"}' % (len(self.rows), fingerprint.encode())
        path = self.folder / f"{uuid.uuid4()}.json"
        path.write_bytes(self.head + b"\n" + b",\n".join(self.rows) + b"\n" + foot + b"\n")
        return path


def moved(content: bytes) -> bytes:
    """Return a file with other keys, and its records sealed anew over them."""

    def other(match: re.Match[bytes]) -> bytes:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, match[0].decode())).encode()

    text = KEY.sub(other, content).replace(b"PZ-", b"QZ-")  # a report's reference is there once
    sealed: dict[bytes, bytes] = {}
    for line in text.split(b"\n"):
        row = line.removesuffix(b",")
        document = b""
        if row.startswith(b'{"row":"record"'):
            document = row.partition(b'"document":')[2].removesuffix(b"}")
        elif row.startswith(b'{"row":"share"'):
            document = json.loads(row)["document"].encode()
        old = json.loads(row)["digest"].encode() if document else b""
        if old:  # a report of a team that was deleted has none
            sealed[old] = hashlib.sha256(document).hexdigest().encode()
    for old, new in sealed.items():
        text = text.replace(old, new)
    return text
