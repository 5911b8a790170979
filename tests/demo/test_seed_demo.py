import datetime as dt
import hashlib
import json
from argparse import Namespace
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import Organisation, Service, User
from agreeing.models import BOXES
from assessments.models import Assessment, Closure, Note
from assessments.sealing.verify import problems
from demo import large, people
from demo.addresses import forms
from demo.between import times_to_meet
from demo.manifest import KINDS
from demo.planting import SENDABLE
from example.story import clock, months_back
from reports.content import build_journey
from reports.selectors import kept_conversations
from sharing.models import Share
from tests.source import INSTALLED

# Ten past midnight: every other hour is easier.
TODAY = timezone.localdate()
MIDNIGHT = dt.datetime.combine(TODAY, dt.time(0, 10), ZoneInfo("Europe/London"))

# Fields without a canary: words of ours, or of whoever runs the site, or copies of other fields.
WITHOUT_CANARY = {
    "accounts.Event.act": "a word of ours",
    "accounts.FormerAddress.slug": "stands in addresses",
    "accounts.Invitation.address": "as User.email",
    "accounts.Invitation.nonce": "a random text",
    "accounts.KeptPost.path": "an address of ours",
    "accounts.SignIn.browser": "what a browser calls itself, in words of ours",
    "accounts.SignIn.system": "the same",
    "accounts.Letter.address": "as User.email",
    "accounts.Letter.details": "days, and names its reader knows",
    "accounts.Letter.kind": "a word of ours",
    "accounts.Letter.path": "an address of ours",
    "accounts.Notice.kind": "a word of ours",
    "accounts.Organisation.slug": "stands in addresses",
    "accounts.Organisation.kinds_of_place": "words of ours",
    "accounts.Service.slug": "stands in addresses",
    "accounts.User.email": "the account itself; the walk knows each by its address",
    "accounts.User.password": "a hash",
    "accounts.User.welcomed_as": "words of ours",
    "assessments.Ask.also": "choices",
    "assessments.Assessment.framework_slug": "the framework's own",
    "assessments.Assessment.next_talk_needs": "choices",
    "assessments.Closure.card": "taken from the document",
    "assessments.Closure.digest": "a hash",
    "assessments.Closure.document": "holds the words of all the others",
    "assessments.Draft.page": "a word of ours",
    "assessments.Reading.status": "a word of ours",
    "assessments.TakenOut.new_digest": "a hash",
    "assessments.TakenOut.old_digest": "a hash",
    "mirror.Pair.framework_slug": "stands in addresses",
    "mirror.Showing.kept": "codes of lines",
    "sharing.Share.digest": "a hash",
    "sharing.Share.document": "holds the words of all the others",
    "sharing.Share.held": "keys of what is kept, no words",
    "sharing.Share.reference": "stands in addresses",
    "sharing.Share.sections": "choices",
    "sharing.ShareFile.digest": "a hash",
    "sharing.Waits.key": "a random text",
    "sharing.Waits.tokens": "hashes",
}

# Addresses with parameters that name no object, and why.
WITHOUT_OBJECT = {
    "come-in": "its secret is in a letter",
    "account_confirm_email": "its key is in a letter",
    "account_reset_password_from_key": "its key is in a letter",
    "example-conversation": "names a theme of the frozen example",
    "newer": "no newer edition waits",
    "mfa_edit_webauthn": "nobody has a passkey",
    "mfa_remove_webauthn": "nobody has a passkey",
}

# Also for tests of what `played` kept: pytest-django makes a database only for tests that say so.
pytestmark = pytest.mark.django_db


def records_of(service):
    """Return what a team has kept, oldest first."""
    return [closure.record for closure in kept_conversations(service)]


def seed(*arguments, **options):
    call_command("seed_demo", *arguments, verbosity=0, **options)


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """Seed everything once, with canaries, and keep what the tests of this file read."""
    folder = tmp_path_factory.mktemp("demo")
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(DEBUG=True, RENDER_DIR=str(folder / "render")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: MIDNIGHT)
        call_command("load_frameworks", verbosity=0)
        seed(json=folder / "demo.json")
        played_demo = Namespace(
            told=json.loads((folder / "demo.json").read_text()),
            records={slug: records_of(Service.objects.get(slug=slug)) for slug in people.STORIES},
            shares=list(
                Share.objects.select_related("file", "body", "service").prefetch_related("opens")
            ),
            live={share.pk for share in Share.objects.live()},
            open=list(Assessment.objects.open().values_list("service__slug", "length", "held_on")),
            in_future=list(Assessment.objects.filter(started_at__gt=MIDNIGHT)),
            waiting=list(Note.objects.waiting().values_list("service__slug", flat=True)),
            hours={timezone.localtime(note.kept_at).hour for note in Note.objects.all()},
            problems=list(problems()),
            missing=[],
        )
        played_demo.missing = list(missing(played_demo.told["canaries"]))
        transaction.set_rollback(True)
    return played_demo


