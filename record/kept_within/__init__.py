"""What a team keeps to itself of its records when they go to others, by pieces or whole lines."""

from record.kept_within.keeping import Kept, keep_within, tells
from record.kept_within.pieces import Piece, line_key, pieces_of
