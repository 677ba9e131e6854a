"""The home of a community."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.meetings.models import Minutes, MinutesLanguage, Reply
from palabre.notices.models import Mail
from tests.factories import grant, join, make_community, make_meeting, make_organisation, make_person
from tests.personas import ROLES_HERE, Cast
from tests.unit.desk.helpers import SignIn, half, page, promise, queries


def home(cast: Cast) -> str:
    return f"/c/{cast.here.public_id}/"


def test_every_role_of_the_community_reads_its_home(cast: Cast, as_person: SignIn) -> None:
    inside = [name for name in ROLES_HERE if name != "steward"]

    assert [as_person(cast.person(name)).get(home(cast)).status_code for name in inside] == [200] * len(inside)


@pytest.mark.covers("SR-14")
@pytest.mark.parametrize("name", ["outsider", "keeper", "nobody", "steward"])
def test_home_does_not_exist_for_others(cast: Cast, as_person: SignIn, name: str) -> None:
    response = as_person(cast.person(name)).get(home(cast))

    assert response.status_code == 404
    assert cast.here.name not in response.content.decode()


def test_home_states_what_binds_the_community(cast: Cast, as_person: SignIn) -> None:
    for field in ("purpose", "domain", "people", "practice"):
        setattr(cast.here, field, f"Ce que dit {field}")
    cast.here.save()
    half(cast.here, "domain", "What the domain says")
    cast.member.language = "en"
    cast.member.save()

    html = page(as_person(cast.member), home(cast))

    assert "What the domain says" in html
    assert '<span lang="fr">Ce que dit practice</span>' in html


def test_next_meeting_tells_how_many_have_answered(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here, title="La prochaine")
    for person in (cast.member, cast.second_member):
        Reply.objects.create(meeting=meeting, person=person, answer="yes")
    cast.member.language = "en"
    cast.member.save()

    html = page(as_person(cast.member), home(cast))

    assert "La prochaine" in html
    assert "2 replies of 6." in html


@pytest.mark.parametrize("risk", ["elevated", "high"])
def test_home_of_a_community_at_risk_says_nothing_about_people(cast: Cast, as_person: SignIn, risk: str) -> None:
    meeting = make_meeting(cast.here)
    Reply.objects.create(meeting=meeting, person=cast.member, answer="yes")
    standard = page(as_person(cast.coordinator), home(cast))
    cast.here.risk = risk
    cast.here.save(update_fields=["risk"])

    careful = page(as_person(cast.coordinator), home(cast))

    assert "Maison des Droits" in standard
    assert "Maison des Droits" not in careful
    assert 'id="presence-t"' not in careful
    assert not re.search(r"1 (réponses sur|replies of) 6", careful)


def test_members_are_counted_by_organisation_the_largest_first(cast: Cast, as_person: SignIn) -> None:
    large = make_organisation("Grande maison")
    for _ in range(3):
        join(make_person(), cast.here, organisation=large)
    gone = make_organisation("Maison partie")
    join(make_person(), cast.here, organisation=gone, state="left")

    html = page(as_person(cast.member), home(cast))

    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="end num">(\d+)</td>', html)
    assert rows == [("Grande maison", "3"), ("Maison des Droits", "1")]


def test_many_organisations_are_folded_but_all_there(cast: Cast, as_person: SignIn) -> None:
    for number in range(21):
        join(make_person(), cast.here, organisation=make_organisation(f"Maison {number:02}"))

    html = page(as_person(cast.member), home(cast))

    assert len(re.findall(r'<th scope="row">', html)) == 22
    assert html.index("<details>") < html.index("Maison 20")


def test_home_shows_where_the_latest_minutes_stand(cast: Cast, as_person: SignIn) -> None:
    before = timezone.now() - timedelta(days=40)
    meeting = make_meeting(
        cast.here, title="Rencontre tenue", state="minutes_draft", starts_at=before, ends_at=before + timedelta(hours=2)
    )
    minutes = Minutes.objects.create(meeting=meeting)
    MinutesLanguage.objects.create(minutes=minutes, language="fr", state="approved")
    MinutesLanguage.objects.create(minutes=minutes, language="en", state="draft")

    html = page(as_person(cast.member), home(cast))

    assert "Rencontre tenue" in html
    assert f'href="/meetings/{meeting.public_id}/minutes/"' in html
    assert re.search(r'class="ok"[^>]*>.*FR.*class="draft"', html) or ("FR" in html and "EN" in html)


def test_home_shows_open_promises_the_late_ones_first(cast: Cast, as_person: SignIn) -> None:
    promise(cast.here, 5, person=cast.second_member, text="Plus tard")
    promise(cast.here, -2, person=cast.second_member, text="En retard")
    promise(cast.here, 1, person=cast.member, text="Abandonnée", state="dropped", dropped_because="non")
    promise(cast.there, 1, person=cast.outsider, text="Ailleurs")

    html = page(as_person(cast.member), home(cast))

    assert html.index("En retard") < html.index("Plus tard")
    assert "Abandonnée" not in html
    assert "Ailleurs" not in html


def test_communities_within_are_those_that_one_sees(cast: Cast, as_person: SignIn) -> None:
    join(cast.member, cast.network)
    network = f"/c/{cast.network.public_id}/"

    html = page(as_person(cast.member), network)

    assert "Communauté Ici" in html
    assert "Communauté Ailleurs" not in html


def test_way_up_is_shown_to_those_who_see_it(cast: Cast, as_person: SignIn) -> None:
    assert "Réseau Delta" not in page(as_person(cast.member), home(cast))
    join(cast.member, cast.network)
    assert "Réseau Delta" in page(as_person(cast.person("member")), home(cast))


def waiting_mail(cast: Cast, minutes: int) -> Mail:
    at = timezone.now() - timedelta(minutes=minutes)
    return Mail.objects.create(
        key=f"k{minutes}", entry_id=1, community_id=cast.here.pk, template="x", person=cast.member, created_at=at
    )


def test_coordination_is_told_when_mails_wait_for_more_than_ten_minutes(cast: Cast, as_person: SignIn) -> None:
    link = f"/c/{cast.here.public_id}/mail/"
    waiting_mail(cast, 9)
    assert link not in page(as_person(cast.coordinator), home(cast))
    waiting_mail(cast, 11)

    assert link in page(as_person(cast.person("coordinator")), home(cast))
    assert link not in page(as_person(cast.member), home(cast))
    assert link not in page(as_person(cast.facilitator), home(cast))


def test_empty_home_offers_to_plan_to_those_who_may(cast: Cast, as_person: SignIn) -> None:
    plan = f"/c/{cast.here.public_id}/meetings/plan/"

    assert plan in page(as_person(cast.facilitator), home(cast))
    assert plan not in page(as_person(cast.member), home(cast))


@pytest.mark.covers("SR-20")
def test_home_never_names_the_community_in_its_title(cast: Cast, as_person: SignIn) -> None:
    html = page(as_person(cast.member), home(cast))

    title = re.search(r"<title>(.*?)</title>", html)
    assert title
    assert cast.here.name not in title[1]


def test_home_asks_as_much_with_thirty_rows_as_with_one(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.coordinator)

    def fill(count: int) -> None:
        for number in range(count):
            meeting = make_meeting(cast.here)
            before = timezone.now() - timedelta(days=number + 1)
            held = make_meeting(cast.here, state="held", starts_at=before, ends_at=before + timedelta(hours=1))
            minutes = Minutes.objects.create(meeting=held)
            for language in ("fr", "en"):
                MinutesLanguage.objects.create(minutes=minutes, language=language)
            person, house = make_person(), make_organisation()
            join(person, cast.here, organisation=house)
            Reply.objects.create(meeting=meeting, person=person, answer="yes")
            promise(cast.here, number, person=person)
            promise(cast.here, number, organisation=house)
            child = make_community(parent=cast.here)
            grant(cast.coordinator, child, "coordinator")

    fill(1)
    one = queries(client, home(cast))
    fill(29)
    thirty = queries(client, home(cast))

    assert len(one) == len(thirty), "\n".join(thirty)
    assert len(thirty) <= 15, "\n".join(thirty)


def test_the_rooms_stand_under_the_name_in_the_language_of_the_page(cast: Cast, as_person: SignIn) -> None:
    half(cast.here, "name", "River Voices")
    html = page(as_person(cast.member), home(cast) + "?lang=en")
    assert re.search(r'id="local-t">[^/]*River Voices', html)
