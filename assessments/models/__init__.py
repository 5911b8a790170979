"""Readings over time."""

from assessments.models.ask import Ask, AskAnswer
from assessments.models.assessment import Assessment, ContextNote, Submission
from assessments.models.closure import AgencyRelease, Closure, Reading
from assessments.models.contribution import Contribution, Difference, Judgement
from assessments.models.draft import Draft
from assessments.models.evidence import Evidence
from assessments.models.factor import Factor, FactorNote
from assessments.models.note import Note
from assessments.models.step import Action, ActionReview

__all__ = [
    "Action",
    "ActionReview",
    "AgencyRelease",
    "Ask",
    "AskAnswer",
    "Assessment",
    "Closure",
    "ContextNote",
    "Contribution",
    "Difference",
    "Draft",
    "Evidence",
    "Factor",
    "FactorNote",
    "Judgement",
    "Note",
    "Reading",
    "Submission",
]
