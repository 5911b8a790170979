"""What is held about a person, kind by kind: where, how long, who sees it.

Then every column that leads to a person or holds an address, and what erasing a person does to it.
A test finds the columns in the models themselves: a new one without a row here fails. First those
of what people did in teams, with what it was and where.
"""

from dataclasses import dataclass
from enum import Enum, auto

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class DataKind:
    key: str
    name: str | Promise
    where: str | Promise
    how_long: str | Promise
    who_sees: str | Promise


_UNTIL_ERASED = _("Until your account is erased.")

KINDS = [
    DataKind(
        "account",
        _("Your account"),
        _("The name you show, how you sign in, your addresses, your password as a hash."),
        _("As long as you need it. A year after it was switched off it is erased."),
        _("You. Your teams, and who leads them, see your name; whoever runs this site all of it."),
    ),
    DataKind(
        "second_steps",
        _("Second steps when you sign in"),
        _("Passkeys, and the secrets of an app and of codes on paper, which are encrypted."),
        _("Until you take them away."),
        _("You. Whoever runs this site sees that there is one."),
    ),
    DataKind(
        "sign_ins",
        _("Where you are signed in"),
        _("What the browser calls itself, and since when. No network address."),
        _("Until you sign out there; an hour without doing anything, twelve hours at most."),
        _("You."),
    ),
    DataKind(
        "belonging",
        _("Where you belong, and belonged"),
        _("Teams, organisations and bodies, with your part in each, since when and until when."),
        _UNTIL_ERASED,
        _("Each team and who leads it; whoever runs this site."),
    ),
    DataKind(
        "invitations",
        _("How you came in, and who you asked in"),
        _("What you were called, the address or sign-in name, which day."),
        _("A year after somebody came in; 90 days where nobody came."),
        _("The team or organisation you were asked into, until you came."),
    ),
    DataKind(
        "letters",
        _("Letters to you"),
        _("Of which kind, to which address, when. Their words are not kept."),
        _("90 days after they went out."),
        _("Nobody. Whoever runs this site sees how many wait."),
    ),
    DataKind(
        "notices",
        _("What you were told here"),
        _(
            "Of which kind, about which team, when, and when you marked it as read; what others"
            " were told of you, such as that you came in."
        ),
        _("A year."),
        _("You; others see what they were told of you."),
    ),
    DataKind(
        "unsaved",
        _("What you typed and did not save"),
        _("Drafts, and forms that were sent after you had been signed out."),
        _("Drafts 30 days, such forms one hour."),
        _("You."),
    ),
    DataKind(
        "notes",
        _("Notes you signed"),
        _("Your line, with your name. Who wrote an unsigned one is not kept."),
        _("The name until your account is erased; the line is the team’s."),
        _("The team."),
    ),
    DataKind(
        "acts",
        _("What you did in your teams"),
        _("That it was you who began, finished, wrote, sent, agreed or answered something."),
        _("As long as what you did it to. Once you are erased it leads to no name."),
        _("Nobody, except who agreed for whom in an understanding, and who answered a wait."),
    ),
    DataKind(
        "openings",
        _("Reports you opened"),
        _("Which one, the page or a file of it, and when first; not whether you came back."),
        _("As long as the report. Once you are erased it leads to no name."),
        _("The team sees the body and the first day, never you."),
    ),
    DataKind(
        "events",
        _("The list of who did what"),
        _("What, to which thing, when; no words."),
        _("13 months."),
        _(
            "Whoever runs this site, without when a team talks; who leads an organisation or a"
            " body, what was arranged there."
        ),
    ),
    DataKind(
        "pdfs",
        _("PDFs you are waiting for"),
        _("Of what, since when."),
        _("Ten minutes after they are made."),
        _("You."),
    ),
    DataKind(
        "practice",
        _("Your place to practise in"),
        _("What you typed about an invented team."),
        _("Until you take it away."),
        _("You."),
    ),
]


@dataclass(frozen=True)
class ActColumn:
    """What a row of `of` says that leads to a person by one column; `team`: the way to the team."""

    of: str
    name: str
    team: str
    what: str | Promise

    @property
    def at(self) -> str:
        """The column that says when, `asked_at` beside `asked_by`; "" where none does."""
        at = f"{self.name.removesuffix('by')}at"
        return at if hasattr(apps.get_model(self.of), at) else ""


