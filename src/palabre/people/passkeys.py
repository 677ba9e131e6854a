"""The two ceremonies of a passkey: making one, and proving that one holds it (WebAuthn, by the library `fido2`).

The challenge travels in the page, signed, dated and bound to its use; the cache sees to it that it serves once.
So showing a page writes nothing, and a line that breaks loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from palabre.kit.ids import digest
from palabre.kit.sealing import BadSeal, sign, unsign
from palabre.kit.verdict import Refused, no
from palabre.people.codes import ISSUER
from palabre.people.models import Passkey, Person

OPEN_FOR = timedelta(minutes=30)
TOO_LONG = 20_000
NOT_READ = no(_("The passkey could not be read. Try once more, or use another way."))
TOO_OLD = no(_("This page stayed open for too long, or was sent twice. Try once more."))
PREFERRED = UserVerificationRequirement.PREFERRED


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What the page needs: what the browser is asked for (JSON), and the signed challenge that comes back with it."""

    options: str
    state: str


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey, checked."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey that was shown; `verified`: the device itself asked for a finger, a face or a code."""

    passkey: Passkey
    sign_count: int
    verified: bool


def begin_making(person: Person, known: Iterable[Passkey]) -> Ceremony:
    """Ask for a new passkey, on a device that has none of this account yet. No name of hers goes into the device."""
    user = PublicKeyCredentialUserEntity(
        id=person.public_id.encode(), name=mark_of(person), display_name=mark_of(person)
    )
    options, state = _server().register_begin(
        user, _described(known), resident_key_requirement=ResidentKeyRequirement.PREFERRED, user_verification=PREFERRED
    )
    return _ceremony(options.public_key, state, f"make {person.pk}")


def finish_making(*, person: Person, state: str, answer: str) -> Made:
    """The passkey that the browser made. Raises Refused."""
    challenge, said = _opened(state, f"make {person.pk}"), _read(answer)
    try:
        data = _server().register_complete(challenge, said).credential_data
        assert data is not None  # noqa: S101 (a registration without a credential is as bad as a wrong one)
        made = Made(data.credential_id, cbor.encode(data.public_key), 0)
    except Exception as wrong:  # (whatever a stranger may send, the library may raise)
        raise Refused(NOT_READ) from wrong
    _use_up(challenge)
    return made


def begin_showing(known: Iterable[Passkey], whose: str = "") -> Ceremony:
    """Ask for one of these passkeys; of none, for whichever the device holds for this site."""
    options, state = _server().authenticate_begin(_described(known) or None, user_verification=PREFERRED)
    return _ceremony(options.public_key, state, f"show {whose}")


def finish_showing(*, passkey: Passkey | None, state: str, answer: str, whose: str = "") -> Shown:
    """That the device holds `passkey`, now. Raises Refused, also for a counter that goes back (a copied key)."""
    challenge, said = _opened(state, f"show {whose}"), _read(answer)
    if passkey is None:
        raise Refused(NOT_READ)
    key = CoseKey.parse(cast("Mapping[int, Any]", cbor.decode(bytes(passkey.public_key))))
    data = AttestedCredentialData.create(Aaguid.NONE, bytes(passkey.credential_id), key)
    try:
        _server().authenticate_complete(challenge, [data], said)
        shown = AuthenticatorData(websafe_decode(said["response"]["authenticatorData"]))
    except Exception as wrong:  # (see above)
        raise Refused(NOT_READ) from wrong
    if (shown.counter or passkey.sign_count) and shown.counter <= passkey.sign_count:
        raise Refused(NOT_READ)
    _use_up(challenge)
    return Shown(passkey, shown.counter, shown.is_user_verified())


def credential_named(answer: str) -> bytes:
    """Which passkey an answer speaks of; b"" if it cannot be read."""
    try:
        return websafe_decode(_read(answer)["rawId"])
    except Exception:  # (see above)
        return b""


def mark_of(person: Person) -> str:
    """What tells two accounts apart on one device, and names nobody: the device may be seized."""
    return person.public_id[:4]


def _server() -> Fido2Server:
    relying = PublicKeyCredentialRpEntity(name=ISSUER, id=urlsplit(settings.ORIGIN).hostname)
    return Fido2Server(relying, verify_origin=lambda origin: origin == settings.ORIGIN)


def _described(known: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [PublicKeyCredentialDescriptor(type=kind, id=bytes(one.credential_id)) for one in known]


def _ceremony(options: Any, state: Any, use: str) -> Ceremony:
    challenge = state["challenge"]
    challenge = challenge if isinstance(challenge, str) else websafe_encode(challenge)
    return Ceremony(json.dumps(dict(options)), sign({"challenge": challenge, "use": use}, "people.passkey"))


def _opened(state: str, use: str) -> dict[str, Any]:
    """The challenge of a page: ours, for this use, not too old. Raises Refused."""
    try:
        said = unsign(state, "people.passkey", OPEN_FOR)
    except BadSeal as wrong:
        raise Refused(TOO_OLD) from wrong
    if said["use"] != use:
        raise Refused(TOO_OLD)
    return {"challenge": said["challenge"], "user_verification": PREFERRED}


def _use_up(challenge: dict[str, Any]) -> None:
    """Never again; counted for right answers alone, so that strangers cannot push others out of the cache. Raises Refused."""
    key = f"people:challenge:{digest(challenge['challenge'])}"
    if not cache.add(key, 1, timeout=int(OPEN_FOR.total_seconds()) + 60):
        raise Refused(TOO_OLD)


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > TOO_LONG:
        raise Refused(NOT_READ)
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError) as wrong:
        raise Refused(NOT_READ) from wrong
    if not isinstance(said, dict):
        raise Refused(NOT_READ)
    return said
