"""What a team keeps to itself of its records when they go to others, by pieces or whole lines."""

from record.kept_within.keeping import Kept, keep_within, tells
from record.kept_within.pieces import LineKey, Piece, line_key, pieces_of

__all__ = ["Kept", "LineKey", "Piece", "keep_within", "line_key", "pieces_of", "tells"]
