"""One part of a reply: what it is about, what its readers are writing on it, what went."""

from dataclasses import dataclass

from assessments.models import Ask, AskAnswer
from sharing.models import Reply, Share
from sharing.selectors import answers_of_body, replies_sent


@dataclass(frozen=True, slots=True)
class ReplyPart:
    """What a reader writes at: an ask of the report, or one of the other parts."""

    share: Share
    about: str
    ask: Ask | None = None

    def draft(self) -> Reply | None:
        """Return what the body's readers have written and not sent, or None."""
        rows = Reply.objects.drafts().filter(share=self.share, about=self.about, ask=self.ask)
        return rows.first()

    def sent(self) -> list[AskAnswer] | list[Reply]:
        """Return what the team can read of it, in the order it was said."""
        if self.ask is not None:
            return answers_of_body(self.share, [self.ask])
        return replies_sent(self.share, self.about)

    def seen(self) -> str:
        """Say what a reader sees of it: which draft, and how much was sent."""
        draft = self.draft()
        which = f"{draft.pk}.{draft.version}" if draft else "none"
        return f"{which}.{len(self.sent())}"
