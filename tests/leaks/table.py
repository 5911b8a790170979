"""Every route of the site, with who gets which answer. A route without a row fails the tests.

A row says which kind of address it is about (world.py) and what a request with an empty body is
answered: "team 200" is the contributor and the manager of that very team. Whoever is not named gets
404 when signed in and the sign-in page when not; a method that is not named is refused with 405.

Who: contributor and manager (of the team), team (both), lead (of the organisation that runs it),
reader (of the body it shares with; body-lead where who leads there may do more), staff (runs the
site), other (anybody else who is signed in),
self (the one person whose it is), left (was of that very team; as other
where it is not named), all (everybody signed in), anonymous, anybody (all and
anonymous). Later parts of a row overrule earlier ones.
"""

from dataclasses import dataclass, field
from functools import cached_property

SIGNED_IN = ("contributor", "manager", "lead", "reader", "staff", "other", "self")
GROUPS = {
    "team": ("contributor", "manager"),
    "all": SIGNED_IN,
    "anybody": (*SIGNED_IN, "anonymous"),
}


@dataclass(frozen=True)
class Row:
    """What one kind of address answers. `of` empty: the address names nothing."""

    of: str = ""
    get: str | None = None
    head: str | None = None
    post: str | None = None
    put: str | None = None
    delete: str | None = None
    # What there is nothing of is 404 to everybody who is signed in, but for these. For POST, if
    # it is another answer: nothing_posted.
    nothing: str = ""
    nothing_posted: str = ""
    # Anybody may ask without signing in, so that an unknown method is refused at once.
    public: bool = False
    # Fields that this page alone tells whoever may ask for it, beside what is theirs anyway.
    tells: tuple[str, ...] = ()
    # Stands in the address after what `of` gives.
    more: tuple[str, ...] = field(default=())

    @cached_property
    def answers(self) -> dict[str, dict[str, int] | None]:
        """Statuses by method and who; None where the method is refused."""
        texts = {
            "GET": self.get,
            "HEAD": self.head,
            "POST": self.post,
            "PUT": self.put,
            "DELETE": self.delete,
        }
        return {method: None if text is None else parsed(text) for method, text in texts.items()}

    def expected(self, method: str, who: str, *, nothing: bool = False) -> int:
        """The status of an answer."""
        answers = self.answers[method]
        if who == "body-lead" and who not in (answers or {}):
            who = "reader"  # reads what readers read
        if who == "left" and who not in (answers or {}):
            who = "other"
        if answers is None:
            return 405 if self.public or who != "anonymous" else 302
        if nothing:
            statuses = self.nothing_posted if method == "POST" else ""
            return parsed(statuses or self.nothing).get(who, 302 if who == "anonymous" else 404)
        return answers.get(who, 302 if who == "anonymous" else 404)


def parsed(text: str) -> dict[str, int]:
    """Read "all 302, staff 200"."""
    statuses = {}
    for part in filter(None, text.split(", ")):
        who, status = part.split(" ")
        statuses |= dict.fromkeys(GROUPS.get(who, (who,)), int(status))
    return statuses


# A form that meets a conversation set aside meanwhile gives its words back, whatever is in them.
GIVEN_BACK = {"team 302": "team 409", "team 422": "team 409"}


def both(get: str | None = None, **more) -> list[Row]:
    """Rows for a page of a conversation: open, being put right, finished, set aside."""
    post = more.get("post")
    finished = more.get("kept")
    return [
        Row("open", get=get, post=post),
        Row("corrected", get=get, post=post),
        Row("finished", get="team 302" if get else None, post=finished),
        Row("set aside", get="" if get else None, post=GIVEN_BACK.get(post, post)),
    ]


def lines(kinds: tuple[str, ...], get: str | None, post: str, finished: str) -> list[Row]:
    """Rows for a page that names a conversation and something in it."""
    rows = []
    for kind in kinds:
        rows += [
            Row(f"open, {kind}", get=get, post=post),
            Row(f"corrected, {kind}", get=get, post=post),
            Row(f"finished, {kind}", get="team 302" if get else None, post=finished),
            Row(f"set aside, {kind}", get="" if get else None, post=GIVEN_BACK[post]),
        ]
        if kind in {"example", "factor", "obstacle", "step", "context", "ask"}:
            rows.append(Row(f"open, {kind} of another", get=get and "", post=""))
    return rows


def shares(**states: Row) -> list[Row]:
    """Rows for a page of a share, by its state."""
    return [Row(f"{state} share", get=row.get, post=row.post) for state, row in states.items()]


