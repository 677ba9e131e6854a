"""The desk of coordination: what waits, counted through what she may see, and the doors that are hers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from palabre.communities.choices import MembershipState
from palabre.communities.models import JoinRequest, RoleGrant
from palabre.desk.queries.coordination import coordination
from tests.factories import join, make_person
from tests.unit.charter.helpers import adopted

pytestmark = pytest.mark.django_db


def page(cast, as_person, name):
    return as_person(cast.person(name)).get(reverse("desk:coordination", args=[cast.here.public_id]))


@pytest.mark.parametrize("name", ["member", "core", "translator", "outsider", "nobody", "keeper"])
def test_it_is_absent_for_whoever_does_not_lead(cast, as_person, name):
    assert page(cast, as_person, name).status_code == 404


@pytest.mark.parametrize("name", ["coordinator", "facilitator"])
def test_whoever_leads_finds_it_in_the_rooms_of_the_community(cast, as_person, name):
    assert page(cast, as_person, name).status_code == 200
    home = as_person(cast.person(name)).get(reverse("desk:community", args=[cast.here.public_id]))
    assert reverse("desk:coordination", args=[cast.here.public_id]) in home.content.decode()


def test_a_room_that_opens_to_her_is_listed_and_every_listed_room_opens(cast, as_person):
    for name in ("coordinator", "facilitator"):
        client = as_person(cast.person(name))
        found = coordination(cast.person(name), cast.here)
        for _title, rooms in found.groups:
            for room in rooms:
                answer = client.get(reverse(room.view, args=[cast.here.public_id]))
                assert answer.status_code == 200, (name, room.view)


def test_what_waits_is_counted_and_leads_there(cast, as_person):
    asking = join(make_person(), cast.here, state=MembershipState.REQUESTED)
    JoinRequest.objects.create(
        community=cast.here, language="fr", email="x@example.org", display_name="X", digest="0" * 64,
        expires_at=timezone.now(), confirmed_at=timezone.now(), person=asking.person, membership=asking,
    )  # fmt: skip
    RoleGrant.objects.filter(community=cast.here, role="facilitator").update(ends_at=timezone.now() + timedelta(days=3))
    found = {one.view: one.text for one in coordination(cast.person("coordinator"), cast.here).waiting}
    assert found == {"communities:requests": "1 request to join", "communities:roles": "1 role ends within 30 days"}
    french = page(cast, as_person, "coordinator").content.decode()
    assert "1 demande d’adhésion" in french


def test_a_new_version_that_some_have_still_to_sign_waits_there(cast):
    adopted(cast)
    found = {one.view: one.text for one in coordination(cast.person("coordinator"), cast.here).waiting}
    assert found["charter:signatures"].endswith("are missing")


def test_the_same_number_of_queries_however_much_waits(cast, django_assert_max_num_queries):
    for _ in range(30):
        join(make_person(), cast.here, state=MembershipState.APPROVED)
    with django_assert_max_num_queries(20):
        coordination(cast.person("coordinator"), cast.here)
