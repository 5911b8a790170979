"""The pages at the top."""
