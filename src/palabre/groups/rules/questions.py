"""Learning questions: who proposes and rewords, who agrees, and never a fourth (INV-06). The community's agenda."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import may_act, may_act_as, visible_communities
from palabre.decisions.choices import SubjectKind
from palabre.decisions.queries.basics import open_on
from palabre.groups.choices import GroupStage, QuestionState
from palabre.groups.models import LearningAgenda, LearningQuestion, WorkingGroup
from palabre.groups.rules.circles import leads, may_lead, may_work, visible_groups
from palabre.groups.rules.forming import BY_COORDINATION
from palabre.groups.rules.stages import has_reached
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

MOST_AGREED, MOST_QUESTIONS = 3, 60
_State = QuestionState
# DOMAIN.md §2.2: from each state to which others
MOVES: dict[str, frozenset[str]] = {
    _State.PROPOSED: frozenset({_State.REFINED, _State.MERGED, _State.AGREED, _State.SET_ASIDE}),
    _State.REFINED: frozenset({_State.REFINED, _State.MERGED, _State.AGREED, _State.SET_ASIDE}),
    _State.AGREED: frozenset({_State.REVISED, _State.MERGED, _State.SET_ASIDE}),
    _State.REVISED: frozenset({_State.REVISED, _State.MERGED, _State.SET_ASIDE}),
    _State.SET_ASIDE: frozenset({_State.REFINED}),
    _State.MERGED: frozenset(),
}
FOURTH = no(
    _(
        "Three questions are agreed already: a group studies one to three. "
        "Merge this one with another, or set one of the three aside first."
    )
)
TOO_EARLY = no(_("The group is still forming. Take the step to the learning questions first, then agree."))
AGREED_ALREADY = no(_("This question is agreed. Whoever leads the group gives it a new wording, with the decision."))
NOT_AGREED = no(_("This question is not agreed: reword it instead."))
IS_OVER = no(_("This question was merged or set aside. Its history stays to be read."))
CONSENT_OPEN = no(_("The group is deciding on this wording. Change it there, or wait until it has decided."))
LEAD_ONLY = _("Whoever leads the group notes what the group agreed.")
LAST_ONE = no(_("This is the only agreed question, and the group works on it. Give it a new wording instead."))
NOT_YET_ALL = _("“%(theme)s” has no agreed question yet. The agenda is published when every group has one to three.")


def visible_questions(actor: Person) -> QuerySet[LearningQuestion]:
    return LearningQuestion.objects.filter(group__in=visible_groups(actor))


def agreed_in(group: WorkingGroup | int) -> QuerySet[LearningQuestion]:
    """The agreed questions of a group, in their order."""
    return LearningQuestion.objects.filter(group=group, state__in=QuestionState.agreed()).order_by("place")


def is_being_decided(question: LearningQuestion) -> bool:
    return open_on(SubjectKind.LEARNING_QUESTION, question.pk) is not None


def can_propose_question(actor: Person, group: WorkingGroup) -> Verdict:
    """Every member of the group."""
    return may_work(actor, group)


def can_reword(actor: Person, question: LearningQuestion) -> Verdict:
    """Every member of the group, before it is agreed, and while the group is not deciding on these very words."""
    if not (verdict := may_work(actor, question.group)):
        return verdict
    if question.state in QuestionState.agreed():
        return AGREED_ALREADY
    if question.state not in QuestionState.open():
        return IS_OVER
    return CONSENT_OPEN if is_being_decided(question) else YES


def can_translate_question(actor: Person, question: LearningQuestion) -> Verdict:
    """Write the other language: the members, and whoever translates for the community."""
    if question.state == QuestionState.MERGED:
        return IS_OVER
    if verdict := may_work(actor, question.group):
        return verdict
    return may_act_as(actor, question.group.community_id, verdict.why, Role.TRANSLATOR, Role.COORDINATOR)


def can_revise(actor: Person, question: LearningQuestion) -> Verdict:
    """A new wording of an agreed question: whoever leads, with a new decision."""
    if not (verdict := may_lead(actor, question.group, LEAD_ONLY)):
        return verdict
    return YES if question.state in QuestionState.agreed() else NOT_AGREED


def can_put_to_consent(actor: Person, question: LearningQuestion) -> Verdict:
    """Ask the group whether it agrees: every member."""
    verdict = can_reword(actor, question)
    if verdict and not has_reached(question.group, GroupStage.QUESTIONS):
        return TOO_EARLY
    return verdict


def can_agree(actor: Person, question: LearningQuestion, agreed: int | None = None) -> Verdict:
    """Note that the group agreed: whoever leads; the fourth is refused, with what to do. `agreed`: counted already."""
    if not (verdict := may_lead(actor, question.group, LEAD_ONLY)):
        return verdict
    if question.state in QuestionState.agreed():
        return AGREED_ALREADY
    if question.state not in QuestionState.open():
        return IS_OVER
    if not has_reached(question.group, GroupStage.QUESTIONS):
        return TOO_EARLY
    number = agreed_in(question.group_id).count() if agreed is None else agreed
    return FOURTH if number >= MOST_AGREED else YES


def can_set_aside(actor: Person, question: LearningQuestion) -> Verdict:
    """Every member for a question that is not agreed; whoever leads for an agreed one, if another stays."""
    if not (verdict := may_work(actor, question.group)):
        return verdict
    if question.state in QuestionState.agreed():
        return _may_lose(actor, question.group, [question])
    if question.state not in QuestionState.open():
        return IS_OVER
    return CONSENT_OPEN if is_being_decided(question) else YES


def can_merge(actor: Person, group: WorkingGroup, questions: Iterable[LearningQuestion] = ()) -> Verdict:
    """Every member; whoever leads where one of them is agreed, if another agreed one stays."""
    if not (verdict := may_work(actor, group)):
        return verdict
    agreed = []
    for one in questions:
        if one.group_id != group.pk or one.state not in QuestionState.open() | QuestionState.agreed():
            return IS_OVER
        if is_being_decided(one):
            return CONSENT_OPEN
        if one.state in QuestionState.agreed():
            agreed.append(one)
    return _may_lose(actor, group, agreed) if agreed else YES


def can_bring_back(actor: Person, question: LearningQuestion) -> Verdict:
    """Take up again what was set aside: every member."""
    verdict = may_work(actor, question.group)
    if verdict and question.state != QuestionState.SET_ASIDE:
        return no(_("Only a question that was set aside is taken up again."))
    return verdict


def _may_lose(actor: Person, group: WorkingGroup, questions: Iterable[LearningQuestion]) -> Verdict:
    if not leads(actor, group):
        return no(LEAD_ONLY)
    others = agreed_in(group).exclude(pk__in=[one.pk for one in questions])
    if has_reached(group, GroupStage.OUTCOME) and not others.exists():
        return LAST_ONE
    return YES


def visible_agendas(actor: Person) -> QuerySet[LearningAgenda]:
    """Published ones for whoever reads the community; the draft for its members too: it is made in their sight."""
    return LearningAgenda.objects.filter(community__in=visible_communities(actor))


def can_write_aims(actor: Person, community: Community) -> Verdict:
    """The overall aims: coordination."""
    if not (verdict := may_act(actor, community.pk)):
        return verdict
    return may_act_as(actor, community.pk, BY_COORDINATION, Role.COORDINATOR)


def can_publish_agenda(actor: Person, community: Community) -> Verdict:
    """Only when every group has agreed questions (INV-09)."""
    if not (verdict := can_write_aims(actor, community)):
        return verdict
    groups = WorkingGroup.objects.filter(community=community)
    agreed = LearningQuestion.objects.filter(group=OuterRef("pk"), state__in=QuestionState.agreed())
    without = groups.filter(~Exists(agreed)).first()
    if without is not None:
        return no(NOT_YET_ALL % {"theme": without.theme})
    return YES if groups.exists() else no(_("No group is open yet: the agenda is made of their questions."))
