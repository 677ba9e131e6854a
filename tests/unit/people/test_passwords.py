"""Which passwords are good enough, and how they are kept."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from palabre.kit.verdict import Refused
from palabre.people.actions import create_person
from palabre.people.models import Person
from palabre.people.rules import can_use_password
from tests.factories import PASSWORD, make_person

GOOD = [
    "neuf pagnes indigo au soleil",
    "neufpagnesindigoausoleil",
    "ｐｌｅｉｎ ｄｅ ｓｉｇｎｅｓ",
    "كلمة سر طويلة جدا",
    "🐢🐠🐡🦀🐙🐬🦭🐳🐋🦈🐊🐢",
    "   spaces count too   ",
    "quinze oiseaux sur le toit",
    "correct horse battery staple",
    "aucun chiffre ici",
    "6f3a9c1be77d",
    "x7#Qm2!pLw9z",
    "la pluie de mardi sent la menthe",
    "x" * 60 + "yzwab" + "c" * 63,
]
BAD = [
    "michaeljordan23",  # only the second list knows it
    "liverpool1892",
    "iloveyou19901990",
    "",
    "short",
    "elevenchars",
    "aaaaaaaaaaaaaaaa",
    "121212121212",
    "password1234",
    "Motdepasse123!",
    "azertyuiop12",
    "passwordpassword",
    "qwerty123456",
    "iloveyou1234",
    "123456789012",
    "qwertyuiop123",
    "bienvenue à palabre",
    "P@ssw0rd12345",
    "Bonjour2024!!!",
    "soleilsoleil1",
    "jetaimejetaime12",
    "Mamadou123456",
    "bamakobamako",
    "Liverpool2024!!",
    "12 Bamako 2026",
    "azerty123456789",
    "princesse-soleil-1",
    "iloveyou iloveyou",
    "monkeydragon99",
    "2026!M0tdepasse",
    "Palabre-Palabre-2026",
    "mariam.t forever here",
    "niafara quartier du fleuve",
    "y" * 40 + "".join(chr(97 + n % 26) for n in range(89)),
]


@pytest.mark.covers("SR-01")
@pytest.mark.parametrize("password", GOOD)
def test_good_passwords(password: str) -> None:
    assert can_use_password(password, email="niafara@example.org", name="Mariam T.")


@pytest.mark.covers("SR-01")
@pytest.mark.parametrize("password", BAD)
def test_bad_passwords(password: str) -> None:
    verdict = can_use_password(password, email="niafara@example.org", name="Mariam T.")
    assert not verdict
    assert verdict.why


@pytest.mark.django_db
def test_a_bad_password_opens_no_account() -> None:
    with pytest.raises(Refused) as error:
        create_person(email="awa@example.org", display_name="Awa", password="password1234")
    assert error.value.field == "password"
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_one_address_has_one_account_whatever_its_capitals() -> None:
    create_person(email="awa@example.org", display_name="Awa")
    with pytest.raises(Refused) as error:
        create_person(email="AWA@Example.org", display_name="Autre")
    assert error.value.field == "email"


@pytest.mark.django_db
@pytest.mark.covers("SR-02")
def test_passwords_are_kept_with_argon2_and_old_ones_are_brought_up_to_date() -> None:
    assert settings.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher", "with Django's figures"
    person = make_person(email="awa@example.org", password=PASSWORD)
    assert person.password.startswith("argon2$argon2id$")
    Person.objects.update(password=make_password(PASSWORD, hasher="scrypt"))
    Client().post("/sign-in/", {"email": "awa@example.org", "password": PASSWORD, "device": "shared"})
    person.refresh_from_db()
    assert person.password.startswith("argon2$argon2id$")


@pytest.mark.django_db
def test_every_character_of_a_password_counts() -> None:
    make_person(email="awa@example.org", password=f" {PASSWORD} ")
    said = {"email": "awa@example.org", "password": PASSWORD, "device": "shared"}
    assert Client().post("/sign-in/", said).status_code == 422
    assert Client().post("/sign-in/", {**said, "password": f" {PASSWORD} "}).status_code == 303
