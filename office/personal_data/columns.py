"""Every column that leads to a person or holds an address, and what erasing a person does to it.

A test finds the columns in the models themselves: a new one without a row here fails.
"""

from dataclasses import dataclass
from enum import Enum, auto


class OnErasure(Enum):
    """What becomes of a row when the person it leads to is erased."""

    # The row goes.
    GOES = auto()
    # The row stays and leads to nobody.
    EMPTIED = auto()
    # The row stays and keeps its key, which leads to a row without a name.
    STAYS = auto()
    # A place to practise in: all that lies beneath it goes.
    PRACTICE = auto()
    # The account itself: its row stays, and says nothing.
    ACCOUNT = auto()


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        of: "accounts.Notice".
        name: "user".
        kind: of kinds.KINDS, as the page on what is held tells it.
        on_erasure: what erasing does.
    """

    of: str
    name: str
    kind: str
    on_erasure: OnErasure


def _columns(of: str, kind: str, on_erasure: OnErasure, *names: str) -> list[Column]:
    return [Column(of, name, kind, on_erasure) for name in names]


GOES, EMPTIED, STAYS = OnErasure.GOES, OnErasure.EMPTIED, OnErasure.STAYS

COLUMNS: list[Column] = [
    *_columns("accounts.User", "account", OnErasure.ACCOUNT, "email"),
    *_columns("account.EmailAddress", "account", GOES, "user", "email"),
    *_columns("socialaccount.SocialAccount", "account", GOES, "user"),
    *_columns("accounts.SignIn", "sign_ins", GOES, "user"),
    *_columns("mfa.Authenticator", "second_steps", GOES, "user"),
    *_columns("accounts.ServiceMembership", "belonging", GOES, "user"),
    *_columns("accounts.OrganisationMembership", "belonging", GOES, "user"),
    *_columns("accounts.LetIn", "belonging", GOES, "person", "by"),
    *_columns("accounts.Service", "belonging", EMPTIED, "cover"),
    *_columns("accounts.Service", "practice", OnErasure.PRACTICE, "practice_of"),
    *_columns("accounts.Invitation", "invitations", GOES, "person", "accepted_by", "address"),
    *_columns("accounts.Invitation", "invitations", EMPTIED, "by"),
    *_columns("accounts.Letter", "letters", GOES, "user", "address"),
    *_columns("accounts.Notice", "notices", GOES, "user", "about"),
    *_columns("accounts.KeptPost", "unsaved", GOES, "user"),
    *_columns("assessments.Draft", "unsaved", GOES, "user"),
    *_columns("reports.WantedPdf", "pdfs", GOES, "user"),
    *_columns("accounts.Event", "events", STAYS, "actor"),
    *_columns("accounts.Deletion", "acts", STAYS, "asked_by", "agreed_by", "stopped_by"),
    *_columns("assessments.Note", "notes", EMPTIED, "signed_by"),
    *_columns(
        "assessments.Assessment",
        "acts",
        STAYS,
        "started_by",
        "closed_by",
        "set_aside_by",
        "reopened_by",
    ),
    *_columns("assessments.Judgement", "acts", STAYS, "changed_by"),
    *_columns("assessments.Example", "acts", STAYS, "added_by"),
    *_columns("assessments.AskAnswer", "acts", STAYS, "by"),
    *_columns("assessments.Closure", "acts", STAYS, "sealed_by"),
    *_columns("assessments.AgencyRelease", "acts", STAYS, "decided_by", "taken_back_by"),
    *_columns("agreeing.Tie", "acts", STAYS, "begun_by"),
    *_columns(
        "agreeing.Understanding", "acts", STAYS, "written_by", "put_by", "agreed_by", "ended_by"
    ),
    *_columns("agreeing.Remark", "acts", STAYS, "said_by"),
    *_columns("agreeing.CameOf", "acts", STAYS, "said_by"),
    *_columns("agreeing.Meeting", "acts", STAYS, "offered_by", "taken_by", "over_by"),
    *_columns("mirror.Pair", "acts", STAYS, "asked_by", "agreed_by", "ended_by"),
    *_columns("mirror.Showing", "acts", STAYS, "shown_by"),
    *_columns(
        "sharing.Share",
        "acts",
        STAYS,
        "created_by",
        "shown_by",
        "asked_by",
        "sent_by",
        "taken_back_by",
    ),
    *_columns("sharing.Share", "invitations", EMPTIED, "invites"),
    *_columns("sharing.WaitAnswer", "acts", STAYS, "by"),
    *_columns("sharing.Reply", "acts", STAYS, "written_by"),
    *_columns("sharing.ShareOpen", "openings", STAYS, "user"),
]


def columns(on_erasure: OnErasure) -> list[Column]:
    return [column for column in COLUMNS if column.on_erasure == on_erasure]
