"""The first person of an empty instance."""

from __future__ import annotations

import pytest
from django.test import Client

from palabre.communities.rules import is_keeper, visible_communities
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.actions import create_keeper, make_mail_link
from palabre.people.models import Keeper, Person
from tests.factories import make_community

pytestmark = pytest.mark.django_db


def test_a_keeper_keeps_the_instance_and_reads_nothing() -> None:
    make_community()
    keeper = create_keeper(email="k@example.org", display_name="Garde", password="quatre baobabs au bord du quai")
    assert is_keeper(keeper)
    assert not visible_communities(keeper).exists()
    assert Entry.objects.filter(kind="people.keeper_named", about_id=keeper.pk).exists()


def test_without_a_password_a_keeper_chooses_one_by_a_link() -> None:
    keeper = create_keeper(email="k@example.org", display_name="Garde")
    assert not keeper.has_usable_password()
    token = make_mail_link(person=keeper, purpose="new_password").token()
    said = {"password": "quatre baobabs au bord du quai", "device": "shared"}
    assert Client().post(f"/sign-in/link/{token}/", said).status_code == 303


def test_a_weak_password_makes_no_keeper() -> None:
    with pytest.raises(Refused):
        create_keeper(email="k@example.org", display_name="Garde", password="password1234")
    assert not Person.objects.exists()
    assert not Keeper.objects.exists()
