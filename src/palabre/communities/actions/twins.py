"""Two communities become twins, and cease to be."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community, TwinCode, TwinLink
from palabre.communities.rules.standing import fresh
from palabre.communities.rules.twins import can_accept_twin, can_end_twin, can_make_twin_code
from palabre.journal.actions import record
from palabre.kit.ids import digest
from palabre.kit.throttle import allow
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

OPEN_FOR = timedelta(days=7)
TRIES, WITHIN = 10, 3600
UNKNOWN = no(_("This code opens nothing: it was mistyped, it has been used, or its week is over. Ask for another one."))
SLOWLY = no(_("Too many codes in one hour. Try again later."))
ONESELF = no(_("This is the code of your own community: read it out to the other one."))
ALREADY = no(_("These two communities are already linked, or one of them has asked."))


def make_twin_code(*, actor: Person, community: Community) -> TwinCode:
    """A code to read out to one other coordination, for a week; an earlier one opens nothing more. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_make_twin_code(actor, community))
        TwinCode.objects.filter(community=community, used_at=None).delete()
        made = TwinCode(community=community, made_by=actor, expires_at=timezone.now() + OPEN_FOR)
        made.digest = digest(made.code())
        made.save(force_insert=True)
        _note("communities.twin_code_made", actor, community)
    return made


def ask_twin(*, actor: Person, community: Community, code: str) -> TwinLink:
    """Ask the community whose coordination gave this code; its name shows once it has said yes. Raises Refused."""
    if not allow(f"twin-code {actor.pk}", TRIES, WITHIN):
        raise Refused(SLOWLY, "code")
    # no code holds 0, 1 or 8: whoever heard them meant the letters
    typed = "".join(code.split()).replace("-", "").upper().translate(str.maketrans("018", "OIB"))
    with transaction.atomic():
        require(can_make_twin_code(fresh(actor), community))
        found = _open_code(typed, community)
        if found is None:
            raise Refused(UNKNOWN, "code")
        if found.community_id == community.pk:
            raise Refused(ONESELF, "code")
        if TwinLink.objects.filter(ended_at=None).of(community.pk).of(found.community_id).exists():
            raise Refused(ALREADY, "code")
        found.used_at = timezone.now()
        found.save(update_fields=["used_at"])
        twin = TwinLink.objects.create(asking=community, asked_id=found.community_id, asked_by=actor)
        _tell("communities.twin_asked", actor, twin)
    return twin


def accept_twin(*, actor: Person, twin: TwinLink) -> TwinLink:
    """From now on each side reads the other's name, and may open meetings to it. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        twin = _locked(twin)
        require(can_accept_twin(actor, twin))
        twin.accepted_at, twin.accepted_by = timezone.now(), actor
        twin.save(update_fields=["accepted_at", "accepted_by"])
        _tell("communities.twin_accepted", actor, twin)
    return twin


def end_twin(*, actor: Person, twin: TwinLink) -> TwinLink:
    """Say no, or end it: meetings to come are no longer shared, held ones stay with both. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        twin = _locked(twin)
        require(can_end_twin(actor, twin))
        twin.ended_at = timezone.now()
        twin.save(update_fields=["ended_at"])
        _tell("communities.twin_ended", actor, twin)
    return twin


def _open_code(typed: str, community: Community) -> TwinCode | None:
    """The code, once both communities are held, always in the same order: two that ask each other take turns."""
    known = TwinCode.objects.filter(digest=digest(typed), used_at=None, expires_at__gt=timezone.now())
    first = known.first()
    if first is None:
        return None
    list(Community.objects.select_for_update().filter(pk__in=[community.pk, first.community_id]).order_by("pk"))
    return known.select_for_update().first()


def _locked(twin: TwinLink) -> TwinLink:
    rows = TwinLink.objects.select_for_update(of=("self",)).select_related("asking", "asked")
    return rows.get(pk=twin.pk)


def _tell(kind: str, actor: Person, twin: TwinLink) -> None:
    """One entry, kept with the community that asked; the keys name both."""
    record(
        kind,
        actor_id=actor.pk,
        community_id=twin.asking_id,
        subject="twin",
        subject_id=twin.pk,
        asked=twin.asked_id,
    )


def _note(kind: str, actor: Person, community: Community) -> None:
    record(kind, actor_id=actor.pk, community_id=community.pk, subject="community", subject_id=community.pk)
