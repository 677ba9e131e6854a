"""A sealed stream opens for one key, whole and in order, or not at all."""

from __future__ import annotations

import io

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.kit.boxes import HEADER, MAGIC, PIECE, PUBLIC, TAG, BadBox, Opening, Shutting, new_pair, read_key


def shut(body: bytes, public: str, step: int = 1 << 15) -> bytes:
    out = io.BytesIO()
    box = Shutting(out, public)
    for start in range(0, len(body), step):
        box.write(body[start : start + step])
    box.close()
    return out.getvalue()


def opened(sealed: bytes, secret: str) -> bytes:
    return Opening(io.BytesIO(sealed), secret).read()


@pytest.mark.covers("SR-63")
@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_what_was_shut_opens_for_its_key_and_shows_nothing_before(size: int) -> None:
    public, secret = new_pair()
    body = (b"Salimata " * (size // 9 + 1))[:size]
    sealed = shut(body, public)
    assert opened(sealed, secret) == body
    assert b"Salimata" not in sealed
    assert shut(body, public) != sealed


@pytest.mark.covers("SR-63")
def test_another_key_does_not_open_it() -> None:
    public, _secret = new_pair()
    with pytest.raises(BadBox, match="another key"):
        opened(shut(b"x", public), new_pair()[1])


def pieces(sealed: bytes) -> list[bytes]:
    size = PIECE + TAG
    return [sealed[at : at + size] for at in range(HEADER, len(sealed), size)]


@pytest.mark.covers("SR-63")
@pytest.mark.parametrize(
    "change",
    [
        lambda p: p[:-1],  # the end cut off, exactly between two pieces
        lambda p: [*p[:-1], p[-1][:-1]],
        lambda p: [p[1], p[0], *p[2:]],
        lambda p: [p[0], p[0], *p[1:]],
        lambda p: [p[0], *p[2:]],
        lambda p: [*p, p[-1]],
        lambda p: [],
        lambda p: [*p, b"more"],
    ],
)
def test_a_piece_cut_moved_doubled_or_added_does_not_open(change) -> None:
    public, secret = new_pair()
    sealed = shut(bytes(range(256)) * 900, public)
    changed = sealed[:HEADER] + b"".join(change(pieces(sealed)))
    with pytest.raises(BadBox):
        opened(changed, secret)


@pytest.mark.covers("SR-63")
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 255))
def test_no_byte_can_be_changed(place: int, by: int) -> None:
    _public, secret = PAIR
    sealed = bytearray(SEALED)
    sealed[place % len(sealed)] ^= by
    with pytest.raises(BadBox):
        opened(bytes(sealed), secret)


PAIR = new_pair()
SEALED = shut(b"words" * 30_000, PAIR[0])


def test_the_header_of_one_box_does_not_fit_another() -> None:
    """Both public keys are bound: the pieces of one box under the header of another do not open."""
    first, second = shut(b"one", PAIR[0]), shut(b"two", PAIR[0])
    with pytest.raises(BadBox):
        opened(first[:HEADER] + second[HEADER:], PAIR[1])


def test_a_public_half_that_leaves_nothing_secret_is_refused() -> None:
    sealed = SEALED[: len(MAGIC)] + bytes(32) + SEALED[len(MAGIC) + 32 :]
    with pytest.raises(BadBox):
        opened(sealed, PAIR[1])


def test_a_key_is_read_as_it_was_printed_and_the_secret_half_is_not_taken_for_the_public() -> None:
    public, secret = new_pair()
    assert len(read_key(public, PUBLIC)) == 32
    assert X25519PrivateKey.from_private_bytes(
        read_key(secret, "backup-secret-")
    ).public_key().public_bytes_raw() == read_key(public, PUBLIC)
    for wrong in (secret, public[:-3], "backup-public-", "é", public.removeprefix(PUBLIC)):
        with pytest.raises(ValueError, match=r"expected|secret half") as said:
            read_key(wrong, PUBLIC)
        assert secret.removeprefix("backup-secret-") not in str(said.value)
