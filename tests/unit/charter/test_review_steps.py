"""What each step of an accountability review keeps, dates, tells, and does not take."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from palabre.charter.actions import (
    accept_peer,
    add_improvement,
    adopt_charter,
    agree_plan,
    assess_chapter,
    comment_chapter,
    conclude_review,
    decline_peer,
    finish_assessment,
    finish_comments,
    name_peer,
    plan_review,
)
from palabre.charter.actions.answering import LONGEST
from palabre.charter.models import Adoption, Review
from palabre.charter.rules import can_plan_review, can_view_review, is_peer, named_reviews, visible_reviews
from palabre.demo import alliance_charter as story
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from tests.factories import grant, make_community, make_person
from tests.personas import ROLES_HERE, Cast
from tests.unit.charter.helpers import DAY, adopted, approver_of, publish

pytestmark = pytest.mark.django_db
SAID = {"level": "partly", "finding": "Deux groupes sur trois", "evidence": "Le registre", "language": "fr"}


@pytest.fixture
def review(cast: Cast) -> Review:
    """`here` reviews itself; `there`, whose coordination is the outsider, is asked to read."""
    story.publish_standards(
        network=cast.network, steward=cast.person("steward"), approver=approver_of(cast.network), on=DAY
    )
    found = plan_review(actor=cast.person("coordinator"), community=cast.here, language="fr")
    return name_peer(actor=cast.person("steward"), review=found, peer=cast.there)


def now(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def test_what_is_written_of_a_chapter_is_kept_whole(cast: Cast, review: Review) -> None:
    lead, peer = cast.person("coordinator"), cast.person("outsider")
    accept_peer(actor=peer, review=review)
    for line in review.lines.all():
        assess_chapter(actor=lead, line=line, **{**SAID, "language": "en"})
    line = review.lines.first()
    assert line is not None
    assert (line.level, line.finding, line.evidence) == ("partly", "Deux groupes sur trois", "Le registre")
    assert (line.language, line.written_by, line.version) == ("en", lead, 1)
    finish_assessment(actor=lead, review=review)
    comment_chapter(actor=peer, line=line, comment="Well seen.", language="en", seen=1)
    line.refresh_from_db()
    assert (line.comment, line.comment_language, line.commented_by, line.version) == ("Well seen.", "en", peer, 2)
    with pytest.raises(Clash):
        comment_chapter(actor=peer, line=line, comment="Autre", language="fr", seen=1)


def test_what_a_chapter_does_not_take(cast: Cast, review: Review) -> None:
    lead, line = cast.person("coordinator"), review.lines.first()
    assert line is not None
    for wrong, field in (
        ({"level": "wonderful"}, "level"),
        ({"level": ""}, "level"),
        ({"finding": " \n "}, "finding"),
        ({"finding": "x" * (LONGEST + 1)}, "finding"),
        ({"evidence": "x" * (LONGEST + 1)}, "evidence"),
    ):
        with pytest.raises(Refused) as refusal:
            assess_chapter(actor=lead, line=line, **{**SAID, **wrong})
        assert refusal.value.field == field
    line.refresh_from_db()
    assert (line.finding, line.version) == ("", 0)
    assess_chapter(actor=lead, line=line, **{**SAID, "finding": "x" * LONGEST, "evidence": ""})


def test_each_step_is_dated_and_told_once(cast: Cast, review: Review) -> None:
    lead, peer, lines = cast.person("coordinator"), cast.person("outsider"), list(review.lines.all())
    accept_peer(actor=peer, review=review)
    for line in lines:
        assess_chapter(actor=lead, line=line, **SAID)
    finish_assessment(actor=lead, review=review)
    for line in lines:
        comment_chapter(actor=peer, line=line, comment="Bien vu.", language="fr")
    finish_comments(actor=peer, review=review)
    due = timezone.localdate() + timedelta(days=9)
    add_improvement(actor=lead, line=lines[0], text="Publier", due=due, person=cast.coordinator)
    agree_plan(actor=lead, review=review)
    conclude_review(actor=lead, review=review, conclusion="One of two.", language="en")
    found = now(review)
    stamps = [found.assessed_at, found.reviewed_at, found.improving_at, found.followed_at]
    assert all(stamps)
    assert stamps == sorted(stamps)  # type: ignore[type-var]
    assert (found.conclusion, found.language) == ("One of two.", "en")
    kinds = list(Entry.objects.filter(subject="review", subject_id=review.pk).values_list("kind", flat=True))
    steps = ("review_assessed", "review_commented", "improvement_added", "plan_agreed", "review_followed")
    assert sorted(kinds) == sorted(
        [
            *(f"charter.{step}" for step in ("review_planned", "peer_named", "peer_accepted", *steps)),
            *["charter.chapter_assessed", "charter.chapter_commented"] * 7,
        ]
    )


def test_a_conclusion_is_not_empty(cast: Cast, review: Review) -> None:
    Review.objects.filter(pk=review.pk).update(state="improving")
    with pytest.raises(Refused) as refusal:
        conclude_review(actor=cast.person("coordinator"), review=review, conclusion=" ", language="fr")
    assert refusal.value.field == "conclusion"
    assert now(review).state == "improving"


@pytest.mark.parametrize("name", ["steward", "coordinator", "member", "keeper", "nobody"])
def test_only_the_coordination_that_was_asked_says_no(cast: Cast, review: Review, name: str) -> None:
    with pytest.raises(Refused):
        decline_peer(actor=cast.person(name), review=review)
    assert (now(review).peer, now(review).peer_named_by) == (cast.there, cast.steward)


def test_a_no_frees_the_place_of_the_peer(cast: Cast, review: Review) -> None:
    decline_peer(actor=cast.person("outsider"), review=review)
    assert now(review).peer is None
    assert Entry.objects.filter(kind="charter.peer_declined", subject_id=review.pk).count() == 1
    with pytest.raises(Refused):
        accept_peer(actor=cast.person("outsider"), review=review)


@pytest.mark.parametrize("name", ["steward", "facilitator", "member", "outsider", "keeper"])
def test_who_plans_a_review(cast: Cast, review: Review, name: str) -> None:
    Review.objects.update(state="followed")
    with pytest.raises(Refused):
        plan_review(actor=cast.person(name), community=cast.here, language="fr")


def test_without_standards_there_is_no_review(cast: Cast) -> None:
    with pytest.raises(Refused, match="standards"):
        plan_review(actor=cast.person("coordinator"), community=cast.here, language="fr")


def test_a_review_opens_the_chapters_of_its_own_standards_alone(cast: Cast, review: Review) -> None:
    publish(cast)
    place = make_community(parent=cast.network)
    lead = make_person()
    grant(lead, place, "coordinator")
    planned = plan_review(actor=lead, community=place, language="fr")
    assert {line.chapter.edition_id for line in planned.lines.all()} == {review.standards_id}


def test_adopting_another_code_ends_the_first_and_keeps_it(cast: Cast) -> None:
    first = adopted(cast)
    alone = make_person("Relecture")
    grant(alone, cast.here, "translator")
    grant(cast.steward, cast.here, "steward")
    own = story.publish_code(network=cast.here, steward=cast.person("steward"), approver=alone, on=DAY)
    said = {"decision": "Oui", "decided_on": DAY}
    with pytest.raises(Refused) as refusal:
        adopt_charter(actor=cast.person("coordinator"), community=cast.here, code=None, **said)
    assert refusal.value.field == "code"
    second = adopt_charter(actor=cast.person("coordinator"), community=cast.here, code=own, **said)
    assert list(Adoption.objects.filter(community=cast.here, ended_at=None)) == [second]
    assert Adoption.objects.get(pk=first.pk).ended_at is not None
    assert second.principles is None, "the principles of the network do not come with another code"


def test_who_reads_a_review_and_who_knows_only_that_it_is_there(cast: Cast, review: Review) -> None:
    accept_peer(actor=cast.person("outsider"), review=review)
    carer, other = make_person(), make_community(kind="global")
    grant(carer, other, "steward")
    theirs = Review.objects.create(community=make_community(parent=other), standards=review.standards)
    everybody = {**cast.everyone(), "carer": carer}
    readers = {name for name, one in everybody.items() if review in visible_reviews(one)}
    assert readers == {*ROLES_HERE, "outsider"} - {"steward"}
    for name, one in everybody.items():
        assert theirs not in visible_reviews(one), name
        assert not can_view_review(one, theirs), name
    assert {name for name, one in everybody.items() if named_reviews(one).exists()} == {"steward"}


def test_a_review_without_a_peer_has_none(cast: Cast, review: Review) -> None:
    assert is_peer(cast.person("outsider"), review)
    review.peer = None
    assert not is_peer(cast.person("outsider"), review)


def test_a_closed_community_plans_no_review(cast: Cast, review: Review) -> None:
    Review.objects.update(state="followed")
    assert can_plan_review(cast.person("coordinator"), cast.here)
    cast.here.stage = "closed"
    assert not can_plan_review(cast.person("coordinator"), cast.here)
