"""A database of every release is brought up to today, and says what it said."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.operations.tables import connected
from assessments.models import Assessment, Contribution, Draft, Example, Judgement
from tests.releases.load import KEPT, held_by_release

pytestmark = pytest.mark.server

NO_MODELS = {"cache", "sqlite_stat1", "sqlite_stat4"}  # of createcachetable, and of ANALYZE

# The names we gave; others say what a table was once called.
DECLARED = {
    rule.name
    for model in apps.get_models()
    for rule in (*model._meta.constraints, *model._meta.indexes)
}

# Of tables between two models Django makes this key as wide as it is told, in a migration of its
# own apps even where their models say otherwise.
KEYS_BETWEEN = {
    (model._meta.db_table, "id")
    for model in apps.get_models(include_auto_created=True)
    if model._meta.auto_created
}


def shape(database: BaseDatabaseWrapper) -> dict[str, object]:
    """Return what a database has, without the order of columns and names made of digests."""
    look = database.introspection
    tables: dict[str, object] = {}
    with database.cursor() as cursor:
        for table in set(look.table_names(cursor)) - NO_MODELS:
            columns = {
                column.name: (
                    column.type_code,
                    column.null_ok,
                    column.default,
                    column.internal_size,
                )
                for column in look.get_table_description(cursor, table)
                if (table, column.name) not in KEYS_BETWEEN
            }
            constraints = look.get_constraints(cursor, table)
            rules = {
                (
                    tuple(constraint["columns"]),
                    constraint["primary_key"],
                    constraint["unique"],
                    constraint["foreign_key"],
                    tuple(constraint.get("orders") or ()),
                )
                for constraint in constraints.values()
                if not constraint["check"]
            }
            tables[table] = (columns, rules, constraints.keys() & DECLARED)
    return tables


@pytest.fixture(scope="session")
def as_models_say(sites, django_db_blocker) -> dict[str, object]:
    """Return what a database has whose tables were made as the models say."""
    site = sites.new()
    site.manage("prepare")
    assert "No migrations to apply" in site.manage("migrate")
    with django_db_blocker.unblock(), connected(site.url) as alias:
        return shape(connections[alias])


@pytest.mark.parametrize("release", KEPT, ids=lambda path: path.name.removesuffix(".json.gz"))
def test_database_of_a_release_is_brought_up(sites, release, as_models_say, django_db_blocker):
    """A walk through all migrations takes longer than a hundred tests: all is asked of one."""
    site = sites.new()
    words = f"from tests.releases.load import *; open_another(load({str(release)!r}))"
    site.manage("shell", "--command", words)
    site.manage("prepare")
    site.manage("prepare", "--check")
    assert site.manage("verify_closures") == "8 records agree.\n"
    assert site.manage("refresh_cards") == "Cards made anew: 0.\n"
    site.manage("check", "--database", "default", "--fail-level", "WARNING")
    with django_db_blocker.unblock(), connected(site.url) as alias:
        tables = shape(connections[alias])
        what_was_said_is_under_its_conversations_key(alias, held_by_release(release)["tables"])
        what_stood_in_the_order_of_its_times_stands_in_it(alias, held_by_release(release)["tables"])
        of_two_open_in_two_versions_the_later_stays_open(alias)
        what_was_typed_and_not_saved_is_under_the_names_of_today(alias)
    assert tables.keys() == as_models_say.keys()
    for table, columns_and_rules in as_models_say.items():
        assert tables[table] == columns_and_rules, table


def rows(tables: dict[str, Any], label: str) -> Iterator[dict[str, str]]:
    """Give the rows of a table as they were kept."""
    for row in tables[label]["rows"]:
        yield dict(zip(tables[label]["fields"], row, strict=True))


def what_was_said_is_under_its_conversations_key(alias: str, tables: dict[str, Any]) -> None:
    talks = {row["id"]: row["assessment_id"] for row in rows(tables, "assessments.Contribution")}
    teams = Contribution.objects.using(alias).filter(kind="team")
    assert {str(pk) for pk in teams.values_list("pk", flat=True)} == set(talks.values())
    for name, model in (("Judgement", Judgement), ("Evidence", Example)):
        contributions = {
            (row["id"], talks[row["contribution_id"]])
            for row in rows(tables, f"assessments.{name}")
        }
        pairs = model.objects.using(alias).values_list("pk", "contribution")
        assert {(str(pk), str(talk)) for pk, talk in pairs} == contributions


def what_stood_in_the_order_of_its_times_stands_in_it(alias: str, tables: dict[str, Any]) -> None:
    times = {row["id"]: row["added_at"] for row in rows(tables, "assessments.Evidence")}
    for team in Contribution.objects.using(alias).all():
        orders = list(team.examples.order_by("order").values_list("pk", "order"))
        keys = [str(pk) for pk, _order in orders]
        assert keys == sorted(keys, key=times.get)
        assert [order for _pk, order in orders] == list(range(1, len(orders) + 1))


def of_two_open_in_two_versions_the_later_stays_open(alias: str) -> None:
    every = Assessment.objects.using(alias)
    (first,) = every.exclude(set_aside_at=None)
    (later,) = every.filter(service_id=first.service_id).open()
    assert later.started_at > first.started_at
    assert first.set_aside_by_id == first.started_by_id
    assert later.framework_slug == first.framework_slug
    assert later.framework_id != first.framework_id
    with pytest.raises(IntegrityError), transaction.atomic(using=alias):
        every.filter(pk=first.pk).update(set_aside_at=None, set_aside_by=None)


def what_was_typed_and_not_saved_is_under_the_names_of_today(alias: str) -> None:
    draft = Draft.objects.using(alias).get()
    assert draft.assessment in Assessment.objects.using(alias).open()
    assert draft.fields == {"words": "Half a line", "finer": "3", "recast_finer": "2"}
