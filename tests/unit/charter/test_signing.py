"""Adopting, signing, thirty days, reading only, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.charter.actions import adhere, adopt_charter, ask_unsigned, forget_person, restrict_late, sign_code
from palabre.charter.actions.reminding import restrict_one
from palabre.charter.chores import ask_for_signatures
from palabre.charter.models import Adherence, Adoption, Signature
from palabre.charter.queries.reading import read, seal_of
from palabre.charter.queries.signing import signatures_of, signatures_page, to_remind
from palabre.charter.rules import (
    can_adopt,
    can_see_signatures,
    can_view_signature,
    late_memberships,
    unsigned_memberships,
    visible_signatures,
)
from palabre.communities.choices import CommunityKind, MembershipState, Stage
from palabre.communities.models import Community, Membership, Organisation
from palabre.communities.rules import enters_as, may_act
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from tests.factories import join, make_community, make_organisation, make_person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.charter.helpers import DAY, adopted, approver_of, place_of, publish, signed

pytestmark = pytest.mark.django_db


def days_pass(adoption: Adoption, days: int) -> None:
    Adoption.objects.filter(pk=adoption.pk).update(sign_by=adoption.sign_by - timedelta(days=days))


def state_of(cast: Cast, name: str) -> str:
    return place_of(cast.person(name), cast.here).state


def test_the_coordination_adopts_and_nobody_above_can(cast: Cast) -> None:
    code = publish(cast)
    assert [n for n, one in cast.everyone().items() if can_adopt(one, cast.here, code)] == ["coordinator"]
    with pytest.raises(Refused):
        adopt_charter(actor=cast.person("steward"), community=cast.here, code=code, decision="Oui", decided_on=DAY)


def test_only_a_published_code_of_the_community_or_above_is_adopted(cast: Cast) -> None:
    elsewhere = make_community(kind=CommunityKind.NETWORK)
    code = publish(cast)
    type(code).objects.filter(pk=code.pk).update(community=elsewhere)
    with pytest.raises(Refused, match="list"):
        adopt_charter(actor=cast.person("coordinator"), community=cast.here, code=code, decision="Oui", decided_on=DAY)
    assert not Community.objects.get(pk=cast.here.pk).asks_signature


def test_in_a_living_community_members_have_thirty_days_and_newcomers_sign_first(cast: Cast) -> None:
    adoption = adopted(cast)
    here = Community.objects.get(pk=cast.here.pk)
    assert here.asks_signature
    assert enters_as(here) == MembershipState.APPROVED
    assert timedelta(days=29) < adoption.sign_by - timezone.now() <= timedelta(days=30)
    assert may_act(cast.person("member"), here.pk)
    newcomer = make_person()
    join(newcomer, here, state=enters_as(here))
    assert "sign" in str(may_act(newcomer, here.pk).why)
    signed(newcomer, adoption)
    assert may_act(newcomer, here.pk)


def test_in_a_community_that_is_forming_everybody_signs_first(cast: Cast) -> None:
    Community.objects.filter(pk=cast.here.pk).update(stage=Stage.FORMING)
    adoption = adopted(cast)
    assert not may_act(cast.person("coordinator"), cast.here.pk)
    signed(cast.person("coordinator"), adoption)
    assert may_act(cast.person("coordinator"), cast.here.pk)
    assert not may_act(cast.person("member"), cast.here.pk)


def test_what_is_signed_is_exactly_the_frozen_text_of_the_chosen_language(cast: Cast) -> None:
    adoption, member = adopted(cast), cast.person("member")
    one = signed(member, adoption, "en")
    assert one.digest == adoption.code.digest_en == seal_of(read(adoption.code, "en"))
    assert one.digest != seal_of(read(adoption.code, "fr"))
    place = place_of(cast.person("second_member"), cast.here)
    with pytest.raises(Clash):
        sign_code(actor=cast.person("second_member"), membership=place, language="fr", seen=adoption.code.digest_en)
    with pytest.raises(Refused):
        sign_code(actor=cast.person("second_member"), membership=place, language="de", seen="")


def test_nobody_signs_for_another_nor_twice(cast: Cast) -> None:
    adoption = adopted(cast)
    place, seal = place_of(cast.person("member"), cast.here), adoption.code.digest_fr
    for name in ("coordinator", "steward", "second_member"):
        with pytest.raises(Refused):
            sign_code(actor=cast.person(name), membership=place, language="fr", seen=seal)
    signed(cast.person("member"), adoption)
    with pytest.raises(Refused, match="already"):
        sign_code(actor=cast.person("member"), membership=place, language="fr", seen=seal)
    assert Signature.objects.count() == 1


def test_after_the_last_day_whoever_has_not_signed_reads_only_and_comes_back_by_signing(cast: Cast) -> None:
    adoption = adopted(cast)
    signed(cast.person("member"), adoption)
    Membership.objects.filter(person=cast.core).update(state=MembershipState.PAUSED)
    canary = join(make_person(), cast.here, canary=True)
    assert restrict_late() == 0
    days_pass(adoption, 31)
    assert restrict_late() == 4
    assert restrict_late() == 0
    assert state_of(cast, "member") == MembershipState.ACTIVE
    assert state_of(cast, "core") == MembershipState.PAUSED
    canary.refresh_from_db()
    assert canary.state == MembershipState.ACTIVE
    assert state_of(cast, "second_member") == MembershipState.RESTRICTED
    entry = Entry.objects.filter(kind="charter.restricted", about_id=cast.second_member.pk).get()
    assert entry.actor_id is None
    assert not may_act(cast.person("second_member"), cast.here.pk)
    assert not may_act(cast.person("coordinator"), cast.here.pk)
    signed(cast.person("second_member"), adoption)
    assert may_act(cast.person("second_member"), cast.here.pk)
    signed(cast.person("core"), adoption)
    assert state_of(cast, "core") == MembershipState.PAUSED


def test_a_version_published_while_the_chore_goes_round_gives_its_own_days(cast: Cast) -> None:
    """The chore asks again under its lock: the list that it began with may be older than the new version."""
    reader = approver_of(cast.network)
    code = publish(cast, approver=reader)
    adopt_charter(actor=cast.person("coordinator"), community=cast.here, code=code, decision="Oui", decided_on=DAY)
    days_pass(Adoption.objects.get(), 31)
    late = late_memberships().get(person=cast.member)
    publish(cast, version=2, approver=reader)
    assert not restrict_one(late.pk)
    assert state_of(cast, "member") == MembershipState.ACTIVE


def test_a_new_version_moves_every_community_that_adopted_and_gives_thirty_days(cast: Cast) -> None:
    reader = approver_of(cast.network)
    code = publish(cast, approver=reader)
    for community, lead in ((cast.here, "coordinator"), (cast.there, "outsider")):
        adopt_charter(actor=cast.person(lead), community=community, code=code, decision="Oui", decided_on=DAY)
    first = Adoption.objects.get(community=cast.here)
    signed(cast.person("member"), first)
    second = publish(cast, version=2, approver=reader)
    bound = Adoption.objects.filter(ended_at=None)
    assert {row.community_id: row.code_id for row in bound} == {cast.here.pk: second.pk, cast.there.pk: second.pk}
    renewed = bound.get(community=cast.here)
    assert may_act(cast.person("member"), cast.here.pk)
    days_pass(renewed, 31)
    restrict_late()
    assert state_of(cast, "member") == MembershipState.RESTRICTED
    signed(cast.person("member"), renewed)
    assert state_of(cast, "member") == MembershipState.ACTIVE


def test_signing_the_version_that_was_replaced_while_one_read_is_a_clash(cast: Cast) -> None:
    reader = approver_of(cast.network)
    code = publish(cast, approver=reader)
    adopt_charter(actor=cast.person("coordinator"), community=cast.here, code=code, decision="Oui", decided_on=DAY)
    publish(cast, version=2, approver=reader)
    place = place_of(cast.person("member"), cast.here)
    with pytest.raises(Clash):
        sign_code(actor=cast.person("member"), membership=place, language="fr", seen=code.digest_fr)


def test_reminders_at_seven_and_one_day_once_each(cast: Cast) -> None:
    adoption = adopted(cast)
    assert to_remind() == []
    days_pass(adoption, 24)
    assert [days for _row, days in to_remind()] == [7]
    ask_for_signatures()
    ask_for_signatures()
    adoption.refresh_from_db()
    days_pass(adoption, 5)
    assert [days for _row, days in to_remind()] == [1]
    ask_for_signatures()
    ask_for_signatures()
    assert [e.facts["days"] for e in Entry.objects.filter(kind="charter.due").order_by("pk")] == [7, 1]


def test_the_coordination_sees_who_has_not_signed_by_the_name_of_this_community(cast: Cast) -> None:
    adoption = adopted(cast)
    Membership.objects.filter(person=cast.second_member, community=cast.here).update(handle="Étoile")
    signed(cast.person("member"), adoption)
    coordinator = cast.person("coordinator")
    page = signatures_page(coordinator, cast.here, {})
    assert page is not None
    assert (page.signed, page.unsigned) == (1, 5)
    names = {one.name for one in page.names}
    assert "Étoile" in names
    assert "Second member" not in names
    assert [n for n, one in cast.everyone().items() if can_see_signatures(one, cast.here)] == ["coordinator"]
    for person in cast.everyone().values():
        for one in Signature.objects.all():
            assert bool(can_view_signature(person, one)) == (one in visible_signatures(person))


def test_asking_again_waits_three_days(cast: Cast) -> None:
    adoption = adopted(cast)
    with pytest.raises(Refused):
        ask_unsigned(actor=cast.person("member"), adoption=adoption)
    ask_unsigned(actor=cast.person("coordinator"), adoption=adoption)
    with pytest.raises(Refused, match="three days"):
        ask_unsigned(actor=cast.person("coordinator"), adoption=adoption)
    assert Entry.objects.filter(kind="charter.asked").count() == 1


def test_an_organisation_adheres_by_somebody_who_represents_it_and_has_signed(cast: Cast) -> None:
    adoption = adopted(cast)
    house = Organisation.objects.get(name="Maison des Droits")
    said = {"community": cast.here, "organisation": house, "language": "fr", "seen": adoption.code.digest_fr}
    with pytest.raises(Refused):
        adhere(actor=cast.person("second_member"), **said)
    with pytest.raises(Refused):
        adhere(actor=cast.person("member"), **{**said, "organisation": make_organisation()})
    Membership.objects.filter(person=cast.member).update(state=MembershipState.RESTRICTED)
    with pytest.raises(Refused, match="sign"):
        adhere(actor=cast.person("member"), **said)
    Membership.objects.filter(person=cast.member).update(state=MembershipState.ACTIVE)
    adhere(actor=cast.person("member"), **said)
    with pytest.raises(Refused, match="already"):
        adhere(actor=cast.person("member"), **said)
    page = signatures_page(cast.person("coordinator"), cast.here, {})
    assert page is not None
    assert [row.organisation for row in page.adherences] == [house]


def test_a_person_who_is_forgotten_leaves_a_count(cast: Cast) -> None:
    adoption, member = adopted(cast), cast.person("member")
    signed(member, adoption, "en")
    (row,) = signatures_of(member)
    assert (row["version"], row["language"]) == (1, "en")
    assert member.display_name not in str(row)
    assert forget_person(person_id=member.pk) == 1
    assert signatures_of(member) == []
    assert Signature.objects.filter(membership=None).count() == 1
    assert not Adherence.objects.filter(by=member)


@pytest.mark.django_db(transaction=True)
def test_signing_and_the_chore_in_the_same_moment_leave_her_active(cast: Cast) -> None:
    adoption = adopted(cast)
    days_pass(adoption, 31)
    member = cast.person("member")
    results = at_once([restrict_late, lambda: signed(member, adoption), restrict_late])
    assert not [one for one in results if isinstance(one, Exception)]
    assert state_of(cast, "member") == MembershipState.ACTIVE
    assert not unsigned_memberships(adoption).filter(person=member).exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_one_button_make_one_signature(cast: Cast) -> None:
    adoption, member = adopted(cast), cast.person("member")
    results = at_once([lambda: signed(member, adoption)] * 2)
    assert sorted(isinstance(one, Refused) for one in results) == [False, True]
    assert Signature.objects.count() == 1
