"""Erasing a person: with seven days to think again, or at once; nothing of her stays, and no restore brings her back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.communities.choices import MembershipState
from palabre.communities.models import Invitation, Membership, RoleGrant
from palabre.exchange import chores, ledger
from palabre.exchange.actions.archives import ask_archive
from palabre.exchange.actions.erasing import ask_erasure, erase, replay_ledger, undo_erasure
from palabre.exchange.actions.inactive import close_inactive
from palabre.exchange.actions.unlinking import KEPT, name_of, relations
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.meetings.models import Attendance, EvaluationTurn, Guest, Minutes, Reply, Segment, TakenCommitment
from palabre.notices.models import Mail, Notice
from palabre.people.actions.lock import give_lock_code
from palabre.people.actions.privacy import change_openness, describe_self
from palabre.people.choices import WordsAfter
from palabre.people.models import Erasure, Person, Profile, Session
from tests.factories import make_meeting, make_person
from tests.personas import Cast

AsPerson = Callable[[Person | None], Client]
NAME, ADDRESS = "Zyxilda Qwertz", "zyxilda@example.org"


@pytest.fixture(autouse=True)
def a_ledger_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def zyxilda(cast: Cast) -> Person:
    """A member with something in every corner."""
    person = cast.member
    Person.objects.filter(pk=person.pk).update(display_name=NAME, email=ADDRESS, pronouns="elle")
    person.refresh_from_db()
    give_lock_code(actor=person)
    change_openness(actor=person, said={"about": f"{NAME} dit"})
    describe_self(actor=person, said={"gender": "femme", "age_band": "", "disability": "", "diversity": ""})
    place = person.memberships.get()
    Membership.objects.filter(pk=place.pk).update(handle=f"{NAME} ici", about=NAME, country="ML", listed=True)
    meeting = make_meeting(cast.here, state="held")
    Attendance.objects.create(meeting=meeting, person=person)
    Attendance.objects.create(meeting=meeting, person=cast.second_member)
    Reply.objects.create(meeting=meeting, person=person, answer="yes", needs=NAME)
    EvaluationTurn.objects.create(meeting=meeting, person=person)
    Guest.objects.create(meeting=make_meeting(cast.there), name=NAME, email=ADDRESS)
    Invitation.objects.create(
        community=cast.there, email=ADDRESS.upper(), digest="d", expires_at=timezone.now() + timedelta(days=3)
    )
    Commitment.objects.create(
        community=cast.here, text="Une promesse", person=person, due=date(2027, 1, 2), opened_by=person
    )
    Notice.objects.create(person=person, kind="k", entry_id=1, subject="s", subject_id=1, at=timezone.now())
    Mail.objects.create(key="a", entry_id=1, person=person, template="meetings/email/moved.txt")
    Mail.objects.create(key="b", entry_id=1, address=ADDRESS, template="meetings/email/moved.txt")
    ask_archive(actor=person)
    return person


def everywhere() -> str:
    """Every row of every table, as the database holds it."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told.append(f"{table}: {cursor.fetchall()}")
    return "\n".join(told)


@pytest.mark.covers("SR-30")
@pytest.mark.parametrize("words", WordsAfter.values)
def test_nothing_of_her_stays_in_any_table(cast: Cast, zyxilda: Person, words: str) -> None:
    assert NAME in everywhere()
    assert ADDRESS in everywhere().lower()
    ask_erasure(actor=zyxilda, words=words, at_once=True)
    left = everywhere()
    assert NAME not in left
    assert ADDRESS not in left.lower()
    zyxilda.refresh_from_db()
    assert (zyxilda.display_name, zyxilda.is_active, zyxilda.lock_digest) == ("", False, None)
    assert zyxilda.erased_at
    assert not zyxilda.has_usable_password()
    assert not Profile.objects.filter(person=zyxilda).exists()
    place = zyxilda.memberships.get()
    assert (place.state, place.handle, place.country, place.listed) == (MembershipState.LEFT, "", "", False)


@pytest.mark.covers("SR-30")
def test_minutes_keep_the_count(cast: Cast, zyxilda: Person, as_person: AsPerson) -> None:
    meeting = Attendance.objects.get(person=zyxilda).meeting
    erase(person=zyxilda)
    assert meeting.attendances.count() == 2
    nameless = meeting.attendances.get(person=None)
    assert (nameless.name, nameless.guest) == ("", None)
    page = as_person(cast.coordinator).get(f"/meetings/{meeting.public_id}/attendance/").content.decode()
    assert "compte effacé" in page


