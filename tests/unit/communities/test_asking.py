"""Links that a community gives out, and the requests that come through them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from palabre.communities.actions import (
    Asking,
    admit,
    ask_to_join,
    close_question,
    confirm_request,
    decline,
    leave_community,
    let_members_read,
    open_join_link,
    shut_join_link,
    suspend,
    vouch,
    withdraw_request,
    write_question,
)
from palabre.communities.choices import JoinAs, MembershipState, RiskProfile
from palabre.communities.models import Community, JoinLink, JoinQuestion, JoinRequest, Membership, OrganisationPlace
from palabre.communities.queries import destination
from palabre.communities.rules import (
    can_ask_to_join,
    can_open_link,
    can_use_join_link,
    can_view_community,
    can_view_link,
    visible_requests,
)
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.languages.queries import words
from palabre.people.models import Person
from tests.factories import make_community, make_person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.communities.asking import NEW, asked, asked_by_mail, link_to, regions_of, settled


def place_of(person: Person, cast: Cast) -> Membership:
    return Membership.objects.get(person=person, community=cast.here)


def test_who_opens_and_shuts_a_link(cast: Cast) -> None:
    for actor in (cast.facilitator, cast.member, cast.outsider, cast.steward, cast.keeper):
        with pytest.raises(Refused):
            open_join_link(actor=actor, community=cast.here, language="fr")
    link = link_to(cast)
    with pytest.raises(Refused):
        shut_join_link(actor=cast.outsider, link=link)
    assert not shut_join_link(actor=cast.coordinator, link=link).is_open
    with pytest.raises(Refused):
        shut_join_link(actor=cast.coordinator, link=link)
    assert link_to(cast, cast.network).community == cast.network, "the network's own level, by its steward"


@pytest.mark.parametrize("change", [{"risk": RiskProfile.HIGH}, {"vouchers_needed": 2}])
def test_where_somebody_decides_no_link_lets_in_by_itself(cast: Cast, change: dict[str, object]) -> None:
    before = link_to(cast, needs_approval=False)
    Community.objects.filter(pk=cast.here.pk).update(**change)
    with pytest.raises(Refused):
        link_to(cast, needs_approval=False)
    assert asked(cast.nobody, before).membership.state == MembershipState.REQUESTED, "not even an older one"


def test_the_table_keeps_a_digest_and_the_address_can_be_read_again(cast: Cast) -> None:
    link = link_to(cast)
    token = link.token()
    again = JoinLink.objects.get(pk=link.pk)
    assert again.token() == token
    assert token not in {again.digest, again.public_id}
    assert token not in str(list(Entry.objects.values_list("facts", flat=True)))


@pytest.mark.covers("SR-06")
def test_one_address_gets_three_mails_an_hour_and_the_answer_stays_the_same(cast: Cast) -> None:
    link = link_to(cast)
    for _ in range(5):
        ask_to_join(link=link, said=Asking(display_name="K", email="k@example.org"), language="fr", source="s")
    assert Entry.objects.filter(kind="communities.join_asked").count() == 3
    assert JoinRequest.objects.filter(email="k@example.org").count() == 1, "the last replaces those before"


def test_nothing_is_taken_before_the_address_is_confirmed(cast: Cast) -> None:
    link = link_to(cast)
    request = asked_by_mail(link)
    link.refresh_from_db()
    assert link.used == 0
    assert not Person.objects.filter(email=request.email).exists()
    assert not visible_requests(cast.coordinator).exists()
    confirm_request(token=request.token(), newcomer=NEW)
    link.refresh_from_db()
    assert link.used == 1
    person = Person.objects.get(email=request.email)
    assert place_of(person, cast).state == MembershipState.REQUESTED
    assert not can_view_community(person, cast.here)
    assert [one.pk for one in visible_requests(cast.coordinator)] == [request.pk]
    with pytest.raises(Refused):
        confirm_request(token=request.token(), newcomer=NEW)


@pytest.mark.parametrize("days", [6, 8])
def test_a_confirmation_waits_a_week(cast: Cast, days: int) -> None:
    request = asked_by_mail(link_to(cast))
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        if days < 7:
            assert confirm_request(token=request.token(), newcomer=NEW).confirmed_at
        else:
            with pytest.raises(Refused):
                confirm_request(token=request.token(), newcomer=NEW)


@pytest.mark.parametrize("signs", [True, False])
def test_a_link_without_approval_lets_in_at_once(cast: Cast, signs: bool) -> None:
    Community.objects.filter(pk=cast.here.pk).update(asks_signature=signs)
    request = asked(cast.nobody, link_to(cast, needs_approval=False), profile="researcher", country="ML")
    place = place_of(cast.nobody, cast)
    assert place.state == (MembershipState.APPROVED if signs else MembershipState.ACTIVE)
    assert (place.profile, place.country) == ("researcher", "ML")
    assert can_view_community(cast.nobody, cast.here)
    assert request.answered_at


@pytest.mark.covers("INV-02")
def test_a_person_has_one_place_in_a_community(cast: Cast) -> None:
    link = link_to(cast)
    asked(cast.nobody, link)
    for person in (cast.nobody, cast.member):
        with pytest.raises(Refused):
            asked(person, link)
    link.refresh_from_db()
    assert link.used == 1, "what is refused is not counted"


@pytest.mark.parametrize("state", [MembershipState.SUSPENDED, MembershipState.EXCLUDED])
def test_whoever_is_shut_out_does_not_come_back_through_a_link(cast: Cast, state: str) -> None:
    Membership.objects.filter(person=cast.member, community=cast.here).update(state=state)
    with pytest.raises(Refused):
        asked(cast.member, link_to(cast, needs_approval=False))


def test_leaving_does_not_wash_a_suspension_off(cast: Cast) -> None:
    suspend(actor=cast.coordinator, membership=place_of(cast.member, cast), reason="Insultes répétées.")
    leave_community(actor=cast.member, membership=place_of(cast.member, cast))
    with pytest.raises(Refused):
        asked(cast.member, link_to(cast, needs_approval=False))


def test_an_open_question_must_be_answered(cast: Cast) -> None:
    question = write_question(
        actor=cast.coordinator, community=cast.here, texts={"fr": "Pourquoi ?", "en": "Why?"}, required=True
    )
    assert words(question, "text", "en").text == "Why?"
    link = link_to(cast)
    with pytest.raises(Refused) as error:
        asked(cast.nobody, link)
    assert error.value.field == f"answer_{question.public_id}"
    request = asked(cast.nobody, link, answers={question.public_id: "Pour apprendre.", "another": "x"})
    assert [row.text for row in request.answers.all()] == ["Pour apprendre."]


def test_who_writes_questions(cast: Cast) -> None:
    for actor in (cast.facilitator, cast.member, cast.outsider, cast.steward):
        with pytest.raises(Refused):
            write_question(actor=actor, community=cast.here, texts={"fr": "Pourquoi ?"})
    with pytest.raises(Refused) as error:
        write_question(actor=cast.coordinator, community=cast.here, texts={"en": "Why?"})
    assert error.value.field == "text_fr"
    question = write_question(actor=cast.coordinator, community=cast.here, texts={"fr": "Pourquoi ?"})
    close_question(actor=cast.coordinator, question=question)
    assert not JoinQuestion.objects.filter(closed_at=None).exists()
    for number in range(8):
        write_question(actor=cast.coordinator, community=cast.here, texts={"fr": f"Question {number}"})
    with pytest.raises(Refused):
        write_question(actor=cast.coordinator, community=cast.here, texts={"fr": "Une de plus"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("SR-58")
def test_a_link_with_thirty_uses_used_by_forty_at_once_gives_exactly_thirty_places(cast: Cast) -> None:
    link = link_to(cast, max_uses=30)
    people = [make_person() for _ in range(40)]
    found = at_once([lambda person=person: asked(person, link) for person in people])  # type: ignore[misc]
    assert sum(isinstance(one, JoinRequest) for one in found) == 30
    assert [type(one) for one in found if not isinstance(one, JoinRequest)] == [Refused] * 10
    link.refresh_from_db()
    assert link.used == 30
    assert Membership.objects.filter(community=cast.here, state=MembershipState.REQUESTED).count() == 30


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_link_with_thirty_uses_used_a_thousand_times_by_twenty_at_once_gives_thirty_places(cast: Cast) -> None:
    link = link_to(cast, max_uses=30)
    Person.objects.bulk_create(Person(email=f"m{number}@example.org", display_name="M") for number in range(1000))
    people = list(Person.objects.filter(display_name="M"))

    def asks(some: list[Person]) -> int:
        taken = 0
        for person in some:
            try:
                asked(person, link)
            except Refused:
                continue
            taken += 1
        return taken

    found = at_once([lambda some=people[place::20]: asks(some) for place in range(20)])  # type: ignore[misc]
    assert sum(one for one in found if isinstance(one, int)) == 30, found
    link.refresh_from_db()
    assert link.used == 30
    assert Membership.objects.filter(community=cast.here, state=MembershipState.REQUESTED).count() == 30
    assert JoinRequest.objects.count() == 30


@pytest.mark.django_db(transaction=True)
def test_one_confirmation_opened_on_four_phones_is_taken_once(cast: Cast) -> None:
    link = link_to(cast, max_uses=30)
    token = asked_by_mail(link).token()
    found = at_once([lambda: confirm_request(token=token, newcomer=NEW)] * 4)
    assert [type(one) for one in found if not isinstance(one, JoinRequest)] == [Refused] * 3
    link.refresh_from_db()
    assert link.used == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_coordinate_answer_one_request_once(cast: Cast) -> None:
    second = make_person("Seconde")
    cast.here.grants.create(person=second, role="coordinator")
    request = asked(cast.nobody, link_to(cast))
    found = at_once(
        [
            lambda: admit(actor=cast.coordinator, request=request),
            lambda: decline(actor=second, request=request, reply="Une autre fois."),
        ]
    )
    assert sorted(type(one).__name__ for one in found) == ["JoinRequest", "Refused"]
    kinds = ("communities.admitted", "communities.not_admitted")
    assert Entry.objects.filter(kind__in=kinds).count() == 1


def test_what_is_over_takes_nobody_in_and_opens_no_link(cast: Cast) -> None:
    link = link_to(cast)
    assert not can_ask_to_join(cast.member, cast.here), "she is here already"
    assert can_ask_to_join(cast.nobody, cast.here)
    assert can_view_link(cast.person("coordinator"), link)
    assert can_view_link(cast.person("steward"), link_to(cast, cast.network))
    assert not can_view_link(cast.person("steward"), link), "a link of a community below is not hers"
    Community.objects.filter(pk=cast.here.pk).update(stage="closed")
    cast.here.refresh_from_db()
    assert not can_open_link(cast.person("coordinator"), cast.here)
    assert not can_use_join_link(JoinLink.objects.get(pk=link.pk))
    assert not can_ask_to_join(cast.nobody, cast.here)


@pytest.mark.parametrize("state", ["expired", "shut", "full", "closed"])
def test_a_link_that_no_longer_opens(cast: Cast, state: str) -> None:
    link = link_to(cast, max_uses=1, expires_at=timezone.now() + timedelta(days=2))
    request = asked_by_mail(link)
    if state == "expired":
        JoinLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    if state == "shut":
        shut_join_link(actor=cast.coordinator, link=link)
    if state == "full":
        asked(cast.keeper, link)
    if state == "closed":
        Community.objects.update(stage="closed")
    with pytest.raises(Refused):
        asked(cast.nobody, link)
    with pytest.raises(Refused):
        confirm_request(token=request.token(), newcomer=NEW)
    assert not Person.objects.filter(email=request.email).exists()


def test_a_request_to_the_network_lands_where_its_country_belongs(cast: Cast) -> None:
    where = regions_of(cast.network)

    def lands(country: str, language: str = "fr", start: Community = cast.network) -> Community:
        return destination(start, country=country, language=language)

    assert lands("ML") == where["fr"]
    assert lands("SN", "en") == where["en"]
    assert lands("KE") == where["east"]
    assert lands("PE") == where["rest"]
    assert lands("") == where["rest"]
    assert lands("PE", start=where["east"]) == where["east"], "what has no regions keeps its own"
    request = asked(cast.nobody, link_to(cast, cast.network, needs_approval=False), country="PE")
    assert request.community == where["rest"]
    assert request.membership.state == MembershipState.REQUESTED, "the network does not let into a community below it"
    assert not Membership.objects.filter(person=cast.nobody, community=cast.network).exists()


def test_members_vouch_and_then_the_coordination_admits(cast: Cast) -> None:
    Community.objects.filter(pk=cast.here.pk).update(vouchers_needed=2)
    request = asked(cast.nobody, link_to(cast))
    for person in (cast.member, cast.core):
        settled(person, cast.here)
    assert not visible_requests(cast.member).exists(), "she has not let members read"
    with pytest.raises(Refused):
        vouch(actor=cast.member, request=request)
    with pytest.raises(Refused):
        let_members_read(actor=cast.member, request=request, open_=True)
    let_members_read(actor=cast.nobody, request=request, open_=True)
    with pytest.raises(Refused):
        admit(actor=cast.coordinator, request=request)
    vouch(actor=cast.member, request=request)
    for actor in (cast.member, cast.second_member, cast.outsider, cast.nobody):
        with pytest.raises(Refused):
            vouch(actor=actor, request=request)
    with pytest.raises(Refused):
        admit(actor=cast.coordinator, request=request)
    vouch(actor=cast.core, request=request)
    assert place_of(cast.nobody, cast).state == MembershipState.VOUCHED
    admit(actor=cast.coordinator, request=request)
    assert place_of(cast.nobody, cast).state == MembershipState.ACTIVE


def test_only_the_coordination_answers_and_a_refusal_has_words(cast: Cast) -> None:
    request = asked(cast.nobody, link_to(cast))
    for actor in (cast.steward, cast.facilitator, cast.member, cast.outsider, cast.keeper, cast.nobody):
        with pytest.raises(Refused):
            admit(actor=actor, request=request)
        with pytest.raises(Refused):
            decline(actor=actor, request=request, reply="Non.")
    with pytest.raises(Refused) as error:
        decline(actor=cast.coordinator, request=request, reply="  ")
    assert error.value.field == "reply"
    decline(actor=cast.coordinator, request=request, reply="Ce groupe est complet.")
    assert place_of(cast.nobody, cast).state == MembershipState.DECLINED
    with pytest.raises(Refused):
        admit(actor=cast.coordinator, request=request)
    assert asked(cast.nobody, link_to(cast)).pk, "she may ask again"


def test_a_request_that_is_taken_back_is_forgotten(cast: Cast) -> None:
    request = asked(cast.nobody, link_to(cast))
    with pytest.raises(Refused):
        withdraw_request(actor=cast.coordinator, request=request)
    withdraw_request(actor=cast.nobody, request=request)
    assert not JoinRequest.objects.exists()
    assert place_of(cast.nobody, cast).state == MembershipState.LEFT


def test_moving_leaves_the_old_place_when_the_new_one_opens(cast: Cast) -> None:
    old = Membership.objects.get(person=cast.member, community=cast.here)
    sister = make_community(parent=cast.network)
    sister.grants.create(person=cast.outsider, role="coordinator")
    link = open_join_link(actor=cast.outsider, community=sister, language="fr")
    request = asked(cast.member, link, leaves=old)
    old.refresh_from_db()
    assert old.state == MembershipState.ACTIVE, "not before she is admitted"
    admit(actor=cast.outsider, request=request)
    old.refresh_from_db()
    assert old.state == MembershipState.LEFT
    assert Membership.objects.get(person=cast.member, community=sister).state == MembershipState.ACTIVE


def test_the_last_who_coordinates_moves_without_leaving_her_community_alone(cast: Cast) -> None:
    sister = make_community(parent=cast.network)
    sister.grants.create(person=cast.outsider, role="coordinator")
    link = open_join_link(actor=cast.outsider, community=sister, language="fr")
    old = place_of(cast.coordinator, cast)
    admit(actor=cast.outsider, request=asked(cast.coordinator, link, leaves=old))
    old.refresh_from_db()
    assert old.state == MembershipState.ACTIVE


def test_a_place_of_somebody_else_is_not_left(cast: Cast) -> None:
    sister = make_community(parent=cast.network)
    sister.grants.create(person=cast.outsider, role="coordinator")
    link = open_join_link(actor=cast.outsider, community=sister, language="fr")
    request = asked(cast.member, link, leaves=place_of(cast.core, cast))
    assert request.leaves is None


@pytest.mark.parametrize(
    "said",
    [
        {"organisation_name": " "},
        {"organisation_name": "Maison", "second_email": "KADI@example.org"},
    ],
)
def test_what_an_organisation_must_say(cast: Cast, said: dict[str, str]) -> None:
    with pytest.raises(Refused):
        asked_by_mail(link_to(cast), joins_as=JoinAs.ORGANISATION, **said)


def test_an_organisation_asks_once(cast: Cast) -> None:
    link = link_to(cast)
    for _ in range(2):
        request = asked_by_mail(link, joins_as=JoinAs.ORGANISATION, organisation_name="Maison du Fleuve")
        if not OrganisationPlace.objects.exists():
            confirm_request(token=request.token())
    with pytest.raises(Refused):
        confirm_request(token=request.token())
    assert not Person.objects.filter(email=request.email).exists(), "no account before the representatives say yes"
