"""The forms of preparing a share: to whom, what, the asks, why and until when."""

from sharing.forms.asks import AsksForm
from sharing.forms.steps import BodyForm, StepForm, WhyForm
from sharing.forms.what import WhatForm

__all__ = ["AsksForm", "BodyForm", "StepForm", "WhatForm", "WhyForm"]
