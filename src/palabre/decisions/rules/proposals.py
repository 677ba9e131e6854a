"""Who reads what a circle decides, who brings something to it, who carries it on."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import RiskProfile, Role, Stage
from palabre.communities.models import Community
from palabre.communities.rules import NOTHING_HERE, holds, may_act, may_act_as, standing
from palabre.decisions.choices import ProposalState, SubjectKind
from palabre.decisions.models import Elector, Proposal, ProposalQuery
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

CLOSED = no(_("This community is closed."))
ENDED = no(_("This proposal has ended: nothing more can be changed in it."))
NOT_CARRYING = _("This is done by whoever proposed, or by the coordination.")
NOT_NOW = no(_("This step is over, or has not begun yet."))
CARRIERS = (Role.COORDINATOR, Role.STEWARD)
ACCOMPANYING = (Role.COORDINATOR, Role.MEL, Role.FACILITATOR)


def visible_proposals(actor: Person) -> ProposalQuery:
    """What is open or ended in the communities that the actor reads, and whatever she decides on as a voice.

    A draft is its author's alone. Who said what inside is another question: `sees_inside`.
    """
    known = standing(actor).community_ids()
    mine = Elector.objects.filter(proposal=OuterRef("pk"), person=actor, speaks_for__in=known)
    shown = Q(community_id__in=known) | Exists(mine)
    own = Q(state=ProposalState.DRAFT, proposer=actor, community_id__in=known)
    return Proposal.objects.filter(own | (~Q(state=ProposalState.DRAFT) & shown))


def can_view_proposal(actor: Person, proposal: Proposal) -> Verdict:
    return YES if visible_proposals(actor).filter(pk=proposal.pk).exists() else no(NOTHING_HERE)


def elector_of(actor: Person, proposal: Proposal) -> Elector | None:
    """Her place in the circle that decides, if she has one."""
    return Elector.objects.filter(proposal=proposal, person=actor).first()


def carries(actor: Person, proposal: Proposal) -> Verdict:
    """Asks for stances, amends, records: whoever proposed, or the coordination of that community."""
    if proposal.proposer_id == actor.pk:
        return may_act(actor, proposal.community_id)
    return may_act_as(actor, proposal.community_id, NOT_CARRYING, *CARRIERS)


def sees_inside(actor: Person, proposal: Proposal, elector: Elector | None) -> bool:
    """Reads what was said: the circle that decides, and whoever carries it. Others read the text and the outcome."""
    return elector is not None or bool(carries(actor, proposal))


def hears_stances(proposal: Proposal, elector: Elector | None, spoken: bool) -> bool:
    """While a round is under way each says her own word before she hears the others', and nobody else hears any."""
    if proposal.state == ProposalState.STANCES and not proposal.is_over():
        return elector is not None and spoken
    return True


def knows_names(actor: Person, proposal: Proposal, inside: bool) -> bool:
    """Reads who proposed, asked and recorded: the circle, and whoever carries or accompanies; all at standard risk."""
    if inside or proposal.community.risk == RiskProfile.STANDARD:
        return True
    return holds(actor, proposal.community_id, *ACCOMPANYING)


def can_propose(actor: Person, community: Community) -> Verdict:
    """Bring a question to the community: whoever may act there."""
    return CLOSED if community.stage in Stage.over() else may_act(actor, community.pk)


def can_ask_voices(actor: Person, community: Community) -> Verdict:
    """Let the communities below decide, one voice each: the coordination of the network."""
    return may_act_as(actor, community.pk, _("The coordination of a network asks the communities below."), *CARRIERS)


def can_edit_proposal(actor: Person, proposal: Proposal) -> Verdict:
    """Write the text: its author while it is a draft; then, until stances are asked for, whoever carries it."""
    if proposal.community.stage in Stage.over():
        return CLOSED
    if proposal.state == ProposalState.DRAFT:
        return carries(actor, proposal) if proposal.proposer_id == actor.pk else no(NOTHING_HERE)
    verdict = carries(actor, proposal)
    if verdict and proposal.state != ProposalState.CLARIFYING:
        return no(_("Stances were asked for on these words: only an amendment changes them."))
    return verdict


def can_open_proposal(actor: Person, proposal: Proposal) -> Verdict:
    """Show a draft to those who decide."""
    if proposal.state != ProposalState.DRAFT:
        return NOT_NOW
    return can_edit_proposal(actor, proposal)


def can_drop_draft(actor: Person, proposal: Proposal) -> Verdict:
    return can_open_proposal(actor, proposal)


def can_set_aside(actor: Person, proposal: Proposal) -> Verdict:
    """Let it go, with a reason, at any moment before its end."""
    if proposal.state not in ProposalState.open():
        return ENDED
    return carries(actor, proposal)


def can_propose_again(actor: Person, proposal: Proposal) -> Verdict:
    """Begin a new proposal in place of one that has ended; a thing of another room is proposed again from there."""
    if proposal.state not in (ProposalState.ADOPTED, ProposalState.NO_QUORUM, ProposalState.SET_ASIDE):
        return NOT_NOW
    if proposal.subject != SubjectKind.FREE:
        return no(_("This is proposed again where it came from."))
    return can_propose(actor, proposal.community)
