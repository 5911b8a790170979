"""A database of every release is brought up to today, and says what it said."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.operations.tables import connected
from assessments.models import Assessment, Contribution, Example, Judgement
from tests.releases.load import KEPT, told

pytestmark = pytest.mark.server

NO_MODELS = {"cache", "sqlite_stat1", "sqlite_stat4"}  # of createcachetable, and of ANALYZE

# The names we gave; others say what a table was once called.
DECLARED = {
    each.name
    for model in apps.get_models()
    for each in (*model._meta.constraints, *model._meta.indexes)
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
    found: dict[str, object] = {}
    with database.cursor() as cursor:
        for table in set(look.table_names(cursor)) - NO_MODELS:
            columns = {
                each.name: (each.type_code, each.null_ok, each.default, each.internal_size)
                for each in look.get_table_description(cursor, table)
                if (table, each.name) not in KEYS_BETWEEN
            }
            held = look.get_constraints(cursor, table)
            rules = {
                (
                    tuple(each["columns"]),
                    each["primary_key"],
                    each["unique"],
                    each["foreign_key"],
                    tuple(each.get("orders") or ()),
                )
                for each in held.values()
                if not each["check"]
            }
            found[table] = (columns, rules, held.keys() & DECLARED)
    return found


@pytest.fixture(scope="session")
def as_models_say(sites, django_db_blocker) -> dict[str, object]:
    """Return what a database has whose tables were made as the models say."""
    site = sites.new()
    site.manage("prepare")
    assert "No migrations to apply" in site.manage("migrate")
    with django_db_blocker.unblock(), connected(site.url) as alias:
        return shape(connections[alias])


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name.removesuffix(".json.gz"))
def test_database_of_a_release_is_brought_up(sites, kept, as_models_say, django_db_blocker):
    """A walk through all migrations takes longer than a hundred tests: all is asked of one."""
    site = sites.new()
    words = f"from tests.releases.load import *; open_another(load({str(kept)!r}))"
    site.manage("shell", "--command", words)
    site.manage("prepare")
    site.manage("prepare", "--check")
    assert site.manage("verify_closures") == "8 records agree.\n"
    assert site.manage("refresh_cards") == "Cards made anew: 0.\n"
    site.manage("check", "--database", "default", "--fail-level", "WARNING")
    with django_db_blocker.unblock(), connected(site.url) as alias:
        found = shape(connections[alias])
        what_was_said_is_under_its_conversations_key(alias, told(kept)["tables"])
        what_stood_in_the_order_of_its_times_stands_in_it(alias, told(kept)["tables"])
        of_two_open_in_two_versions_the_later_stays_open(alias)
    assert found.keys() == as_models_say.keys()
    for table, columns_and_rules in as_models_say.items():
        assert found[table] == columns_and_rules, table


def rows(tables: dict[str, Any], label: str) -> Iterator[dict[str, str]]:
    """Give the rows of a table as they were kept."""
    for row in tables[label]["rows"]:
        yield dict(zip(tables[label]["fields"], row, strict=True))


def what_was_said_is_under_its_conversations_key(alias: str, tables: dict[str, Any]) -> None:
    talks = {row["id"]: row["assessment_id"] for row in rows(tables, "assessments.Contribution")}
    teams = Contribution.objects.using(alias).filter(kind="team")
    assert {str(pk) for pk in teams.values_list("pk", flat=True)} == set(talks.values())
    for name, model in (("Judgement", Judgement), ("Evidence", Example)):
        said = {
            (row["id"], talks[row["contribution_id"]])
            for row in rows(tables, f"assessments.{name}")
        }
        found = model.objects.using(alias).values_list("pk", "contribution")
        assert {(str(pk), str(talk)) for pk, talk in found} == said


def what_stood_in_the_order_of_its_times_stands_in_it(alias: str, tables: dict[str, Any]) -> None:
    times = {row["id"]: row["added_at"] for row in rows(tables, "assessments.Evidence")}
    for team in Contribution.objects.using(alias).all():
        found = list(team.examples.order_by("order").values_list("pk", "order"))
        keys = [str(pk) for pk, _order in found]
        assert keys == sorted(keys, key=times.get)
        assert [order for _pk, order in found] == list(range(1, len(found) + 1))


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
