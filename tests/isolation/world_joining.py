"""The ways in and out of one world: a link, a question, a request, an organisation that is spoken for, a suspension."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

from palabre.communities.choices import MembershipState
from palabre.communities.models import (
    Community,
    JoinAnswer,
    JoinLink,
    JoinQuestion,
    JoinRequest,
    MemberExport,
    Membership,
    Organisation,
    OrganisationPlace,
    Representative,
    Suspension,
)
from palabre.kit.ids import digest
from palabre.people.models import Person
from tests.factories import join, make_person


class Told(Protocol):
    mark: str
    community: Community
    people: dict[str, Person]
    ids: dict[str, str]

    def says(self, text: str) -> str: ...


def tell_joining(world: Told) -> None:
    """Every text carries the mark; nobody of it is one of the cast."""
    now, where = datetime.now(UTC), world.community
    link = JoinLink.objects.create(community=where, language="fr", digest=digest(f"link-{world.mark}"))
    question = JoinQuestion.objects.create(community=where, text=world.says("question pour entrer"))
    asker = make_person(world.says("candidate"), email=f"{world.mark.lower()}.asks@example.org")
    request = JoinRequest.objects.create(
        community=where, link=link, language="fr", email=asker.email, display_name=asker.display_name, person=asker,
        digest=digest(f"request-{world.mark}"), expires_at=now + timedelta(days=3), confirmed_at=now,
        membership=join(asker, where, state=MembershipState.REQUESTED), open_to_members=True, reply=world.says("réponse"),
    )  # fmt: skip
    JoinAnswer.objects.create(request=request, question=question, text=world.says("motif"))
    organisation = Organisation.objects.create(name=world.says("maison"), added_in=where, country="ML")
    place = OrganisationPlace.objects.create(community=where, organisation=organisation)
    member = Membership.objects.get(person=world.people["member"], community=where)
    speaker = Representative.objects.create(place=place, membership=member, votes=True)
    shut = make_person(world.says("exclue"), email=f"{world.mark.lower()}.shut@example.org")
    suspension = Suspension.objects.create(
        membership=join(shut, where, state=MembershipState.SUSPENDED), by=world.people["facilitator"],
        reason=world.says("motif"), decision=world.says("décision"), appeal=world.says("recours"), appealed_at=now,
    )  # fmt: skip
    MemberExport.objects.create(
        community=where, by=world.people["coordinator"], number=1, reason=world.says("liste"), kind="csv", lines=3
    )
    world.ids |= {
        "link_id": link.public_id,
        "join_question_id": question.public_id,
        "request_id": request.public_id,
        "place_id": place.public_id,
        "representative_id": speaker.public_id,
        "suspension_id": suspension.public_id,
    }
