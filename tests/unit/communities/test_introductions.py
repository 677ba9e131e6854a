"""Campaigns, wishes, and introductions to which both say yes (S000-3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from palabre.communities.actions.campaigns import change_campaign, open_campaign
from palabre.communities.actions.introducing import (
    add_wish,
    answer_introduction,
    propose_introductions,
    withdraw_wish,
)
from palabre.communities.forms.campaigns import WishForm
from palabre.communities.models import Campaign, Community, Introduction, JoinLink, JoinRequest, Membership, Wish
from palabre.communities.queries.campaigns import campaign_page, introduced
from palabre.communities.rules.matching import (
    can_view_introduction,
    can_wish,
    can_withdraw_wish,
    visible_campaigns,
    visible_introductions,
    visible_wishes,
)
from palabre.kit.ids import digest, new_id
from palabre.kit.verdict import Refused
from palabre.languages.queries import load_halves, words
from palabre.notices.chores import read_journal
from palabre.notices.queries import news_for
from palabre.people.choices import Openness
from palabre.people.models import Person, Profile
from tests.factories import join, make_community, make_person
from tests.personas import Cast, make_cast
from tests.races import at_once

TEXTS = {"title": {"fr": "Semaines d’accueil", "en": ""}, "text": {"fr": "Pour qui arrive", "en": ""}}


def campaign_of(community: Community, **said: Any) -> Campaign:
    today = timezone.localdate()
    said = {"opens_on": today - timedelta(days=1), "closes_on": today + timedelta(days=20), **said}
    return Campaign.objects.create(community=community, title="Accueil", **said)


def wish(person: Person, campaign: Campaign, side: str, theme: str = "Collecte de fonds", text: str = "") -> Wish:
    return add_wish(actor=person, campaign=campaign, side=side, theme=theme, text=text)


def ask(cast: Cast, campaign: Campaign) -> int:
    return propose_introductions(actor=cast.person("coordinator"), campaign=campaign)


def yes(person: Person, one: Introduction, contact: str = "") -> Introduction:
    return answer_introduction(actor=person, introduction=one, yes=True, contact=contact)


@pytest.fixture
def pair(cast: Cast) -> Introduction:
    """`member` looks for what `core` offers, and both were asked."""
    campaign = campaign_of(cast.here)
    wish(cast.member, campaign, "look", text="Je commence")
    wish(cast.core, campaign, "offer", "collecte  de FONDS", text="J’ai dix ans d’expérience")
    assert ask(cast, campaign) == 1
    return Introduction.objects.select_related("campaign__community", "first", "second").get()


def seen(person: Person, one: Introduction) -> Any:
    rows = visible_introductions(person).select_related("campaign__community", "first__person", "second__person")
    return introduced(person, rows.get(pk=one.pk))


def test_both_are_asked_on_their_day_without_a_name(cast: Cast, pair: Introduction, as_person) -> None:
    read_journal()
    for person in (cast.member, cast.core):
        (news,) = news_for(person)
        text = news.line.text + as_person(person).get(news.line.url).content.decode()
        for name in ("Core", "Member", "Je commence", "dix ans"):
            assert name not in text
    assert news_for(cast.person("second_member")) == []
    assert news_for(cast.person("coordinator")) == []


def test_one_yes_tells_nothing_and_two_tell_the_name_and_what_each_gave(cast: Cast, pair: Introduction) -> None:
    Profile.objects.create(person=cast.core, contact="jamais ouvert", contact_for=Openness.ME)
    yes(cast.member, pair, "signal: 70 00")
    for person in (cast.member, cast.core):
        page = seen(person, pair)
        assert (page.made, page.name, page.contact, page.words) == (False, "", "", [])
    yes(cast.core, pair)
    hers = seen(cast.core, pair)
    assert (hers.made, hers.name, hers.contact, hers.words) == (True, "Member", "signal: 70 00", ["Je commence"])
    mine = seen(cast.member, pair)
    assert (mine.name, mine.contact) == ("Core", "")
    Profile.objects.update(contact="ouvert", contact_for=Openness.COMMUNITY)
    assert seen(cast.member, pair).contact == "ouvert"


@pytest.mark.covers("INV-02")
def test_names_are_those_of_this_community(cast: Cast, pair: Introduction) -> None:
    Membership.objects.filter(person=cast.core).update(handle="Nyeleni")
    Profile.objects.create(person=cast.core, contact="mon vrai numéro", contact_for=Openness.SIGNED_IN)
    yes(cast.member, pair)
    yes(cast.core, pair)
    mine = seen(cast.member, pair)
    assert (mine.name, mine.contact) == ("Nyeleni", "")


def test_a_no_is_seen_by_whoever_said_it_and_by_nobody_else(cast: Cast, pair: Introduction, as_person) -> None:
    yes(cast.core, pair)
    read_journal()
    told = [one.line.text for one in news_for(cast.person("core"))]
    page = reverse("communities:introduction", args=[cast.here.public_id, pair.public_id])
    before = as_person(cast.core).get(page, {"lang": "en"}).content.decode()
    assert as_person(cast.member).post(page, {"answer": "no"}).status_code == 303
    read_journal()
    after = as_person(cast.core).get(page, {"lang": "en"}).content.decode()

    def main(text: str) -> str:
        return text.split("<main", 1)[1].split("<form", 1)[0]

    assert main(before) == main(after)
    assert seen(cast.member, pair).said == "no"
    assert [one.line.text for one in news_for(cast.person("core"))] == told


def test_a_yes_can_be_taken_back_and_what_was_given_goes_with_it(cast: Cast, pair: Introduction) -> None:
    yes(cast.member, pair, "70 00")
    yes(cast.core, pair)
    answer_introduction(actor=cast.member, introduction=pair, yes=False)
    page = seen(cast.core, pair)
    assert (page.made, page.name, page.contact) == (False, "", "")
    pair.refresh_from_db()
    assert "70 00" not in (pair.first_contact, pair.second_contact)


def test_only_the_two_see_and_answer(cast: Cast, pair: Introduction, as_person) -> None:
    page = reverse("communities:introduction", args=[cast.here.public_id, pair.public_id])
    for name, person in cast.everyone().items():
        wanted = 200 if name in ("member", "core") else 404
        assert as_person(person).get(page).status_code == wanted, name
        assert bool(can_view_introduction(person, pair)) == (wanted == 200)
        if wanted == 404:
            with pytest.raises(Refused):
                yes(person, pair)


def test_it_is_gone_when_one_of_them_leaves_or_the_community_hides_its_members(cast: Cast, pair: Introduction) -> None:
    for change in ({"state": "left"}, {"state": "suspended"}):
        Membership.objects.filter(person=cast.core).update(**change)
        assert not visible_introductions(cast.person("member")).exists()
    Membership.objects.filter(person=cast.core).update(state="active")
    Community.objects.filter(pk=cast.here.pk).update(risk="high")
    assert not visible_introductions(cast.person("member")).exists()


def test_nobody_is_asked_more_than_three_times_in_a_campaign(cast: Cast) -> None:
    campaign = campaign_of(cast.here)
    wish(cast.member, campaign, "look")
    for number in range(5):
        person = make_person(f"P{number}")
        join(person, cast.here)
        wish(person, campaign, "offer")
    assert ask(cast, campaign) == 3
    assert ask(cast, campaign) == 0


def test_two_are_asked_about_each_other_once_also_in_the_next_campaign(cast: Cast, pair: Introduction) -> None:
    again = campaign_of(cast.here)
    wish(cast.core, again, "look", "Autre chose")
    wish(cast.member, again, "offer", "Autre chose")
    assert ask(cast, again) == 0


def test_nobody_is_introduced_to_herself(cast: Cast) -> None:
    campaign = campaign_of(cast.here)
    wish(cast.member, campaign, "look")
    wish(cast.member, campaign, "offer")
    assert ask(cast, campaign) == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_ask_nobody_a_fourth_time(transactional_db: None) -> None:
    cast = make_cast()
    campaign = campaign_of(cast.here)
    wish(cast.member, campaign, "look")
    for number in range(8):
        person = make_person(f"P{number}")
        join(person, cast.here)
        wish(person, campaign, "offer")
    press = [lambda: propose_introductions(actor=Person.objects.get(pk=cast.coordinator.pk), campaign=campaign)] * 4
    results = at_once(press)
    assert sorted(results) == [0, 0, 0, 3], results
    assert Introduction.objects.count() == 3


def test_at_elevated_risk_only_inside_a_group_of_both(cast: Cast) -> None:
    Community.objects.filter(pk=cast.here.pk).update(risk="elevated")
    cast.here.refresh_from_db()
    campaign = campaign_of(cast.here)
    wish(cast.member, campaign, "look")
    wish(cast.core, campaign, "offer")
    assert ask(cast, campaign) == 0
    group = make_community("Comité", parent=cast.here, kind="committee")
    join(cast.member, group)
    elsewhere = join(cast.core, group, handle="Autrement")
    assert ask(cast, campaign) == 0
    Membership.objects.filter(pk=elsewhere.pk).update(handle="")
    assert ask(cast, campaign) == 1


def test_at_high_risk_nobody_is_introduced(cast: Cast, as_person) -> None:
    campaign = campaign_of(cast.here)
    wish(cast.member, campaign, "look")
    wish(cast.core, campaign, "offer")
    Community.objects.filter(pk=cast.here.pk).update(risk="high")
    with pytest.raises(Refused):
        ask(cast, campaign)
    with pytest.raises(Refused):
        wish(cast.person("second_member"), campaign, "look")


def test_withdrawing_deletes_the_wish_and_what_waits_for_its_sake(cast: Cast, pair: Introduction) -> None:
    yes(cast.core, pair)
    withdraw_wish(actor=cast.member, wish=Wish.objects.select_related("campaign").get(membership__person=cast.member))
    assert not Wish.objects.filter(membership__person=cast.member).exists()
    assert not Introduction.objects.exists()


def test_a_wish_is_read_by_nobody_else(cast: Cast, pair: Introduction, as_person) -> None:
    page = reverse("communities:campaign", args=[cast.here.public_id, pair.campaign.public_id])
    for name in ("coordinator", "facilitator", "second_member"):
        text = as_person(cast.person(name)).get(page).content.decode()
        assert "Je commence" not in text
        assert "Collecte de fonds" not in text
    assert "Je commence" in as_person(cast.member).get(page).content.decode()
    theirs = Wish.objects.get(membership__person=cast.core)
    gone = reverse("communities:withdraw_wish", args=[cast.here.public_id, pair.campaign.public_id, theirs.public_id])
    assert as_person(cast.member).post(gone).status_code == 404


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("member", True),
        ("core", True),
        ("coordinator", True),
        ("steward", False),
        ("outsider", False),
        ("nobody", False),
    ],
)
def test_who_may_wish(cast: Cast, name: str, may: bool) -> None:
    assert bool(can_wish(cast.person(name), campaign_of(cast.here))) == may


def test_nobody_wishes_unsigned_on_a_break_or_out_of_time(cast: Cast) -> None:
    campaign = campaign_of(cast.here)
    for state in ("approved", "restricted", "paused"):
        Membership.objects.filter(person=cast.member).update(state=state)
        assert not can_wish(cast.person("member"), campaign)
    Membership.objects.filter(person=cast.member).update(state="active")
    today = timezone.localdate()
    assert not can_wish(cast.person("member"), campaign_of(cast.here, closes_on=today - timedelta(days=1)))
    assert not can_wish(cast.person("member"), campaign_of(cast.here, opens_on=today + timedelta(days=1)))
    assert not can_wish(cast.person("member"), campaign_of(cast.here, introductions=False))


def test_the_same_wish_twice_is_one(cast: Cast) -> None:
    campaign = campaign_of(cast.here)
    wish(cast.member, campaign, "look", "Collecte de fonds", "Un")
    wish(cast.member, campaign, "look", "collecte de Fonds", "Deux")
    assert [one.text for one in Wish.objects.all()] == ["Deux"]
    for number in range(5):
        wish(cast.member, campaign, "look", f"Thème {number}")
    with pytest.raises(Refused):
        wish(cast.member, campaign, "look", "Encore un")


def test_a_campaign_is_opened_in_both_languages_by_the_coordination_alone(cast: Cast, as_person) -> None:
    address = reverse("communities:campaigns", args=[cast.here.public_id])
    said = {
        "title_fr": "Accueil",
        "title_en": "Welcome",
        "text_fr": "Pour qui",
        "opens_on": "2030-03-01",
        "closes_on": "2030-03-31",
    }
    assert as_person(cast.member).post(address, said).status_code == 403
    assert as_person(cast.outsider).post(address, said).status_code == 404
    wrong = as_person(cast.coordinator).post(address, said | {"closes_on": "2030-02-01"})
    assert wrong.status_code == 422
    assert "Welcome" in wrong.content.decode()
    assert as_person(cast.coordinator).post(address, said | {"introductions": "on"}).status_code == 303
    campaign = Campaign.objects.get()
    load_halves([campaign])
    assert (campaign.title, words(campaign, "title", "en").text, campaign.introductions) == ("Accueil", "Welcome", True)
    change = reverse("communities:campaign_wording", args=[cast.here.public_id, campaign.public_id])
    assert as_person(cast.member).get(change).status_code == 403
    assert as_person(cast.coordinator).post(change, said | {"title_en": ""}).status_code == 303
    campaign = Campaign.objects.get()
    assert words(campaign, "title", "en").missing
    assert campaign.introductions is False


def link_of(community: Community) -> JoinLink:
    return JoinLink.objects.create(community=community, language="fr", digest=digest(new_id()))


def test_only_links_of_this_community_count_for_it(cast: Cast) -> None:
    today = timezone.localdate()
    said: dict[str, Any] = {"texts": TEXTS, "opens_on": today, "closes_on": today, "introductions": True}
    with pytest.raises(Refused):
        open_campaign(actor=cast.coordinator, community=cast.here, links=[link_of(cast.there)], **said)
    campaign = open_campaign(actor=cast.coordinator, community=cast.here, links=[link_of(cast.here)], **said)
    assert campaign.links.count() == 1
    change_campaign(actor=cast.coordinator, campaign=campaign, **said)
    assert campaign.links.count() == 0


@pytest.mark.parametrize(
    ("asked", "came", "shown"), [(0, 0, (0, 0)), (3, 3, (None, None)), (9, 7, (9, None)), (12, 6, (12, 6))]
)
def test_arrivals_are_counted_and_small_numbers_are_not_said(cast: Cast, asked: int, came: int, shown: tuple) -> None:
    campaign, link = campaign_of(cast.here), link_of(cast.here)
    campaign.links.add(link)
    for number in range(asked):
        person = make_person(f"P{number}")
        admitted = timezone.now() if number < came else None
        place = join(person, cast.here, state="active" if admitted else "requested", approved_at=admitted)
        JoinRequest.objects.create(
            community=cast.here, link=link, language="fr", email=person.email, display_name="P", digest=new_id(),
            expires_at=timezone.now(), confirmed_at=timezone.now(), person=person, membership=place,
        )  # fmt: skip
    arrivals = campaign_page(cast.coordinator, campaign).arrivals
    assert arrivals is not None
    assert (arrivals.asked, arrivals.admitted) == shown
    assert campaign_page(cast.member, campaign).arrivals is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_wish_without_a_theme_comes_back_with_what_was_typed(cast: Cast, as_person, language: str) -> None:
    campaign = campaign_of(cast.here)
    address = reverse("communities:wishes", args=[cast.here.public_id, campaign.public_id])
    answer = as_person(cast.member).post(
        f"{address}?lang={language}", {"side": "look", "text": "Une question sur le budget"}
    )
    assert answer.status_code == 422
    assert "Une question sur le budget" in answer.content.decode()
    assert ("Dites en quelques mots" if language == "fr" else "Say in a few words") in answer.content.decode()


def test_a_theme_that_is_needed_is_not_called_optional() -> None:
    assert WishForm(themes=[]).fields["other"].required
    assert not WishForm(themes=["Plaidoyer"]).fields["other"].required


def test_themes_of_the_community_are_offered(cast: Cast, as_person) -> None:
    Community.objects.filter(pk=cast.here.pk).update(themes="Plaidoyer\nCollecte de fonds")
    campaign = campaign_of(cast.here)
    page = as_person(cast.member).get(reverse("communities:campaign", args=[cast.here.public_id, campaign.public_id]))
    assert "Plaidoyer" in page.content.decode()
    address = reverse("communities:wishes", args=[cast.here.public_id, campaign.public_id])
    assert as_person(cast.member).post(address, {"side": "offer", "theme": "Plaidoyer"}).status_code == 303
    assert Wish.objects.get().theme == "Plaidoyer"


def test_a_campaign_page_costs_the_same_with_one_and_thirty(
    cast: Cast, as_person, django_assert_max_num_queries
) -> None:
    campaign, client = campaign_of(cast.here), as_person(cast.coordinator)
    page = reverse("communities:campaign", args=[cast.here.public_id, campaign.public_id])
    wish(cast.member, campaign, "look")
    wish(cast.person("coordinator"), campaign, "offer", "Autre 0")
    with django_assert_max_num_queries(20) as few:
        client.get(page)
    for number in range(30):
        person = make_person(f"P{number}")
        join(person, cast.here)
        wish(person, campaign, "look", f"Autre {number % 5}")
    with django_assert_max_num_queries(20) as many:
        client.get(page)
    assert len(few) == len(many)


def test_wishes_and_campaigns_are_those_of_ones_own_place(cast: Cast, pair: Introduction) -> None:
    campaign, hers = pair.campaign, Wish.objects.get(membership__person=cast.member)
    assert {name for name, one in cast.everyone().items() if campaign in visible_campaigns(one)} == {
        "coordinator", "facilitator", "translator", "core", "member", "second_member",
    }  # fmt: skip
    assert {name for name, one in cast.everyone().items() if can_withdraw_wish(one, hers)} == {"member"}
    join(cast.nobody, cast.there)
    assert not can_wish(cast.person("nobody"), campaign), "a place elsewhere is none here"
    Membership.objects.filter(person=cast.member, community=cast.here).update(state="left")
    assert not visible_wishes(cast.person("member")).exists()


def test_six_lines_are_counted_in_each_campaign(cast: Cast) -> None:
    one, other = campaign_of(cast.here), campaign_of(cast.here)
    for number in range(6):
        wish(cast.member, one, "look", f"Sujet {number}")
    assert not can_wish(cast.person("member"), one)
    assert can_wish(cast.person("member"), other)


@pytest.mark.parametrize("name", ["facilitator", "member", "steward", "outsider", "nobody"])
def test_only_the_coordination_asks_the_pairs(cast: Cast, pair: Introduction, name: str) -> None:
    with pytest.raises(Refused):
        propose_introductions(actor=cast.person(name), campaign=pair.campaign)


@pytest.mark.parametrize("who", ["member", "core"])
@pytest.mark.parametrize("change", ["paused", "left", "shut account"])
def test_nobody_is_introduced_to_whoever_is_not_there(cast: Cast, pair: Introduction, who: str, change: str) -> None:
    gone = getattr(cast, who)
    if change == "shut account":
        Person.objects.filter(pk=gone.pk).update(is_active=False)
    else:
        Membership.objects.filter(person=gone, community=cast.here).update(state=change)
    for name in ("member", "core"):
        assert not visible_introductions(Person.objects.get(pk=getattr(cast, name).pk)).exists()
