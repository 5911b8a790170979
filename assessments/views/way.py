"""The way from line to line: where a conversation begins, and where one carries on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import selectors
from assessments.models import Assessment, Judgement
from assessments.sealing.build import lines_on_offer
from assessments.views.reach import Talk
from frameworks.tree import FrameworkTree, LineWords
from pages.answers import or_404
from record.choices import Length
from record.words.days import place_among
from record.words.phrases import mid_sentence


class Way:
    """Where a line stands among those on offer, and where one goes from it.

    In a longer conversation each line has a second page, *further*: an element's comes next by
    itself, a theme's once it has been placed with an example, the whole's is there for whoever
    wants it.
    """

    def __init__(self, talk: Talk, lines: list[LineWords], here: int) -> None:
        self.tree = talk.tree
        self.line = lines[here]
        self.number, self.of = here + 1, len(lines)
        self.before = lines[here - 1] if here else None
        self.after = lines[here + 1] if here + 1 < len(lines) else None
        self.theme = self.tree.theme_of(self.line.code)
        self.is_element = self.line.kind == "element"
        self.is_whole = self.line.kind == "whole"
        # What a conversation about one thing says of the whole, it says of that.
        about = talk.assessment.about if self.is_whole else ""
        self.name = about or self.line.name
        self.is_more = talk.assessment.length == Length.MORE
        # The second page comes next by itself, or once there are a bead and an example.
        self.goes_further = self.is_more and self.is_element
        self.may_go_further = self.is_more and not self.is_whole
        # A theme with elements may be opened while it is shut, and shut again.
        is_opened = any(line.theme_code == self.line.code for line in lines)
        may_change = not talk.assessment.is_being_put_right
        self.may_open = may_change and bool(self.line.elements) and not is_opened
        self.may_shut = may_change and is_opened
        self._find_addresses(talk.assessment.pk)

    def _find_addresses(self, pk: UUID) -> None:
        """Find this line's two pages, the list, and what comes before this line and beyond it."""
        self.here = reverse("place", args=[pk, self.line.code])
        self.further = reverse("further", args=[pk, self.line.code])
        self.where = self.back = reverse("conversation", args=[pk])
        if self.before:
            self.back = reverse("place", args=[pk, self.before.code])
        if self.after:
            self.beyond = reverse("place", args=[pk, self.after.code])
        elif self.is_whole:
            self.beyond = self.where
        else:
            self.beyond = reverse("around", args=[pk])

    @classmethod
    def through(cls, talk: Talk, code: str) -> "Way":
        """Find the line among those the conversation offers, or the whole. Raises Http404.

        The whole stands by itself. Only a longer conversation asks about it; one that grew from a
        coffee break may have placed it there, and changes it here.
        """
        whole, length = talk.tree.whole, talk.assessment.length
        if code == whole.code and length != Length.COFFEE:
            return cls(talk, [whole], 0)
        lines = lines_on_offer(talk.assessment, talk.tree)
        codes = [line.code for line in lines]
        or_404(code in codes)
        return cls(talk, lines, codes.index(code))

    @property
    def among(self) -> str:
        """Where one is, not how well: a form that was sent asks for no words."""
        return place_among(self.number, self.of)

    @property
    def questions(self) -> tuple[str, ...]:
        """A theme's one question; an element's two prompts; of the whole, how things are."""
        if self.is_whole:
            return tuple(prompt.text for prompt in self.tree.coffee.values())[:1]
        if self.line.question:
            return (self.line.question,)
        return self.line.prompts


@dataclass(frozen=True)
class Stop:
    """A page on the way: its name and address.

    `is_begun`: something is there; `enough`: for today.
    """

    name: str
    href: str
    is_begun: bool = False
    enough: bool = False
    is_element: bool = False
    code: str = ""


@dataclass
class Group:
    """A theme on the list, with the elements it is opened into.

    `folded` are those that stood on one card the last two times, while nothing is said of them
    now. `may_open`: it has elements and is shut.
    """

    theme: Stop
    elements: list[Stop] = field(default_factory=list)
    folded: list[Stop] = field(default_factory=list)
    may_open: bool = False


def first_page(assessment: Assessment) -> str:
    return line_page(assessment, selectors.tree_of(assessment).themes[0])


def talk_address(assessment: Assessment, name: str, *address: str) -> str:
    """Return the address of a page of a conversation; the coffee break has one for all."""
    if assessment.length == Length.COFFEE:
        return reverse("coffee", args=[assessment.pk])
    return reverse(name, args=[assessment.pk, *address])


def line_page(assessment: Assessment, line: LineWords) -> str:
    return talk_address(assessment, "place", line.code)


def stops(
    assessment: Assessment,
    tree: FrameworkTree,
    rows: Mapping[UUID, Judgement],
    with_example: set[UUID],
) -> list[Stop]:
    """Return a stop for each line on offer. `with_example`: the lines that have one."""
    way = []
    for line in lines_on_offer(assessment, tree):
        row = rows.get(line.id)
        stop = Stop(
            name=line.name,
            href=reverse("place", args=[assessment.pk, line.code]),
            is_begun=line.id in with_example or bool(row and row.status),
            enough=bool(row and row.enough_for_today),
            is_element=line.kind == "element",
            code=line.code,
        )
        way.append(stop)
    return way


def groups(assessment: Assessment, way: list[Stop], steady: set[str]) -> list[Group]:
    """Return the themes of the list. `steady`: the lines that did not change twice."""
    tree = selectors.tree_of(assessment)
    themes: list[Group] = []
    for stop in way:
        if not stop.is_element:
            themes.append(Group(stop, may_open=bool(tree.line(stop.code).elements)))
        elif stop.code in steady and not (stop.is_begun or stop.enough):
            themes[-1].folded.append(stop)
        else:
            themes[-1].elements.append(stop)
    for group in themes:
        if group.elements or group.folded:
            group.may_open = False
    return themes


def carry_on(assessment: Assessment, way: list[Stop]) -> Stop:
    """Return where to carry on: the first line not begun, then what helps, then reading back."""
    if assessment.length == Length.COFFEE:
        return Stop(_("the coffee break"), reverse("coffee", args=[assessment.pk]))
    for stop in way:
        if not stop.is_begun and not stop.enough:
            return Stop(mid_sentence(stop.name), stop.href)
    if not selectors.factor_notes(assessment):
        return Stop(_("what helps"), reverse("around", args=[assessment.pk]))
    if not selectors.reviews(assessment):
        return Stop(_("what we will try"), reverse("try", args=[assessment.pk]))
    return Stop(_("reading it back"), reverse("read-back", args=[assessment.pk]))
