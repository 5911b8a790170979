"""What a person did in teams: the columns of the kind "acts", with what, when and where."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ActColumn:
    """What a row says that leads to a person by one column.

    Args:
        what: what they did.
        at: the column that says when; "" where none does.
        team: the way to the team.
    """

    what: str | Promise
    at: str
    team: str


_TALK, _TIE, _SHARE = "assessment__service", "tie__service", "share__service"
_AGREED = "understanding__tie__service"

ACT_COLUMNS: dict[tuple[str, str], ActColumn] = {
    ("accounts.Deletion", "asked_by"): ActColumn(_("asked for a deletion"), "asked_at", "service"),
    ("accounts.Deletion", "agreed_by"): ActColumn(
        _("agreed to a deletion"), "agreed_at", "service"
    ),
    ("accounts.Deletion", "stopped_by"): ActColumn(
        _("stopped a deletion"), "stopped_at", "service"
    ),
    ("assessments.Assessment", "started_by"): ActColumn(
        _("began a conversation"), "started_at", "service"
    ),
    ("assessments.Assessment", "closed_by"): ActColumn(
        _("finished a conversation"), "closed_at", "service"
    ),
    ("assessments.Assessment", "set_aside_by"): ActColumn(
        _("set a conversation aside"), "set_aside_at", "service"
    ),
    ("assessments.Assessment", "reopened_by"): ActColumn(
        _("put a conversation right"), "reopened_at", "service"
    ),
    ("assessments.Judgement", "changed_by"): ActColumn(
        _("moved a card last"), "", f"contribution__{_TALK}"
    ),
    ("assessments.Example", "added_by"): ActColumn(
        _("wrote what makes us say that"), "added_at", f"contribution__{_TALK}"
    ),
    ("assessments.AskAnswer", "by"): ActColumn(_("answered an ask"), "at", "ask__factor__service"),
    ("assessments.Closure", "sealed_by"): ActColumn(_("kept a record"), "sealed_at", _TALK),
    ("assessments.AgencyRelease", "decided_by"): ActColumn(
        _("decided whether the organisation is shown a record"), "decided_at", f"closure__{_TALK}"
    ),
    ("assessments.AgencyRelease", "taken_back_by"): ActColumn(
        _("took back what the organisation was shown"), "taken_back_at", f"closure__{_TALK}"
    ),
    ("agreeing.Tie", "begun_by"): ActColumn(_("turned to a body"), "begun_at", "service"),
    ("agreeing.Understanding", "written_by"): ActColumn(
        _("wrote an understanding"), "written_at", _TIE
    ),
    ("agreeing.Understanding", "put_by"): ActColumn(_("put an understanding"), "put_at", _TIE),
    ("agreeing.Understanding", "agreed_by"): ActColumn(
        _("agreed to an understanding"), "agreed_at", _TIE
    ),
    ("agreeing.Understanding", "ended_by"): ActColumn(
        _("ended an understanding"), "ended_at", _TIE
    ),
    ("agreeing.Remark", "said_by"): ActColumn(
        _("wrote beside an understanding"), "said_at", _AGREED
    ),
    ("agreeing.CameOf", "said_by"): ActColumn(
        _("said what came of an understanding"), "said_at", _AGREED
    ),
    ("agreeing.Meeting", "offered_by"): ActColumn(_("offered times to meet"), "offered_at", _TIE),
    ("agreeing.Meeting", "taken_by"): ActColumn(_("took a time to meet"), "taken_at", _TIE),
    ("agreeing.Meeting", "over_by"): ActColumn(_("let a meeting go"), "over_at", _TIE),
    ("mirror.Pair", "asked_by"): ActColumn(_("asked for a link"), "asked_at", "service"),
    ("mirror.Pair", "agreed_by"): ActColumn(_("agreed to a link"), "agreed_at", "body_team"),
    ("mirror.Pair", "ended_by"): ActColumn(_("ended a link"), "ended_at", "service"),
    ("mirror.Showing", "shown_by"): ActColumn(
        _("showed a record to the other side"), "shown_at", f"closure__{_TALK}"
    ),
    ("sharing.Share", "created_by"): ActColumn(_("prepared a report"), "created_at", "service"),
    ("sharing.Share", "shown_by"): ActColumn(_("showed a copy to the team"), "shown_at", "service"),
    ("sharing.Share", "asked_by"): ActColumn(
        _("said that the team was asked"), "asked_at", "service"
    ),
    ("sharing.Share", "sent_by"): ActColumn(_("sent a report"), "sent_at", "service"),
    ("sharing.Share", "taken_back_by"): ActColumn(
        _("took a report back"), "taken_back_at", "service"
    ),
    ("sharing.WaitAnswer", "by"): ActColumn(_("answered a wait"), "at", _SHARE),
    ("sharing.Reply", "written_by"): ActColumn(_("wrote a part of a reply"), "written_at", _SHARE),
}
