"""What a signature changes in a membership. The charter's room calls these steps; it has asked its rules."""

from __future__ import annotations

from palabre.communities.choices import MembershipState
from palabre.communities.models import Community, Membership


def ask_signature(*, community: Community, at_once: bool) -> None:
    """From now on whoever arrives signs first; `at_once`: whoever is there already, too. In the caller's transaction."""
    community.asks_signature = True
    community.save(update_fields=["asks_signature"])
    if at_once:
        here = Membership.objects.filter(community=community, state=MembershipState.ACTIVE, canary=False)
        here.update(state=MembershipState.APPROVED)


def open_place(*, membership: Membership) -> bool:
    """She has signed: approved or restricted becomes active; every other state stays. Gives whether it changed."""
    if membership.state not in MembershipState.unsigned():
        return False
    membership.state = MembershipState.ACTIVE
    membership.save(update_fields=["state"])
    return True


def restrict_place(*, membership: Membership) -> bool:
    """She has not signed in time: an active member only reads. Gives whether it changed."""
    if membership.state != MembershipState.ACTIVE:
        return False
    membership.state = MembershipState.RESTRICTED
    membership.save(update_fields=["state"])
    return True
