"""What is held about people: where, how long, who sees it, and what erasing does to it."""
