"""A provider of OpenID Connect that runs, and what it is told."""

import json
import subprocess
import sys
import uuid
from contextlib import contextmanager

import requests

from tests.source import ROOT


@contextmanager
def running():
    """Let a provider run, and return its address."""
    line = [sys.executable, "-W", "ignore", "-m", "tests.accounts.oidc"]
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, text=True
    ) as process:
        port = int(process.stdout.readline())
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def point_at(settings, provider):
    settings.SINGLE_SIGN_ON, settings.SINGLE_SIGN_ON_ISSUER = "Oak Trust", provider
    settings.SINGLE_SIGN_ON_CLIENT = {
        "name": "Oak Trust",
        "client_id": "pizazz",
        "secret": "not told",
        "settings": {"server_url": provider, "oauth_pkce_enabled": True},
    }


def lie(provider, **lies):
    sent = {"data": json.dumps(lies), "headers": {"Content-Type": "application/json"}}
    requests.post(f"{provider}/lies", **sent, timeout=5).raise_for_status()


def known_there(provider, email, *, verified=True, sub=None, **more):
    """Let the provider know somebody, and return what it calls them."""
    sub = sub or uuid.uuid4().hex
    claims = {"email": email, "email_verified": verified, **more}
    requests.put(f"{provider}/users/{sub}", json=claims, timeout=5).raise_for_status()
    return sub
