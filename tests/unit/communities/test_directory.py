"""The directory: who stands in it, who looks, how much in a day, and what a robot meets (SR-25, SR-26)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from palabre.communities.actions.directory import add_canary, remove_canary, write_to_facilitation
from palabre.communities.models import Community, ContactMessage, Membership
from palabre.communities.queries import members_of
from palabre.communities.rules.directory import can_look_up, can_open_people, can_view_profile, visible_profiles
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.meetings.queries.attendance import invited_people
from palabre.notices.chores import read_journal
from palabre.notices.queries import news_for
from palabre.people.choices import Openness
from palabre.people.models import Person, Profile
from tests.factories import grant, join, make_community, make_meeting, make_person
from tests.personas import Cast

OLD = timezone.now() - timedelta(days=90)


def url(community: Community, *more: str) -> str:
    return reverse("communities:people", args=[community.public_id]) + "".join(f"{part}/" for part in more)


def listed(person: Person, **said: Any) -> Membership:
    Membership.objects.filter(person=person).update(listed=True, **said)
    return Membership.objects.filter(person=person).order_by("pk").get()


@pytest.fixture
def here(cast: Cast) -> Community:
    """Everybody has belonged for long; `member` and `core` chose to be found."""
    Membership.objects.update(joined_at=OLD)
    listed(cast.member)
    listed(cast.core)
    return cast.here


def found(actor: Person, community: Community) -> set[str]:
    actor.__dict__.pop("_standing", None)
    return {row.person.display_name for row in visible_profiles(actor, community)}


def test_only_those_who_chose_so_stand_in_it(cast: Cast, here: Community) -> None:
    for name in ("coordinator", "facilitator", "translator", "member", "second_member"):
        assert found(cast.person(name), here) == {"Member", "Core"}
    for name in ("steward", "outsider", "keeper", "nobody"):
        assert found(cast.person(name), here) == set()


@pytest.mark.covers("SR-25")
@pytest.mark.parametrize(
    "narrowed",
    [{"listed": False}, {"state": "paused"}, {"state": "restricted"}, {"state": "suspended"}, {"state": "left"}],
)
def test_narrowing_holds_from_the_next_query_on(cast: Cast, here: Community, narrowed: dict[str, Any]) -> None:
    Membership.objects.filter(person=cast.member).update(**narrowed)
    assert found(cast.core, here) == {"Core"}


@pytest.mark.covers("SR-25")
def test_a_closed_account_and_a_higher_risk_hide_at_once(cast: Cast, here: Community) -> None:
    Person.objects.filter(pk=cast.member.pk).update(is_active=False)
    assert found(cast.core, here) == {"Core"}
    for risk in ("elevated", "high"):
        here.risk = risk
        here.save()
        assert found(cast.core, here) == set()


@pytest.mark.covers("SR-25")
def test_fields_are_closed_until_she_opens_them_and_closed_at_once(cast: Cast, here: Community, as_person) -> None:
    profile = Profile.objects.create(
        person=cast.member, about="De moi", speaks="peul", region="Mopti", contact="+223 70"
    )
    page = url(here, listed(cast.member).public_id)
    client = as_person(cast.core)
    assert not [word for word in ("De moi", "peul", "Mopti", "+223 70") if word in client.get(page).content.decode()]
    Profile.objects.update(contact_for=Openness.COMMUNITY)
    assert "+223 70" in client.get(page).content.decode()
    profile.refresh_from_db()
    profile.contact_for = Openness.ME
    profile.save()
    assert "+223 70" not in client.get(page).content.decode()


def test_no_page_of_the_directory_shows_an_address(cast: Cast, here: Community, as_person) -> None:
    for name in ("coordinator", "facilitator", "second_member"):
        client = as_person(cast.person(name))
        for page in (url(here), url(here, listed(cast.member).public_id)):
            assert cast.member.email not in client.get(page).content.decode()


def test_newcomers_wait_and_read_until_when(cast: Cast, here: Community, as_person) -> None:
    Membership.objects.filter(person=cast.second_member).update(joined_at=timezone.now() - timedelta(days=13))
    text = as_person(cast.second_member).get(url(here), {"lang": "en"}).content.decode()
    assert "newcomers wait 14 days" in text
    assert "Core" not in text
    Membership.objects.filter(person=cast.second_member).update(joined_at=timezone.now() - timedelta(days=15))
    assert "Core" in as_person(cast.second_member).get(url(here)).content.decode()


def test_coordination_does_not_wait_and_who_belongs_by_her_role_alone_waits_from_its_first_day(
    cast: Cast, here: Community
) -> None:
    Membership.objects.filter(person=cast.coordinator).update(joined_at=timezone.now())
    assert can_look_up(cast.person("coordinator"), here)
    guide, carer, lead = make_person("Guide"), make_person("Garde"), make_person("Tête")
    role = grant(guide, here, "facilitator")
    grant(carer, here, "steward")
    grant(lead, here, "coordinator")
    assert can_open_people(guide, here)
    assert not can_look_up(guide, here)
    type(role).objects.filter(pk=role.pk).update(starts_at=OLD)
    assert can_look_up(Person.objects.get(pk=guide.pk), here)
    assert can_look_up(lead, here)
    assert not can_open_people(carer, here), "whoever cares for the network does not look up its people"
    assert not can_look_up(carer, here)
    here.risk = "high"
    here.save()
    for person in (lead, cast.person("coordinator"), cast.person("core")):
        assert not can_look_up(person, here), "there is none to look up"


@pytest.mark.covers("INV-03")
def test_nobody_looks_before_she_has_signed(cast: Cast, here: Community, as_person) -> None:
    Membership.objects.filter(person=cast.second_member).update(state="approved")
    cast.second_member.__dict__.pop("_standing", None)
    assert not can_look_up(cast.second_member, here)
    client = as_person(cast.second_member)
    assert "Core" not in client.get(url(here)).content.decode()
    assert client.get(url(here, listed(cast.core).public_id)).status_code == 404


def test_rule_and_query_agree_for_everybody_and_every_risk(cast: Cast, here: Community) -> None:
    group = make_community("Comité", parent=here, kind="committee")
    for person in (cast.member, cast.core):
        join(person, group)
    for risk in ("standard", "elevated", "high"):
        here.risk = risk
        here.save()
        for person in cast.everyone().values():
            rows = set(visible_profiles(person, here).values_list("pk", flat=True))
            for membership in Membership.objects.filter(community=here).select_related("community"):
                membership.community = here
                assert bool(can_view_profile(person, membership)) == (membership.pk in rows)


def test_at_elevated_risk_only_those_of_ones_own_groups(cast: Cast, here: Community) -> None:
    here.risk = "elevated"
    here.save()
    listed(cast.second_member)
    group = make_community("Comité", parent=make_community("Section", parent=here), kind="committee")
    for person in (cast.member, cast.core):
        join(person, group)
    assert found(cast.member, here) == {"Member", "Core"}
    assert found(cast.second_member, here) == set()
    assert found(cast.coordinator, here) == set()


@pytest.mark.covers("INV-02")
def test_a_group_does_not_tell_who_somebody_with_another_name_is(cast: Cast, here: Community) -> None:
    here.risk = "elevated"
    here.save()
    group = make_community("Comité", parent=here, kind="committee")
    for person in (cast.member, cast.core):
        join(person, group)
    Membership.objects.filter(person=cast.core, community=group).update(handle="Autrement")
    assert found(cast.member, here) == {"Member"}


def test_at_high_risk_there_is_none_and_the_facilitation_carries_a_message(
    cast: Cast, here: Community, as_person
) -> None:
    here.risk = "high"
    here.save()
    client = as_person(cast.member)
    text = client.get(url(here), {"lang": "en"}).content.decode()
    assert "keeps no directory" in text
    assert "Core" not in text
    assert client.get(url(here, listed(cast.core).public_id)).status_code == 404
    assert client.post(url(here), {"text": "Je voudrais rencontrer quelqu’un."}).status_code == 303
    message = ContactMessage.objects.get()
    reading = reverse("communities:message", args=[here.public_id, message.public_id])
    for name, status in (("facilitator", 200), ("member", 200), ("coordinator", 404), ("core", 404), ("outsider", 404)):
        answer = as_person(cast.person(name)).get(reading)
        assert answer.status_code == status, name
        assert cast.member.email not in answer.content.decode()
    assert as_person(cast.facilitator).post(reading, {"reply": "Je demande à la personne."}).status_code == 303
    assert "Je demande à la personne." in client.get(reading).content.decode()
    assert as_person(cast.facilitator).post(reading, {"reply": "Encore"}).status_code == 422


def test_facilitation_is_told_and_then_the_member(cast: Cast, here: Community, as_person) -> None:
    here.risk = "high"
    here.save()
    write_to_facilitation(actor=cast.member, community=here, text="Bonjour")
    read_journal()
    assert len(news_for(cast.person("facilitator"))) == 1
    assert news_for(cast.person("coordinator")) == []
    page = reverse("communities:message", args=[here.public_id, ContactMessage.objects.get().public_id])
    as_person(cast.facilitator).post(page, {"reply": "Oui"})
    read_journal()
    assert len(news_for(cast.person("member"))) == 1


def test_five_messages_a_day_and_no_empty_one(cast: Cast, here: Community) -> None:
    here.risk = "high"
    here.save()
    with pytest.raises(Refused):
        write_to_facilitation(actor=cast.member, community=here, text="  ")
    for number in range(5):
        write_to_facilitation(actor=cast.member, community=here, text=f"Mot {number}")
    with pytest.raises(Refused):
        write_to_facilitation(actor=cast.member, community=here, text="Encore un")
    assert ContactMessage.objects.count() == 5


@pytest.mark.parametrize(("wanted", "status"), [("Co", 200), ("%%%", 200), ("___", 200), ("  c o ", 200)])
def test_a_search_needs_three_letters_and_knows_no_wildcard(
    cast: Cast, here: Community, as_person, wanted, status
) -> None:
    answer = as_person(cast.second_member).get(url(here), {"name": wanted, "lang": "en"})
    assert answer.status_code == status
    names = [row.shown for row in answer.context["page"].slice.items]
    if len(wanted.replace(" ", "").replace("_", "")) < 3:
        assert "at least three letters" in answer.content.decode()
        assert wanted in answer.context["search"].data["name"]
    else:
        assert names == []


def test_a_search_finds_the_beginning_of_a_word_whatever_its_accents(cast: Cast, here: Community, as_person) -> None:
    for name in ("Aïssata Dembélé", "Moussa Aïssatou", "Raïssa"):
        join(make_person(name), here, listed=True)
    answer = as_person(cast.second_member).get(url(here), {"name": "aissa"})
    assert [row.shown for row in answer.context["page"].slice.items] == ["Aïssata Dembélé", "Moussa Aïssatou"]


def test_twenty_a_page_at_the_same_cost(cast: Cast, here: Community, as_person, django_assert_max_num_queries) -> None:
    client = as_person(cast.second_member)
    with django_assert_max_num_queries(14) as few:
        client.get(url(here))
    for number in range(48):
        join(make_person(f"Nom {number:02}"), here, listed=True, handle=f"Ici {number:02}" if number % 2 else "")
    with django_assert_max_num_queries(14) as many:
        first = client.get(url(here))
    assert len(few) == len(many)
    rows, asked = [], first
    for _ in range(3):
        part = asked.context["page"].slice
        rows += [row.shown for row in part.items]
        asked = client.get(url(here), {"older": part.older}) if part.older else asked
    assert len(first.context["page"].slice.items) == 20
    assert rows == sorted(rows)
    assert len(set(rows)) == 50


LINK = re.compile(r'href="(/c/[^"]+/people/[2-9a-z]{12}/)"')


@pytest.mark.covers("SR-26")
def test_a_robot_is_stopped_at_the_sixty_first_profile_and_the_coordination_reads_who(
    cast: Cast, here: Community, as_person
) -> None:
    for number in range(70):
        join(make_person(f"Nom {number:02}"), here, listed=True)
    robot = as_person(cast.second_member)
    addresses: list[str] = []
    page = robot.get(url(here))
    while True:
        addresses += [one for one in LINK.findall(page.content.decode()) if one not in addresses]
        older = page.context["page"].slice.older
        if not older:
            break
        page = robot.get(url(here), {"older": older})
    assert len(addresses) == 72
    answers = [robot.get(one).status_code for one in addresses]
    assert answers == [200] * 60 + [429] * 12
    calm = robot.get(addresses[0], {"lang": "en"})
    assert calm.status_code == 429
    assert "enough for one day" in calm.content.decode()
    assert Entry.objects.filter(kind="communities.directory_overrun", actor_id=cast.second_member.pk).count() == 1
    read_journal()
    told = [one.line for one in news_for(cast.person("coordinator"))]
    assert len(told) == 1
    assert "Second member" in told[0].text
    # somebody else goes on as before
    assert as_person(cast.core).get(addresses[0]).status_code == 200


@pytest.mark.covers("SR-26")
def test_whoever_opens_everything_opens_a_nobody(cast: Cast, here: Community, as_person) -> None:
    canary = add_canary(actor=cast.coordinator, community=here, name="Awa Inventée", profile="advocate")
    reader = as_person(cast.second_member)
    page = reader.get(url(here))
    assert [row.shown for row in page.context["page"].slice.items] == ["Core", "Member", "Awa Inventée"]
    assert "Awa" not in "".join(row.shown for row in reader.get(url(here), {"name": "Awa"}).context["page"].slice.items)
    assert not Entry.objects.filter(kind="communities.canary_opened").exists()
    opened = reader.get(url(here, canary.public_id), {"lang": "en"})
    assert opened.status_code == 200
    assert "test entry" in opened.content.decode()
    reader.get(url(here, canary.public_id))
    assert Entry.objects.filter(kind="communities.canary_opened", actor_id=cast.second_member.pk).count() == 1
    read_journal()
    assert "Second member" in news_for(cast.person("coordinator"))[0].line.text
    assert news_for(cast.person("facilitator")) == []


def test_a_nobody_is_counted_invited_and_named_nowhere_else(cast: Cast, here: Community, as_person) -> None:
    before = members_of(here).count()
    canary = add_canary(actor=cast.coordinator, community=here, name="Awa Inventée", profile="")
    assert members_of(here).count() == before
    assert canary.person not in invited_people(make_meeting(here))
    assert (
        "Awa Inventée"
        not in as_person(cast.coordinator).get(reverse("communities:members", args=[here.public_id])).content.decode()
    )
    remove_canary(actor=cast.coordinator, canary=canary)
    assert not Person.objects.filter(pk=canary.person_id).exists()


@pytest.mark.parametrize("name", ["facilitator", "member", "steward", "outsider"])
def test_only_the_coordination_keeps_watch(cast: Cast, here: Community, as_person, name: str) -> None:
    with pytest.raises(Refused):
        add_canary(actor=cast.person(name), community=here, name="Awa", profile="")
    assert as_person(cast.person(name)).get(reverse("communities:watch", args=[here.public_id])).status_code == 404


def test_a_member_is_never_taken_out_as_a_nobody(cast: Cast, here: Community, as_person) -> None:
    with pytest.raises(Refused):
        remove_canary(actor=cast.coordinator, canary=listed(cast.member))
    address = reverse("communities:watch_removal", args=[here.public_id, listed(cast.member).public_id])
    assert as_person(cast.coordinator).post(address).status_code == 404


def test_no_page_counts_who_looked_or_when_somebody_was_there(cast: Cast, here: Community, as_person) -> None:
    """No table of the directory has such a column; opening a profile writes nothing."""
    names = {field.name for model in (Membership, Profile) for field in model._meta.get_fields()}
    assert not names & {"views", "view_count", "last_seen", "seen_at", "online"}
    entries = Entry.objects.count()
    as_person(cast.core).get(url(here, listed(cast.member).public_id))
    assert Entry.objects.count() == entries
