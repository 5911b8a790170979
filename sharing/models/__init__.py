"""Consent and what was sent."""

from sharing.models.reply import Reply
from sharing.models.share import OPENINGS_EXPLAINED, Share, ShareAsk, ShareFile, ShareOpen
from sharing.models.waiting import WaitAnswer, Waits

__all__ = [
    "OPENINGS_EXPLAINED",
    "Reply",
    "Share",
    "ShareAsk",
    "ShareFile",
    "ShareOpen",
    "WaitAnswer",
    "Waits",
]
