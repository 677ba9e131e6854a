"""What forming, questions and outcome need before the next step (INV-06, INV-07). Heard at start, see `apps`."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from palabre.groups.choices import GroupStage
from palabre.groups.gates import Missing, before
from palabre.groups.models import WorkingGroup
from palabre.groups.rules.circles import running_in
from palabre.groups.rules.outcomes import adopted_outcome
from palabre.groups.rules.questions import MOST_AGREED, agreed_in

FEWEST = 2
NO_MEMBERS = _("A group has at least two members. The coordination places them.")
NO_LEAD = _("Nobody leads the group yet.")
NO_QUESTION = _("No learning question is agreed yet: one to three are needed.")
TOO_MANY = _("More than three learning questions are agreed: merge two of them, or set one aside.")
NO_OUTCOME = _("The learning outcome is not adopted by the group yet.")


@before(GroupStage.QUESTIONS)
def _formed(group: WorkingGroup) -> Iterator[Missing]:
    leading = list(running_in(group).values_list("leads", flat=True))
    if len(leading) < FEWEST:
        yield Missing(NO_MEMBERS, reverse("groups:groups", args=[group.community.public_id]))
    if not any(leading):
        yield Missing(NO_LEAD, reverse("groups:leads", args=[group.public_id]))


@before(GroupStage.OUTCOME)
def _questions(group: WorkingGroup) -> Iterator[Missing]:
    number = agreed_in(group).count()
    if number == 0:
        yield Missing(NO_QUESTION, reverse("groups:questions", args=[group.public_id]))
    elif number > MOST_AGREED:
        yield Missing(TOO_MANY, reverse("groups:questions", args=[group.public_id]))


@before(GroupStage.PLANNING)
def _outcome(group: WorkingGroup) -> Iterator[Missing]:
    if adopted_outcome(group) is None:
        yield Missing(NO_OUTCOME, reverse("groups:outcome", args=[group.public_id]))
