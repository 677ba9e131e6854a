"""What a call brings to my day, to the navigation of a community and to the translation desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from palabre.calls.choices import AssignmentState
from palabre.calls.models import CallTheme
from tests.personas import Cast
from tests.unit.calls.making_calls import announced, begun, mel_of
from tests.unit.calls.making_reviewing import Reading, assign
from tests.unit.desk.helpers import SignIn, page, queries

pytestmark = pytest.mark.django_db


def test_my_day_says_how_many_files_wait_for_a_reader(cast: Cast, as_person: SignIn) -> None:
    reading, day = Reading(cast), reverse("desk:my_day")
    files = reverse("calls:reading")
    given = [assign(one, reading.first) for one in reading.files]
    shown = page(as_person(reading.reader), day)
    assert files in shown
    assert "2 dossiers" in shown or "2 files" in shown
    assert files not in page(as_person(reading.other), day)
    type(given[0]).objects.update(state=AssignmentState.SUBMITTED)
    assert files not in page(as_person(reading.reader), day)


def test_monitoring_and_translation_find_the_calls_beside_the_other_rooms(cast: Cast, as_person: SignIn) -> None:
    home, calls = (reverse(name, args=[cast.here.public_id]) for name in ("desk:community", "calls:list"))
    for who in (mel_of(cast), cast.translator):
        assert f'href="{calls}"' in page(as_person(who), home)
        assert as_person(who).get(calls).status_code == 200
    for who in (cast.member, cast.facilitator):
        assert f'href="{calls}"' not in page(as_person(who), home)
        assert as_person(who).get(calls).status_code == 404


def test_the_translation_desk_lists_the_drafts_of_calls(cast: Cast, as_person: SignIn) -> None:
    draft, told = begun(cast), announced(cast)
    CallTheme.objects.create(call=draft, title="Soins")
    desk = "/translate/"
    url, over = (reverse("calls:call", args=[cast.here.public_id, one.public_id]) for one in (draft, told))
    client = as_person(cast.translator)
    shown = page(client, desk)
    assert f"{url}#languages" in shown
    assert over not in shown
    assert url not in page(as_person(cast.member), desk)
    before = len(queries(client, desk))
    for number in range(3):
        CallTheme.objects.create(call=draft, title=f"Thème {number}")
    begun(cast)
    assert len(queries(client, desk)) == before
