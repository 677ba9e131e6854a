"""What goes wrong while files are read: somebody withdraws in the middle, by her own page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from palabre.calls.actions.scoring import Said, save_review, submit_review
from palabre.calls.choices import ApplicationState
from palabre.calls.models import Answer, Application
from palabre.calls.queries.marks import standings
from palabre.calls.rules.assigning import lacking_reviews
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.personas import Cast
from tests.unit.calls.making_deciding import holder
from tests.unit.calls.making_reviewing import Reading, answer, assign, person_again

pytestmark = pytest.mark.django_db


def test_a_withdrawal_by_her_page_takes_the_file_from_every_reader_and_waits_for_nobody(
    cast: Cast, as_person: Callable[[Person | None], Client]
) -> None:
    """One has handed in, one is writing: both lose the file at once; nothing of it waits, counts or can be read."""
    reading = Reading(cast)
    gone = reading.files[0]
    answer(gone, reading.question, "Ce que je n’ai dit qu’à vous.")
    whole = Said({one.pk: 4 for one in reading.criteria}, "Clair.", "yes")
    done, begun = assign(gone, reading.first), assign(gone, reading.second)
    submit_review(actor=reading.reader, assignment=done, said=whole)
    save_review(actor=reading.other, assignment=begun, said=whole)
    writing = as_person(reading.other)
    assert writing.get(reverse("calls:file", args=[begun.public_id])).status_code == 200

    hers = holder(gone)
    assert hers.post(reverse("calls:apply_withdrawal", args=[gone.public_id])).status_code == 303
    row = Application.objects.get(pk=gone.pk)
    assert (row.state, row.name, row.email) == (ApplicationState.WITHDRAWN, "", "")
    assert not Answer.objects.filter(application=gone).exists()

    # the one who was writing presses once more: nothing is there, and her words tell of nobody
    points = {f"points_{one.public_id}": "4" for one in reading.criteria}
    said = {**points, "comment": "Clair.", "recommendation": "yes", "seen": "1"}
    for given, reader in ((done, reading.reader), (begun, reading.other)):
        client = as_person(reader)
        assert client.post(reverse("calls:file", args=[given.public_id]), said).status_code == 404
        assert client.post(reverse("calls:file_draft", args=[given.public_id]), said).status_code == 404
        assert gone.code not in client.get(reverse("calls:reading")).content.decode()
    with pytest.raises(Refused):
        submit_review(actor=reading.other, assignment=begun, said=whole)

    # the coordination waits for no review of it, and no place of it is in the ranking
    assert gone not in lacking_reviews(reading.call)
    assert gone.pk not in {key for key, found in standings(reading.call).items() if found.mark}
    lead = as_person(person_again(reading.lead))
    assert gone.code not in lead.get(reverse("calls:ranking", args=[reading.call.public_id])).content.decode()
