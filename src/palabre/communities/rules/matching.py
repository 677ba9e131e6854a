"""Joining campaigns, what members look for and offer, and who is introduced to whom (S000-3)."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Campaign, Community, Introduction, Membership, Wish
from palabre.communities.risk import PROTECTIONS, Directory
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE, still_open
from palabre.communities.rules.directory import directory_of
from palabre.communities.rules.standing import holds, may_act, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

MOST_INTRODUCTIONS = 3
MOST_WISHES = 6
NOT_HERE = _("Members are not introduced to each other in this community: it protects them.")


def visible_campaigns(actor: Person) -> QuerySet[Campaign]:
    """Of the communities that the actor reads."""
    return Campaign.objects.filter(community_id__in=standing(actor).community_ids())


def can_view_campaign(actor: Person, campaign: Campaign) -> Verdict:
    return YES if campaign.community_id in standing(actor).community_ids() else no(NOTHING_HERE)


def can_open_campaign(actor: Person, community: Community) -> Verdict:
    if not holds(actor, community.pk, Role.COORDINATOR):
        return no(NOT_YOURS)
    return still_open(community)


def can_change_campaign(actor: Person, campaign: Campaign) -> Verdict:
    return can_open_campaign(actor, campaign.community)


def can_have_introductions(community: Community) -> Verdict:
    """Not where the directory is off: whoever is known there is known by nobody's doing but her own."""
    return no(NOT_HERE) if directory_of(community) is Directory.OFF else YES


def takes_wishes(campaign: Campaign) -> Verdict:
    """While it runs, where it offers introductions."""
    if not campaign.introductions or not can_have_introductions(campaign.community):
        return no(NOT_HERE)
    today = timezone.localdate()
    if not campaign.opens_on <= today <= campaign.closes_on:
        return no(_("Wishes are noted while the campaign is open."))
    return still_open(campaign.community)


def own_place(actor: Person, community_id: int) -> QuerySet[Membership]:
    """The actor's active place there: none on a break, none before a signature."""
    return Membership.objects.filter(person=actor, community_id=community_id, state=MembershipState.ACTIVE)


def can_wish(actor: Person, campaign: Campaign) -> Verdict:
    """Say what one looks for or offers: active members who have signed, a few lines each."""
    for verdict in (takes_wishes(campaign), may_act(actor, campaign.community_id)):
        if not verdict:
            return verdict
    place = own_place(actor, campaign.community_id).first()
    if place is None:
        return no(_("This is for the active members of the community."))
    if Wish.objects.filter(campaign=campaign, membership=place).count() >= MOST_WISHES:
        return no(_("Six lines at most for each person. Take one away first."))
    return YES


def visible_wishes(actor: Person) -> QuerySet[Wish]:
    """One's own: what others look for is read by nobody, not even by the coordination."""
    return Wish.objects.filter(membership__person=actor, campaign__in=visible_campaigns(actor))


def can_withdraw_wish(actor: Person, wish: Wish) -> Verdict:
    return YES if wish.membership.person_id == actor.pk else no(NOTHING_HERE)


def can_propose_introductions(actor: Person, campaign: Campaign) -> Verdict:
    """The coordination says when; it does not choose the pairs."""
    mine = can_change_campaign(actor, campaign)
    return takes_wishes(campaign) if mine else mine


def visible_introductions(actor: Person) -> QuerySet[Introduction]:
    """Those in which the actor was asked, while both still belong there and introductions are made there."""
    mine = Q(first__person=actor) | Q(second__person=actor)
    here = Q(campaign__community_id__in=standing(actor).community_ids())
    both = Q(first__state=MembershipState.ACTIVE, second__state=MembershipState.ACTIVE)
    open_ = Q(first__person__is_active=True, second__person__is_active=True)
    rows = Introduction.objects.filter(mine & here & both & open_)
    return rows.exclude(campaign__community__risk__in=_without_introductions())


def _without_introductions() -> list[str]:
    return [risk for risk, column in PROTECTIONS.items() if column.directory is Directory.OFF]


def can_view_introduction(actor: Person, introduction: Introduction) -> Verdict:
    return YES if visible_introductions(actor).filter(pk=introduction.pk).exists() else no(NOTHING_HERE)


def can_answer_introduction(actor: Person, introduction: Introduction) -> Verdict:
    """Each of the two: yes or no, and another day the other way round."""
    if actor.pk not in (introduction.first.person_id, introduction.second.person_id):
        return no(NOTHING_HERE)
    return may_act(actor, introduction.campaign.community_id)


def is_made(introduction: Introduction) -> bool:
    """Both said yes, and neither took it back."""
    return bool(introduction.first_yes_at and introduction.second_yes_at)
