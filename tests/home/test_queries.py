"""Every page that shows rows asks the database as often for three of each as for one."""

import datetime as dt
import hashlib

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import User
from agreeing import actions as agreeing
from agreeing.models import BOXES, Side, Tie
from agreeing.selectors import seen_of
from assessments import actions
from assessments.models import AroundNote, Ask, Example, FactorNote, StepReview
from reports.content import SECTIONS
from sharing import actions as sharing
from sharing.models import Share, ShareFile, ShareOpen
from tests.frameworks.second_tiny import load_second_tiny
from tests.home.talks import MARCH, converse
from tests.leaks.table import TABLE
from tests.people import in_organisation, in_team

PDF = b"%PDF-1.7 of a test"


def fill(rows: int, service, framework, body, other_body, manager: User) -> dict[str, object]:
    """Keep so many conversations, open one with so many of everything, and share them."""
    closures = []
    for number in range(rows):
        held_on = MARCH + dt.timedelta(days=number)
        mark = f"mark {number}"
        closure = converse(service, framework, manager, held_on=held_on, mark=mark)
        actions.decide_release(closure, is_shown=True, by=manager)
        for ask in Ask.objects.filter(asked_in=closure.assessment):
            actions.answer_ask(ask, answer="talk", words=mark, by=manager)
        actions.keep_note(service=service, words=f"Remember {mark}", by=manager)
        closures.append(closure)
        for role in ("contributor", "manager"):
            in_team(service, role, f"Another {role} {number}")
    for _number in range(rows):
        draft, live = (
            share(service, one_body, manager, closures) for one_body in (other_body, body)
        )
    for number in range(rows):
        reader = in_organisation(body, "reader", f"Reader {number}")
        sharing.explain_openings(live, by=reader)
        sharing.record_open(live, what=ShareOpen.What.PAGE, by=reader)
    for _number in range(rows + 1):  # the newest stands by itself, the others below
        agree_anew(service, body, by=manager, reader=reader)
    things = {"draft": draft, "live": live, "closure": closures[-1]}
    things["tie"] = Tie.objects.get(service=service, body=body)
    things |= begin(rows, service, framework, manager)
    things["note"] = one_more_note(service, manager)
    load_second_tiny(levels=True)  # a newer edition waits for the team
    return things


def agree_anew(service, body, *, by: User, reader: User) -> None:
    """Let a team and a body agree on one version more, with words beside it and what came of it."""
    tie = agreeing.begin_tie(service, body, by=by)
    boxes = dict.fromkeys(BOXES, "We talk twice a year.")
    version = agreeing.write_understanding(tie, boxes, seen=seen_of(tie), by=by)
    version = agreeing.put_understanding(version, seen=version.wording(), by=by)
    agreeing.say_beside(version, "Thrice.", seen=version.wording(), by=reader)
    agreeing.agree(version, seen=version.seen(), by=reader)
    agreeing.say_what_came_of_it(version, {Side.TEAM: "Two talks."}, side=Side.TEAM, by=by)


def one_more_note(service, by: User) -> object:
    """Keep one note more, which is in no conversation yet, and return its key."""
    return actions.keep_note(service=service, words="The kettle", by=by).pk


def share(service, body, by: User, closures) -> Share:
    """Prepare a share of everything; the body of the second is sent it, with bytes of ours."""
    report = sharing.prepare_share(service=service, body=body, by=by)
    sharing.choose(
        report,
        by=by,
        purpose="Before we meet.",
        ends_on=timezone.localdate() + dt.timedelta(days=90),
        closures=closures,
        sections=SECTIONS,
    )
    sharing.choose(report, by=by, asks=dict.fromkeys(sharing.asks_to_answer(report), True))
    if body.slug != "northtown":
        return report
    sharing.show_to_team(report, by=by)
    now = timezone.now()
    Share.objects.filter(pk=report.pk).update(state=Share.State.SENT, sent_at=now, sent_by=by)
    digest = hashlib.sha256(PDF).hexdigest()
    ShareFile.objects.create(share=report, content=PDF, digest=digest, size=len(PDF), made_at=now)
    report.refresh_from_db()
    return report