_TALK, _TIE, _SHARE = "assessment__service", "tie__service", "share__service"
_WORDS, _RECORD, _AGREED = f"contribution__{_TALK}", f"closure__{_TALK}", f"understanding__{_TIE}"

ACT_COLUMNS = [
    ActColumn("accounts.Deletion", "asked_by", "service", _("asked for a deletion")),
    ActColumn("accounts.Deletion", "agreed_by", "service", _("agreed to a deletion")),
    ActColumn("accounts.Deletion", "stopped_by", "service", _("stopped a deletion")),
    ActColumn("assessments.Assessment", "started_by", "service", _("began a conversation")),
    ActColumn("assessments.Assessment", "closed_by", "service", _("finished a conversation")),
    ActColumn("assessments.Assessment", "set_aside_by", "service", _("set a conversation aside")),
    ActColumn("assessments.Assessment", "reopened_by", "service", _("put a conversation right")),
    ActColumn("assessments.Judgement", "changed_by", _WORDS, _("moved a card last")),
    ActColumn("assessments.Example", "added_by", _WORDS, _("wrote what makes us say that")),
    ActColumn("assessments.AskAnswer", "by", "ask__factor__service", _("answered an ask")),
    ActColumn("assessments.Closure", "sealed_by", _TALK, _("kept a record")),
    ActColumn(
        "assessments.AgencyRelease",
        "decided_by",
        _RECORD,
        _("decided whether the organisation is shown a record"),
    ),
    ActColumn(
        "assessments.AgencyRelease",
        "taken_back_by",
        _RECORD,
        _("took back what the organisation was shown"),
    ),
    ActColumn("agreeing.Tie", "begun_by", "service", _("turned to a body")),
    ActColumn("agreeing.Understanding", "written_by", _TIE, _("wrote an understanding")),
    ActColumn("agreeing.Understanding", "put_by", _TIE, _("put an understanding")),
    ActColumn("agreeing.Understanding", "agreed_by", _TIE, _("agreed to an understanding")),
    ActColumn("agreeing.Understanding", "ended_by", _TIE, _("ended an understanding")),
    ActColumn("agreeing.Remark", "said_by", _AGREED, _("wrote beside an understanding")),
    ActColumn("agreeing.CameOf", "said_by", _AGREED, _("said what came of an understanding")),
    ActColumn("agreeing.Meeting", "offered_by", _TIE, _("offered times to meet")),
    ActColumn("agreeing.Meeting", "taken_by", _TIE, _("took a time to meet")),
    ActColumn("agreeing.Meeting", "over_by", _TIE, _("let a meeting go")),
    ActColumn("mirror.Pair", "asked_by", "service", _("asked for a link")),
    ActColumn("mirror.Pair", "agreed_by", "body_team", _("agreed to a link")),
    ActColumn("mirror.Pair", "ended_by", "service", _("ended a link")),
    ActColumn("mirror.Showing", "shown_by", _RECORD, _("showed a record to the other side")),
    ActColumn("sharing.Share", "created_by", "service", _("prepared a report")),
    ActColumn("sharing.Share", "shown_by", "service", _("showed a copy to the team")),
    ActColumn("sharing.Share", "asked_by", "service", _("said that the team was asked")),
    ActColumn("sharing.Share", "sent_by", "service", _("sent a report")),
    ActColumn("sharing.Share", "taken_back_by", "service", _("took a report back")),
    ActColumn("sharing.WaitAnswer", "by", _SHARE, _("answered a wait")),
    ActColumn("sharing.Reply", "written_by", _SHARE, _("wrote a part of a reply")),
]


class OnErasure(Enum):
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
    of: str  # "accounts.Notice"
    name: str  # "user"
    kind: str  # of KINDS, as the page on what is held tells it
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
    *_columns("assessments.Note", "notes", EMPTIED, "signed_by"),
    *_columns("sharing.Share", "invitations", EMPTIED, "invites"),
    *_columns("sharing.ShareOpen", "openings", STAYS, "user"),
    *(Column(act.of, act.name, "acts", STAYS) for act in ACT_COLUMNS),
]


def columns(on_erasure: OnErasure) -> list[Column]:
    return [column for column in COLUMNS if column.on_erasure == on_erasure]
