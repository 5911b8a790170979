"""What was said, as data and in sentences. No tables, no ORM."""
