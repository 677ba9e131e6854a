"""The emergency lock: turned by anybody who has the code, opened by nobody but its owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from palabre.communities.actions.locks import check_lock
from palabre.communities.rules.locks import visible_locks
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.actions.lock import TRIES, give_lock_code, lock_account, lock_digest
from palabre.people.actions.opening import ask_opening
from palabre.people.codes import code_digest
from palabre.people.models import CodeSheet, LockEvent, Person, Session, SheetCode
from palabre.people.throttling import Attempt
from tests.factories import PASSWORD, make_person
from tests.personas import Cast

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]


@pytest.fixture
def awa() -> Person:
    return make_person("Awa", email="awa@example.org", password=PASSWORD)


def sheet(person: Person, *codes: str) -> None:
    made = CodeSheet.objects.create(person=person)
    for number, code in enumerate(codes):
        SheetCode.objects.create(sheet=made, number=number, digest=code_digest(person.pk, code))


def locked(person: Person) -> LockEvent:
    lock_account(code=give_lock_code(actor=person), source="here")
    person.refresh_from_db()
    return LockEvent.objects.get(person=person, opened_at=None)


def opening(code: str = "", password: str = PASSWORD, email: str = "awa@example.org"):
    return ask_opening(attempt=Attempt(email, "here"), password=password, code=code)


def test_the_code_is_shown_once_and_kept_only_as_a_keyed_digest(as_person: AsPerson, awa: Person) -> None:
    client = as_person(awa)
    assert "secret" not in client.get("/me/lock/").content.decode()
    code = client.post("/me/lock/").context["code"]
    awa.refresh_from_db()
    assert awa.lock_digest == lock_digest(code.upper().replace("-", " "))
    assert code not in client.get("/me/lock/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person")
        assert code not in str(cursor.fetchall())


def test_a_new_code_asks_who_is_there_and_ends_the_old(awa: Person) -> None:
    old = give_lock_code(actor=awa)
    client = Client()
    client.force_login(awa)
    assert "code" not in (client.post("/me/lock/").context or {})
    new = give_lock_code(actor=awa)
    lock_account(code=old, source="here")
    assert Person.objects.get().is_active
    lock_account(code=new, source="here")
    assert not Person.objects.get().is_active


@pytest.mark.covers("SR-28")
def test_the_lock_works_signed_out_and_ends_everything(as_person: AsPerson, awa: Person) -> None:
    phone, laptop = as_person(awa), as_person(awa)
    key = awa.calendar_key
    code = give_lock_code(actor=awa)
    answer = Client().post("/lock/", {"code": f" {code.upper()} "})
    assert (answer.status_code, answer["Location"]) == (303, "/lock/?done")
    awa.refresh_from_db()
    assert not awa.is_active
    assert awa.locked_at
    assert not Session.objects.filter(person=awa).exists()
    assert phone.get("/me/").status_code == laptop.get("/me/").status_code == 302
    assert Client().get(reverse("meetings:calendar", args=[key])).status_code == 404
    entry = Entry.objects.get(kind="people.locked")
    assert (entry.actor_id, entry.about_id, entry.facts) == (None, awa.pk, {})
    refused = Client().post("/sign-in/", {"email": awa.email, "password": PASSWORD, "device": "own"})
    assert refused.status_code == 422


@pytest.mark.covers("SR-28")
def test_nothing_tells_whether_a_code_exists(awa: Person) -> None:
    """The same page, the same statements in the same order, hit or miss, first time or again."""
    code = give_lock_code(actor=awa)
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now(), person=awa)
    seen, pages = [], []
    for typed in ("aaaa-aaaa-aaaa-aaaa", code, code, "zzzz"):
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            answer = client.post("/lock/", {"code": typed})
        pages.append((answer.status_code, answer["Location"], client.get("/lock/?done").content))
        # the row of the lock is written by one statement, or looked for by one
        seen.append(
            [
                q["sql"].split()[0].replace("INSERT", "UPDATE")
                for q in asked
                if "lockevent" in q["sql"] or "UPDATE" in q["sql"] or "DELETE" in q["sql"]
            ]
        )
    assert len({str(page) for page in pages}) == 1
    assert len({str(one) for one in seen}) == 1, seen


@pytest.mark.covers("SR-28")
def test_codes_cannot_be_tried_by_the_hundred(awa: Person) -> None:
    code = give_lock_code(actor=awa)
    for _ in range(TRIES):
        lock_account(code="wrong", source="there")
    with pytest.raises(Refused, match="Too many"):
        lock_account(code=code, source="there")
    lock_account(code=code, source="elsewhere")
    assert not Person.objects.get().is_active


def test_it_opens_a_day_after_it_was_asked_with_the_password_and_a_factor(awa: Person, time_machine) -> None:
    sheet(awa, "abcd-efgh", "jkmn-pqrs", "tuvw-xyz2")
    locked(awa)
    first = opening("abcd-efgh")
    assert not first.opened
    assert first.opens_at is not None
    time_machine.move_to(timezone.now() + timedelta(hours=23))
    assert not opening("jkmn-pqrs").opened
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert opening("tuvw-xyz2").opened
    awa.refresh_from_db()
    assert awa.is_active
    assert awa.locked_at is None
    assert (
        list(Entry.objects.filter(kind__startswith="people.").values_list("kind", flat=True))[-1] == "people.unlocked"
    )


@pytest.mark.parametrize(
    ("code", "password", "email"),
    [("abcd-efgh", "wrong", "awa@example.org"), ("zzzz-zzzz", PASSWORD, "awa@example.org"), ("", PASSWORD, "awa@example.org"),
     ("abcd-efgh", PASSWORD, "nobody@example.org")],
)  # fmt: skip
def test_without_all_of_it_the_answer_is_the_same_and_nothing_begins(
    awa: Person, code: str, password: str, email: str
) -> None:
    sheet(awa, "abcd-efgh")
    locked(awa)
    with pytest.raises(Refused, match="do not go together"):
        opening(code, password, email)
    assert LockEvent.objects.get().asked_at is None
    assert Entry.objects.filter(kind="people.opening_refused").count() == 1


def test_an_account_that_is_not_locked_is_not_known_here(awa: Person) -> None:
    with pytest.raises(Refused, match="do not go together"):
        opening()


def test_passwords_cannot_be_tried_by_the_hundred_here_either(awa: Person) -> None:
    locked(awa)
    for _ in range(5):
        with pytest.raises(Refused, match="do not go together"):
            opening(password="wrong")
    with pytest.raises(Refused, match="too many"):
        opening()


def test_the_code_again_takes_back_an_opening_that_somebody_asked_for(awa: Person, time_machine) -> None:
    code = give_lock_code(actor=awa)
    sheet(awa, "abcd-efgh", "jkmn-pqrs")
    lock_account(code=code, source="here")
    opening("abcd-efgh")
    lock_account(code=code, source="here")
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    assert not opening("jkmn-pqrs").opened
    assert LockEvent.objects.count() == 1


def test_without_a_factor_only_her_coordination_opens_it(cast: Cast, time_machine) -> None:
    cast.member.set_password(PASSWORD)
    cast.member.save()
    lock = locked(cast.member)
    email = cast.member.email
    assert opening(email=email).opens_at is None
    time_machine.move_to(timezone.now() + timedelta(days=9))
    assert not opening(email=email).opened
    check_lock(actor=cast.coordinator, community=cast.here, lock=lock)
    assert opening(email=email).opened


def test_confirmed_she_still_gives_password_and_factor(cast: Cast) -> None:
    cast.member.set_password(PASSWORD)
    cast.member.save()
    sheet(cast.member, "abcd-efgh")
    lock = locked(cast.member)
    check_lock(actor=cast.coordinator, community=cast.here, lock=lock)
    with pytest.raises(Refused):
        opening("", email=cast.member.email)
    assert opening("abcd-efgh", email=cast.member.email).opened


def test_an_account_without_a_password_opens_with_the_word_of_her_coordination(cast: Cast) -> None:
    lock = locked(cast.member)
    check_lock(actor=cast.coordinator, community=cast.here, lock=lock)
    assert Person.objects.get(pk=cast.member.pk).is_active


def test_only_the_coordination_of_her_community_sees_and_confirms(cast: Cast, as_person: AsPerson) -> None:
    cast.member.set_password(PASSWORD)
    cast.member.save()
    lock = locked(cast.member)
    page, check = f"/c/{cast.here.public_id}/locked/", f"/c/{cast.here.public_id}/locked/{lock.public_id}/check/"
    for name in ("facilitator", "member", "second_member", "outsider", "keeper", "nobody"):
        person = cast.person(name)
        if name != "member":
            assert as_person(person).get(page).status_code == as_person(person).post(check).status_code == 404
        with pytest.raises(Refused):
            check_lock(actor=person, community=cast.here, lock=lock)
    assert not visible_locks(cast.outsider, cast.there).exists()
    client = as_person(cast.coordinator)
    assert cast.member.display_name in client.get(page).content.decode()
    assert client.post(check).status_code == 303
    lock.refresh_from_db()
    assert lock.checked_by == cast.coordinator
    assert client.post(check).status_code == 403


def test_a_lock_of_another_community_is_not_reached_through_ones_own(cast: Cast, as_person: AsPerson) -> None:
    lock = locked(cast.outsider)
    url = f"/c/{cast.here.public_id}/locked/{lock.public_id}/check/"
    assert as_person(cast.coordinator).post(url).status_code == 404


def test_nobody_confirms_herself(cast: Cast) -> None:
    cast.coordinator.refresh_from_db()
    lock = LockEvent.objects.create(person=cast.coordinator)
    with pytest.raises(Refused):
        check_lock(actor=cast.coordinator, community=cast.here, lock=lock)


def test_the_coordination_hears_that_she_wants_to_come_back(cast: Cast) -> None:
    from palabre.notices import chores
    from palabre.notices.models import Mail
    from palabre.notices.queries import news_for

    cast.member.set_password(PASSWORD)
    cast.member.save()
    locked(cast.member)
    opening(email=cast.member.email)
    chores.read_journal()
    (news,) = news_for(cast.coordinator)
    assert news.line.url == f"/c/{cast.here.public_id}/locked/"
    assert cast.member.display_name not in news.line.text
    assert news_for(cast.outsider) == []
    assert not Mail.objects.filter(person=cast.member).exists()


def test_the_page_of_opening_says_when_and_the_door_leads_to_the_sign_in(awa: Person, time_machine) -> None:
    sheet(awa, "abcd-efgh", "jkmn-pqrs")
    locked(awa)
    said = {"email": awa.email, "password": PASSWORD}
    page = Client().post("/lock/opening/", {**said, "code": "abcd-efgh"})
    assert page.status_code == 200
    assert page.context["found"].opens_at
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    answer = Client().post("/lock/opening/", {**said, "code": "jkmn-pqrs"})
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in/")
    wrong = Client().post("/lock/opening/", {**said, "code": "jkmn-pqrs"})
    assert wrong.status_code == 422
    assert awa.email in wrong.content.decode()
    assert PASSWORD not in wrong.content.decode()


def test_a_locked_member_is_in_no_list(cast: Cast, as_person: AsPerson) -> None:
    cast.member.display_name = "Zyxilda"
    cast.member.save()
    page = f"/c/{cast.here.public_id}/members/"
    assert "Zyxilda" in as_person(cast.coordinator).get(page).content.decode()
    locked(cast.member)
    assert "Zyxilda" not in as_person(cast.coordinator).get(page).content.decode()


def test_a_new_account_is_shown_its_code_before_anything_else(cast: Cast) -> None:
    from palabre.communities.actions import invite

    invitation = invite(actor=cast.coordinator, community=cast.here, email="new@example.org", language="fr")
    client = Client()
    url = reverse("communities:invitation", args=[invitation.token()])
    said = {"display_name": "Nana", "password": PASSWORD, "language": "fr", "zone": "Africa/Bamako", "device": "own"}
    answer = client.post(url, said)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/me/lock/?next=")
    page = client.post(answer["Location"], {"next": f"/c/{cast.here.public_id}/"})
    assert page.context["code"]
    assert f'href="/c/{cast.here.public_id}/"' in page.content.decode()
