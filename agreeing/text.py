"""An understanding in words: on its page, and on the second page of a letter."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Service
from agreeing.models import CameOf, Side, Understanding
from agreeing.selectors import came_of, holding
from record.words.phrases import day
from reports.content.agreed import (
    Agreed,
    Half,
    SaidOf,
    box_titles,
    fixed_terms,
    no_contract,
    nothing_agreed,
)
from reports.content.pieces import Own, Titled, own, titled

HALVES = {Side.TEAM: "ours", Side.BODY: "theirs"}


def boxes(version: Understanding, *, halves: bool = True) -> tuple[Titled, ...]:
    """Return what is written in each box, under its title; `halves`: also what each does."""
    titles = box_titles(version.tie.service.name, version.tie.body.name)
    names = [name for name in titles if halves or name not in HALVES.values()]
    return titled([(titles[name], own(getattr(version, name))) for name in names])


def agreed_with(service: Service, body: Organisation) -> Agreed:
    """Return the page of a letter that says what this team and this body agreed."""
    version = holding(service, body)
    if version is None or version.agreed_at is None:
        return nothing_agreed(service.name, body.name)
    if version.ended_at is not None:
        said = _(
            "What we had agreed no longer works, since {day}. Until we have agreed anew, please "
            "read this as a letter. Here is a page to bring to a meeting and to fill in together."
        ).format(day=day(timezone.localdate(version.ended_at)))
        return nothing_agreed(service.name, body.name, said=said)
    return Agreed(
        title=_("What we agreed, and what came of it"),
        said=_("Agreed on {day} between {body} and the team of {team}.").format(
            day=day(timezone.localdate(version.agreed_at)), body=body.name, team=service.name
        ),
        holds=True,
        halves=_halves(version),
        boxes=boxes(version, halves=False),
        terms=fixed_terms(),
        more_terms=own(version.more_terms),
        no_contract=no_contract(),
    )


def _halves(version: Understanding) -> tuple[Half, ...]:
    body = version.tie.body.name
    titles = {
        Side.TEAM: _("We said we would"),
        Side.BODY: _("{body} said it would").format(body=body),
    }
    came = came_of(version)
    halves = []
    for side, name in HALVES.items():
        words = own(getattr(version, name))
        said = tuple(_said(each, body) for each in came if each.half == side)
        if words or said:
            halves.append(Half(titles[side], words, said))
    return tuple(halves)


def _said(each: CameOf, body: str) -> SaidOf:
    who = _("As we see it") if each.side == Side.TEAM else _("As {body} sees it").format(body=body)
    return SaidOf(who, day(timezone.localdate(each.said_at)), Own(each.words))


def said_time(time: dt.datetime) -> str:
    """Say a day and a time, in the site's zone."""
    local = timezone.localtime(time)
    return _("{day} at {time}").format(day=day(local.date()), time=f"{local:%H:%M}")
