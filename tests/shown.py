"""What a page shows: a form as a browser would send it, and markup however it is laid out."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[dict] = []
        self.area: str | None = None
        self.select: str | None = None
        self.text = ""

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.forms.append({"action": attributes.get("action", ""), "fields": {}})
        if not self.forms:
            return
        fields = self.forms[-1]["fields"]
        name = attributes.get("name")
        if tag == "input" and name and attributes.get("type") not in {"submit", "button"}:
            if attributes.get("type") in {"radio", "checkbox"}:
                if "checked" in attributes:
                    fields.setdefault(name, []).append(attributes.get("value", "on"))
            else:
                fields[name] = [attributes.get("value", "")]
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select = name
            fields[name] = [""]
        elif tag == "option" and self.select and "selected" in attributes:
            fields[self.select] = [attributes.get("value", "")]

    def handle_data(self, data):
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area is not None:
            self.forms[-1]["fields"][self.area] = [self.text.removeprefix("\n")]
            self.area = None
        elif tag == "select":
            self.select = None


def shown_form(response: HttpResponse, *, having: str = "key") -> dict[str, list[str]]:
    """Return the fields of the form on a page that has a field `having`."""
    parser = _Forms()
    parser.feed(response.content.decode())
    forms = [form["fields"] for form in parser.forms if having in form["fields"]]
    assert forms, f"no form with {having}"
    return forms[0]


def tight(page: HttpResponse | str) -> str:
    """Return markup without the blanks in which a template is laid out: `<p>Yes</p>`."""
    text = page if isinstance(page, str) else page.content.decode()
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" (?=</)", "", re.sub(r"(<\w[^>]*>) ", r"\1", text))


def send(client: Client, address: str, **typed) -> HttpResponse:
    """Open a page, fill its form in and send it."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return client.post(address, shown_form(page) | typed)
