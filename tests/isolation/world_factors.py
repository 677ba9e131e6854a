"""What the world tells of second factors, and of addresses that change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palabre.people.models import AddressChange, FactorReset, Passkey

if TYPE_CHECKING:
    from tests.isolation.world import World


def tell_factors(world: World) -> None:
    """A passkey of the member's, a request of hers to come in without it, and another address that she asked for."""
    member, mark = world.people["member"], world.mark
    passkey = Passkey.objects.create(
        person=member, credential_id=mark.encode(), public_key=b"", label=world.says("clé")
    )
    reset = FactorReset.objects.create(person=member)
    AddressChange.objects.create(person=member, old=member.email, new=f"{mark.lower()}.new@example.org")
    world.ids |= {"passkey_id": passkey.public_id, "reset_id": reset.public_id}
