"""Filling in a page as a browser would: open it, change what is there, send what the form shows."""

from html.parser import HTMLParser

from django.test import Client


class _Fields(HTMLParser):
    """The controls of the form that holds the submission key, with what they show."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name, value = attributes.get("name"), attributes.get("value") or ""
        if tag == "textarea" and name:
            self._area = name
            self.fields[name] = [""]
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and "selected" in attributes:
            self.fields[self._select] = [value]
        elif tag == "input" and name:
            kind = attributes.get("type", "text")
            if kind in {"radio", "checkbox"}:
                if "checked" in attributes:
                    self.fields.setdefault(name, []).append(attributes.get("value", "on") or "")
            else:
                self.fields[name] = [value]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The parser of browsers drops the line feed that Django writes first.
            self.fields[self._area][0] = self.fields[self._area][0].removeprefix("\n")
            self._area = None
        if tag == "select":
            self._select = None


def shown_fields(client: Client, address: str) -> dict[str, list[str]]:
    """Return the fields that a page shows, with their values."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    parser = _Fields()
    parser.feed(answer.content.decode().split('id="main"')[1])
    return parser.fields


def fill(client: Client, address: str, **values):
    """Open a page, fill in `values` (None takes a field away) and send everything."""
    data = shown_fields(client, address) | {
        name: [] if value is None else value if isinstance(value, list) else [value]
        for name, value in values.items()
    }
    return client.post(address, data)
