"""A framework as files: their shape, their rules, and what a new edition's links say."""