def missing(canaries):
    """Find canaries that are not in their field."""
    texts = {}
    for canary in canaries:
        model, _, name = canary["field"].rpartition(".")
        if canary["field"] not in texts:
            rows = apps.get_model(model)._base_manager.values_list(name, flat=True)
            texts[canary["field"]] = " ".join(map(str, rows)).lower()
        if canary["word"] not in texts[canary["field"]]:
            yield canary


@pytest.fixture
def debug(settings, db):
    settings.DEBUG = True


@pytest.fixture
def frameworks(db):
    call_command("load_frameworks", verbosity=0)


# --- The story


def rows(played):
    journey = build_journey(played.records["alder-house"])
    return {row.code: row for group in journey.groups for row in group.rows}


@pytest.mark.pdf
def test_alder_house_went_from_coffee_break_to_elements_in_eighteen_months(played):
    talks = [
        (record.occasion.held_on, record.occasion.length, record.number)
        for record in played.records["alder-house"]
    ]
    assert talks == [
        (months_back(TODAY, 18, 14), "coffee", 1),
        (months_back(TODAY, 13, 20), "themes", 1),
        (months_back(TODAY, 8, 18), "more", 2),
        (months_back(TODAY, 1, 12), "more", 1),
    ]


@pytest.mark.pdf
def test_theme_rods_of_alder_house_are_unbroken(played):
    themes = [row for row in rows(played).values() if row.kind == "theme"]
    assert {row.code: [mark.joined for mark in row.marks] for row in themes} == {
        row.code: [False, True, True] for row in themes
    }
    assert len(themes) == 5


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("line", "moved"),
    [
        ("reflective-practice", "further_on"),
        ("sector-engagement", "less_so"),
        ("rules-procedures", "seen_more_clearly"),
        ("roles-relationships", "agreed_then_not"),
    ],
)
def test_line_of_alder_house_has_moved(played, line, moved):
    assert rows(played)[line].moved == moved


@pytest.mark.pdf
def test_last_conversation_says_everything_there_is_to_say(played):
    third, last = played.records["alder-house"][2:]
    judged = {judgement.line: judgement for judgement in last.judgements}
    assert judged["psychological-models"].place.status == "does_not_apply"
    assert len(judged["roles-relationships"].views) == 2
    assert judged["rules-procedures"].recast.level == "here-and-there"
    assert judged["training-and-support"].first != judged["training-and-support"].place
    assert "head count" in third.reason
    assert last.occasion.opening
    assert last.occasion.next_talk_needs == ("cover",)
    asks = [factor.ask for factor in last.factors if factor.ask]
    assert [ask.came_of for ask in asks if ask.came_of] == [
        "The rule turned out to be the landlord's. We are asking them."
    ]
    assert [ask.answers[0].answer for ask in asks if ask.came_of] == ["will"]
    assert any(step.learned.startswith("Nothing changed.") for step in third.steps)
    around = [note.words for record in (third, last) for note in record.around]
    assert "Moved to Mill Lane." in around


@pytest.mark.pdf
def test_what_was_said_in_a_record_is_not_dated_after_it(played):
    for records in played.records.values():
        for record in records:
            days = [note.happened_on for note in record.around]
            days += [note.kept_on for note in record.remembered]
            assert [day for day in days if day > record.occasion.held_on] == []
    assert played.in_future == []


@pytest.mark.pdf
def test_one_is_open_and_notes_come_from_the_night_too(played):
    two_days_ago = TODAY - dt.timedelta(days=2)
    assert ("alder-house", "themes", two_days_ago) in played.open
    assert 3 in played.hours


