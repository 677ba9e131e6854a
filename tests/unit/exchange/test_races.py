"""Two who press the same button in the same moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from palabre.exchange import ledger
from palabre.exchange.actions.archives import ask_archive, make_archives
from palabre.exchange.actions.erasing import ask_erasure
from palabre.exchange.models import Archive
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.actions.lock import give_lock_code, lock_account
from palabre.people.models import LockEvent, Person
from tests.factories import make_person
from tests.races import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def a_ledger_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def copies(person: Person, number: int) -> list[Person]:
    return [Person.objects.get(pk=person.pk) for _ in range(number)]


def test_one_archive_is_asked_for_and_made_once() -> None:
    person = make_person()
    asked = at_once([lambda one=one: ask_archive(actor=one) for one in copies(person, 4)])
    assert sum(isinstance(one, Archive) for one in asked) == 1
    assert all(isinstance(one, Archive | Refused) for one in asked)
    assert sum(int(str(one)) for one in at_once([make_archives] * 3)) == 1


def test_an_account_is_erased_once() -> None:
    person = make_person()
    results = at_once(
        [lambda one=one: ask_erasure(actor=one, words="nameless", at_once=True) for one in copies(person, 3)]
    )
    assert not [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert Entry.objects.filter(kind="people.erased").count() == 1
    assert {line.seal for line in ledger.lines()} <= ledger.seals_of(person.public_id)


def test_a_code_given_twice_in_one_moment_is_one_lock() -> None:
    code = give_lock_code(actor=make_person())
    results = at_once([lambda: lock_account(code=code, source="here")] * 3)
    assert results == [None] * 3
    assert LockEvent.objects.count() == 1
