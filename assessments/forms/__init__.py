"""The forms of a conversation, by noun. One class serves every framework."""

from assessments.forms.around import AroundForm
from assessments.forms.before import BeforeForm
from assessments.forms.coffee import CoffeeForm
from assessments.forms.edits import ContextForm, ExampleForm, FactorForm, StepForm
from assessments.forms.notes import NoteForm
from assessments.forms.page import PageForm
from assessments.forms.place import PlaceForm
from assessments.forms.readback import ReadBackForm
from assessments.forms.trying import TryForm

__all__ = [
    "AroundForm",
    "BeforeForm",
    "CoffeeForm",
    "ContextForm",
    "ExampleForm",
    "FactorForm",
    "NoteForm",
    "PageForm",
    "PlaceForm",
    "ReadBackForm",
    "StepForm",
    "TryForm",
]
