"""Drafting, opening, who decides, who reads."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Membership, OrganisationPlace, Representative
from palabre.decisions.actions.opening import draft_proposal, drop_draft, open_draft, write_proposal
from palabre.decisions.choices import ProposalState, SubjectKind
from palabre.decisions.models import Elector, Proposal
from palabre.decisions.queries.basics import adopted, open_on
from palabre.decisions.queries.circle import circle_of, houses_below
from palabre.decisions.rules.proposals import can_propose, can_view_proposal, visible_proposals
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.languages.queries import words
from tests.factories import grant, join, make_community, make_organisation, make_person
from tests.personas import Cast
from tests.unit.decisions.making import TEXT, again, proposed

pytestmark = pytest.mark.django_db


def drafted(cast: Cast) -> Proposal:
    return draft_proposal(
        actor=cast.person("member"), community=cast.here, title="Notre jour", text=TEXT, language="fr"
    )


def test_whoever_may_act_here_may_propose(cast: Cast) -> None:
    yes = [name for name, person in cast.everyone().items() if can_propose(person, cast.here)]
    assert yes == ["coordinator", "facilitator", "translator", "core", "member", "second_member"]
    Membership.objects.filter(person=cast.member, community=cast.here).update(state=MembershipState.RESTRICTED)
    assert "sign" in str(can_propose(cast.person("member"), cast.here).why)
    cast.here.stage = "closed"
    assert not can_propose(cast.person("core"), cast.here)


def test_a_draft_is_its_authors_alone_and_then_everybody_reads_it(cast: Cast) -> None:
    draft = drafted(cast)
    assert [name for name, one in cast.everyone().items() if can_view_proposal(one, draft)] == ["member"]
    for name in ("second_member", "coordinator"):
        with pytest.raises(Refused):
            open_draft(actor=cast.person(name), proposal=draft)
    open_draft(actor=cast.person("member"), proposal=draft)
    readers = [name for name, one in cast.everyone().items() if can_view_proposal(one, draft)]
    assert readers == ["coordinator", "facilitator", "translator", "core", "member", "second_member"]
    assert not visible_proposals(cast.person("outsider")).exists()


def test_the_circle_is_the_members_as_they_are_at_opening(cast: Cast) -> None:
    """One ballot for each organisation, none for whoever is on a care break, none for whoever comes later (INV-28)."""
    house = make_organisation()
    place = OrganisationPlace.objects.create(community=cast.here, organisation=house)
    second, first = make_person(), make_person()
    for person, votes in ((second, False), (first, True)):
        row = join(person, cast.here, organisation=house)
        Representative.objects.create(place=place, membership=row, votes=votes)
    mute = OrganisationPlace.objects.create(community=cast.here, organisation=make_organisation())
    eldest, younger = make_person(), make_person()
    for person in (eldest, younger):
        Representative.objects.create(place=mute, membership=join(person, cast.here))
    Membership.objects.filter(person=cast.second_member).update(state=MembershipState.PAUSED)
    draft = drafted(cast)
    open_draft(actor=cast.person("member"), proposal=draft)
    late = make_person()
    join(late, cast.here)
    circle = set(Elector.objects.filter(proposal=draft).values_list("person_id", flat=True))
    named = {cast.coordinator, cast.facilitator, cast.translator, cast.core, cast.member, first, eldest}
    assert circle == {person.pk for person in named}
    assert late in circle_of(cast.here)
    assert Entry.objects.get(kind="decisions.opened").facts == {"electors": 7}


def test_the_words_change_before_stances_and_two_writers_notice(cast: Cast) -> None:
    draft = drafted(cast)
    said = {"title": "Notre jour", "text": "Le mardi.", "other_title": "Our day", "other_text": "On Tuesdays."}
    write_proposal(actor=cast.person("member"), proposal=draft, **said, quorum=75, seen=1)
    draft.refresh_from_db()
    assert (draft.text, draft.quorum, draft.version) == ("Le mardi.", 75, 2)
    assert words(again(draft), "text", "en").text == "On Tuesdays."
    with pytest.raises(Clash) as clash:
        write_proposal(actor=cast.person("member"), proposal=draft, title="A", text="Le lundi.", seen=1)
    assert clash.value.theirs.text == "Le mardi."
    for field, wrong in (("title", ""), ("text", "   "), ("title", "x" * 201)):
        with pytest.raises(Refused) as refused:
            write_proposal(actor=cast.person("member"), proposal=draft, **{**said, field: wrong})
        assert refused.value.field == field


def test_a_draft_can_be_given_up_and_an_open_proposal_cannot(cast: Cast) -> None:
    draft = drafted(cast)
    with pytest.raises(Refused):
        drop_draft(actor=cast.person("coordinator"), proposal=draft)
    drop_draft(actor=cast.person("member"), proposal=draft)
    assert not Proposal.objects.exists()
    with pytest.raises(Refused):
        drop_draft(actor=cast.person("member"), proposal=proposed(cast))


def test_a_room_above_gives_its_subject_and_its_circle(cast: Cast) -> None:
    """The contract: one open proposal for each thing, decided on by those whom that room names."""
    proposal = proposed(cast, ("core", "second_member"), subject=SubjectKind.LEARNING_OUTCOME, subject_id=12)
    assert proposal.state == ProposalState.CLARIFYING
    assert open_on(SubjectKind.LEARNING_OUTCOME, 12) == proposal
    assert adopted(SubjectKind.LEARNING_OUTCOME, 12) is None
    with pytest.raises(Refused):
        proposed(cast, subject=SubjectKind.LEARNING_OUTCOME, subject_id=12)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(
            community=cast.here, subject=SubjectKind.LEARNING_OUTCOME, subject_id=12, title="x", text="x"
        )
    with pytest.raises(Refused):
        proposed(cast, ())
    with pytest.raises(Refused):
        proposed(cast, actor=cast.person("outsider"))


def test_a_network_can_ask_one_voice_of_each_community_below(cast: Cast) -> None:
    steward, secret = cast.person("steward"), make_community(parent=cast.network, risk="high")
    grant(make_person(), secret, Role.COORDINATOR)
    below = houses_below(steward, cast.network, "fr")
    assert [house.name for house in below] == ["Communauté Ailleurs", "Communauté Ici"]
    assert [one.person for one in below[1].people] == [cast.coordinator]
    draft = draft_proposal(actor=steward, community=cast.network, title="T", text=TEXT, language="fr")
    voices = {cast.person("coordinator"): cast.here, cast.person("outsider"): cast.there}
    open_draft(actor=steward, proposal=draft, voices=voices)
    readers = [name for name, one in cast.everyone().items() if can_view_proposal(one, draft)]
    assert readers == ["steward", "coordinator", "outsider"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Elector.objects.create(proposal=draft, person=cast.member, speaks_for=cast.here)


def test_a_member_of_a_community_does_not_ask_those_below(cast: Cast) -> None:
    make_community(parent=cast.here)
    draft = drafted(cast)
    with pytest.raises(Refused):
        open_draft(actor=cast.person("member"), proposal=draft, voices={cast.person("core"): cast.there})
