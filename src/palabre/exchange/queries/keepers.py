"""Who keeps the instance, until when; account ids only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from palabre.communities.choices import Stage
from palabre.communities.models import Community, RoleGrant
from palabre.communities.rules import LEADING
from palabre.communities.rules.keeping import may_confirm, may_end
from palabre.kit.verdict import Verdict
from palabre.people.models import CodeSheet, Keeper, Passkey, Person, Totp


@dataclass(frozen=True, slots=True)
class KeeperRow:
    """One keeper, or one who is named; who named and confirmed her, by the letters of their accounts."""

    account: str
    running: bool
    since: datetime
    until: datetime | None
    named_by: str
    confirmed_by: str
    has_factor: bool
    is_me: bool = False
    can_confirm: Verdict | None = None
    can_end: Verdict | None = None


def keeper_rows(actor: Person | None = None) -> list[KeeperRow]:
    """Running and waiting ones, with what the actor may do. The same number of queries whoever there is."""
    now = timezone.now()
    mine = {"person": OuterRef("person")}
    totp = Totp.objects.filter(**mine, confirmed_at__isnull=False)
    factor = Exists(Passkey.objects.filter(**mine)) | Exists(CodeSheet.objects.filter(**mine)) | Exists(totp)
    rows = (
        Keeper.objects.filter(Q(until=None) | Q(until__gt=now), person__is_active=True)
        .select_related("person", "named_by", "confirmed_by")
        .annotate(factor=factor)
        .order_by("since", "pk")
    )
    found = list(rows)
    alone = not any(one.confirmed_at and actor and one.person_id != actor.pk for one in found)
    return [_row(one, actor, alone) for one in found]


def _row(keeper: Keeper, actor: Person | None, alone: bool) -> KeeperRow:
    running, factor = keeper.confirmed_at is not None, bool(getattr(keeper, "factor", False))
    mine = actor is not None and keeper.person_id == actor.pk
    return KeeperRow(
        account=keeper.person.public_id,
        running=running,
        since=keeper.since,
        until=keeper.until,
        named_by=keeper.named_by.public_id if keeper.named_by else "",
        confirmed_by=keeper.confirmed_by.public_id if keeper.confirmed_by else "",
        has_factor=factor,
        is_me=mine,
        can_confirm=may_confirm(actor.pk, keeper, factor=factor) if actor and not running else None,
        can_end=may_end(actor.pk, keeper, alone=alone) if actor and (mine or not running) else None,
    )


def leaderless() -> list[str]:
    """Random ids of living communities whose last role of coordination has ended."""
    leading = RoleGrant.objects.filter(community=OuterRef("pk"), role__in=LEADING)
    running = RoleGrant.objects.held().filter(community=OuterRef("pk"), role__in=LEADING, person__is_active=True)
    living = Community.objects.exclude(stage__in=Stage.over())
    return list(living.filter(Exists(leading), ~Exists(running)).order_by("pk").values_list("public_id", flat=True))
