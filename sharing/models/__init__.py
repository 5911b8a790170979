"""Consent and what was sent."""

from sharing.models.reply import Reply, ShareOpen, Typed, says, tidy_value
from sharing.models.share import OPENINGS_EXPLAINED, Share, ShareAsk, ShareFile
from sharing.models.waiting import WaitAnswer, Waits
