"""Several conversations laid out as rows: where each line stood, and what became of it. Pure."""
