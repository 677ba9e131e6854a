"""The same story told in two sister communities; every word of each carries its own mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from palabre.commitments.models import Commitment
from palabre.communities.choices import Level, Role
from palabre.communities.models import Community, Invitation
from palabre.files.models import StoredFile
from palabre.kit.ids import digest, new_id
from palabre.languages.choices import HalfState
from palabre.languages.models import Half, Translatable, source_digest
from palabre.languages.queries import other, thing_name
from palabre.meetings import models as m
from palabre.meetings.queries.calendars import community_key
from palabre.people.models import CodeSheet, Keeper, Person
from palabre.people.queries import devices
from tests.factories import grant, join, make_community, make_item, make_meeting, make_organisation, make_person
from tests.isolation.world_calls import tell_calls
from tests.isolation.world_charter import tell_charter
from tests.isolation.world_factors import tell_factors
from tests.isolation.world_groups import tell_decisions, tell_groups
from tests.isolation.world_joining import tell_joining
from tests.isolation.world_network import tell_network
from tests.isolation.world_people import tell_people
from tests.isolation.world_privacy import tell_privacy
from tests.isolation.world_sharing import tell_sharing

ROLES = ("coordinator", "facilitator", "translator", "core", "member")


@dataclass(slots=True)
class World:
    """One community, its people, and the id that each URL argument takes there."""

    mark: str
    community: Community
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def says(self, text: str) -> str:
        return f"{self.mark} {text}"

    def community_risk(self) -> str:
        return str(Community.objects.values_list("risk", flat=True).get(pk=self.community.pk))


def tell(mark: str, network: Community) -> World:
    """Every kind of row there is, with the mark in every text."""
    world = World(
        mark,
        make_community(f"{mark} communauté", parent=network, purpose=mark, domain=mark, people=mark, practice=mark),
    )
    _people(world)
    tell_factors(world)
    meeting = _meeting(world, ahead=True)
    held = _meeting(world, ahead=False)
    _before(world, meeting)
    _after(world, held)
    _minutes(world, held)
    tell_charter(world)
    tell_joining(world)
    tell_people(world)
    tell_privacy(world)
    world.ids |= {
        "community_id": world.community.public_id,
        "meeting_id": held.public_id,
        "child_id": make_community(f"{mark} comité", parent=world.community, purpose=mark).public_id,
        "handle": _device(world.people["member"]),
        "key": community_key(world.people["member"], world.community),
    }
    tell_network(world)
    tell_sharing(world, Community.objects.get(public_id=world.ids["child_id"]))
    tell_decisions(world)
    tell_groups(world)
    tell_calls(world)
    return world


def _people(world: World) -> None:
    house = make_organisation(world.says("organisation"))
    world.ids["organisation_id"] = house.public_id
    for role in ROLES:
        person = make_person(world.says(role), email=f"{world.mark.lower()}.{role}@example.org", pronouns=world.mark)
        membership = join(
            person, world.community, organisation=house, level=Level.CORE if role == "core" else Level.ACTIVE
        )
        world.people[role] = person
        if role in Role.values:
            world.ids["grant_id"] = grant(person, world.community, role).public_id
        if role == "member":
            world.ids["membership_id"] = membership.public_id
    invitation = Invitation.objects.create(
        community=world.community, email=f"{world.mark}.invited@example.org", digest=digest(f"token-{world.mark}"),
        expires_at=datetime.now(UTC) + timedelta(days=3),
    )  # fmt: skip
    world.ids["invitation_id"] = invitation.public_id
    named = make_person(world.says("garde désignée"), email=f"{world.mark.lower()}.keeper@example.org")
    CodeSheet.objects.create(person=named)
    Keeper.objects.create(person=named, confirmed_at=None)


def _device(person: Person) -> str:
    """A sign-in of this person, as her own page names it."""
    client = Client()
    client.force_login(person)
    (device,) = devices(person, None)
    return device.handle


def _half(world: World, thing: Translatable, *fields: str) -> None:
    for name in fields:
        source = getattr(thing, name)
        Half.objects.create(
            thing=thing_name(thing), thing_id=thing.pk, field=name, language=other(thing.source_language),
            text=world.says("half"), state=HalfState.IN_REVIEW, source_text=source, source_digest=source_digest(source),
            written_by_id=world.people["translator"].pk,
        )  # fmt: skip


def _meeting(world: World, *, ahead: bool) -> m.Meeting:
    start = datetime.now(UTC) + timedelta(days=6 if ahead else -6)
    meeting = make_meeting(
        world.community, title=world.says("rencontre"), place=world.says("lieu"), link=f"https://{world.mark.lower()}.example/",
        welcome=world.says("accueil"), interpretation=world.says("interprétation"), starts_at=start,
        state="agenda_published" if ahead else "minutes_draft", planned_by=world.people["coordinator"],
    )  # fmt: skip
    meeting.facilitators.add(world.people["facilitator"])
    for number in range(3):
        item = make_item(
            meeting,
            world.says(f"point {number}"),
            owner=world.people["facilitator"],
            owner_label=world.says("personne"),
        )
        _half(world, item, "title")
        world.ids["item_id"] = item.public_id
    _half(world, meeting, "title")
    return meeting


def _file(world: World) -> StoredFile:
    name = default_storage.save(f"{new_id()}.txt", ContentFile(world.says("fichier").encode()))
    return StoredFile.objects.create(
        kind="text", size=20, sha256="0" * 64, content_type="text/plain", storage_name=name,
        display_name=world.says("fichier.txt"), owner_id=world.people["coordinator"].pk,
    )  # fmt: skip


def _before(world: World, meeting: m.Meeting) -> None:
    world.ids["meeting_ahead_id"] = meeting.public_id
    guest = m.Guest.objects.create(
        meeting=meeting, name=world.says("personne invitée"), email=f"{world.mark}.guest@example.org"
    )
    world.ids["guest_id"] = guest.public_id
    m.Reply.objects.create(meeting=meeting, person=world.people["member"], answer="yes", needs=world.says("besoin"))
    m.Reply.objects.create(meeting=meeting, guest=guest, answer="no", needs=world.says("besoin"))
    question = m.AnonymousQuestion.objects.create(
        meeting=meeting, text=world.says("question"), on=date(2026, 1, 1), answer=world.mark
    )
    world.ids["question_id"] = question.public_id


def _after(world: World, meeting: m.Meeting) -> None:
    document = m.Document.objects.create(meeting=meeting, file=_file(world), title=world.says("document"))
    sheet = m.SignedSheet.objects.create(meeting=meeting, file=_file(world), note=world.says("feuille"))
    line = m.CountedLine.objects.create(
        meeting=meeting, label=world.says("ligne"), value=41, precision="about", note=world.mark
    )
    m.CountedSplit.objects.create(line=line, gender="woman", value=20)
    row = m.Attendance.objects.create(
        meeting=meeting,
        person=world.people["member"],
        organisation_label=world.says("organisation"),
        name=world.says("nom"),
    )
    m.Attendance.objects.create(meeting=meeting, name=world.says("inconnue"), kind="walk_in")
    for number in range(6):
        m.Evaluation.objects.create(
            public_id=new_id(), meeting=meeting, useful=4, heard=5, change=world.says(f"avis {number}")
        )
    world.ids |= {
        "document_id": document.public_id,
        "sheet_id": sheet.public_id,
        "figure_id": line.public_id,
        "attendance_id": row.public_id,
    }


def _minutes(world: World, meeting: m.Meeting) -> None:
    minutes = m.Minutes.objects.create(meeting=meeting, started_by=world.people["facilitator"])
    for language in ("fr", "en"):
        m.MinutesLanguage.objects.create(minutes=minutes, language=language)
    item = meeting.items.order_by("position").first()
    segment = m.Segment.objects.create(
        minutes=minutes, item=item, position=1, title=world.says("passage"), body=world.says("corps"), version=1,
        changed_by=world.people["facilitator"],
    )  # fmt: skip
    m.SegmentVersion.objects.create(
        segment=segment, version=1, title=segment.title, body=segment.body, author=world.people["facilitator"]
    )
    _half(world, segment, "title", "body")
    decision = m.RecordedDecision.objects.create(
        segment=segment, text=world.says("décision"), recorded_by=world.people["facilitator"]
    )
    commitment = Commitment.objects.create(
        community=world.community, text=world.says("engagement"), person=world.people["member"], due=date(2026, 1, 2)
    )
    m.TakenCommitment.objects.create(meeting=meeting, segment=segment, decision=decision, commitment=commitment)
    world.ids |= {
        "segment_id": segment.public_id,
        "decision_id": decision.public_id,
        "commitment_id": commitment.public_id,
    }
