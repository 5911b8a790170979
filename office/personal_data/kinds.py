"""What is held about a person, kind by kind: where, how long, who sees it."""

from dataclasses import dataclass

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
        _("Of which kind, about which team, when, and when you marked it as read."),
        _("A year."),
        _("You."),
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
        _("Whoever runs this site."),
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
