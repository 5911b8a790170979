"""Linking two sides: asked, agreed, shown, ended; and the ask to see the other first."""

from mirror.actions.asking import ask_to_see
from mirror.actions.linking import agree_to_link, ask_to_link, end, nothing_yet, show

__all__ = ["agree_to_link", "ask_to_link", "ask_to_see", "end", "nothing_yet", "show"]
