"""Who writes a call, who takes its steps, and who sees it from inside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import CallState
from palabre.calls.gates import BEFORE_REVIEW, Missing, missing_before, next_step
from palabre.calls.models import Call, CallQuery, SelectionCriterion
from palabre.calls.rules.apart import APPLIED, applies_to, knows_all
from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import NOTHING_HERE, holds, may_act_as, standing, still_open
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

WRITERS = (Role.COORDINATOR, Role.MEL)
HELPERS = (*WRITERS, Role.TRANSLATOR)
# how long before the closing the coordination is reminded of it
REMINDED_BEFORE = timedelta(days=3)

NOT_A_WRITER = _("A call is written by the coordination, or by monitoring and evaluation.")
NOT_THE_COORDINATION = _("This is done by the coordination of the community.")
NOT_A_TRANSLATOR = _("This is done by the coordination, by monitoring and evaluation, or by translation.")
BINDS = _(
    "This call is announced: what it says binds everybody. Until it opens, the coordination can take it back to a draft."
)
BINDS_FOR_GOOD = _(
    "This call has opened: what it says binds everybody until the end. Only its last day can move, later."
)
STILL_OPEN = _("Something on this page still waits for the next step.")
GIVEN_UP = _("This call was given up.")
SCORED = no(
    _(
        "Points have been given for this criterion: its weight and its scale stay as they are. "
        "A change is for the next call."
    )
)


def can_see_calls(actor: Person, community: Community) -> Verdict:
    """The calls of this community from inside: who writes them, and who translates them."""
    return YES if holds(actor, community.pk, *HELPERS) else no(NOTHING_HERE)


def follows_calls(actor: Person, community: Community) -> bool:
    """Whether she finds them beside the other rooms: monitoring, translation; a coordination finds them on its page."""
    return bool(can_see_calls(actor, community)) and not holds(actor, community.pk, Role.COORDINATOR)


def visible_calls(actor: Person) -> QuerySet[Call]:
    """Calls from inside, drafts too. What visitors read of a call is `announced_calls`."""
    return Call.objects.filter(community_id__in=standing(actor).communities_with(*HELPERS))


def can_view_call(actor: Person, call: Call) -> Verdict:
    return YES if visible_calls(actor).filter(pk=call.pk).exists() else no(NOTHING_HERE)


def announced_calls() -> CallQuery:
    """Those that anybody who has the address may read."""
    return Call.objects.announced()


def can_begin_call(actor: Person, community: Community) -> Verdict:
    """DOMAIN.md §3: coordination, and monitoring and evaluation."""
    verdict = may_act_as(actor, community.pk, NOT_A_WRITER, *WRITERS)
    return still_open(community) if verdict else verdict


def can_edit_call(actor: Person, call: Call) -> Verdict:
    """Everything that binds: as long as the call is a draft."""
    verdict = may_act_as(actor, call.community_id, NOT_A_WRITER, *WRITERS)
    return is_free(call) if verdict else verdict


def can_translate_call(actor: Person, call: Call) -> Verdict:
    """Write the other half: also translation."""
    verdict = may_act_as(actor, call.community_id, NOT_A_TRANSLATOR, *HELPERS)
    return is_free(call) if verdict else verdict


def can_approve_call(actor: Person, call: Call) -> Verdict:
    """Not of what one has translated oneself (`languages` sees to it)."""
    return can_translate_call(actor, call)


def is_free(call: Call) -> Verdict:
    """Nothing of it binds anybody yet."""
    if not call.is_frozen():
        return YES
    phase = call.phase()
    if phase == CallState.CANCELLED:
        return no(GIVEN_UP)
    return no(BINDS if phase == CallState.READY else BINDS_FOR_GOOD)


def can_weigh_criterion(actor: Person, criterion: SelectionCriterion) -> Verdict:
    """Change its weight or its scale: never once points were given, whatever the state of the call."""
    verdict = may_act_as(actor, criterion.call.community_id, NOT_A_WRITER, *WRITERS)
    if verdict and criterion.scores.exists():
        return SCORED
    return is_free(criterion.call) if verdict else verdict


def can_announce_call(actor: Person, call: Call, gaps: Sequence[Missing] | None = None) -> Verdict:
    """From draft to ready: the coordination, once nothing is missing. The refusal names what is missing first.

    `gaps`: what is missing, if the caller has asked already.
    """
    verdict = may_act_as(actor, call.community_id, NOT_THE_COORDINATION, Role.COORDINATOR)
    if verdict and call.phase() != CallState.DRAFT:
        return no(_("This call is announced already."))
    return without_gap(call, CallState.READY, gaps) if verdict else verdict


def can_take_back_call(actor: Person, call: Call) -> Verdict:
    """From ready back to draft: until it opens."""
    verdict = may_act_as(actor, call.community_id, NOT_THE_COORDINATION, Role.COORDINATOR)
    if verdict and call.phase() != CallState.READY:
        return no(_("Only a call that is announced and not open yet can become a draft again."))
    return verdict


def can_lengthen_call(actor: Person, call: Call) -> Verdict:
    """Move the last day, later: while it is open."""
    verdict = may_act_as(actor, call.community_id, NOT_THE_COORDINATION, Role.COORDINATOR)
    if verdict and not call.is_open():
        return no(_("The last day can be moved only while the call is open."))
    return verdict


def can_take_step(actor: Person, call: Call, gaps: Sequence[Missing] | None = None) -> Verdict:
    """The next step by hand: the coordination, once the gate of that step lets through; never a candidate."""
    verdict = may_act_as(actor, call.community_id, NOT_THE_COORDINATION, Role.COORDINATOR)
    if not verdict:
        return verdict
    if applies_to(actor, call):
        return APPLIED
    step = next_step(call)
    if step is None:
        return no(_("There is no step to take by hand now."))
    return without_gap(call, step, missing_for(actor, call, step) if gaps is None else gaps)


def missing_for(actor: Person, call: Call, state: CallState) -> list[Missing]:
    """What is missing, as she may know it: nothing more than that of files, if one of them is tied to her."""
    if applies_to(actor, call):
        return []
    found = missing_before(call, state)
    if not found or knows_all(actor, call):
        return found
    plain = [one for one in found if not one.of_files]
    if len(plain) == len(found):
        return plain
    leads = holds(actor, call.community_id, Role.COORDINATOR)
    return [*plain, Missing(STILL_OPEN, reverse("calls:applications", args=[call.public_id]) if leads else "")]


def can_cancel_call(actor: Person, call: Call) -> Verdict:
    """Give it up, before anybody has read an application."""
    verdict = may_act_as(actor, call.community_id, NOT_THE_COORDINATION, Role.COORDINATOR)
    if verdict and call.phase() == CallState.CANCELLED:
        return no(GIVEN_UP)
    if verdict and call.phase() not in BEFORE_REVIEW:
        return no(_("Applications are being read: this call goes on to its end."))
    return verdict


def without_gap(call: Call, state: CallState, gaps: Sequence[Missing] | None = None) -> Verdict:
    """Whether its gate is open; else the first thing that is missing."""
    found = missing_before(call, state) if gaps is None else gaps
    return no(found[0].sentence) if found else YES
