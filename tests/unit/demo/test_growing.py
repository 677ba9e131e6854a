"""The large alliance has the figures that it promises, counted again in the database."""

from __future__ import annotations

import pytest

from palabre.communities.models import Community, Membership, RoleGrant
from palabre.config.story import demo_accounts_here
from palabre.demo.actions import AlreadyGrown, grow
from palabre.demo.cast import GROWN_ACCOUNT
from palabre.demo.countries import REGIONS
from palabre.people.models import Person

pytestmark = pytest.mark.django_db


def test_one_alliance_is_one_six_and_forty_three_networks_in_eighty_countries():
    counts = grow()
    assert (counts.communities, counts.members, counts.countries) == (50, 1050, 80)
    kinds = list(Community.objects.values_list("kind", flat=True))
    assert [kinds.count(kind) for kind in ("global", "regional", "national")] == [1, 6, 43]
    assert Membership.objects.active().count() == 1050


def test_many_times_that_hangs_deeper_and_every_community_has_a_chain_to_the_root():
    counts = grow(3)
    assert (counts.communities, counts.members, counts.countries) == (150, 3150, 80)
    root = Community.objects.get(parent=None)
    assert root.descendants(include_self=True).count() == 150


def test_it_is_built_once():
    grow()
    with pytest.raises(AlreadyGrown):
        grow()
    assert Community.objects.count() == 50


def test_its_account_signs_in_and_is_refused_in_a_real_instance():
    grow()
    steward = Person.objects.get(email=GROWN_ACCOUNT)
    assert steward.has_usable_password()
    assert RoleGrant.objects.running().filter(person=steward, role="steward").count() == 1
    assert demo_accounts_here()


def test_every_country_stands_in_one_region():
    codes = [code for region in REGIONS for code in region.countries]
    assert len(codes) == len(set(codes)) == 80
    assert sum(region.national for region in REGIONS) == 43
