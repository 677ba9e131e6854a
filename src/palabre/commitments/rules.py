"""Who may see a promise, open one, say that it is kept, let it go, or take that back."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.commitments.choices import CommitmentState
from palabre.commitments.circles import read_in_circles
from palabre.commitments.models import STILL_OPEN, Commitment, JointCommitment
from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community, Membership, Organisation, RoleGrant
from palabre.communities.rules import has_signed, holds, is_member, may_act_as, standing
from palabre.communities.rules.twins import are_twins
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

LEADS = (Role.COORDINATOR, Role.FACILITATOR)
REOPENED_FOR = timedelta(days=14)


def visible_commitments(actor: Person) -> QuerySet[Commitment]:
    """The promises of the communities that the actor reads, and those that their twins made in a joint meeting.

    What was promised in a smaller circle stays in it; whoever owns a promise reads it.
    """
    return _in_communities(actor).filter(_promised_through(actor) | read_in_circles(actor))


def own_commitments(actor: Person) -> QuerySet[Commitment]:
    """Those of them that she keeps herself, or through an organisation that she represents."""
    return _in_communities(actor).filter(_promised_through(actor))


def _in_communities(actor: Person) -> QuerySet[Commitment]:
    known = list(standing(actor).community_ids())
    joint = JointCommitment.objects.filter(community_id__in=known).values("commitment_id")
    return Commitment.objects.filter(Q(community_id__in=known) | Q(pk__in=joint))


def _promised_through(actor: Person) -> Q:
    """Her own promises, and those of the organisations that she represents."""
    found = Q(person=actor)
    for community_id, organisation_id in standing(actor).organisations.items():
        if organisation_id is not None:
            found |= Q(community_id=community_id, organisation_id=organisation_id)
    return found


def can_view_commitment(actor: Person, commitment: Commitment) -> Verdict:
    found = visible_commitments(actor).filter(pk=commitment.pk).exists()
    return YES if found else no(_("There is nothing here."))


def read_through(actor: Person, commitment: Commitment) -> int | None:
    """The community in which the actor stands when she reads this promise: its own before a twin's; None: not hers."""
    known = standing(actor).community_ids()
    if commitment.community_id in known:
        return commitment.community_id
    return min(commitment.joint.filter(community_id__in=known).values_list("community_id", flat=True), default=None)


def can_open_commitment(actor: Person, community: Community, *, heard: bool = False) -> Verdict:
    """Members promise; facilitation and coordination also note what others promise. `heard`: see `can_promise_for`."""
    if community.stage in Stage.over():
        return no(_("This community is closed."))
    if heard or is_member(actor, community.pk) or holds(actor, community.pk, *LEADS):
        return YES
    signed = has_signed(actor, community.pk)
    return signed if not signed else no(_("Members of the community can note a commitment."))


def can_promise_for(
    actor: Person,
    community: Community,
    person: Person | None,
    organisation: Organisation | None,
    *,
    heard: bool = False,
) -> Verdict:
    """For oneself or the organisation one represents; those who lead, for anybody who belongs here (INV-24).

    `heard`: said in a meeting of a smaller circle that the actor leads, whose room has asked its own rule.
    """
    if (person is None) == (organisation is None):
        return no(_("Say who promises: one person or one organisation."))
    verdict = can_open_commitment(actor, community, heard=heard)
    if not verdict:
        return verdict
    if not _belongs(community, person, organisation):
        return no(_("Choose somebody of this community, or an organisation that takes part in it."))
    own_house = standing(actor).organisations.get(community.pk)
    if person == actor or (organisation is not None and organisation.pk == own_house):
        return YES
    if heard or holds(actor, community.pk, *LEADS):
        return YES
    return no(_("You promise for yourself or for your organisation. Facilitation notes what others promise."))


def can_note_for_twin(
    actor: Person, host: Community, community: Community, person: Person | None, organisation: Organisation | None
) -> Verdict:
    """In a joint meeting whoever leads it notes what somebody of the twin promises, as long as the link stands."""
    if (person is None) == (organisation is None):
        return no(_("Say who promises: one person or one organisation."))
    if not holds(actor, host.pk, *LEADS):
        return no(_("You promise for yourself or for your organisation. Facilitation notes what others promise."))
    if not are_twins(host.pk, community.pk) or community.stage in Stage.over():
        return no(_("These two communities are not linked."))
    known = _belongs(community, person, organisation)
    return YES if known else no(_("Choose somebody of this community, or an organisation that takes part in it."))


def _belongs(community: Community, person: Person | None, organisation: Organisation | None) -> bool:
    places = Membership.objects.inside().filter(community=community)
    if organisation is not None:
        return places.filter(organisation=organisation).exists()
    if places.filter(person=person).exists():
        return True
    return RoleGrant.objects.running().filter(community=community, person=person).exists()


def owns(actor: Person, commitment: Commitment) -> bool:
    """The actor promised it, or represents the organisation that did."""
    if commitment.person_id is not None:
        return commitment.person_id == actor.pk
    organisation = standing(actor).organisations.get(commitment.community_id)
    return organisation is not None and organisation == commitment.organisation_id


def can_progress_commitment(actor: Person, commitment: Commitment) -> Verdict:
    """Say that it is done: its owner, any representative of the owning organisation, or those who lead."""
    signed = has_signed(actor, commitment.community_id)
    if not signed:
        return signed
    if commitment.state not in STILL_OPEN:
        return no(_("This commitment is already closed."))
    if owns(actor, commitment) or holds(actor, commitment.community_id, *LEADS):
        return YES
    return no(_("Only whoever took this commitment, or the coordination, can change it."))


def can_begin_commitment(actor: Person, commitment: Commitment) -> Verdict:
    """Say that one has begun: once."""
    if commitment.state == CommitmentState.IN_PROGRESS:
        return no(_("This commitment has already begun."))
    return can_progress_commitment(actor, commitment)


def can_edit_commitment(actor: Person, commitment: Commitment) -> Verdict:
    """Change the words or the day, while it is open."""
    return can_progress_commitment(actor, commitment)


def can_drop_commitment(actor: Person, commitment: Commitment) -> Verdict:
    """Let it go, with a reason: the coordination, or the owner herself."""
    return can_progress_commitment(actor, commitment)


def can_reopen_commitment(actor: Person, commitment: Commitment) -> Verdict:
    """Take back a "done" or a "dropped" said by mistake: for two weeks, whoever could have said it."""
    signed = has_signed(actor, commitment.community_id)
    if not signed:
        return signed
    if commitment.state in STILL_OPEN:
        return no(_("This commitment is still open."))
    if commitment.community.stage in Stage.over():
        return no(_("This community is closed."))
    if not owns(actor, commitment) and not holds(actor, commitment.community_id, *LEADS):
        return no(_("Only whoever took this commitment, or the coordination, can change it."))
    if commitment.closed_at is None or commitment.closed_at < timezone.now() - REOPENED_FOR:
        return no(_("A commitment can be reopened for 14 days. Note a new one instead."))
    return YES


def can_translate_commitment(actor: Person, commitment: Commitment) -> Verdict:
    why = _("This is done by translation or coordination.")
    return may_act_as(actor, commitment.community_id, why, Role.TRANSLATOR, *LEADS)
