"""Lists of members: one comes in and becomes invitations, one leaves as a file that says who took it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.founding import give_place
from palabre.communities.actions.inviting import open_invitation
from palabre.communities.models import Community, Invitation, MemberExport, Membership, Organisation
from palabre.communities.queries import Arrival
from palabre.communities.rules import can_export_members, can_import_members, fresh
from palabre.journal.actions import record
from palabre.kit.folding import folded
from palabre.kit.text import one_line
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

REASONLESS = no(_("Write what the list is for: the others who coordinate read it."))


def import_members(*, actor: Person, community: Community, lines: Iterable[Arrival]) -> list[Invitation]:
    """Each line becomes an invitation; no account is made without the person. All of them, or none. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_import_members(actor, community))
        rows = list(lines)
        known = _organisations(community, rows)
        invited = [
            open_invitation(
                by=actor, community=community, email=row.email, language=row.language, name=row.name,
                organisation=known.get(folded(row.organisation)), level=row.level, profile=row.profile,
                country=row.country,
            )
            for row in rows
        ]  # fmt: skip
        _tell("communities.members_imported", actor, community, lines=len(invited))
    return invited


def _organisations(community: Community, rows: list[Arrival]) -> dict[str, Organisation]:
    """Organisations by their name as it is compared; those that nobody knew here yet are added."""
    here = Organisation.objects.filter(added_in=community)
    known = {folded(one.name): one for one in here}
    for row in rows:
        if row.organisation and folded(row.organisation) not in known:
            added = Organisation.objects.create(
                name=one_line(row.organisation), added_in=community, country=row.country
            )
            give_place(organisation=added, community=community)
            known[folded(row.organisation)] = added
    return known


def export_members(*, actor: Person, community: Community, reason: str, kind: str) -> MemberExport:
    """Note that the list leaves: who, why, under which number; the others who coordinate hear of it. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_export_members(actor, community))
        if not one_line(reason):
            raise Refused(REASONLESS, "reason")
        lines = Membership.objects.inside().filter(community=community, person__is_active=True).count()
        export = MemberExport.objects.create(
            community=community,
            by=actor,
            number=MemberExport.objects.filter(community=community).count() + 1,
            reason=one_line(reason)[:300],
            kind=kind,
            lines=lines,
        )
        record(
            "communities.members_exported",
            actor_id=actor.pk,
            community_id=community.pk,
            subject="memberexport",
            subject_id=export.pk,
            number=export.number,
            lines=lines,
        )
    return export


def note_export_denied(*, by: Person, community: Community) -> None:
    """Somebody tried to take a list that never leaves (SR-27)."""
    with transaction.atomic():
        _tell("communities.member_export_denied", by, community)


def _tell(kind: str, actor: Person, community: Community, **facts: int) -> None:
    record(kind, actor_id=actor.pk, community_id=community.pk, subject="community", subject_id=community.pk, **facts)
