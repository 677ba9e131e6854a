"""What a member reads and signs, and what the coordination sees of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from palabre.charter.models import Adherence, Adoption, Edition, Signature
from palabre.charter.queries.reading import Change, Reading, changes, read, read_all
from palabre.charter.rules import (
    can_adhere,
    can_adopt,
    can_remind,
    can_see_signatures,
    can_sign,
    can_write_texts,
    current_adoption,
    offered_editions,
    represented,
    unsigned_memberships,
    visible_editions,
    visible_signatures,
)
from palabre.communities.choices import MembershipState
from palabre.communities.models import Community, Membership, Organisation
from palabre.communities.queries import called, known_as, own_membership
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict, no
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

DAYS_BEFORE = (30, 7, 1)


@dataclass(frozen=True, slots=True)
class House:
    """An organisation for which the reader speaks, and whether it adheres already."""

    organisation: Organisation
    adherence: Adherence | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CharterPage:
    """What binds a community, and where the reader stands."""

    adoption: Adoption | None
    readings: list[Reading]
    membership: Membership | None
    mine: list[Signature]
    sign: Verdict
    adopt: Verdict
    newer: Edition | None
    write: Verdict
    sees_signatures: Verdict
    houses: list[House] = field(default_factory=list)
    drafts: bool = False

    @property
    def signed(self) -> Signature | None:
        """Her signature of the version in force."""
        code = self.adoption.code_id if self.adoption else None
        return next((one for one in self.mine if one.code_id == code), None)

    @property
    def earlier(self) -> Signature | None:
        """Her last signature of an earlier version."""
        code = self.adoption.code_id if self.adoption else None
        return next((one for one in self.mine if one.code_id != code), None)


def charter_page(actor: Person, community: Community, language: str) -> CharterPage:
    """The texts in one language, her signatures, what she may do. The same number of queries for any length."""
    adoption = current_adoption(community.pk)
    membership = own_membership(actor, community)
    texts = [one for one in (adoption.principles, adoption.code) if one] if adoption else []
    if adoption:
        load_halves([adoption.code.community])
    mine = visible_signatures(actor).filter(membership=membership) if membership else Signature.objects.none()
    adopt = can_adopt(actor, community)
    return CharterPage(
        adoption=adoption,
        readings=read_all(texts, language),
        membership=membership,
        mine=list(mine.select_related("code").order_by("-signed_at", "-pk")),
        sign=can_sign(actor, membership, adoption) if membership else no(""),
        adopt=adopt,
        newer=_other_code(community, adoption) if adopt else None,
        write=can_write_texts(actor, community),
        sees_signatures=can_see_signatures(actor, community),
        houses=_houses(actor, adoption) if adoption else [],
        drafts=visible_editions(actor).filter(community=community).exists(),
    )


def _other_code(community: Community, adoption: Adoption | None) -> Edition | None:
    """A code that could be adopted and is not the one in force."""
    rows = offered_editions(community, "code")
    return rows.exclude(pk=adoption.code_id if adoption else 0).first()


def _houses(actor: Person, adoption: Adoption) -> list[House]:
    houses = list(represented(actor, adoption.community))
    known = Adherence.objects.filter(community_id=adoption.community_id, code_id=adoption.code_id)
    by_house = {row.organisation_id: row for row in known.filter(organisation__in=houses)}
    return [House(house, by_house.get(house.pk), can_adhere(actor, adoption, house)) for house in houses]


@dataclass(frozen=True, slots=True)
class SignPage:
    """The words to sign, in one language, and their seal."""

    membership: Membership
    adoption: Adoption
    readings: list[Reading]
    language: str
    seal: str
    signature: Signature | None
    verdict: Verdict
    act_until: datetime | None


def sign_page(actor: Person, community: Community, language: str) -> SignPage | None:
    """None where there is nothing to sign, or nobody who could."""
    adoption, membership = current_adoption(community.pk), own_membership(actor, community)
    if adoption is None or membership is None:
        return None
    texts = [one for one in (adoption.principles, adoption.code) if one]
    signature = Signature.objects.filter(membership=membership, code=adoption.code).select_related("code").first()
    acts = membership.state == MembershipState.ACTIVE and signature is None
    return SignPage(
        membership=membership,
        adoption=adoption,
        readings=read_all(texts, language),
        language=language,
        seal=adoption.code.digest(language),
        signature=signature,
        verdict=can_sign(actor, membership, adoption),
        act_until=adoption.sign_by if acts else None,
    )


def changes_since(
    actor: Person, community: Community, language: str
) -> tuple[Edition, Edition, list[Change], bool] | None:
    """What changed from the last version she signed before the one in force, and whether she has signed that; or None."""
    page = charter_page(actor, community, language)
    if page.adoption is None or page.earlier is None or page.earlier.code.kind != page.adoption.code.kind:
        return None
    old, new = page.earlier.code, page.adoption.code
    return old, new, changes(read(old, language), read(new, language)), page.signed is not None


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Somebody who has not signed: by the name she has here, and whether she acts meanwhile."""

    name: str
    reads_only: bool


