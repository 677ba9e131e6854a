"""A passkey without a device: what a browser would send, signed by a key that lives in the test."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """`verifies`: it asks for a finger, a face or a code; `counts`: it counts its signatures (synced ones do not)."""

    verifies: bool = True
    counts: bool = False
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0

    def make(self, options: str, origin: str | None = None) -> str:
        """The answer to `navigator.credentials.create`."""
        said = json.loads(options)
        client = self._client("webauthn.create", said["challenge"], origin)
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public
        data = self._data(ATTESTED) + attested
        whole = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": client, "attestationObject": whole})

    def show(self, options: str, origin: str | None = None) -> str:
        """The answer to `navigator.credentials.get`."""
        client = self._client("webauthn.get", json.loads(options)["challenge"], origin)
        self.count += self.counts
        data = self._data()
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _client(self, kind: str, challenge: str, origin: str | None) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": origin or settings.ORIGIN, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, more: int = 0) -> bytes:
        here = sha256((urlsplit(settings.ORIGIN).hostname or "").encode()).digest()
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return here + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, bytes]) -> str:
        words: dict[str, Any] = {name: websafe_encode(value) for name, value in response.items()}
        name = websafe_encode(self.credential_id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": words, "clientExtensionResults": {}}
        )
