"""Who finds whom in a community: the directory, who may look, and what a member says of herself there (SR-25, SR-26)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Community, ContactMessage, Membership, RoleGrant
from palabre.communities.risk import Directory, protection_of
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE, still_open
from palabre.communities.rules.standing import holds, may_act, standing
from palabre.communities.rules.tree import chains
from palabre.kit.dates import long_date
from palabre.kit.throttle import allow
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

NEWCOMERS_WAIT = timedelta(days=14)
PROFILES_A_DAY = PAGES_A_DAY = 60
MESSAGES_A_DAY = 5
A_DAY = 24 * 3600
NO_DIRECTORY = _("This community keeps no directory: it protects its members.")
NOT_A_MEMBER = _("This is for the members of the community.")


def directory_of(community: Community) -> Directory:
    """What the risk profile of a community allows: everybody who chose so, those of one's own groups, nobody."""
    return protection_of(community.risk).directory


def can_open_people(actor: Person, community: Community) -> Verdict:
    """The page about people: members, facilitation and coordination. Whoever belongs by another role has none."""
    known = standing(actor)
    if community.pk in known.levels or holds(actor, community.pk, Role.COORDINATOR, Role.FACILITATOR):
        return YES
    return no(NOT_A_MEMBER)


def can_look_up(actor: Person, community: Community) -> Verdict:
    """Search the directory: signed (INV-03), no newcomer, and where there is one. Coordination does not wait."""
    for verdict in (can_open_people(actor, community), may_act(actor, community.pk)):
        if not verdict:
            return verdict
    if directory_of(community) is Directory.OFF:
        return no(NO_DIRECTORY)
    if holds(actor, community.pk, Role.COORDINATOR):
        return YES
    opens = _opens_for(actor, community)
    if opens is None or opens > timezone.now():
        day = long_date(timezone.localtime(opens).date()) if opens else ""
        told = _("The directory opens for you on %(day)s: newcomers wait 14 days, so that nobody comes in to copy it.")
        return no(told % {"day": day} if day else NOT_A_MEMBER)
    return YES


def _opens_for(actor: Person, community: Community) -> datetime | None:
    """Fourteen days after she came in, as a member or else as facilitation."""
    here = Membership.objects.inside().filter(person=actor, community=community)
    since = here.values_list("joined_at", flat=True).first()
    if since is None:
        roles = RoleGrant.objects.running().filter(person=actor, community=community, role=Role.FACILITATOR)
        since = roles.order_by("starts_at").values_list("starts_at", flat=True).first()
    return since + NEWCOMERS_WAIT if since else None


def visible_profiles(actor: Person, community: Community) -> QuerySet[Membership]:
    """Whom the actor finds here: members who chose to stand in it, signed, with an open account; and nobodies.

    A nobody (`canary`) stands behind everybody else in the list: only whoever opens all of it comes there.
    """
    return profiles_for(actor, community) if can_look_up(actor, community) else Membership.objects.none()


def profiles_for(actor: Person, community: Community) -> QuerySet[Membership]:
    """The same, where `can_look_up` has just said yes."""
    rows = Membership.objects.filter(community=community).select_related("person")
    found = Q(listed=True, state=MembershipState.ACTIVE, person__is_active=True)
    if directory_of(community) is Directory.MEMBERS:
        return rows.filter(found | Q(canary=True))
    groups = groups_below(actor, community)
    return rows.filter(found & Exists(in_groups(groups)) | Q(canary=True)) if groups else rows.none()


def can_view_profile(actor: Person, membership: Membership) -> Verdict:
    found = visible_profiles(actor, membership.community).filter(pk=membership.pk).exists()
    return YES if found else no(NOTHING_HERE)


def groups_below(actor: Person, community: Community) -> list[int]:
    """The communities below this one, at any depth, to which the actor belongs. One query."""
    mine = standing(actor).levels.keys() - {community.pk}
    found = chains(mine)
    return [key for key in mine if community.pk in found.above(key)]


def in_groups(groups: list[int]) -> QuerySet[Membership]:
    """Her places in these groups, under the name that she has here: another name there is not told by the way."""
    return Membership.objects.active().filter(
        community_id__in=groups, person=OuterRef("person"), handle=OuterRef("handle")
    )


def may_open_profile(actor: Person) -> bool:
    """One more profile within any 24 hours; a robot that opens all of them is stopped (SR-26)."""
    return allow(f"directory profiles {actor.pk}", PROFILES_A_DAY, A_DAY)


def may_open_page(actor: Person) -> bool:
    """One more page of the list within any 24 hours."""
    return allow(f"directory pages {actor.pk}", PAGES_A_DAY, A_DAY)


def can_edit_presence(actor: Person, membership: Membership) -> Verdict:
    """Who I am here: hers alone, also before her signature and on a break."""
    if membership.person_id == actor.pk and membership.state in MembershipState.reading():
        return YES
    return no(NOTHING_HERE)


def can_keep_watch(actor: Person, community: Community) -> Verdict:
    """Put a test entry into the directory, or take it out."""
    if not holds(actor, community.pk, Role.COORDINATOR):
        return no(NOT_YOURS)
    return no(NO_DIRECTORY) if directory_of(community) is Directory.OFF else still_open(community)


def visible_canaries(actor: Person, community: Community) -> QuerySet[Membership]:
    """The test entries, for whoever coordinates."""
    rows = Membership.objects.filter(community=community, canary=True).select_related("person")
    return rows if holds(actor, community.pk, Role.COORDINATOR) else rows.none()


def can_write_to_facilitation(actor: Person, community: Community) -> Verdict:
    """Members, where the directory does not show everybody; also before a signature: it is how one asks for help."""
    if community.pk not in standing(actor).levels:
        return no(NOT_A_MEMBER)
    if directory_of(community) is Directory.MEMBERS:
        return no(_("Here members find each other in the directory."))
    return still_open(community)


def can_read_messages(actor: Person, community: Community) -> Verdict:
    """Facilitation; coordination where nobody facilitates."""
    return YES if community.pk in _reads_for(actor) else no(NOT_YOURS)


def visible_messages(actor: Person) -> QuerySet[ContactMessage]:
    """What was written to those who read for a community, and what one has written oneself there."""
    mine = Q(sender=actor, community_id__in=standing(actor).community_ids())
    return ContactMessage.objects.filter(Q(community_id__in=_reads_for(actor)) | mine)


def can_view_message(actor: Person, message: ContactMessage) -> Verdict:
    return YES if visible_messages(actor).filter(pk=message.pk).exists() else no(NOTHING_HERE)


def can_reply_to_message(actor: Person, message: ContactMessage) -> Verdict:
    """Once, by somebody who reads them, and not to oneself."""
    if message.community_id not in _reads_for(actor) or message.sender_id == actor.pk:
        return no(NOT_YOURS)
    return no(_("Somebody has already replied.")) if message.replied_at else YES


def readers_of(community_id: int) -> list[int]:
    """The keys of those who read what members write to the facilitation."""
    running = RoleGrant.objects.held().filter(community_id=community_id, person__is_active=True)
    for role in (Role.FACILITATOR, Role.COORDINATOR):
        found = set(running.filter(role=role).values_list("person_id", flat=True))
        if found:
            return sorted(found)
    return []


def _reads_for(actor: Person) -> set[int]:
    known = standing(actor)
    facilitates = set(known.communities_with(Role.FACILITATOR))
    coordinates = set(known.communities_with(Role.COORDINATOR)) - facilitates
    return facilitates | {key for key in coordinates if actor.pk in readers_of(key)}