def begin(rows: int, service, framework, by: User) -> dict[str, object]:
    """Begin a longer conversation with so many rows of each kind."""
    talk = actions.start(service=service, framework=framework, length="more", by=by)
    soil = framework.lines.get(code="soil")
    level = framework.levels.get(code="shoot")
    actions.open_theme(talk, soil, by=by)
    views = tuple((level, None, f"View {number}") for number in range(rows + 1))
    for line in [soil, *soil.elements.all()]:
        actions.place(talk, line, actions.Choice("differs"), views=views, by=by)
    for number in range(rows):
        lines = [soil, *soil.elements.all()]
        actions.add_example(talk, words=f"Example {number}", lines=lines, by=by)
        actions.name_factor(talk, kind="help", words=f"Help {number}", lines=lines, by=by)
        actions.name_factor(
            talk,
            kind="obstacle",
            words=f"Ask {number}",
            reach="someone_else",
            to="manager",
            by=by,
        )
        actions.try_step(talk, what=f"Try {number}", lines=lines, by=by)
        actions.add_around(talk, happened_on=talk.held_on, words=f"Around {number}", by=by)
        actions.keep_draft(
            user=User.objects.get(display_name=f"Another manager {number}"),
            assessment=talk,
            page="place-soil",
            fields={"words": f"Half {number}"},
        )
    return {
        "talk": talk,
        "example": Example.objects.filter(contribution__assessment=talk).first(),
        "factor": FactorNote.objects.filter(assessment=talk, words__startswith="Ask").first(),
        "step": StepReview.objects.filter(assessment=talk).first(),
        "context": AroundNote.objects.filter(assessment=talk).first(),
        "ask": Ask.objects.filter(asked_in=talk).first(),
    }


def pages(things: dict) -> dict[str, list[str]]:
    """The pages, by who opens them."""
    talk, closure, team = things["talk"].pk, things["closure"], [things["talk"].service.slug]
    own_ask = Ask.objects.filter(asked_in=closure.assessment).get()
    rows = {"example": "example", "factor": "edit-factor", "step": "edit-step"}
    rows |= {"context": "edit-context", "ask": "ask"}
    of_talk = ("conversation", "before", "coffee", "around", "try", "read-back", "set-aside")
    of_team = ("service", "service-edit", "start", "keep-note", "journey", "compare", "own-copy")
    of_people = ("our-team", "leave-team", "ask-into-team", "ask-several")
    organisation = things["talk"].service.organisation.slug
    of_lead = ("our-organisation", "add-teams", "groupings", "organisation-settings", "our-people")
    of_lead += ("who-left",)
    of_lead += ("ask-many", "ask-into-organisation", "end-organisation", "offered-frameworks")
    of_arranging = ("arrange-team", "close-team", "cover-team")
    someone = things["talk"].service.memberships.get(user__display_name="Another contributor 0")
    of_draft = ("share", "share-what", "share-asks", "share-why", "share-preview")
    of_draft += ("share-keep", "share-say", "share-quote")
    of_live = ("share", "share-copy", "share-take-back")
    of_tie = [
        reverse(name, args=[things["tie"].pk])
        for name in ("tie-history", "agenda", "understanding", "understanding-paper")
    ]
    return {
        "manager": [
            reverse("home"),
            reverse("about-me"),
            reverse("erase-me"),
            reverse("your-teams"),
            *(reverse(name, args=team) for name in (*of_team, *of_people, "share-start")),
            reverse("team-member", args=[*team, someone.user_id]),
            reverse("take-note-out", args=[*team, things["note"]]),
            reverse("newer", args=[*team, "tiny"]),
            reverse("take-words-out", args=[closure.pk]),
            reverse("journey", args=team, query={"as": "table"}),
            reverse("line-over-time", args=[*team, "soil"]),
            *(reverse(name, args=[talk]) for name in of_talk),
            *(reverse(name, args=[talk, "soil"]) for name in ("place", "further")),
            *(reverse(name, args=[talk, things[row].pk]) for row, name in rows.items()),
            reverse("whose", args=[talk, things["factor"].factor_id]),
            *(
                reverse(name, args=[closure.assessment_id])
                for name in ("kept", "put-right", "wall")
            ),
            reverse("record", args=[closure.pk]),
            reverse("answer-ask", args=[own_ask.pk]),
            *(reverse(name, args=[things["draft"].pk]) for name in of_draft),
            *(reverse(name, args=[things["live"].pk]) for name in of_live),
            *of_tie,
        ],
        "lead": [
            reverse("your-teams"),
            reverse("shown-team", args=team),
            reverse("shown", args=[closure.pk]),
            *(reverse(name, args=[organisation]) for name in of_lead),
            *(reverse(name, args=[organisation, *team]) for name in of_arranging),
            reverse("team-person", args=[organisation, *team, someone.user_id]),
            reverse("offer-talk", args=team),
        ],
        "reader": [
            reverse("shared-with-us"),
            reverse("shared-report", args=[things["live"].reference]),
            *of_tie,
        ],
    }


