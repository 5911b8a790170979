"""What a team keeps to itself of its records when they go to others, by pieces or whole lines."""

from record.withholding.secret import Piece, line_key, pieces_of
from record.withholding.withhold import ReaderRecords, telling_sentence, withhold
