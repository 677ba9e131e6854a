"""One's own data, taken along: made in the background, for her alone, for two days."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.exchange import chores
from palabre.exchange.actions.archives import ask_archive, make_archives, open_archive
from palabre.exchange.choices import JobState
from palabre.exchange.models import Archive
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.meetings.models import Attendance, Minutes, Reply, Segment, SegmentVersion
from palabre.notices.models import Mail
from palabre.people.actions.privacy import describe_self
from palabre.people.models import Person
from tests.factories import make_meeting
from tests.personas import Cast

AsPerson = Callable[[Person | None], Client]


def ready(person: Person) -> Archive:
    ask_archive(actor=person)
    make_archives()
    return Archive.objects.get(person=person, state=JobState.READY)


def opened(person: Person) -> tuple[dict, str]:
    body = open_archive(actor=person, archive=ready(person))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return json.loads(archive.read("data.json")), archive.read("index.html").decode()


def a_life(cast: Cast) -> None:
    meeting = make_meeting(cast.here, title="Plénière", state="held")
    for person, name in ((cast.member, "besoin à moi"), (cast.second_member, "besoin d'une autre")):
        Reply.objects.create(meeting=meeting, person=person, answer="yes", needs=name)
        Attendance.objects.create(meeting=meeting, person=person)
        Commitment.objects.create(community=cast.here, text=f"promesse {name}", person=person, due=date(2027, 1, 2))
    segment = Segment.objects.create(minutes=Minutes.objects.create(meeting=meeting), position=1, title="Point")
    for number, author in ((1, cast.member), (2, cast.second_member)):
        SegmentVersion.objects.create(
            segment=segment, version=number, title="Point", body=f"écrit par {author.pk}", author=author
        )


@pytest.mark.covers("SR-30")
def test_it_holds_everything_of_hers_and_nothing_of_others(cast: Cast) -> None:
    a_life(cast)
    describe_self(actor=cast.member, said={"gender": "femme", "age_band": "", "disability": "", "diversity": ""})
    data, html = opened(cast.member)
    assert {
        "account",
        "self_description",
        "consents",
        "memberships",
        "commitments",
        "replies",
        "attendance",
        "minutes",
    } <= set(data)
    told = json.dumps(data, ensure_ascii=False)
    for mine in (
        cast.member.email,
        "femme",
        "besoin à moi",
        "promesse besoin à moi",
        f"écrit par {cast.member.pk}",
        "Communauté Ici",
    ):
        assert mine in told
        assert mine in html
    for other in (
        cast.second_member.email,
        cast.second_member.display_name,
        "besoin d'une autre",
        f"écrit par {cast.second_member.pk}",
    ):
        assert other not in told
        assert other not in html


def test_it_is_written_in_her_language(cast: Cast) -> None:
    assert "Mon compte" in opened(cast.member)[1]
    Person.objects.filter(pk=cast.member.pk).update(language="en")
    assert "My account" in opened(Person.objects.get(pk=cast.member.pk))[1]


def test_the_file_lies_sealed_and_opens_only_in_its_own_place(cast: Cast) -> None:
    mine, theirs = ready(cast.member), ready(cast.second_member)
    with default_storage.open(mine.storage_name) as file:
        lying = file.read()
    assert not lying.startswith(b"PK")
    assert cast.member.email.encode() not in lying
    Archive.objects.filter(pk=theirs.pk).update(storage_name=mine.storage_name)
    theirs.refresh_from_db()
    with pytest.raises(ValueError, match="exchange_archive"):
        open_archive(actor=cast.second_member, archive=theirs)


@pytest.mark.covers("SR-09", "SR-30")
def test_asking_and_downloading_need_a_recent_proof(cast: Cast, as_person: AsPerson) -> None:
    stale = Client()
    stale.force_login(cast.member)
    stale.post("/me/data/archives/")
    assert not Archive.objects.exists()
    client = as_person(cast.member)
    assert client.post("/me/data/archives/").status_code == 303
    assert client.post("/me/data/archives/").status_code == 403  # one at a time
    make_archives()
    url = f"/me/data/archives/{Archive.objects.get().public_id}/"
    assert stale.post(url).content[:2] != b"PK"
    answer = client.post(url)
    assert answer.content[:2] == b"PK"
    assert answer["Cache-Control"] == "no-store"
    assert "attachment" in answer["Content-Disposition"]
    assert Entry.objects.filter(kind="exchange.archive_read", actor_id=cast.member.pk).exists()


@pytest.mark.covers("SR-12")
def test_it_is_for_her_alone_and_for_two_days(
    cast: Cast, as_person: AsPerson, time_machine, django_capture_on_commit_callbacks
) -> None:
    archive = ready(cast.member)
    url = f"/me/data/archives/{archive.public_id}/"
    for name in ("second_member", "coordinator", "keeper", "nobody"):
        assert as_person(cast.person(name)).post(url).status_code == 404
        with pytest.raises(Refused):
            open_archive(actor=cast.person(name), archive=archive)
    time_machine.move_to(timezone.now() + timedelta(hours=47))
    assert as_person(cast.member).post(url).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert as_person(cast.member).post(url).status_code == 410
    name = archive.storage_name
    with django_capture_on_commit_callbacks(execute=True):
        chores.pack_archives()
    assert not default_storage.exists(name)
    assert Archive.objects.get().state == JobState.GONE


def test_a_discreet_mail_says_that_it_is_ready(cast: Cast) -> None:
    from django.core import mail

    from palabre.notices import chores as posts

    ready(cast.member)
    posts.read_journal()
    posts.send_mail()
    (message,) = [one for one in mail.outbox if one.to == [cast.member.email]]
    assert not message.attachments
    assert "/me/data" not in str(message.body)
    assert Mail.objects.get().state == "sent"


def test_one_that_cannot_be_made_says_so_and_holds_up_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    from palabre.exchange.actions import archives

    real = archives.packed

    def packed(person: Person) -> bytes:
        if person.pk == cast.member.pk:
            raise RuntimeError("Salimata")
        return real(person)

    monkeypatch.setattr(archives, "packed", packed)
    ask_archive(actor=cast.member)
    ask_archive(actor=cast.second_member)
    assert make_archives() == 1
    assert Archive.objects.get(person=cast.member).state == JobState.FAILED
    assert "Salimata" not in caplog.text
    ask_archive(actor=cast.member)


def test_the_sweep_of_uploads_leaves_archives_alone(cast: Cast, time_machine) -> None:
    from palabre.files.actions import sweep_files

    archive = ready(cast.member)
    time_machine.move_to(timezone.now() + timedelta(hours=30))
    sweep_files()
    assert default_storage.exists(archive.storage_name)


def test_a_new_one_takes_the_place_of_the_old(cast: Cast, django_capture_on_commit_callbacks) -> None:
    first = ready(cast.member)
    with django_capture_on_commit_callbacks(execute=True):
        second = ready(cast.member)
    assert not default_storage.exists(first.storage_name)
    assert default_storage.exists(second.storage_name)
    first.refresh_from_db()
    assert (first.state, second.state) == (JobState.GONE, JobState.READY)


def test_bytes_that_no_row_holds_go_a_day_later(cast: Cast, time_machine) -> None:
    archive = ready(cast.member)
    Archive.objects.all().delete()
    chores.pack_archives()
    assert default_storage.exists(archive.storage_name)
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    chores.pack_archives()
    assert not default_storage.exists(archive.storage_name)
