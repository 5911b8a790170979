"""Invented teams, for trying out and for tests: stories, canaries, large sets."""
