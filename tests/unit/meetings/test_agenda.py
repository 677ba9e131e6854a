"""The agenda: points, order, hours, both languages, and what returns by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.communities.queries import local_id
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.languages.models import Half
from palabre.languages.queries import words
from palabre.meetings.actions.agenda import add_item, change_item, remove_item, reorder
from palabre.meetings.actions.planning import plan_meeting, publish_agenda
from palabre.meetings.actions.translation import approve_titles, approve_translation, write_translation
from palabre.meetings.models import AgendaItem
from palabre.meetings.queries.agenda import agenda_page
from tests.factories import make_item, make_meeting
from tests.unit.meetings.plans import EVIL, frame


def promise(cast, **fields) -> Commitment:
    day = timezone.localdate() + timedelta(days=3)
    return Commitment.objects.create(
        community=cast.here, text="Envoyer la liste", person=cast.member, due=fields.pop("due", day), **fields
    )


def titles(meeting) -> list[str]:
    return list(meeting.items.order_by("position").values_list("title", flat=True))


def add(cast, meeting, title="Accueil", **fields) -> AgendaItem:
    return add_item(actor=cast.facilitator, meeting=meeting, title=title, minutes=fields.pop("minutes", 30), **fields)


def test_points_follow_each_other_with_their_hours(cast):
    meeting = make_meeting(cast.here)
    for title, minutes, kind in (("Accueil", 30, "topic"), ("Pause", 15, "break"), ("Clôture", 45, "topic")):
        add(cast, meeting, title, minutes=minutes, kind=kind)
    agenda = agenda_page(meeting)
    assert [row.starts.strftime("%H:%M") for row in agenda.rows] == ["09:00", "09:30", "09:45"]
    assert (agenda.work, agenda.pauses, agenda.over) == (75, 15, 0)
    add(cast, meeting, "Trop", minutes=60)
    assert agenda_page(meeting).over == 30


@pytest.mark.covers("INV-23")
def test_the_agenda_is_complete_only_when_both_halves_are_approved_and_none_is_outdated(cast):
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame(other_title="November meeting"))
    item = add(cast, meeting, other_title="Welcome")
    assert dict(agenda_page(meeting).states) == {"fr": "approved", "en": "in_review"}
    with pytest.raises(Refused, match="Somebody else"):
        approve_translation(actor=cast.facilitator, thing=item, field="title")
    assert approve_titles(actor=cast.translator, meeting=meeting) == 2
    assert agenda_page(meeting).complete
    change_item(actor=cast.facilitator, item=item, title="Accueil et météo", minutes=30)
    agenda = agenda_page(meeting)
    assert dict(agenda.states)["en"] == "outdated"
    assert not agenda.complete


def test_open_commitments_return_first_by_themselves_in_both_languages(cast):
    promise(cast)
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame())
    first = meeting.items.get()
    assert (first.kind, first.title) == ("commitments", "Suivi des engagements")
    assert words(first, "title", "en").text == "Follow-up of commitments"
    assert words(first, "title", "en").state == "approved"
    add(cast, meeting)
    assert titles(meeting) == ["Suivi des engagements", "Accueil"]


def test_commitments_taken_meanwhile_come_before_the_points_that_stand(cast):
    meeting = make_meeting(cast.here)
    add(cast, meeting)
    promise(cast)
    publish_agenda(actor=cast.facilitator, meeting=meeting)
    publish_agenda(actor=cast.facilitator, meeting=meeting)
    assert titles(meeting) == ["Suivi des engagements", "Accueil"]


def test_without_open_commitments_nothing_returns(cast):
    promise(cast, state="done", evidence="La liste")
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame())
    assert not meeting.items.exists()
    add(cast, meeting)
    assert titles(meeting) == ["Accueil"]


def test_the_follow_up_cannot_be_removed_while_a_commitment_is_open(cast):
    mine = promise(cast)
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame())
    follow_up = meeting.items.get()
    with pytest.raises(Refused, match="still open"):
        remove_item(actor=cast.facilitator, item=follow_up)
    mine.state, mine.evidence = "done", "La liste"
    mine.save()
    remove_item(actor=cast.facilitator, item=follow_up)
    assert not meeting.items.exists()


def test_order_changes_one_place_at_a_time_and_stops_at_the_ends(cast):
    meeting = make_meeting(cast.here)
    a, _b, c = (add(cast, meeting, title) for title in "ABC")
    reorder(actor=cast.facilitator, item=c, direction="up")
    assert titles(meeting) == ["A", "C", "B"]
    reorder(actor=cast.facilitator, item=a, direction="up")
    assert titles(meeting) == ["A", "C", "B"]
    reorder(actor=cast.facilitator, item=a, direction="down")
    assert titles(meeting) == ["C", "A", "B"]


def test_publishing_needs_one_point_and_tells_whether_it_is_again(cast):
    meeting = make_meeting(cast.here)
    with pytest.raises(Refused, match="one point"):
        publish_agenda(actor=cast.facilitator, meeting=meeting)
    add(cast, meeting)
    assert publish_agenda(actor=cast.facilitator, meeting=meeting).state == "agenda_published"
    publish_agenda(actor=cast.facilitator, meeting=meeting)
    told = Entry.objects.filter(kind="meetings.agenda_published").order_by("pk")
    assert [entry.facts for entry in told] == [{"again": False}, {"again": True}]


@pytest.mark.parametrize("name", ["translator", "core", "member", "outsider", "keeper"])
def test_only_those_who_lead_change_the_agenda(cast, name):
    meeting = make_meeting(cast.here)
    item = make_item(meeting)
    actor = cast.person(name)
    for forbidden in (
        lambda: add_item(actor=actor, meeting=meeting, title="X", minutes=5),
        lambda: change_item(actor=actor, item=item, title="X", minutes=5),
        lambda: remove_item(actor=actor, item=item),
        lambda: reorder(actor=actor, item=item, direction="up"),
        lambda: publish_agenda(actor=actor, meeting=meeting),
    ):
        with pytest.raises(Refused):
            forbidden()
    assert titles(meeting) == [item.title]


def test_two_translators_at_once_both_versions_are_shown(cast, as_person):
    meeting = make_meeting(cast.here, title="Rencontre")
    write_translation(actor=cast.translator, thing=meeting, field="title", text="Meeting", base_version=0)
    with pytest.raises(Clash):
        write_translation(actor=cast.facilitator, thing=meeting, field="title", text="Gathering", base_version=0)
    assert Half.objects.get().text == "Meeting"
    url = reverse("meetings:translation", args=[meeting.public_id])
    name = f"title-{meeting.public_id}"
    page = as_person(cast.facilitator).post(url, {name: "Gathering", f"version-{name}": "0"})
    assert page.status_code == 409
    assert "Gathering" in page.content.decode()
    assert "Meeting" in page.content.decode()


def test_titles_are_translated_side_by_side_proposed_then_approved_by_another(cast, as_person):
    meeting = make_meeting(cast.here, title="Rencontre")
    item = make_item(meeting, "Accueil")
    url = reverse("meetings:translation", args=[meeting.public_id])
    names = {f"title-{meeting.public_id}": "Meeting", f"title-{item.public_id}": "Welcome"}
    assert as_person(cast.translator).post(url, names).status_code == 303
    as_person(cast.translator).post(url, {"approve": "1"})
    assert set(Half.objects.values_list("state", flat=True)) == {"in_review"}
    as_person(cast.coordinator).post(url, {"approve": "1"})
    assert set(Half.objects.values_list("state", flat=True)) == {"approved"}
    AgendaItem.objects.filter(pk=item.pk).update(title="Accueil et café")
    page = as_person(cast.translator).get(url).content.decode()
    assert "<ins>" in page
    assert as_person(cast.member).post(url, names).status_code in (403, 422)


def test_the_agenda_is_edited_without_a_script(cast, as_person):
    client = as_person(cast.facilitator)
    meeting = make_meeting(cast.here)
    url = reverse("meetings:agenda", args=[meeting.public_id])
    first = {
        "title_fr": "Accueil",
        "title_en": "Welcome",
        "minutes": "30",
        "owner": local_id(cast.member, cast.here),
        "kind": "topic",
    }
    assert client.post(url, first).status_code == 303
    item = meeting.items.get()
    assert (item.owner, item.source_language, words(item, "title", "en").text) == (cast.member, "fr", "Welcome")
    client.post(url, {"title_en": "Only English", "minutes": "10"})
    english = meeting.items.get(source_language="en")
    assert (
        client.post(
            reverse("meetings:item_order", args=[meeting.public_id, english.public_id]), {"direction": "up"}
        ).status_code
        == 303
    )
    assert titles(meeting) == ["Only English", "Accueil"]
    change = reverse("meetings:item", args=[meeting.public_id, item.public_id])
    assert "Welcome" in client.get(change).content.decode()
    client.post(change, {"title_fr": "Accueil", "title_en": "Warm welcome", "minutes": "20", "kind": "break"})
    item = AgendaItem.objects.get(pk=item.pk)
    assert (item.minutes, item.kind, words(item, "title", "en").text) == (20, "break", "Warm welcome")
    client.post(reverse("meetings:item_removal", args=[meeting.public_id, item.public_id]))
    assert titles(meeting) == ["Only English"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_fr": ""}, "title_fr"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "long"}, "minutes"),
        ({"owner": "xyz"}, "owner"),
    ],
)
def test_a_wrong_point_comes_back_filled(cast, as_person, wrong, field):
    meeting = make_meeting(cast.here)
    url = reverse("meetings:agenda", args=[meeting.public_id])
    page = as_person(cast.facilitator).post(
        url, {"title_fr": "Accueil", "minutes": "30", "owner_label": "Le noyau", **wrong}
    )
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert "Le noyau" in page.content.decode()


def test_before_it_is_published_members_see_no_point(cast, as_person):
    meeting = make_meeting(cast.here)
    make_item(meeting, "Point sensible")
    pages = [reverse(f"meetings:{name}", args=[meeting.public_id]) for name in ("meeting", "agenda_print")]
    for url in pages:
        assert "Point sensible" not in as_person(cast.member).get(url).content.decode()
        assert "Point sensible" in as_person(cast.facilitator).get(url).content.decode()
    publish_agenda(actor=cast.facilitator, meeting=meeting)
    for url in pages:
        assert "Point sensible" in as_person(cast.member).get(url).content.decode()


def test_the_printed_agenda_is_in_the_language_asked_for_and_lists_what_is_promised(cast, as_person):
    promise(cast, due=timezone.localdate() - timedelta(days=4))
    meeting = plan_meeting(actor=cast.coordinator, community=cast.here, frame=frame(other_title="November meeting"))
    url = reverse("meetings:agenda_print", args=[meeting.public_id])
    english = as_person(cast.coordinator).get(url + "?language=en").content.decode()
    french = as_person(cast.coordinator).get(url + "?language=fr").content.decode()
    assert "November meeting" in english
    assert '<html lang="en"' in english
    assert "Rencontre de novembre" in french
    assert "Envoyer la liste" in french
    assert "Envoyer la liste" in english


def test_what_is_typed_in_a_point_is_shown_as_text(cast, as_person):
    meeting = make_meeting(cast.here, state="agenda_published")
    make_item(meeting, EVIL, owner_label=EVIL)
    for name in ("meeting", "agenda", "agenda_print", "translation"):
        page = as_person(cast.facilitator).get(reverse(f"meetings:{name}", args=[meeting.public_id])).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_a_point_of_another_meeting_is_not_found_under_this_one(cast, as_person):
    mine, theirs = make_meeting(cast.here), make_meeting(cast.there)
    foreign = make_item(theirs)
    for name in ("item", "item_order", "item_removal"):
        url = reverse(f"meetings:{name}", args=[mine.public_id, foreign.public_id])
        assert as_person(cast.facilitator).post(url, {}).status_code == 404
    assert theirs.items.count() == 1


@pytest.mark.covers("SR-57")
def test_a_point_sent_twice_is_added_once(cast, as_person):
    meeting = make_meeting(cast.here)
    client = as_person(cast.facilitator)
    for _again in range(2):
        client.post(
            reverse("meetings:agenda", args=[meeting.public_id]), {"title_fr": "Accueil", "minutes": "5", "once": "a"}
        )
    assert meeting.items.count() == 1


@pytest.mark.parametrize("name", ["agenda", "translation", "agenda_print"])
def test_pages_of_the_agenda_cost_the_same_with_one_and_thirty_points(
    cast, as_person, django_assert_max_num_queries, name
):
    promise(cast)
    meeting = make_meeting(cast.here, state="agenda_published")
    make_item(meeting, owner=cast.member)
    url = reverse(f"meetings:{name}", args=[meeting.public_id])
    client = as_person(cast.facilitator)
    with django_assert_max_num_queries(10) as one:
        client.get(url)
    for _number in range(29):
        make_item(meeting, owner=cast.core)
    with django_assert_max_num_queries(10) as thirty:
        client.get(url)
    assert len(one) == len(thirty)


def test_approving_all_titles_leaves_out_those_one_wrote(cast):
    meeting = make_meeting(cast.here)
    for number, writer in enumerate((cast.translator, cast.facilitator)):
        item = make_item(meeting, f"Point {number}")
        write_translation(actor=writer, thing=item, field="title", text=f"Item {number}", proposed=True)
    assert approve_titles(actor=cast.translator, meeting=meeting) == 1
    states = [words(item, "title", "en").state for item in meeting.items.order_by("position")]
    assert states == ["in_review", "approved"]
