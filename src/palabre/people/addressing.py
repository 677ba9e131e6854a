"""The two links of a change of address: what they carry, and how long they live."""

from __future__ import annotations

from datetime import timedelta

from palabre.kit.sealing import sign
from palabre.people.choices import ADDRESS_LINK_LIFE, ADDRESS_UNDO_LIFE
from palabre.people.models import AddressChange

CONFIRM, UNDO = "people.address", "people.address_undo"


def link_for(change: AddressChange, purpose: str) -> str:
    """A sealed word that names the change; the table says whether it still serves."""
    return sign(change.public_id, purpose)


def life_of(purpose: str) -> timedelta:
    return ADDRESS_LINK_LIFE if purpose == CONFIRM else ADDRESS_UNDO_LIFE
