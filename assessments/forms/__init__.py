"""The forms of a conversation, by noun. One class serves every framework."""

from assessments.forms.around import AroundForm
from assessments.forms.coffee import CoffeeForm
from assessments.forms.edits import ContextForm, ExampleForm, FactorForm, StepForm
from assessments.forms.one_question import NoteForm
from assessments.forms.readback import ReadBackForm
from assessments.forms.trying import TryForm
