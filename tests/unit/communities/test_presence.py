"""Who I am here: a name for one community alone, and what stands beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from palabre.communities.actions.presence import set_presence
from palabre.communities.models import Membership
from palabre.communities.queries import called, known, local_id
from palabre.communities.queries.directory import profile_in
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.choices import Openness
from palabre.people.models import Person, Profile
from tests.factories import grant, join, make_person
from tests.personas import Cast
from tests.races import at_once

SAID = {"handle": "", "shows_pronouns": True, "profile": "", "listed": False, "about": "", "level": "active"}


def place(person: Person) -> Membership:
    return Membership.objects.select_related("community", "person").get(person=person, left_at=None)


def be(person: Person, **said: object) -> Membership:
    return set_presence(actor=person, membership=place(person), **{**SAID, **said})


def test_a_name_here_is_the_name_here_and_nowhere_else(cast: Cast) -> None:
    join(cast.member, cast.there)
    set_presence(
        actor=cast.member, membership=cast.member.memberships.get(community=cast.here), **{**SAID, "handle": "Nyeleni"}
    )
    for community in (cast.here, cast.there):
        community.refresh_from_db()
        community.__dict__.pop("_handles", None)
    assert (called(cast.member, cast.here), called(cast.member, cast.there)) == ("Nyeleni", "Member")
    assert local_id(cast.member, cast.here) != local_id(cast.member, cast.there)


@pytest.mark.parametrize("wanted", ["Second member", "  second-MEMBER ", "Facilitator"])
def test_a_name_that_somebody_else_has_here_is_refused(cast: Cast, wanted: str) -> None:
    with pytest.raises(Refused) as refusal:
        be(cast.member, handle=wanted)
    assert refusal.value.field == "handle"
    assert place(cast.member).handle == ""


def test_what_others_are_called_elsewhere_is_not_compared(cast: Cast) -> None:
    """Otherwise trying names would tell who else somebody is."""
    be(cast.second_member, handle="Autre nom")
    assert be(cast.member, handle="Second member").handle == "Second member"


def test_two_who_choose_the_same_name_at_once_do_not_both_have_it(transactional_db: None) -> None:
    from tests.personas import make_cast

    cast = make_cast()
    results = at_once(
        [lambda who=who: be(Person.objects.get(pk=who), handle="Nyeleni") for who in (cast.member.pk, cast.core.pk)]
    )
    assert sorted(type(one).__name__ for one in results) == ["Membership", "Refused"]
    assert Membership.objects.filter(handle="Nyeleni").count() == 1


def test_the_name_before_is_kept_nowhere(cast: Cast) -> None:
    be(cast.member, handle="Avant")
    be(cast.member, handle="Après")
    assert not Membership.objects.filter(handle="Avant").exists()
    assert not [entry for entry in Entry.objects.all() if "Avant" in str(entry.facts) or "Après" in str(entry.facts)]


def test_whoever_comes_back_has_one_name_for_what_she_did_before_and_after(cast: Cast) -> None:
    be(cast.member, handle="Nyeleni")
    old = place(cast.member)
    Membership.objects.filter(pk=old.pk).update(state="left", left_at=timezone.now())
    new = join(cast.member, cast.here)
    assert called(cast.member, cast.here) == "Nyeleni"
    cast.here.__dict__.pop("_handles", None)
    set_presence(actor=cast.member, membership=new, **SAID)
    assert called(cast.member, cast.here) == "Member"


def test_nobody_sets_who_somebody_else_is(cast: Cast) -> None:
    with pytest.raises(Refused):
        set_presence(actor=cast.coordinator, membership=place(cast.member), **{**SAID, "handle": "Nyeleni"})


def test_the_core_group_is_given_and_can_be_left(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        be(cast.member, level="core")
    assert refusal.value.field == "level"
    assert be(cast.core, level="occasional").level == "occasional"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_who_i_am_and_keeps_what_was_typed(cast: Cast, as_person, language: str) -> None:
    client, url = as_person(cast.member), reverse("communities:me", args=[cast.here.public_id])
    wrong = client.post(
        f"{url}?lang={language}", {"handle": "Second member", "about": "Je file le coton", "level": "active"}
    )
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "Je file le coton" in text
    assert ("Quelqu’un" if language == "fr" else "Somebody here") in text
    right = {
        "handle": "Nyeleni",
        "about": "Je file le coton",
        "level": "occasional",
        "listed": "on",
        "profile": "advocate",
    }
    assert client.post(url, right).status_code == 303
    row = place(cast.member)
    assert (row.handle, row.about, row.level, row.listed, row.profile) == (
        "Nyeleni", "Je file le coton", "occasional", True, "advocate",
    )  # fmt: skip
    assert "Nyeleni" in client.get(url).content.decode()


def test_whoever_belongs_by_a_role_alone_has_no_such_page(cast: Cast, as_person) -> None:
    for person, community in ((cast.steward, cast.network), (cast.outsider, cast.here), (cast.nobody, cast.here)):
        url = reverse("communities:me", args=[community.public_id])
        assert as_person(person).get(url).status_code == 404


def test_fields_of_others_stay_as_they_are_whatever_is_sent(cast: Cast, as_person) -> None:
    url = reverse("communities:me", args=[cast.here.public_id])
    more = {"state": "excluded", "canary": "on", "person": cast.core.pk, "level": "active", "joined_at": "2001-01-01"}
    assert as_person(cast.member).post(url, more).status_code == 303
    row = place(cast.member)
    assert (row.state, row.canary, row.person) == ("active", False, cast.member)


@pytest.mark.covers("INV-02")
def test_with_a_name_of_her_own_her_profile_is_not_shown_here(cast: Cast) -> None:
    old = timezone.now() - timedelta(days=30)
    Membership.objects.update(joined_at=old)
    opened = {f"{name}_for": Openness.SIGNED_IN for name in ("about", "speaks", "region", "contact")}
    Profile.objects.create(
        person=cast.member, about="Ailleurs", speaks="bambara", region="Ségou", contact="+223", **opened
    )
    row = be(cast.member, listed=True)
    shown = profile_in(cast.core, cast.here, row.public_id)
    assert shown is not None
    assert [text for _label, text in shown.fields] == ["Ailleurs", "bambara", "Ségou", "+223"]
    be(cast.member, listed=True, handle="Nyeleni", about="Ici seulement")
    cast.here.__dict__.pop("_handles", None)
    shown = profile_in(cast.core, cast.here, row.public_id)
    assert shown is not None
    assert (shown.name, [text for _label, text in shown.fields]) == ("Nyeleni", ["Ici seulement"])


def test_people_to_choose_from_stand_in_the_order_of_their_names_here(cast: Cast) -> None:
    be(cast.member, handle="Zeinabou")
    be(cast.second_member, handle="Awa")
    cast.here.__dict__.pop("_handles", None)
    assert [one.name for one in known([cast.member, cast.core, cast.second_member], cast.here)] == [
        "Awa",
        "Core",
        "Zeinabou",
    ]


def test_names_of_a_thousand_members_are_one_query(cast: Cast, django_assert_num_queries) -> None:
    people = [make_person(f"P{number}") for number in range(30)]
    for number, person in enumerate(people):
        join(person, cast.here, handle=f"H{number}")
    grant(people[0], cast.here, "facilitator")
    with django_assert_num_queries(1):
        assert [called(person, cast.here) for person in people] == [f"H{number}" for number in range(30)]
