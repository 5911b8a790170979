"""What the team, or a reader, is told of a report besides the report."""
