"""Final outputs: both languages, names that each person gives for herself, publication by somebody else, closing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.communities.choices import Role
from palabre.exchange.actions.erasing import erase
from palabre.groups.actions.deliverables import remove_deliverable
from palabre.groups.actions.handing_in import revise_plan
from palabre.groups.actions.outputs import (
    approve_output_words,
    be_named,
    begin_output,
    choose_credit,
    keep_output_file,
    write_output,
)
from palabre.groups.actions.publishing import present_outcome, publish_output, withdraw_output
from palabre.groups.choices import Credit, DeliverableState, GroupStage
from palabre.groups.gates import missing_before
from palabre.groups.models import Contributor, Output
from palabre.groups.queries.outputs import output_page, outputs_page
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.outputs import (
    can_be_named,
    can_present,
    can_publish_output,
    can_view_output,
    can_withdraw_output,
    visible_outputs,
)
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.languages.queries import load_halves, pair
from palabre.people.models import Person
from tests.factories import grant
from tests.unit.groups.making_plans import Circle, again, at, day, make_circle, making, paper, whole_output, whole_plan

pytestmark = pytest.mark.django_db
In = Callable[[Person | None], Client]
NAMES = ("lead", "member", "second", "mel", "coordinator", "other_lead", "bystander")
TITLE, SUMMARY = {"fr": "Douze récits", "en": "Twelve accounts"}, {"fr": "Ce qui aide.", "en": "What helps."}


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def published(circle: Circle) -> Output:
    output = whole_output(circle, making(circle))
    return publish_output(actor=circle.person("coordinator"), output=output, safe=True)


def test_an_output_begins_once_the_group_does_its_work(circle: Circle) -> None:
    objective = whole_plan(circle)
    deliverable = objective.deliverables.get()
    with pytest.raises(Refused):
        begin_output(actor=circle.person("member"), deliverable=deliverable, title=TITLE, summary=SUMMARY)
    objective.delete()
    deliverable = making(circle)
    for name in ("mel", "other_lead", "bystander"):
        with pytest.raises(Refused):
            begin_output(actor=circle.person(name), deliverable=deliverable, title=TITLE, summary=SUMMARY)
    begin_output(actor=circle.person("member"), deliverable=deliverable, title=TITLE, summary=SUMMARY)
    deliverable.refresh_from_db()
    assert deliverable.state == DeliverableState.IN_WORK
    with pytest.raises(Refused):
        begin_output(actor=circle.person("lead"), deliverable=deliverable, title=TITLE, summary=SUMMARY)
    revise_plan(actor=circle.person("lead"), plan=circle.plan)
    with pytest.raises(Refused):
        remove_deliverable(actor=circle.person("lead"), deliverable=deliverable)


@pytest.mark.covers("INV-23")
def test_an_output_is_complete_when_both_languages_are_approved_and_none_is_outdated(circle: Circle) -> None:
    deliverable = making(circle)
    output = begin_output(actor=circle.person("member"), deliverable=deliverable, title=TITLE, summary=SUMMARY)
    gaps = [str(one) for one in output_page(circle.person("coordinator"), output).gaps]
    assert len(gaps) == 4  # title and summary to approve in English, both files
    assert not can_publish_output(circle.person("coordinator"), output)
    with pytest.raises(Refused):
        approve_output_words(actor=circle.person("member"), output=output)
    assert approve_output_words(actor=circle.person("second"), output=output) == 2
    keep_output_file(actor=circle.person("lead"), output=output, language="fr", upload=paper())
    assert not can_publish_output(circle.person("coordinator"), again(output))
    keep_output_file(actor=circle.person("lead"), output=output, language="en", link="https://example.org/en")
    deliverable.refresh_from_db()
    assert deliverable.state == DeliverableState.READY
    assert can_publish_output(circle.person("coordinator"), again(output))
    write_output(actor=circle.person("member"), output=output, title={"fr": "Treize récits"}, summary=SUMMARY)
    output = again(output)
    assert "English" in str(output_page(circle.person("coordinator"), output).gaps[0])
    deliverable.refresh_from_db()
    assert deliverable.state == DeliverableState.IN_WORK


def test_files_and_links_are_checked(circle: Circle) -> None:
    output = begin_output(actor=circle.person("lead"), deliverable=making(circle), title=TITLE, summary=SUMMARY)
    for wrong in (
        {}, {"link": "http://example.org"}, {"link": "javascript:alert(1)"}, {"link": "https://exa mple.org"},
        {"link": "https://example.org", "upload": paper()}, {"link": "https://" + "a" * 500 + ".org"},
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            keep_output_file(actor=circle.person("lead"), output=output, language="fr", **wrong)
        assert refused.value.field == "link"
    with pytest.raises(Refused):
        keep_output_file(actor=circle.person("lead"), output=output, language="sw", link="https://example.org")
    keep_output_file(actor=circle.person("lead"), output=output, language="fr", link="https://example.org/1")
    keep_output_file(actor=circle.person("lead"), output=output, language="fr", upload=paper())
    kept = output.files.get()
    assert (kept.link, kept.file is not None) == ("", True)


def test_a_file_leaves_under_a_name_that_names_nobody(circle: Circle, as_person: In) -> None:
    output = whole_output(circle, making(circle))
    keep_output_file(
        actor=circle.person("member"), output=output, language="fr", upload=paper("Rapport de Awa Diallo.txt")
    )
    args = [circle.group.public_id, output.deliverable.public_id]
    answer = as_person(circle.lead).get(reverse("groups:output_file", args=args) + "?in=fr")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{output.public_id}.txt"'
    b"".join(answer.streaming_content)


def test_whoever_translates_writes_the_other_language_only(circle: Circle) -> None:
    output = begin_output(actor=circle.person("lead"), deliverable=making(circle), title=TITLE, summary=SUMMARY)
    grant(circle.bystander, circle.community, Role.TRANSLATOR)
    with pytest.raises(Refused):
        write_output(actor=circle.person("bystander"), output=output, title={"fr": "Autre"}, summary=SUMMARY)
    said = {"fr": TITLE["fr"], "en": "A dozen accounts"}
    write_output(actor=circle.person("bystander"), output=output, title=said, summary=SUMMARY)
    assert seal_of(output) != ""
    seen = seal_of(output)
    write_output(actor=circle.person("lead"), output=output, title={"fr": "Mien"}, summary=SUMMARY, seen=seen)
    with pytest.raises(Clash):
        write_output(actor=circle.person("second"), output=output, title={"fr": "Tien"}, summary=SUMMARY, seen=seen)


def test_names_stand_only_where_each_person_wrote_her_own(circle: Circle) -> None:
    output = begin_output(actor=circle.person("lead"), deliverable=making(circle), title=TITLE, summary=SUMMARY)
    assert output.credit == Credit.COLLECTIVE
    with pytest.raises(Refused):
        be_named(actor=circle.person("member"), output=output, name="Awa D.")
    choose_credit(actor=circle.person("lead"), output=output, credit=Credit.BYLINE)
    output = again(output)
    can = [name for name in NAMES if can_be_named(circle.person(name), output)]
    assert can == ["lead", "member", "second"]
    be_named(actor=circle.person("member"), output=output, name="Awa D.")
    be_named(actor=circle.person("second"), output=output, name="")
    assert output_page(circle.person("bystander"), output).names == ["Awa D."]
    # a name was given for one kind: pen names are asked for again
    choose_credit(actor=circle.person("lead"), output=output, credit=Credit.ALIAS)
    output = again(output)
    assert output_page(circle.person("bystander"), output).names == []
    be_named(actor=circle.person("second"), output=output, name="Baobab")
    be_named(actor=circle.person("second"), output=output, name=" ")
    assert not Contributor.objects.exists()


def test_a_name_goes_with_its_person_and_a_collective_stays(circle: Circle) -> None:
    output = begin_output(actor=circle.person("lead"), deliverable=making(circle), title=TITLE, summary=SUMMARY)
    choose_credit(actor=circle.person("lead"), output=output, credit=Credit.BYLINE)
    be_named(actor=circle.person("member"), output=output, name="Awa D.")
    erase(person=circle.member)
    output = again(output)
    assert output_page(circle.person("lead"), output).names == []
    assert output.title == TITLE["fr"]


def test_coordination_publishes_what_it_did_not_prepare_after_a_look(circle: Circle) -> None:
    output = whole_output(circle, making(circle))
    assert [name for name in NAMES if can_publish_output(circle.person(name), output)] == ["coordinator"]
    grant(circle.member, circle.community, Role.COORDINATOR)
    assert not can_publish_output(circle.person("member"), output)
    with pytest.raises(Refused) as hasty:
        publish_output(actor=circle.person("coordinator"), output=output, safe=False)
    assert hasty.value.field == "safe"
    publish_output(actor=circle.person("coordinator"), output=output, safe=True)
    output = again(output)
    assert output.published_at
    with pytest.raises(Refused):
        publish_output(actor=circle.person("coordinator"), output=output, safe=True)


def test_drafts_are_for_the_group_and_published_ones_for_the_community(circle: Circle) -> None:
    output = whole_output(circle, making(circle))
    near = ["lead", "member", "second", "mel", "coordinator"]
    assert [name for name in NAMES if can_view_output(circle.person(name), output)] == near
    assert outputs_page(circle.person("bystander"), circle.group).rows[0].output is None
    publish_output(actor=circle.person("coordinator"), output=output, safe=True)
    assert all(visible_outputs(circle.person(name)).exists() for name in NAMES)


def test_a_title_changed_after_publication_leaves_the_other_language_outdated(circle: Circle) -> None:
    output = published(circle)
    with pytest.raises(Refused):
        write_output(actor=circle.person("member"), output=output, title={"fr": "Autre"}, summary=SUMMARY)
    write_output(actor=circle.person("lead"), output=output, title={"fr": "Autre"}, summary=SUMMARY)
    output = again(output)
    load_halves([output])
    assert pair(output) == [("fr", "approved"), ("en", "outdated")]
    at(circle, GroupStage.SHARING)
    present_outcome(actor=circle.person("lead"), group=circle.group, day=day(-1), words="Plénière")
    circle.group.refresh_from_db()
    assert len(missing_before(circle.group, GroupStage.CLOSED)) == 1


@pytest.mark.covers("INV-10")
def test_a_group_closes_when_everything_is_out_in_both_languages_and_presented(circle: Circle) -> None:
    deliverable = making(circle)
    output = whole_output(circle, deliverable)
    at(circle, GroupStage.SHARING)
    said = [str(one.sentence) for one in missing_before(circle.group, GroupStage.CLOSED)]
    assert len(said) == 2
    publish_output(actor=circle.person("coordinator"), output=output, safe=True)
    for name in ("member", "bystander", "mel"):
        assert not can_present(circle.person(name), circle.group)
    for wrong, field in (({"day": day(1)}, "day"), ({"day": None}, "day"), ({"words": " "}, "words")):
        told = {"day": timezone.localdate(), "words": "Plénière de novembre"} | wrong
        with pytest.raises(Refused) as refused:
            present_outcome(actor=circle.person("lead"), group=circle.group, **told)
        assert refused.value.field == field
    present_outcome(actor=circle.person("lead"), group=circle.group, day=day(0), words="Plénière de novembre")
    circle.group.refresh_from_db()
    assert missing_before(circle.group, GroupStage.CLOSED) == []


def status(client: Client, url: str) -> int:
    answer = client.get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_a_published_output_is_taken_back_with_a_reason_and_may_go_out_again(circle: Circle, as_person: In) -> None:
    output = whole_output(circle, making(circle))
    with pytest.raises(Refused, match="not published"):
        withdraw_output(actor=circle.person("lead"), output=output, because="Trop tôt")
    publish_output(actor=circle.person("coordinator"), output=output, safe=True)
    output = again(output)
    assert [n for n in NAMES if can_withdraw_output(circle.person(n), output)] == ["lead", "coordinator"]
    for name in ("member", "mel", "other_lead", "bystander"):
        with pytest.raises(Refused):
            withdraw_output(actor=circle.person(name), output=output, because="Un lieu se devine")
    args = [circle.group.public_id, output.deliverable.public_id]
    page, url = reverse("groups:output", args=args), reverse("groups:output_withdrawal", args=args)
    file = reverse("groups:output_file", args=args) + "?in=fr"
    reader, lead = as_person(circle.bystander), as_person(circle.lead)
    assert [status(reader, one) for one in (page, file, url)] == [200, 200, 403]
    assert lead.post(url, {"because": " "}).status_code == 422
    at(circle, GroupStage.CLOSED)  # danger does not wait
    assert lead.post(url, {"because": "Un lieu se devine"}).status_code == 303
    assert [status(reader, one) for one in (page, file, url)] == [404, 404, 404]
    assert "Un lieu se devine" in lead.get(page).content.decode()
    output = again(output)
    assert (output.published_at, output.withdrawn_by) == (None, circle.lead)
    assert output.withdrawn_at is not None
    assert output.deliverable.state == DeliverableState.IN_WORK
    entry = Entry.objects.get(kind="groups.output_withdrawn")
    assert (entry.actor_id, entry.subject_id) == (circle.lead.pk, output.pk)
    assert "lieu" not in str(entry.facts)
    at(circle, GroupStage.SHARING)
    publish_output(actor=circle.person("coordinator"), output=output, safe=True)
    output = again(output)
    assert (output.withdrawn_at, output.withdrawn_because) == (None, "")
    assert reader.get(page).status_code == 200
