"""From live rows to the sealed record, and the proof that it is as it was sealed."""
