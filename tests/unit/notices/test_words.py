"""What mails say: nothing that names a community, a person, a place or a topic (SR-19)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import engines
from django.utils import timezone, translation

import palabre
from palabre.commitments.models import Commitment
from palabre.communities.choices import Level, Role
from palabre.communities.models import Community, Invitation
from palabre.journal.actions import record
from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY, Subject
from palabre.meetings.models import Guest, Meeting, Minutes
from palabre.notices import chores
from palabre.notices.models import Mail, Notice
from palabre.notices.queries import news_for
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_item, make_meeting, make_organisation, make_person
from tests.unit.notices.other_mails import tell_the_rest

MARK = "zzmarque"
SUBJECTS = {
    "fr": {"Nouvelle activité", "Votre lien", "Rappel"},
    "en": {"New activity", "Your link", "Reminder"},
}
SIGNED = "answers|invitations|sign-in/link|join/requests|me/email|address|apply/open|review/invitations"
SOURCES = Path(palabre.__file__).parent


class World:
    """One community whose every word carries the mark, and one entry for each kind that makes a mail."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.community: Community = make_community(f"{MARK} community", purpose=MARK, domain=MARK, zone="Africa/Bamako")
        house = make_organisation(f"{MARK} house")
        self.reader = self.person(Role.COORDINATOR)
        join(self.reader, self.community, organisation=house, level=Level.CORE)
        self.actor = make_person(f"{MARK} actor")
        self.meeting: Meeting = make_meeting(
            self.community,
            title=f"{MARK} title",
            place=f"{MARK} place",
            welcome=MARK,
            link=f"https://{MARK}.example.org/",
        )
        make_item(self.meeting, f"{MARK} point")
        self.guest = Guest.objects.create(
            meeting=self.meeting, name=f"{MARK} guest", email="guest@example.org", language=language
        )

    def person(self, role: str) -> Person:
        person = make_person(f"{MARK} person", language=self.language)
        grant(person, self.community, role)
        return person

    def tell(self, kind: str, subject: str, subject_id: int | None, **facts: Any) -> Entry:
        with transaction.atomic():
            facts.setdefault("actor_id", self.actor.pk)
            return record(kind, community_id=self.community.pk, subject=subject, subject_id=subject_id, **facts)

    def everything(self) -> None:
        """Entries as the actions of the rooms write them."""
        meeting = self.meeting.pk
        self.tell("meetings.planned", "meeting", meeting, count=3)
        self.tell("meetings.agenda_published", "meeting", meeting, again=False)
        self.tell("meetings.moved", "meeting", meeting, count=2, sequence=1)
        self.tell("meetings.guest_invited", "meeting", meeting, guest=self.guest.pk)
        self.tell("meetings.reminder_due", "meeting", meeting, actor_id=None, when="day")
        gone = make_meeting(self.community, title=f"{MARK} gone", state="cancelled", cancelled_because=f"{MARK} why")
        self.tell("meetings.cancelled", "meeting", gone.pk, count=1, sequence=1)
        minutes = Minutes.objects.create(meeting=self.meeting)
        self.tell("meetings.minutes_proposed", "minutes", minutes.pk, meeting=meeting, language="fr")
        today = timezone.localdate()
        fields = {"community": self.community, "text": f"{MARK} promise", "person": self.reader}
        promise = Commitment.objects.create(due=today + timedelta(days=2), **fields)
        self.tell("commitments.opened", "commitment", promise.pk, about_id=self.reader.pk)
        self.tell("commitments.reminder_due", "commitment", promise.pk, actor_id=None, about_id=self.reader.pk)
        late = Commitment.objects.create(due=today - timedelta(days=2), **fields)
        self.tell("commitments.became_late", "commitment", late.pk, actor_id=None, about_id=self.reader.pk)
        invitation = Invitation.objects.create(
            community=self.community,
            email="new@example.org",
            language=self.language,
            digest=self.language,
            invited_by=self.actor,
            expires_at=timezone.now() + timedelta(days=3),
        )
        self.tell("communities.invited", "invitation", invitation.pk)
        role = grant(self.reader, self.community, Role.TRANSLATOR)
        self.tell("communities.role_granted", "rolegrant", role.pk, about_id=self.reader.pk)
        tell_the_rest(self)
        for purpose in ("sign_in", "new_password"):
            self.tell("people.sign_in_link_asked", "person", self.reader.pk, about_id=self.reader.pk, purpose=purpose)


@pytest.fixture(params=["fr", "en"])
def world(request: pytest.FixtureRequest, db: None) -> World:
    return World(request.param)


