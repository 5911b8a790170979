"""A framework file's entries, as they are written."""

from pathlib import Path

from frameworks.files.documents import Entry, as_entries, read_yaml


def read_entries(path: Path) -> list[Entry]:
    """Raises BadDocumentError where there is no such file or it is not a list of entries."""
    return as_entries(read_yaml(path))
