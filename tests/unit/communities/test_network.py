"""The network page: names that may be known, the same cost at any size, small pictures with their words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from palabre.communities.actions import count_countries
from palabre.communities.choices import CommunityKind, Role, Sharing, Stage
from palabre.communities.models import Community, CountryCount, Membership, SharingAgreement
from palabre.communities.queries import country_map, network_tree, tree_for
from palabre.communities.rules import is_known_below, standing
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast
from tests.unit.communities.helpers import AsPerson, url
from tests.unit.communities.test_pages import spent


@pytest.fixture
def region(cast: Cast) -> Community:
    join(cast.nobody, cast.network)
    return make_community("Région du Fleuve", parent=cast.network, kind=CommunityKind.REGIONAL)


def share(child: Community, level: str = Sharing.AGGREGATES) -> None:
    SharingAgreement.objects.create(
        child=child, parent_id=child.parent_id, level=level, signed_at="2026-01-01T00:00:00Z"
    )


def people_of(community: Community, country: str, number: int) -> list[Person]:
    found = [make_person() for _ in range(number)]
    for person in found:
        join(person, community, country=country)
    return found


def test_a_member_of_a_network_knows_the_names_below(cast: Cast, region: Community, as_person: AsPerson) -> None:
    nation = make_community("Nation du Delta", parent=region, kind=CommunityKind.NATIONAL)
    make_community("Village", parent=nation)
    page = as_person(cast.nobody).get(url(cast.network, "network/")).content.decode()
    for name in (region.name, nation.name, cast.here.name, cast.there.name):
        assert name in page
    assert "Village" not in page, "two levels, the third on request"
    deeper = as_person(cast.nobody).get(url(cast.network, f"network/{region.public_id}/")).content.decode()
    assert "Village" in deeper
    assert cast.here.name not in deeper


@pytest.mark.covers("INV-02")
def test_a_community_in_high_risk_is_never_named_nor_what_stands_below_it(
    cast: Cast, region: Community, as_person: AsPerson
) -> None:
    """Not even to somebody who belongs to it: the page may be seen over her shoulder."""
    hidden = make_community("Cercle discret", parent=region, risk="high")
    below = make_community("Section discrète", parent=hidden)
    join(cast.nobody, hidden)
    client = as_person(cast.nobody)
    page = client.get(url(cast.network, "network/") + "?lang=en").content.decode()
    assert "Cercle discret" not in page
    assert "1 other community, which is not named" in page
    assert "Section discrète" not in client.get(url(cast.network, f"network/{region.public_id}/")).content.decode()
    for one in (hidden, below):
        assert client.get(url(cast.network, f"network/{one.public_id}/")).status_code == 404
        assert not is_known_below(one, cast.network)
    own = client.get(url(hidden, "network/")).content.decode()
    assert cast.network.name not in own, "a sensitive community does not tell where else she belongs"
    assert region.name not in own
    assert "Section discrète" in own, "what stands below her own community is hers to know"


def test_nothing_above_or_beside_is_known_from_below(cast: Cast, region: Community, as_person: AsPerson) -> None:
    page = as_person(cast.member).get(url(cast.here, "network/")).content.decode()
    for name in (cast.network.name, cast.there.name, region.name):
        assert name not in page
    for one in (cast.network, cast.there, cast.here):
        assert as_person(cast.member).get(url(cast.here, f"network/{one.public_id}/")).status_code == 404
    join(cast.member, cast.network)
    assert cast.network.name in as_person(cast.member).get(url(cast.here, "network/")).content.decode(), "hers by now"


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.ARCHIVED])
def test_what_has_not_begun_or_is_long_over_is_not_shown(
    cast: Cast, region: Community, as_person: AsPerson, stage: str
) -> None:
    Community.objects.filter(pk=region.pk).update(stage=stage)
    client = as_person(cast.nobody)
    assert region.name not in client.get(url(cast.network, "network/")).content.decode()
    assert client.get(url(cast.network, f"network/{region.public_id}/")).status_code == 404


def test_the_tree_costs_the_same_at_any_size_and_stays_small(
    cast: Cast, region: Community, as_person: AsPerson
) -> None:
    client = as_person(cast.nobody)
    before = spent(client, url(cast.network, "network/"))
    parents = Community.objects.bulk_create(
        Community(name=f"Nation {n:03}", parent=cast.network, kind="national") for n in range(60)
    )
    Community.objects.bulk_create(Community(name=f"Cercle {n:05}", parent=parents[n % 60]) for n in range(1200))
    assert spent(client, url(cast.network, "network/")) == before <= 13
    answer = client.get(url(cast.network, "network/"))
    body = answer.content.decode()
    assert len(body.encode()) < 60_000
    assert len(re.findall(r"<[a-z]", body)) < 1_200
    (picture,) = re.findall(r'<svg class="net".*?</svg>', body, re.DOTALL)
    assert len(picture.encode()) < 10_000
    assert 'role="img"' in picture
    tree = answer.context["tree"]
    assert len(tree.nodes) == 20
    assert tree.nodes[5].below == 20
    assert "+16" in picture, "four dots and how many more"
    second = client.get(url(cast.network, f"network/?older={tree.slice.older}")).context["tree"]
    assert {node.community.pk for node in tree.nodes}.isdisjoint(node.community.pk for node in second.nodes)


def test_the_own_tree_costs_the_own_communities_alone(cast: Cast, django_assert_num_queries: Callable) -> None:
    """However large the network around: two queries, and no row of it is ranked."""
    Community.objects.bulk_create(Community(name=f"N{n}", parent=cast.network) for n in range(500))
    person = cast.person("member")
    standing(person)
    with CaptureQueriesContext(connection) as seen:
        (branch,) = tree_for(person)
    assert branch.community == cast.here
    assert len(seen) == 2
    assert "rank" not in seen[0]["sql"].lower()
    with django_assert_num_queries(0):
        assert tree_for(Person(is_active=False)) == []


def test_countries_rise_only_as_far_as_the_agreements_go(cast: Cast, region: Community) -> None:
    nation = make_community("Nation", parent=region, kind=CommunityKind.NATIONAL)
    people_of(cast.network, "ML", 6)
    people_of(region, "SN", 7)
    people_of(nation, "NE", 8)
    people_of(cast.there, "TG", 9)
    count_countries()
    assert numbers(cast.network) == {"ML": 6}, "nothing is shared yet"
    share(nation)
    count_countries()
    assert numbers(region) == {"SN": 7, "NE": 8}
    assert numbers(cast.network) == {"ML": 6}
    share(region, Sharing.RESULTS)
    count_countries()
    assert numbers(cast.network) == {"ML": 6, "SN": 7, "NE": 8}
    SharingAgreement.objects.filter(child=nation).update(level=Sharing.NONE)
    count_countries()
    assert numbers(cast.network) == {"ML": 6, "SN": 7}


def numbers(community: Community) -> dict[str, int]:
    found = CountryCount.objects.filter(community=community).exclude(country="")
    return dict(found.values_list("country", "number"))


def test_one_person_counts_once_and_robots_never(cast: Cast, region: Community) -> None:
    share(region)
    for person in people_of(region, "SN", 5):
        join(person, cast.network, country="")
    join(make_person("Robot"), region, country="SN", canary=True)
    join(make_person("Partie"), region, country="SN", state="left")
    count_countries()
    assert numbers(cast.network) == {"SN": 5}
    assert sum(CountryCount.objects.filter(community=cast.network).values_list("number", flat=True)) == 6


def test_small_numbers_are_neither_shown_nor_to_be_worked_out(
    cast: Cast, region: Community, as_person: AsPerson
) -> None:
    for country, number in (("ML", 20), ("SN", 7), ("NE", 2), ("TG", 1)):
        people_of(cast.network, country, number)
    count_countries()
    client = as_person(cast.nobody)
    body = client.get(url(cast.network, "network/") + "?lang=en").content.decode()
    found = country_map(cast.network)
    assert found is not None
    shown = {name for row in found.classes for name, _number in row.countries}
    assert found.total == 31, "with one who did not say"
    assert sum(number for row in found.classes for _name, number in row.countries) + found.rest == found.total
    assert found.rest >= 5, "what is hidden is at least five people together"
    assert "Niger" not in body, "a country with two people is not even named"
    assert "Togo" not in body
    assert "Mali 20" in body
    assert {"Mali"} <= shown <= {"Mali", "Senegal"}


def test_a_high_risk_has_no_map_and_the_first_night_none_either(cast: Cast, region: Community) -> None:
    people_of(cast.network, "ML", 9)
    assert country_map(cast.network) is None, "not counted yet"
    count_countries()
    assert country_map(cast.network) is not None
    cast.network.risk = "high"
    assert country_map(cast.network) is None


def test_the_map_is_small_and_says_the_same_in_words(cast: Cast, region: Community, as_person: AsPerson) -> None:
    from palabre.kit.tiles import TILES

    CountryCount.objects.bulk_create(
        CountryCount(community=cast.network, country=code, number=5 + place) for place, code in enumerate(TILES)
    )
    body = as_person(cast.nobody).get(url(cast.network, "network/")).content.decode()
    (picture,) = re.findall(r'<svg class="tiles" .*?</svg>', body, re.DOTALL)
    assert len(picture.encode()) < 10_000
    assert picture.count("M") >= len(TILES)
    assert "Mali " in body
    assert len(body.encode()) < 60_000


def test_the_page_offers_what_one_may_do(cast: Cast, region: Community, as_person: AsPerson) -> None:
    children = url(cast.network, "communities/")
    assert children in as_person(cast.steward).get(url(cast.network, "network/")).content.decode()
    assert children not in as_person(cast.nobody).get(url(cast.network, "network/")).content.decode()
    own = url(cast.here, "communities/")
    assert own in as_person(cast.coordinator).get(url(cast.here, "network/")).content.decode()
    assert own not in as_person(cast.member).get(url(cast.here, "network/")).content.decode()
    assert as_person(cast.member).get(own).status_code == 404


def test_deep_trees_keep_their_path(cast: Cast, region: Community, django_assert_max_num_queries: Callable) -> None:
    parent = region
    for floor in range(30):
        parent = make_community(f"Étage {floor:02}", parent=parent)
    person = cast.person("nobody")
    standing(person)
    with django_assert_max_num_queries(6):
        tree = network_tree(person, cast.network, parent, {})
    assert [one.pk for one in tree.above][:2] == [cast.network.pk, region.pk]
    assert len(tree.above) == 31


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_speaks_the_language_of_the_reader(
    cast: Cast, region: Community, as_person: AsPerson, lang: str
) -> None:
    Membership.objects.filter(person=cast.nobody).update(country="CI")
    people_of(cast.network, "CI", 9)
    count_countries()
    body = as_person(cast.nobody).get(url(cast.network, "network/") + f"?lang={lang}").content.decode()
    assert ("réseau régional" if lang == "fr" else "regional network") in body
    assert "Côte d’Ivoire" in body


def test_only_those_who_hold_a_role_there_or_belong_open_the_page(cast: Cast, as_person: AsPerson) -> None:
    grant(cast.second_member, cast.network, Role.TREASURER, confirmed_at=None)
    assert as_person(cast.second_member).get(url(cast.network, "network/")).status_code == 404
