"""The settings of a community; and its protection: stricter at once, less strict with four eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community, CommunityCountry, RiskEasing
from palabre.communities.risk import is_stricter
from palabre.communities.rules import (
    can_ask_risk,
    can_confirm_easing,
    can_edit_community,
    can_end_easing,
    fresh,
)
from palabre.communities.rules.agreeing import ONE_FOR_THE_REST
from palabre.journal.actions import record
from palabre.kit.ids import digest
from palabre.kit.text import clean
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.people.models import Person

TWO_WRITERS = no(_("Somebody else changed these settings while you were writing. What is chosen now stands below."))
END_FIRST = no(_("The planned end comes before the beginning. Choose a later day."))
WHY_FIRST = no(_("Less protection needs a reason that members can read."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the coordination chooses; countries are two letters each."""

    zone: str
    language: str = ""
    countries: tuple[str, ...] = ()
    catch_all: bool = False
    ideal_size: int | None = None
    needs_both_languages: bool = True
    approvals_needed: int = 2
    vouchers_needed: int = 0
    started_on: date | None = None
    planned_end: date | None = None


PLAIN = tuple(name for name in Settings.__dataclass_fields__ if name != "countries")


def settle_community(*, actor: Person, community: Community, settings: Settings, seen: str | None = None) -> Community:
    """Write the settings; `seen` is `settings_seal` as the writer read it, else raises Clash. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_edit_community(actor, community))
        if seen is not None and seen != settings_seal(community=community):
            raise Clash(TWO_WRITERS, community)
        write_settings(community=community, settings=settings)
        _tell("communities.settled", actor, community)
    return community


def write_settings(*, community: Community, settings: Settings) -> None:
    """The columns and the countries, where the right has been asked already. Raises Refused beside a field."""
    if settings.started_on and settings.planned_end and settings.planned_end < settings.started_on:
        raise Refused(END_FIRST, "planned_end")
    for name in PLAIN:
        setattr(community, name, getattr(settings, name))
    try:
        with transaction.atomic():
            community.save(update_fields=list(PLAIN))
    except IntegrityError as taken:
        raise Refused(ONE_FOR_THE_REST, "catch_all") from taken
    community.countries.exclude(country__in=settings.countries).delete()
    known = set(community.countries.values_list("country", flat=True))
    new = [code for code in settings.countries if code not in known]
    CommunityCountry.objects.bulk_create(CommunityCountry(community=community, country=code) for code in new)


def settings_seal(*, community: Community) -> str:
    """Changes as soon as one of the settings does."""
    said = [str(getattr(community, name)) for name in PLAIN]
    countries = sorted(community.countries.values_list("country", flat=True))
    return digest("\x1f".join([*said, *countries]))[:16]


def choose_risk(*, actor: Person, community: Community, risk: str, reason: str = "") -> RiskEasing | None:
    """Stricter: at once, None. Less strict: a question to a second person, with the reason. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_ask_risk(actor, community, risk), "risk")
        before = community.risk
        if is_stricter(risk, before):
            # a question that is still open was about a protection that no longer stands
            community.easings.filter(confirmed_at=None, ended_at=None).update(ended_at=timezone.now())
            _set_risk(actor, community, risk)
            return None
        if not clean(reason):
            raise Refused(WHY_FIRST, "reason")
        easing = RiskEasing.objects.create(
            community=community, before=before, after=risk, reason=clean(reason), asked_by=actor
        )
        _tell_easing("communities.easing_asked", actor, easing)
    return easing


def confirm_easing(*, actor: Person, easing: RiskEasing) -> RiskEasing:
    """The second pair of eyes says yes: the community protects itself less from now on. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=easing.community_id)
        easing = RiskEasing.objects.select_related("community").get(pk=easing.pk)
        require(can_confirm_easing(actor, easing))
        easing.confirmed_at, easing.confirmed_by = timezone.now(), actor
        easing.save(update_fields=["confirmed_at", "confirmed_by"])
        _set_risk(actor, community, easing.after)
    return easing


def end_easing(*, actor: Person, easing: RiskEasing) -> RiskEasing:
    """Taken back by the coordination, or declined: the protection stays. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        Community.objects.select_for_update().get(pk=easing.community_id)
        easing = RiskEasing.objects.select_related("community").get(pk=easing.pk)
        require(can_end_easing(actor, easing))
        easing.ended_at = timezone.now()
        easing.save(update_fields=["ended_at"])
        _tell_easing("communities.easing_ended", actor, easing)
    return easing


def _set_risk(actor: Person, community: Community, risk: str) -> None:
    before, community.risk = community.risk, RiskProfile(risk)
    community.save(update_fields=["risk"])
    _tell("communities.risk_changed", actor, community, before=before, after=risk)


def _tell(kind: str, actor: Person, community: Community, **facts: Any) -> None:
    record(kind, actor_id=actor.pk, community_id=community.pk, subject="community", subject_id=community.pk, **facts)


def _tell_easing(kind: str, actor: Person, easing: RiskEasing) -> None:
    record(
        kind, actor_id=actor.pk, community_id=easing.community_id, subject="riskeasing", subject_id=easing.pk,
        before=easing.before, after=easing.after,
    )  # fmt: skip


def show_groups(*, community: Community, shown: bool) -> None:
    """Whether the navigation leads to groups here; the groups' room has asked its rule. In the caller's transaction."""
    if community.in_groups != shown:
        community.in_groups = shown
        community.save(update_fields=["in_groups"])
