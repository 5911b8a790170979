"""Pages to look at, and a place to practise in."""
