"""Who may apply: each rule, by what is known and by nothing else (INV-12)."""

from __future__ import annotations

from typing import Any

import pytest

from palabre.calls.actions.answers import save_who
from palabre.calls.actions.applying import NotEligible, begin_application
from palabre.calls.actions.submitting import hand_in
from palabre.calls.choices import ApplicationState, RuleCheck, RuleKind
from palabre.calls.models import Application, Call
from palabre.calls.rules.applying import Applicant
from palabre.calls.rules.eligibility import Facts, facts_for_screening, refusals
from palabre.communities.choices import MembershipState
from palabre.communities.models import OrganisationPlace, Representative
from tests.factories import join, make_community, make_organisation, make_person
from tests.unit.calls import making_applying as m

pytestmark = pytest.mark.django_db


def why(call: Call, **facts: Any) -> list[str]:
    return [one.rule.check_by for one in refusals(call, Facts(**facts))]


def test_two_lists_of_countries_are_one_and_nothing_known_is_held_against_nobody() -> None:
    call = m.make_call()
    m.rule(call, RuleCheck.COUNTRIES, RuleKind.MAY, "ML", "GH")
    m.rule(call, RuleCheck.COUNTRIES, RuleKind.MAY, "IN")
    assert why(call, country="IN") == why(call, country="ML") == why(call) == []
    assert why(call, country="FR") == [RuleCheck.COUNTRIES]
    m.rule(call, RuleCheck.COUNTRIES, RuleKind.MAY_NOT, "GH")
    assert why(call, country="GH") == [RuleCheck.COUNTRIES]


def test_an_organisation_does_not_apply_and_is_told_what_to_do() -> None:
    call = m.with_rules(m.make_call())
    with pytest.raises(NotEligible) as told:
        m.begin(call, own_name=False)
    assert "propre nom" in str(told.value.found[0].why) or "own name" in str(told.value.found[0].why)
    assert told.value.found[0].then
    assert not Application.objects.exists()
    assert m.begin(call, own_name=True)[1].own_name


@pytest.mark.parametrize("kind", [RuleKind.MAY, RuleKind.MAY_NOT])
def test_in_ones_own_name_says_the_same_under_either_heading(kind: str) -> None:
    call = m.make_call()
    m.rule(call, RuleCheck.INDIVIDUAL, kind)
    assert why(call, own_name=False) == [RuleCheck.INDIVIDUAL]
    assert why(call, own_name=True) == why(call) == []


def test_staff_is_known_by_a_place_a_voice_or_the_name_that_she_wrote() -> None:
    call, house = m.make_call(), make_organisation("Collectif Rivage-Sud")
    m.rule(call, RuleCheck.STAFF, organisation=house)
    placed, speaking, gone = make_person(), make_person(), make_person()
    community = make_community()
    join(placed, community, organisation=house)
    join(gone, community, organisation=house, state=MembershipState.LEFT)
    place = OrganisationPlace.objects.create(community=community, organisation=house)
    Representative.objects.create(place=place, membership=join(speaking, community))
    assert why(call, person=placed) == why(call, person=speaking) == [RuleCheck.STAFF]
    assert why(call, organisation="  collectif RIVAGE sud ") == [RuleCheck.STAFF]
    assert why(call, person=gone) == why(call, organisation="Collectif Rivage") == why(call, person=make_person()) == []


def test_committee_and_earlier_cohort_by_account_and_by_an_address_that_is_hers() -> None:
    call, committee, cohort = m.make_call(), make_community("Comité"), make_community("Promotion 1")
    m.rule(call, RuleCheck.COMMITTEE, community=committee)
    m.rule(call, RuleCheck.EARLIER, community=cohort)
    sits, left, before, asked, declined = (make_person() for _one in range(5))
    join(sits, committee)
    join(left, committee, state=MembershipState.LEFT)
    join(before, cohort, state=MembershipState.LEFT)
    join(asked, cohort, state=MembershipState.REQUESTED)
    join(declined, cohort, state=MembershipState.DECLINED)
    assert why(call, person=sits) == [RuleCheck.COMMITTEE]
    assert why(call, person=before) == why(call, address=before.email.upper()) == [RuleCheck.EARLIER]
    assert why(call, person=left) == why(call, person=asked) == why(call, person=declined) == []


