"""Help from outside: what a group looks for, and whether it can be had."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.actions.plan_common import locked_plan
from palabre.groups.actions.telling import locked_group, tell
from palabre.groups.choices import SupportState
from palabre.groups.models import SupportRequest, WorkingGroup, WorkPlan
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.plans import can_answer_support, can_ask_support
from palabre.kit.text import checked
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

LONGEST, MOST = 1500, 40


def ask_support(*, actor: Person, group: WorkingGroup, text: str, language: str = "fr") -> SupportRequest:
    """Say which help the group looks for. Raises Refused."""
    with transaction.atomic():
        group = locked_group(group)
        plan = WorkPlan.objects.filter(group=group).first() or WorkPlan(group=group)
        require(can_ask_support(fresh_circles(fresh(actor)), plan))
        said = checked(text, "text", LONGEST, str(_("Say which help you look for.")))
        plan, _new = WorkPlan.objects.get_or_create(group=group)
        if plan.support_requests.count() >= MOST:
            raise Refused(no(_("%(most)s requests at most in one plan.") % {"most": MOST}))
        support = SupportRequest.objects.create(plan=plan, text=said, language=language, asked_by=actor)
        tell("groups.support_asked", actor, group, subject="support_request", subject_id=support.pk)
    return support


def answer_support(
    *, actor: Person, support: SupportRequest, granted: bool, answer: str, language: str = "fr"
) -> SupportRequest:
    """Granted, or not possible; in both cases with words. Raises Refused."""
    with transaction.atomic():
        plan = locked_plan(pk=support.plan_id)
        support = SupportRequest.objects.select_for_update().get(pk=support.pk)
        support.plan = plan
        require(can_answer_support(fresh_circles(fresh(actor)), support))
        support.answer = checked(answer, "answer", LONGEST, str(_("Say how, from whom, or why not.")))
        support.state = SupportState.GRANTED if granted else SupportState.DECLINED
        support.answer_language, support.answered_by, support.answered_at = language, actor, timezone.now()
        support.save(update_fields=["answer", "state", "answer_language", "answered_by", "answered_at"])
        about = support.asked_by_id
        tell(
            "groups.support_answered", actor, plan.group, subject="support_request", subject_id=support.pk,
            about_id=about, state=str(support.state),
        )  # fmt: skip
    return support
