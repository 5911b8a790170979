"""Conversations: what is said while one is open, and what is sealed of it."""

from assessments.models.assessment import Assessment, Draft, Submission
from assessments.models.closure import AgencyRelease, Closure, Reading, TakenOut
from assessments.models.contribution import Contribution, Difference, Example, Judgement
from assessments.models.factor import Ask, AskAnswer, Factor, FactorNote, Step, StepReview
from assessments.models.note import AroundNote, Note
