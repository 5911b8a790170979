"""What a commissioning body says back: thank you, an answer to an ask, other parts of a reply.

Several readers of a body write at one reply. Whoever keeps or sends a part says what they saw of
it, so that nobody writes over a colleague without having read it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.actions import Refused, answer_ask
from assessments.models import Ask, AskAnswer
from pages.database.at_once import Stale, one_at_a_time
from pages.signatures import When
from sharing.actions.guard import may_send_reply, note_act, tell_team
from sharing.models import Reply, Share, Typed, says, tidy_value
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
        if not self.sent_parts:
            return False
        last = self.sent_parts[-1]
        who = last.by_id if isinstance(last, AskAnswer) else last.written_by_id
        return says(last, fields) and who == by.pk


@dataclass(frozen=True, slots=True)
class ReplyPart:
    """What a reader writes at: an ask of the report, or one of the other parts."""

    share: Share
    about: str
    ask: Ask | None = None

    def state(self) -> PartState:
        drafts = Reply.objects.drafts().filter(share=self.share, about=self.about, ask=self.ask)
        if self.ask is not None:
            return PartState(drafts.first(), answers_of_body(self.share, [self.ask]))
        return PartState(drafts.first(), replies_sent(self.share, self.about))

    def seen(self) -> str:
        return self.state().seen


class OverError(Exception):
    """The report is not shared any more: it cannot be read, nor anything be said in reply to it."""

    def __init__(self, share: Share) -> None:
        super().__init__()
        self.share = share


def thank(share: Share, *, by: User, at: When = None) -> Share:
    """Say once that it was read, for the whole body. It says no more. Raises OverError."""
    now = at or timezone.now()
    with transaction.atomic():
        _refuse_over(share, now)
        fresh = Share.objects.filter(pk=share.pk, thanked_on=None)
        if fresh.update(thanked_on=timezone.localdate(now)):
            _tell(share, "share_thanked", by=by, at=now)
    share.refresh_from_db()
    return share


def keep_reply(
    part: ReplyPart, fields: Mapping[str, Typed], *, seen: str, by: User, at: When = None
) -> Reply:
    """Keep a part of a reply for the body's readers.

    Args:
        fields: words, and for an ask also answer, about_when and may_go_out.
        seen: what this person saw of it (`ReplyPart.seen`).

    Raises Stale when it is not as it was seen, OverError.
    """
    now = at or timezone.now()
    with transaction.atomic():
        _refuse_over(part.share, now)
        return _keep_draft(part, fields, seen=seen, by=by, at=now)


def send_reply(
    part: ReplyPart, fields: Mapping[str, Typed], *, seen: str, by: User, at: When = None
) -> None:
    """Send a part of a reply: the whole team is told and can read it; said twice, it is once.

    Args: those of keep_reply. Raises Stale, OverError; Refused for one without words.
    """
    now = at or timezone.now()
    if part.ask is None and not tidy_value(fields["words"]):
        raise Refused(_("Write a line first. It is read as soon as you send it."))
    with transaction.atomic():
        _refuse_over(part.share, now)
        state = part.state()
        if state.is_sent(fields, by=by):
            return  # a second press, or one after Back
        _refuse_alone(part.share, state.draft, fields, by=by)
        draft = _keep_draft(part, fields, seen=seen, by=by, at=now)
        if part.ask is None:
            Reply.objects.filter(pk=draft.pk).update(sent_at=now)
        else:
            answer_ask(
                part.ask,
                answer=draft.answer,
                words=draft.words,
                about_when=draft.about_when,
                may_go_out=draft.may_go_out,
                body=part.share.body,
                by=by,
                at=now,
            )
            draft.delete()
        _tell(part.share, "share_answered", by=by, at=now)


def _keep_draft(
    part: ReplyPart, fields: Mapping[str, Typed], *, seen: str, by: User, at: dt.datetime
) -> Reply:
    state = part.state()
    if state.seen != seen:
        raise Stale
    values: dict[str, Any] = {name: tidy_value(value) for name, value in fields.items()}
    draft = state.draft
    if draft is not None:
        rows = Reply.objects.filter(pk=draft.pk)
        rows.update(version=F("version") + 1, written_at=at, written_by=by, **values)
        draft.refresh_from_db()
        return draft
    try:
        with transaction.atomic():
            parts = {"share": part.share, "about": part.about, "ask": part.ask}
            return Reply.objects.create(**parts, written_at=at, written_by=by, **values)
    except IntegrityError as error:  # a colleague began one in this very moment
        raise Stale from error


def _refuse_alone(
    share: Share, draft: Reply | None, fields: Mapping[str, Typed], *, by: User
) -> None:
    """Refuse to send for one person alone where their body wants two: one writes, one sends."""
    is_as_written = draft is not None and says(draft, fields)
    if may_send_reply(by, share, draft.written_by_id if draft and is_as_written else None):
        return
    raise Refused(
        _(
            "Your body wants two people for this: one prepares a reply and another sends it as it "
            "is. Keep it as a draft; somebody else who reads for you can send it."
        )
    )


def _refuse_over(share: Share, at: dt.datetime) -> None:
    """Let who replies or takes back at the same time wait; refuse once it is over."""
    one_at_a_time(share)
    share.refresh_from_db()
    if not share.can_be_read(timezone.localdate(at)):
        raise OverError(share)


def _tell(share: Share, act: str, *, by: User, at: dt.datetime) -> None:
    tell_team(share, act, at=at)
    note_act(share, act, by=by, at=at)
