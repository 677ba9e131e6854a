"""One-time codes serve once (SR-04)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from django.db import connection

from palabre.kit.verdict import Refused
from palabre.people.actions import begin_generator, code_holds, confirm_generator, keep_sheet, remove_sheet
from palabre.people.codes import codes_of, is_figures, new_seed, step_of
from palabre.people.models import CodeSheet, Person, SheetCode
from palabre.people.queries import codes_left
from tests.factories import make_person
from tests.races import at_once
from tests.unit.people.factors import with_generator, with_sheet

NOW = datetime(2026, 11, 20, 9, 0, 15, tzinfo=UTC)


@pytest.fixture
def awa(db: None) -> Person:
    return make_person("Awa")


@pytest.mark.covers("SR-04")
def test_a_code_of_the_sheet_serves_once(awa: Person) -> None:
    codes = with_sheet(awa)
    assert code_holds(awa, codes[3])
    assert not code_holds(awa, codes[3])
    assert code_holds(awa, codes[4].upper().replace("-", " ")), "however it is typed"
    assert codes_left(awa) == 10


@pytest.mark.covers("SR-04")
def test_codes_are_long_random_and_kept_only_as_keyed_digests(awa: Person) -> None:
    codes = with_sheet(awa)
    assert len(set(codes)) == 12
    assert all(len(code.replace("-", "")) == 8 for code in codes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_sheetcode")
        kept = str(cursor.fetchall()).lower()
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert codes_of(new_seed()) != codes_of(new_seed())


def test_the_digest_of_a_code_is_worth_nothing_on_another_account(awa: Person) -> None:
    codes, other = with_sheet(awa), make_person("Autre")
    with_sheet(other)
    assert not code_holds(other, codes[0])


def test_a_new_sheet_ends_the_old_one(awa: Person) -> None:
    old, new = with_sheet(awa), with_sheet(awa)
    assert not code_holds(awa, old[0])
    assert code_holds(awa, new[0])
    assert CodeSheet.objects.filter(person=awa).count() == 1
    remove_sheet(actor=awa)
    assert not code_holds(awa, new[1])
    assert not SheetCode.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("SR-04")
def test_two_who_type_the_same_code_at_once_do_not_both_come_in() -> None:
    awa = make_person("Awa")
    codes = with_sheet(awa)
    assert sorted(map(bool, at_once([lambda: code_holds(awa, codes[0])] * 4))) == [False, False, False, True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("SR-04")
def test_nor_with_the_same_figures() -> None:
    awa = make_person("Awa")
    code = with_generator(awa).now()
    assert sorted(map(bool, at_once([lambda: code_holds(awa, code)] * 4))) == [False, False, False, True]


@pytest.mark.covers("SR-04")
def test_a_step_of_the_generator_is_not_taken_twice_nor_one_before_it(awa: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        totp = with_generator(awa)
        before, now, after = (totp.at(NOW + timedelta(seconds=away)) for away in (-30, 0, 30))
        assert not code_holds(awa, before), "it confirmed the generator: it is used up"
        assert code_holds(awa, now)
        assert not code_holds(awa, now)
        assert code_holds(awa, after), "a clock that is half a minute ahead"
        clock.shift(30)
        assert not code_holds(awa, after)
        assert not code_holds(awa, now)
        clock.shift(30)
        assert code_holds(awa, totp.now())


@pytest.mark.covers("SR-04")
def test_a_code_lives_thirty_seconds_and_one_step_on_each_side(awa: Person) -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(NOW)
    good = [step_of(secret, code, NOW + timedelta(seconds=away)) is not None for away in (-60, -30, 0, 30, 60)]
    assert good == [False, True, True, True, False]
    assert step_of(secret, "", NOW) is None
    assert step_of(secret, "0" * 400, NOW) is None


def test_a_generator_counts_only_after_its_first_code(awa: Person) -> None:
    totp = pyotp.TOTP(begin_generator(actor=awa).secret)
    assert not code_holds(awa, totp.now())
    with pytest.raises(Refused):
        confirm_generator(actor=awa, code="000000" if totp.now() != "000000" else "111111")
    confirm_generator(actor=awa, code=totp.at(datetime.now(UTC) - timedelta(seconds=30)))
    assert code_holds(awa, totp.now())
    with pytest.raises(Refused):
        begin_generator(actor=awa)


@pytest.mark.covers("SR-24")
def test_the_secret_of_a_generator_is_sealed_in_the_table(awa: Person) -> None:
    secret = begin_generator(actor=awa).secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_totp")
        assert secret not in str(cursor.fetchall())


def test_figures_and_sheet_are_told_apart() -> None:
    assert is_figures("123 456")
    assert not is_figures("2345-6789")
    assert not is_figures("²²²²²²")


def test_the_same_seed_kept_twice_is_one_sheet(awa: Person) -> None:
    seed = new_seed()
    keep_sheet(actor=awa, seed=seed)
    keep_sheet(actor=awa, seed=seed)
    assert SheetCode.objects.count() == 12
