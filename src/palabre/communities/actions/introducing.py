"""« I look for », « I offer »: who is introduced to whom. Both say yes, or nobody learns anything (S000-3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from palabre.communities.choices import MembershipState, Side
from palabre.communities.models import Campaign, Community, Introduction, Membership, Wish
from palabre.communities.risk import Directory
from palabre.communities.rules import fresh
from palabre.communities.rules.directory import directory_of
from palabre.communities.rules.matching import (
    MOST_INTRODUCTIONS,
    can_answer_introduction,
    can_propose_introductions,
    can_wish,
    can_withdraw_wish,
    is_made,
    own_place,
    visible_introductions,
)
from palabre.communities.rules.tree import chains
from palabre.journal.actions import record
from palabre.kit.folding import folded
from palabre.kit.text import one_line
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

Pair = tuple[int, int]


def add_wish(*, actor: Person, campaign: Campaign, side: str, theme: str, text: str) -> Wish:
    """One line of what one looks for or offers: with it one chooses to be introduced. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        campaign = _locked(campaign)
        require(can_wish(actor, campaign))
        place = own_place(actor, campaign.community_id).get()
        said = {"side": Side(side), "theme": one_line(theme), "text": one_line(text)}
        known = Wish.objects.filter(campaign=campaign, membership=place, side=said["side"])
        same = next((one for one in known if folded(one.theme) == folded(said["theme"])), None)
        if same is not None:
            same.text = said["text"]
            same.save(update_fields=["text"])
            return same
        wish = Wish.objects.create(campaign=campaign, membership=place, **said)
        _tell("communities.wish_added", actor, campaign, subject="wish", subject_id=wish.pk)
    return wish


def withdraw_wish(*, actor: Person, wish: Wish) -> None:
    """Take it back: the line is deleted, and with it what was asked for its sake and not yet answered by both."""
    with transaction.atomic():
        fresh(actor)
        campaign = _locked(wish.campaign)
        wish = Wish.objects.select_related("membership").get(pk=wish.pk)
        require(can_withdraw_wish(actor, wish))
        for one in _of_member(campaign, wish.membership_id):
            if folded(one.theme) == folded(wish.theme) and not is_made(one):
                one.delete()
        _tell("communities.wish_withdrawn", actor, campaign, subject="wish", subject_id=wish.pk)
        wish.delete()


def propose_introductions(*, actor: Person, campaign: Campaign) -> int:
    """Ask as many pairs as fit: one looks for what the other offers. Gives their number. Raises Refused.

    Nobody is asked more than three times in one campaign, nobody twice about the same person. Whoever came first
    is asked first. The campaign is locked, so that two who press at once do not ask anybody a fourth time.
    """
    with transaction.atomic():
        fresh(actor)
        campaign = _locked(campaign)
        require(can_propose_introductions(actor, campaign))
        round_ = _begin(campaign)
        for look, offer in _candidates(campaign):
            round_.ask(look, offer)
        for one in round_.new:
            one.save(force_insert=True)
            _tell("communities.introduction_proposed", actor, campaign, subject="introduction", subject_id=one.pk)
    return len(round_.new)


@dataclass(slots=True)
class _Round:
    """What has been asked so far, in this campaign and before."""

    campaign: Campaign
    known: set[Pair]
    asked: dict[int, int]
    groups: dict[int, set[int]] | None
    new: list[Introduction] = field(default_factory=list)

    def ask(self, look: Wish, offer: Wish) -> None:
        first, second = sorted((look.membership_id, offer.membership_id))
        full = max(self.asked[first], self.asked[second]) >= MOST_INTRODUCTIONS
        if first == second or full or (first, second) in self.known or not self._may_meet(first, second):
            return
        self.known.add((first, second))
        self.asked[first] += 1
        self.asked[second] += 1
        pair = {"first_id": first, "second_id": second}
        self.new.append(Introduction(campaign=self.campaign, theme=look.theme, **pair))

    def _may_meet(self, first: int, second: int) -> bool:
        """At elevated risk only inside a group that both belong to."""
        return self.groups is None or bool(self.groups.get(first, set()) & self.groups.get(second, set()))


