"""Who names readers, and who reads what. What a conflict shuts does not exist (INV-13)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, AssignmentState, CallState
from palabre.calls.models import Application, Call, Conflict, ReviewAssignment, Reviewer
from palabre.calls.rules.apart import APPLIED, applies_to, calls_applied_to, untied_in
from palabre.communities.choices import Role
from palabre.communities.rules import NOTHING_HERE, may_act_as, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

NOT_THE_COORDINATION = _("This is done by the coordination of the community.")
READS_NOTHING = no(_("Nothing can be read here yet."))
NOT_NOW = no(_("Files are read between the screening and the selection."))
HANDED_IN = no(_("Your review is handed in. The coordination can open it again, before the selection."))
# while files are read at all; while points are given
READING = frozenset({CallState.REVIEW, CallState.INTERVIEWS, CallState.SELECTION})
SCORING = frozenset({CallState.REVIEW, CallState.INTERVIEWS})


def coordinates(actor: Person, call: Call) -> Verdict:
    """The coordination; of a call in which she is a candidate, somebody else of it."""
    verdict = may_act_as(actor, call.community_id, NOT_THE_COORDINATION, Role.COORDINATOR)
    return APPLIED if verdict and applies_to(actor, call) else verdict


def led_calls(actor: Person) -> QuerySet[Call]:
    """The calls whose committee, applications and readings a coordination follows; none in which she is a candidate."""
    rows = Call.objects.filter(community_id__in=standing(actor).communities_with(Role.COORDINATOR))
    return rows.exclude(pk__in=calls_applied_to(actor))


def ranked_calls(actor: Person) -> QuerySet[Call]:
    """The calls of which she may see a ranking, or her part of it (`can_see_ranking`)."""
    inside = Q(community_id__in=standing(actor).communities_with(Role.COORDINATOR, Role.MEL))
    mine = own_reviewers(actor).filter(declared_at__isnull=False, call__state__in=READING)
    return Call.objects.filter(inside | Q(pk__in=mine.values("call_id"))).exclude(pk__in=calls_applied_to(actor))


def own_reviewers(actor: Person) -> QuerySet[Reviewer]:
    """Her places on committees that run, as long as she holds the role: also before she said her ties."""
    held = standing(actor).communities_with(Role.REVIEWER)
    rows = Reviewer.objects.running().filter(person=actor, call__community_id__in=held)
    return rows.exclude(call__state__in=(CallState.PUBLISHED, CallState.CANCELLED))


def visible_reviewers(actor: Person) -> QuerySet[Reviewer]:
    """One's own places; and for a coordination, the committees of its calls."""
    led = Q(call__in=led_calls(actor).values("pk"))
    return Reviewer.objects.filter(led | Q(pk__in=own_reviewers(actor).values("pk")))


def can_view_reviewer(actor: Person, reviewer: Reviewer) -> Verdict:
    return YES if visible_reviewers(actor).filter(pk=reviewer.pk).exists() else no(NOTHING_HERE)


def shut_for(actor: Person, application: str = "pk") -> Q:
    """What a person never reads: her own, and that to which she is tied, in whatever place on the committee."""
    ties = Conflict.objects.filter(application=OuterRef(application), reviewer__person=actor)
    return Q(Exists(ties))


def visible_assignments(actor: Person) -> QuerySet[ReviewAssignment]:
    """The files that were given to her, as long as she may read them."""
    mine = own_reviewers(actor).filter(declared_at__isnull=False, call__state__in=READING)
    rows = ReviewAssignment.objects.running().filter(reviewer__in=mine)
    rows = rows.exclude(application__call__in=calls_applied_to(actor))
    return rows.exclude(application__person=actor).exclude(shut_for(actor, "application"))


def can_view_assignment(actor: Person, assignment: ReviewAssignment) -> Verdict:
    return YES if visible_assignments(actor).filter(pk=assignment.pk).exists() else no(NOTHING_HERE)


