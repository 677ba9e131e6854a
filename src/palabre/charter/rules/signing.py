"""Who adopts a code, who signs it, and who sees who has signed."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.charter.choices import TextKind
from palabre.charter.models import Adherence, Adoption, Edition, Signature
from palabre.charter.rules.texts import CLOSED, published
from palabre.communities.choices import MembershipState, Role, Stage
from palabre.communities.models import Community, Membership, Organisation
from palabre.communities.rules import NOT_YOURS, NOTHING_HERE, holds, may_act, may_act_as, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

ASKED_AGAIN = timedelta(days=3)
NOTHING_TO_SIGN = no(_("There is nothing to sign here yet."))
SIGNED = no(_("You have already signed this version."))


def current_adoption(community_id: int) -> Adoption | None:
    """What binds a community today."""
    rows = Adoption.objects.filter(community_id=community_id, ended_at=None)
    return rows.select_related("code__community", "principles", "community").first()


def binding(actor: Person) -> QuerySet[Adoption]:
    """What binds the communities that the actor reads."""
    return Adoption.objects.filter(community_id__in=standing(actor).community_ids(), ended_at=None)


def offered_editions(community: Community, kind: TextKind | str) -> QuerySet[Edition]:
    """What a community may adopt: its own text in force, or that of a community above it."""
    chain = community.ancestors(include_self=True).values_list("pk", flat=True)
    return published(kind, list(chain)).select_related("community")


def can_adopt(actor: Person, community: Community, code: Edition | None = None) -> Verdict:
    """The coordination of the community itself: nobody above it can make it adopt anything (INV-04)."""
    if community.stage in Stage.over():
        return CLOSED
    verdict = may_act_as(actor, community.pk, NOT_YOURS, Role.COORDINATOR)
    if not verdict or code is None:
        return verdict
    if not offered_editions(community, TextKind.CODE).filter(pk=code.pk).exists():
        return no(_("Choose one of the codes of this list: a code of your community, or of a network above it."))
    if Adoption.objects.filter(community=community, code=code, ended_at=None).exists():
        return no(_("Your community has already adopted this version."))
    return YES


def can_sign(actor: Person, membership: Membership, adoption: Adoption | None) -> Verdict:
    """Each member for herself, once for each version."""
    if membership.person_id != actor.pk or membership.state not in MembershipState.reading():
        return no(_("This is not your membership."))
    if adoption is None or adoption.community_id != membership.community_id:
        return NOTHING_TO_SIGN
    if Signature.objects.filter(membership=membership, code_id=adoption.code_id).exists():
        return SIGNED
    return YES


def visible_signatures(actor: Person) -> QuerySet[Signature]:
    """One's own; and for a coordination, those of its members."""
    known = standing(actor)
    mine = Q(membership__person=actor, community_id__in=known.community_ids())
    return Signature.objects.filter(mine | Q(community_id__in=known.communities_with(Role.COORDINATOR)))


def can_view_signature(actor: Person, signature: Signature) -> Verdict:
    return YES if visible_signatures(actor).filter(pk=signature.pk).exists() else no(NOTHING_HERE)


def can_see_signatures(actor: Person, community: Community) -> Verdict:
    """Who has not signed is for the coordination."""
    return YES if holds(actor, community.pk, Role.COORDINATOR) else no(NOT_YOURS)


def can_remind(actor: Person, adoption: Adoption) -> Verdict:
    """Ask those who have not signed: every three days at most."""
    verdict = can_see_signatures(actor, adoption.community)
    if not verdict:
        return verdict
    if adoption.asked_at is not None and adoption.asked_at > timezone.now() - ASKED_AGAIN:
        return no(_("A reminder was sent less than three days ago."))
    if not unsigned_memberships(adoption).exists():
        return no(_("Everybody has signed."))
    return YES


def unsigned_memberships(adoption: Adoption) -> QuerySet[Membership]:
    """Members who have not signed what binds them today; whoever is on a care break is left in peace."""
    signed = Signature.objects.filter(membership=OuterRef("pk"), code_id=adoption.code_id)
    states = MembershipState.reading() - {MembershipState.PAUSED}
    here = Membership.objects.filter(community_id=adoption.community_id, state__in=states, canary=False)
    return here.filter(~Exists(signed), person__is_active=True)


def late_memberships() -> QuerySet[Membership]:
    """Active members of any community who have let the day pass without signing."""
    due = Adoption.objects.filter(community=OuterRef("community"), ended_at=None, sign_by__lte=timezone.now())
    rows = Membership.objects.filter(state=MembershipState.ACTIVE, canary=False).exclude(
        community__stage__in=Stage.over()
    )
    rows = rows.annotate(owed=Subquery(due.values("code")[:1])).filter(owed__isnull=False)
    return rows.filter(~Exists(Signature.objects.filter(membership=OuterRef("pk"), code=OuterRef("owed"))))


def represented(actor: Person, community: Community) -> QuerySet[Organisation]:
    """The organisations for which the actor speaks here."""
    speaks = Q(places__community=community, places__representatives__membership__person=actor)
    still = Q(places__representatives__until=None, places__state="active")
    mine = standing(actor).organisations.get(community.pk)
    return Organisation.objects.filter((speaks & still) | Q(pk=mine or 0)).distinct().order_by("name", "pk")


def can_adhere(actor: Person, adoption: Adoption, organisation: Organisation) -> Verdict:
    """By somebody who represents it here and has signed herself; once for each version."""
    verdict = may_act(actor, adoption.community_id)
    if not verdict:
        return verdict
    if not represented(actor, adoption.community).filter(pk=organisation.pk).exists():
        return no(_("Only somebody who represents this organisation here can do this."))
    known = Adherence.objects.filter(community_id=adoption.community_id, organisation=organisation)
    if known.filter(code_id=adoption.code_id).exists():
        return no(_("This organisation already adheres to this version."))
    return YES
