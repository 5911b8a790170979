"""The page that may be quoted: no level and no picture, safe on a front page."""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from record.document import Record
from record.framework import Struct
from record.taking_out import is_taken_out_mark
from record.words.phrases import fill
from reports.content.pieces import Own, Titled, own, titled


class Quote(Struct, kw_only=True):
    """What a team writes for everybody, and whether it asks for this to be published."""

    words: str
    better: str = ""
    true: str = ""
    request: str = ""
    public: bool = False

    @property
    def answers(self) -> dict[str, str]:
        return {"better": self.better, "true": self.true, "asked": self.request}

    @property
    def texts(self) -> tuple[str, ...]:
        return self.words, *self.answers.values()


class QuotablePage(Struct, kw_only=True):
    service: str
    words: Own
    what_it_is: str
    questions: tuple[Titled, ...] = ()
    how_far: str

    @property
    def may_be_quoted(self) -> bool:
        """False once its words were taken out: nobody quotes what stands in their place."""
        return not is_taken_out_mark(self.words.words)

    @property
    def texts(self) -> list[str]:
        answers = [f"{question.title} {question.words.words}" for question in self.questions]
        return [self.words.words, self.what_it_is, *answers, self.how_far]


# What is asked in a committee, by the part of a Quote that answers it.
QUESTIONS = {
    "better": gettext_lazy("Is it getting better?"),
    "true": gettext_lazy("How do we know it is true?"),
    "asked": gettext_lazy("What are members asked to do?"),
}


def quotable_page(record: Record, quote: Quote, *, to: str) -> QuotablePage | None:
    """Return the page, or None where nothing is written for it."""
    words = own(quote.words)
    if words is None:
        return None
    answers = [(str(title), own(quote.answers[part])) for part, title in QUESTIONS.items()]
    form = _(
        "You may use it in papers that are not published. What {body} publishes is for it to "
        "decide; information that a public body holds can be asked for."
    )
    if quote.public:
        form = _("You may quote it, and publish it, as it stands here.")
    return QuotablePage(
        service=record.service.name,
        words=words,
        what_it_is=_(
            "This is the team’s own account. It is not a score or an inspection, and finding that "
            "something is harder than it seemed is part of an honest one."
        ),
        questions=titled(answers),
        how_far=form.format(body=to),
    )


def beginning(record: Record, *, by_myself: bool) -> str:
    """Return how such a page may begin, for a team to go on from."""
    if by_myself:
        form = _("{service} is run by {organisation}. One person works here, and wrote this.")
    else:
        form = _("{service} is run by {organisation}. Its team looks together at how it works.")
    service = record.service
    if service.name == service.organisation:
        form = _("The team of {service} looks together at how it works.")
        if by_myself:
            form = _("One person works at {service}, and wrote this.")
    return fill(form, service=service.name, organisation=service.organisation).plain


def level_named(records: Sequence[Record], texts: Iterable[str]) -> str:
    together = " ".join(" ".join(text.split()) for text in texts).casefold()
    for record in records:
        for level in record.framework.levels:
            name = " ".join(level.name.split())
            if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", together):
                return name
    return ""