def preparing() -> list[Row]:
    """Rows for a page of preparing a share: refused to all but managers, past once it is shown."""
    past = Row(get="manager 302, contributor 403", post="manager 422, contributor 403")
    return shares(
        draft=Row(get="manager 200, contributor 403", post="manager 422, contributor 403"),
        shown=past,
        sent=past,
        ended=past,
        taken_back=past,
    )


def acts(**statuses: str) -> list[Row]:
    """Rows for a button on a share's page, by the share's state."""
    return shares(
        **{state: Row(post=f"{text}, contributor 403") for state, text in statuses.items()}
    )


# What somebody is told of their own past, of teams they have left, too: names alone.
OWN_PAST = ("accounts.Service.name", "accounts.Organisation.name")
PAGE = {"get": "anybody 200", "head": "anybody 200", "public": True}
# Who they are is asked first, whatever the method.
ASKED_WHO = dict.fromkeys(("get", "head", "post", "put", "delete"), "all 302")
HAS_NONE = dict.fromkeys(ASKED_WHO, "")

TABLE: dict[str, list[Row]] = {
    # --- What anybody may read
    "help": [Row(**PAGE)],
    "who-sees-what": [Row(**PAGE)],
    "what-is-a-pie": [Row(**PAGE)],
    "about": [Row(**PAGE)],
    "privacy": [Row(**PAGE)],
    "accessibility": [Row(**PAGE)],
    "practice": [Row(get="all 200", head="all 200", post="all 302")],
    "practice-end": [Row(post="all 302")],
    "healthz": [Row(**PAGE)],
    "example-team": [Row(**PAGE)],
    "example-journey": [Row(**PAGE)],
    "example-conversation": [Row(**PAGE, more=("psychological-awareness",))],
    "example-around": [Row(**PAGE)],
    "example-try": [Row(**PAGE)],
    "example-said": [Row(**PAGE)],
    "example-wall": [Row(**PAGE)],
    "example-report": [Row(**PAGE)],
    "example-pdf": [Row(get="anybody 200", public=True)],
    "readyz": [Row(**PAGE)],
    # Nobody is named in tests.
    "security-txt": [Row(get="anybody 404", head="anybody 404", public=True)],
    "framework-list": [Row(**PAGE)],
    "framework": [Row(**PAGE, more=("pies", "2.0"))],
    # In DEBUG only, so never here.
    "gallery": [Row(get="")],
    # --- Signing in, by allauth, whose forms take PUT as they take POST
    "account_login": [
        Row(
            get="all 302, anonymous 200",
            head="all 302, anonymous 200",
            post="all 302, anonymous 422",
            put="all 302, anonymous 200",
            delete="all 302, anonymous 405",
            public=True,
        )
    ],
    "account_request_login_code": [
        Row(
            get="all 302, anonymous 200",
            head="all 302, anonymous 200",
            post="all 302, anonymous 422",
            put="all 302, anonymous 200",
            delete="all 302, anonymous 405",
            public=True,
        )
    ],
    # Nobody has asked for a code.
    "account_confirm_login_code": [
        Row(
            get="anybody 302",
            head="anybody 302",
            post="anybody 302",
            put="anybody 302",
            delete="anybody 302",
            public=True,
        )
    ],
    "account_logout": [
        Row(
            get="anonymous 302, all 200",
            head="anonymous 302, all 200",
            post="anybody 302",
            public=True,
        )
    ],
    "account_inactive": [Row(**PAGE)],
    # Nobody can sign up; the page says so.
    "account_signup": [
        Row(
            get="all 302, anonymous 200",
            head="all 302, anonymous 200",
            post="all 302, anonymous 200",
            put="all 302, anonymous 200",
            delete="all 302, anonymous 200",
            public=True,
        )
    ],
    "account_reauthenticate": [Row(get="all 200", head="all 200", post="all 422", put="all 200")],
    # No organisation signs people in here.
    "account_work": [Row(post="anybody 404", public=True)],
    "openid_connect_callback": [Row(get="anybody 404", public=True)],
    # All have a password, so that nobody is without a way.
    "account_again_by_letter": [Row(get="all 200", head="all 200", post="all 422")],
    "account_again_anew": [Row(**ASKED_WHO)],
    "account_email": [Row(get="all 200", head="all 200", post="all 302")],
    # A second step, of which nobody here has one: it is asked who they are before one is made.
    "mfa_index": [Row(get="all 200", head="all 200")],
    "mfa_authenticate": [
        Row(
            get="anybody 302",
            head="anybody 302",
            post="anybody 302",
            put="anybody 302",
            delete="anybody 302",
            public=True,
        )
    ],
    "mfa_login_webauthn": [
        Row(
            get="anybody 302",
            head="anybody 302",
            post="anybody 302",
            put="anybody 302",
            delete="all 302, anonymous 405",
            public=True,
        )
    ],
    "mfa_reauthenticate": [Row(**ASKED_WHO)],
    "mfa_reauthenticate_webauthn": [Row(**ASKED_WHO)],
    "mfa_activate_totp": [Row(get="all 302", head="all 302", post="all 302")],
    "mfa_deactivate_totp": [Row(**HAS_NONE)],
    "mfa_view_recovery_codes": [Row(get="", head="")],
    "mfa_download_recovery_codes": [Row(**HAS_NONE)],
    "mfa_generate_recovery_codes": [Row(**ASKED_WHO)],
    "mfa_list_webauthn": [Row(get="all 200", head="all 200")],
    "mfa_add_webauthn": [Row(**ASKED_WHO)],
    "mfa_edit_webauthn": [Row(**ASKED_WHO, more=("1",))],
    "mfa_remove_webauthn": [Row(**ASKED_WHO, more=("1",))],
    "account_email_verification_sent": [Row(**PAGE)],
    "account_confirm_email": [
        Row(
            get="anybody 200",
            head="anybody 200",
            post="anybody 404",
            more=("no-such-key",),
            public=True,
        )
    ],
    "account_change_password": [Row(get="all 200", head="all 200", post="all 422", put="all 200")],
    "account_set_password": [
        Row(get="all 302", head="all 302", post="all 302", put="all 302", delete="all 302")
    ],
    "account_reset_password": [
        Row(
            get="anybody 200",
            head="anybody 200",
            post="anybody 422",
            put="anybody 200",
            public=True,
        )
    ],
    "account_reset_password_done": [Row(**PAGE)],
    "account_reset_password_from_key": [
        Row(
            get="anybody 200",
            head="anybody 200",
            post="anybody 422",
            put="anybody 200",
            delete="anybody 200",
            more=("1", "no-such-key"),
            public=True,
        )
    ],
    "account_reset_password_from_key_done": [Row(**PAGE)],
    # --- The first day: for who came first, then for who leads an organisation
    "begin-organisation": [Row(get="lead 302", head="lead 302", post="lead 302")],
    "begin-teams": [Row(get="lead 302", head="lead 302", post="lead 302")],
    "begin-people": [Row(get="lead 302", head="lead 302", post="lead 302")],
    "begin-done": [Row(get="lead 200", head="lead 200")],
    # A link that was made up is one that is not there.
    "come-in": [
        Row(
            get="anybody 404",
            head="anybody 404",
            post="anybody 404",
            more=("00000000-0000-4000-8000-000000000000", "no-such-secret"),
            public=True,
        )
    ],
    # The one who alone leads an organisation, or runs the site, is told so and stays.
    "close-account": [Row(get="all 200", head="all 200", post="all 302")],
    "account_name": [Row(get="all 200", head="all 200", post="all 422")],
    # Nothing is chosen: it is said that nobody is signed in there.
    "account_where": [Row(get="all 200", head="all 200", post="all 302")],
    "about-me": [Row(get="all 200", head="all 200", tells=OWN_PAST)],
    "about-me-file": [Row(get="all 200", head="all 200", tells=OWN_PAST)],
    "erase-me": [Row(get="all 200", post="all 422", tells=OWN_PAST)],
    "letters": [Row(get="all 200", head="all 200", post="all 422")],
    "kept-post": [Row("kept form", get="all 410, self 200", nothing="all 410")],
    "keepalive": [Row(get="all 204")],
    # --- The first page, and what stands on it
    "home": [
        Row(
            get="all 200, reader 302, lead 302",
            head="all 200, reader 302, lead 302",
        )
    ],
    "welcome": [Row(get="all 200", head="all 200")],
    "put-away": [Row("notice", post="self 302")],
    "put-all-away": [Row("notice", post="self 302")],
    # --- A team's pages
    "facilitator": [Row("team", post="team 302")],
    "offer-talk": [Row("team", get="lead 200", post="lead 422")],
    "service": [
        Row("team", get="team 200", head="team 200"),
        Row("body team", get="", head=""),
    ],
    "service-edit": [
        Row("team", get="manager 200, contributor 403", post="manager 302, contributor 403")
    ],
    "talk-again": [Row("team", get="team 200", head="team 200")],
    "start": [Row("team", get="team 200")],
    # There is no newer edition to go over to.
    "newer": [Row("team", get="", more=("pies",))],
    "start-length": [
        # One is open, so that there is nothing to start.
        Row("team", get="team 302", post="team 302", more=("themes",)),
        Row("team", get="team 302", post="team 302", more=("coffee",)),
        Row("team", get="", post="", more=("no-such-length",)),
    ],
    "start-paper": [
        Row("team", get="team 200", more=("more",)),
        Row("team", get="", more=("no-such-length",)),
    ],
    "keep-note": [Row("team", get="team 200", post="team 422")],
    "take-note-out": [
        Row(
            "team and note",
            get="manager 200, contributor 403",
            post="manager 302, contributor 403",
        ),
        Row("team and note of another", get="", post=""),
    ],
    "journey": [
        Row("team", get="team 200", head="team 200"),
        Row("body team", get="", head=""),
    ],
    "line-over-time": [
        Row("team and line", get="team 200", head="team 200"),
        Row("team", get="", head="", more=("no-such-line",)),
    ],
    "compare": [Row("team", get="team 200", head="team 200")],
    "own-copy": [
        Row("team", get="team 200", head="team 200"),
        Row("body team", get="", head=""),
    ],
    "own-copy-pdf": [Row("team", get="team 200")],
    "export-team": [
        Row(
            "team",
            get="manager 200, contributor 403",
            head="manager 200, contributor 403",
            post="manager 422, contributor 403",
        )
    ],
    "export-shown": [Row("organisation", get="lead 200", head="lead 200", post="lead 422")],
    "show-conversation": [
        Row("team and record", post="manager 422, contributor 403"),
        Row("team and record of another", post=""),
    ],
    "take-back-shown": [
        Row("team and shown", post="manager 302, contributor 403"),
        Row("team and shown of another", post=""),
    ],
    # --- A conversation
    "conversation": both("team 200"),
    "before": both("team 200", post="team 422", kept="team 409"),
    "keep-open": both(post="team 302", kept="team 409"),
    "grow": [
        Row("open", post="team 302"),
        Row("corrected", post="team 302"),
        Row("finished", post="team 302"),
        Row("set aside", post="team 302"),
    ],
    "open-theme": [
        *lines(("theme", "other theme"), None, "team 302", "team 409"),
        Row("open, element", post=""),
    ],
    "open-themes": both(post="team 302", kept="team 409"),
    "shut-theme": [
        *lines(("theme", "other theme"), None, "team 302", "team 409"),
        Row("open, element", post=""),
    ],
    "place": lines(("theme", "element"), "team 200", "team 422", "team 409"),
    "further": lines(("theme", "element"), "team 200", "team 422", "team 409"),
    "coffee": both("team 200", post="team 422", kept="team 409"),
    "around": both("team 200", post="team 422", kept="team 409"),
    "try": both("team 200", post="team 422", kept="team 409"),
    "example": lines(("example",), "team 200", "team 422", "team 409"),
    "edit-factor": lines(("factor",), "team 200", "team 422", "team 409"),
    "whose": lines(("obstacle",), "team 200", "team 422", "team 409"),
    "edit-step": lines(("step",), "team 200", "team 422", "team 409"),
    "edit-context": lines(("context",), "team 200", "team 422", "team 409"),
    "ask": lines(("ask",), "team 200", "team 422", "team 409"),
    "read-back": both("team 200", post="team 422", kept="team 409"),
    "draft": [
        Row("open", post="team 422"),
        Row("corrected", post="team 422"),
        Row("finished", post="team 422"),
        Row("set aside", post="team 422"),
    ],
    "kept": [
        Row("open", get="team 302"),
        Row("corrected", get="team 302"),
        Row("finished", get="team 200"),
        Row("set aside", get=""),
    ],
    "put-right": [
        Row("open", get="manager 302, contributor 403", post="manager 302, contributor 403"),
        Row("corrected", get="manager 302, contributor 403", post="manager 302, contributor 403"),
        Row("finished", get="manager 200, contributor 403", post="manager 409, contributor 403"),
        Row("set aside", get="contributor 403", post="manager 409, contributor 403"),
    ],
    "set-aside": [
        Row("open", get="manager 200, contributor 403", post="manager 302, contributor 403"),
        Row("corrected", get="manager 302, contributor 403", post="manager 302, contributor 403"),
        Row("finished", get="manager 302, contributor 403", post="manager 409, contributor 403"),
        Row("set aside", get="manager 302, contributor 403", post="manager 302, contributor 403"),
    ],
    "record": [Row("record", get="team 200"), Row("earlier number", get="team 200")],
    "take-words-out": [
        Row("record", get="manager 200, contributor 403", post="manager 422, contributor 403"),
        Row(
            "earlier number",
            get="manager 200, contributor 403",
            post="manager 422, contributor 403",
        ),
    ],
    "wall": [
        Row("open", get="", head=""),
        Row("corrected", get="team 200", head="team 200"),
        Row("finished", get="team 200", head="team 200"),
        Row("set aside", get="", head=""),
    ],
    # --- What a team and a body have with each other, the same pages for both
    "with-start": [
        Row("team", get="manager 200, contributor 403", post="manager 422, contributor 403")
    ],
    "tie-history": [Row("tie", get="team 200, reader 200")],
    "agenda": [Row("tie", get="team 200, reader 200")],
    # Each version says who agreed, for both sides.
    "understanding": [
        Row("tie", get="team 200, reader 200", tells=("accounts.User.display_name",))
    ],
    "understanding-paper": [Row("tie", get="team 200, reader 200")],
    "understanding-word": [
        Row("tie", get="team 200, reader 200", tells=("accounts.Service.second_name",)),
    ],
    "understanding-write": [
        Row(
            "tie",
            get="manager 200, contributor 403, reader 403",
            post="manager 409, contributor 403, reader 403",
        )
    ],
    "understanding-put": [Row("tie", post="manager 409, contributor 403, reader 403")],
    "understanding-agree": [Row("tie", post="reader 409, team 403")],
    "understanding-beside": [Row("tie", get="reader 200, team 403", post="reader 422, team 403")],
    "understanding-end": [
        Row(
            "tie",
            get="manager 200, contributor 403, reader 200",
            post="manager 409, contributor 403, reader 409",
        )
    ],
    "understanding-came-of": [
        Row(
            "tie",
            get="manager 200, contributor 403, reader 200",
            post="manager 422, contributor 403, reader 422",
        )
    ],
    "meeting": [Row("tie", get="team 200, reader 200")],
    "meeting-offer": [
        Row(
            "tie",
            get="manager 200, contributor 403, reader 200",
            post="manager 422, contributor 403, reader 422",
        )
    ],
    "meeting-take": [Row("tie", post="manager 409, contributor 403, reader 409")],
    "meeting-let-go": [Row("tie", post="manager 409, contributor 403, reader 409")],
    # A calendar has the name that a team has outside, so that strangers do not read its own.
    "meeting-calendar": [
        Row("tie", get="team 200, reader 200", tells=("accounts.Service.second_name",))
    ],
    # --- A share, as its team sees it
    "share-start": [
        Row("team", get="manager 200, contributor 403", post="manager 422, contributor 403")
    ],
    "share-new-body": [
        Row("team", get="manager 200, contributor 403", post="manager 422, contributor 403")
    ],
    "share-whom": [
        # Where a body was joined with one that all are offered, its page leads on to the report.
        *shares(
            draft=Row(get="manager 302, contributor 403", post="manager 302, contributor 403"),
            sent=Row(get="manager 302, contributor 403", post="manager 302, contributor 403"),
        ),
        Row(
            "share for a new body",
            get="manager 200, contributor 403",
            post="manager 422, contributor 403",
        ),
    ],
    "share": shares(
        draft=Row(get="team 200"),
        shown=Row(get="team 200"),
        sent=Row(get="team 200"),
        ended=Row(get="team 200"),
        taken_back=Row(get="team 200"),
    ),
    "share-what": preparing(),
    "share-asks": preparing(),
    "share-why": preparing(),
    "share-keep": preparing(),
    "share-say": preparing(),
    "share-quote": preparing(),
    "share-preview": shares(
        draft=Row(get="team 200"),
        shown=Row(get="team 302"),
        sent=Row(get="team 302"),
        ended=Row(get="team 302"),
        taken_back=Row(get="team 302"),
    ),
    "share-copy": shares(
        draft=Row(get=""),
        shown=Row(get="team 200"),
        sent=Row(get="team 200"),
        ended=Row(get="team 200"),
        taken_back=Row(get="team 200"),
    ),
    "share-again": acts(
        draft="manager 302",
        shown="manager 302",
        sent="manager 302",
        ended="manager 302",
        taken_back="manager 302",
    ),
    "share-agenda": shares(
        draft=Row(get=""),
        shown=Row(get="team 200"),
        sent=Row(get="team 200"),
        ended=Row(get="team 200"),
        taken_back=Row(get="team 200"),
    ),
    "share-quotable": shares(
        draft=Row(get=""),
        shown=Row(get="team 200"),
        sent=Row(get="team 200"),
        ended=Row(get="team 200"),
        taken_back=Row(get="team 200"),
    ),
    "share-check": shares(
        draft=Row(get=""),
        shown=Row(get="team 200"),
        sent=Row(get="team 200"),
        ended=Row(get="team 200"),
        taken_back=Row(get="team 200"),
    ),
    "share-pdf": shares(
        draft=Row(get=""),
        shown=Row(get=""),
        sent=Row(get="team 200"),
        ended=Row(get="team 200"),
        taken_back=Row(get="team 200"),
    ),
    "share-show": shares(
        draft=Row(get="manager 200, contributor 403", post="manager 422, contributor 403"),
        shown=Row(get="manager 302, contributor 403", post="manager 302, contributor 403"),
        sent=Row(get="manager 302, contributor 403", post="manager 302, contributor 403"),
        ended=Row(get="manager 302, contributor 403", post="manager 302, contributor 403"),
        taken_back=Row(get="manager 302, contributor 403", post="manager 302, contributor 403"),
    ),
    "share-wait": shares(
        draft=Row(get="contributor 302, manager 403", post="contributor 422, manager 403"),
        shown=Row(get="contributor 200, manager 403", post="contributor 422, manager 403"),
        sent=Row(get="contributor 302, manager 403", post="contributor 422, manager 403"),
        ended=Row(get="contributor 302, manager 403", post="contributor 422, manager 403"),
        taken_back=Row(get="contributor 302, manager 403", post="contributor 422, manager 403"),
    ),
    "share-wait-answer": shares(
        draft=Row(get="manager 302, contributor 403", post="manager 422, contributor 403"),
        shown=Row(get="manager 200, contributor 403", post="manager 422, contributor 403"),
        sent=Row(get="manager 302, contributor 403", post="manager 422, contributor 403"),
        ended=Row(get="manager 302, contributor 403", post="manager 422, contributor 403"),
        taken_back=Row(get="manager 302, contributor 403", post="manager 422, contributor 403"),
    ),
    "share-asked": acts(
        draft="manager 409",
        shown="manager 403",
        sent="manager 409",
        ended="manager 409",
        taken_back="manager 409",
    ),
    "share-change": acts(
        draft="manager 302",
        shown="manager 302",
        sent="manager 409",
        ended="manager 409",
        taken_back="manager 409",
    ),
    "share-send": acts(
        draft="manager 409",
        shown="manager 409",
        sent="manager 302",
        ended="manager 302",
        taken_back="manager 409",
    ),
    "share-take-back": shares(
        draft=Row(get="manager 200, contributor 403", post="manager 302, contributor 403"),
        shown=Row(get="manager 200, contributor 403", post="manager 302, contributor 403"),
        sent=Row(get="manager 200, contributor 403", post="manager 302, contributor 403"),
        ended=Row(get="manager 200, contributor 403", post="manager 302, contributor 403"),
        taken_back=Row(get="manager 302, contributor 403", post="manager 302, contributor 403"),
    ),
    # --- What a commissioning body was sent
    "shared-with-us": [Row(get="reader 200", head="reader 200")],
    "shared-report": [
        Row("sent reference", get="reader 200", post="reader 302"),
        Row("ended reference", get="reader 410", post="reader 410"),
        Row("taken_back reference", get="reader 410", post="reader 410"),
        Row("draft reference", get="", post=""),
        Row("shown reference", get="", post=""),
    ],
    "shared-thank": [
        Row("sent reference", post="reader 302"),
        Row("ended reference", post="reader 410"),
        Row("taken_back reference", post="reader 410"),
        Row("draft reference", post=""),
        Row("shown reference", post=""),
    ],
    "shared-reply": [
        Row("sent reference", get="reader 200"),
        Row("ended reference", get="reader 200"),
        Row("taken_back reference", get="reader 200"),
        Row("draft reference", get=""),
        Row("shown reference", get=""),
    ],
    "shared-reply-ask": [
        Row("sent reference, ask", get="reader 200", post="reader 409"),
        Row("ended reference, ask", get="reader 410", post="reader 410"),
        Row("taken_back reference, ask", get="reader 410", post="reader 410"),
    ],
    "shared-reply-say": [
        Row("sent reference", get="reader 200", post="reader 409", more=("heard",)),
        Row("ended reference", get="reader 410", post="reader 410", more=("heard",)),
        Row("taken_back reference", get="reader 410", post="reader 410", more=("heard",)),
        Row("draft reference", get="", post="", more=("heard",)),
        Row("shown reference", get="", post="", more=("heard",)),
    ],
    "shared-agenda": [
        Row("sent reference", get="reader 200", tells=("accounts.Service.second_name",)),
        Row("ended reference", get="reader 410"),
        Row("taken_back reference", get="reader 410"),
        Row("draft reference", get=""),
        Row("shown reference", get=""),
    ],
    "shared-quotable": [
        Row("sent reference", get="reader 200", tells=("accounts.Service.second_name",)),
        Row("ended reference", get="reader 410"),
        Row("taken_back reference", get="reader 410"),
        Row("draft reference", get=""),
        Row("shown reference", get=""),
    ],
    "shared-check": [
        Row("sent reference", get="reader 200"),
        Row("ended reference", get="reader 410"),
        Row("taken_back reference", get="reader 410"),
        Row("draft reference", get=""),
        Row("shown reference", get=""),
    ],
    "shared-pdf": [
        Row("sent reference", get="reader 200", tells=("accounts.Service.second_name",)),
        Row("ended reference", get="reader 410"),
        Row("taken_back reference", get="reader 410"),
        Row("draft reference", get=""),
        Row("shown reference", get=""),
    ],
    # --- Several teams: their managers, and what was shown to the lead of their organisation
    "your-teams": [Row(get="manager 200, lead 200", head="manager 200, lead 200")],
    "coming-up": [Row(get="manager 200, lead 200", head="manager 200, lead 200")],
    "answer-ask": [
        Row("ask", get="manager 200, contributor 403", post="manager 422, contributor 403"),
        # Put to the manager: a lead reads it among what was shown, and does not answer it.
        Row(
            "shown ask",
            get="manager 200, lead 403, contributor 403",
            post="manager 422, lead 403, contributor 403",
        ),
    ],
    "shown": [
        Row("record", get="", head=""),
        Row("shown record", get="lead 200", head="lead 200"),
        Row("earlier number", get="", head=""),
    ],
    "shown-team": [Row("team", get="lead 200", head="lead 200")],
    # --- An organisation runs itself
    "ours": [Row(get="lead 302, body-lead 302", head="lead 302, body-lead 302")],
    "our-organisation": [Row("organisation", get="lead 200", head="lead 200")],
    "add-teams": [Row("organisation", get="lead 200", post="lead 422")],
    "groupings": [Row("organisation", get="lead 200", post="lead 422")],
    "drop-grouping": [
        Row("organisation and grouping", post="lead 302"),
        Row("organisation and grouping of another", post=""),
    ],
    "organisation-settings": [Row("organisation", get="lead 200", post="lead 422")],
    "mirror": [
        Row("team", get="team 200", post="contributor 403, manager 422"),
        Row("body team", get="", post=""),
    ],
    "mirror-see-first": [
        Row("team", post="team 302"),
        Row("body team", post=""),
    ],
    # The service's team reads it; no reader or lead of the body does, nor another service's team.
    "mirror-pair": [
        Row("mirror", get="team 200", head="team 200"),
        Row("mirror of another", get="", head=""),
        Row("mirror from the body", get="", head=""),
    ],
    "mirror-agree": [
        Row("mirror", post="contributor 403"),
        Row("mirror of another", post=""),
        Row("mirror from the body", post=""),
    ],
    "mirror-show": [
        Row("mirror", get="contributor 403, manager 200", post="contributor 403, manager 409"),
        Row("mirror of another", get="", post=""),
        Row("mirror from the body", get="", post=""),
    ],
    "mirror-end": [
        Row("mirror", get="contributor 403, manager 200", post="contributor 403, manager 302"),
        Row("mirror of another", get="", post=""),
        Row("mirror from the body", get="", post=""),
    ],
    "arrange-team": [
        Row("body and its team", get="body-lead 200", post="body-lead 422"),
        Row("organisation and team", get="lead 200", post="lead 422"),
        Row("organisation and team of another", get="", post=""),
    ],
    "close-team": [
        Row("organisation and team", get="lead 200", post="lead 422"),
        Row("organisation and team of another", get="", post=""),
    ],
    "open-team-again": [
        Row("organisation and team", post="lead 302"),
        Row("organisation and team of another", post=""),
    ],
    "work-here": [Row("organisation and team", post="lead 302")],
    "cover-team": [Row("organisation and team", get="lead 200", post="lead 422")],
    "team-person": [Row("organisation, team and person", get="lead 200", post="lead 422")],
    "end-person": [Row("organisation, team and person", post="lead 302")],
    # Somebody manages these teams, so what they sent is their own business.
    "take-report-back": [Row("organisation, team and report", get="", post="")],
    "our-people": [Row("organisation", get="lead 200", head="lead 200")],
    "end-lead": [
        Row("organisation and lead", post="lead 302"),
        Row("organisation and lead of another", post=""),
    ],
    "who-left": [
        Row("organisation", get="lead 200", head="lead 200"),
        Row("body", get="body-lead 200", head="body-lead 200"),
    ],
    # Who is there is not erased; tests/office/test_who_left.py has who has left.
    "erase-leaver": [
        Row("organisation and lead", get="", post=""),
        Row("organisation and lead of another", get="", post=""),
    ],
    "ask-many": [Row("organisation", get="lead 200", post="lead 422")],
    "people-template": [Row("organisation", get="lead 200")],
    "body-teams": [Row("body", get="body-lead 200", post="body-lead 422")],
    "offered-frameworks": [
        Row("organisation", get="lead 200", post="lead 422"),
        Row("body", get="body-lead 200", post="body-lead 422"),
    ],
    "our-body": [Row("body", get="body-lead 200", head="body-lead 200")],
    "end-reader": [
        Row("body and reader", post="body-lead 302"),
        Row("body and reader of another", post=""),
    ],
    "our-team": [Row("team", get="team 200", head="team 200")],
    # Its only manager is asked who looks after it meanwhile.
    # Who has left is told so once more: a second press comes to what the first one did.
    "leave-team": [Row("team", get="team 200", post="manager 422, contributor 302, left 302")],
    "team-member": [
        Row(
            "team and person",
            get="manager 200, contributor 403",
            post="manager 422, contributor 403",
        ),
        Row("team and person of another", get="contributor 403", post="contributor 403"),
    ],
    "end-member": [
        Row("team and person", post="manager 302, contributor 403"),
        Row("team and person of another", post="contributor 403"),
    ],
    "make-way-in": [
        Row("team and person", post="manager 302, contributor 403"),
        Row("team and person of another", post="contributor 403"),
    ],
    "let-lead-in": [Row("team and lead", post="team 302")],
    "ask-several": [
        Row(
            "team",
            get="manager 200, lead 200, contributor 403",
            post="manager 422, lead 422, contributor 403",
        )
    ],
    "ask-into-team": [
        Row(
            "team",
            get="manager 200, lead 200, contributor 403",
            post="manager 422, lead 422, contributor 403",
        )
    ],
    "ask-into-organisation": [
        # Who runs the site asks in the first lead, and nobody where there is one.
        Row("organisation", get="lead 200, staff 403", post="lead 422, staff 403"),
        Row("body", get="body-lead 200, staff 403", post="body-lead 422, staff 403"),
    ],
    "link-to-hand-over": [Row(get="all 302")],
    "end-organisation": [Row("organisation", get="lead 200", post="lead 422")],
    "this-site": [Row(get="staff 200", head="staff 200")],
    "site-done": [Row(get="staff 200", head="staff 200")],
    "our-done": [Row("organisation", get="lead 200", head="lead 200")],
    "body-done": [Row("body", get="body-lead 200", head="body-lead 200")],
    "site-people": [Row(get="staff 200", head="staff 200")],
    "site-person": [Row("person, for the site", get="staff 200", post="staff 422")],
    "close-person": [Row("person, for the site", get="staff 200", post="staff 302")],
    "delete-team": [Row("team", get="team 200", post="team 422")],
    "agree-deletion": [Row("team", post="")],
    "stop-deletion": [Row("team", post="")],
    "delete-on-site": [Row("organisation", get="", post="")],
    "stop-on-site": [Row("organisation", post="")],
    "erase-person": [Row("person, for the site", get="staff 200", post="staff 422")],
    "open-person": [Row("person, for the site", post="staff 302")],
    "help-back-in": [Row("person, for the site", post="staff 302")],
    "runs-site": [Row("person, for the site", post="staff 302")],
    "two-of-one": [Row("person, for the site", get="staff 200", post="staff 422")],
    "forget-second-step": [Row("person, for the site", post="staff 302")],
    "second-step-of-all": [Row("organisation", get="lead 200", head="lead 200", post="lead 302")],
    "second-step-of-body": [
        Row("body", get="body-lead 200", head="body-lead 200", post="body-lead 302")
    ],
    "name-organisation": [Row("organisation", get="lead 200", post="lead 422")],
    "body-replies": [Row("body", get="body-lead 200", post="body-lead 422")],
    "name-body": [Row("body", get="body-lead 200", post="body-lead 422")],
    "name-on-site": [
        Row("organisation", get="staff 200", post="staff 422"),
        Row("body", get="staff 200", post="staff 422"),
    ],
    "end-part-on-site": [
        Row("organisation and lead", post="staff 302"),
        Row("body and reader", post="staff 302"),
    ],
    "letter-to-myself": [Row(post="staff 302")],
    "add-organisation": [Row(get="staff 200", post="staff 422")],
    "site-organisation": [
        Row("organisation", get="staff 200", head="staff 200"),
        Row("body", get="staff 200", head="staff 200"),
    ],
    "end-on-site": [Row("organisation", get="staff 200", post="staff 422")],
    "offer-on-site": [Row("organisation", post="staff 302")],
    "join-on-site": [
        Row("organisation", get="staff 302", post="staff 302"),
        Row("brought body", get="staff 200", post="staff 422"),
    ],
    "begin-again-on-site": [Row("organisation", post="staff 302")],
    "ask-again": [Row("invitation", post="manager 302, lead 302, contributor 403")],
    "take-invitation-back": [Row("invitation", post="manager 302, lead 302, contributor 403")],
}
