"""What a parent sees of a child: only what the child signed, at once no more when it takes it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from palabre.communities.actions.sharing import ask_sharing, decline_sharing, narrow_sharing, sign_sharing
from palabre.communities.choices import CommunityKind, Role, Sharing
from palabre.communities.models import Community, SharingAgreement
from palabre.communities.rules.sharing import (
    can_ask_sharing,
    can_sign_sharing,
    may_name,
    shared_below,
    shared_children,
    shared_level,
    visible_agreements,
)
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.notices.chores import read_journal
from palabre.notices.queries import news_for
from tests.factories import grant, join, make_community, make_person
from tests.personas import ROLES_HERE, STRANGERS

pytestmark = pytest.mark.django_db
DECIDED = {"decision": "Décidé en réunion plénière, sans objection.", "decided_on": date(2026, 1, 5)}


def agree(child: Community, level: str, parent: Community | None = None) -> SharingAgreement:
    return SharingAgreement.objects.create(
        child=child, parent=parent or child.parent, level=level, signed_at=timezone.now(), decided_on=date(2026, 1, 5),
        decision="Décision de la communauté",
    )  # fmt: skip


def sign(cast, level, **said):
    return sign_sharing(actor=cast.person("coordinator"), child=cast.here, level=level, **{**DECIDED, **said})


def test_nothing_is_shared_until_the_child_signs(cast):
    assert shared_level(cast.network.pk, cast.here) == Sharing.NONE
    ask_sharing(actor=cast.steward, child=cast.here, level="records")
    assert shared_level(cast.network.pk, cast.here) == Sharing.NONE
    sign(cast, "records")
    assert shared_level(cast.network.pk, cast.here) == Sharing.RECORDS
    assert SharingAgreement.objects.count() == 1


def test_the_child_may_sign_less_than_what_is_asked(cast):
    asked = ask_sharing(actor=cast.steward, child=cast.here, level="records")
    signed = sign(cast, "aggregates")
    asked.refresh_from_db()
    assert asked.ended_at is not None
    assert asked.signed_at is None
    assert signed.level == "aggregates"
    assert shared_level(cast.network.pk, cast.here) == Sharing.AGGREGATES


@pytest.mark.covers("INV-04")
@pytest.mark.parametrize("name", [*ROLES_HERE, *STRANGERS])
def test_only_the_coordination_of_the_child_signs_narrows_and_declines(cast, name):
    agree(cast.here, "aggregates")
    may = name == "coordinator"
    for act in (
        lambda: sign_sharing(actor=cast.person(name), child=cast.here, level="results", **DECIDED),
        lambda: narrow_sharing(actor=cast.person(name), child=cast.here, level="none"),
    ):
        if may:
            act()
        else:
            with pytest.raises(Refused):
                act()
    expected = Sharing.NONE if may else Sharing.AGGREGATES
    assert shared_level(cast.network.pk, cast.here) == expected
    asked = ask_sharing(actor=cast.person("steward"), child=cast.here, level="records")
    if may:
        decline_sharing(actor=cast.person(name), child=cast.here)
    else:
        with pytest.raises(Refused):
            decline_sharing(actor=cast.person(name), child=cast.here)
    asked.refresh_from_db()
    assert (asked.ended_at is not None) == may


def test_what_one_child_signs_is_nothing_to_its_sister(cast):
    agree(cast.there, "records")
    assert shared_level(cast.network.pk, cast.here) == Sharing.NONE
    sign(cast, "aggregates")
    narrow_sharing(actor=cast.person("coordinator"), child=cast.here, level="none")
    assert shared_level(cast.network.pk, cast.here) == Sharing.NONE
    assert shared_level(cast.network.pk, cast.there) == Sharing.RECORDS
    with pytest.raises(Refused):
        narrow_sharing(actor=cast.person("coordinator"), child=cast.here, level="none")


def test_sharing_less_leaves_the_question_of_the_network_open(cast):
    agree(cast.here, "results")
    asked = ask_sharing(actor=cast.steward, child=cast.here, level="records")
    narrow_sharing(actor=cast.person("coordinator"), child=cast.here, level="aggregates")
    asked.refresh_from_db()
    assert (asked.signed_at, asked.ended_at) == (None, None)
    assert shared_level(cast.network.pk, cast.here) == Sharing.AGGREGATES


@pytest.mark.parametrize("name", [*ROLES_HERE, *STRANGERS])
def test_only_a_steward_of_the_parent_asks(cast, name):
    if name == "steward":
        ask_sharing(actor=cast.steward, child=cast.here, level="results")
    else:
        with pytest.raises(Refused):
            ask_sharing(actor=cast.person(name), child=cast.here, level="results")


def test_nobody_signs_for_both_sides(cast):
    grant(cast.coordinator, cast.network, Role.STEWARD)
    with pytest.raises(Refused, match=r"somebody else signs|quelqu"):
        sign(cast, "results")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"decision": " "}, "decision"),
        ({"decided_on": None}, "decided_on"),
        ({"decided_on": timezone.localdate() + timedelta(days=3)}, "decided_on"),
        ({"decision": "x" * 2001}, "decision"),
    ],
)
def test_widening_needs_a_decision_and_its_day(cast, said, field):
    with pytest.raises(Refused) as refusal:
        sign(cast, "results", **said)
    assert refusal.value.field == field


def test_widening_is_a_new_signature_and_the_history_stays(cast):
    first = sign(cast, "aggregates")
    sign(cast, "results", decision="Élargi en avril")
    first.refresh_from_db()
    assert first.ended_at is not None
    assert first.level == "aggregates"
    assert SharingAgreement.objects.running().get().decision == "Élargi en avril"
    with pytest.raises(Refused):
        sign(cast, "aggregates")


def test_narrowing_needs_nothing_and_holds_at_once(cast):
    sign(cast, "records")
    narrow_sharing(actor=cast.person("coordinator"), child=cast.here, level="aggregates")
    assert shared_level(cast.network.pk, cast.here) == Sharing.AGGREGATES
    with pytest.raises(Refused):
        narrow_sharing(actor=cast.person("coordinator"), child=cast.here, level="results")
    narrow_sharing(actor=cast.person("coordinator"), child=cast.here, level="none")
    assert shared_level(cast.network.pk, cast.here) == Sharing.NONE
    assert list(Entry.objects.filter(kind__startswith="communities.sharing").order_by("pk").values_list("kind", flat=True)) == [
        "communities.sharing_signed", "communities.sharing_narrowed", "communities.sharing_ended",
    ]  # fmt: skip


def test_saying_no_changes_nothing(cast):
    sign(cast, "aggregates")
    ask_sharing(actor=cast.steward, child=cast.here, level="records")
    decline_sharing(actor=cast.person("coordinator"), child=cast.here)
    assert shared_level(cast.network.pk, cast.here) == Sharing.AGGREGATES
    with pytest.raises(Refused):
        decline_sharing(actor=cast.person("coordinator"), child=cast.here)


def test_asking_again_replaces_the_question(cast):
    ask_sharing(actor=cast.steward, child=cast.here, level="records")
    ask_sharing(actor=cast.steward, child=cast.here, level="aggregates")
    assert SharingAgreement.objects.waiting().get().level == "aggregates"
    with pytest.raises(Refused):
        ask_sharing(actor=cast.steward, child=cast.here, level="none")


def test_what_was_signed_with_another_parent_is_nothing_for_the_new_one(cast):
    sign(cast, "records")
    other = make_community("Autre réseau", kind=CommunityKind.NETWORK)
    Community.objects.filter(pk=cast.here.pk).update(parent=other)
    here = Community.objects.get(pk=cast.here.pk)
    assert shared_level(other.pk, here) == Sharing.NONE
    assert shared_level(cast.network.pk, here) == Sharing.NONE
    assert shared_below([cast.network.pk, other.pk]) == []


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("records", "aggregates", "aggregates"), ("aggregates", "records", "aggregates"),
        ("records", "none", "none"), ("none", "records", "none"),
    ],
)  # fmt: skip
def test_on_a_longer_way_the_least_of_what_each_passes_on_arrives(cast, inner, outer, expected):
    section = make_community("Section", parent=cast.here)
    for child, level in ((section, inner), (cast.here, outer)):
        if level != "none":
            agree(child, level)
    assert shared_level(cast.network.pk, section) == expected
    found = {one.community_id: one.level for one in shared_below([cast.network.pk])}
    assert found.get(section.pk, "none") == expected
    assert (section in shared_children(cast.network, "aggregates")) == (expected != "none")
    assert section not in shared_children(cast.network, "records")


def test_levels_cost_two_queries_at_any_depth(cast, django_assert_max_num_queries):
    child = cast.here
    agree(child, "records")
    for _ in range(6):
        child = make_community(parent=child)
        agree(child, "results")
    with django_assert_max_num_queries(2):
        assert shared_level(cast.network.pk, child) == Sharing.RESULTS
    with django_assert_max_num_queries(2):
        assert len(list(shared_children(cast.network, "results"))) == 7


def test_an_agreement_of_somebody_else_counts_for_nobody_on_the_way(cast):
    section = make_community("Section", parent=cast.here)
    agree(section, "records")
    agree(cast.there, "records")
    assert shared_level(cast.network.pk, section) == Sharing.NONE
    assert shared_level(cast.here.pk, section) == Sharing.RECORDS
    assert shared_level(cast.there.pk, section) == Sharing.NONE, "not above it"
    assert [one.community_id for one in shared_below([cast.network.pk])] == [cast.there.pk]
    assert shared_below([]) == []


def test_what_is_over_or_stands_alone_neither_asks_nor_signs(cast):
    alone = make_community("Seule")
    grant(cast.coordinator, alone, Role.COORDINATOR)
    assert not can_sign_sharing(cast.person("coordinator"), alone)
    assert not can_ask_sharing(cast.person("coordinator"), alone)
    assert can_sign_sharing(cast.person("coordinator"), cast.here)
    assert can_ask_sharing(cast.person("steward"), cast.here)
    Community.objects.filter(pk=cast.here.pk).update(stage="closed")
    cast.here.refresh_from_db()
    assert not can_sign_sharing(cast.person("coordinator"), cast.here)
    assert not can_ask_sharing(cast.person("steward"), cast.here)


def test_agreements_are_read_by_the_child_and_by_the_steward_of_its_parent(cast):
    ours, theirs = agree(cast.here, "aggregates"), agree(cast.there, "aggregates")
    seen = {name: set(visible_agreements(person)) for name, person in cast.everyone().items()}
    assert seen.pop("steward") == {ours, theirs}
    assert seen.pop("outsider") == {theirs}
    assert seen.pop("keeper") == seen.pop("nobody") == set()
    assert all(rows == {ours} for rows in seen.values())


def test_a_name_at_high_risk_is_said_to_its_own_alone(cast):
    assert may_name(cast.person("nobody"), cast.here)
    Community.objects.filter(pk=cast.here.pk).update(risk="high")
    cast.here.refresh_from_db()
    said = {name for name, person in cast.everyone().items() if may_name(person, cast.here)}
    assert said == set(ROLES_HERE) - {"steward"}


# pages


def url(community, name="sharing", *more):
    return reverse(f"communities:{name}", args=[community.public_id, *more])


def test_both_sides_read_the_same_words_before_anybody_signs(cast, as_person):
    theirs = as_person(cast.steward).get(url(cast.network, "sharing_child", cast.here.public_id)).content.decode()
    ours = as_person(cast.coordinator).get(url(cast.here, "sharing_signature")).content.decode()

    def cut(html):
        return html[html.index('<dl class="rows">') : html.index("</dl>")]

    assert cut(theirs) == cut(ours)


def test_the_whole_way_on_the_pages(cast, as_person):
    steward, coordinator, member = (as_person(cast.person(name)) for name in ("steward", "coordinator", "member"))
    ask = url(cast.network, "sharing_child", cast.here.public_id)
    assert steward.post(ask, {"level": "results"}).status_code == 303
    page = coordinator.get(url(cast.here)).content.decode()
    assert url(cast.here, "sharing_signature") in page
    assert url(cast.here, "sharing_signature") not in member.get(url(cast.here)).content.decode()
    refused = coordinator.post(
        url(cast.here, "sharing_signature"), {"level": "results", "decision": "Gardé", "decided_on": ""}
    )
    assert refused.status_code == 422
    assert "Gardé" in refused.content.decode()
    sent = {"level": "results", "decision": "Vu en plénière", "decided_on": "2026-01-05"}
    assert coordinator.post(url(cast.here, "sharing_signature"), sent).status_code == 303
    assert "Vu en plénière" in member.get(url(cast.here)).content.decode()
    below = steward.get(ask).content.decode()
    assert "Vu en plénière" not in below
    assert coordinator.post(url(cast.here, "sharing_narrowing"), {"level": "none"}).status_code == 303
    assert shared_level(cast.network.pk, cast.here) == Sharing.NONE


@pytest.mark.parametrize("name", ["member", "facilitator", "outsider", "steward", "nobody"])
def test_forms_of_the_coordination_are_absent_for_others(cast, as_person, name):
    agree(cast.here, "aggregates")
    client = as_person(cast.person(name))
    assert client.get(url(cast.here, "sharing_signature")).status_code == 404
    assert client.post(url(cast.here, "sharing_narrowing"), {"level": "none"}).status_code in (403, 404)
    assert client.get(url(cast.network, "sharing_child", cast.here.public_id)).status_code == (
        200 if name == "steward" else 404
    )
    assert shared_level(cast.network.pk, cast.here) == Sharing.AGGREGATES


def test_each_side_is_told_on_its_day(cast, as_person):
    ask_sharing(actor=cast.steward, child=cast.here, level="results")
    read_journal()
    assert [news.line.url for news in news_for(cast.person("coordinator"))] == [url(cast.here)]
    assert news_for(cast.person("member")) == []
    sign(cast, "results")
    read_journal()
    assert [news.line.url for news in news_for(cast.person("steward"))] == [url(cast.network)]


def test_page_is_in_both_languages(cast, as_person):
    join(cast.nobody, cast.here)
    for language, words in (("fr", "Ce qui est partagé"), ("en", "What is shared")):
        cast.nobody.language = language
        cast.nobody.save()
        assert words in as_person(cast.person("nobody")).get(url(cast.here)).content.decode()


def test_name_of_a_network_at_high_risk_is_not_said(cast, as_person):
    Community.objects.filter(pk=cast.network.pk).update(risk="high")
    assert "Réseau Delta" not in as_person(cast.member).get(url(cast.here)).content.decode()
    Community.objects.filter(pk=cast.network.pk).update(risk="standard")
    assert "Réseau Delta" in as_person(make_member(cast)).get(url(cast.here)).content.decode()


def make_member(cast):
    person = make_person()
    join(person, cast.here)
    return person
