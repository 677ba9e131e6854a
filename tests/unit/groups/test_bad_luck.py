"""What goes wrong in a group: its lead leaves with the plan half approved; a file is not what it says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from palabre.communities.actions.belonging import leave_community
from palabre.communities.models import Membership
from palabre.files.models import StoredFile
from palabre.groups.actions.approving import approve_plan
from palabre.groups.actions.erasing import end_places_left
from palabre.groups.actions.handing_in import hand_in
from palabre.groups.actions.outputs import begin_output
from palabre.groups.choices import GroupStage, PlanState
from palabre.groups.gates import missing_before
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.unit.groups.making_plans import Circle, make_circle, making, whole_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def test_the_lead_leaves_between_two_approvals_and_the_second_still_counts(circle: Circle) -> None:
    """What the group handed in is the group's: it is approved as it stands, and the group hears that nobody leads."""
    whole_plan(circle)
    hand_in(actor=circle.person("lead"), plan=circle.plan)
    approve_plan(actor=circle.person("mel"), plan=circle.plan)
    place = Membership.objects.get(person=circle.lead, community=circle.community)
    leave_community(actor=circle.person("lead"), membership=place)
    assert end_places_left() == 1
    assert Entry.objects.filter(kind="groups.lead_missing").count() == 1
    assert circle.plan.state == PlanState.SUBMITTED
    with pytest.raises(Refused):
        approve_plan(actor=circle.person("lead"), plan=circle.plan)
    approve_plan(actor=circle.person("coordinator"), plan=circle.plan)
    assert circle.plan.state == PlanState.APPROVED
    assert not [one for one in missing_before(circle.group, GroupStage.IMPLEMENTING) if "/plan/" in one.url]


FALSE = {
    "guide.pdf": (b"MZ\x90\x00 a program", "application/pdf"),
    "guide.docx": (b"PK\x03\x04 nothing of a document", "application/vnd.openxmlformats"),
    "photo.jpg": (b"<html><script>alert(1)</script></html>", "image/jpeg"),
    "vide.pdf": (b"", "application/pdf"),
}


@pytest.mark.parametrize("name", FALSE)
def test_an_output_that_is_not_what_it_says_is_refused_beside_its_field(
    circle: Circle, as_person: Callable[[Person | None], Client], name: str
) -> None:
    deliverable, texts = making(circle), {"fr": "Récits", "en": "Accounts"}
    begin_output(actor=circle.person("member"), deliverable=deliverable, title=texts, summary=texts)
    content, kind = FALSE[name]
    url = reverse("groups:output_files", args=[circle.group.public_id, deliverable.public_id])
    said = {"language": "fr", "link": "", "file": SimpleUploadedFile(name, content, content_type=kind)}
    answer = as_person(circle.person("member")).post(url, said)
    assert answer.status_code == 422
    assert 'name="file"' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not StoredFile.objects.exists()
