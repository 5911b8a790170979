"""Where a conversation begins, and where one carries on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import selectors
from assessments.models import Assessment, Judgement
from assessments.sealing.build import offered
from frameworks.tree import FrameworkTree, LineWords
from record.choices import Length, Status
from record.words.phrases import mid_sentence


@dataclass(frozen=True)
class Stop:
    """A page on the way: its name and address.

    `begun`: something is there; `told`: an answer, and words with a card; `enough`: for today.
    """

    name: str
    href: str
    begun: bool = False
    told: bool = False
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
    """Return the address of the first question."""
    return line_page(assessment, selectors.tree_of(assessment).themes[0])


def talk_address(assessment: Assessment, name: str, *address: str) -> str:
    """Return the address of a page of a conversation; the coffee break has one for all."""
    if assessment.length == Length.COFFEE:
        return reverse("coffee", args=[assessment.pk])
    return reverse(name, args=[assessment.pk, *address])


def line_page(assessment: Assessment, line: LineWords) -> str:
    """Return the address of the page where a line is placed."""
    return talk_address(assessment, "place", line.code)


def stop_for(assessment: Assessment, line: LineWords, row: Judgement | None, *, said: bool) -> Stop:
    """Return the stop of a line."""
    status = row.status if row else ""
    return Stop(
        name=line.name,
        href=reverse("place", args=[assessment.pk, line.code]),
        begun=said or bool(status),
        told=bool(status) and (said or status != Status.PLACED),
        enough=bool(row and row.enough_for_today),
        is_element=line.kind == "element",
        code=line.code,
    )


def stops(
    assessment: Assessment,
    tree: FrameworkTree,
    rows: Mapping[UUID, Judgement],
    said: set[UUID],
) -> list[Stop]:
    """Return a stop for each line on offer. `said`: the lines with an example."""
    found = []
    for line in offered(assessment, tree):
        found.append(stop_for(assessment, line, rows.get(line.id), said=line.id in said))
    return found


def groups(assessment: Assessment, way: list[Stop], steady: set[str]) -> list[Group]:
    """Return the themes of the list. `steady`: the lines that did not change twice."""
    tree = selectors.tree_of(assessment)
    found: list[Group] = []
    for stop in way:
        if not stop.is_element:
            found.append(Group(stop, may_open=bool(tree.line(stop.code).elements)))
        elif stop.code in steady and not (stop.begun or stop.enough):
            found[-1].folded.append(stop)
        else:
            found[-1].elements.append(stop)
    for group in found:
        if group.elements or group.folded:
            group.may_open = False
    return found


def carry_on(assessment: Assessment, way: list[Stop]) -> Stop:
    """Return where to carry on: the first line not begun, then what helps, then reading back."""
    if assessment.length == Length.COFFEE:
        return Stop(_("the coffee break"), reverse("coffee", args=[assessment.pk]))
    for stop in way:
        if not stop.begun and not stop.enough:
            return Stop(mid_sentence(stop.name), stop.href)
    if not selectors.factor_notes(assessment):
        return Stop(_("what helps"), reverse("around", args=[assessment.pk]))
    if not selectors.reviews(assessment):
        return Stop(_("what we will try"), reverse("try", args=[assessment.pk]))
    return Stop(_("reading it back"), reverse("read-back", args=[assessment.pk]))
