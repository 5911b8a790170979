"""Linking two sides: asked, agreed, shown, ended; and the ask to see the other first."""

from mirror.actions.asking import ask_to_see
from mirror.actions.linking import agree, ask, end, nothing_yet, show

__all__ = ["agree", "ask", "ask_to_see", "end", "nothing_yet", "show"]
