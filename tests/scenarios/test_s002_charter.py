"""Scenario 002, steps 1 and 2, through the pages; and the last part of scenario 000, step 1: the signature."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from palabre.charter.chores import ask_for_signatures
from palabre.charter.models import Adoption, Edition, Signature
from palabre.communities.choices import CommunityKind, MembershipState, Role, Stage
from palabre.communities.models import Community, Membership
from palabre.communities.rules import enters_as
from palabre.demo import alliance_charter as story
from palabre.demo import alliance_texts as texts
from palabre.meetings.models import Meeting, Reply
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail, Notice
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_meeting, make_person
from tests.scenarios.hands import at_the_desk_of, read, send

pytestmark = pytest.mark.django_db
DECIDED = {"decision": "En réunion plénière, sans objection.", "decided_on": "2026-03-02"}


class Alliance:
    """A network, its steward and whoever reads her translations; a national community that is only forming."""

    def __init__(self) -> None:
        self.network = make_community("Alliance Horizons Égaux", kind=CommunityKind.NETWORK)
        self.steward, self.reader = make_person("Nènè S."), make_person("Ruth A.", language="en")
        grant(self.steward, self.network, Role.STEWARD)
        grant(self.reader, self.network, Role.TRANSLATOR)
        kind, stage = CommunityKind.NATIONAL, Stage.FORMING
        self.here = make_community("Réseau national de la Baie", parent=self.network, kind=kind, stage=stage)
        self.lead, self.member = make_person("Awa D."), make_person("Grace M.", language="en")
        grant(self.lead, self.here, Role.COORDINATOR)
        for person in (self.lead, self.member):
            join(person, self.here)
        self.meeting: Meeting = make_meeting(self.here)

    def publish(self, version: int) -> Edition:
        return story.publish_code(
            network=self.network, steward=self.steward, approver=self.reader, on=date(2026, 3, 2), version=version
        )

    def place(self, person: Person) -> Membership:
        return Membership.objects.get(person=person, community=self.here)


@pytest.fixture
def alliance(db: None) -> Alliance:
    return Alliance()


def sign(client: Client, community: Community, language: str) -> None:
    """What a browser sends after reading: the hidden fields of the page in that language."""
    page = read(client, "charter:signature", community.public_id, **{"in": language})
    seal = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seal
    send(client, "charter:signature", community.public_id, language=language, seen=seal[1])


def adopt(alliance: Alliance, code: Edition) -> None:
    send(at_the_desk_of(alliance.lead), "charter:adoption", alliance.here.public_id, code=code.public_id, **DECIDED)


@pytest.mark.covers("S002-1")
def test_a_new_national_community_adopts_and_its_members_sign_in_their_language(alliance: Alliance) -> None:
    code = alliance.publish(1)
    lead, member = at_the_desk_of(alliance.lead), at_the_desk_of(alliance.member)
    adopt(alliance, code)
    page = read(member, "charter:charter", alliance.here.public_id)
    assert texts.ADOPT[0].title.en in page
    assert texts.ADOPT[0].title.fr not in page
    # before she signs she reads, and does nothing else
    for name, args in (
        ("desk:community", [alliance.here.public_id]),
        ("meetings:meeting", [alliance.meeting.public_id]),
        ("commitments:list", [alliance.here.public_id]),
    ):
        assert "Read and sign" in read(member, name, *args)
    refused = member.post(f"/meetings/{alliance.meeting.public_id}/reply/", {"answer": "yes"})
    assert refused.status_code in (403, 422)
    assert "First sign the code of conduct" in refused.content.decode()
    assert not Reply.objects.exists()
    # the coordination signs too, then the community becomes active
    sign(lead, alliance.here, "fr")
    send(lead, "communities:life", alliance.here.public_id, to=Stage.ACTIVE)
    assert Community.objects.get(pk=alliance.here.pk).stage == Stage.ACTIVE
    sign(member, alliance.here, "en")
    given = Signature.objects.get(membership=alliance.place(alliance.member))
    assert (given.language, given.digest) == ("en", code.digest_en)
    send(member, "meetings:reply", alliance.meeting.public_id, answer="yes")
    assert "Read and sign" not in read(member, "commitments:list", alliance.here.public_id)


def test_without_a_code_the_community_does_not_become_active(alliance: Alliance) -> None:
    lead = at_the_desk_of(alliance.lead)
    answer = lead.post(f"/c/{alliance.here.public_id}/life/", {"to": Stage.ACTIVE})
    assert answer.status_code in (403, 422)
    assert Community.objects.get(pk=alliance.here.pk).stage == Stage.FORMING


@pytest.mark.covers("S002-2")
def test_a_new_version_in_both_languages_gives_thirty_days_then_restricts(alliance: Alliance) -> None:
    adopt(alliance, alliance.publish(1))
    lead, member = at_the_desk_of(alliance.lead), at_the_desk_of(alliance.member)
    sign(lead, alliance.here, "fr")
    sign(member, alliance.here, "en")
    second = alliance.publish(2)
    adoption = Adoption.objects.get(community=alliance.here, ended_at=None)
    assert adoption.code == second
    assert timedelta(days=29) < adoption.sign_by - timezone.now() <= timedelta(days=30)
    read_journal()
    assert Notice.objects.filter(person=alliance.member, kind="charter.renewed").exists()
    send(member, "meetings:reply", alliance.meeting.public_id, answer="no")
    page = read(member, "charter:changes", alliance.here.public_id)
    assert "<ins>" in page
    assert "record" in page
    # the days pass
    sign(lead, alliance.here, "fr")
    Adoption.objects.filter(pk=adoption.pk).update(sign_by=timezone.now() - timedelta(minutes=1))
    ask_for_signatures()
    assert alliance.place(alliance.lead).state == MembershipState.ACTIVE
    assert alliance.place(alliance.member).state == MembershipState.RESTRICTED
    read_journal()
    assert Mail.objects.filter(person=alliance.member, template="charter/email/sign.txt").exists()
    refused = member.post(f"/meetings/{alliance.meeting.public_id}/reply/", {"answer": "yes"})
    assert refused.status_code in (403, 422)
    sign(member, alliance.here, "fr")
    send(member, "meetings:reply", alliance.meeting.public_id, answer="yes")


def test_an_edited_half_stops_the_publication_of_version_two(alliance: Alliance) -> None:
    """« Published in both languages »: a half that is outdated or not approved is named, and nothing is published."""
    alliance.publish(1)
    steward = at_the_desk_of(alliance.steward)
    send(steward, "charter:texts", alliance.network.public_id, kind="code")
    draft = Edition.objects.get(state="draft")
    article = draft.articles.first()
    assert article is not None
    where = (alliance.network.public_id, draft.public_id)
    page = read(steward, "charter:article", *where, article.public_id)
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    said = {"title_fr": "Respect", "title_en": "Respect", "text_fr": "Je parle avec soin.", "text_en": "I take care."}
    send(steward, "charter:article", *where, article.public_id, seen=seen[1], **said)
    refused = steward.post(f"/c/{where[0]}/charter/texts/{where[1]}/publication/", DECIDED)
    assert refused.status_code == 403
    assert "n’est pas encore approuvé" in refused.content.decode()
    reader = at_the_desk_of(alliance.reader)
    waiting = re.search(r'name="seen" value="(\w+)"', read(reader, "charter:edition", *where))
    assert waiting
    send(reader, "charter:approval", *where, seen=waiting[1])
    send(steward, "charter:publication", *where, days="30", **DECIDED)
    draft.refresh_from_db()
    assert draft.state == "published"


def test_whoever_is_approved_by_a_join_link_signs_and_is_then_a_member_of_that_section(alliance: Alliance) -> None:
    """The last part of the step: « once approved and the code signed, she is a member »."""
    adopt(alliance, alliance.publish(1))
    here = Community.objects.get(pk=alliance.here.pk)
    newcomer = make_person("Kadi N.")
    place = join(newcomer, here, state=enters_as(here))
    assert place.state == MembershipState.APPROVED
    sign(at_the_desk_of(newcomer), here, "fr")
    place.refresh_from_db()
    assert place.state == MembershipState.ACTIVE