def test_a_promise_of_hers_stays_with_the_community(cast: Cast, zyxilda: Person, as_person: AsPerson) -> None:
    erase(person=zyxilda, words=WordsAfter.NAMELESS)
    promise = Commitment.objects.get()
    assert (promise.person, promise.former_owner) == (None, True)
    page = as_person(cast.coordinator).get(f"/commitments/{promise.public_id}/").content.decode()
    assert "ancien membre" in page


def test_words_are_deleted_where_nobody_built_on_them(cast: Cast, zyxilda: Person) -> None:
    own = Commitment.objects.get()
    fields = {"community": cast.here, "due": date(2027, 1, 2), "person": zyxilda}
    noted = Commitment.objects.create(text="Notée par une autre", opened_by=cast.coordinator, **fields)
    taken = Commitment.objects.create(text="Au compte rendu", opened_by=zyxilda, **fields)
    meeting = Attendance.objects.get(person=zyxilda).meeting
    Segment.objects.create(minutes=Minutes.objects.create(meeting=meeting), position=1, title="Point")
    TakenCommitment.objects.create(meeting=meeting, commitment=taken)
    erase(person=zyxilda, words=WordsAfter.DELETED)
    assert set(Commitment.objects.values_list("pk", flat=True)) == {noted.pk, taken.pk}
    assert own.pk not in Commitment.objects.values_list("pk", flat=True)
    assert set(Commitment.objects.values_list("former_owner", flat=True)) == {True}


def test_every_table_that_points_to_a_person_is_empty_of_her_or_says_why(cast: Cast, zyxilda: Person) -> None:
    erase(person=zyxilda)
    pointing = {
        name_of(one)
        for one in relations()
        if one.related_model._base_manager.filter(**{one.field.name: zyxilda}).exists()
    }
    assert pointing <= set(KEPT)
    assert {name_of(one) for one in relations()} >= set(KEPT), "a reason for a table that is no longer there"


def test_seven_days_in_which_she_may_come_back(cast: Cast, zyxilda: Person, time_machine) -> None:
    ask_erasure(actor=zyxilda, words=WordsAfter.NAMELESS, at_once=False)
    with pytest.raises(Refused, match="already"):
        ask_erasure(actor=zyxilda, words=WordsAfter.NAMELESS, at_once=False)
    time_machine.move_to(timezone.now() + timedelta(days=6, hours=23))
    chores.erase_people()
    undo_erasure(actor=zyxilda)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    chores.erase_people()
    zyxilda.refresh_from_db()
    assert zyxilda.display_name == NAME
    assert not ledger.ledger_path().exists()
    ask_erasure(actor=zyxilda, words=WordsAfter.DELETED, at_once=False)
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    with pytest.raises(Refused, match="Nothing"):
        undo_erasure(actor=zyxilda)
    chores.erase_people()
    chores.erase_people()
    zyxilda.refresh_from_db()
    assert zyxilda.erased_at
    assert Entry.objects.filter(kind="people.erased").count() == 1
    assert Erasure.objects.filter(done_at__isnull=False).count() == 1


def test_at_once_also_while_seven_days_are_running(cast: Cast, zyxilda: Person) -> None:
    ask_erasure(actor=zyxilda, words=WordsAfter.NAMELESS, at_once=False)
    ask_erasure(actor=zyxilda, words=WordsAfter.NAMELESS, at_once=True)
    zyxilda.refresh_from_db()
    assert zyxilda.erased_at


def test_the_page_asks_who_is_there_and_the_session_goes_with_her(
    cast: Cast, zyxilda: Person, as_person: AsPerson
) -> None:
    said = {"when": "now", "words": "nameless"}
    stale = Client()
    stale.force_login(zyxilda)
    stale.post("/me/data/erasure/", said)
    zyxilda.refresh_from_db()
    assert zyxilda.erased_at is None
    client = as_person(zyxilda)
    assert client.post("/me/data/erasure/", {"when": "later", "words": "nameless"}).status_code == 303
    assert "Garder mon compte" in client.get("/me/data/erasure/").content.decode()
    assert client.post("/me/data/erasure/departure/").status_code == 303
    answer = client.post("/me/data/erasure/", said)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert "Clear-Site-Data" in answer
    assert not Session.objects.filter(person=zyxilda).exists()
    assert client.get("/home/").status_code == 302


def test_a_form_that_says_nothing_comes_back(cast: Cast, as_person: AsPerson) -> None:
    answer = as_person(cast.member).post("/me/data/erasure/", {"words": "shouted"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"when", "words"})
    assert not Erasure.objects.exists()


