"""A "done" or a "dropped" said by mistake is taken back within two weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.commitments.actions import begin_commitment, drop_commitment, keep_commitment, reopen_commitment
from palabre.commitments.models import Commitment
from palabre.commitments.rules import can_reopen_commitment
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.notices import chores
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.personas import ROLES_HERE, STRANGERS, Cast
from tests.unit.commitments.test_progress import promise

SignIn = Callable[[Person | None], Client]


def page(row: Commitment, name: str = "commitment") -> str:
    return reverse(f"commitments:{name}", args=[row.public_id])


def test_done_by_mistake_is_reopened_and_the_evidence_fills_the_form(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast)
    member = as_person(cast.member)
    member.post(page(row, "evidence"), {"evidence": "Liste envoyée"})
    assert page(row, "reopening") in member.get(page(row)).content.decode()
    assert member.post(page(row, "reopening"), {"once": "1"}).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("in_progress", None)
    for url in (page(row), page(row, "evidence")):
        assert 'value="Liste envoyée"' in member.get(url).content.decode()
    assert "<dd><p>Liste envoyée" not in member.get(page(row)).content.decode()
    entry = Entry.objects.get(kind="commitments.reopened")
    assert (entry.about_id, entry.facts["was"]) == (cast.member.pk, "done")
    keep_commitment(actor=cast.member, commitment=row, evidence="Liste envoyée")
    row.refresh_from_db()
    assert row.state == "done"


@pytest.mark.parametrize("begun", [False, True])
def test_dropped_goes_back_to_where_it_was(cast: Cast, begun: bool, as_person: SignIn) -> None:
    row = promise(cast)
    if begun:
        begin_commitment(actor=cast.member, commitment=row)
    drop_commitment(actor=cast.member, commitment=row, reason="Plus utile")
    reopen_commitment(actor=cast.coordinator, commitment=row)
    row.refresh_from_db()
    assert row.state == ("in_progress" if begun else "open")
    text = as_person(cast.member).get(page(row)).content.decode()
    assert "Plus utile" not in text
    assert "Plus utile" in as_person(cast.member).get(page(row, "dropping")).content.decode()


@pytest.mark.parametrize("who", [*ROLES_HERE, *STRANGERS])
def test_whoever_could_close_it_may_reopen_it(cast: Cast, who: str) -> None:
    row = promise(cast, state="done", evidence="Vu", closed_at=timezone.now())
    assert bool(can_reopen_commitment(cast.person(who), row)) == (who in {"coordinator", "facilitator", "member"})


def test_others_find_no_button_and_are_refused(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast, state="done", evidence="Vu", closed_at=timezone.now())
    assert page(row, "reopening") not in as_person(cast.second_member).get(page(row)).content.decode()
    assert as_person(cast.second_member).post(page(row, "reopening")).status_code == 403
    assert as_person(cast.outsider).post(page(row, "reopening")).status_code == 404
    assert as_person(cast.member).get(page(row, "reopening")).status_code == 405
    row.refresh_from_db()
    assert row.state == "done"


def test_what_is_open_old_or_of_a_closed_community_stays_as_it_is(cast: Cast) -> None:
    now = timezone.now()
    with pytest.raises(Refused, match="still open"):
        reopen_commitment(actor=cast.member, commitment=promise(cast))
    for closed_at in (now - timedelta(days=14, minutes=1), None):
        row = promise(cast, state="dropped", dropped_because="x", closed_at=closed_at)
        with pytest.raises(Refused, match="14 days"):
            reopen_commitment(actor=cast.member, commitment=row)
    recent = promise(cast, state="done", evidence="Vu", closed_at=now - timedelta(days=13, hours=23))
    type(cast.here).objects.filter(pk=cast.here.pk).update(stage="closed")
    with pytest.raises(Refused, match="closed"):
        reopen_commitment(actor=cast.member, commitment=recent)
    type(cast.here).objects.filter(pk=cast.here.pk).update(stage="active")
    reopen_commitment(actor=cast.member, commitment=recent)


def test_the_owner_and_the_coordination_hear_of_it(cast: Cast) -> None:
    row = promise(cast, state="done", evidence="Vu", closed_at=timezone.now())
    reopen_commitment(actor=cast.facilitator, commitment=row)
    chores.read_journal()
    told = Notice.objects.filter(kind="commitments.reopened").values_list("person_id", flat=True)
    assert set(told) == {cast.member.pk, cast.coordinator.pk}
