"""The network report: what was shared, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.communities.models import Community
from palabre.desk.queries.network_report import network_report
from palabre.meetings.models import Attendance, CountedLine, JointMeeting, Minutes, MinutesLanguage, Segment
from tests.factories import grant, join, make_community, make_meeting, make_organisation, make_person
from tests.personas import ROLES_HERE, STRANGERS
from tests.unit.communities.test_sharing import agree
from tests.unit.meetings.joining_twins import link

pytestmark = pytest.mark.django_db


def url(community, name="network_report", *more):
    return reverse(f"desk:{name}", args=[community.public_id, *more])


def held(community, **fields):
    """Today at midnight, so that it is this year."""
    start = timezone.now().replace(hour=0, minute=1)
    fields.setdefault("state", "held")
    return make_meeting(community, starts_at=start, ends_at=start + timedelta(hours=1), **fields)


def fill(community, members=6, mark="Secret"):
    for _ in range(members):
        join(make_person(), community, organisation=make_organisation())
    meeting = held(community, title=f"{mark} rencontre")
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, name=f"{mark} {n}", name_key=f"{meeting.pk}-{n}") for n in range(7)
    )
    CountedLine.objects.create(meeting=meeting, label=f"{mark} ligne", value=41, precision="about")
    CountedLine.objects.create(
        meeting=meeting, label=f"{mark} autres", value=12, unit="organisations", precision="at_least"
    )
    person = community.memberships.first().person
    for state, number in (("done", 3), ("open", 1)):
        for _ in range(number):
            Commitment.objects.create(
                community=community, text=f"{mark} promesse", person=person, due=timezone.localdate(), state=state,
                evidence="fait" if state == "done" else "",
            )  # fmt: skip
    return meeting


def row_of(actor, parent, child):
    actor.__dict__.pop("_standing", None)
    return next((row for row in network_report(actor, parent).rows if row.community == child), None)


@pytest.mark.parametrize("name", [*ROLES_HERE, *STRANGERS])
def test_it_is_for_whoever_cares_for_the_network(cast, as_person, name):
    allowed = 200 if name == "steward" else 404
    client = as_person(cast.person(name))
    assert client.get(url(cast.network)).status_code == allowed
    assert client.get(url(cast.network, "network_sheet")).status_code == allowed
    assert client.get(url(cast.here)).status_code == 404


@pytest.mark.covers("S000-8", "INV-04")
def test_a_child_that_shares_nothing_is_a_name_and_not_shared(cast, as_person):
    fill(cast.here)
    row = row_of(cast.steward, cast.network, cast.here)
    assert (row.figures, row.members, row.named, row.people, row.meetings) == (None, None, None, None, ())
    html = as_person(cast.steward).get(url(cast.network)).content.decode()
    item = re.search(r"<li><div class=\"flow tight\"><h3>(?:<[^>]+>)*Communauté Ici.*?</li>", html, re.DOTALL).group(0)
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", item)).strip() == "Communauté Ici non partagé"
    assert "Secret" not in html
    assert "0 communauté sur 2 partage" in html
    lines = as_person(cast.steward).get(url(cast.network, "network_sheet")).content.decode("utf-8-sig").splitlines()
    assert "Communauté Ici;non partagé" in lines


def test_totals_only_gives_figures_and_no_title(cast, as_person):
    fill(cast.here)
    agree(cast.here, "aggregates")
    row = row_of(cast.steward, cast.network, cast.here)
    figures = row.figures
    assert (row.members, figures.organisations, len(figures.meetings)) == (12, 7, 1)
    assert row.named == 7
    assert (row.people.value, row.people.precision) == (41, "about")
    assert (figures.organisations_counted.value, figures.organisations_counted.precision) == (12, "at_least")
    assert (figures.kept, figures.due) == (3, 4)
    assert row.meetings == ()
    html = as_person(cast.steward).get(url(cast.network)).content.decode()
    assert "Secret" not in html
    assert "environ 41" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>|&nbsp;", " ", html)).replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    assert "3 sur 4" in html


@pytest.mark.covers("INV-35")
def test_a_sum_is_as_sure_as_its_least_sure_part_and_units_are_never_added(cast):
    meeting = fill(cast.here)
    agree(cast.here, "aggregates")
    CountedLine.objects.create(meeting=meeting, label="x", value=35, precision="exact")
    CountedLine.objects.create(meeting=meeting, label="x", value=38, precision="at_least")
    row = row_of(cast.steward, cast.network, cast.here)
    assert (row.people.value, row.people.precision) == (114, "about")
    assert row.figures.organisations_counted.value == 12


def test_small_numbers_are_hidden_with_one_beside_them(cast, as_person):
    join(make_person(), cast.there)  # two members
    fill(cast.here)
    third = make_community("Troisième", parent=cast.network)
    fill(third, members=9)
    for child in (cast.here, cast.there, third):
        agree(child, "aggregates")
    report = network_report(cast.steward, cast.network)
    shown = {row.community: row.members for row in report.rows}
    assert shown[cast.there] is None
    assert sorted(value is None for value in shown.values()) == [False, True, True]
    assert report.totals.members == 2 + 12 + 9
    cells = as_person(cast.steward).get(url(cast.network, "network_sheet")).content.decode("utf-8-sig")
    assert re.search(r"^Communauté Ailleurs;les totaux seulement;masqué;", cells, re.MULTILINE)


def test_one_small_community_alone_hides_its_sum_too(cast):
    agree(cast.there, "aggregates")
    report = network_report(cast.steward, cast.network)
    assert report.totals.members is None
    assert [row.members for row in report.rows if row.figures] == [None]


def test_results_give_titles_dates_and_figures_and_no_words_of_minutes(cast, as_person):
    meeting = fill(cast.here)
    agree(cast.here, "results")
    (row,) = row_of(cast.steward, cast.network, cast.here).meetings
    assert (row.meeting, row.named, row.languages) == (meeting, 7, ())
    html = as_person(cast.steward).get(url(cast.network)).content.decode()
    assert "Secret rencontre" in html
    assert "Secret promesse" not in html
    assert not re.search(r"Secret \d", html)
    assert as_person(cast.steward).get(url(cast.network, "network_minutes", meeting.public_id)).status_code == 404


def approved(meeting, *languages, state="approved"):
    minutes = Minutes.objects.create(meeting=meeting)
    segment = Segment.objects.create(
        minutes=minutes, position=1, title="Premier point", body="Ce qui fut dit", version=1,
        changed_at=timezone.now() - timedelta(hours=2),
    )  # fmt: skip
    for language in ("fr", "en"):
        given = state if language in languages else "draft"
        MinutesLanguage.objects.create(
            minutes=minutes, language=language, state=given, approved_at=timezone.now() if given == "approved" else None
        )
    return segment


@pytest.mark.covers("INV-04")
@pytest.mark.parametrize(
    ("level", "languages", "status"),
    [("records", ("fr", "en"), 200), ("records", ("fr",), 404), ("results", ("fr", "en"), 404), ("none", ("fr", "en"), 404)],
)  # fmt: skip
def test_only_approved_minutes_of_a_child_that_shares_its_records_are_read(cast, as_person, level, languages, status):
    meeting = fill(cast.here)
    approved(meeting, *languages)
    if level != "none":
        agree(cast.here, level)
    client = as_person(cast.steward)
    page = url(cast.network, "network_minutes", meeting.public_id)
    answer = client.get(page)
    assert answer.status_code == status
    assert (page in client.get(url(cast.network)).content.decode()) == (status == 200)
    if status == 200:
        html = answer.content.decode()
        assert "Ce qui fut dit" in html
        assert not re.search(r"Secret \d", html)
    assert client.get(reverse("meetings:minutes", args=[meeting.public_id])).status_code == 404
    assert client.get(reverse("meetings:meeting", args=[meeting.public_id])).status_code == 404
    assert client.get(f"/c/{cast.here.public_id}/").status_code == 404


def test_minutes_changed_after_their_approval_are_no_longer_read(cast, as_person):
    meeting = fill(cast.here)
    segment = approved(meeting, "fr", "en")
    agree(cast.here, "records")
    page = url(cast.network, "network_minutes", meeting.public_id)
    assert as_person(cast.steward).get(page).status_code == 200
    segment.changed_at = timezone.now() + timedelta(minutes=1)
    segment.save()
    assert as_person(cast.steward).get(page).status_code == 404


def test_minutes_show_no_name_of_who_promised(cast, as_person):
    meeting = fill(cast.here)
    segment = approved(meeting, "fr", "en")
    agree(cast.here, "records")
    promise = Commitment.objects.create(
        community=cast.here, text="Écrire la lettre", person=cast.member, due=timezone.localdate()
    )
    segment.taken.create(meeting=meeting, commitment=promise)
    html = as_person(cast.steward).get(url(cast.network, "network_minutes", meeting.public_id)).content.decode()
    assert "Écrire la lettre" in html
    assert "Member" not in html


def test_a_longer_way_shows_only_what_each_passes_on(cast):
    section = make_community("Section", parent=cast.here)
    fill(section, members=8)
    agree(section, "records")
    assert row_of(cast.steward, cast.network, section) is None
    agree(cast.here, "aggregates")
    row = row_of(cast.steward, cast.network, section)
    assert (row.level, row.through, row.members, row.meetings) == ("aggregates", cast.here, 8, ())


def test_a_child_at_high_risk_that_shares_nothing_is_named_to_its_steward_only(cast):
    Community.objects.filter(pk=cast.here.pk).update(risk="high")
    coordinator = make_person()
    grant(coordinator, cast.network, "coordinator")
    assert row_of(cast.steward, cast.network, cast.here) is not None
    assert row_of(coordinator, cast.network, cast.here) is None
    assert row_of(coordinator, cast.network, cast.there) is not None


def test_a_joint_meeting_counts_once_for_each_side_and_once_in_all(cast):
    for child in (cast.here, cast.there):
        agree(child, "aggregates")
    meeting = held(cast.here, opened=True)
    JointMeeting.objects.create(meeting=meeting, community=cast.there, twin=link(cast), accepted_at=timezone.now())
    guests = [make_person() for _ in range(6)]
    for person in guests:
        join(person, cast.there)
    Attendance.objects.bulk_create(Attendance(meeting=meeting, person=person) for person in guests)
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, name=f"Venue {number}", name_key=str(number)) for number in range(5)
    )
    Attendance.objects.create(meeting=meeting, person=cast.member)
    report = network_report(cast.steward, cast.network)
    rows = {row.community: row for row in report.rows}
    assert [len(rows[child].figures.meetings) for child in (cast.here, cast.there)] == [1, 1]
    assert report.totals.meetings == 1
    assert [rows[child].figures.named for child in (cast.here, cast.there)] == [6, 6]
    assert report.totals.named == 12


def test_last_year_and_cancelled_meetings_do_not_count(cast):
    agree(cast.here, "results")
    held(cast.here, state="cancelled")
    old = held(cast.here)
    old.starts_at = old.starts_at.replace(year=old.starts_at.year - 1)
    old.save()
    row = row_of(cast.steward, cast.network, cast.here)
    assert (len(row.figures.meetings), row.meetings) == (0, ())


@pytest.mark.parametrize("level", ["aggregates", "records"])
def test_it_asks_as_much_for_forty_three_communities_as_for_three(cast, level):
    def add(number):
        for n in range(number):
            child = make_community(f"Communauté {n}", parent=cast.network)
            approved(fill(child, members=2), "fr", "en")
            agree(child, level)

    add(1)
    with CaptureQueriesContext(connection) as few:
        assert len(network_report(cast.person("steward"), cast.network).rows) == 3
    add(40)
    with CaptureQueriesContext(connection) as many:
        assert len(network_report(cast.person("steward"), cast.network).rows) == 43
    assert len(many) == len(few)
    assert len(few) <= 16


def test_it_reads_well_in_english(cast, as_person):
    fill(cast.here)
    agree(cast.here, "aggregates")
    cast.steward.language = "en"
    cast.steward.save()
    html = as_person(cast.steward).get(url(cast.network)).content.decode()
    assert "1 community of 2 shares" in html
    assert "not shared" in html
    sheet = as_person(cast.steward).get(url(cast.network, "network_sheet")).content.decode("utf-8-sig")
    assert "Communauté Ailleurs,not shared" in sheet
