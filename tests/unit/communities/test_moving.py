"""A community moves under another parent: two say yes, and no chain of parents is ever a circle."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from palabre.communities.actions import accept_move, ask_move, end_move
from palabre.communities.choices import CommunityKind, Role, Sharing, Stage
from palabre.communities.models import Community, Move, SharingAgreement
from palabre.communities.rules import chains
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.communities.helpers import AsPerson, url


@pytest.fixture
def other(cast: Cast) -> tuple[Community, Person]:
    """Another network with its own steward."""
    network, steward = make_community("Réseau Rivage", kind=CommunityKind.NETWORK), make_person("Autre réseau")
    grant(steward, network, Role.STEWARD)
    return network, steward


def test_one_side_proposes_and_the_other_takes_it_in(cast: Cast, other: tuple[Community, Person]) -> None:
    network, steward = other
    agreement = SharingAgreement.objects.create(
        child=cast.here, parent=cast.network, level=Sharing.RESULTS, signed_at="2026-01-01T00:00:00Z"
    )
    move = ask_move(actor=cast.steward, community=cast.here, after=network)
    cast.here.refresh_from_db()
    assert cast.here.parent == cast.network, "nothing moves before the answer"
    with pytest.raises(Refused):
        accept_move(actor=cast.steward, move=move)
    accept_move(actor=steward, move=move)
    cast.here.refresh_from_db()
    agreement.refresh_from_db()
    assert cast.here.parent == network
    assert agreement.ended_at is not None, "the new network sees nothing that it was not given"
    assert Entry.objects.get(kind="communities.moved").facts == {"before": cast.network.pk, "after": network.pk}
    with pytest.raises(Refused):
        accept_move(actor=steward, move=move)


@pytest.mark.parametrize("name", ["coordinator", "member", "outsider", "keeper", "nobody"])
def test_nobody_else_moves_a_community(cast: Cast, other: tuple[Community, Person], name: str) -> None:
    with pytest.raises(Refused):
        ask_move(actor=cast.person(name), community=cast.here, after=other[0])
    move = ask_move(actor=cast.steward, community=cast.here, after=other[0])
    for act in (accept_move, end_move):
        with pytest.raises(Refused):
            act(actor=cast.person(name), move=move)


def test_a_move_is_declined_or_taken_back(cast: Cast, other: tuple[Community, Person]) -> None:
    network, steward = other
    end_move(actor=steward, move=ask_move(actor=cast.steward, community=cast.here, after=network))
    again = ask_move(actor=cast.steward, community=cast.here, after=network)
    with pytest.raises(Refused, match="already waiting"):
        ask_move(actor=cast.steward, community=cast.here, after=network)
    end_move(actor=cast.steward, move=again)
    with pytest.raises(Refused):
        accept_move(actor=steward, move=again)
    cast.here.refresh_from_db()
    assert cast.here.parent == cast.network


def test_only_networks_take_in_and_one_stands_for_everybody_else(cast: Cast, other: tuple[Community, Person]) -> None:
    network, steward = other
    with pytest.raises(Refused, match="Only a network"):
        ask_move(actor=cast.steward, community=cast.here, after=cast.there)
    Community.objects.filter(pk=cast.here.pk).update(catch_all=True)
    move = ask_move(actor=cast.steward, community=cast.here, after=network)
    make_community("Mondiale", parent=network, catch_all=True)
    with pytest.raises(Refused, match="everybody else"):
        accept_move(actor=steward, move=move)
    with pytest.raises(IntegrityError):
        Community.objects.filter(pk=cast.here.pk).update(parent=network)


def test_a_closed_community_does_not_move(cast: Cast, other: tuple[Community, Person]) -> None:
    Community.objects.filter(pk=cast.here.pk).update(stage=Stage.CLOSED)
    with pytest.raises(Refused, match="closed"):
        ask_move(actor=cast.steward, community=cast.here, after=other[0])


def carer_of(*networks: Community) -> Person:
    person = make_person("Garde des réseaux")
    for network in networks:
        grant(person, network, Role.STEWARD)
    return person


def tower(cast: Cast, depth: int = 4) -> list[Community]:
    """Networks, each below the one before."""
    found = [make_community("Étage 0", parent=cast.network, kind=CommunityKind.REGIONAL)]
    for floor in range(1, depth):
        found.append(make_community(f"Étage {floor}", parent=found[-1], kind=CommunityKind.NATIONAL))
    return found


@pytest.mark.covers("INV-01")
def test_a_community_never_stands_below_itself(cast: Cast) -> None:
    floors = tower(cast)
    carer = carer_of(cast.network, *floors)
    for below in floors[1:]:
        with pytest.raises(Refused, match="below itself"):
            ask_move(actor=carer, community=floors[0], after=below)
    # asked for while it was possible, accepted when it no longer is
    aside = make_community("Aile", parent=cast.network, kind=CommunityKind.REGIONAL)
    grant(carer, aside, Role.STEWARD)
    move = ask_move(actor=carer, community=floors[0], after=aside)
    Community.objects.filter(pk=aside.pk).update(parent=floors[-1])
    with pytest.raises(Refused, match="below itself"):
        accept_move(actor=carer, move=move)


@pytest.mark.covers("INV-01")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_two_moves_in_the_same_moment_never_make_a_circle(cast: Cast, turn: int) -> None:
    """Each alone is possible; both together would let two communities stand below each other."""
    left, right = (make_community(side, parent=cast.network, kind=CommunityKind.REGIONAL) for side in ("Est", "Ouest"))
    below_left = make_community("Est, dessous", parent=left, kind=CommunityKind.NATIONAL)
    below_right = make_community("Ouest, dessous", parent=right, kind=CommunityKind.NATIONAL)
    carer = carer_of(cast.network, left, right, below_left, below_right)
    moves = [
        ask_move(actor=carer, community=left, after=below_right),
        ask_move(actor=carer, community=right, after=below_left),
    ]
    people = [Person.objects.get(pk=carer.pk) for _ in moves]
    calls = [
        lambda move=move, who=who: accept_move(actor=who, move=move) for move, who in zip(moves, people, strict=True)
    ]
    answers = at_once(calls)
    assert sorted(type(one).__name__ for one in answers) == ["Move", "Refused"], answers
    for one in Community.objects.all():
        found = chains([one.pk])
        assert one.pk not in found.above(one.pk)
        assert found.above(one.pk)[-1:] in ([cast.network.pk], []), "every chain ends at the top"
    assert Move.objects.filter(accepted_at__isnull=False).count() == 1


def test_the_chain_costs_one_query_at_any_depth(cast: Cast, django_assert_num_queries: object) -> None:
    floors = tower(cast, depth=40)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(chains([floors[-1].pk]).above(floors[-1].pk)) == 40


def test_the_pages_of_a_move(cast: Cast, other: tuple[Community, Person], as_person: AsPerson) -> None:
    network, steward = other
    asking, answering = as_person(cast.steward), as_person(steward)
    page = url(cast.network, f"communities/{cast.here.public_id}/")
    assert network.name not in asking.get(page).content.decode(), "a foreign network is known by its number alone"
    wrong = asking.post(page + "move/", {"after": "", "number": "nosuchnumber"})
    assert wrong.status_code == 422
    assert "nosuchnumber" in wrong.content.decode()
    assert asking.post(page + "move/", {}).status_code == 422
    number = answering.get(url(network, "communities/")).content.decode()
    assert network.public_id in number
    assert asking.post(page + "move/", {"after": "", "number": network.public_id}).status_code == 303
    move = Move.objects.get()
    assert cast.here.name in answering.get(url(network, "communities/")).content.decode()
    accept = f"moves/{move.public_id}/acceptance/"
    assert as_person(cast.outsider).post(url(cast.there, accept)).status_code == 404
    assert asking.post(url(cast.network, accept)).status_code == 403
    assert answering.post(url(network, accept)).status_code == 303
    assert asking.get(page).status_code == 404, "it is no longer hers to see"
    assert answering.get(url(network, f"communities/{cast.here.public_id}/")).status_code == 200


def test_the_members_stay_whoever_cares_above(cast: Cast, other: tuple[Community, Person]) -> None:
    network, steward = other
    person = make_person()
    join(person, cast.here)
    accept_move(actor=steward, move=ask_move(actor=cast.steward, community=cast.here, after=network))
    assert cast.here.memberships.filter(person=person, state="active").exists()
    assert not Community.objects.filter(pk=cast.here.pk, parent=cast.network).exists()
