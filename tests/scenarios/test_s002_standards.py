"""Scenario 002, step 6: a network looks at itself, a peer network comments, an improvement plan follows."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from palabre.charter.models import Review
from palabre.commitments.models import Commitment
from palabre.communities.choices import CommunityKind, Role
from palabre.demo import alliance_charter as story
from palabre.demo import alliance_texts as texts
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import at_the_desk_of, read, send

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S002-6")
def test_a_network_assesses_itself_a_peer_comments_and_a_plan_follows() -> None:
    network = make_community("Alliance Horizons Égaux", kind=CommunityKind.NETWORK)
    steward, reader = make_person("Nènè S."), make_person("Ruth A.", language="en")
    grant(steward, network, Role.STEWARD)
    grant(reader, network, Role.TRANSLATOR)
    story.publish_standards(network=network, steward=steward, approver=reader, on=date(2026, 3, 2))
    bay, hills = (make_community(n, parent=network, kind=CommunityKind.NATIONAL) for n in ("La Baie", "Les Collines"))
    awa, ines = make_person("Awa D."), make_person("Inès K.", language="en")
    for person, community in ((awa, bay), (ines, hills)):
        join(person, community)
        grant(person, community, Role.COORDINATOR)
    lead, peer, cares = at_the_desk_of(awa), at_the_desk_of(ines), at_the_desk_of(steward)

    page = read(lead, "charter:standards", bay.public_id)
    assert all(item.title.fr.replace("’", "&#x27;") in page or item.title.fr in page for item in texts.STANDARDS)
    send(lead, "charter:reviews", bay.public_id)
    review = Review.objects.get()
    read_journal()
    assert Notice.objects.filter(person=steward, kind="charter.review_planned").exists()
    send(cares, "charter:peer", network.public_id, review.public_id, peer=hills.public_id)
    assert peer.get(f"/reviews/{review.public_id}/").status_code == 404
    send(peer, "charter:acceptance", hills.public_id, review.public_id)

    assert review.lines.count() == 7
    for line in review.lines.all():
        where = (review.public_id, line.public_id)
        said = {"level": "partly", "finding": "Deux groupes sur trois le font.", "evidence": "Comptes rendus."}
        send(lead, "charter:chapter", *where, seen="0", **said)
    send(lead, "charter:assessment", review.public_id)
    for line in review.lines.all():
        where = (review.public_id, line.public_id)
        send(peer, "charter:remark", *where, comment="Try it with the youngest group first.", seen=str(line.version))
    send(peer, "charter:remarks", review.public_id)
    # what she writes reaches the community; nobody above reads any of it without an agreement
    assert "youngest group" in read(lead, "charter:review", review.public_id)
    assert cares.get(f"/reviews/{review.public_id}/").status_code == 404

    first = review.lines.first()
    assert first is not None
    due = (timezone.localdate() + timedelta(days=60)).isoformat()
    form = read(lead, "charter:improvement", review.public_id, first.public_id)
    owner = re.search(r'<option value="(p\.[^"]+)"[^>]*>Awa D', form)
    assert owner
    promise = {"text": "Publier les comptes rendus", "owner": owner[1], "due": due}
    send(lead, "charter:improvement", review.public_id, first.public_id, **promise)
    send(lead, "charter:plan", review.public_id)
    commitment = Commitment.objects.get()
    assert (commitment.person, commitment.due.isoformat()) == (awa, due)
    send(lead, "commitments:evidence", commitment.public_id, evidence="En ligne depuis mardi")
    assert "1 sur 1" in read(lead, "charter:review", review.public_id)
    send(lead, "charter:conclusion", review.public_id, conclusion="Le premier chapitre avance.")
    review.refresh_from_db()
    assert review.state == "followed"
