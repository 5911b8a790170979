"""The forms of preparing a share (to whom, what, the asks, why, until when) and of a reply."""

from sharing.forms.preparing import BodyForm, PreparingForm, PurposeForm
from sharing.forms.reply import AskReplyForm, ReplyForm
from sharing.forms.saying import KeepingForm, QuoteForm, SayForm
from sharing.forms.what import AsksForm, WhatForm
