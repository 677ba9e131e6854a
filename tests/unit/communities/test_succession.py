"""The last person who coordinates asks those who name the coordination for somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.communities.actions import ask_successor, leave_community
from palabre.communities.choices import CommunityKind, Role
from palabre.communities.models import Community, Membership
from palabre.communities.rules import named_communities
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.notices import chores
from palabre.notices.models import Notice
from palabre.notices.queries import news_for
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast
from tests.unit.communities.helpers import AsPerson, url


def told() -> set[int]:
    chores.read_journal()
    return set(Notice.objects.filter(kind="communities.successor_wanted").values_list("person_id", flat=True))


def test_one_tap_asks_the_coordination_of_the_network(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.coordinator)
    for page in ("roles/", "departure/"):
        assert url(cast.here, "successor/") in client.get(url(cast.here, page)).content.decode()
    assert client.post(url(cast.here, "successor/")).status_code == 303
    assert told() == {cast.steward.pk}
    (news,) = news_for(cast.person("steward"))
    assert news.line.url == f"/c/{cast.network.public_id}/communities/{cast.here.public_id}/invitation/"
    assert as_person(cast.steward).get(news.line.url).status_code == 200


def test_it_is_asked_once_a_week(cast: Cast, as_person: AsPerson) -> None:
    ask_successor(actor=cast.coordinator, community=cast.here)
    with pytest.raises(Refused, match="less than a week"):
        ask_successor(actor=cast.coordinator, community=cast.here)
    page = as_person(cast.coordinator).get(url(cast.here, "departure/") + "?lang=en").content.decode()
    assert "less than a week ago" in page
    Entry.objects.filter(kind="communities.successor_wanted").update(at=timezone.now() - timedelta(days=8))
    ask_successor(actor=cast.coordinator, community=cast.here)


def test_only_the_last_one_asks(cast: Cast, as_person: AsPerson) -> None:
    for name in ("facilitator", "member"):
        assert as_person(cast.person(name)).post(url(cast.here, "successor/")).status_code == 403
        assert (
            url(cast.here, "successor/")
            not in as_person(cast.person(name)).get(url(cast.here, "roles/")).content.decode()
        )
    assert as_person(cast.outsider).post(url(cast.here, "successor/")).status_code == 404
    second = make_person()
    join(second, cast.here)
    grant(second, cast.here, Role.COORDINATOR)
    with pytest.raises(Refused, match="last person"):
        ask_successor(actor=cast.coordinator, community=cast.here)
    leave_community(actor=cast.coordinator, membership=Membership.objects.get(person=cast.coordinator))


def test_names_of_the_network_are_shown_to_whoever_reads_the_network(cast: Cast, as_person: AsPerson) -> None:
    page = url(cast.here, "departure/")
    assert cast.steward.display_name not in as_person(cast.coordinator).get(page).content.decode()
    join(cast.coordinator, cast.network)
    assert cast.steward.display_name in as_person(cast.person("coordinator")).get(page).content.decode()


def test_at_the_top_the_keeper_is_asked(cast: Cast, as_person: AsPerson) -> None:
    alone = make_community("Seule", kind=CommunityKind.COMMUNITY)
    join(cast.nobody, alone)
    grant(cast.nobody, alone, Role.COORDINATOR)
    page = as_person(cast.nobody).get(url(alone, "departure/") + "?lang=en").content.decode()
    assert "First the keeper of this site names somebody else." in page
    ask_successor(actor=cast.person("nobody"), community=alone)
    assert told() == {cast.keeper.pk}
    (news,) = news_for(cast.person("keeper"))
    assert as_person(cast.keeper).get(news.line.url).status_code == 200


def test_only_those_who_name_the_coordination_find_the_request(cast: Cast) -> None:
    def names(who: str) -> set[Community]:
        return set(named_communities(cast.person(who)))

    assert names("steward") == {cast.here, cast.there}
    assert names("keeper") == {cast.network}
    assert all(names(who) == set() for who in ("coordinator", "member", "outsider", "nobody"))
