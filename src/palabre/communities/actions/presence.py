"""Who I am in one community: the name it knows, what stands beside it, whether others find me."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Level, Profile
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.queries.naming import known_as
from palabre.communities.rules import fresh
from palabre.communities.rules.directory import can_edit_presence
from palabre.journal.actions import record
from palabre.kit.folding import folded
from palabre.kit.text import clean, one_line
from palabre.kit.throttle import allow
from palabre.kit.verdict import YES, Verdict, no, require
from palabre.people.models import Person

NAMES_A_DAY = 10
OFTEN = no(_("You have changed your name here many times today. Try again tomorrow."))
TAKEN = no(_("Somebody here already has this name. Add a word, or choose another one."))
CORE_IS_GIVEN = no(_("The coordination says who belongs to the core group."))


def set_presence(
    *,
    actor: Person,
    membership: Membership,
    handle: str,
    shows_pronouns: bool,
    profile: str,
    listed: bool,
    about: str,
    level: str,
) -> Membership:
    """Say who one is here. A name is nobody else's here; the one before is kept nowhere. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=membership.community_id)  # two choose one name at once
        membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        require(can_edit_presence(actor, membership))
        require(_may_be_called(community, membership, handle), "handle")
        require(_may_take_part(membership, level), "level")
        name = one_line(handle)
        membership.handle = "" if name == actor.display_name else name
        membership.shows_pronouns, membership.listed = shows_pronouns, listed
        membership.profile = Profile(profile) if profile else ""
        membership.about, membership.level = clean(about), Level(level)
        fields = ["handle", "shows_pronouns", "listed", "profile", "about", "level"]
        membership.save(update_fields=fields)
        # whoever left and came back is called by one name, also where she wrote and promised before
        earlier = Membership.objects.filter(person=actor, community=community).exclude(pk=membership.pk)
        earlier.update(handle=membership.handle)
        record(
            "communities.presence_set", actor_id=actor.pk, community_id=community.pk,
            subject="membership", subject_id=membership.pk, listed=int(listed),
        )  # fmt: skip
    fresh(actor)
    return membership


def _may_be_called(community: Community, membership: Membership, handle: str) -> Verdict:
    """Where names stand in no list, trying them one after the other must not tell who belongs."""
    person, name = membership.person, one_line(handle)
    if name in {"", membership.handle, person.display_name}:
        return can_be_called(community, person, handle)
    if not allow(f"communities name {membership.pk}", NAMES_A_DAY, 24 * 3600):
        return OFTEN
    return can_be_called(community, person, handle)


def can_be_called(community: Community, person: Person, handle: str) -> Verdict:
    """Nobody else here is called so; what others are called elsewhere is neither compared nor told."""
    wanted = folded(one_line(handle))
    return no(TAKEN.why) if wanted and wanted in set(map(folded, _others(community, person))) else YES


def _others(community: Community, person: Person) -> Iterable[str]:
    places = Membership.objects.filter(community=community, canary=False).taken().exclude(person=person)
    roles = RoleGrant.objects.running().filter(community=community).exclude(person=person)
    yield from places.annotate(shown=known_as()).values_list("shown", flat=True)
    yield from roles.annotate(shown=known_as()).values_list("shown", flat=True)


def _may_take_part(membership: Membership, level: str) -> Verdict:
    """Any level but the core group, which is given; whoever is in it may step back."""
    return CORE_IS_GIVEN if level == Level.CORE and membership.level != Level.CORE else YES
