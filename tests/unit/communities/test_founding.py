"""Communities begin, and say what they are."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from palabre.communities.actions import add_organisation, found_community, state_purpose, texts_seal
from palabre.communities.choices import CommunityKind, MembershipState
from palabre.communities.models import Community, Membership, Organisation
from palabre.communities.queries import organisations_of
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.languages.queries import pair, words
from tests.factories import join
from tests.personas import Cast

BASICS = {"kind": CommunityKind.COMMUNITY, "name": "Rives", "source_language": "fr", "zone": "Africa/Bamako"}
TEXTS = {"domain": {"fr": "Les droits", "en": "Rights"}, "practice": {"fr": "Deux rencontres", "en": ""}}


def test_a_steward_founds_and_nobody_else_belongs(cast: Cast) -> None:
    community = found_community(actor=cast.steward, parent=cast.network, **BASICS)
    assert community.parent == cast.network
    assert not community.memberships.exists()
    assert Entry.objects.get(kind="communities.founded").facts == {"parent": cast.network.pk}


@pytest.mark.parametrize("name", ["coordinator", "member", "outsider", "keeper", "nobody"])
def test_nobody_else_founds_in_the_network(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        found_community(actor=cast.person(name), parent=cast.network, **BASICS)
    assert Community.objects.count() == 3


def test_a_name_is_needed(cast: Cast) -> None:
    with pytest.raises(Refused) as error:
        found_community(actor=cast.steward, parent=cast.network, **{**BASICS, "name": " \n "})
    assert error.value.field == "name"


@pytest.mark.covers("INV-01")
def test_the_chain_of_parents_has_no_circle(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Community.objects.filter(pk=cast.here.pk).update(parent=cast.here)
    cast.network.parent = cast.here
    with pytest.raises(Exception, match="descendant"):
        cast.network.full_clean()


@pytest.mark.covers("INV-02")
def test_a_person_has_one_active_membership_in_a_community(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        join(cast.member, cast.here)
    Membership.objects.filter(person=cast.member).update(state=MembershipState.LEFT)
    join(cast.member, cast.here)


def test_both_languages_are_written_at_once(cast: Cast) -> None:
    here = state_purpose(actor=cast.coordinator, community=cast.here, texts=TEXTS)
    assert here.domain == "Les droits"
    assert words(here, "domain", "en").text == "Rights"
    assert pair(here, ["domain"]) == [("fr", "approved"), ("en", "approved")]
    assert pair(here, ["practice"]) == [("fr", "approved"), ("en", "missing")]


def test_a_source_that_changes_alone_makes_the_other_half_outdated(cast: Cast) -> None:
    here = state_purpose(actor=cast.coordinator, community=cast.here, texts=TEXTS)
    here = state_purpose(actor=cast.coordinator, community=here, texts={"domain": {"fr": "Tous les droits"}})
    assert words(here, "domain", "en").outdated


def test_a_half_can_be_taken_back(cast: Cast) -> None:
    here = state_purpose(actor=cast.coordinator, community=cast.here, texts=TEXTS)
    here = state_purpose(actor=cast.coordinator, community=here, texts={"domain": {"fr": "Les droits", "en": ""}})
    assert words(here, "domain", "en").missing


@pytest.mark.parametrize("name", ["facilitator", "member", "steward", "outsider", "keeper"])
def test_only_the_coordination_says_what_the_community_is(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        state_purpose(actor=cast.person(name), community=cast.here, texts=TEXTS)


def test_two_who_write_at_once_lose_nothing(cast: Cast) -> None:
    seen = texts_seal(community=cast.here)
    state_purpose(actor=cast.coordinator, community=cast.here, texts=TEXTS, seen=seen)
    with pytest.raises(Clash) as clash:
        state_purpose(actor=cast.coordinator, community=cast.here, texts={"domain": {"fr": "Autre"}}, seen=seen)
    assert clash.value.theirs.domain == "Les droits"
    cast.here.refresh_from_db()
    assert cast.here.domain == "Les droits"


def test_a_community_keeps_its_name(cast: Cast) -> None:
    with pytest.raises(Refused) as error:
        state_purpose(actor=cast.coordinator, community=cast.here, texts={"name": {"fr": " ", "en": "Here"}})
    assert error.value.field == "name_fr"
    cast.here.refresh_from_db()
    assert cast.here.name == "Communauté Ici"


def test_an_organisation_is_added_once_and_known_only_here(cast: Cast) -> None:
    first = add_organisation(actor=cast.coordinator, community=cast.here, name="Femmes du Quai", kind="cbo")
    assert add_organisation(actor=cast.coordinator, community=cast.here, name="femmes du quai ", kind="ngo") == first
    assert first in organisations_of(cast.member, cast.here)
    assert first not in organisations_of(cast.outsider, cast.there)
    assert Organisation.objects.filter(name__iexact="femmes du quai").count() == 1
    with pytest.raises(Refused):
        add_organisation(actor=cast.member, community=cast.here, name="Autre", kind="cbo")
