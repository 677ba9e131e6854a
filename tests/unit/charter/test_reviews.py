"""Accountability: one's own look, a peer's remarks, a plan of commitments; who sees what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from palabre.charter.actions import (
    accept_peer,
    add_improvement,
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
from palabre.charter.models import Review
from palabre.charter.queries.assessing import review_page, standards_page
from palabre.charter.rules import can_name_peer, can_plan_review, can_view_review, visible_reviews
from palabre.commitments.actions import keep_commitment
from palabre.communities.choices import RiskProfile, Role, Sharing
from palabre.communities.models import Community, SharingAgreement
from palabre.demo import alliance_charter as story
from palabre.kit.verdict import Clash, Refused
from tests.factories import grant, join, make_community, make_person
from tests.personas import Cast
from tests.unit.charter.helpers import DAY, approver_of

pytestmark = pytest.mark.django_db
SAID = {"level": "partly", "finding": "Deux groupes sur trois", "evidence": "", "language": "fr"}


@pytest.fixture
def review(cast: Cast) -> Review:
    """`here` reviews itself; `there`, whose coordination is the outsider, will read."""
    story.publish_standards(
        network=cast.network, steward=cast.person("steward"), approver=approver_of(cast.network), on=DAY
    )
    return plan_review(actor=cast.person("coordinator"), community=cast.here, language="fr")


def assessed(cast: Cast, review: Review) -> None:
    for line in review.lines.all():
        assess_chapter(actor=cast.person("coordinator"), line=line, **SAID)
    finish_assessment(actor=cast.person("coordinator"), review=review)


def read_by_peer(cast: Cast, review: Review) -> None:
    name_peer(actor=cast.person("steward"), review=review, peer=cast.there)
    accept_peer(actor=cast.person("outsider"), review=review)
    assessed(cast, review)
    for line in review.lines.all():
        comment_chapter(actor=cast.person("outsider"), line=line, comment="Bien vu.", language="fr")
    finish_comments(actor=cast.person("outsider"), review=review)


def test_a_review_opens_every_chapter_of_the_standards_above_once(cast: Cast, review: Review) -> None:
    assert review.lines.count() == 7
    assert not can_plan_review(cast.person("coordinator"), cast.here)
    assert [n for n, one in cast.everyone().items() if can_plan_review(one, cast.there)] == ["outsider"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(community=cast.here, standards=review.standards)


def test_the_peer_is_another_community_of_the_same_network(cast: Cast, review: Review) -> None:
    elsewhere = make_community(parent=make_community(kind="global"))
    secret = make_community(parent=cast.network, risk=RiskProfile.HIGH)
    assert [n for n, one in cast.everyone().items() if can_name_peer(one, review)] == ["steward"]
    for wrong in (cast.here, elsewhere, secret):
        with pytest.raises(Refused):
            name_peer(actor=cast.person("steward"), review=review, peer=wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(peer=cast.here)


def test_the_peer_accepts_or_another_is_asked(cast: Cast, review: Review) -> None:
    name_peer(actor=cast.person("steward"), review=review, peer=cast.there)
    assert not can_view_review(cast.person("outsider"), review)
    for name in ("steward", "coordinator", "member"):
        with pytest.raises(Refused):
            accept_peer(actor=cast.person(name), review=review)
    decline_peer(actor=cast.person("outsider"), review=review)
    name_peer(actor=cast.person("steward"), review=review, peer=cast.there)
    accept_peer(actor=cast.person("outsider"), review=review)
    assert can_view_review(cast.person("outsider"), review)
    with pytest.raises(Refused):
        name_peer(actor=cast.person("steward"), review=review, peer=cast.network)


def test_whoever_belongs_to_the_reviewed_community_is_no_peer(cast: Cast, review: Review) -> None:
    join(cast.outsider, cast.here)
    name_peer(actor=cast.person("steward"), review=review, peer=cast.there)
    with pytest.raises(Refused):
        accept_peer(actor=cast.person("outsider"), review=review)


@pytest.mark.covers("INV-04")
def test_the_parent_reads_a_review_only_as_the_agreement_allows(cast: Cast, review: Review) -> None:
    seen = []
    for level in Sharing:
        SharingAgreement.objects.all().delete()
        SharingAgreement.objects.create(child=cast.here, parent=cast.network, level=level, signed_at=timezone.now())
        seen.append(bool(can_view_review(cast.person("steward"), review)))
        for person in cast.everyone().values():
            assert bool(can_view_review(person, review)) == (review in visible_reviews(person))
    assert seen == [False, False, True, True]
    page = standards_page(cast.person("steward"), cast.network, "fr")
    assert [one.review for one in page.named] == [review]


@pytest.mark.covers("SR-18")
def test_no_step_is_skipped(cast: Cast, review: Review) -> None:
    line = review.lines.first()
    lead, peer = cast.person("coordinator"), cast.person("outsider")
    promise = {"text": "Publier", "due": date.today() + timedelta(days=9), "person": cast.coordinator}  # noqa: DTZ011
    too_early = (
        lambda: finish_assessment(actor=lead, review=review),
        lambda: comment_chapter(actor=peer, line=line, comment="Oui", language="fr"),
        lambda: finish_comments(actor=peer, review=review),
        lambda: add_improvement(actor=lead, line=line, **promise),
        lambda: agree_plan(actor=lead, review=review),
        lambda: conclude_review(actor=lead, review=review, conclusion="Fini", language="fr"),
    )
    for step in too_early:
        with pytest.raises(Refused):
            step()
    read_by_peer(cast, review)
    for step in (
        lambda: assess_chapter(actor=lead, line=line, **SAID),
        lambda: finish_assessment(actor=lead, review=review),
        lambda: comment_chapter(actor=peer, line=line, comment="Encore", language="fr"),
        lambda: agree_plan(actor=lead, review=review),
    ):
        with pytest.raises(Refused):
            step()
    add_improvement(actor=lead, line=line, **promise)
    agree_plan(actor=lead, review=review)
    conclude_review(actor=lead, review=review, conclusion="Fini", language="fr")
    assert plan_review(actor=lead, community=cast.here, language="fr").state == "planned"


def test_two_who_write_one_chapter_notice_each_other(cast: Cast, review: Review) -> None:
    line = review.lines.first()
    assess_chapter(actor=cast.person("coordinator"), line=line, seen=0, **SAID)
    with pytest.raises(Clash):
        assess_chapter(actor=cast.person("facilitator"), line=line, seen=0, **{**SAID, "finding": "Autre"})
    line.refresh_from_db()
    assert line.finding == SAID["finding"]


def test_progress_counts_what_is_kept(cast: Cast, review: Review) -> None:
    read_by_peer(cast, review)
    lead, lines = cast.person("coordinator"), list(review.lines.all())
    for line in lines[:2]:
        add_improvement(
            actor=lead, line=line, text="Publier", due=date.today() + timedelta(days=9), person=cast.coordinator,  # noqa: DTZ011
        )  # fmt: skip
    agree_plan(actor=lead, review=review)
    kept = lines[0].improvements.get().commitment
    keep_commitment(actor=lead, commitment=kept, evidence="Sur le site")
    page = review_page(cast.person("member"), Review.objects.get(pk=review.pk), "fr")
    assert (page.kept, page.total) == (1, 2)
    assert not page.assess
    assert not page.as_peer


def test_a_page_asks_the_same_questions_for_many_reviews(
    cast: Cast, review: Review, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            standards_page(cast.person("steward"), Community.objects.get(pk=cast.network.pk), "fr")
        return len(found)

    one = asked()
    for _number in range(6):
        child, lead = make_community(parent=cast.network), make_person()
        grant(lead, child, Role.COORDINATOR)
        plan_review(actor=lead, community=child, language="fr")
    assert asked() == one