@pytest.mark.pdf
def test_shares_of_alder_house_have_three_fates(played):
    shares = sorted(
        (share for share in played.shares if share.service.slug == "alder-house"),
        key=lambda share: share.sent_at,
    )
    assert [
        (share.body.slug, share.state, share.pk in played.live, share.has_ended(TODAY))
        for share in shares
    ] == [
        ("northtown-council", "sent", False, True),
        ("riverside-health", "taken_back", False, False),
        ("northtown-council", "sent", True, False),
    ]


@pytest.mark.pdf
def test_what_was_sent_is_a_real_pdf_with_its_hash(played):
    sent = [share for share in played.shares if share.sent_at]
    assert sent
    for share in sent:
        content = bytes(share.file.content)
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == share.file.digest
        assert hashlib.sha256(share.document.encode()).hexdigest() == share.digest


@pytest.mark.pdf
def test_records_agree(played):
    assert played.problems == []


# --- The canaries


@pytest.mark.pdf
def test_canaries_are_in_their_fields_and_each_only_once(played):
    words = [canary["word"] for canary in played.told["canaries"]]
    assert len(set(words)) == len(words)
    assert played.missing == []


@pytest.mark.pdf
def test_every_field_that_holds_words_has_a_canary_or_a_reason(played):
    fields = {
        f"{model._meta.label}.{field.name}"
        for label in ("accounts", "assessments", "agreeing", "mirror", "sharing")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.fields
        if field.get_internal_type()
        in {"CharField", "TextField", "JSONField", "SlugField"} | {"URLField", "EmailField"}
        and not field.choices
    }
    planted = {canary["field"] for canary in played.told["canaries"]}
    assert fields - planted == set(WITHOUT_CANARY)
    assert planted - fields == set()


@pytest.mark.pdf
def test_roles_that_may_see_are_roles_of_accounts(played):
    roles = {role for account in played.told["accounts"] for role in account["roles"]}
    named = {role for canary in played.told["canaries"] for role in canary["who_may_see"]}
    # Nobody is a contributor in teams whose one person is their manager; who left has no rights.
    assert named - roles == {
        "contributor:canary-elsewhere",
        "contributor:canary-sibling",
        "lead:canary-other-body",
        "person:canary-deactivated@demo.example",
    }


def _field(played, word: str) -> str:
    return next(canary["field"] for canary in played.told["canaries"] if canary["word"] == word)


@pytest.mark.pdf
def test_live_report_holds_the_words_its_reader_may_see_and_no_others(played):
    (live,) = (
        share
        for share in played.shares
        if share.service.slug == "canary-own" and share.pk in played.live
    )
    there = {c["word"] for c in played.told["canaries"] if c["word"] in live.document.lower()}
    allowed = {
        canary["word"]
        for canary in played.told["canaries"]
        if "reader:canary-body" in canary["who_may_see"]
        and canary["field"] != "accounts.User.display_name"
        # What they said themselves, and where they may meet.
        and not canary["field"].startswith(("sharing.Reply.", "agreeing.Remark", "agreeing.Meet"))
    }
    # Since it went, the two asked about another version, and the body said more.
    since = {word for word in allowed - there if _field(played, word).startswith("agreeing.")}
    assert there == allowed - since
    agreed = [
        _field(played, word) for word in there if _field(played, word).startswith("agreeing.")
    ]
    assert len(agreed) == len(BOXES) + 4, "each box, and what came of each half by each side"
    assert {c["field"] for c in played.told["canaries"] if c["word"] in there} >= SENDABLE


@pytest.mark.pdf
def test_accounts_and_objects_are_written_with_their_addresses(played):
    accounts = {account["email"]: account for account in played.told["accounts"]}
    assert accounts["manager@demo.example"]["roles"] == [
        "manager:alder-house",
        "manager:birch-outreach",
        "person:manager@demo.example",
    ]
    assert accounts["canary-deactivated@demo.example"]["roles"] == []
    assert played.told["password"] == people.PASSWORD


@pytest.mark.pdf
def test_every_kind_of_object_is_written(played):
    """Proxies (themes, elements) are rows of the table of lines."""
    tables = {
        model._meta.label
        for app in INSTALLED
        for model in apps.get_app_config(app).get_models()
        if not model._meta.proxy
    }
    assert set(KINDS) == tables
    # The demo is told to the actions: no form was sent, so none is remembered as sent, and nobody
    # waits for a PDF. Nobody chose among the frameworks either: all are offered. Nor did anybody
    # take words out of a record, nor let a lead into a team, nor erase anything, nor give a team
    # another address, nor sign in.
    without = {
        "accounts.Deletion",
        "accounts.Erasure",
        "accounts.FormerAddress",
        "accounts.LetIn",
        "accounts.SignIn",
        "assessments.Submission",
        "assessments.TakenOut",
        "frameworks.Offer",
        "reports.WantedPdf",
    }
    assert {row["model"] for row in played.told["objects"]} == tables - without