def test_a_call_for_members_alone_lets_only_them_in() -> None:
    call, community = m.make_call(), make_community()
    m.rule(call, RuleCheck.COMMITTEE, RuleKind.MAY, community=community)
    inside, outside = make_person(), make_person()
    join(inside, community)
    assert why(call, person=inside) == why(call) == []
    assert why(call, person=outside) == [RuleCheck.COMMITTEE]


def test_nobody_learns_by_typing_an_address_whether_its_owner_belongs_somewhere() -> None:
    """The coordination alone is told, when it screens; whoever showed that the address is hers is told at once."""
    call, cohort, earlier = m.make_call(), make_community("Promotion 1"), make_person()
    m.rule(call, RuleCheck.EARLIER, community=cohort)
    join(earlier, cohort)
    applicant, application = m.made(call, email=earlier.email)
    stranger, other = m.made(call, email="nobody.known@example.org")
    for hands, one in ((applicant, application), (stranger, other)):
        assert hand_in(applicant=hands, application=one, at=m.saving(hands, one).at).state == ApplicationState.SUBMITTED
    assert [one.rule.check_by for one in refusals(call, facts_for_screening(application))] == [RuleCheck.EARLIER]
    assert refusals(call, facts_for_screening(other)) == []
    with pytest.raises(NotEligible):
        begin_application(applicant=Applicant(earlier), call=call, language="fr", at=m.saving(stranger, other).at)


def test_a_refused_country_stands_beside_its_field_and_is_asked_again_in_the_end() -> None:
    call = m.with_rules(m.make_call())
    applicant, application = m.made(call)
    with pytest.raises(NotEligible) as told:
        save_who(saving=m.saving(applicant, application), said={"country": "FR"})
    assert told.value.field == "country"
    Application.objects.filter(pk=application.pk).update(country="FR")
    with pytest.raises(NotEligible):
        hand_in(applicant=applicant, application=application, at=m.saving(applicant, application).at)
    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT


@pytest.mark.covers("INV-12")
def test_the_rules_of_the_source_told_one_by_one() -> None:
    """003: individuals only, Global South; not the advisory committee, current staff, members of earlier cohorts."""
    call = m.with_rules(m.make_call())
    committee, cohort, house = make_community(), make_community(), make_organisation("Alliance")
    m.rule(call, RuleCheck.COMMITTEE, community=committee)
    m.rule(call, RuleCheck.STAFF, organisation=house)
    m.rule(call, RuleCheck.EARLIER, community=cohort)
    sits, staff, before, free = (make_person() for _one in range(4))
    join(sits, committee)
    join(staff, make_community(), organisation=house)
    join(before, cohort, state=MembershipState.LEFT)
    assert [why(call, person=one, country="ML", own_name=True) for one in (sits, staff, before, free)] == [
        [RuleCheck.COMMITTEE], [RuleCheck.STAFF], [RuleCheck.EARLIER], [],
    ]  # fmt: skip
    assert why(call, person=free, country="FR", own_name=True) == [RuleCheck.COUNTRIES]
    assert why(call, person=free, country="ML", own_name=False) == [RuleCheck.INDIVIDUAL]


def test_the_questions_to_the_database_do_not_grow_with_the_rules(django_assert_max_num_queries: Any) -> None:
    call, person = m.make_call(), make_person()
    for _one in range(12):
        m.rule(call, RuleCheck.EARLIER, community=make_community())
        m.rule(call, RuleCheck.COUNTRIES, RuleKind.MAY, "ML")
    with django_assert_max_num_queries(4):
        assert refusals(call, Facts(person=person, address=person.email, country="ML")) == []
