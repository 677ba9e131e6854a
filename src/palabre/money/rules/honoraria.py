"""Who prepares, approves and pays a honorarium: never one's own, and never the same person twice (INV-19)."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Community, Membership
from palabre.communities.rules import may_act_as, standing, still_open
from palabre.kit.verdict import YES, Text, Verdict, no
from palabre.money.choices import LineState
from palabre.money.models import HonorariumAgreement, HonorariumLine
from palabre.people.models import Person

COORDINATED = _("This is done by the coordination of the community.")
BY_TREASURY = _("This is done by the treasury of the community.")
YOUR_OWN = _("Nobody handles her own honorarium. Ask the other person with this role.")
REVERSED_BY_YOU = _("You reversed this payment. Somebody else approves that the month is paid once more.")
APPROVED_BY_YOU = _("You approved this month. Somebody else pays it.")
NOT_YOURS = _("This is for the person whose honorarium it is.")


def visible_agreements(actor: Person) -> QuerySet[HonorariumAgreement]:
    """One's own; those of the community for its coordination and its treasury."""
    known = standing(actor)
    led = known.communities_with(Role.COORDINATOR, Role.TREASURER)
    mine = Q(person=actor, community_id__in=known.community_ids())
    return HonorariumAgreement.objects.filter(mine | Q(community_id__in=led))


def visible_lines(actor: Person) -> QuerySet[HonorariumLine]:
    """The months of the agreements that the actor may see."""
    return HonorariumLine.objects.filter(agreement__in=visible_agreements(actor))


def standing_lines() -> QuerySet[HonorariumLine]:
    """What a person was promised or given and still has: neither set aside nor reversed, and no reversal."""
    return HonorariumLine.objects.filter(reverses=None, reversed_by=None).exclude(state=LineState.VOID)


def can_view_agreement(actor: Person, agreement: HonorariumAgreement) -> Verdict:
    known = standing(actor)
    if agreement.person_id == actor.pk and agreement.community_id in known.community_ids():
        return YES
    return YES if handles_honoraria(actor, agreement.community) else no(NOT_YOURS)


def handles_honoraria(actor: Person, community: Community) -> bool:
    """Coordination or treasury there."""
    return bool(standing(actor).roles(community.pk) & {Role.COORDINATOR, Role.TREASURER})


def can_see_honoraria(actor: Person, community: Community) -> Verdict:
    """Read who is thanked for which month: coordination and treasury."""
    return YES if handles_honoraria(actor, community) else no(COORDINATED)


def can_make_agreement(actor: Person, community: Community) -> Verdict:
    """State a monthly sum for a member."""
    verdict = _coordinates(actor, community)
    return verdict and still_open(community)


def can_agree_with(actor: Person, community: Community, person: Person) -> Verdict:
    """With whom: a member, and not oneself."""
    if not (verdict := can_make_agreement(actor, community)):
        return verdict
    if person.pk == actor.pk:
        return no(YOUR_OWN)
    places = Membership.objects.inside().filter(community=community, person=person)
    return YES if places.exists() else no(_("Only members of the community receive an honorarium here."))


def can_end_agreement(actor: Person, agreement: HonorariumAgreement) -> Verdict:
    """From the next month on nothing is due any more."""
    if agreement.ended_at is not None:
        return no(_("This agreement is over already."))
    return _coordinates(actor, agreement.community)


def can_settle_month(actor: Person, community: Community) -> Verdict:
    """Say of a whole month what is due, and approve it; each line asks its own rule besides."""
    return _coordinates(actor, community)


def can_mark_due(actor: Person, line: HonorariumLine) -> Verdict:
    """This month was worked: the sum is due."""
    if line.state != LineState.PLANNED:
        return no(_("This month was settled already."))
    return _not_own(actor, line, _coordinates(actor, line.agreement.community))


def can_approve_honorarium(actor: Person, line: HonorariumLine) -> Verdict:
    """The coordination approves what is due; the treasury pays it.

    What is due again after a reversal is approved by somebody else than whoever reversed, and never with the month.
    """
    if line.state != LineState.ELIGIBLE:
        return no(_("Only a month that is due can be approved."))
    verdict = _not_own(actor, line, _coordinates(actor, line.agreement.community))
    if verdict and line.replaces_id is not None:
        reversals = HonorariumLine.objects.filter(reverses=line.replaces_id, paid_by=actor)
        return no(REVERSED_BY_YOU) if reversals.exists() else YES
    return verdict


def can_pay_honorarium(actor: Person, line: HonorariumLine) -> Verdict:
    """Once, by the treasury, and by somebody else than whoever approved it."""
    if line.state == LineState.PAID:
        return no(_("This month is paid already."))
    if line.state != LineState.APPROVED:
        return no(_("Only an approved month can be paid."))
    if not (verdict := _not_own(actor, line, _keeps_purse(actor, line.agreement.community))):
        return verdict
    return no(APPROVED_BY_YOU) if line.approved_by_id == actor.pk else YES


def can_void_honorarium(actor: Person, line: HonorariumLine) -> Verdict:
    """Before it is approved."""
    if line.state not in (LineState.PLANNED, LineState.ELIGIBLE):
        return no(_("What is approved or paid cannot be set aside. A paid month is corrected by a reversal."))
    return _not_own(actor, line, _coordinates(actor, line.agreement.community))


def can_reverse_honorarium(actor: Person, line: HonorariumLine) -> Verdict:
    """A payment that failed or was wrong: a line with the same sum, negative, by the treasury."""
    if line.state != LineState.PAID or line.reverses_id is not None:
        return no(_("Only a payment can be reversed."))
    if HonorariumLine.objects.filter(reverses=line).exists():
        return no(_("This payment is reversed already."))
    return _not_own(actor, line, _keeps_purse(actor, line.agreement.community))


def can_open_payee(actor: Person, line: HonorariumLine) -> Verdict:
    """How to pay her: the treasury, while an approved month waits for its payment; each opening is written down."""
    if line.state != LineState.APPROVED:
        return no(_("These details open only while a payment waits."))
    return can_pay_honorarium(actor, line)


def can_waive(actor: Person, agreement: HonorariumAgreement) -> Verdict:
    """Give up a month, or take that back: she alone, without a reason."""
    return _own(actor, agreement)


def can_break(actor: Person, agreement: HonorariumAgreement) -> Verdict:
    """Pause without losing the place: she alone."""
    return _own(actor, agreement)


def _own(actor: Person, agreement: HonorariumAgreement) -> Verdict:
    if agreement.person_id != actor.pk:
        return no(NOT_YOURS)
    return no(_("This agreement is over already.")) if agreement.ended_at is not None else YES


def _coordinates(actor: Person, community: Community) -> Verdict:
    return may_act_as(actor, community.pk, COORDINATED, Role.COORDINATOR)


def _keeps_purse(actor: Person, community: Community, why: Text = BY_TREASURY) -> Verdict:
    return may_act_as(actor, community.pk, why, Role.TREASURER)


def _not_own(actor: Person, line: HonorariumLine, verdict: Verdict) -> Verdict:
    if verdict and line.agreement.person_id == actor.pk:
        return no(YOUR_OWN)
    return verdict


def worked_then(membership: Membership | None) -> bool:
    """Whether the place counts as active: signed, not on a break, not gone."""
    return membership is not None and membership.state in (MembershipState.ACTIVE, MembershipState.RESTRICTED)
