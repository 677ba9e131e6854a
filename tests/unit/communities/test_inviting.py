"""Places are opened by mail and taken once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palabre.communities.actions import Newcomer, accept_invitation, invite, withdraw_invitation
from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community, Invitation, Membership, RoleGrant
from palabre.communities.rules import can_edit_community, can_view_community
from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY, Recipient
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.factories import make_organisation, make_person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.communities.helpers import AsPerson

NEW = Newcomer(display_name="Kadi", password="une porte ouverte au matin", language="fr", zone="Africa/Bamako")
FORM = {
    "display_name": "Kadi N.",
    "pronouns": "elle",
    "language": "en",
    "zone": "Africa/Bamako",
    "password": "une porte ouverte au matin",
    "device": "shared",
}


def invited(cast: Cast, role: str = "", email: str = "kadi@example.org") -> Invitation:
    actor = cast.steward if role == Role.COORDINATOR else cast.coordinator
    return invite(actor=actor, community=cast.here, email=email, language="en", role=role)


def page(invitation: Invitation) -> str:
    return f"/invitations/{invitation.token()}/"


def test_a_newcomer_comes_in_without_javascript(cast: Cast) -> None:
    client, link = Client(), page(invited(cast))
    form = client.get(link)
    assert form.status_code == 200
    assert form["Content-Language"] == "en", "the language in which she was invited"
    answer = client.post(link, FORM)
    assert answer.status_code == 303
    person = Person.objects.get(email="kadi@example.org")
    assert (person.display_name, person.pronouns, person.language) == ("Kadi N.", "elle", "en")
    assert Membership.objects.get(person=person).community == cast.here
    assert client.get("/communities/").status_code == 200
    assert can_view_community(person, cast.here)


def test_reading_an_invitation_does_not_use_it_up(cast: Cast) -> None:
    invitation = invited(cast)
    for _ in range(3):
        assert Client().get(page(invitation)).status_code == 200
    assert not Person.objects.filter(email="kadi@example.org").exists()


def test_an_invitation_works_once(cast: Cast) -> None:
    invitation = invited(cast)
    assert Client().post(page(invitation), FORM).status_code == 303
    again = Client().post(page(invitation), {**FORM, "display_name": "Voleuse"})
    assert again.status_code == 410
    assert "no longer open" in again.content.decode()
    assert Person.objects.filter(display_name="Voleuse").count() == 0


@pytest.mark.parametrize("days", [13, 15])
def test_an_invitation_is_open_for_fourteen_days(cast: Cast, days: int) -> None:
    invitation = invited(cast)
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert Client().get(page(invitation)).status_code == (200 if days < 14 else 410)
        assert Client().post(page(invitation), FORM).status_code == (303 if days < 14 else 410)


def test_a_withdrawn_invitation_is_shut(cast: Cast) -> None:
    invitation = invited(cast)
    withdraw_invitation(actor=cast.coordinator, invitation=invitation)
    assert Client().post(page(invitation), FORM).status_code == 410
    with pytest.raises(Refused):
        withdraw_invitation(actor=cast.coordinator, invitation=invitation)


def test_a_second_invitation_replaces_the_first(cast: Cast) -> None:
    first, second = invited(cast), invited(cast, email="KADI@example.org")
    assert Client().get(page(first)).status_code == 410
    assert Client().get(page(second)).status_code == 200


def test_an_invitation_of_a_closed_community_is_shut(cast: Cast) -> None:
    invitation = invited(cast)
    Community.objects.update(stage=Stage.CLOSED)
    assert Client().post(page(invitation), FORM).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 32, "é"])
def test_an_invented_link_is_answered_calmly(db: None, token: str) -> None:
    assert Client().get(f"/invitations/{token}/").status_code == 410


def test_whoever_has_an_account_signs_in_first(cast: Cast, as_person: AsPerson) -> None:
    invitation = invited(cast, email=cast.nobody.email.upper())
    visitor = Client().post(page(invitation), FORM)
    assert visitor.status_code == 200
    assert f"/sign-in/?next={page(invitation).replace('/', '%2F')}" in visitor.content.decode()
    assert not Membership.objects.filter(person=cast.nobody).exists()
    client = as_person(cast.nobody)
    before = client.session.session_key
    assert client.post(page(invitation)).status_code == 303
    assert client.session.session_key != before
    assert Membership.objects.get(person=cast.nobody).community == cast.here


def test_an_invitation_is_for_its_address_only(cast: Cast, as_person: AsPerson) -> None:
    invitation = invited(cast)
    client = as_person(cast.nobody)
    shown = client.get(page(invitation)).content.decode()
    assert cast.here.name not in shown
    assert client.post(page(invitation)).status_code == 403
    assert not Membership.objects.filter(person=cast.nobody).exists()


@pytest.mark.parametrize(
    ("field", "value"), [("password", "password1234"), ("display_name", ""), ("zone", "x/y"), ("device", "")]
)
def test_what_does_not_fit_comes_back_and_the_link_stays_open(cast: Cast, field: str, value: str) -> None:
    invitation = invited(cast)
    answer = Client().post(page(invitation), {**FORM, field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Person.objects.filter(email="kadi@example.org").exists()
    assert Client().post(page(invitation), FORM).status_code == 303


def test_a_role_comes_with_the_place(cast: Cast) -> None:
    person = accept_invitation(token=invited(cast, Role.COORDINATOR).token(), newcomer=NEW)
    assert can_edit_community(person, cast.here)
    assert RoleGrant.objects.get(person=person).granted_by == cast.steward


def test_the_steward_of_a_network_belongs_by_her_role_alone(cast: Cast) -> None:
    invitation = invite(
        actor=cast.keeper, community=cast.network, email="s@example.org", language="fr", role=Role.STEWARD
    )
    person = accept_invitation(token=invitation.token(), newcomer=NEW)
    assert not Membership.objects.filter(person=person).exists()
    assert can_view_community(person, cast.network)


def test_an_organisation_comes_with_the_place(cast: Cast) -> None:
    house = make_organisation()
    invitation = invite(
        actor=cast.coordinator, community=cast.here, email="o@example.org", language="fr", organisation=house
    )
    person = accept_invitation(token=invitation.token(), newcomer=NEW)
    assert Membership.objects.get(person=person).organisation == house


def test_refusals(cast: Cast) -> None:
    def refused(**wanted: object) -> str | None:
        with pytest.raises(Refused) as error:
            invite(
                **{
                    "actor": cast.coordinator,
                    "community": cast.here,
                    "email": "x@example.org",
                    "language": "fr",
                    **wanted,
                }
            )
        return error.value.field

    assert refused(actor=cast.facilitator) is None
    assert refused(community=cast.there) is None
    assert refused(role=Role.COORDINATOR) is None
    assert refused(email=cast.member.email) == "email"
    assert refused(actor=cast.steward, role=Role.COORDINATOR, email=cast.steward.email.upper()) == "email"
    assert refused(actor=cast.keeper, community=cast.network, role=Role.STEWARD, email=cast.keeper.email) == "email"
    assert not Invitation.objects.exists()


def test_whoever_invites_does_not_learn_who_has_an_account_elsewhere(cast: Cast) -> None:
    for email in (cast.outsider.email, "new@example.org"):
        invite(actor=cast.coordinator, community=cast.here, email=email, language="fr")
    kinds = list(Entry.objects.filter(kind="communities.invited").values_list("facts", "about_id"))
    assert kinds[0] == kinds[1]


def test_the_mail_carries_the_link_and_the_journal_does_not(cast: Cast) -> None:
    invitation = invited(cast)
    entry = Entry.objects.get(kind="communities.invited")
    told = next(telling for teller in REGISTRY.tellers[entry.kind] for telling in teller(entry))
    assert (told.address, told.language, told.notice) == ("kadi@example.org", "en", False)
    kept = json.dumps([entry.facts, dict(told.keys), invitation.digest, invitation.public_id])
    assert invitation.token() not in kept
    _subject, write = REGISTRY.writers[told.mail]
    letter = write(told.keys, Recipient(None, told.address, "en", "UTC"))
    assert letter is not None
    assert letter.context["path"] == page(invitation)
    withdraw_invitation(actor=cast.coordinator, invitation=invitation)
    assert write(told.keys, Recipient(None, told.address, "en", "UTC")) is None


@pytest.mark.django_db(transaction=True)
def test_an_invitation_accepted_on_several_phones_at_once_opens_one_place(cast: Cast) -> None:
    """The others find it used: a sentence, never a fault of the database."""
    invitation = invited(cast)
    found = at_once([lambda: accept_invitation(token=invitation.token(), newcomer=NEW)] * 4)
    assert [type(one) for one in found if not isinstance(one, Person)] == [Refused] * 3
    assert Membership.objects.filter(person__email="kadi@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_has_an_account_accepts_once_however_often_she_taps(cast: Cast) -> None:
    person = make_person(email="kadi@example.org")
    invitation = invited(cast, email=person.email)
    found = at_once([lambda: accept_invitation(token=invitation.token(), person=person)] * 4)
    assert [type(one) for one in found if not isinstance(one, Person)] == [Refused] * 3
    assert Membership.objects.filter(person=person, community=cast.here).count() == 1


def test_somebody_who_left_can_be_invited_again(cast: Cast) -> None:
    Membership.objects.filter(person=cast.member).update(state="left")
    invitation = invite(actor=cast.coordinator, community=cast.here, email=cast.member.email, language="fr")
    accept_invitation(token=invitation.token(), person=cast.member)
    assert Membership.objects.filter(person=cast.member, state="active").count() == 1


def test_an_unused_person_helper_is_not_confused_with_capitals(cast: Cast) -> None:
    person = make_person(email="Zaza@Example.org")
    invitation = invited(cast, email="zaza@example.org")
    assert accept_invitation(token=invitation.token(), person=person) == person


def test_an_open_invitation_ends_with_the_role_of_whoever_wrote_it(cast: Cast) -> None:
    invitation = invited(cast)
    inviter = invitation.invited_by
    assert inviter
    inviter.grants.update(ends_at=timezone.now())
    with pytest.raises(Refused):
        accept_invitation(token=invitation.token(), newcomer=NEW)
    assert not Person.objects.filter(email__iexact=invitation.email).exists()
