"""Consent and what was sent."""

from sharing.models.share import Share, ShareAsk, ShareFile, ShareOpen

__all__ = ["Share", "ShareAsk", "ShareFile", "ShareOpen"]
