"""What an organisation reads of a team: what the team showed, less what is the team's own."""

from msgspec.structs import replace

from record.document import Record
from reports.content.conversations import FEW


def for_organisation(record: Record) -> Record:
    """Return a record without who sees to things, why it was put right, and kept notes.

    *Who* sees to a step, or holds the next talk, is a role and never shared; notes are the team's.
    Few people could be told apart by how many there were and which kinds: both stay with the team.
    """
    steps = tuple(replace(step, who="") for step in record.steps)
    talk = replace(record.occasion, next_talk_by="")
    if talk.head_count is None or talk.head_count < FEW:
        talk = replace(talk, head_count=None, people_kinds=())
    return replace(record, reason="", steps=steps, remembered=(), occasion=talk)
