"""A box that is shut for somebody who is not here: a stream sealed to an X25519 public key (SR-63).

A box is a header (magic, a public key made for this box alone, the public key it is shut for) and pieces of 64 KiB, each
sealed with ChaCha20-Poly1305. The key comes from both keys by HKDF, with the whole header in it; the number of a piece
and whether it is the last one are its nonce: a piece taken away, doubled, moved or cut does not open.
"""

from __future__ import annotations

import base64
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"palabre sealed backup 1\n"
PIECE, TAG, KEY = 1 << 16, 16, 32
HEADER = len(MAGIC) + 2 * KEY
CUT = "This backup was cut short or changed: it does not open."
PUBLIC, SECRET = "backup-public-", "backup-secret-"


class BadBox(ValueError):
    """Not a box, not for this key, cut short, or changed."""


def new_pair() -> tuple[str, str]:
    """(public, secret), as they are written down."""
    secret = X25519PrivateKey.generate()
    return _told(PUBLIC, secret.public_key().public_bytes_raw()), _told(SECRET, secret.private_bytes_raw())


def _told(prefix: str, key: bytes) -> str:
    return prefix + base64.urlsafe_b64encode(key).decode().rstrip("=")


def read_key(told: str, prefix: str) -> bytes:
    """The 32 bytes of a key that was written down. Raises ValueError; its words hold nothing of the key."""
    if told.startswith(SECRET) and prefix == PUBLIC:
        raise ValueError("this is the secret half: it must not be on this server, make a new pair")
    try:
        body = told.removeprefix(prefix)
        key = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)) if told.startswith(prefix) else b""
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise ValueError(f"expected {prefix}… as palabre keys backup-pair prints it")
    return key


def _piece_key(shared: bytes, header: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(algorithm=SHA256(), length=KEY, salt=None, info=header).derive(shared))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Shutting:
    """Takes bytes and writes the box; `close` writes the piece that says that it is the last."""

    def __init__(self, out: BinaryIO, public: str) -> None:
        own, theirs = X25519PrivateKey.generate(), read_key(public, PUBLIC)
        header = MAGIC + own.public_key().public_bytes_raw() + theirs
        self._out, self._held, self._number = out, bytearray(), 0
        self.key = _piece_key(own.exchange(X25519PublicKey.from_public_bytes(theirs)), header)
        out.write(header)

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > PIECE:
            self._seal(PIECE, last=False)
        return len(data)

    def close(self) -> None:
        self._seal(len(self._held), last=True)

    def _seal(self, size: int, *, last: bool) -> None:
        piece = bytes(self._held[:size])
        del self._held[:size]
        self._out.write(self.key.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


class Opening:
    """Reads a box; every byte it gives has been checked. Raises BadBox."""

    def __init__(self, source: BinaryIO, secret: str = "", *, key: ChaCha20Poly1305 | None = None) -> None:
        header = source.read(HEADER)
        if len(header) != HEADER or not header.startswith(MAGIC):
            raise BadBox("This is no sealed backup.")
        self._source, self._held, self._number = source, bytearray(), 0
        self._key = key or _opened_by(secret, header)
        self._ahead: bytes = source.read(PIECE + TAG)
        if not self._ahead:
            raise BadBox(CUT)

    def read(self, size: int = -1) -> bytes:
        while self._ahead and (size < 0 or len(self._held) < size):
            self._open_one()
        given = bytes(self._held if size < 0 else self._held[:size])
        del self._held[: len(given)]
        return given

    def _open_one(self) -> None:
        piece, self._ahead = self._ahead, self._source.read(PIECE + TAG)
        try:
            self._held += self._key.decrypt(_nonce(self._number, last=not self._ahead), piece, None)
        except InvalidTag as changed:
            raise BadBox(CUT) from changed
        self._number += 1


def _opened_by(secret: str, header: bytes) -> ChaCha20Poly1305:
    own = X25519PrivateKey.from_private_bytes(read_key(secret, SECRET))
    made, meant = header[len(MAGIC) : -KEY], header[-KEY:]
    if own.public_key().public_bytes_raw() != meant:
        raise BadBox("This backup was sealed for another key.")
    try:
        return _piece_key(own.exchange(X25519PublicKey.from_public_bytes(made)), header)
    except ValueError as weak:  # a public half that leaves nothing secret
        raise BadBox(CUT) from weak
