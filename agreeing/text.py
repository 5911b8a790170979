"""An understanding in words, on its page, in a letter and on paper; and a meeting as a file."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Service
from accounts.models.service import has_one_person
from agreeing.models import CameOf, Meeting, Side, Tie, Understanding
from agreeing.selectors import came_of, newest_agreed, tie_between
from pages.words import isolated_inside, unlinked, with_names
from record.words.days import day
from record.words.phrases import fill
from reports.content.pieces import Own, Titled, own, titled
from reports.content.understanding import (
    Half,
    Outcome,
    UnderstandingPage,
    box_titles,
    fixed_terms,
    no_contract,
    nothing_agreed,
)
from reports.printing.word import Block, word_document

HALVES = {Side.TEAM: "ours", Side.BODY: "theirs"}


def boxes(version: Understanding, *, halves: bool = True) -> tuple[Titled, ...]:
    """Return what is written in each box, under its title; `halves`: also what each does."""
    titles = box_titles(version.tie.service.name, version.tie.body.name)
    pairs = []
    for name, title in titles.items():
        if halves or name not in HALVES.values():
            pairs.append((title, own(getattr(version, name))))
    return titled(pairs)


def agreement_page(service: Service, body: Organisation) -> UnderstandingPage:
    tie = tie_between(service, body)
    version = None
    if tie is not None:
        version = newest_agreed(tie)
    if version is None or version.agreed_at is None:
        return nothing_agreed(service.name, body.name)
    if version.ended_at is not None:
        sentence = _(
            "What we had agreed no longer works, since {day}. Until we have agreed anew, please "
            "read this as a letter. Here is a page to bring to a meeting and to fill in together."
        ).format(day=day(timezone.localdate(version.ended_at)))
        return nothing_agreed(service.name, body.name, intro=sentence)
    return UnderstandingPage(
        title=_("What we agreed, and what came of it"),
        intro=fill(
            _("Agreed on {day} between {body} and {team}."),
            day=day(timezone.localdate(version.agreed_at)),
            body=body.name,
            team=service.name,
        ).plain,
        holds=True,
        halves=tuple(_halves(version)),
        boxes=boxes(version, halves=False),
        terms=fixed_terms(),
        more_terms=own(version.more_terms),
        no_contract=no_contract(),
    )


def _halves(version: Understanding) -> Iterator[Half]:
    body = version.tie.body.name
    theirs = _("{body} said it would").format(body=body)
    titles = {Side.TEAM: _("We said we would"), Side.BODY: theirs}
    all_rows = came_of(version)
    for side, name in HALVES.items():
        words = own(getattr(version, name))
        rows = tuple(_view(row, body) for row in all_rows if row.half == side)
        if words or rows:
            yield Half(titles[side], words, rows)


def _view(row: CameOf, body: str) -> Outcome:
    who = _("As we see it") if row.side == Side.TEAM else _("As {body} sees it").format(body=body)
    return Outcome(who, day(timezone.localdate(row.said_at)), Own(row.words))


def between_them(service: str, organisation: str, body: str) -> str:
    form = _("{service}, {organisation}, and {body}")
    if service == organisation:
        form = _("{service} and {body}")
    return form.format(service=service, organisation=organisation, body=body)


def day_and_time(time: dt.datetime) -> str:
    local = timezone.localtime(time)
    return _("{day} at {time}").format(day=day(local.date()), time=f"{local:%H:%M}")


def who_reads(service: Service) -> str:
    """Say who reads what a body writes to a team: it is told before the first word."""
    if service.archived_on is not None:
        sentence = _("{team} has ended. Whoever was in its team to the end can read this.")
    elif has_one_person(service):
        sentence = _("The one person who works at {team} reads this.")
    elif "nights" in service.kinds_to_hear:
        sentence = _("The whole team of {team} reads this, nights included.")
    else:
        sentence = _("The whole team of {team} reads this.")
    return with_names(sentence, team=service.name)


def sent_sentence(service: Service) -> str:
    return with_names(_("Sent. {team} can read it now."), team=service.name)


def paper_blocks(tie: Tie) -> list[Block]:
    version = newest_agreed(tie)
    blocks = []
    if version is not None:
        blocks.append(Block(texts=(_when_agreed(version),)))
    for name, title in box_titles(tie.service.name, tie.body.name).items():
        words = getattr(version, name, "")
        blocks.append(Block(heading=title, texts=(words,) if words else (), room=True))
    blocks.append(Block(heading=_("Terms that always hold"), points=fixed_terms()))
    if version is not None and version.more_terms:
        blocks.append(Block(texts=(version.more_terms,)))
    return [*blocks, Block(texts=(no_contract(),))]


def _when_agreed(version: Understanding) -> str:
    """Say of what stands on the page since when it holds, and whether it does."""
    days = {"day": day(timezone.localdate(version.agreed_at))}
    if version.ended_at is None:
        return _("As we agreed it on {day}.").format(**days)
    days["end"] = day(timezone.localdate(version.ended_at))
    return _("As we agreed it on {day}. Since {end} it no longer works.").format(**days)


def paper_document(tie: Tie) -> bytes:
    """Return the page as a Word document: neither of the two is its author alone."""
    between = between_them(tie.service.name, tie.service.organisation.name, tie.body.name)
    return word_document(
        _("Our understanding"),
        [Block(texts=(between,)), *paper_blocks(tie)],
        author=between,
        day=timezone.localdate(),
    )


LASTS = dt.timedelta(hours=1)


def meeting_file(meeting: Meeting, *, now: dt.datetime) -> bytes:
    """Return an iCalendar file (RFC 5545): the hour that was taken, or those that are offered.

    It says who meets, by the name a team has outside, and where; nothing of what is shared.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 -- slow import

    tie = meeting.tie
    file = Calendar.new(prodid=f"-//{settings.SITE_NAME}//EN", method="PUBLISH")
    if meeting.taken is not None:
        names, times = _("{team} and {body} meet"), [meeting.taken]
    else:
        names, times = _("{team} and {body} may meet: offered"), meeting.ahead
    names = fill(names, team=tie.service.name_outside, body=tie.body.name).plain
    for number, time in enumerate(times, 1):
        entry = Event.new(
            uid=f"meeting-{tie.pk}-{number}",
            stamp=now,
            start=time,
            end=time + LASTS,
            summary=unlinked(isolated_inside(names)),
            location=isolated_inside(meeting.where) if meeting.where else None,
        )
        entry.add("status", "CONFIRMED" if meeting.taken else "TENTATIVE")
        file.add_component(entry)
    return bytes(file.to_ical())
