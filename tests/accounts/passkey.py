"""A passkey made of software, that signs for whichever site it is told to."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HERE = "https://testserver"
TOUCHED = AuthenticatorData.FLAG.UP
FLAGS = TOUCHED | AuthenticatorData.FLAG.UV


class Passkey:
    """One key of one person. It counts how often it was used, as some do, or stays at nought."""

    def __init__(self, *, counts=True):
        self.counts, self.count = counts, int(counts)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = secrets.token_bytes(16)
        self.user = ""

    def register(self, options, *, origin=HERE, site=None):
        """Answer what a page asks that wants a new passkey, as a browser's JSON."""
        wishes = options["publicKey"]
        self.user = wishes["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.name, public)
        data = AuthenticatorData.create(
            _hash(site or wishes["rp"]["id"]),
            FLAGS | AuthenticatorData.FLAG.AT,
            self.count,
            credential,
        )
        client = CollectedClientData.create(
            CollectedClientData.TYPE.CREATE, wishes["challenge"], origin
        )
        attestation = AttestationObject.create("none", data, {})
        return self._json({"attestationObject": attestation}, client, rk=True)

    def answer(self, options, *, origin=HERE, site=None, flags=FLAGS):
        """Answer what a page asks that wants to know who it is, as a browser's JSON."""
        wishes = options["publicKey"]
        self.count += self.counts
        data = AuthenticatorData.create(_hash(site or wishes["rpId"]), flags, self.count)
        client = CollectedClientData.create(
            CollectedClientData.TYPE.GET, wishes["challenge"], origin
        )
        signed = self.key.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._json({"authenticatorData": data, "signature": signed}, client)

    def _json(self, response, client, **props):
        members = {name: websafe_encode(bytes(value)) for name, value in response.items()}
        members["userHandle"] = self.user
        return json.dumps(
            {
                "type": "public-key",
                "id": websafe_encode(self.name),
                "rawId": websafe_encode(self.name),
                "response": members | {"clientDataJSON": websafe_encode(bytes(client))},
                "clientExtensionResults": {"credProps": props} if props else {},
            }
        )


def _hash(site):
    return hashlib.sha256(site.encode()).digest()
