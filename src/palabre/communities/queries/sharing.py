"""What the page of agreements shows, to the child and to the network above it."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.choices import Sharing
from palabre.communities.models import Community, SharingAgreement
from palabre.communities.rules import founded_communities
from palabre.communities.rules.sharing import ORDER, can_ask_sharing, can_narrow_sharing, can_sign_sharing, may_name
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person

# The same words for both sides, read before anybody signs.
LEVELS = ORDER


@dataclass(frozen=True, slots=True)
class Upward:
    """What a community lets the one above see. `named`: whether the reader may know what that one is called."""

    parent: Community
    named: bool
    now: SharingAgreement | None
    asked: SharingAgreement | None
    history: list[SharingAgreement]
    sign: Verdict
    narrow: Verdict

    @property
    def level(self) -> Sharing:
        return Sharing(self.now.level if self.now else Sharing.NONE)

    @property
    def wider(self) -> list[Sharing]:
        return ORDER[ORDER.index(self.level) + 1 :]

    @property
    def narrower(self) -> list[Sharing]:
        return ORDER[: ORDER.index(self.level)][::-1]


@dataclass(frozen=True, slots=True)
class Downward:
    """One community below, for the steward: what it shares and what was asked of it."""

    child: Community
    now: SharingAgreement | None
    asked: SharingAgreement | None
    ask: Verdict
    history: list[SharingAgreement]

    @property
    def level(self) -> Sharing:
        return Sharing(self.now.level if self.now else Sharing.NONE)

    @property
    def wider(self) -> list[Sharing]:
        return ORDER[ORDER.index(self.level) + 1 :]


def upward(actor: Person, community: Community) -> Upward | None:
    """None at the top of a tree. Three queries."""
    parent = Community.objects.filter(pk=community.parent_id or 0).first()
    if parent is None:
        return None
    load_halves([parent])
    rows = list(SharingAgreement.objects.filter(child=community).order_by("-pk"))
    now, asked = _running(rows, parent.pk), _waiting(rows, parent.pk)
    return Upward(
        parent=parent,
        named=may_name(actor, parent),
        now=now,
        asked=asked,
        history=[row for row in rows if row.signed_at],
        sign=can_sign_sharing(actor, community),
        narrow=can_narrow_sharing(actor, community),
    )


def downward(actor: Person, parent: Community) -> list[Downward]:
    """The communities that a steward founded below, by name; empty for everybody else. Three queries."""
    children = list(founded_communities(actor, parent).order_by("name", "pk"))
    load_halves(children)
    rows = list(SharingAgreement.objects.filter(child__in=children, parent=parent).order_by("-pk"))
    return [_row(actor, child, [row for row in rows if row.child_id == child.pk], parent.pk) for child in children]


def _row(actor: Person, child: Community, rows: list[SharingAgreement], parent_id: int) -> Downward:
    now = _running(rows, parent_id)
    ask = can_ask_sharing(actor, child, Sharing.RECORDS, now=now.level if now else Sharing.NONE)
    return Downward(child, now, _waiting(rows, parent_id), ask, [row for row in rows if row.signed_at])


def _running(rows: list[SharingAgreement], parent_id: int) -> SharingAgreement | None:
    return next((row for row in rows if row.signed_at and not row.ended_at and row.parent_id == parent_id), None)


def _waiting(rows: list[SharingAgreement], parent_id: int) -> SharingAgreement | None:
    return next((row for row in rows if not row.signed_at and not row.ended_at and row.parent_id == parent_id), None)


def agreement_by_key(key: int | None) -> SharingAgreement | None:
    return SharingAgreement.objects.filter(pk=key or 0).first()
