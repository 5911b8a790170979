"""What was said as rows of words, for people: a sheet, CSV or plain JSON."""
