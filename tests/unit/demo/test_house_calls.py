"""CAP Pas à Pas has a call that is open and one that is read blind: whoever tries the demo can apply, and read."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import timezone

from palabre.calls.choices import ApplicationState, CallState
from palabre.calls.models import Application, Conflict, ReviewAssignment, Reviewer
from palabre.calls.queries.assigned import files_waiting
from palabre.communities.rules import fresh
from palabre.demo.arrivals import arrive
from palabre.demo.house_calls import tell_house_calls
from palabre.demo.house_words import CANDIDATES, READERS
from palabre.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S003-2", "S003-4", "INV-13", "INV-14")
def test_one_call_is_open_and_one_is_read_blind(as_person):
    today = timezone.localdate()
    _river, steps = arrive(today=today)
    running, read = tell_house_calls(community=steps.community, people=steps.people, today=today)
    assert (running.phase(), read.phase()) == (CallState.OPEN, CallState.REVIEW)
    assert steps.community.risk == "standard"
    visitor = as_person(None)
    for page in ("/calls/", f"/calls/{running.public_id}/", f"/calls/{running.public_id}/ready/"):
        assert visitor.get(page).status_code == 200
    assert f"/calls/{running.public_id}/" in visitor.get("/calls/").content.decode()
    states = Counter(Application.objects.filter(call=read).values_list("state", flat=True))
    assert states == {ApplicationState.IN_REVIEW: 7, ApplicationState.INELIGIBLE: 1}
    committee(as_person, steps.people["reader"])
    desk = as_person(fresh(steps.people["cap-coordinator"]))
    assert desk.get(f"/c/{steps.community.public_id}/calls/{read.public_id}/").status_code == 200
    assert as_person(steps.people["member"]).get(f"/c/{steps.community.public_id}/calls/").status_code == 404


def committee(as_person, reader: Person) -> None:
    """Her list has three files to do and one done, one she gave back, and no applicant's name on any page."""
    given = ReviewAssignment.objects.filter(reviewer__person=reader)
    assert Counter(given.values_list("state", flat=True)) == {"assigned": 3, "submitted": 1, "conflict": 1}
    assert set(Counter(ReviewAssignment.objects.values_list("reviewer", flat=True)).values()) == {4, 5}
    assert Counter(Conflict.objects.values_list("kind", flat=True)) == {"declared": 1, "same_organisation": 1}
    assert Reviewer.objects.count() == len(READERS)
    assert files_waiting(fresh(reader)) == 3
    client = as_person(fresh(reader))
    seen = [client.get(page) for page in ("/review/", "/review/?shelf=done")]
    waiting, done = [page.content.decode() for page in seen]
    shut = given.get(state="conflict").public_id
    assert shut not in waiting + done
    assert client.get(f"/review/{shut}/").status_code == 404
    files = {one.public_id: one.state for one in given.exclude(state="conflict")}
    assert all((key in done) == (state == "submitted") for key, state in files.items())
    assert all((key in waiting) == (state == "assigned") for key, state in files.items())
    pages = [waiting, done, *(client.get(f"/review/{key}/").content.decode() for key in files)]
    assert not [one.name for one in CANDIDATES for page in pages if one.name in page or one.name.split()[0] in page]
