"""Which framework a team's next conversation takes, and which others are offered to it."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import Http404

from accounts.models import Service
from assessments.models import Assessment
from frameworks.models import Framework
from frameworks.selectors import offered_by
from pages.answers import or_404

Used = dict[str, str]  # the last version a team used, by framework; the last framework first


@dataclass(frozen=True)
class Sheet:
    """One framework that is offered to a team.

    Args:
        framework: the version its next conversation takes: the newest wording of the edition it
            uses; the newest of all where it has used none.
        coming: a newer edition that the team may go over to when it likes, or None.
        editions: every edition there is in its newest wording, newest first.
    """

    framework: Framework
    coming: Framework | None
    editions: tuple[Framework, ...]

    def edition_of(self, version: str) -> Framework:
        """Return the edition with this version as its newest wording. Raises Http404."""
        for framework in self.editions:
            if framework.version == version:
                return framework
        raise Http404


def sheets(service: Service) -> list[Sheet]:
    """Return the frameworks offered to a team, the one it used last first."""
    return sheets_of([service])[service.pk]


def sheet(service: Service, slug: str = "") -> Sheet:
    """Return one framework offered to a team, or the one it used last. Raises Http404."""
    return pick(sheets(service), slug)


def pick(offered: list[Sheet], slug: str = "") -> Sheet:
    """Return the one of this framework, or the first where none is named. Raises Http404."""
    fitting = [sheet for sheet in offered if slug in {"", sheet.framework.slug}]
    return or_404(fitting)[0]


def sheets_of(services: Iterable[Service]) -> dict[uuid.UUID, list[Sheet]]:
    """Return the frameworks offered to each of some teams, in as many queries as for one."""
    teams = list(services)
    offered = offered_by({team.organisation_id for team in teams})
    used: dict[uuid.UUID, Used] = {}
    if any(len(frameworks) > 1 for frameworks in offered.values()):
        used = _versions_used(teams)
    by_team = {}
    for team in teams:
        by_team[team.pk] = list(_sheets(offered[team.organisation_id], used.get(team.pk, {})))
    return by_team


def _versions_used(teams: list[Service]) -> dict[uuid.UUID, Used]:
    rows = Assessment.objects.filter(service__in=teams, set_aside_at=None).latest_first()
    versions: dict[uuid.UUID, Used] = {}
    for team, slug, version in rows.values_list("service", "framework__slug", "framework__version"):
        versions.setdefault(team, {}).setdefault(slug, version)
    return versions


def _sheets(offered: list[Framework], used: Used) -> Iterator[Sheet]:
    by_slug: dict[str, list[Framework]] = {}
    for framework in offered:
        by_slug.setdefault(framework.slug, []).append(framework)
    for slug in dict.fromkeys((*used, *by_slug)):  # those used last come first
        if slug in by_slug:
            yield _sheet(by_slug[slug], used.get(slug))


def _sheet(versions: list[Framework], used: str | None) -> Sheet:
    editions: dict[tuple[str, str], Framework] = {}
    for framework in versions:  # newest first
        editions.setdefault(framework.edition, framework)
    newest = versions[0]
    now = newest
    for framework in versions:
        if framework.version == used:
            now = editions[framework.edition]
    coming = None
    if newest.edition != now.edition:
        coming = newest
    return Sheet(framework=now, coming=coming, editions=tuple(editions.values()))