def test_the_last_to_lead_may_go_and_the_network_is_told(cast: Cast, as_person: AsPerson) -> None:
    from palabre.notices import chores as posts
    from palabre.notices.queries import news_for

    page = as_person(cast.coordinator).get("/me/data/erasure/").content.decode()
    assert "Communauté Ici" in page
    erase(person=cast.coordinator)
    assert not RoleGrant.objects.running().filter(person=cast.coordinator).exists()
    posts.read_journal()
    (news,) = [one for one in news_for(cast.steward) if "coord" in one.line.text.lower()]
    assert cast.here.public_id in news.line.url


@pytest.mark.covers("SR-30")
def test_a_restore_brings_nobody_back(cast: Cast, zyxilda: Person, settings: Any) -> None:
    """Last week's rows return; the ledger, beside the database, does not go back with them."""
    other = make_person("Quelqu'un d'autre")
    erase(person=zyxilda, words=WordsAfter.NAMELESS)
    restored = {"display_name": NAME, "email": ADDRESS, "is_active": True, "erased_at": None}
    Person.objects.filter(pk=zyxilda.pk).update(**restored)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, since"
    assert replay_ledger() == 1
    assert replay_ledger() == 0
    zyxilda.refresh_from_db()
    assert (zyxilda.display_name, zyxilda.is_active) == ("", False)
    other.refresh_from_db()
    assert other.display_name
    text = ledger.ledger_path().read_text()
    assert zyxilda.public_id not in text
    assert str(zyxilda.pk) not in text.split()
    assert oct(ledger.ledger_path().stat().st_mode)[-3:] == "600"


def test_the_ledger_is_written_before_the_rows_go(cast: Cast, zyxilda: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from palabre.exchange.actions import erasing

    def fails(*, person: Person) -> None:
        raise RuntimeError("the power is cut")

    monkeypatch.setattr(erasing, "erase_person", fails)
    with pytest.raises(RuntimeError):
        erase(person=zyxilda)
    zyxilda.refresh_from_db()
    assert zyxilda.display_name == NAME
    monkeypatch.undo()
    assert len(list(ledger.lines())) == 1
    assert replay_ledger() == 1


def test_a_line_that_was_cut_is_passed_over(cast: Cast, zyxilda: Person) -> None:
    erase(person=zyxilda)
    with ledger.ledger_path().open("a") as file:
        file.write("2026-11-2")
    assert len(list(ledger.lines())) == 1


def test_two_who_erase_at_once_are_one(cast: Cast, zyxilda: Person) -> None:
    for _ in range(2):
        erase(person=zyxilda)
    assert Entry.objects.filter(kind="people.erased").count() == 1


def test_an_account_that_nobody_uses_is_warned_then_closed(cast: Cast, time_machine) -> None:
    client = Client()
    used = make_person("Fréquente", email="f@example.org", password="une-phrase-de-passe-longue")
    Person.objects.exclude(pk=used.pk).update(seen_on=timezone.localdate().replace(day=1))
    start = timezone.now()

    def month(number: int) -> None:
        time_machine.move_to(start + timedelta(days=31 * number))
        if number % 6 == 0:
            said = {"email": "f@example.org", "password": "une-phrase-de-passe-longue", "device": "own"}
            assert client.post("/sign-in/", said).status_code == 303

    month(6)
    used.refresh_from_db()
    assert used.seen_on is not None
    assert used.seen_on.day == 1
    month(18)
    done = close_inactive()
    assert (done.closed, done.warned) == (0, Person.objects.exclude(pk=used.pk).count())
    assert close_inactive().warned == 0
    month(24)
    assert close_inactive().closed == Person.objects.exclude(pk=used.pk).filter(is_active=False).count() > 5
    used.refresh_from_db()
    assert used.erased_at is None


def test_nobody_is_closed_without_a_warning_however_long_the_server_slept(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.pk).update(seen_on=date(2020, 1, 1))
    first = close_inactive()
    assert (first.warned, first.closed) == (1, 0)
    assert close_inactive(now=timezone.now() + timedelta(days=59)).closed == 0
    assert close_inactive(now=timezone.now() + timedelta(days=61)).closed == 1


def test_coming_back_ends_the_warning(cast: Cast) -> None:
    from palabre.people.actions import note_sign_in

    Person.objects.filter(pk=cast.member.pk).update(seen_on=date(2020, 1, 1))
    close_inactive()
    note_sign_in(person=cast.member, device="own", way="link")
    cast.member.refresh_from_db()
    assert cast.member.warned_at is None
    assert close_inactive(now=timezone.now() + timedelta(days=90)).closed == 0