@dataclass(frozen=True, slots=True)
class SignaturesPage:
    """For the coordination: who has not signed, or who has; which organisations adhere."""

    adoption: Adoption
    unsigned: int
    signed: int
    part: Slice[Any]
    names: list[Unsigned]
    rows: list[tuple[str, Signature]]
    adherences: list[Adherence]
    remind: Verdict
    shows_signed: bool


def signatures_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> SignaturesPage | None:
    """Twenty at a time; the verdict of the page was asked by the view. None where no code binds."""
    adoption = current_adoption(community.pk)
    if adoption is None:
        return None
    missing = unsigned_memberships(adoption)
    given = visible_signatures(actor).filter(community=community, code=adoption.code, membership__isnull=False)
    shows_signed = bool(asked.get("signed"))
    part: Slice[Any] = (
        page_of(given.select_related("membership__person"), asked, by="-signed_at")
        if shows_signed
        else page_of(missing.select_related("person").annotate(shown=known_as()), asked, by="shown")
    )
    houses = Adherence.objects.filter(community=community, code=adoption.code).select_related("organisation")
    return SignaturesPage(
        adoption=adoption,
        unsigned=missing.count(),
        signed=Signature.objects.filter(community=community, code=adoption.code).count(),
        part=part,
        names=[] if shows_signed else _unsigned(part.items, community),
        rows=[(called(row.membership.person, community), row) for row in part.items] if shows_signed else [],
        adherences=list(houses.order_by("organisation__name", "pk")),
        remind=can_remind(actor, adoption),
        shows_signed=shows_signed,
    )


def _unsigned(rows: Iterable[Membership], community: Community) -> list[Unsigned]:
    return [Unsigned(called(row.person, community), row.state in MembershipState.unsigned()) for row in rows]


def codes_for(community: Community, language: str) -> list[tuple[Edition, str]]:
    """The codes that a community may adopt, each with the name of who wrote it."""
    rows = list(offered_editions(community, "code"))
    load_halves([row.community for row in rows])
    return [(row, best_words(row.community, "name", language).text) for row in rows]


def to_remind() -> list[tuple[Adoption, int]]:
    """Adoptions whose last day comes near, and how near: 30, 7 or 1 days."""
    now = timezone.now()
    rows = Adoption.objects.filter(
        ended_at=None, sign_by__gt=now, sign_by__lte=now + timedelta(days=DAYS_BEFORE[0])
    ).order_by("sign_by", "pk")
    found = [(row, min(days for days in DAYS_BEFORE if row.sign_by - now <= timedelta(days=days))) for row in rows]
    return [(row, days) for row, days in found if row.reminded is None or row.reminded > days]


def unsigned_people(adoption: Adoption) -> list[int]:
    """The keys of those who have not signed, for the notices."""
    return list(unsigned_memberships(adoption).values_list("person_id", flat=True))


def adoption_by_key(key: int | None) -> Adoption | None:
    return Adoption.objects.select_related("community", "code").filter(pk=key or 0).first()


def signatures_of(person: Person) -> list[dict[str, Any]]:
    """For her own archive: what she signed, where, when, in which language, and the seal of those words."""
    rows = Signature.objects.filter(membership__person=person).select_related("community", "code")
    return [
        {
            "community": row.community.public_id, "text": row.code.kind, "version": row.code.version,
            "language": row.language, "signed_at": row.signed_at, "seal": row.digest,
        }
        for row in rows.order_by("signed_at", "pk")
    ]  # fmt: skip
