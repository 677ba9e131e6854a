"""What the pages of one's own data show."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.models import Community, RoleGrant
from palabre.communities.rules import LEADING, is_last_with, standing
from palabre.exchange.choices import JobState
from palabre.exchange.models import Archive
from palabre.exchange.queries.erasing import asked_erasure
from palabre.exchange.rules import can_ask_archive, can_undo_erasure, visible_archives
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Erasure, Person


@dataclass(frozen=True, slots=True)
class DataPage:
    """The archive that waits, is ready or failed last, and whether a new one may be asked for."""

    archive: Archive | None
    verdict: Verdict
    erasure: Erasure | None


def data_page(actor: Person) -> DataPage:
    latest = visible_archives(actor).exclude(state=JobState.GONE).order_by("-asked_at", "-pk").first()
    return DataPage(latest, can_ask_archive(actor), asked_erasure(actor))


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """What is asked for already, and the communities that she is the last to lead."""

    asked: Erasure | None
    undo: Verdict
    leads: list[Community]


def erasure_page(actor: Person) -> ErasurePage:
    held = RoleGrant.objects.running().filter(
        person=actor, role__in=LEADING, community__in=standing(actor).community_ids()
    )
    rows = held.select_related("community").order_by("community_id", "role")
    last = {
        grant.community_id: grant.community for grant in rows if is_last_with(grant.role, grant.community_id, actor)
    }
    load_halves(last.values())
    return ErasurePage(asked_erasure(actor), can_undo_erasure(actor), list(last.values()))
