"""Reading: nothing tells whose a file is, a tie makes it absent everywhere, others are read after one's own review."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from palabre.calls.actions.conflicts import (
    declare_conflict,
    find_tie,
    look_again,
    look_for_conflicts,
    note_arrival,
)
from palabre.calls.actions.reviewers import declare_ties
from palabre.calls.actions.scoring import Said, reopen_review, save_review, submit_review
from palabre.calls.choices import ApplicationState, CallState, QuestionKind
from palabre.calls.models import Application, Conflict, Review, ReviewAssignment, Score
from palabre.calls.queries.marks import standings
from palabre.calls.rules.assigning import lacking_reviews
from palabre.calls.rules.reviewing import can_read_others, can_view_assignment
from palabre.communities.choices import Role
from palabre.communities.models import RoleGrant
from palabre.files.actions import keep_upload
from palabre.files.choices import Kind
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.factories import join, make_organisation
from tests.personas import Cast
from tests.unit.calls.making_reviewing import (
    Reading,
    answer,
    assign,
    everything_of,
    make_question,
    make_reviewer,
    person_again,
    to,
)

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]


@pytest.fixture
def reading(cast: Cast) -> Reading:
    return Reading(cast)


def whole(reading: Reading, points: int = 4) -> Said:
    return Said({one.pk: points for one in reading.criteria}, "Solide et clair.", "yes")


def posted(reading: Reading, points: int = 4, **fields: str) -> dict[str, str]:
    given = {f"points_{one.public_id}": str(points) for one in reading.criteria}
    return {**given, "comment": "Solide et clair.", "recommendation": "yes", **fields}


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "JPEG")
    return SimpleUploadedFile("cv-awa-traore.jpg", data.getvalue(), "image/jpeg")


@pytest.fixture
def awa(reading: Reading) -> Application:
    """A file whose author tells who she is wherever she can."""
    one = reading.files[0]
    Application.objects.filter(pk=one.pk).update(
        name="Awa Traoré-Maïga",
        organisation="Maison Karité",
        email="awa@karite.example",
        pronouns="elle/iel",
        country="BF",
        ai_use="Awa Traoré a fait relire ses phrases ; awa@karite.example sait comment.",
    )
    one.refresh_from_db()
    answer(one, reading.question, "Moi, Awa TRAORE, à la maison karité : awa.t@karite.example. Traoré-Maïga parle.")
    answer(one, make_question(reading.call, "Votre nom d’usage", tells_who=True), "Tantie Fatim")
    answer(one, make_question(reading.call, "Langue", kind=QuestionKind.LINE), "Awa parle bambara.")
    balance = reading.call.criteria.get(scored=False)
    answer(one, make_question(reading.call, "Équilibre", criterion=balance), "Née à Gao")
    kept = keep_upload(actor_id=None, upload=picture(), kinds=[Kind.IMAGE])
    assert "awa" in kept.display_name
    answer(one, make_question(reading.call, "CV", kind=QuestionKind.FILE), file=kept)
    return one


TELLS = re.compile(r"\bawa\b|traor|maïga|maiga|karit|fatim|candidat\w*\d|elle/iel|burkina|\bBF\b|à Gao", re.IGNORECASE)


@pytest.mark.covers("SR-16")
def test_nothing_that_a_reader_receives_tells_whose_a_file_is(
    reading: Reading, awa: Application, as_person: AsPerson
) -> None:
    given = assign(awa, reading.first)
    client = as_person(reading.reader)
    path = reverse("calls:file", args=[given.public_id])
    file_question = awa.answers.get(file__isnull=False).question
    hidden = awa.answers.get(question__tells_who=True).question
    pages = {
        "list": client.get(reverse("calls:reading")),
        "file": client.get(path),
        "fragment": client.get(path, headers={"HX-Request": "true"}),
        "conflict": client.get(reverse("calls:file_conflict", args=[given.public_id])),
        "attachment": client.get(reverse("calls:file_attachment", args=[given.public_id, file_question.public_id])),
        "draft": client.post(reverse("calls:file_draft", args=[given.public_id]), posted(reading)),
        "wrong": client.post(path, {"comment": ""}),
        "handed in": client.post(path, posted(reading, seen="1")),
        "after": client.get(path),
        "ranking": client.get(reverse("calls:ranking", args=[reading.call.public_id])),
        "sheet": client.get(reverse("calls:ranking_sheet", args=[reading.call.public_id])),
    }
    for name, page in pages.items():
        found = TELLS.findall(everything_of(page))
        assert found == [], (name, found)
    codes = {name: page.status_code for name, page in pages.items() if page.status_code != 200}
    assert codes == {"wrong": 422, "handed in": 303}
    text = pages["file"].content.decode()
    assert "[…]" in text
    assert "parle bambara" in text
    assert "a fait relire ses phrases" in text
    assert awa.code in text
    assert "attachment" in pages["attachment"].headers["Content-Disposition"]
    assert f"{awa.code.lower()}-1" in pages["attachment"].headers["Content-Disposition"].lower()
    assert client.get(reverse("calls:file_attachment", args=[given.public_id, hidden.public_id])).status_code == 404
    names = "".join(str(value) for value in Entry.objects.values_list("facts", flat=True))
    assert TELLS.findall(names) == []


def test_a_call_that_is_not_blind_shows_who_applied(reading: Reading, awa: Application, as_person: AsPerson) -> None:
    type(reading.call).objects.update(blind=False)
    given = assign(awa, reading.first)
    page = as_person(reading.reader).get(reverse("calls:file", args=[given.public_id])).content.decode()
    assert "Awa Traoré-Maïga" in page
    assert "Tantie Fatim" in page
    assert "[…]" not in page


def urls_of(given: ReviewAssignment, ask: str) -> list[tuple[str, str]]:
    """Every address of one file, with its method."""
    key = given.public_id
    call, file = given.application.call.public_id, given.application.public_id
    return [
        ("get", reverse("calls:file", args=[key])),
        ("post", reverse("calls:file", args=[key])),
        ("post", reverse("calls:file_draft", args=[key])),
        ("get", reverse("calls:file_conflict", args=[key])),
        ("post", reverse("calls:file_conflict", args=[key])),
        ("get", reverse("calls:file_attachment", args=[key, ask])),
        ("get", reverse("calls:application", args=[call, file])),
        ("post", reverse("calls:admission", args=[call, file])),
        ("post", reverse("calls:inadmissibility", args=[call, file])),
        ("post", reverse("calls:applicant_question", args=[call, file])),
        ("post", reverse("calls:second_look", args=[call, file])),
        ("get", reverse("calls:application_attachment", args=[call, file, ask])),
        ("post", reverse("calls:readers", args=[call, file])),
        ("post", reverse("calls:assignment_removal", args=[call, key])),
        ("post", reverse("calls:assignment_reopening", args=[call, key])),
        ("get", reverse("calls:assignment_tie", args=[call, key])),
    ]


TIES = ("same organisation", "same address", "same account", "declared", "found by the coordination", "known since")


@pytest.mark.parametrize("how", TIES)
@pytest.mark.parametrize("leads", [False, True])
@pytest.mark.covers("INV-13", "SR-17")
def test_a_file_under_a_tie_is_nowhere(
    cast: Cast, reading: Reading, awa: Application, as_person: AsPerson, how: str, leads: bool
) -> None:
    """Each address answers 404 and no list, count or ranking knows of it: a reader, and one who coordinates as well."""
    file_question = awa.answers.get(file__isnull=False).question.public_id
    given, others = assign(awa, reading.first), assign(awa, reading.second)
    submit_review(actor=reading.other, assignment=others, said=whole(reading))
    assign(reading.files[1], reading.first)
    person = reading.first.person
    assert person is not None
    if leads:
        RoleGrant.objects.create(person=person, community=cast.here, role=Role.COORDINATOR)
    client = as_person(person_again(person))
    assert client.get(reverse("calls:file", args=[given.public_id])).status_code == 200
    tie(cast, reading, awa, given, how)
    wrong = [
        (method, url, found)
        for method, url in urls_of(given, file_question)
        if (found := getattr(client, method)(url, posted(reading) if method == "post" else {}).status_code) != 404
    ]
    if how == "known since" and leads:
        # nobody kept this tie yet: who coordinates reads the sentence in place of the page, and no name
        wrong = [one for one in wrong if one[2] != 403 and "/assignments/" not in one[1]]
        assert TELLS.findall(client.get(urls_of(given, file_question)[6][1]).content.decode()) == []
    assert wrong == []
    assert not Review.objects.filter(assignment=given, submitted_at__isnull=False).exists()
    if how == "known since":
        look_again()
    for url in (
        reverse("calls:reading"), reverse("calls:reading") + "?shelf=done",
        reverse("calls:ranking", args=[reading.call.public_id]),
        reverse("calls:ranking_sheet", args=[reading.call.public_id]),
        *([reverse("calls:applications", args=[reading.call.public_id]) + "?shelf=all"] if leads else []),
        *([reverse("calls:assignments", args=[reading.call.public_id])] if leads else []),
    ):  # fmt: skip
        page = client.get(url)
        # it is her own: whoever applies reads nothing of the same call
        own = how in ("same address", "same account") and "/calls/" in url
        assert page.status_code == (404 if own else 200), url
        assert awa.code not in page.content.decode(), url
    left = 0 if how in ("same address", "same account") else 1
    assert f"({left})" in client.get(reverse("calls:reading")).content.decode()
    assert "(2)" not in client.get(reverse("calls:reading")).content.decode()


def tie(cast: Cast, reading: Reading, awa: Application, given: ReviewAssignment, how: str) -> None:
    person = reading.first.person
    assert person is not None
    if how == "declared":
        declare_conflict(actor=person, assignment=given)
    elif how == "found by the coordination":
        find_tie(actor=reading.lead, assignment=given, note="Elles travaillent ensemble.")
    elif how == "same organisation":
        declare_ties(actor=person, reviewer=reading.first, organisations=["maison karite"], none=False)
    elif how == "known since":
        join(person, cast.there, organisation=make_organisation("Maison Karité"))
    else:
        change = {"person": person} if how == "same account" else {"email_digest": reading.first.email_digest}
        Application.objects.filter(pk=awa.pk).update(**change)
        look_for_conflicts(call=reading.call)


def test_a_family_name_is_no_tie(cast: Cast, reading: Reading) -> None:
    """SR-17: nothing is guessed from the names of persons."""
    Person.objects.filter(pk=reading.reader.pk).update(display_name="Oumou Traoré")
    Application.objects.update(name="Awa Traoré", organisation="Aucune")
    declare_ties(actor=reading.reader, reviewer=reading.first, organisations=["Traoré et fils"], none=False)
    assert look_for_conflicts(call=reading.call) == 0


def test_an_application_that_arrives_finds_its_ties(cast: Cast, reading: Reading) -> None:
    declare_ties(actor=reading.reader, reviewer=reading.first, organisations=["Karité"], none=False)
    one, two = reading.files
    Application.objects.filter(pk=one.pk).update(organisation="karite", email=reading.other.email)
    one.refresh_from_db()
    assert note_arrival(application=one) == 1
    assert note_arrival(application=two) == 0
    assert Entry.objects.filter(kind="calls.reader_applied").count() == 1


def test_a_tie_after_scoring_voids_the_review_and_the_file_needs_another(cast: Cast, reading: Reading) -> None:
    """Kept, not counted; and the coordination is asked for somebody else."""
    one = reading.files[0]
    mine, theirs = assign(one, reading.first), assign(one, reading.second)
    submit_review(actor=reading.reader, assignment=mine, said=whole(reading, 5))
    submit_review(actor=reading.other, assignment=theirs, said=whole(reading, 1))
    assert lacking_reviews(reading.call).count() == 1  # the other file
    assert standings(reading.call)[one.pk].mark.number == 2  # type: ignore[union-attr]
    declare_conflict(actor=reading.reader, assignment=mine, note="Nous avons travaillé ensemble.")
    review = Review.objects.get(assignment=mine)
    assert review.void_at is not None
    assert review.scores.count() == 5
    mark = standings(reading.call)[one.pk].mark
    assert mark is not None
    assert (mark.number, round(mark.mean)) == (1, 20)
    assert one in lacking_reviews(reading.call)
    read_journal()
    assert Notice.objects.filter(person=cast.coordinator, kind="calls.conflict_declared").exists()
    assert not Notice.objects.filter(person=reading.first.person, kind__startswith="calls.conflict").exists()
    # she takes her ties back: what was found stays
    declare_ties(actor=reading.reader, reviewer=reading.first, organisations=[], none=True)
    assert not can_view_assignment(reading.reader, mine)
    assert Conflict.objects.count() == 1


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.SCREENING, CallState.PUBLISHED, CallState.CANCELLED])
def test_nothing_is_read_outside_the_reading(reading: Reading, state: str, as_person: AsPerson) -> None:
    given = assign(reading.files[0], reading.first)
    to(reading.call, state)
    client = as_person(reading.reader)
    assert client.get(reverse("calls:file", args=[given.public_id])).status_code == 404
    with pytest.raises(Refused):
        save_review(actor=reading.reader, assignment=given, said=whole(reading))


def test_before_her_ties_are_said_nothing_can_be_read(reading: Reading, as_person: AsPerson) -> None:
    given = assign(reading.files[0], reading.first)
    type(reading.first).objects.update(declared_at=None)
    client = as_person(reading.reader)
    assert client.get(reverse("calls:file", args=[given.public_id])).status_code == 404
    page = client.get(reverse("calls:reading")).content.decode()
    assert reverse("calls:ties", args=[reading.first.public_id]) in page
    assert reading.files[0].code not in page
    assert client.get(reverse("calls:ranking", args=[reading.call.public_id])).status_code == 404


def test_a_withdrawal_in_the_middle_of_a_review_takes_the_file_away(reading: Reading, as_person: AsPerson) -> None:
    given = assign(reading.files[0], reading.first)
    save_review(actor=reading.reader, assignment=given, said=whole(reading))
    Application.objects.filter(pk=reading.files[0].pk).update(state=ApplicationState.WITHDRAWN)
    client = as_person(reading.reader)
    assert client.get(reverse("calls:file", args=[given.public_id])).status_code == 404
    with pytest.raises(Refused):
        submit_review(actor=reading.reader, assignment=given, said=whole(reading))
    assert reading.files[0] not in lacking_reviews(reading.call)


def test_a_review_is_kept_while_it_is_written_and_handed_in_whole(reading: Reading) -> None:
    given, first = assign(reading.files[0], reading.first), reading.criteria[0]
    review = save_review(actor=reading.reader, assignment=given, said=Said({first.pk: 3}, "Début", ""))
    assert (review.version, Score.objects.count()) == (1, 1)
    for said, field in (
        (Said({one.pk: 4 for one in reading.criteria[1:]}, "Oui", "yes"), f"points_{first.public_id}"),
        (Said({**whole(reading).points, first.pk: 6}, "Oui", "yes"), f"points_{first.public_id}"),
        (Said({**whole(reading).points, first.pk: -1}, "Oui", "yes"), f"points_{first.public_id}"),
        (Said(whole(reading).points, " ", "yes"), "comment"),
        (Said(whole(reading).points, "x" * 5001, "yes"), "comment"),
        (Said(whole(reading).points, "Oui", ""), "recommendation"),
        (Said(whole(reading).points, "Oui", "perhaps"), "recommendation"),
    ):
        with pytest.raises(Refused) as refusal:
            submit_review(actor=reading.reader, assignment=given, said=said)
        assert refusal.value.field == field
    review.refresh_from_db()
    assert (review.comment, Score.objects.count()) == ("Début", 1)
    review = submit_review(actor=reading.reader, assignment=given, said=whole(reading), seen=1)
    assert review.version == 2
    with pytest.raises(Refused):
        save_review(actor=reading.reader, assignment=given, said=whole(reading))
    for actor in (reading.other, reading.lead):
        with pytest.raises(Refused):
            save_review(actor=actor, assignment=given, said=whole(reading))


def test_balance_is_never_scored(reading: Reading, as_person: AsPerson) -> None:
    """INV-17: it is not on the form, and points sent for it are not kept."""
    given = assign(reading.files[0], reading.first)
    balance = reading.call.criteria.get(scored=False)
    page = as_person(reading.reader).get(reverse("calls:file", args=[given.public_id])).content.decode()
    assert balance.public_id not in page
    said = Said({**whole(reading).points, balance.pk: 5}, "Oui", "yes")
    submit_review(actor=reading.reader, assignment=given, said=said)
    assert not Score.objects.filter(criterion=balance).exists()


def test_two_open_pages_notice_each_other(reading: Reading, as_person: AsPerson) -> None:
    given, client = assign(reading.files[0], reading.first), as_person(reading.reader)
    path, draft = reverse("calls:file", args=[given.public_id]), reverse("calls:file_draft", args=[given.public_id])
    assert client.post(draft, posted(reading, comment="Un")).json() == {"seen": 1}
    assert client.post(draft, posted(reading, comment="Deux", seen="1")).json() == {"seen": 2}
    assert client.post(draft, posted(reading, comment="Ailleurs", seen="1")).status_code == 409
    back = client.post(path, posted(reading, comment="Ailleurs", seen="1"))
    assert back.status_code == 409
    page = back.content.decode()
    assert "Ailleurs" in page
    assert "Deux" in page
    with pytest.raises(Clash):
        save_review(actor=reading.reader, assignment=given, said=whole(reading), seen=1)
    assert client.post(path, posted(reading, comment="Ailleurs", seen="2", later="")).status_code == 303
    assert client.post(path, posted(reading, points=9)).status_code == 422


def test_the_others_are_read_after_ones_own(reading: Reading, as_person: AsPerson) -> None:
    """INV-14."""
    mine, theirs = (assign(reading.files[0], one) for one in (reading.first, reading.second))
    submit_review(actor=reading.other, assignment=theirs, said=Said(whole(reading).points, "Avis secret", "no"))
    client, path = as_person(reading.reader), reverse("calls:file", args=[mine.public_id])
    ranking = reverse("calls:ranking", args=[reading.call.public_id])
    for _ in range(2):
        assert "Avis secret" not in client.get(path).content.decode()
        assert reading.files[0].code not in client.get(ranking).content.decode()
        save_review(actor=reading.reader, assignment=mine, said=whole(reading))
    assert not can_read_others(reading.reader, mine)
    submit_review(actor=reading.reader, assignment=mine, said=whole(reading))
    assert "Avis secret" in client.get(path).content.decode()
    assert reading.files[0].code in client.get(ranking).content.decode()
    reopen_review(actor=reading.lead, assignment=mine)
    assert "Avis secret" not in client.get(path).content.decode()


def test_a_review_is_opened_again_before_the_selection_only(cast: Cast, reading: Reading) -> None:
    given = assign(reading.files[0], reading.first)
    with pytest.raises(Refused):
        reopen_review(actor=reading.lead, assignment=given)
    submit_review(actor=reading.reader, assignment=given, said=whole(reading))
    for actor in (reading.reader, reading.other, cast.person("member"), cast.person("outsider")):
        with pytest.raises(Refused):
            reopen_review(actor=actor, assignment=given)
    for state in (CallState.SELECTION, CallState.PUBLISHED):
        to(reading.call, state)
        with pytest.raises(Refused):
            reopen_review(actor=reading.lead, assignment=given)
    to(reading.call, CallState.INTERVIEWS)
    reopen_review(actor=reading.lead, assignment=given)
    assert standings(reading.call) == {}
    read_journal()
    assert Notice.objects.filter(person=reading.first.person, kind="calls.review_reopened").exists()
    submit_review(actor=reading.reader, assignment=given, said=whole(reading))
    assert len(standings(reading.call)) == 1


def test_the_page_of_stepping_aside_needs_no_word(reading: Reading, as_person: AsPerson) -> None:
    given, client = assign(reading.files[0], reading.first), as_person(reading.reader)
    path = reverse("calls:file_conflict", args=[given.public_id])
    assert client.get(path).status_code == 200
    assert client.post(path, {}).status_code == 303
    assert client.get(path).status_code == 404
    assert Conflict.objects.get().note == ""
    third = make_reviewer(to(reading.call, CallState.SCREENING), by=reading.lead)
    assert third.pk


@pytest.mark.covers("INV-15")
def test_no_point_is_given_during_the_selection(reading: Reading) -> None:
    given = assign(reading.files[0], reading.first)
    save_review(actor=reading.reader, assignment=given, said=whole(reading))
    to(reading.call, CallState.SELECTION)
    for act in (save_review, submit_review):
        with pytest.raises(Refused):
            act(actor=reading.reader, assignment=given, said=whole(reading))
