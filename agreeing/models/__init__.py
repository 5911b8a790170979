"""What a team and a body agree on, and when they meet."""

from agreeing.models.meeting import Meeting
from agreeing.models.tie import Side, Tie
from agreeing.models.understanding import CameOf, Remark, Understanding

__all__ = ["CameOf", "Meeting", "Remark", "Side", "Tie", "Understanding"]
