"""Before the publication nothing is missing; after it the committee ends, figures stay, themes become groups."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from palabre.calls.actions.accepting import confirm_place, declare_interests
from palabre.calls.actions.cohort import note_preferences, prepare_groups
from palabre.calls.actions.life import take_step
from palabre.calls.actions.publishing import conclude_call, conclude_published
from palabre.calls.choices import CallState, Counted, Outcome
from palabre.calls.gates import missing_before
from palabre.calls.models import Application, CallTheme, Publication, Reviewer, SelectionCount, ThemeChoice
from palabre.calls.queries.counts import summary_of
from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Membership, RoleGrant
from palabre.groups.models import Grouping, Preference, WorkingGroup
from palabre.kit.verdict import Refused
from palabre.languages.actions import write_half
from tests.personas import Cast
from tests.unit.calls.making_deciding import Selecting, again, hands_of, in_state
from tests.unit.calls.making_reviewing import fresh_client, make_application, make_reviewer, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast: Cast) -> Selecting:
    return Selecting(cast, files=4, places=3)


def missing(here: Selecting) -> list[str]:
    return [str(one.sentence) for one in missing_before(again(here.call), CallState.PUBLISHED)]


def finish(here: Selecting) -> None:
    """Everything decided, everybody told, a code adopted, published."""
    here.offer(*here.files[:2])
    here.decide(Outcome.WAITLIST, here.files[2])
    here.decide(Outcome.DECLINE, *here.files[3:])
    here.tell_everybody()
    here.adopt_code()
    take_step(actor=here.lead, call=here.call, to=CallState.PUBLISHED)
    conclude_call(call=here.call)


def test_the_gate_names_what_is_missing_and_opens_when_nothing_is(here: Selecting) -> None:
    waiting = make_application(here.call)
    said = missing(here)
    assert "On 5 applications nothing is decided yet." in said
    assert any("adopted no code" in one for one in said)
    with pytest.raises(Refused, match="nothing is decided yet"):
        take_step(actor=here.lead, call=here.call, to=CallState.PUBLISHED)
    in_state(waiting, "withdrawn")
    here.shortlist(here.files[0])
    assert "On 4 applications nothing is decided yet." in missing(here)
    here.decide(Outcome.OFFER, here.files[0])
    here.decide(Outcome.WAITLIST, here.files[1])
    here.decide(Outcome.DECLINE, *here.files[2:])
    assert missing(here)[0] == "4 people have no answer yet."
    here.tell_everybody()
    assert [one for one in missing(here) if "code" not in one] == []
    here.adopt_code()
    assert missing(here) == []
    take_step(actor=here.lead, call=here.call, to=CallState.PUBLISHED)


def test_the_committee_ends_and_its_role_with_it(here: Selecting) -> None:
    elsewhere = Selecting(here.cast, state=CallState.REVIEW)
    make_reviewer(elsewhere.call, here.reader(0), by=here.lead)
    finish(here)
    assert not Reviewer.objects.filter(call=here.call, ended_at=None).exists()
    running = RoleGrant.objects.running().filter(community=here.cast.here, role=Role.REVIEWER)
    held = set(running.values_list("person_id", flat=True))
    assert here.reader(1).pk not in held
    # she still reads for another call of the same community
    assert here.reader(0).pk in held
    for name in ("selection", "interviews", "sittings"):
        url = reverse(f"calls:{name}", args=[here.call.public_id])
        assert fresh_client(here.reader(1)).get(url).status_code == 404
        assert fresh_client(here.lead).get(url).status_code == 200


def test_concluding_twice_is_once_and_the_worker_does_it_too(here: Selecting) -> None:
    assert not conclude_call(call=here.call)
    finish(here)
    assert not conclude_call(call=here.call)
    assert conclude_published() == 0
    Publication.objects.all().delete()
    assert conclude_published() == 1
    assert Publication.objects.count() == 1


def test_the_figures_that_stay(here: Selecting) -> None:
    Application.objects.filter(pk=here.files[0].pk).update(country="IN", language="en")
    in_state(make_application(here.call), "withdrawn")
    finish(here)
    kept = {(row.what, row.key): row.number for row in SelectionCount.objects.filter(call=here.call)}
    assert kept[Counted.STATE, "offered"] == 2
    assert kept[Counted.STATE, "withdrawn"] == 1
    assert kept[Counted.LANGUAGE, "fr"] == 3
    assert kept[Counted.REGION, "south_asia"] == 1
    assert kept[Counted.REGION, "west_africa"] == 3


def test_the_summary_shows_masked_counts_to_anybody_and_only_after_the_publication(here: Selecting) -> None:
    url = reverse("calls:summary", args=[here.call.public_id])
    from django.test import Client

    assert Client().get(url).status_code == 404
    here.files += [here.file(country="SN") for _number in range(20)]
    finish(here)
    answer = Client().get(url, {"lang": "en"})
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    page = answer.content.decode()
    assert "24 applications" in page
    for file in here.files:
        assert file.code not in page
    summary = summary_of(again(here.call))
    assert summary is not None
    states = {str(part.label): part.number for part in summary.splits[0].parts}
    # 21 declined, 2 with a place, 1 waiting: the small ones are hidden, and enough beside them
    assert states.get("place offered") is None
    assert all(number is None or number >= 5 for split in summary.splits for number in (p.number for p in split.parts))


def test_with_fewer_than_five_no_figure_is_shown(here: Selecting) -> None:
    finish(here)
    summary = summary_of(again(here.call))
    assert summary is not None
    assert summary.number is None
    assert all(split.parts == [] for split in summary.splits)


def themes(here: Selecting) -> list[CallTheme]:
    """In both languages, written while the call was a draft."""
    state = here.call.state
    to(here.call, CallState.DRAFT)
    rows = [
        CallTheme.objects.create(call=here.call, title=title, text="Texte", position=n) for n, title in enumerate("ABC")
    ]
    for row in rows:
        for field, text in (("title", f"{row.title} en"), ("text", "Text")):
            write_half(actor_id=here.lead.pk, thing=row, field=field, language="en", text=text)
    to(here.call, state)
    return rows


def test_each_theme_becomes_a_group_once_in_both_languages(here: Selecting) -> None:
    rows = themes(here)
    with pytest.raises(Refused, match="once the selection is published"):
        prepare_groups(actor=here.lead, call=here.call)
    finish(here)
    with pytest.raises(Refused, match="by the coordination"):
        prepare_groups(actor=here.cast.person("member"), call=here.call)
    assert prepare_groups(actor=here.lead, call=here.call) == 3
    assert prepare_groups(actor=here.lead, call=here.call) == 0
    groups = WorkingGroup.objects.filter(community=here.cast.here).order_by("position")
    assert [group.theme for group in groups] == [row.title for row in rows]
    from palabre.languages.queries import words

    assert words(groups[0], "theme", "en").text == "A en"


def test_what_they_ranked_is_their_first_preference_and_what_they_said_stays(here: Selecting) -> None:
    from django.utils import timezone

    one, two, _three = rows = themes(here)
    for place, theme in enumerate((two, one), start=1):
        ThemeChoice.objects.create(application=here.files[0], theme=theme, rank=place)
        ThemeChoice.objects.create(application=here.files[1], theme=theme, rank=place)
    people = [here.cast.person("member"), here.cast.person("second_member")]
    for file, person in zip(here.files[:2], people, strict=True):
        Application.objects.filter(pk=file.pk).update(person=person)
    finish(here)
    for file in here.files[:2]:
        declare_interests(applicant=hands_of(file), application=file, text="", nothing=True)
        confirm_place(actor=here.lead, application=file)
    prepare_groups(actor=here.lead, call=here.call)
    assert note_preferences(actor=here.lead, call=here.call) == 0
    grouping = Grouping.objects.create(
        community=here.cast.here, opened_by=here.lead, choose_until=timezone.now() + timedelta(days=9)
    )
    groups = {group.theme: group for group in WorkingGroup.objects.filter(community=here.cast.here)}
    Preference.objects.create(grouping=grouping, person=people[1], group=groups[rows[2].title], rank=1)
    assert note_preferences(actor=here.lead, call=here.call) == 1
    mine = Preference.objects.filter(person=people[0]).order_by("rank")
    assert [row.group for row in mine] == [groups[two.title], groups[one.title]]
    assert Preference.objects.filter(person=people[1]).count() == 1
    assert note_preferences(actor=here.lead, call=here.call) == 0


def test_after_the_publication_a_place_still_goes_to_the_next(here: Selecting) -> None:
    from palabre.calls.actions.deciding import offer_next
    from palabre.calls.actions.withdrawing import withdraw

    finish(here)
    here.call.refresh_from_db()
    withdraw(applicant=hands_of(here.files[0]), application=here.files[0])
    offer_next(actor=here.lead, application=here.files[2])
    assert here.tell_everybody() == 1
    declare_interests(applicant=hands_of(here.files[2]), application=here.files[2], text="", nothing=True)
    assert confirm_place(actor=here.lead, application=here.files[2]).state == "accepted"
    assert not Membership.objects.filter(community=here.cast.here, state=MembershipState.APPROVED).exists()
    to(here.call, CallState.SELECTION)