def parts(message: EmailMessage) -> list[str]:
    """Everything that leaves, decoded: headers, words, files."""
    whole = message.message()
    words = [f"{name}: {value}" for name, value in whole.items()]
    for part in whole.walk():
        if not part.is_multipart():
            words += [str(part.get_filename()), part.get_payload(decode=True).decode()]
    return words


@pytest.mark.covers("SR-19")
def test_every_mail_of_every_room_is_neutral_in_both_languages(world: World, settings: Any) -> None:
    world.everything()
    chores.read_journal()
    told = set(Mail.objects.values_list("template", flat=True))

    chores.send_mail()

    assert told == set(REGISTRY.writers), "a template without an entry in this test"
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    assert len(mail.outbox) == Mail.objects.count() >= len(told)
    for message in mail.outbox:
        assert message.subject in SUBJECTS[world.language]
        assert message.from_email == settings.DEFAULT_FROM_EMAIL
        leaked = [words for words in parts(message) if MARK in words]
        assert leaked == [], message.subject


@pytest.mark.covers("SR-19")
def test_every_mail_is_complete_plain_text_without_remote_content(world: World, settings: Any) -> None:
    world.everything()
    chores.read_journal()
    chores.send_mail()

    for message in mail.outbox:
        body = str(message.body)
        assert message.content_subtype == "plain"
        assert not getattr(message, "alternatives", [])
        links = re.findall(r"https?://\S+", body)
        assert links, body
        assert all(link.startswith(settings.ORIGIN + "/") for link in links)
        assert "<" not in body
        assert "{" not in body
        assert "  " not in body
        assert "\n\n\n" not in body
        assert "&" not in body


def test_links_of_a_mail_are_the_home_page_or_a_signed_one(world: World, settings: Any) -> None:
    world.everything()
    chores.read_journal()
    chores.send_mail()

    paths = {
        link.removeprefix(settings.ORIGIN) for m in mail.outbox for link in re.findall(r"https?://\S+", str(m.body))
    }
    others = [
        path
        for path in paths
        if path not in {"/", "/me/security/"} and not re.fullmatch(rf"/({SIGNED})/[\w.:-]{{24,}}/", path)
    ]
    assert others == []


def test_only_the_list_of_subjects_can_be_chosen() -> None:
    assert {subject for subject, _writer in REGISTRY.writers.values()} <= set(Subject)
    for language, expected in SUBJECTS.items():
        with translation.override(language):
            assert {str(subject.label) for subject in Subject} == expected


def test_every_mail_template_that_exists_is_declared() -> None:
    """A template nobody fills would escape the scan above."""
    files = {str(path.relative_to(path.parents[2])) for path in SOURCES.glob("*/templates/*/email/*.txt")}

    assert files == set(REGISTRY.writers)
    for name in files:
        assert engines["django"].get_template(name)


def test_every_kind_that_is_told_is_recorded_somewhere() -> None:
    """A kind misspelt in a `notices.py` would tell nobody, without a word."""
    actions = [path for path in SOURCES.rglob("*.py") if "notices" not in str(path.relative_to(SOURCES))]
    written = {kind for path in actions for kind in re.findall(r'"([a-z]+\.[a-z_]+)"', path.read_text())}

    assert set(REGISTRY.tellers) - written == set()
    assert set(REGISTRY.liners) <= set(REGISTRY.tellers)


def test_every_notice_that_can_be_told_has_its_words(world: World) -> None:
    """A line that nobody writes would be kept for nobody."""
    world.everything()
    Notice.objects.all().delete()
    chores.read_journal()

    kinds = set(Notice.objects.values_list("kind", flat=True))

    assert kinds - set(REGISTRY.liners) == set()
    assert set(Notice.objects.values_list("subject", flat=True)) <= set(REGISTRY.finders)
    with translation.override(world.language):
        lines = [news.line for news in news_for(world.reader, limit=len(kinds) + 1)]
    assert len(lines) == len(kinds)
    assert all(line.url.startswith("/") for line in lines)
    assert any(MARK in line.text for line in lines)


def test_line_about_what_the_reader_may_no_longer_see_is_not_shown(world: World) -> None:
    world.everything()
    chores.read_journal()
    assert news_for(world.reader)

    world.reader.memberships.update(state="left")
    world.reader.grants.update(ends_at=timezone.now())
    reader = Person.objects.get(pk=world.reader.pk)

    # that her place was shut, and why, she may read for as long as she wants
    assert [news for news in news_for(reader) if "/suspensions/" not in news.line.url] == []
