"""A name in Host that is not ours reaches no link."""

import pytest


@pytest.fixture
def _ours(settings):
    settings.ALLOWED_HOSTS = ["pizazz.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://pizazz.example", "https://pizazz.example:8443"]


@pytest.mark.usefixtures("_ours")
@pytest.mark.parametrize(
    "host", ["pizazz.example", "pizazz.example:443", "pizazz.example:80", "pizazz.example:8443"]
)
def test_host_of_ours_is_answered(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.logs_errors
@pytest.mark.usefixtures("_ours")
@pytest.mark.parametrize(
    "host", ["pizazz.example:8080", "pizazz.example:1", "evil.example", "pizazz.example:99999"]
)
def test_host_of_nobody_is_refused(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 400
