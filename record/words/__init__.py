"""What sentences are made of: parts, the words for codes, and what people wrote."""
