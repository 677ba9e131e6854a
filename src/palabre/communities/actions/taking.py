"""The place behind a request: asked for, or at once; a use of the link is counted with it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.arriving import leave_for
from palabre.communities.choices import JoinAs, MembershipState, PlaceState, RiskProfile
from palabre.communities.models import JoinLink, JoinRequest, Membership, Organisation, OrganisationPlace
from palabre.communities.rules import ALREADY_HERE, can_ask_to_join, enters_as, fresh
from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

TWICE = no(_("This organisation already has a place here, or it has already asked for one."))


def take_place(request: JoinRequest, link: JoinLink, asker: Person | None) -> None:
    """Count the use, and put a place behind the request: asked for, or at once where nobody has to approve."""
    link.used += 1
    link.save(update_fields=["used"])
    request.person, request.confirmed_at = asker, timezone.now()
    if request.joins_as == JoinAs.ORGANISATION:
        request.place = _organisation_place(request)
    elif asker is not None:
        request.membership = _membership(request, asker, at_once=_comes_at_once(request, link))
    request.save(update_fields=["person", "confirmed_at", "membership", "place", "answered_at", "display_name"])
    tell_request(
        "communities.joined" if request.answered_at else "communities.requested", asker.pk if asker else None, request
    )


def _comes_at_once(request: JoinRequest, link: JoinLink) -> bool:
    """Only where the community itself gave out such a link, and has not become stricter since."""
    community = request.community
    strict = community.risk == RiskProfile.HIGH or community.vouchers_needed
    return not (link.needs_approval or strict) and link.community_id == request.community_id


def _membership(request: JoinRequest, person: Person, *, at_once: bool) -> Membership:
    community = request.community
    require(can_ask_to_join(person, community))
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                community=community,
                person=person,
                state=enters_as(community) if at_once else MembershipState.REQUESTED,
                profile=request.profile,
                country=request.country,
                language=request.language,
                # the name under which she asks is hers here, and says nothing of her other communities (INV-02)
                handle="" if request.display_name == person.display_name else request.display_name,
                approved_at=timezone.now() if at_once else None,
            )
    except IntegrityError as taken:
        raise Refused(no(ALREADY_HERE)) from taken
    if at_once:
        request.answered_at = timezone.now()
        leave_for(request)
    fresh(person)
    return membership


def _organisation_place(request: JoinRequest) -> OrganisationPlace:
    """A place that waits; the organisation becomes known to the community once it is admitted."""
    open_states = (PlaceState.REQUESTED, PlaceState.ACTIVE)
    here = OrganisationPlace.objects.filter(community=request.community, state__in=open_states)
    if here.filter(organisation__name__iexact=request.organisation_name).exists():
        raise Refused(TWICE, "organisation_name")
    organisation = Organisation.objects.create(
        name=request.organisation_name, kind=request.organisation_kind, country=request.country
    )
    return OrganisationPlace.objects.create(
        community=request.community, organisation=organisation, state=PlaceState.REQUESTED
    )


def tell_request(kind: str, actor_id: int | None, request: JoinRequest) -> None:
    record(
        kind,
        actor_id=actor_id,
        about_id=request.person_id,
        community_id=request.community_id,
        subject="joinrequest",
        subject_id=request.pk,
    )
