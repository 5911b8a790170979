"""A provider of OpenID Connect in a process of its own, which can be told to lie.

It is `oidc-provider-mock`; what it leaves out is here: the proof key of each request is looked at,
and it is said when somebody signed in, which is longer ago unless they are asked anew.
"""

import base64
import hashlib
import hmac
import json
import sys
import time
from urllib.parse import parse_qs, urlsplit

import flask
import jwt
import oidc_provider_mock
import werkzeug.serving
from cryptography.hazmat.primitives.asymmetric import rsa
from oidc_provider_mock._app import OpenIDCode

LIES: dict[str, object] = {}
CHALLENGES: list[str] = []
LONG_AGO = 3 * 60 * 60  # since when everybody is signed in there
SIGNED_IN: dict[str, float] = {}  # by the nonce of each request


def answers_challenge(verifier: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=") in CHALLENGES


def shared_secret(*parts: dict[str, object]) -> str:
    """Sign with what everybody may read, as if it were a secret of both; our library will not."""
    *words, secret = (json.dumps(part).encode() for part in parts)
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in words)
    seal = base64.urlsafe_b64encode(hmac.digest(secret, signed, "sha256")).rstrip(b"=")
    return f"{signed.decode()}.{seal.decode()}"


def signed_anew(token: str) -> str:
    """Sign other claims, with the provider's key or with another that calls itself the same."""
    claims = jwt.decode(token, options={"verify_signature": False})
    claims["auth_time"] = int(SIGNED_IN[claims["nonce"]])
    claims |= LIES.get("claims", {})
    for name in LIES.get("without", []):
        claims.pop(name, None)
    key = flask.g.oidc_provider_mock_storage.jwk
    signer = key.private_key
    alg = str(LIES.get("alg", "RS256"))
    if LIES.get("key") == "another":
        signer = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    if alg == "none":
        signer = ""
    kid = jwt.get_unverified_header(token).get("kid")
    headers = {"kid": kid} if kid else {}
    if alg == "HS256":
        return shared_secret(headers | {"alg": alg}, claims, key.as_dict())
    return jwt.encode(claims, signer, algorithm=alg, headers=headers)


def lies():
    LIES.clear()
    LIES.update(flask.request.get_json())
    return "", 204


def proof():
    """Look at the proof key, which the provider leaves out."""
    if flask.request.path == LIES.get("moved") and "there" not in flask.request.args:
        return flask.redirect(f"{flask.request.path}?there", 307)
    if flask.request.path == "/oauth2/authorize":
        query = parse_qs(urlsplit(flask.request.url).query)
        if query.get("code_challenge_method") != ["S256"] or "nonce" not in query:
            return "no proof key, or no nonce", 400
        CHALLENGES.extend(query["code_challenge"])
        is_anew = query.get("max_age") == ["0"] or query.get("prompt") == ["login"]
        SIGNED_IN[query["nonce"][0]] = time.time() - (0 if is_anew else LONG_AGO)
    if flask.request.path == "/oauth2/token":
        if LIES.get("status"):
            return "broken", LIES["status"]
        if not answers_challenge(flask.request.form.get("code_verifier", "")):
            return {"error": "invalid_grant"}, 400
    return None


def lie(response):
    """Say something else than what is so, as far as it was told to."""
    members = response.get_json(silent=True) or {}
    where = flask.request.path
    if where == "/oauth2/token" and "id_token" in members:
        members["id_token"] = signed_anew(members["id_token"])
        response.set_data(json.dumps(members))
    if where.endswith("openid-configuration") and "issuer" in LIES:
        response.set_data(json.dumps(members | {"issuer": LIES["issuer"]}))
    if where.endswith("openid-configuration") and "config" in LIES:
        response.set_data(json.dumps(members | LIES["config"]))
    if where.endswith("openid-configuration") and "text" in LIES:
        response.set_data(LIES["text"])
    if where == "/userinfo" and "userinfo" in LIES:
        response.set_data(json.dumps(members | LIES["userinfo"]))
    return response


def read_key(*_of_whom):
    """Return the key as it is: read anew at each sign-in, it is proven anew, too."""
    return flask.g.oidc_provider_mock_storage.jwk


if __name__ == "__main__":
    OpenIDCode.resolve_client_private_key = read_key
    app = oidc_provider_mock.app(require_nonce=True)
    app.post("/lies")(lies)
    app.before_request(proof)
    app.after_request(lie)
    server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
