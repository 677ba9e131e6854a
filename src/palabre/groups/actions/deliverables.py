"""What a plan promises to hand over, each with its kind and its day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.actions.plan_common import (
    Texts,
    check_seen,
    grown,
    opened,
    source_of,
    source_words,
    tell_plan,
    write_halves,
)
from palabre.groups.actions.planning import HAS_OUTPUT
from palabre.groups.choices import OutcomeKind
from palabre.groups.models import Deliverable, Objective, Output
from palabre.groups.rules.circles import fresh_circles
from palabre.kit.verdict import Refused, no
from palabre.languages.actions import forget_halves
from palabre.people.models import Person

LONGEST, MOST = 200, 6
BESIDE = ("kind", "due")
EMPTY = _("Say what you will hand over, in French or in English.")


def add_deliverable(
    *, actor: Person, objective: Objective, texts: Texts, kind: str, due: date | None, language: str = "fr"
) -> Deliverable:
    """Something to hand over by a day, towards one objective. Raises Refused."""
    with transaction.atomic():
        plan = opened(fresh_circles(fresh(actor)), objective.plan)
        objective = Objective.objects.get(pk=objective.pk, plan=plan)
        if objective.deliverables.count() >= MOST:
            raise Refused(no(_("%(most)s deliverables at most for one objective.") % {"most": MOST}))
        deliverable = Deliverable(objective=objective, source_language=source_of(texts, language))
        _fill(deliverable, texts, kind, due)
        deliverable.save()
        write_halves(actor, deliverable, "title", texts, LONGEST, plan.group.community_id, line=True)
        grown(plan)
        tell_plan("groups.deliverable_added", actor, plan, deliverable=deliverable.pk)
    return deliverable


def write_deliverable(
    *, actor: Person, deliverable: Deliverable, texts: Texts, kind: str, due: date | None, seen: str | None = None
) -> Deliverable:
    """`seen` is `seal_of(deliverable, *BESIDE)` as the writer read it. Raises Refused, or Clash and writes nothing."""
    with transaction.atomic():
        plan = opened(fresh_circles(fresh(actor)), deliverable.objective.plan)
        deliverable = Deliverable.objects.select_for_update().get(pk=deliverable.pk, objective__plan=plan)
        check_seen(deliverable, seen, *BESIDE)
        _fill(deliverable, texts, kind, due)
        deliverable.save(update_fields=["title", *BESIDE])
        write_halves(actor, deliverable, "title", texts, LONGEST, plan.group.community_id, line=True)
        grown(plan)
        tell_plan("groups.deliverable_written", actor, plan, deliverable=deliverable.pk)
    return deliverable


def remove_deliverable(*, actor: Person, deliverable: Deliverable) -> None:
    """Unless an output is being prepared for it. Raises Refused."""
    with transaction.atomic():
        plan = opened(fresh_circles(fresh(actor)), deliverable.objective.plan)
        deliverable = Deliverable.objects.select_for_update().get(pk=deliverable.pk, objective__plan=plan)
        if Output.objects.filter(deliverable=deliverable).exists():
            raise Refused(HAS_OUTPUT)
        forget_halves(thing=deliverable)
        grown(plan)
        tell_plan("groups.deliverable_removed", actor, plan, deliverable=deliverable.pk)
        deliverable.delete()


def _fill(deliverable: Deliverable, texts: Texts, kind: str, due: date | None) -> None:
    deliverable.title = source_words("title", texts, deliverable.source_language, LONGEST, EMPTY, line=True)
    if kind not in OutcomeKind.values:
        raise Refused(no(_("Choose an answer.")), "kind")
    if due is None:
        raise Refused(no(_("Write a date, for example 26 November 2026.")), "due")
    deliverable.kind, deliverable.due = kind, due