def _begin(campaign: Campaign) -> _Round:
    here = Introduction.objects.filter(campaign__community_id=campaign.community_id)
    known, asked = set(), defaultdict[int, int](int)
    for where, first, second in here.values_list("campaign_id", "first_id", "second_id"):
        known.add((first, second))
        for one in (first, second) if where == campaign.pk else ():
            asked[one] += 1
    return _Round(campaign, known, asked, _groups(campaign.community))


def _candidates(campaign: Campaign) -> list[tuple[Wish, Wish]]:
    """Whoever looks for a theme with whoever offers it, the earliest first; only places that are active now."""
    rows = Wish.objects.filter(
        campaign=campaign, membership__state=MembershipState.ACTIVE, membership__person__is_active=True
    )
    offers: dict[str, list[Wish]] = defaultdict(list)
    wishes = list(rows.order_by("pk"))
    for wish in wishes:
        if wish.side == Side.OFFER:
            offers[folded(wish.theme)].append(wish)
    looks = (wish for wish in wishes if wish.side == Side.LOOK)
    return [(look, offer) for look in looks for offer in offers[folded(look.theme)]]


def _groups(community: Community) -> dict[int, set[int]] | None:
    """At elevated risk, the groups below in which each place is known by the same name; None where it is no matter."""
    if directory_of(community) is Directory.MEMBERS:
        return None
    here = Membership.objects.active().filter(community=community)
    mine = {(person, handle): key for key, person, handle in here.values_list("pk", "person_id", "handle")}
    elsewhere = Membership.objects.active().filter(person__in=here.values("person_id")).exclude(community=community)
    rows = list(elsewhere.values_list("community_id", "person_id", "handle"))
    above = chains({where for where, _person, _handle in rows})
    found: dict[int, set[int]] = defaultdict(set)
    for where, person, handle in rows:
        if (person, handle) in mine and community.pk in above.above(where):
            found[mine[person, handle]].add(where)
    return dict(found)


def answer_introduction(*, actor: Person, introduction: Introduction, yes: bool, contact: str = "") -> Introduction:
    """Yes, with how one may be reached if one wants; or no, which nobody is told. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        campaign = _locked(introduction.campaign)
        found = visible_introductions(actor).select_related("first", "second", "campaign").filter(pk=introduction.pk)
        introduction = _one(found)
        require(can_answer_introduction(actor, introduction))
        side = "first" if introduction.first.person_id == actor.pk else "second"
        was_made, now = is_made(introduction), timezone.now()
        said = {
            "yes_at": now if yes else None,
            "no_at": None if yes else now,
            "contact": one_line(contact) if yes else "",
        }
        for name, value in said.items():
            setattr(introduction, f"{side}_{name}", value)
        introduction.save(update_fields=[f"{side}_{name}" for name in said])
        if is_made(introduction) and not was_made:
            _tell("communities.introduced", actor, campaign, subject="introduction", subject_id=introduction.pk)
    return introduction


def _one(found: Any) -> Introduction:
    introduction: Introduction | None = found.first()
    if introduction is None:
        raise Refused(no("There is nothing here."))
    return introduction


def _of_member(campaign: Campaign, membership_id: int) -> list[Introduction]:
    rows = Introduction.objects.filter(campaign=campaign)
    return [one for one in rows if membership_id in (one.first_id, one.second_id)]


def _locked(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update(of=("self",)).select_related("community").get(pk=campaign.pk)


def _tell(kind: str, actor: Person, campaign: Campaign, **what: Any) -> None:
    record(kind, actor_id=actor.pk, community_id=campaign.community_id, campaign=campaign.pk, **what)