def queries_of(client: Client, address: str) -> int:
    """How many queries a page makes that was opened before."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_pages_ask_the_same_for_one_row_and_for_three(
    service, framework, body, other_body, manager, lead, commissioner
):
    counts: dict[int, dict[str, int]] = {}
    people = {"manager": manager, "lead": lead, "reader": commissioner}
    for rows in (1, 3):
        with transaction.atomic():
            things = fill(rows, service, framework, body, other_body, manager)
            sharing.explain_openings(things["live"], by=commissioner)
            counts[rows] = {}
            for role, addresses in pages(things).items():
                client = Client()
                client.force_login(people[role])
                for number, address in enumerate(addresses):
                    page = f"{role} {number} {resolve(address.partition('?')[0]).url_name}"
                    counts[rows][page] = queries_of(client, address)
            transaction.set_rollback(True)
    assert counts[1] == counts[3]


# Pages that answer and are not counted above, by what they are.
NOT_COUNTED = {
    "no rows: fixed words, or one thing": (
        *("practice", "gallery", "begin-done", "close-account", "letters", "kept-post", "welcome"),
        *("keepalive", "security-txt", "start-length", "start-paper", "share-new-body"),
        *("name-body", "come-in"),
        *("name-organisation", "name-on-site", "add-organisation", "end-on-site", "healthz"),
        *("second-step-of-all", "second-step-of-body", "link-to-hand-over", "readyz"),
        *(
            "close-person",
            "erase-person",
            "erase-leaver",
            "delete-team",
            "delete-on-site",
            "two-of-one",
            "site-person",
            "take-report-back",
            "shared-check",
            "share-check",
            "share-whom",
        ),
    ),
    "files of a team, of what teams show: tests/export": ("export-team", "export-shown"),
    "one body that is another: tests/office": ("join-on-site",),
    "of an installation that begins": ("begin-organisation", "begin-teams", "begin-people"),
    "leads on": ("framework-list", "ours"),
    "files": (
        *("example-pdf", "own-copy-pdf", "shared-pdf", "share-pdf", "people-template"),
        *("talk-again", "coming-up", "meeting-calendar"),
        *("understanding-word",),
        *("about-me-file", "share-agenda", "share-quotable", "shared-agenda", "shared-quotable"),
    ),
    "one report and one body: tests/sharing and tests/agreeing": (
        *("shared-reply", "shared-reply-ask", "shared-reply-say", "body-replies"),
        "with-start",
        *("understanding-write", "understanding-beside", "understanding-end"),
        *("understanding-came-of", "meeting", "meeting-offer"),
        *("share-show", "share-wait", "share-wait-answer"),
    ),
    "one team and its few pairs: tests/mirror": (
        *("mirror", "mirror-end", "mirror-pair", "mirror-show"),
    ),
    "twenty a page: tests/office": (
        *(
            "this-site",
            "site-people",
            "site-done",
            "our-done",
            "body-done",
            "site-organisation",
            "our-body",
            "body-teams",
        ),
    ),
}


def test_every_page_is_counted_or_said_why_not(
    service, framework, body, other_body, manager, lead, commissioner
):
    things = fill(1, service, framework, body, other_body, manager)
    addresses = [address for page_addresses in pages(things).values() for address in page_addresses]
    counted = {resolve(address.partition("?")[0]).url_name for address in addresses}
    answering = {
        name
        for name, rows in TABLE.items()
        for row in rows
        if row.get is not None and not row.public
        if ":" not in name and not name.startswith(("/", "account_", "mfa_"))
    }
    named = {name for names in NOT_COUNTED.values() for name in names}
    missing = " ".join(sorted(answering - counted - named))
    assert missing == ""
    assert sorted(counted & named) == []
