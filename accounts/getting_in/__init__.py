"""Getting in: an invitation accepted, the first person of an empty installation, what roles see."""
