"""Who speaks for a group: named, passed on; and the group hears when nobody does."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.communities.rules import fresh
from palabre.groups.actions.telling import locked_group, tell
from palabre.groups.choices import GroupStage
from palabre.groups.models import GroupMembership, WorkingGroup
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.forming import LEADS_AT_MOST, can_end_lead, can_name_lead
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

NOT_IN_GROUP = no(_("Choose a member of this group."))
NOT_ACTIVE = no(_("This person cannot act at the moment: she is on a care break, or has not signed yet."))
TWO_LEAD = no(_("Two people lead this group already. One of them gives it up first."))


def name_lead(*, actor: Person, group: WorkingGroup, person: Person) -> GroupMembership:
    """One or two members lead. Raises Refused."""
    with transaction.atomic():
        group = locked_group(group)
        require(can_name_lead(fresh_circles(fresh(actor)), group))
        rows = GroupMembership.objects.running().filter(group=group)
        place = rows.filter(person=person).first()
        if place is None:
            raise Refused(NOT_IN_GROUP, "person")
        if place.leads:
            return place
        here = Membership.objects.filter(community=group.community_id, person=person, state=MembershipState.ACTIVE)
        if not here.exists():
            raise Refused(NOT_ACTIVE, "person")
        if rows.filter(leads=True).count() >= LEADS_AT_MOST:
            raise Refused(TWO_LEAD, "person")
        place.leads = True
        place.save(update_fields=["leads"])
        tell("groups.lead_named", actor, group, about_id=person.pk)
    return place


def end_lead(*, actor: Person, group: WorkingGroup, person: Person) -> None:
    """She gives it up, or the coordination takes it back. Raises Refused."""
    with transaction.atomic():
        group = locked_group(group)
        require(can_end_lead(fresh_circles(fresh(actor)), group, person))
        rows = GroupMembership.objects.filter(group=group, person=person, left_at=None, leads=True)
        if not rows.update(leads=False):
            return
        tell("groups.lead_ended", actor, group, about_id=person.pk)
        tell_if_nobody_leads(actor, group)


def tell_if_nobody_leads(by: Person | None, group: WorkingGroup) -> None:
    """Nothing waits for the one who left: any member may name the next."""
    if group.stage == GroupStage.CLOSED:
        return
    if not GroupMembership.objects.running().filter(group=group, leads=True).exists():
        tell("groups.lead_missing", by, group)
