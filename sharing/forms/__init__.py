"""The forms of preparing a share: to whom, what, the asks, why and until when."""

from sharing.forms.asks import AsksForm
from sharing.forms.preparing import BodyForm, PreparingForm, PurposeForm
from sharing.forms.what import WhatForm

__all__ = ["AsksForm", "BodyForm", "PreparingForm", "PurposeForm", "WhatForm"]
