"""The second chapter has the figures that DOMAIN.md §8 promises, counted in the database after one telling."""

from __future__ import annotations

from collections import Counter

import pytest

from palabre.charter.models import Adherence, Article, Edition, Review, ReviewLine, Signature
from palabre.communities.actions import count_countries, let_sleep
from palabre.communities.models import (
    Community,
    CountryCount,
    JoinLink,
    JoinRequest,
    Membership,
    OrganisationPlace,
    SharingAgreement,
    TwinLink,
)
from palabre.demo.actions import tell_story
from palabre.meetings.models import JointMeeting, Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def below(name: str) -> list[int]:
    root = Community.objects.get(parent=None, name=name)
    return list(root.descendants(include_self=True).values_list("pk", flat=True))


def people_in(keys: list[int]) -> int:
    """Persons, not places: who coordinates two of them counts once."""
    active = Membership.objects.active().filter(community__in=keys)
    return active.values("person").distinct().count()


def shown(name: str) -> dict[str, int]:
    """Countries on the map of a network that are not masked."""
    rows = CountryCount.objects.filter(community__name=name, community__parent=None, number__gte=5).exclude(country="")
    return dict(rows.values_list("country", "number"))


def test_the_second_chapter_has_its_figures():
    tell_story()
    let_sleep()
    count_countries()
    trame()
    alliance()
    shores()


def trame() -> None:
    keys = below("Réseau Trame")
    kinds = Counter(Community.objects.filter(pk__in=keys).values_list("kind", flat=True))
    assert kinds == {"global": 1, "regional": 4, "section": 2}
    assert Counter(Community.objects.filter(pk__in=keys, kind="section").values_list("language", flat=True)) == {
        "fr": 1,
        "en": 1,
    }
    assert Community.objects.filter(pk__in=keys).exclude(stage="active").count() == 0
    assert Community.objects.filter(pk__in=keys, catch_all=True).count() == 1
    links = JoinLink.objects.filter(community__in=keys)
    assert Counter(links.values_list("language", flat=True)) == {"en": 4, "fr": 1}
    assert people_in(keys) == 60
    houses = OrganisationPlace.objects.filter(community__in=keys)
    assert houses.values("organisation").distinct().count() == 18
    assert len({place.organisation.kind for place in houses}) >= 6
    events = Counter(Meeting.objects.filter(community__in=keys).values_list("kind", flat=True))
    assert sum(events.values()) == 12
    assert {kind: events[kind] for kind in ("webinar", "training", "matchmaking", "expert_talk")} == {
        "webinar": 4,
        "training": 2,
        "matchmaking": 2,
        "expert_talk": 1,
    }
    assert JoinRequest.objects.filter(community__in=keys, answered_at=None).count() == 1
    assert shown("Réseau Trame").keys() == {"ML", "SN", "GH", "NG", "KE", "UG", "IN", "NP"}


def alliance() -> None:
    keys = below("Alliance Horizons Égaux")
    kinds = Counter(Community.objects.filter(pk__in=keys).values_list("kind", flat=True))
    assert kinds == {"global": 1, "regional": 6, "national": 4}
    assert people_in(keys) == 80
    texts = Edition.objects.filter(community__in=keys, state="published")
    assert sorted(texts.values_list("kind", "version")) == [
        ("code", 1),
        ("code", 2),
        ("principles", 1),
        ("standards", 1),
    ]
    assert Article.objects.filter(edition__in=texts.filter(kind="principles")).count() == 10
    assert Article.objects.filter(edition__in=texts.filter(kind="standards")).count() == 7
    parts = Article.objects.filter(edition__in=texts.filter(kind="code", version=2)).values_list("part", flat=True)
    assert Counter(parts) == {"b_adopt": 7, "c_refuse": 6}
    assert Counter(Review.objects.filter(community__in=keys).values_list("state", flat=True)) == {
        "followed": 1,
        "assessed": 2,
    }
    lines = ReviewLine.objects.filter(review__community__in=keys, review__state="followed")
    assert len({line.finding for line in lines}) == len({line.comment for line in lines}) == 7, "no text said twice"
    signed = Signature.objects.filter(community__in=keys, code__version=2).count()
    assert 0 < signed < 80
    assert SharingAgreement.objects.filter(child__in=keys, signed_at=None, ended_at=None).count() == 1
    assert shown("Alliance Horizons Égaux").keys() == {"ML", "CO", "BE"}


def shores() -> None:
    community = Community.objects.get(name="CdP Rives du Couchant")
    assert people_in([community.pk]) == 8
    assert TwinLink.objects.exclude(accepted_at=None).filter(ended_at=None).count() == 1
    assert JointMeeting.objects.exclude(accepted_at=None).count() == 1
    assert Adherence.objects.count() >= 1
