"""Readings over time."""

from assessments.models.around import AroundNote
from assessments.models.ask import Ask, AskAnswer
from assessments.models.assessment import Assessment, Submission
from assessments.models.closure import AgencyRelease, Closure, Reading, TakenOut
from assessments.models.contribution import Contribution, Difference, Judgement
from assessments.models.draft import Draft
from assessments.models.example import Example
from assessments.models.factor import Factor, FactorNote
from assessments.models.note import Note
from assessments.models.step import Step, StepReview
