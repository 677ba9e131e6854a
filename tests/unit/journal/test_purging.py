"""What age takes out of the journal: the words of old entries, then its beginning; and nothing that does not show."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from palabre.journal.actions import cut_entries, empty_entries, record
from palabre.journal.models import EMPTIED, Entry
from palabre.journal.queries import check_chain

pytestmark = pytest.mark.django_db
SECURITY = Q(kind="people.signed_in")


def story(days: int) -> None:
    """One sign-in and one grant a day, the oldest first, as the chain would have written them then."""
    import time_machine

    start = timezone.now()
    for day in range(days, 0, -1):
        with time_machine.travel(start - timedelta(days=day), tick=False):
            record("people.signed_in", actor_id=7, subject="person", subject_id=7)
            record("communities.role_granted", actor_id=7, subject="grant", subject_id=day, about_id=9)


def before(days: int) -> datetime:
    return timezone.now() - timedelta(days=days, hours=-12)


@pytest.mark.covers("SR-61")
def test_emptied_entries_say_nothing_and_the_chain_still_holds() -> None:
    story(10)
    assert empty_entries(chosen=SECURITY, before=before(5)) == 6
    report = check_chain()
    assert (report.sound, report.emptied, report.entries) == (True, 6, 21)
    gone = Entry.objects.filter(kind=EMPTIED)
    assert {(one.actor_id, one.about_id, one.subject_id, one.subject) for one in gone} == {(None, None, None, "")}
    assert Entry.objects.filter(kind="people.signed_in").count() == 4
    assert Entry.objects.filter(kind="communities.role_granted").count() == 10
    assert empty_entries(chosen=SECURITY, before=before(5)) == 0
    assert empty_entries(chosen=SECURITY, before=before(3)) == 2
    assert check_chain().sound


@pytest.mark.covers("SR-61")
@pytest.mark.parametrize("by", ["nobody", "the earlier one", "a later number"])
def test_an_entry_emptied_by_hand_is_found(by: str) -> None:
    story(10)
    empty_entries(chosen=SECURITY, before=before(5))
    told = Entry.objects.get(kind="journal.purged")
    victim = Entry.objects.filter(kind="communities.role_granted").earliest("pk")
    facts = {"nobody": {}, "the earlier one": {"by": told.pk}, "a later number": {"by": told.pk + 1}}[by]
    Entry.objects.filter(pk=victim.pk).update(kind=EMPTIED, actor_id=None, about_id=None, facts=facts)
    assert not check_chain().sound


@pytest.mark.covers("SR-61")
def test_the_beginning_goes_and_the_rest_rests_on_its_seal() -> None:
    story(10)
    assert cut_entries(before=before(4), read_to=10**9) == 14
    report = check_chain()
    assert report.sound
    assert not Entry.objects.filter(at__lt=before(4)).exists()
    assert cut_entries(before=before(4), read_to=10**9) == 0
    assert cut_entries(before=before(2), read_to=10**9) > 0
    assert check_chain().sound


@pytest.mark.covers("SR-61")
def test_a_beginning_taken_away_by_hand_is_found() -> None:
    story(10)
    cut_entries(before=before(8), read_to=10**9)
    Entry.objects.earliest("pk").delete()
    assert not check_chain().sound


def test_what_the_outbox_has_not_read_stays() -> None:
    story(6)
    unread = Entry.objects.order_by("pk")[4].pk
    cut_entries(before=before(1), read_to=unread - 1)
    assert Entry.objects.earliest("pk").pk == unread
    assert check_chain().sound


def test_a_cut_never_goes_through_a_group_that_was_emptied_together() -> None:
    story(12)
    empty_entries(chosen=SECURITY, before=before(4))
    cut_entries(before=before(8), read_to=10**9)
    assert check_chain().sound
    cut_entries(before=timezone.now(), read_to=10**9)
    assert check_chain().sound
    assert not Entry.objects.filter(kind=EMPTIED).exists()


def test_the_walk_asks_twice_whatever_was_emptied(django_assert_num_queries) -> None:
    story(5)
    empty_entries(chosen=SECURITY, before=before(2))
    with django_assert_num_queries(2):
        check_chain()
