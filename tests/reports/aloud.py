"""A page as somebody would read it aloud: its words, a block a line."""

from html.parser import HTMLParser

from reports.content import Report
from reports.printing.render import report_html

BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "div", "section", "article", "ul", "br", "tr"}
BLOCKS |= {"dt", "dd", "button", "label", "legend", "summary", "textarea", "option", "blockquote"}
UNSEEN = {"head", "svg", "script", "style"}


class _Reader(HTMLParser):
    """Gathers what is seen, in lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self.unseen = 0
        self.until: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN or dict(attrs).get("aria-hidden") == "true":
            self.unseen += 1
            self.until.append(tag)
        if tag in BLOCKS:
            self.lines.append("")
        if tag in {"h1", "h2", "h3", "h4"}:
            self.lines[-1] = "\n" + "#" * int(tag[1]) + " "
        if tag == "li":
            self.lines[-1] = "- "
        if tag == "svg" and dict(attrs).get("role") == "img":
            self.lines[-1] = f"{self.lines[-1].rstrip()} [bead row]"

    def handle_endtag(self, tag: str) -> None:
        if self.until and self.until[-1] == tag:
            self.until.pop()
            self.unseen -= 1
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.lines[-1] += data


def aloud(report: Report) -> str:
    """Return a report's words, a block a line, headings marked; its fingerprint left out."""
    return words_of(report_html(report).replace(report.provenance.groups, "…"))


def words_of(html: str) -> str:
    """Return a document's words, a block a line, headings marked."""
    reader = _Reader()
    reader.feed(html)
    lines = []
    for line in reader.lines:
        blank = "\n" if line.startswith("\n") else ""
        words = " ".join(line.split())
        if words and words != "-":
            lines.append(blank + words)
    return "\n".join(lines) + "\n"
