"""What runs on both databases: all that uses one."""

import pytest

from tests.databases import asks_for_one, runs_on_both


def test_without_a_database_once_is_enough(request):
    assert not asks_for_one(request.node)
    assert not runs_on_both(request.node)


@pytest.mark.django_db
def test_marked_for_a_database_runs_on_both(request):
    assert runs_on_both(request.node)


def test_with_a_person_runs_on_both(request, manager):
    assert runs_on_both(request.node)


def test_a_database_is_not_to_be_had_on_the_way(request):
    with pytest.raises(pytest.fail.Exception, match="mark it with django_db"):
        request.getfixturevalue("manager")
    (refused,) = request._fixturemanager.getfixturedefs("_django_db_helper", request.node)
    refused.finish(request)

    assert not refused._finalizers  # else every test that comes later would fail, too
