"""A community moves under another parent: asked on the old side, accepted on the new one, never in a circle (INV-01)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from palabre.communities.models import Community, Move, SharingAgreement
from palabre.communities.rules import can_accept_move, can_ask_move, can_end_move, chains, fresh
from palabre.communities.rules.agreeing import ONE_FOR_THE_REST
from palabre.journal.actions import record
from palabre.kit.verdict import Refused, require
from palabre.people.models import Person


def ask_move(*, actor: Person, community: Community, after: Community) -> Move:
    """Propose another parent; nothing moves before its side says yes. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_ask_move(actor, community, after), "after")
        move = Move.objects.create(community=community, before_id=community.parent_id, after=after, asked_by=actor)
        _tell("communities.move_asked", actor, move)
    return move


def accept_move(*, actor: Person, move: Move) -> Move:
    """Both chains of parents are held while the community moves; what it shared above ends with it. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        _hold_chains([move.community_id, move.after_id])
        move = Move.objects.select_for_update(of=("self",)).select_related("community", "after").get(pk=move.pk)
        require(can_accept_move(actor, move))
        community, now = move.community, timezone.now()
        community.parent_id = move.after_id
        try:
            with transaction.atomic():
                community.save(update_fields=["parent"])
        except IntegrityError as taken:
            raise Refused(ONE_FOR_THE_REST) from taken
        SharingAgreement.objects.filter(child=community, ended_at=None).update(ended_at=now)
        move.accepted_at, move.accepted_by = now, actor
        move.save(update_fields=["accepted_at", "accepted_by"])
        _tell("communities.moved", actor, move)
    return move


def end_move(*, actor: Person, move: Move) -> Move:
    """Taken back, or declined: no reason is asked. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        move = Move.objects.select_for_update(of=("self",)).select_related("community").get(pk=move.pk)
        require(can_end_move(actor, move))
        move.ended_at = timezone.now()
        move.save(update_fields=["ended_at"])
        _tell("communities.move_ended", actor, move)
    return move


def _hold_chains(keys: Iterable[int]) -> None:
    """Lock these communities and all that stand above them, in the order of their keys, until none is new.

    Two moves that would close a circle share a community of their chains: the second waits, then sees the first.
    """
    held: set[int] = set()
    while wanted := set(chains(keys).parents) - held:
        held |= wanted
        list(Community.objects.select_for_update().filter(pk__in=held).order_by("pk").values_list("pk", flat=True))


def _tell(kind: str, actor: Person, move: Move) -> None:
    record(
        kind, actor_id=actor.pk, community_id=move.community_id, subject="move", subject_id=move.pk,
        before=move.before_id, after=move.after_id,
    )  # fmt: skip
