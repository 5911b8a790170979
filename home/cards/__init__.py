"""What a page of many teams prints of each."""
