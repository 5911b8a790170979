"""The way from line to line."""

from django.urls import reverse

from assessments.sealing.build import offered
from assessments.views.reach import Talk
from frameworks.tree import LineWords
from pages.answers import or_404
from record.choices import Length
from record.words.numbers import place_among


class Way:
    """Where a line stands among those on offer, and where one goes from it.

    In a longer conversation each line has a second page, *further*: an element's comes next by
    itself, a theme's once it has been placed with an example, the whole's is there for whoever
    wants it.
    """

    def __init__(self, talk: Talk, lines: list[LineWords], here: int) -> None:
        self.pk = talk.assessment.pk
        self.line = lines[here]
        # Where one is, not how well.
        self.among = place_among(here + 1, len(lines))
        self.before = lines[here - 1] if here else None
        self.after = lines[here + 1] if here + 1 < len(lines) else None
        self.theme = talk.tree.theme_of(self.line.code)
        self.is_element = self.line.kind == "element"
        self.is_whole = self.line.kind == "whole"
        self.is_opened = any(each.theme_code == self.line.code for each in lines)
        self.may_change = not talk.assessment.is_being_put_right
        self.is_more = talk.assessment.length == Length.MORE
        self._openings = [each.text for each in talk.tree.coffee.values()]

    @classmethod
    def through(cls, talk: Talk, code: str) -> "Way":
        """Find the line among those the conversation offers, or the whole. Raises Http404.

        The whole stands by itself. Only a longer conversation asks about it; one that grew from a
        coffee break may have placed it there, and changes it here.
        """
        whole, length = talk.tree.whole, talk.assessment.length
        if code == whole.code and length != Length.COFFEE:
            return cls(talk, [whole], 0)
        lines = offered(talk.assessment, talk.tree)
        codes = [line.code for line in lines]
        or_404(code in codes)
        return cls(talk, lines, codes.index(code))

    @property
    def questions(self) -> tuple[str, ...]:
        """A theme's one question; an element's two prompts; of the whole, how things are."""
        if self.is_whole:
            return tuple(self._openings[:1])
        if self.line.question:
            return (self.line.question,)
        return self.line.prompts

    @property
    def here(self) -> str:
        """The address of this line's page."""
        return reverse("place", args=[self.pk, self.line.code])

    @property
    def further(self) -> str:
        """The address of this line's second page."""
        return reverse("further", args=[self.pk, self.line.code])

    @property
    def goes_further(self) -> bool:
        """True where the second page comes next by itself."""
        return self.is_more and self.is_element

    @property
    def may_go_further(self) -> bool:
        """True where the second page comes next once there are a bead and an example."""
        return self.is_more and not self.is_whole

    @property
    def may_open(self) -> bool:
        """True for a theme with elements that is shut."""
        return self.may_change and bool(self.line.elements) and not self.is_opened

    @property
    def may_shut(self) -> bool:
        """True for a theme that was opened."""
        return self.may_change and self.is_opened

    @property
    def onward(self) -> str:
        if self.goes_further:
            return self.further
        return self.beyond

    @property
    def beyond(self) -> str:
        """The address of what comes after this line."""
        if self.after:
            return reverse("place", args=[self.pk, self.after.code])
        if self.is_whole:
            return self.where
        return reverse("around", args=[self.pk])

    @property
    def where(self) -> str:
        """The address of the list."""
        return reverse("conversation", args=[self.pk])

    @property
    def back(self) -> str:
        if self.before:
            return reverse("place", args=[self.pk, self.before.code])
        return self.where
