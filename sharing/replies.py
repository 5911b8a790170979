"""One part of a reply: what it is about, what its readers are writing on it, what went."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from assessments.models import Ask, AskAnswer
from sharing.models import Reply, Share, Typed, tidy_value
from sharing.selectors import answers_of_body, replies_sent


@dataclass(frozen=True, slots=True)
class PartState:
    """What there is of a part, read once: the draft of the body's readers, and what went."""

    draft: Reply | None
    sent_parts: list[AskAnswer] | list[Reply]

    @property
    def seen(self) -> str:
        """Say what a reader sees of it: which draft, and how much was sent."""
        which = f"{self.draft.pk}.{self.draft.version}" if self.draft else "none"
        return f"{which}.{len(self.sent_parts)}"

    def is_sent(self, fields: Mapping[str, Typed], *, by: User) -> bool:
        """Say whether the last that went is this very thing, said by this person."""
        for last in self.sent_parts[-1:]:
            who = last.by_id if isinstance(last, AskAnswer) else last.written_by_id
            is_same = all(
                getattr(last, name) == tidy_value(value) for name, value in fields.items()
            )
            return is_same and who == by.pk
        return False


@dataclass(frozen=True, slots=True)
class ReplyPart:
    """What a reader writes at: an ask of the report, or one of the other parts."""

    share: Share
    about: str
    ask: Ask | None = None

    def draft(self) -> Reply | None:
        rows = Reply.objects.drafts().filter(share=self.share, about=self.about, ask=self.ask)
        return rows.first()

    def sent_parts(self) -> list[AskAnswer] | list[Reply]:
        if self.ask is not None:
            return answers_of_body(self.share, [self.ask])
        return replies_sent(self.share, self.about)

    def state(self) -> PartState:
        return PartState(self.draft(), self.sent_parts())

    def seen(self) -> str:
        return self.state().seen