@pytest.mark.pdf
def test_every_address_with_parameters_is_written_with_its_object(played):
    named = {resolve(url).view_name for row in played.told["objects"] for url in row["urls"]}
    there = {name for name, _form, parameters in forms() if parameters}
    assert there - named == set(WITHOUT_OBJECT)
    assert named - there == set()


@pytest.mark.pdf
def test_addresses_name_objects_where_they_belong(played):
    # A conversation and its team's contribution have one key.
    urls = {(row["model"], row["id"]): row["urls"] for row in played.told["objects"]}
    share = next(row for row in played.told["objects"] if row["model"].endswith(".Share"))
    place = "/place/reflective-practice/"  # of one of the frameworks; others have other lines
    with_place = {
        key for (_model, key), addresses in urls.items() if any(place in url for url in addresses)
    }
    examples = [row for row in played.told["objects"] if row["model"].endswith("Example")]
    there = [example for example in examples if example["urls"][0].split("/")[2] in with_place]
    assert there
    for example in there:
        (address,) = example["urls"]
        talk = resolve(address).kwargs["pk"]
        assert address == f"/conversation/{talk}/example/{example['id']}/"
        assert f"/conversation/{talk}{place}" in urls["assessments.Assessment", str(talk)]
    assert {f"/share/{share['id']}/", f"/share/{share['id']}/report.pdf"} <= set(share["urls"])
    # The link of an invitation holds a secret that stands in no field.
    own = [
        row
        for row in played.told["objects"]
        if row["url"] and row["model"] != "accounts.Invitation"
    ]
    assert [row["url"] for row in own if row["url"] not in row["urls"]] == []


# --- The command


def test_demo_needs_debug(db):
    with pytest.raises(CommandError, match="PIZAZZ_DEBUG=True") as refused:
        seed()
    assert refused.value.returncode == 2


def test_demo_that_is_there_is_refused_in_a_line(debug):
    User.objects.create(email="manager@demo.example", display_name="Maya")
    with pytest.raises(CommandError, match=r"^The demo is there already") as refused:
        seed()
    assert refused.value.returncode == 1
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("kind", [Organisation, User])
def test_if_empty_leaves_a_database_with_anything_in_it_alone(debug, capsys, kind):
    if kind is User:
        User.objects.create(email="somebody@example.org", display_name="Somebody")
    else:
        Organisation.objects.create(kind="provider", name="Oak Trust", slug="oak-trust")
    call_command("seed_demo", "--if-empty", "--print-accounts")
    assert capsys.readouterr() == ("", "")
    assert not User.objects.filter(email="manager@demo.example").exists()


def test_accounts_of_a_demo_that_is_there_are_printed(debug, capsys):
    User.objects.create(email="manager@demo.example", display_name="Maya")
    call_command("seed_demo", "--if-empty", "--print-accounts")
    assert capsys.readouterr().out.splitlines() == people.account_lines()


@pytest.mark.logs_errors
def test_demo_without_pdfs_is_whole_and_says_so_in_a_line(
    debug, frameworks, settings, tmp_path, monkeypatch, capsys
):
    settings.RENDER_DIR = str(tmp_path / "render")
    worker = tmp_path / "worker.py"
    worker.write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.setattr("reports.printing.pdf.WORKER", worker)
    seed()
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("The demo's PDFs could not be made here")
    not_sent = {("shown", None), ("draft", None)}
    assert set(Share.objects.values_list("state", "opens")) == {("render_failed", None), *not_sent}
    assert Assessment.objects.finished().count() == 10


def test_demo_without_a_framework_says_what_to_do(debug):
    with pytest.raises(CommandError, match="load_frameworks") as refused:
        seed()
    assert refused.value.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--services", "0"], "'0' is not a number from 1 to 5000"),
        (["--services", "many"], "'many' is not a number from 1 to 5000"),
        (["--services", "²"], "'²' is not a number from 1 to 5000"),
        (["--services", "2", "--assessments", "61"], "'61' is not a number from 1 to 60"),
        (["--assessments", "3"], "--assessments goes with --services"),
        (["--seed", "3"], "--seed goes with --services"),
        (["--services", "2", "--if-empty"], "--if-empty goes with the demo"),
        (["--services", "2", "--json", "x.json"], "--json goes with the demo"),
        (["--if-empty", "--json", "x.json"], "--if-empty and --json do not go together"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
    ],
)
def test_wrong_use_is_told_in_a_line(debug, arguments, message):
    with pytest.raises(CommandError, match=message) as refused:
        seed(*arguments)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)


