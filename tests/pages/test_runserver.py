import pytest
from django.core.management import CommandError, call_command
from django.core.servers.basehttp import WSGIServer

ELSEWHERE = ["0.0.0.0:0", "0:0", "192.0.2.1:0", "pizazz.example:0", "[::]:0"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_try_out_for_other_computers_refused(address, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="would show this try-out with DEBUG on"):
        call_command("runserver", address, "--noreload", "--skip-checks")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["0", "127.0.0.1:0", "localhost:0"])
def test_try_out_on_this_computer_begins(address, settings, monkeypatch):
    def stop(server):
        server.server_close()
        raise KeyboardInterrupt

    settings.DEBUG = True
    monkeypatch.setattr(WSGIServer, "serve_forever", stop)
    with pytest.raises(SystemExit) as ended:
        call_command("runserver", address, "--noreload", "--skip-checks")
    assert ended.value.code in {None, 0}
