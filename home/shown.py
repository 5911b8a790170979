"""What an organisation reads of a team: what the team showed, less what is the team's own."""

from msgspec.structs import replace

from record.document import Record


def for_organisation(record: Record) -> Record:
    """Return a record without who sees to things, why it was put right, and kept notes.

    *Who* sees to a step is a role and never shared; notes are the team's.
    """
    steps = tuple(replace(step, who="") for step in record.steps)
    return replace(record, reason="", steps=steps, remembered=())
