"""Examples for the gallery: a form with every kind of control, a bead row, a miniature."""

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from frameworks.tree import FrameworkTree
from pages.forms.fields import AnyOf, DayField, LevelCards, LineField, OneOf, Values, WordsField
from pages.forms.rendering import Answer
from reports.drawing import charts, sheet


class GalleryForm(forms.Form):
    """One field of each kind."""

    level = LevelCards(label=_("Where are we?"), required=True)
    finer = OneOf(row="steps", label=_("Within that card, how firmly?"), required=True)
    words = WordsField(label=_("What makes us say that?"), required=True)
    who = LineField(label=_("Who will see to it?"), help_text=_("A role is fine"), required=True)
    day = DayField(label=_("When was it?"))
    kinds = AnyOf(label=_("Anyone from"), choices=[("days", _("days")), ("nights", _("nights"))])

    def __init__(self, data: Values = None, *, tree: FrameworkTree) -> None:
        super().__init__(data, prefix="wrong" if data is not None else None)
        theme = tree.themes[0]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            *((card.code, Answer(card.name, card.gloss, card.order)) for card in theme.cards),
            ("another", Answer(str(_("Leave it for another day")))),
        ]
        self.fields["finer"].choices = [  # type: ignore[attr-defined]
            (str(number), name) for number, name in enumerate(tree.step_names, start=1)
        ]


def example_rod(tree: FrameworkTree) -> SafeString:
    """Draw a bead row with every kind of bead."""
    levels = _levels(tree)
    one, two, three = levels[0].code, levels[1].code, levels[:3][-1].code
    picture = sheet.Rod(
        levels,
        beads=(
            sheet.Bead(sheet.Spot(one, 3), sheet.FIRST),
            sheet.Bead(sheet.Spot(three), sheet.BETWEEN, arc=sheet.FURTHER_ON),
            sheet.Bead(sheet.Spot(two, 4), sheet.NOW, arc=sheet.LESS_SO),
        ),
    )
    title = _("On our minds at first, usual here then, here and there now.")
    return mark_safe(charts.rod(picture, title=str(title), prefix="gallery"))  # noqa: S308 -- charts escapes


def example_miniature(tree: FrameworkTree) -> SafeString:
    """Draw a miniature of two themes."""
    levels = _levels(tree)
    first = sheet.Bead(sheet.Spot(levels[0].code, 3), sheet.FIRST)
    now = sheet.Bead(sheet.Spot(levels[1].code), sheet.NOW)
    rods = [sheet.Rod(levels, (first, now)), sheet.Rod(levels, (first,))]
    return mark_safe(charts.miniature(rods))  # noqa: S308 -- the same


def _levels(tree: FrameworkTree) -> tuple[sheet.Segment, ...]:
    return tuple(sheet.Segment(level.code, level.name, level.order) for level in tree.levels)
