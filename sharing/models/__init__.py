"""Consent and what was sent."""

from sharing.models.opening import ShareOpen
from sharing.models.reply import Reply, Typed, as_kept
from sharing.models.share import OPENINGS_EXPLAINED, Share, ShareAsk, ShareFile
from sharing.models.waiting import WaitAnswer, Waits
