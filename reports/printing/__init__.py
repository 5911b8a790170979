"""A report as a PDF: its letters, the child process that makes it, and the wait for it."""
