"""A place that another room has decided on: whoever was selected comes into the community, once."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState
from palabre.communities.models import Community, Membership
from palabre.communities.rules import enters_as, fresh
from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no
from palabre.people.models import Person

SHUT = no(_("This place cannot be opened. Please write to the coordination of the community."))


def open_membership(
    *, community: Community, person: Person, by_id: int | None, country: str = "", language: str = ""
) -> Membership:
    """Her place, as a new member has it: before her signature where a code asks for one. Twice is once.

    In the transaction of a room that has asked its own rule. Raises Refused where the place was shut.
    """
    community = Community.objects.select_for_update().get(pk=community.pk)
    here = Membership.objects.taken().filter(person=person, community=community).first()
    if here is not None and here.state in MembershipState.shut():
        raise Refused(SHUT)
    if here is not None and here.state in MembershipState.reading():
        return here
    now, state = timezone.now(), enters_as(community)
    if here is None:
        here = Membership.objects.create(
            person=person, community=community, state=state, country=country, language=language,
            approved_at=now, approved_by_id=by_id,
        )  # fmt: skip
    else:  # she had asked to join at the same time: this is the answer
        here.state, here.approved_at, here.approved_by_id, here.joined_at = state, now, by_id, now
        here.save(update_fields=["state", "approved_at", "approved_by", "joined_at"])
    record(
        "communities.placed",
        actor_id=by_id,
        about_id=person.pk,
        community_id=community.pk,
        subject="membership",
        subject_id=here.pk,
    )
    fresh(person)
    return here
