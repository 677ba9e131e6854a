"""Asking to join: said on a page, confirmed behind a link, counted once; and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.arriving import Newcomer, arrive
from palabre.communities.actions.taking import take_place, tell_request
from palabre.communities.choices import JoinAs, MembershipState, PlaceState
from palabre.communities.models import (
    Community,
    JoinAnswer,
    JoinLink,
    JoinRequest,
    Membership,
)
from palabre.communities.queries import destination, questions_asked
from palabre.communities.rules import (
    can_use_join_link,
    can_withdraw_request,
    fresh,
)
from palabre.journal.actions import record
from palabre.kit.ids import digest
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person
from palabre.people.throttling import may_ask_to_join

CONFIRMED_WITHIN = timedelta(days=7)
GONE = no(_("This link has already been used, or it is too old."))
TOO_MANY = no(_("Many requests came from here in the last hour. Wait a while, then send yours again."))
UNANSWERED = no(_("The community asks for an answer here."))
NAMELESS = no(_("Write the name of the organisation."))
SAME_TWICE = no(_("The second person needs an address of her own."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What somebody says when she asks to join; `answers` by the public id of the question."""

    joins_as: str = JoinAs.PERSON
    display_name: str = ""
    email: str = ""
    profile: str = ""
    country: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    open_to_members: bool = False
    organisation_name: str = ""
    organisation_kind: str = ""
    second_name: str = ""
    second_email: str = ""
    second_votes: bool = False


def ask_to_join(*, link: JoinLink, said: Asking, language: str, source: str) -> None:
    """A visitor asks. A mail goes to her address, and the answer is the same whether it has an account or not.

    `source` is where the request comes from, hashed (SR-06). Nothing is counted before she confirms. Raises Refused.
    """
    by_address, by_source = may_ask_to_join(said.email, source)
    if not by_source:
        raise Refused(TOO_MANY)
    with transaction.atomic():
        require(can_use_join_link(link))
        request = _said(link, said, language)
        if not by_address:
            return
        JoinRequest.objects.filter(community=request.community, email__iexact=said.email, confirmed_at=None).delete()
        _keep(request, said)
        record(
            "communities.join_asked",
            actor_id=None,
            community_id=request.community_id,
            subject="joinrequest",
            subject_id=request.pk,
        )


def ask_as_person(*, actor: Person, link: JoinLink, said: Asking, leaves: Membership | None = None) -> JoinRequest:
    """Whoever has an account asks at once; with `leaves`, she moves there from a sister community. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        link = _locked_link(link)
        request = _said(link, said, actor.language)
        request.email, request.display_name = actor.email, request.display_name or actor.display_name
        if leaves is not None and leaves.person_id == actor.pk:
            request.leaves = leaves
        _keep(request, said)
        take_place(request, link, actor)
    return request


def confirm_request(*, token: str, person: Person | None = None, newcomer: Newcomer | None = None) -> JoinRequest:
    """The address is hers: as `person` (signed in, same address), as a `newcomer`, or for an organisation. Once.

    Raises Refused.
    """
    with transaction.atomic():
        rows = JoinRequest.objects.select_for_update(of=("self",)).select_related("community")
        request = rows.filter(digest=digest(token), confirmed_at=None, expires_at__gt=timezone.now()).first()
        if request is None or request.link is None:
            raise Refused(GONE)
        link = _locked_link(request.link)
        asks_alone = request.joins_as == JoinAs.ORGANISATION and person is None
        asker = None if asks_alone else arrive(email=request.email, person=person, newcomer=newcomer)
        if asker is not None and newcomer is not None:
            request.display_name = asker.display_name
        take_place(request, link, asker)
    return request


def withdraw_request(*, actor: Person, request: JoinRequest) -> None:
    """What she said is forgotten; nobody is told. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        request = JoinRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        require(can_withdraw_request(actor, request))
        if request.membership is not None:
            request.membership.vouches.all().delete()
            request.membership.state, request.membership.left_at = MembershipState.LEFT, timezone.now()
            request.membership.save(update_fields=["state", "left_at"])
        if request.place is not None:
            request.place.state, request.place.until = PlaceState.LEFT, timezone.now()
            request.place.save(update_fields=["state", "until"])
        tell_request("communities.request_withdrawn", actor.pk, request)
        request.delete()


def let_members_read(*, actor: Person, request: JoinRequest, open_: bool) -> JoinRequest:
    """Members may read her name and answers, to vouch for her; or no longer. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        request = JoinRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        require(can_withdraw_request(actor, request))
        request.open_to_members = open_
        request.save(update_fields=["open_to_members"])
        tell_request("communities.request_opened", actor.pk, request)
    return request


def _said(link: JoinLink, said: Asking, language: str) -> JoinRequest:
    """The row, not yet kept: where it lands, and what is missing in it."""
    community = destination(link.community, country=said.country, language=link.language)
    _require_answers(community, said)
    as_organisation = said.joins_as == JoinAs.ORGANISATION
    if as_organisation and not one_line(said.organisation_name):
        raise Refused(NAMELESS, "organisation_name")
    request = JoinRequest(
        community=community,
        link=link,
        language=language,
        joins_as=said.joins_as,
        email=said.email,
        display_name=one_line(said.display_name),
        profile=said.profile,
        country=said.country,
        open_to_members=said.open_to_members and not as_organisation,
        expires_at=timezone.now() + CONFIRMED_WITHIN,
    )
    if as_organisation:
        request.organisation_name, request.organisation_kind = one_line(said.organisation_name), said.organisation_kind
        request.second_name, request.second_email = one_line(said.second_name), said.second_email
        request.second_votes = said.second_votes
    return request


def _require_answers(community: Community, said: Asking) -> None:
    for question in questions_asked(community):
        if question.required and not clean(said.answers.get(question.public_id, "")):
            raise Refused(UNANSWERED, f"answer_{question.public_id}")


def _keep(request: JoinRequest, said: Asking) -> None:
    if request.second_email and request.second_email.casefold() == request.email.casefold():
        raise Refused(SAME_TWICE, "second_email")
    request.digest = digest(request.token())
    request.save(force_insert=True)
    given = (
        (question, clean(said.answers.get(question.public_id, ""))) for question in questions_asked(request.community)
    )
    JoinAnswer.objects.bulk_create(
        [JoinAnswer(request=request, question=question, text=text) for question, text in given if text]
    )


def _locked_link(link: JoinLink) -> JoinLink:
    """Locked until the place is counted: the last one is taken once (SR-58)."""
    link = JoinLink.objects.select_for_update(of=("self",)).select_related("community").get(pk=link.pk)
    require(can_use_join_link(link))
    return link
