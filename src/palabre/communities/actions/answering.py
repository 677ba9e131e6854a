"""What becomes of a request: members vouch, the coordination answers in its own words, once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.arriving import leave_for
from palabre.communities.actions.inviting import open_invitation
from palabre.communities.choices import MembershipState, PlaceState
from palabre.communities.models import Community, JoinRequest, Membership, Vouch
from palabre.communities.rules import can_admit, can_answer_request, can_vouch, enters_as, fresh
from palabre.journal.actions import record
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

WORDLESS = no(_("Write a few words: this person reads them, and nobody else."))


def vouch(*, actor: Person, request: JoinRequest) -> JoinRequest:
    """A member answers for somebody; with enough of them the coordination may admit her. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        request = _locked(request)
        require(can_vouch(actor, request))
        membership = Membership.objects.select_for_update(of=("self",)).get(request=request)
        Vouch.objects.create(membership=membership, by=actor)
        enough = membership.vouches.count() >= request.community.vouchers_needed
        if enough and membership.state == MembershipState.REQUESTED:
            membership.state = MembershipState.VOUCHED
            membership.save(update_fields=["state"])
            _tell("communities.vouched", actor, request)
    return request


def admit(*, actor: Person, request: JoinRequest, reply: str = "") -> JoinRequest:
    """She has her place; an organisation has its own, and those who speak for it are invited. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        request = _locked(request)
        require(can_admit(actor, request))
        if request.place is not None:
            _admit_organisation(actor, request)
        elif request.membership is not None:
            _admit_person(actor, request)
        _answered(actor, request, reply)
        _tell("communities.admitted", actor, request)
    return request


def decline(*, actor: Person, request: JoinRequest, reply: str) -> JoinRequest:
    """Not this time, with the words of the coordination; she may ask again. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        request = _locked(request)
        require(can_answer_request(actor, request))
        if not clean(reply):
            raise Refused(WORDLESS, "reply")
        if request.membership is not None:
            request.membership.state, request.membership.left_at = MembershipState.DECLINED, timezone.now()
            request.membership.save(update_fields=["state", "left_at"])
        if request.place is not None:
            request.place.state, request.place.until = PlaceState.DECLINED, timezone.now()
            request.place.save(update_fields=["state", "until"])
        _answered(actor, request, reply)
        _tell("communities.not_admitted", actor, request)
    return request


def _admit_person(actor: Person, request: JoinRequest) -> None:
    membership, now = Membership.objects.select_for_update(of=("self",)).get(request=request), timezone.now()
    membership.state = enters_as(request.community)
    membership.approved_at, membership.approved_by, membership.joined_at = now, actor, now
    membership.save(update_fields=["state", "approved_at", "approved_by", "joined_at"])
    leave_for(request)


def _admit_organisation(actor: Person, request: JoinRequest) -> None:
    """Both representatives are invited by mail: nobody belongs without having said so."""
    place = request.place
    if place is None:
        return
    place.state, place.since = PlaceState.ACTIVE, timezone.now()
    place.save(update_fields=["state", "since"])
    place.organisation.added_in = request.community
    place.organisation.save(update_fields=["added_in"])
    speakers = [(request.email, request.display_name, not request.second_votes)]
    if request.second_email:
        speakers.append((request.second_email, request.second_name, request.second_votes))
    for email, name, votes in speakers:
        open_invitation(
            by=actor, community=request.community, email=email, language=request.language, name=name,
            place=place, organisation=place.organisation, votes=votes, profile=request.profile, country=request.country,
        )  # fmt: skip


def _answered(actor: Person, request: JoinRequest, reply: str) -> None:
    request.answered_at, request.answered_by, request.reply = timezone.now(), actor, clean(reply)
    request.save(update_fields=["answered_at", "answered_by", "reply"])


def _locked(request: JoinRequest) -> JoinRequest:
    """The community first, as everywhere; the second of two coordinators waits here, and then reads that it is done."""
    Community.objects.select_for_update().get(pk=request.community_id)
    rows = JoinRequest.objects.select_for_update(of=("self",))
    found = (
        rows.select_related("community", "membership", "place__organisation", "person").filter(pk=request.pk).first()
    )
    if found is None:
        raise Refused(no(_("This request has already been answered, or it was withdrawn.")))
    return found


def _tell(kind: str, actor: Person, request: JoinRequest) -> None:
    record(
        kind,
        actor_id=actor.pk,
        about_id=request.person_id,
        community_id=request.community_id,
        subject="joinrequest",
        subject_id=request.pk,
    )
