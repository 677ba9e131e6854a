"""From proposed to archived: every step in its order, with what it needs, by the right hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from palabre.communities import rules
from palabre.communities.actions import (
    add_organisation,
    archive_closed,
    change_level,
    choose_risk,
    found_community,
    grant_role,
    invite,
    leave_community,
    let_sleep,
    propose_community,
    settle_community,
    state_purpose,
    take_step,
)
from palabre.communities.actions.settling import Settings
from palabre.communities.choices import CommunityKind, Role, Stage
from palabre.communities.models import Community, Membership, RoleGrant, StageChange
from palabre.communities.rules.life import STEPS, Hand
from palabre.journal.actions import record
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast, make_cast
from tests.unit.communities.helpers import AsPerson, url

SAID = {"decision": "En assemblée, par consentement", "decided_on": date(2026, 1, 5), "handover": "Au réseau"}
# DOMAIN.md §2.2, written a second time by hand: who takes which step
TABLE = {
    ("proposed", "forming"): "steward",
    ("forming", "active"): "coordinator",
    ("active", "maturing"): "coordinator",
    ("maturing", "sustaining"): "coordinator",
    ("dormant", "active"): "coordinator",
    **{
        (stage, "closed"): "steward" for stage in ("proposed", "forming", "active", "maturing", "sustaining", "dormant")
    },
}


def at_stage(community: Community, stage: str, *, signs: bool = True) -> Community:
    Community.objects.filter(pk=community.pk).update(stage=stage, asks_signature=signs)
    community.refresh_from_db()
    return community


@pytest.mark.covers("SR-18")
@pytest.mark.parametrize(("before", "after"), list(product(Stage.values, Stage.values)))
def test_every_step_is_taken_by_its_hand_alone_or_refused(cast: Cast, before: str, after: str) -> None:
    """The whole table: each pair of stages, each persona."""
    for name, person in cast.everyone().items():
        here = at_stage(cast.here, before)
        if TABLE.get((before, after)) == name:
            change = take_step(actor=person, community=here, to=after, **SAID)
            assert (change.before, change.after, change.by) == (before, after, person)
            assert Community.objects.get(pk=here.pk).stage == after
        else:
            with pytest.raises(Refused) as error:
                take_step(actor=person, community=here, to=after, **SAID)
            assert str(error.value.verdict.why)
            assert Community.objects.get(pk=here.pk).stage == before, name
    assert StageChange.objects.count() == ((before, after) in TABLE)
    assert Entry.objects.filter(kind="communities.stage_changed").count() == ((before, after) in TABLE)


@pytest.mark.covers("SR-18")
class AnyOrder(TestCase):
    """Whatever somebody sends, in whatever order: the stage only ever follows the table."""

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(("steward", "coordinator", "member")), st.sampled_from(Stage.values)), max_size=12
        )
    )
    def test_the_history_is_a_walk_through_the_table(self, sent: list[tuple[str, str]]) -> None:
        cast = make_cast()
        here = at_stage(cast.here, Stage.PROPOSED)
        for name, to in sent:
            try:
                take_step(actor=cast.person(name), community=here, to=to, **SAID)
            except Refused:
                continue
        walked = list(here.stage_changes.order_by("pk").values_list("before", "after"))
        assert all(step in TABLE for step in walked)
        assert [before for before, _after in walked[1:]] == [after for _before, after in walked[:-1]]
        here.refresh_from_db()
        assert here.stage == (walked[-1][1] if walked else Stage.PROPOSED)


@pytest.mark.parametrize(
    ("before", "to", "missing", "field"),
    [
        ("active", "maturing", "decision", "decision"),
        ("active", "maturing", "decided_on", "decided_on"),
        ("active", "closed", "handover", "handover"),
        ("active", "closed", "decision", "decision"),
    ],
)
def test_what_a_step_needs_is_asked_for_beside_its_field(
    cast: Cast, before: str, to: str, missing: str, field: str
) -> None:
    actor = cast.steward if to == "closed" else cast.coordinator
    said = {**SAID, missing: None if missing == "decided_on" else ""}
    with pytest.raises(Refused) as error:
        take_step(actor=actor, community=at_stage(cast.here, before), to=to, **said)
    assert error.value.field == field


def test_a_decision_is_not_of_tomorrow(cast: Cast) -> None:
    ahead = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused) as error:
        take_step(actor=cast.coordinator, community=cast.here, to=Stage.MATURING, **{**SAID, "decided_on": ahead})
    assert error.value.field == "decided_on"


def test_a_community_is_active_once_its_charter_is_adopted(cast: Cast) -> None:
    forming = at_stage(cast.here, Stage.FORMING, signs=False)
    with pytest.raises(Refused, match="charter"):
        take_step(actor=cast.coordinator, community=forming, to=Stage.ACTIVE)
    assert take_step(actor=cast.coordinator, community=at_stage(forming, Stage.FORMING), to=Stage.ACTIVE)


def test_a_quiet_community_sleeps_and_is_woken(cast: Cast) -> None:
    quiet, lively = cast.here, cast.there
    Community.objects.update(created_at=timezone.now() - timedelta(days=400))
    for community, days in ((quiet, 200), (lively, 100)):
        with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
            record("meetings.held", actor_id=cast.member.pk, community_id=community.pk, subject="meeting", subject_id=1)
    # what the machine does by itself is no sign of life
    record("meetings.reminder_due", actor_id=None, community_id=quiet.pk, subject="meeting", subject_id=1)
    at_stage(cast.network, Stage.FORMING)
    assert let_sleep() == 1
    assert let_sleep() == 0, "once"
    stages = dict(Community.objects.values_list("pk", "stage"))
    assert (stages[quiet.pk], stages[lively.pk], stages[cast.network.pk]) == ("dormant", "active", "forming")
    assert StageChange.objects.get().by is None
    quiet.refresh_from_db()
    take_step(actor=cast.coordinator, community=quiet, to=Stage.ACTIVE)
    assert let_sleep() == 0, "waking is a sign of life"


def test_a_closed_community_is_archived_after_ninety_days(cast: Cast) -> None:
    take_step(actor=cast.steward, community=cast.here, to=Stage.CLOSED, **SAID)
    assert archive_closed() == 0
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert archive_closed() == 0
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert archive_closed() == 1
        assert archive_closed() == 0
    assert list(cast.here.stage_changes.order_by("pk").values_list("after", flat=True)) == ["closed", "archived"]


@pytest.mark.parametrize("stage", ["closed", "archived"])
def test_a_community_that_is_over_is_only_read(cast: Cast, stage: str) -> None:
    at_stage(cast.here, stage)
    place = Membership.objects.get(person=cast.member, community=cast.here)
    acts = [
        lambda: state_purpose(actor=cast.coordinator, community=cast.here, texts={"domain": {"fr": "Autre"}}),
        lambda: settle_community(actor=cast.coordinator, community=cast.here, settings=Settings(zone="UTC")),
        lambda: choose_risk(actor=cast.coordinator, community=cast.here, risk="high"),
        lambda: add_organisation(actor=cast.coordinator, community=cast.here, name="Radio", kind="media"),
        lambda: change_level(actor=cast.coordinator, membership=place, level="core"),
        lambda: grant_role(actor=cast.coordinator, community=cast.here, person=cast.member, role=Role.FACILITATOR),
        lambda: invite(actor=cast.coordinator, community=cast.here, email="a@example.org", language="fr"),
        lambda: found_community(
            actor=cast.steward, parent=at_stage(cast.network, stage), kind="community", name="X", source_language="fr",
            zone="UTC",
        ),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(Refused, match="closed"):
            act()
    assert rules.can_view_community(cast.person("member"), cast.here), "who belonged still reads"
    leave_community(actor=cast.coordinator, membership=Membership.objects.get(person=cast.coordinator))
    assert not RoleGrant.objects.running().filter(person=cast.coordinator).exists(), "nobody has to lead it on"


@pytest.mark.covers("SR-18")
def test_a_step_sent_out_of_order_changes_nothing(cast: Cast, as_person: AsPerson) -> None:
    """Straight to a later stage, past the page that would offer it."""
    client = as_person(cast.coordinator)
    at_stage(cast.here, Stage.FORMING)
    for to in ("sustaining", "maturing", "archived", "dormant", "closed", "no-such-stage", ""):
        answer = client.post(
            url(cast.here, "life/"), {"to": to, "decision": "Oui", "decided_on": "2026-01-05", "handover": "x"}
        )
        assert answer.status_code == 422, to
    cast.here.refresh_from_db()
    assert cast.here.stage == Stage.FORMING
    assert client.post(url(cast.here, "life/"), {"to": "active"}).status_code == 303


def test_the_page_shows_what_is_missing_and_keeps_what_was_typed(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.coordinator)
    at_stage(cast.here, Stage.FORMING, signs=False)
    page = client.get(url(cast.here, "life/") + "?lang=en").content.decode()
    assert "The charter and the code of conduct are adopted." in page
    assert "disabled" in page
    at_stage(cast.here, Stage.ACTIVE)
    late = client.post(url(cast.here, "life/") + "?lang=fr", {"to": "maturing", "decision": "Vote à main levée"})
    assert late.status_code == 422
    assert "Vote à main levée" in late.content.decode()
    member = as_person(cast.member).get(url(cast.here, "life/") + "?lang=en").content.decode()
    assert "<textarea" not in member
    assert "Close the community" not in member


def test_whoever_cares_for_the_network_closes_from_her_own_page(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.steward)
    page = url(cast.network, f"communities/{cast.here.public_id}/")
    assert client.get(page).status_code == 200
    said = {"to": "closed", "decision": "En assemblée", "decided_on": "2026-01-05", "handover": "Tout va au réseau"}
    assert client.post(page, {**said, "handover": ""}).status_code == 422
    assert client.post(page, said).status_code == 303
    cast.here.refresh_from_db()
    assert cast.here.stage == Stage.CLOSED
    member = as_person(cast.member).get(url(cast.here, "life/")).content.decode()
    assert "Tout va au réseau" in member
    assert as_person(cast.outsider).get(page).status_code == 404


def test_a_coordination_proposes_and_the_network_lets_it_begin(cast: Cast, as_person: AsPerson) -> None:
    said = {"name": "Comité", "kind": "committee", "source_language": "fr", "zone": "Africa/Bamako"}
    region = make_community("Région", parent=cast.network, kind=CommunityKind.REGIONAL)
    lead, carer = make_person("Région C"), make_person("Région S")
    grant(lead, region, Role.COORDINATOR)
    join(lead, region)
    grant(carer, region, Role.STEWARD)
    assert as_person(lead).post(url(region, "communities/"), said).status_code == 303
    proposed = Community.objects.get(name="Comité")
    assert proposed.stage == Stage.PROPOSED
    with pytest.raises(Refused):
        propose_community(actor=cast.person("member"), parent=region, **said)
    assert "Comité" not in as_person(lead).get(url(region, "network/")).content.decode(), "not before it begins"
    page = url(region, f"communities/{proposed.public_id}/")
    assert as_person(carer).post(page, {"to": "forming"}).status_code == 303
    proposed.refresh_from_db()
    assert proposed.stage == Stage.FORMING
    assert "Comité" in as_person(lead).get(url(region, "network/")).content.decode()


def test_every_step_of_the_table_of_the_code_stands_in_the_domain(cast: Cast) -> None:
    scheduled = {pair for pair, step in STEPS.items() if step.hand is Hand.SCHEDULER}
    assert scheduled == {("active", "dormant"), ("maturing", "dormant"), ("closed", "archived")}
    assert set(STEPS) - scheduled == set(TABLE)


def test_the_network_above_reads_the_stages_but_not_what_was_decided(cast: Cast, as_person: AsPerson) -> None:
    take_step(actor=cast.coordinator, community=cast.here, to=Stage.MATURING, **SAID)
    page = url(cast.network, f"communities/{cast.here.public_id}/")
    above = as_person(cast.steward).get(page + "?lang=en").content.decode()
    assert "Maturing" in above
    assert SAID["decision"] not in above
    assert SAID["decision"] in as_person(cast.member).get(url(cast.here, "life/")).content.decode()
    for to in ("sustaining", "active", "archived"):
        assert (
            as_person(cast.steward).post(page, {"to": to, "decision": "x", "decided_on": "2026-01-05"}).status_code
            == 422
        )
    cast.here.refresh_from_db()
    assert cast.here.stage == Stage.MATURING
