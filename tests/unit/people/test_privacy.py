"""What a person lets others see of her, what mails say, what she tells for counting alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.actions.privacy import change_openness, choose_mail, describe_self, withdraw_description
from palabre.people.choices import Openness, Purpose
from palabre.people.models import Consent, Person, Profile, SelfDescription
from palabre.people.queries import PROFILE_FIELDS, opened_fields, profile_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]
SAID = {
    "about": "Juriste", "about_for": 0, "speaks": "bambara", "speaks_for": 3, "region": "Sahel", "region_for": 5,
    "contact": "Signal : awa.77", "contact_for": 0, "byline": "none", "alias": "",
}  # fmt: skip
TOLD = {"gender": "femme", "age_band": "", "disability": "", "diversity": "lesbienne"}


@pytest.fixture
def awa() -> Person:
    return make_person("Awa", email="awa@example.org")


@pytest.mark.covers("SR-25")
def test_every_field_is_closed_until_it_is_opened_each_by_itself(awa: Person) -> None:
    filled = Profile(person=awa, **dict.fromkeys(PROFILE_FIELDS, "mot"))
    assert opened_fields(filled, together=True) == opened_fields(filled, together=False) == {}
    profile = change_openness(actor=awa, said=SAID)
    assert opened_fields(profile, together=False) == {"region": "Sahel"}
    assert opened_fields(profile, together=True) == {"speaks": "bambara", "region": "Sahel"}


@pytest.mark.covers("SR-25")
def test_a_field_that_closes_is_closed_for_the_next_reader(awa: Person) -> None:
    change_openness(actor=awa, said=SAID)
    change_openness(actor=awa, said={"region_for": Openness.ME, "speaks_for": Openness.ME})
    assert opened_fields(profile_of(awa), together=True) == {}


def test_the_page_saves_and_comes_back_filled(as_person: AsPerson, awa: Person) -> None:
    client = as_person(awa)
    assert client.post("/me/privacy/", SAID).status_code == 303
    page = client.get("/me/privacy/").content.decode()
    assert "Signal : awa.77" in page
    refused = client.post("/me/privacy/", {**SAID, "about": "Autre chose", "byline": "alias"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["alias"]
    assert "Autre chose" in refused.content.decode()
    assert profile_of(awa).about == "Juriste"


@pytest.mark.parametrize(
    ("field", "value"), [("about_for", "4"), ("region_for", "x"), ("byline", "me"), ("about", "x" * 601)]
)
def test_what_does_not_fit_is_said_at_its_field(as_person: AsPerson, awa: Person, field: str, value: str) -> None:
    answer = as_person(awa).post("/me/privacy/", {**SAID, field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_mail_and_calendar_are_discreet_until_she_chooses(as_person: AsPerson, awa: Person) -> None:
    assert (awa.mail, awa.calendar_words) == ("discreet", False)
    assert as_person(awa).post("/me/privacy/mail/", {"mail": "content", "calendar_words": "on"}).status_code == 303
    awa.refresh_from_db()
    assert (awa.mail, awa.calendar_words) == ("content", True)
    assert as_person(awa).post("/me/privacy/mail/", {"mail": "loud"}).status_code == 422


@pytest.mark.covers("SR-24")
def test_what_she_tells_is_kept_sealed_with_its_consent(as_person: AsPerson, awa: Person) -> None:
    client = as_person(awa)
    assert client.post("/me/privacy/description/", TOLD).status_code == 303
    with connection.cursor() as cursor:
        cursor.execute("SELECT gender, diversity FROM people_selfdescription")
        raw = " ".join(cursor.fetchone())
    assert "femme" not in raw
    assert "lesbienne" not in raw
    assert "lesbienne" in client.get("/me/privacy/description/").content.decode()
    assert Consent.objects.get(person=awa, withdrawn_at=None).purpose == Purpose.SELF_DESCRIPTION
    told = str(list(Entry.objects.values_list("facts", flat=True)))
    assert "femme" not in told


def test_taking_it_back_deletes_at_once_and_twice_is_once(as_person: AsPerson, awa: Person) -> None:
    describe_self(actor=awa, said=TOLD)
    describe_self(actor=awa, said={**TOLD, "gender": ""})
    assert Consent.objects.filter(person=awa).count() == 1
    for _ in range(2):
        assert as_person(awa).post("/me/privacy/description/withdrawal/").status_code == 303
    assert not SelfDescription.objects.exists()
    assert Consent.objects.get(person=awa).withdrawn_at is not None
    assert Entry.objects.filter(kind="people.consent_withdrawn").count() == 1


def test_nothing_told_is_no_consent(awa: Person) -> None:
    with pytest.raises(Refused, match="Nothing"):
        describe_self(actor=awa, said=dict.fromkeys(TOLD, ""))
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda person: change_openness(actor=person, said=SAID),
        lambda person: choose_mail(actor=person, mail="none", calendar_words=False),
        lambda person: describe_self(actor=person, said=TOLD),
        lambda person: withdraw_description(actor=person),
    ],
)
def test_a_closed_account_changes_nothing(awa: Person, act: Callable[[Person], object]) -> None:
    Person.objects.filter(pk=awa.pk).update(is_active=False)
    with pytest.raises(Refused, match="closed"):
        act(awa)


def test_the_hub_leads_to_everything_of_ones_own(as_person: AsPerson, awa: Person) -> None:
    page = as_person(awa).get("/me/").content.decode()
    for path in ("/me/profile/", "/me/security/", "/me/lock/", "/me/privacy/", "/communities/", "/me/data/"):
        assert f'href="{path}"' in page


@pytest.mark.parametrize(
    ("risk", "said"), [("standard", None), ("elevated", "restent discrets"), ("high", "le plus de soin")]
)
def test_what_a_community_asks_for_is_said(as_person: AsPerson, awa: Person, risk: str, said: str | None) -> None:
    from tests.factories import join, make_community

    join(awa, make_community(risk=risk))
    page = as_person(awa).get("/me/privacy/mail/").content.decode()
    assert [one for one in ("restent discrets", "le plus de soin") if one in page] == ([said] if said else [])
