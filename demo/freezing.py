"""The demo's first story as the example's files hold it: played, read, and undone."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator

import msgspec
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from demo.people import STORIES, make_cast, read
from demo.player import DemoPlayer
from demo.world import TYPISTS
from example.frozen import Frozen, as_bytes
from example.story import Story, months_back
from frameworks.selectors import current_framework, tree_by_id
from record.document import Record
from reports.content import Options, Report, build_report
from reports.content.report import sealed
from reports.printing.render import report_pdf
from reports.selectors import kept_conversations

LANGUAGE = "en-gb"
STORY, SENT = "alder-house", "live"
REFERENCE = "PZ-EXAMPLE"
A_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def freeze(day: dt.date) -> Frozen:
    """Return what Alder House would be on a day. Nothing of it stays in the database.

    Raises django.core.exceptions.ValidationError where the demo is in the database already.
    """
    with transaction.atomic(), translation.override(LANGUAGE):
        story = read(STORY)
        player = _played(story, day)
        records = tuple(conversation.record for conversation in kept_conversations(player.service))
        share = next(_shares(story))
        frozen = Frozen(
            day=day,
            records=records,
            report=_report(player, share, records, day),
            tree=tree_by_id(player.framework.pk, player.service.people),
        )
        transaction.set_rollback(True)
        return with_lasting_keys(frozen)


def with_lasting_keys(frozen: Frozen) -> Frozen:
    """Return the same with keys that are the same each time: a new file differs in words only."""
    text = as_bytes(frozen).decode()
    for number, key in enumerate(dict.fromkeys(A_KEY.findall(text))):
        text = text.replace(key, str(uuid.uuid5(uuid.NAMESPACE_OID, f"example {number}")))
    lasting = msgspec.json.decode(text, type=Frozen)
    return msgspec.structs.replace(lasting, report=sealed(lasting.report))


def printed(frozen: Frozen) -> bytes:
    """Return the example's report as a PDF that says on every page that it is invented."""
    with translation.override(LANGUAGE):
        return report_pdf(frozen.report, mark=_("An invented example"))


def _played(story: Story, day: dt.date) -> DemoPlayer:
    """Play the finished conversations of a story, told back from a day."""
    cast = make_cast([read(slug) for slug in STORIES], day)
    by, manager = (cast.people[email] for email in TYPISTS[STORY])
    service = cast.services[STORY]
    player = DemoPlayer(service, current_framework(), by, manager, day, people=cast.people)
    for conversation in story["conversations"]:
        player.manager = (
            cast.people[conversation["manager"]] if "manager" in conversation else manager
        )
        player.converse(conversation)
    return player


def _shares(story: Story) -> Iterator[Story]:
    """Give the report that commissioners can read, with when it was talked about."""
    for conversation in story["conversations"]:
        for share in conversation.get("shares", []):
            if share["key"] == SENT:
                yield conversation | share


def _report(player: DemoPlayer, share: Story, records: tuple[Record, ...], day: dt.date) -> Report:
    """Build what the story sends to its council."""
    talk_day = months_back(day, share["months"], share["day"])
    asks = [player.factors[key].ask for key, goes in share["asks"].items() if goes]
    options = Options(
        date=talk_day + dt.timedelta(days=share["sent_days_after"]),
        reference=REFERENCE,
        to=_body_name(share["to"]),
        purpose=share["purpose"],
        until=talk_day + dt.timedelta(days=share["until_days_after"]),
        sections=tuple(share["sections"]),
        asks=tuple(str(ask.pk) for ask in asks),
    )
    return build_report(records, options=options)


def _body_name(slug: str) -> str:
    rows: list[Story] = read("people")["organisations"]
    names: dict[str, str] = {row["slug"]: row["name"] for row in rows}
    return names[slug]
