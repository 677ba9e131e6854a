"""Agreements of thanks: all those of a community, and with whom one may be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palabre.communities.models import Community, Membership
from palabre.communities.queries.naming import Known, called, known, load_handles
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.money.models import HonorariumAgreement
from palabre.money.rules.honoraria import can_end_agreement, visible_agreements
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class AgreementRow:
    agreement: HonorariumAgreement
    name: str
    end: Verdict


@dataclass(frozen=True, slots=True)
class AgreementsPage:
    rows: list[AgreementRow]
    slice: Slice[HonorariumAgreement]


def agreements_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> AgreementsPage:
    """Twenty agreements, the running ones first made first."""
    found = visible_agreements(actor).filter(community=community).select_related("person", "community")
    page = page_of(found, asked, by="pk")
    load_handles([community])
    rows = [AgreementRow(one, called(one.person, community), can_end_agreement(actor, one)) for one in page.items]
    return AgreementsPage(rows, page)


def without_agreement(actor: Person, community: Community) -> list[Known]:
    """Members with whom one may be made."""
    running = HonorariumAgreement.objects.filter(community=community, ended_at=None)
    places = Membership.objects.inside().filter(community=community, canary=False, person__is_active=True)
    places = places.exclude(person__in=running.values("person")).exclude(person=actor)
    load_handles([community])
    return known([row.person for row in places.select_related("person")], community)
