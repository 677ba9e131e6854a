"""To do → in progress → done, with evidence; or dropped, with a reason."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.commitments.actions import (
    begin_commitment,
    change_commitment,
    drop_commitment,
    keep_commitment,
    open_commitment,
    translate_commitment,
)
from palabre.commitments.choices import CommitmentState
from palabre.commitments.models import Commitment
from palabre.commitments.rules import (
    can_begin_commitment,
    can_drop_commitment,
    can_edit_commitment,
    can_open_commitment,
    can_progress_commitment,
    can_promise_for,
    can_translate_commitment,
    can_view_commitment,
    visible_commitments,
)
from palabre.communities.models import Organisation
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.languages.queries import words
from palabre.people.models import Person
from tests.factories import join, make_organisation, make_person
from tests.personas import ROLES_HERE, STRANGERS, Cast, make_cast

SignIn = Callable[[Person | None], Client]


def soon(days: int = 10) -> date:
    return timezone.localdate() + timedelta(days=days)


def promise(cast: Cast, **fields: Any) -> Commitment:
    fields = {"person": cast.member, "due": soon(), "text": "Envoyer la liste"} | fields
    return Commitment.objects.create(community=cast.here, **fields)


def house_of(cast: Cast) -> Organisation:
    house = cast.member.memberships.get().organisation
    assert house is not None
    return house


VERBS: dict[str, Callable[[Person, Commitment], object]] = {
    "begin": lambda actor, row: begin_commitment(actor=actor, commitment=row),
    "keep": lambda actor, row: keep_commitment(actor=actor, commitment=row, evidence="Courriel du 3"),
    "drop": lambda actor, row: drop_commitment(actor=actor, commitment=row, reason="Plus utile"),
    "change": lambda actor, row: change_commitment(actor=actor, commitment=row, text="Autrement", due=soon(20)),
}
STEPS = {
    "open": {"begin": "in_progress", "keep": "done", "drop": "dropped", "change": "open"},
    "in_progress": {"keep": "done", "drop": "dropped", "change": "in_progress"},
    "done": {},
    "dropped": {},
}


@pytest.mark.covers("SR-18")
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STEPS)
def test_each_step_leads_where_the_table_says_or_is_refused(cast: Cast, state: str, verb: str) -> None:
    row = promise(cast, state=state, evidence="Vu" if state == "done" else "")
    expected = STEPS[state].get(verb)
    if expected is None:
        with pytest.raises(Refused):
            VERBS[verb](cast.member, row)
    else:
        VERBS[verb](cast.member, row)
    row.refresh_from_db()
    assert row.state == (expected or state)


def test_done_without_evidence_is_refused_and_the_table_refuses_it_too(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast)
    url = reverse("commitments:evidence", args=[row.public_id])
    assert as_person(cast.member).post(url, {"evidence": "  "}).status_code == 422
    row.refresh_from_db()
    assert row.state == CommitmentState.OPEN
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=row.pk).update(state=CommitmentState.DONE)


def test_one_tap_and_one_line_keep_a_promise_and_the_journal_skips_no_step(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast)
    member = as_person(cast.member)
    url = reverse("commitments:evidence", args=[row.public_id])
    assert url in member.get(reverse("commitments:mine")).content.decode()
    answer = member.post(url, {"evidence": "Liste envoyée le 12", "once": "1"})
    assert answer.status_code == 303
    row.refresh_from_db()
    assert (row.state, row.evidence) == (CommitmentState.DONE, "Liste envoyée le 12")
    kinds = Entry.objects.filter(subject="commitment").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["commitments.begun", "commitments.done"]
    assert url not in member.get(reverse("commitments:mine")).content.decode()


@pytest.mark.covers("INV-24")
def test_a_promise_has_an_owner_and_a_date(cast: Cast) -> None:
    house = house_of(cast)
    for owner, due in (
        ({}, soon()),
        ({"person": cast.member}, None),
        ({"person": cast.member, "organisation": house}, soon()),
    ):
        with pytest.raises(Refused):
            open_commitment(actor=cast.facilitator, community=cast.here, text="Faire", due=due, **owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        promise(cast, person=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        promise(cast, due=None)
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("days", [-1, 366 * 6])
def test_a_day_that_has_passed_or_is_far_away_is_refused(cast: Cast, days: int) -> None:
    with pytest.raises(Refused):
        open_commitment(actor=cast.member, community=cast.here, text="Faire", due=soon(days), person=cast.member)


def test_members_promise_for_themselves_and_their_organisation_only(cast: Cast) -> None:
    house = house_of(cast)
    assert can_promise_for(cast.member, cast.here, cast.member, None)
    assert can_promise_for(cast.member, cast.here, None, house)
    assert not can_promise_for(cast.member, cast.here, cast.core, None)
    assert not can_promise_for(cast.second_member, cast.here, None, house)
    assert can_promise_for(cast.facilitator, cast.here, cast.core, None)
    assert not can_promise_for(cast.facilitator, cast.here, cast.outsider, None)
    assert not can_promise_for(cast.facilitator, cast.here, None, make_organisation())


def test_any_representative_may_go_on_with_what_her_organisation_promised(cast: Cast) -> None:
    house = house_of(cast)
    colleague = make_person()
    join(colleague, cast.here, organisation=house)
    row = promise(cast, person=None, organisation=house)
    assert can_progress_commitment(colleague, row)
    assert not can_progress_commitment(cast.second_member, row)
    elsewhere = make_person()
    join(elsewhere, cast.there, organisation=house)
    assert not can_progress_commitment(elsewhere, row)


ALLOWED = {
    can_view_commitment: {"coordinator", "facilitator", "translator", "core", "member", "second_member"},
    can_progress_commitment: {"coordinator", "facilitator", "member"},
    can_begin_commitment: {"coordinator", "facilitator", "member"},
    can_edit_commitment: {"coordinator", "facilitator", "member"},
    can_drop_commitment: {"coordinator", "facilitator", "member"},
    can_translate_commitment: {"coordinator", "facilitator", "translator"},
}


@pytest.mark.parametrize("who", [*ROLES_HERE, *STRANGERS])
def test_each_persona_may_do_exactly_what_the_table_says(cast: Cast, who: str) -> None:
    row, actor = promise(cast), cast.person(who)
    assert {rule.__name__ for rule in ALLOWED if rule(actor, row)} == {
        rule.__name__ for rule, allowed in ALLOWED.items() if who in allowed
    }
    assert visible_commitments(actor).filter(pk=row.pk).exists() == bool(can_view_commitment(actor, row))
    assert bool(can_open_commitment(actor, cast.here)) == (who in ALLOWED[can_view_commitment])


@pytest.mark.covers("SR-12", "SR-14")
def test_promises_of_another_community_do_not_exist(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast)
    names = ("commitment", "evidence", "dropping", "wording", "translation")
    urls = [reverse(f"commitments:{name}", args=[row.public_id]) for name in names]
    urls += [reverse(f"commitments:{name}", args=[cast.here.public_id]) for name in ("list", "opening")]
    for who in ("outsider", "keeper", "nobody", "steward"):
        client = as_person(cast.person(who))
        assert {client.get(url).status_code for url in urls} == {404}, who
        assert {client.post(url, {"text": "x"}).status_code for url in urls[:-2]} == {404}, who


def test_what_one_may_not_do_is_refused_by_the_address_too(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast)
    stranger = as_person(cast.second_member)
    for name in ("beginning", "evidence", "dropping", "wording", "translation"):
        answer = stranger.post(reverse(f"commitments:{name}", args=[row.public_id]), {"evidence": "x", "reason": "x"})
        assert answer.status_code == 403, name
    row.refresh_from_db()
    assert row.state == CommitmentState.OPEN


def test_two_people_who_change_one_promise_notice_each_other(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast)
    url = reverse("commitments:wording", args=[row.public_id])
    member = as_person(cast.member)
    base = member.get(url).context["form"]["base"].value()
    change_commitment(actor=cast.coordinator, commitment=row, text="Envoyer la liste complète", due=soon(12))
    form = {"text": "Envoyer une liste", "due": soon().isoformat(), "base": base}
    answer = member.post(url, form | {"once": "1"})
    assert answer.status_code == 409
    assert "Envoyer la liste complète" in answer.content.decode()
    assert "Envoyer une liste" in answer.content.decode()
    again = {**form, "base": answer.context["form"]["base"].value(), "once": "2"}
    assert member.post(url, again).status_code == 303
    row.refresh_from_db()
    assert row.text == "Envoyer une liste"


def test_a_reworded_promise_makes_its_translation_outdated(cast: Cast) -> None:
    row = promise(cast)
    translate_commitment(actor=cast.translator, commitment=row, text="Send the list")
    change_commitment(actor=cast.member, commitment=row, text="Envoyer la liste complète", due=row.due)
    row.refresh_from_db()
    row.__dict__.pop("_halves", None)
    assert words(row, "text", "en").outdated


def test_a_translation_made_from_older_words_is_not_taken(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast)
    url = reverse("commitments:translation", args=[row.public_id])
    translator = as_person(cast.translator)
    form = {bound.html_name: bound.value() for bound in translator.get(url).context["form"]}
    change_commitment(actor=cast.member, commitment=row, text="Envoyer deux listes", due=row.due)
    answer = translator.post(url, form | {"text": "Send the list", "once": "1"})
    assert answer.status_code == 409
    form = {bound.html_name: bound.value() for bound in answer.context["form"]}
    assert translator.post(url, form | {"text": "Send two lists", "once": "2"}).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_a_promise_kept_by_two_people_at_once_is_kept_once() -> None:
    cast = make_cast()
    row = promise(cast)
    start, refusals = threading.Barrier(2), []

    def press(pk: int) -> None:
        try:
            start.wait(10)
            actor, mine = Person.objects.get(pk=pk), Commitment.objects.get(pk=row.pk)
            keep_commitment(actor=actor, commitment=mine, evidence=f"Vu par {pk}")
        except Refused as error:
            refusals.append(error)
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=(one.pk,)) for one in (cast.member, cast.coordinator)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(refusals) == 1
    assert Entry.objects.filter(kind="commitments.done").count() == 1


def test_a_clash_writes_nothing(cast: Cast) -> None:
    row = promise(cast)
    with pytest.raises(Clash):
        change_commitment(actor=cast.member, commitment=row, text="Autrement", due=soon(), base="0" * 32)
    row.refresh_from_db()
    assert row.text == "Envoyer la liste"


def test_a_closed_community_promises_nothing_more(cast: Cast) -> None:
    type(cast.here).objects.filter(pk=cast.here.pk).update(stage="closed")
    cast.here.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        open_commitment(actor=cast.member, community=cast.here, text="Faire", due=soon(), person=cast.member)


def test_whoever_left_and_her_organisation_are_named_no_longer(cast: Cast) -> None:
    house = house_of(cast)
    cast.member.memberships.update(state="left")
    assert not can_promise_for(cast.facilitator, cast.here, cast.member, None)
    assert not can_promise_for(cast.facilitator, cast.here, None, house)


@pytest.mark.parametrize("said", ["", " \n ", "x" * 2001])
def test_the_end_of_a_promise_is_said_in_words_of_a_fitting_length(cast: Cast, said: str) -> None:
    row = promise(cast)
    for end, field in ((keep_commitment, "evidence"), (drop_commitment, "reason")):
        with pytest.raises(Refused) as error:
            end(actor=cast.member, commitment=row, **{field: said})
        assert error.value.field == field


@pytest.mark.covers("SR-13")
def test_a_form_writes_its_own_fields_and_no_other(cast: Cast, as_person: SignIn) -> None:
    row = promise(cast)
    more = {"state": "dropped", "person": cast.core.public_id, "community": cast.there.pk, "dropped_because": "Non"}
    url = reverse("commitments:evidence", args=[row.public_id])
    assert as_person(cast.member).post(url, {"evidence": "Vu", **more}).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.person, row.community) == (CommitmentState.DONE, cast.member, cast.here)
    assert row.dropped_because == ""
