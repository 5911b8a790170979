"""Pages about finished conversations."""