def test_file_that_cannot_be_written_is_refused_before_anything_is_made(debug, tmp_path):
    for path in (tmp_path, tmp_path / "missing" / "demo.json"):
        with pytest.raises(CommandError, match=r"^Cannot write") as refused:
            seed(json=path)
        assert refused.value.returncode == 1
    assert not User.objects.exists()


def test_every_account_has_its_line():
    emails = [account["email"] for account in people.accounts()]
    printed = people.account_lines()
    assert [line.split()[0] for line in printed[1:-1]] == emails
    assert printed[-1].endswith(people.PASSWORD)


# --- Dates


@pytest.mark.parametrize(
    ("today", "months", "day", "expected"),
    [
        (dt.date(2026, 1, 31), 1, 12, dt.date(2025, 12, 12)),
        (dt.date(2026, 3, 31), 1, 31, dt.date(2026, 2, 28)),
        (dt.date(2026, 12, 1), 18, 14, dt.date(2025, 6, 14)),
        (dt.date(2026, 12, 1), 12, 1, dt.date(2025, 12, 1)),
    ],
)
def test_months_back(today, months, day, expected):
    assert months_back(today, months, day) == expected


def test_clock_stays_out_of_the_future():
    times = clock(timezone.localdate(), 23)
    assert all(next(times) < timezone.now() for _minute in range(90))


@pytest.mark.parametrize("days", range(7))
def test_times_to_meet_are_on_days_when_a_council_is_open(days):
    today = TODAY + dt.timedelta(days=days)
    talk = people.read("alder-house")["conversations"][-1]
    times = times_to_meet(today, talk["between"][0]["meeting"])
    assert [time.strftime("%A") for time in times] == ["Tuesday", "Thursday", "Tuesday"]
    assert min(times).date() > today + dt.timedelta(weeks=1)


# --- Large sets


def content():
    """Return what a large set says: everything but keys."""
    texts = {}
    for service in Service.objects.filter(organisation__slug=large.ORGANISATION):
        records = records_of(service)
        texts[service.slug] = [
            (
                record.occasion.held_on,
                record.judgements,
                [example.words for example in record.examples],
            )
            for record in records
        ]
    return texts


def test_large_set_agrees_is_the_same_for_a_seed_and_copies_are_whole(debug, frameworks):
    for name in ("first", "again"):
        with transaction.atomic():
            seed(services=large.PATTERNS + 2, assessments=2, seed=7)
            if name == "first":
                first = content()
                played, copy = (
                    {
                        model: model._default_manager.filter(**{f"{path}__slug": slug}).count()
                        for model, path in large.TABLES
                    }
                    for slug in ("large-0001", f"large-{large.PATTERNS + 1:04}")
                )
            else:
                again = content()
            transaction.set_rollback(True)
    assert played == copy
    assert first == again
    assert [len(records) for records in first.values()] == [2] * (large.PATTERNS + 2)


def test_pages_of_a_large_set_open(debug, frameworks, client):
    seed(services=1, assessments=4)
    service, last = Service.objects.get(), Closure.objects.latest("held_on")
    lines = [judgement.line for judgement in last.record.judgements]
    pages = {
        "contributor": [
            last.get_absolute_url(),
            reverse("journey", args=[service.slug]),
            *(reverse("line-over-time", args=[service.slug, line]) for line in lines),
        ],
        "lead": [reverse("shown", args=[last.pk]), reverse("shown-team", args=[service.slug])],
    }
    for role, addresses in pages.items():
        client.force_login(User.objects.get(email=f"large-{role}@demo.example"))
        assert {page: client.get(page).status_code for page in addresses} == dict.fromkeys(
            addresses, 200
        )


def test_large_set_that_is_there_is_refused(debug, frameworks):
    seed(services=1, assessments=1)
    with pytest.raises(CommandError, match=r"^A large set is there already") as refused:
        seed(services=1, assessments=1)
    assert refused.value.returncode == 1
