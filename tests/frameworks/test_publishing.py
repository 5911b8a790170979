"""Publishing: what is published never changes."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import PROTECT

from accounts.models import Organisation
from assessments.actions.lifecycle import start
from frameworks.actions import publish
from frameworks.files.documents import BadDocumentError, framework_digest, from_rows
from frameworks.models import (
    Framework,
    FrameworkIsPublishedError,
    Level,
    LevelGloss,
    Line,
    Prompt,
    Publication,
    Voice,
)
from tests.factories import OrganisationFactory
from tests.frameworks.entries import read_entries
from tests.frameworks.tiny import TINY, load_tiny

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def changed():
    entries = read_entries(TINY)
    entries[0]["fields"]["intro"] = "Other words."
    return entries


def local_line(framework: Framework, organisation: Organisation) -> Line:
    return Line.objects.create(
        framework=framework, owner=organisation, kind="theme", code="air", name="Air", order=30
    )


def test_publish_writes_rows_and_seal():
    (framework,) = publish(entries=read_entries(TINY), at=AT)
    assert (framework.slug, framework.version) == ("tiny", "1.0")
    assert [level.name for level in framework.levels.all()] == ["Seed", "Shoot", "Leaf", "Tree"]
    assert [line.code for line in framework.lines.all()] == [
        "whole",
        "soil",
        "worms",
        "water",
        "light",
        "windows",
    ]
    assert framework.prompts.count() == 19
    assert framework.publication.published_at == AT
    assert framework.publication.digest == framework_digest(from_rows(framework))


def test_publish_unchanged_does_nothing():
    load_tiny()
    before = Framework.objects.get().pk
    assert publish(entries=read_entries(TINY)) == []
    assert Framework.objects.get().pk == before


def test_publish_changed_and_unused_replaces():
    before = load_tiny().pk
    (framework,) = publish(entries=changed(), at=AT)
    assert framework.pk != before
    assert [published.intro for published in Framework.objects.all()] == ["Other words."]
    assert Line.objects.count() == 6
    assert Publication.objects.get().published_at == AT


def test_publish_changed_and_in_use_is_refused(organisation):
    framework = load_tiny()
    local_line(framework, organisation)
    with pytest.raises(BadDocumentError) as raised:
        publish(entries=changed())
    assert str(raised.value) == (
        "“tiny 1.0” is published and in use, and this file changes it: give it a new version."
    )
    assert Framework.objects.get().intro == "For tests."


@pytest.fixture
def newer(tmp_path):
    """Give the entries of the tiny framework's next version."""
    path = tmp_path / "tiny-1.1.yaml"
    path.write_text(TINY.read_text(encoding="utf-8").replace('"1.0"', '"1.1"'), encoding="utf-8")
    return read_entries(path)


def test_publish_new_version_of_framework_in_use(organisation, newer):
    local_line(load_tiny(), organisation)
    (framework,) = publish(entries=newer)
    assert framework.version == "1.1"
    assert Framework.objects.count() == 2


def test_publish_is_all_or_nothing(organisation, newer):
    """The second framework of a document is refused, so the first is not there either."""
    local_line(load_tiny(), organisation)
    with pytest.raises(BadDocumentError):
        publish(entries=newer + changed())
    assert [framework.version for framework in Framework.objects.all()] == ["1.0"]


def test_publish_unsealed_rows_replaces_them():
    """Rows that loaddata brought have no seal; publishing puts proper ones in their place."""
    load_tiny()
    Publication.objects.all().lift()
    (framework,) = publish(entries=read_entries(TINY))
    assert Publication.objects.get().framework == framework


def in_use() -> bool:
    """Say whether a changed file is refused; nothing stays of the attempt."""
    try:
        with transaction.atomic():
            publish(entries=changed())
            transaction.set_rollback(True)
    except BadDocumentError:
        return True
    return False


def test_framework_in_use_by_any_relation(service, manager):
    framework = load_tiny()
    assert not in_use()
    local_line(framework, service.organisation)
    assert in_use()


def test_framework_a_team_has_talked_by_is_not_replaced(service, contributor):
    framework = load_tiny()
    start(service=service, framework=framework, length="themes", by=contributor)
    assert in_use()
    with pytest.raises(BadDocumentError, match="in use"):
        publish(entries=changed())
    assert publish(entries=read_entries(TINY)) == []
    assert Framework.objects.get() == framework


def test_every_relation_from_other_apps_keeps_a_framework_there():
    """Or is a row between two things, the other of which keeps it there."""
    relations = {
        f"{relation.related_model._meta.label}.{relation.field.name}": relation
        for model in (Framework, Level, Line, LevelGloss, Prompt, Voice)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and relation.field.many_to_one
        and relation.related_model._meta.app_label != "frameworks"
    }
    assert "assessments.Assessment.framework" in relations
    assert "assessments.Judgement.line" in relations
    assert "assessments.Judgement.level" in relations
    for name, relation in relations.items():
        between = relation.related_model._meta.auto_created
        assert relation.on_delete is PROTECT or between, name


# --- No way to change what is published


@pytest.mark.parametrize("model", [Framework, Level, LevelGloss, Line, Prompt])
def test_published_row_cannot_be_saved_or_deleted(model):
    load_tiny()
    row = model.objects.all()[0]
    for write in (row.save, row.delete, model.objects.all().delete):
        with pytest.raises(FrameworkIsPublishedError, match=r"never changes\.$"):
            write()


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Framework, {"name": "Other"}),
        (Level, {"name": "Other"}),
        (LevelGloss, {"gloss": "Other"}),
        (Line, {"name": "Other"}),
        (Prompt, {"text": "Other?"}),
        (Publication, {"digest": "0" * 64}),
    ],
)
def test_published_rows_cannot_be_updated(model, values):
    load_tiny()
    with pytest.raises(FrameworkIsPublishedError):
        model.objects.all().update(**values)
    rows = list(model.objects.all())
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
    with pytest.raises(FrameworkIsPublishedError):
        model.objects.bulk_update(rows, list(values))


def test_row_cannot_be_added_to_published_framework():
    framework = load_tiny()
    values = {"framework": framework, "code": "bush", "name": "Bush", "order": 5, "gloss": "Wide"}
    with pytest.raises(FrameworkIsPublishedError):
        Level.objects.create(**values)
    with pytest.raises(FrameworkIsPublishedError):
        Level.objects.bulk_create([Level(**values)])


def test_seal_cannot_be_changed_or_removed():
    load_tiny()
    seal = Publication.objects.get()
    for write in (seal.save, seal.delete, Publication.objects.all().delete):
        with pytest.raises(FrameworkIsPublishedError):
            write()


def test_managers_offer_no_delete():
    """`Framework.objects.delete()` would mean every row."""
    assert not hasattr(Framework.objects, "delete")
    assert not hasattr(Publication.objects, "delete")
    assert not hasattr(Publication.objects, "lift")


def test_local_line_is_free():
    framework = load_tiny()
    line = local_line(framework, OrganisationFactory())
    line.name = "Fresh air"
    line.save()
    Line.objects.filter(pk=line.pk).update(name="Wind")
    assert framework_digest(from_rows(framework)) == framework.publication.digest
    line.delete()
    assert Line.objects.count() == 6


# --- Constraints


def test_element_needs_theme_in_the_database():
    framework = Framework.objects.create(slug="x", version="1", name="X")
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(framework=framework, kind="element", code="e", name="E", order=1)
