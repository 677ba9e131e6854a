"""News goes where its audience and the agreements let it go, and nowhere else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from palabre.communities.actions.news import publish_announcement, withdraw_announcement
from palabre.communities.actions.sharing import narrow_sharing
from palabre.communities.models import Announcement, Community
from palabre.communities.rules.news import visible_announcements
from palabre.kit.verdict import Refused
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail
from palabre.notices.queries import news_for
from tests.factories import grant, join, make_community, make_person
from tests.personas import ROLES_HERE, STRANGERS
from tests.unit.communities.test_sharing import agree

pytestmark = pytest.mark.django_db


def tell(actor, community, audience="own", title="Une nouvelle", english=""):
    halves = {"fr": title, "en": english}
    return publish_announcement(actor=actor, community=community, audience=audience, title=halves, text=halves)


def reads(person, news) -> bool:
    person.__dict__.pop("_standing", None)
    return visible_announcements(person).filter(pk=news.pk).exists()


@pytest.fixture
def tree(cast):
    """`section` below `here` below `network`; one reader in each."""
    section = make_community("Section", parent=cast.here)
    people = {}
    for name, community in (("in_section", section), ("in_network", cast.network), ("in_sister", cast.there)):
        people[name] = make_person(name)
        join(people[name], community)
    return cast, section, people


@pytest.mark.parametrize(
    ("audience", "in_section", "in_network"), [("own", False, False), ("below", True, False), ("above", False, False)]
)
def test_without_agreement_news_goes_down_only(tree, audience, in_section, in_network):
    cast, _section, people = tree
    news = tell(cast.person("coordinator"), cast.here, audience)
    assert reads(cast.member, news)
    assert reads(people["in_section"], news) == in_section
    assert reads(people["in_network"], news) == in_network
    assert not reads(people["in_sister"], news)


@pytest.mark.parametrize(("level", "seen"), [("aggregates", False), ("results", True), ("records", True)])
def test_upward_only_as_the_agreement_allows_and_no_longer_than_it_holds(tree, level, seen):
    cast, _section, people = tree
    agree(cast.here, level)
    up, own = tell(cast.person("coordinator"), cast.here, "above"), tell(cast.person("coordinator"), cast.here)
    assert reads(people["in_network"], up) == seen
    assert not reads(people["in_network"], own)
    narrow_sharing(actor=cast.person("coordinator"), child=cast.here, level="none")
    assert not reads(people["in_network"], up)


def test_news_of_a_section_passes_a_region_only_if_both_share(tree):
    cast, section, people = tree
    lead = make_person()
    grant(lead, section, "coordinator")
    agree(section, "records")
    news = tell(lead, section, "above")
    assert reads(cast.member, news)
    assert not reads(people["in_network"], news)
    agree(cast.here, "results")
    assert reads(people["in_network"], news)


@pytest.mark.covers("SR-14")
def test_a_community_at_high_risk_says_nothing_upward(tree):
    cast, _section, people = tree
    agree(cast.here, "records")
    news = tell(cast.person("coordinator"), cast.here, "above")
    Community.objects.filter(pk=cast.here.pk).update(risk="high")
    assert not reads(people["in_network"], news)
    cast.here.refresh_from_db()
    with pytest.raises(Refused):
        tell(cast.person("coordinator"), cast.here, "above")


@pytest.mark.parametrize("name", [*ROLES_HERE, *STRANGERS])
def test_coordination_announces_and_takes_back(cast, name):
    news = tell(cast.person("coordinator"), cast.here)
    for act in (
        lambda: tell(cast.person(name), cast.here),
        lambda: withdraw_announcement(actor=cast.person(name), announcement=news),
    ):
        if name == "coordinator":
            act()
        else:
            with pytest.raises(Refused):
                act()
    assert reads(cast.member, news) == (name != "coordinator")


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [
        ({"fr": "", "en": " "}, {"fr": "x"}, "title_fr"), ({"fr": "Titre"}, {"fr": ""}, "text_fr"),
        ({"en": "Title"}, {"fr": "x"}, "text_en"),
    ],
)  # fmt: skip
def test_title_and_text_in_one_language_at_least(cast, title, text, field):
    with pytest.raises(Refused) as refusal:
        publish_announcement(actor=cast.coordinator, community=cast.here, audience="own", title=title, text=text)
    assert refusal.value.field == field


def page(community, name="news", *more):
    return reverse(f"communities:{name}", args=[community.public_id, *more])


def test_written_read_and_taken_back_on_the_pages(tree, as_person):
    cast, section, people = tree
    lead = as_person(cast.coordinator)
    wrong = lead.post(page(cast.here, "news_writing"), {"title_fr": "Sans texte", "audience": "below"})
    assert wrong.status_code == 422
    assert "Sans texte" in wrong.content.decode()
    sent = {
        "title_fr": "Formation",
        "text_fr": "Le 4 mars",
        "title_en": "Training",
        "text_en": "4 March",
        "audience": "below",
    }
    assert lead.post(page(cast.here, "news_writing"), sent).status_code == 303
    reader = people["in_section"]
    seen = as_person(reader).get(page(section)).content.decode()
    assert "Formation" in seen
    assert "Communauté Ici" in seen
    reader.language = "en"
    reader.save()
    assert "Training" in as_person(reader).get(f"/c/{section.public_id}/").content.decode()
    assert "Formation" not in as_person(people["in_sister"]).get(page(cast.there)).content.decode()
    news = Announcement.objects.get()
    assert as_person(reader).post(page(section, "withdraw_news", news.public_id)).status_code == 404
    assert lead.post(page(cast.here, "withdraw_news", news.public_id)).status_code == 303
    assert "Training" not in as_person(reader).get(page(section)).content.decode()


def test_the_name_of_a_community_at_high_risk_stays_its_own(tree, as_person):
    cast, section, people = tree
    tell(cast.person("coordinator"), cast.here, "below")
    Community.objects.filter(pk=cast.here.pk).update(risk="high")
    seen = as_person(people["in_section"]).get(page(section)).content.decode()
    assert "Une nouvelle" in seen
    assert "Communauté Ici" not in seen


@pytest.mark.parametrize("name", ["member", "facilitator", "outsider", "steward"])
def test_the_form_is_for_the_coordination(cast, as_person, name):
    client = as_person(cast.person(name))
    assert client.get(page(cast.here, "news_writing")).status_code == 404
    assert (
        client.post(page(cast.here, "news_writing"), {"title_fr": "x", "text_fr": "x", "audience": "own"}).status_code
        == 404
    )
    assert not Announcement.objects.exists()


def test_readers_are_told_on_their_day_without_a_mail(tree):
    cast, section, people = tree
    tell(cast.person("coordinator"), cast.here, "below")
    read_journal()
    assert [news.line.url for news in news_for(people["in_section"])] == [page(section)]
    assert [news.line.url for news in news_for(cast.person("member"))] == [page(cast.here)]
    assert news_for(people["in_network"]) == []
    assert not Mail.objects.exists()


def test_many_news_cost_what_one_costs(cast, as_person, django_assert_max_num_queries):
    client = as_person(cast.member)
    tell(cast.person("coordinator"), cast.here)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(page(cast.here))
    for number in range(12):
        tell(cast.person("coordinator"), cast.here, title=f"Nouvelle {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(page(cast.here))
    assert len(many) == len(one)


def test_what_is_too_long_or_closed_or_taken_back_already(cast):
    actor = cast.person("coordinator")
    for wrong, field in (({"title": {"fr": "x" * 161}}, "title_fr"), ({"text": {"fr": "x" * 4001}}, "text_fr")):
        said = {"title": {"fr": "x" * 160}, "text": {"fr": "x" * 4000}, **wrong}
        with pytest.raises(Refused) as refusal:
            publish_announcement(actor=actor, community=cast.here, audience="own", **said)
        assert refusal.value.field == field
    news = publish_announcement(
        actor=actor, community=cast.here, audience="own", title={"fr": "x" * 160}, text={"fr": "x" * 4000}
    )
    withdraw_announcement(actor=actor, announcement=news)
    with pytest.raises(Refused):
        withdraw_announcement(actor=actor, announcement=news)
    Community.objects.filter(pk=cast.here.pk).update(stage="closed")
    with pytest.raises(Refused, match="closed"):
        tell(cast.person("coordinator"), cast.here)


def test_whoever_cares_for_a_network_announces_and_takes_back_there(cast):
    news = tell(cast.person("steward"), cast.network)
    withdraw_announcement(actor=cast.person("steward"), announcement=news)
    news.refresh_from_db()
    assert news.withdrawn_at is not None
    Community.objects.filter(pk=cast.here.pk).update(risk="high")
    cast.here.refresh_from_db()
    for audience in ("own", "below"):
        assert tell(cast.person("coordinator"), cast.here, audience), "high risk is silent upward alone"
