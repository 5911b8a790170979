"""The rules of a framework document, each broken rule told in a sentence."""

from frameworks.documents import Entry


def check(entries: list[Entry]) -> None:
    """Raise BadDocumentError when the entries break a rule."""
