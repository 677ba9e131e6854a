"""What an erasure touches and what it leaves: one person, her files, her places in counts; and nobody else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from palabre.charter.models import Signature
from palabre.communities.actions.directory import add_canary
from palabre.exchange.actions.archives import ask_archive, make_archives
from palabre.exchange.actions.erasing import ask_erasure, erase, waiting_erasures
from palabre.exchange.actions.inactive import close_inactive
from palabre.exchange.models import Archive
from palabre.journal.models import Entry
from palabre.people.choices import WordsAfter
from palabre.people.models import Erasure, Person
from tests.factories import make_person
from tests.personas import Cast
from tests.unit.charter.helpers import adopted, signed

LONG_AGO = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def a_ledger_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def test_the_wish_of_somebody_else_is_not_done_with_hers(cast: Cast) -> None:
    for person in (cast.member, cast.core):
        ask_erasure(actor=person, words=WordsAfter.NAMELESS, at_once=False)
    assert Entry.objects.filter(kind="exchange.erasure_asked").count() == 2
    erase(person=cast.member)
    assert [one.person for one in waiting_erasures()] == [cast.core]
    assert Erasure.objects.get(person=cast.member).done_at is not None
    cast.core.refresh_from_db()
    assert cast.core.is_active


def test_at_once_asks_for_no_days_and_tells_of_none(cast: Cast) -> None:
    ask_erasure(actor=cast.member, words=WordsAfter.NAMELESS, at_once=True)
    assert not waiting_erasures().exists()
    assert not Entry.objects.filter(kind="exchange.erasure_asked").exists()
    asked = ask_erasure(actor=cast.core, words=WordsAfter.NAMELESS, at_once=False)
    assert timedelta(days=6) < asked.due_at - timezone.now() <= timedelta(days=7)


def test_her_archive_goes_with_her_and_that_of_others_stays(cast: Cast) -> None:
    for person in (cast.member, cast.core):
        ask_archive(actor=person)
    make_archives()
    stays = Archive.objects.get(person=cast.core)
    erase(person=cast.member)
    assert list(Archive.objects.all()) == [stays]


def test_a_signature_stays_as_a_count_without_her(cast: Cast) -> None:
    adoption = adopted(cast)
    signature = signed(cast.person("member"), adoption)
    erase(person=cast.member)
    kept = Signature.objects.get(pk=signature.pk)
    assert (kept.membership, kept.code, kept.community) == (None, adoption.code, cast.here)


def test_only_accounts_of_people_are_closed_for_want_of_use(cast: Cast) -> None:
    """A test entry of the directory is no account; who is erased is not erased again; who is locked is told in time."""
    Person.objects.update(seen_on=timezone.localdate().replace(day=1))
    canary = add_canary(actor=cast.coordinator, community=cast.here, name="Personne", profile="")
    gone, locked = make_person("Partie"), make_person("Enfermée")
    erase(person=gone)
    old = {"created_at": timezone.now() - timedelta(days=3000), "seen_on": LONG_AGO}
    warned = timezone.now() - timedelta(days=90)
    for person in (canary.person, gone, locked):
        Person.objects.filter(pk=person.pk).update(**old, warned_at=warned)
    Person.objects.filter(pk=locked.pk).update(is_active=False, locked_at=timezone.now())
    done = close_inactive()
    assert (done.warned, done.closed) == (0, 1)
    locked.refresh_from_db()
    assert locked.erased_at is not None
    canary.person.refresh_from_db()
    assert canary.person.erased_at is None


def test_who_waits_is_who_was_warned_and_is_not_erased(cast: Cast) -> None:
    Person.objects.update(seen_on=timezone.localdate().replace(day=1))
    assert close_inactive().waiting == 0
    Person.objects.filter(pk=cast.member.pk).update(seen_on=LONG_AGO)
    done = close_inactive()
    assert (done.warned, done.closed, done.waiting) == (1, 0, 1)
