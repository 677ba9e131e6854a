"""What the page of twins shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from palabre.communities.models import Community, TwinCode, TwinLink
from palabre.communities.rules.twins import can_accept_twin, can_end_twin, can_make_twin_code, visible_twins
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Twin:
    """One link. `other` is None as long as the community that asked may not know whose code it was."""

    link: TwinLink
    other: Community | None
    accept: Verdict
    end: Verdict

    @property
    def asked_by_us(self) -> bool:
        return self.link.accepted_at is None and self.other is None


@dataclass(frozen=True, slots=True)
class TwinsPage:
    twins: list[Twin]
    verdict: Verdict
    code: TwinCode | None

    @property
    def spaced(self) -> str:
        """The code as it is read out: three times four."""
        said = self.code.code() if self.code else ""
        return " ".join(said[place : place + 4] for place in range(0, len(said), 4))


def twins_page(actor: Person, community: Community) -> TwinsPage:
    """Links that stand or wait, and the code that is open, for whoever may read it out. Three queries."""
    rows = visible_twins(actor).of(community.pk).select_related("asking", "asked")  # type: ignore[attr-defined]
    links = list(rows.order_by("-accepted_at", "pk"))
    load_halves([link.other(community.pk) for link in links])
    verdict = can_make_twin_code(actor, community)
    codes = TwinCode.objects.filter(community=community, used_at=None, expires_at__gt=timezone.now())
    return TwinsPage([_twin(actor, community, link) for link in links], verdict, codes.first() if verdict else None)


def _twin(actor: Person, community: Community, link: TwinLink) -> Twin:
    hidden = link.accepted_at is None and link.asking_id == community.pk
    other = None if hidden else link.other(community.pk)
    return Twin(link, other, can_accept_twin(actor, link), can_end_twin(actor, link))


def twin_by_key(key: int | None) -> TwinLink | None:
    return TwinLink.objects.filter(pk=key or 0).select_related("asking", "asked").first()