def can_name_reviewer(actor: Person, call: Call) -> Verdict:
    """Also while files are read, for whoever steps back; no more once the committee selects."""
    verdict = coordinates(actor, call)
    if verdict and call.phase() in (CallState.SELECTION, CallState.PUBLISHED, CallState.CANCELLED):
        return no(_("The reading is over: the committee stays as it is."))
    return verdict


def can_ask_again(actor: Person, reviewer: Reviewer) -> Verdict:
    verdict = can_name_reviewer(actor, reviewer.call)
    if verdict and (reviewer.accepted_at is not None or reviewer.ended_at is not None):
        return no(_("This person has answered already."))
    return verdict


def can_end_reviewer(actor: Person, reviewer: Reviewer) -> Verdict:
    """Take a place on the committee back: the coordination. What was handed in stays and counts."""
    verdict = coordinates(actor, reviewer.call)
    if verdict and reviewer.ended_at is not None:
        return no(_("This place on the committee has ended already."))
    return verdict


def can_step_back(actor: Person, reviewer: Reviewer) -> Verdict:
    """At any time, without a reason."""
    return YES if own_reviewers(actor).filter(pk=reviewer.pk).exists() else no(NOTHING_HERE)


def can_declare_ties(actor: Person, reviewer: Reviewer) -> Verdict:
    """Say to whom she is tied, and what she reads: she alone, at any time."""
    return can_step_back(actor, reviewer)


def can_accept_place(reviewer: Reviewer) -> Verdict:
    """By whoever holds the link: while it is open and the committee is still formed."""
    over = reviewer.call.phase() in (CallState.SELECTION, CallState.PUBLISHED, CallState.CANCELLED)
    return YES if reviewer.is_asked and not over else no(_("This invitation has already been used, or it is too old."))


def can_score(actor: Person, assignment: ReviewAssignment) -> Verdict:
    """Give points and say what she thinks: her own file, until she hands it in."""
    verdict = can_view_assignment(actor, assignment)
    if not verdict:
        return verdict
    if assignment.application.call.state not in SCORING:
        return NOT_NOW
    return HANDED_IN if assignment.state == AssignmentState.SUBMITTED else YES


def can_declare_conflict(actor: Person, assignment: ReviewAssignment) -> Verdict:
    """At any moment, also after the review: from then on the file is not there any more for her."""
    return can_view_assignment(actor, assignment)


def can_read_others(actor: Person, assignment: ReviewAssignment) -> Verdict:
    """What the others said of the same file: after one's own (INV-14)."""
    verdict = can_view_assignment(actor, assignment)
    if verdict and assignment.state != AssignmentState.SUBMITTED:
        return no(_("You read what the others say once your own review is in."))
    return verdict


def has_no_reading_left(actor: Person, application: Application) -> bool:
    """Whether she has not to read this file herself first, in whatever role she looks at it (INV-14)."""
    hers = ReviewAssignment.objects.running().filter(application=application, reviewer__person=actor)
    return not hers.exclude(state=AssignmentState.SUBMITTED).exists()


def can_see_ranking(actor: Person, call: Call) -> Verdict:
    """Coordination, monitoring and evaluation; and who reads, each what she may (`ranked_applications`)."""
    return YES if ranked_calls(actor).filter(pk=call.pk).exists() else no(NOTHING_HERE)


def ranked_applications(actor: Person, call: Call) -> QuerySet[Application]:
    """The files whose marks she may see: none to which she is tied, none that she has still to read herself.

    Whoever only reads sees, while files are read, those on which she has handed in her own review (INV-14).
    """
    if not can_see_ranking(actor, call):
        return Application.objects.none()
    rows = untied_in(actor, call, Application.objects.filter(call=call, state__in=ApplicationState.readable()))
    hers = ReviewAssignment.objects.running().filter(application=OuterRef("pk"), reviewer__person=actor)
    rows = rows.exclude(Exists(hers.exclude(state=AssignmentState.SUBMITTED)))
    if call.community_id in standing(actor).communities_with(Role.COORDINATOR, Role.MEL):
        return rows
    return rows.filter(Exists(hers)) if call.state == CallState.REVIEW else rows
