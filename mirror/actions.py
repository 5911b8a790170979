"""Linking two sides: asked, agreed, shown, ended; and the ask to see the other first."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import log, tell, withdraw_notice
from accounts.models import Organisation, Service, User
from accounts.selectors import leads_of, people_of
from assessments.actions import Refused, name_factor, put_ask, refuse_ended
from assessments.models import Ask, Assessment, Closure
from mirror.models import Pair, Showing
from mirror.selectors import latest_closure, people_of_body, side_of
from pages.database.at_once import Stale, one_at_a_time
from pages.signatures import When
from record.choices import AskedOf, FactorKind, Reach

ASKED = "mirror_asked"
# What is told of a link while there is one.
WHILE_LINKED = (ASKED, "mirror_agreed", "mirror_open")


def ask_to_link(
    *, service: Service, body: Organisation, slug: str, by: User, at: When = None
) -> Pair:
    """Raises Refused where somebody is on both sides, or the service ended. Twice is once."""
    now = at or timezone.now()
    if service.archived_on or service.is_of_a_body:
        raise Refused(_("Only the team of a service that is still running asks for this."))
    _refuse_both_sides(service, body)
    try:
        with transaction.atomic():
            one_at_a_time(service)  # all of it may have gone in this moment
            refuse_ended(service)
            before = Pair.objects.without_their_team().filter(service=service, body=body)
            for left_over in before.filter(framework_slug=slug):
                _end(left_over, team=service, by=by, at=now)
            pair = Pair.objects.create(
                service=service, body=body, framework_slug=slug, asked_at=now, asked_by=by
            )
            log(ASKED, by=by, at=now, object_id=pair.pk, service=service)
            _tell_body(pair, at=now)
    except IntegrityError:
        return Pair.objects.live().get(service=service, body=body, framework_slug=slug)
    return pair


def _tell_body(pair: Pair, *, at: dt.datetime) -> None:
    """Tell who manages a team of the body; where there is none, who leads there."""
    teams = list(Service.objects.in_use().filter(organisation=pair.body))
    _tell(pair, ASKED, teams, at=at)
    if not teams:
        tell(leads_of(pair.body), ASKED, organisation=pair.body, object_id=pair.pk, at=at)


def _tell(pair: Pair, kind: str, teams: Sequence[Service | None], *, at: dt.datetime) -> None:
    for team in filter(None, teams):
        tell(people_of(team), kind, service=team, object_id=pair.pk, at=at)


def agree_to_link(pair: Pair, *, team: Service, by: User, at: When = None) -> Pair:
    """Link, as a team of the body that was asked. Doing it twice is the same as once.

    Raises Refused where somebody is on both sides, Stale where it is over or another team has.
    """
    now = at or timezone.now()
    _refuse_both_sides(pair.service, pair.body)
    if pair.over_since is not None or team.archived_on:
        raise Stale
    with transaction.atomic():
        pairs = Pair.objects.live().filter(pk=pair.pk, body_team=None, body=team.organisation_id)
        if pairs.update(body_team=team, agreed_at=now, agreed_by=by):
            log("mirror_agreed", by=by, at=now, object_id=pair.pk, service=team)
            withdraw_notice(ASKED, pair.pk, at=now)
            _tell(pair, "mirror_agreed", [pair.service], at=now)
    pair.refresh_from_db()
    if pair.body_team_id != team.pk or pair.ended_at:
        raise Stale
    return pair


def show(
    pair: Pair,
    *,
    team: Service,
    closure: Closure,
    kept_lines: Sequence[str] = (),
    by: User,
    at: When = None,
) -> Showing:
    """Say *show*, for one side, of the record this person has just seen.

    The other side reads it once both have. A newer one takes the place of the one before.
    Raises Refused where nothing is kept yet or somebody is on both sides, Stale where the link is
    over or another record was kept meanwhile.
    """
    now = at or timezone.now()
    _refuse_both_sides(pair.service, pair.body)
    latest = latest_closure(team, pair.framework_slug)
    if latest is None:
        raise Refused(nothing_to_show())
    if latest != closure or pair.over_since is not None:
        raise Stale
    with transaction.atomic():
        # One at a time for each pair, and nothing on one that has just ended.
        agreed = Pair.objects.live().filter(pk=pair.pk, agreed_at__isnull=False)
        if not agreed.update(framework_slug=pair.framework_slug):
            raise Stale
        others = pair.showings.count()
        side = side_of(pair, team)
        values = {"closure": closure, "kept": list(kept_lines), "shown_at": now, "shown_by": by}
        showing, is_new = Showing.objects.update_or_create(pair=pair, side=side, defaults=values)
        log("mirror_shown", by=by, at=now, object_id=pair.pk, service=team)
        if is_new and others:
            _tell(pair, "mirror_open", [pair.service, pair.body_team], at=now)
    return showing


def nothing_to_show() -> str:
    return _("Finish a conversation about this first: there is nothing to show yet.")


def end(pair: Pair, *, team: Service, by: User) -> Pair:
    """End a link, from either side. Doing it twice is the same as once."""
    now = timezone.now()
    with transaction.atomic():
        if _end(pair, team=team, by=by, at=now) and pair.is_agreed:
            _tell(pair, "mirror_ended", [pair.service, pair.body_team], at=now)
    pair.refresh_from_db()
    return pair


def _end(pair: Pair, *, team: Service, by: User, at: dt.datetime) -> bool:
    """Say whether it went on: it is noted then who ended it, and what was told of it put away."""
    if not Pair.objects.live().filter(pk=pair.pk).update(ended_at=at, ended_by=by):
        return False
    log("mirror_ended", by=by, at=at, object_id=pair.pk, service=team)
    for kind in WHILE_LINKED:
        withdraw_notice(kind, pair.pk, at=at)
    return True


def _refuse_both_sides(service: Service, body: Organisation) -> None:
    """Refuse where one person would read their own side and the other. Names nobody."""
    mine = set(people_of(service).values_list("pk", flat=True))
    if mine & people_of_body(body):
        raise Refused(_("Somebody is on both sides, so these two cannot be linked."))


@transaction.atomic
def ask_to_see(talk: Assessment, *, by: User) -> Ask:
    """Name the obstacle and put the ask; the team says it in its own words from there.

    It goes out with a report, is answered and comes back as any ask does. The same press again
    finds the one that is there. Raises Refused as those do.
    """
    refuse_ended(talk.service)
    note = name_factor(
        talk,
        kind=FactorKind.OBSTACLE,
        words=_("We do not know how those who commission us see the way they do it."),
        reach=Reach.SOMEONE_ELSE,
        to=AskedOf.COMMISSIONER,
        by=by,
    )
    ask = Ask.objects.get(factor=note.factor_id)
    if ask.words == note.words:  # nobody has said it more fully
        words = _("Show us how you see the way you commission, before we show you how we see it.")
        put_ask(talk, ask, words=words, by=by)
    return ask
