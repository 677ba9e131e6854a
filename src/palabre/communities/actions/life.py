"""The life of a community: each step once, in order, with what it needs; two of them come by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Stage
from palabre.communities.models import Community, StageChange
from palabre.communities.rules import can_take_step, fresh
from palabre.communities.rules.life import (
    ARCHIVED_AFTER,
    DECISION_FIRST,
    HANDOVER_FIRST,
    QUIET_FOR,
    STEPS,
    Hand,
)
from palabre.journal.actions import record
from palabre.journal.models import Entry
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

NOT_AHEAD = no(_("A decision is noted once it has been taken: choose today or a day before."))


def take_step(
    *,
    actor: Person,
    community: Community,
    to: str,
    decision: str = "",
    decided_on: date | None = None,
    handover: str = "",
) -> StageChange:
    """From the stage of now to the next one. Raises Refused for any other order (SR-18)."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_take_step(actor, community, to))
        step = STEPS[community.stage, to]
        if step.decision and not (clean(decision) and decided_on):
            raise Refused(DECISION_FIRST, "decided_on" if clean(decision) else "decision")
        if decided_on is not None and decided_on > timezone.localdate():
            raise Refused(NOT_AHEAD, "decided_on")
        if step.handover and not clean(handover):
            raise Refused(HANDOVER_FIRST, "handover")
        return _change(
            community, to, actor.pk, decision=clean(decision), decided_on=decided_on, handover=clean(handover)
        )


def let_sleep() -> int:
    """Communities in which nobody has done anything for half a year sleep; gives their number."""
    since = timezone.now() - QUIET_FOR
    may_sleep = [before for before, to in STEPS if to == Stage.DORMANT]
    lively = Entry.objects.filter(community_id=OuterRef("pk"), at__gt=since, actor_id__isnull=False)
    quiet = Community.objects.filter(~Exists(lively), stage__in=may_sleep, created_at__lte=since)
    return _by_itself(quiet.order_by("pk").values_list("pk", flat=True), Stage.DORMANT)


def archive_closed() -> int:
    """What has been closed for ninety days is archived; gives their number."""
    since = timezone.now() - ARCHIVED_AFTER
    recent = StageChange.objects.filter(community=OuterRef("pk"), after=Stage.CLOSED, at__gt=since)
    closed = Community.objects.filter(~Exists(recent), stage=Stage.CLOSED)
    return _by_itself(closed.order_by("pk").values_list("pk", flat=True), Stage.ARCHIVED)


def _by_itself(keys: Iterable[int], to: str) -> int:
    done = 0
    for key in list(keys):
        with transaction.atomic():
            community = Community.objects.select_for_update().get(pk=key)
            step = STEPS.get((community.stage, to))
            if step is not None and step.hand is Hand.SCHEDULER:
                _change(community, to, None)
                done += 1
    return done


def _change(community: Community, to: str, actor_id: int | None, **said: object) -> StageChange:
    before, community.stage = community.stage, Stage(to)
    community.save(update_fields=["stage"])
    change = StageChange.objects.create(community=community, before=before, after=to, by_id=actor_id, **said)
    record(
        "communities.stage_changed", actor_id=actor_id, community_id=community.pk, subject="stagechange",
        subject_id=change.pk, before=before, after=to,
    )  # fmt: skip
    return change
