"""Scenario 003, steps 5 and 6, through the pages: thirty-four applications, ten interviews, fifteen places, a signature."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.calls.actions.publishing import conclude_published
from palabre.calls.choices import AssignmentState, CallState, Recommendation
from palabre.calls.models import (
    Application,
    BalanceData,
    CallTheme,
    Deliberation,
    Interview,
    InterviewSlot,
    Letter,
    Publication,
    Review,
    Reviewer,
    Score,
    SelectionCriterion,
    SelectionDecision,
    ThemeChoice,
)
from palabre.communities.choices import CommunityKind, MembershipState, Role
from palabre.communities.models import Membership
from palabre.demo import alliance_charter as story
from palabre.meetings.models import Reply
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail
from palabre.people.models import Person
from palabre.people.proving import FACTOR_KEY
from tests.factories import PASSWORD, grant, join, make_community, make_meeting, make_person
from tests.scenarios.hands import at_the_desk_of, read, send
from tests.unit.calls.making_deciding import holder
from tests.unit.calls.making_reviewing import assign, make_application, make_call, make_criteria, make_reviewer, to

pytestmark = pytest.mark.django_db
THEMES = ("Soins et sécurité", "Redevabilité en pratique", "Collaboration")
COUNTRIES = ("ML", "SN", "GH", "KE", "IN", "BD")


class Cohort:
    """A call whose thirty-four files were read by two of five readers each; three readers are tied to a file."""

    def __init__(self) -> None:
        self.network = make_community("Alliance des Racines", kind=CommunityKind.NETWORK)
        self.here = make_community("CdP Racines Solides", parent=self.network, risk="high")
        self.steward, self.translator = make_person("Nènè S."), make_person("Ruth A.", language="en")
        grant(self.steward, self.network, Role.STEWARD)
        grant(self.translator, self.network, Role.TRANSLATOR)
        self.lead = make_person("Awa D.")
        join(self.lead, self.here)
        grant(self.lead, self.here, Role.COORDINATOR)
        self._adopt_and_sign()
        self.call = make_call(self.here, places=15, reviews_needed=2)
        self.criteria = make_criteria(self.call)
        self.themes = [CallTheme.objects.create(call=self.call, title=one, position=n) for n, one in enumerate(THEMES)]
        self.seats = [make_reviewer(self.call, by=self.lead) for _number in range(5)]
        self.files = [self._file(number) for number in range(34)]
        to(self.call, CallState.REVIEW)

    def _adopt_and_sign(self) -> None:
        code = story.publish_code(
            network=self.network, steward=self.steward, approver=self.translator, on=date(2026, 3, 2), version=1
        )
        said = {"decision": "En réunion plénière.", "decided_on": "2026-03-02"}
        send(desk(self.lead), "charter:adoption", self.here.public_id, code=code.public_id, **said)
        sign(desk(self.lead), self.here.public_id)

    def _file(self, number: int) -> Application:
        language = "en" if number % 3 == 0 else "fr"
        file = make_application(self.call, language=language, country=COUNTRIES[number % len(COUNTRIES)])
        ThemeChoice.objects.create(application=file, theme=self.themes[number % 3], rank=1)
        BalanceData.objects.create(
            application=file, gender="woman" if number % 2 else "man", age_band="18_34" if number < 17 else "35_59",
            disability="yes" if number == 4 else "no",
        )  # fmt: skip
        for seat in (self.seats[number % 5], self.seats[(number + 1) % 5]):
            self._review(file, seat, 2 + number % 4)
        file.refresh_from_db()
        return file

    def _review(self, file: Application, seat: Reviewer, points: int) -> None:
        given = assign(file, seat, state=AssignmentState.SUBMITTED)
        row = Review.objects.create(assignment=given, recommendation=Recommendation.YES, submitted_at=timezone.now())
        scored = SelectionCriterion.objects.filter(call=self.call, scored=True)
        Score.objects.bulk_create(Score(review=row, criterion=one, points=points) for one in scored)

    def reader(self, place: int) -> Client:
        person = self.seats[place].person
        assert person is not None
        return desk(person)

    def step(self, to_state: str) -> None:
        send(desk(self.lead), "calls:step", self.here.public_id, self.call.public_id, to=to_state)


def desk(person: Person) -> Client:
    """Signed in with a second factor, which a community at high risk asks of everybody."""
    client = at_the_desk_of(person)
    session = client.session
    session[FACTOR_KEY] = timezone.now().timestamp()
    session.save()
    return client


def sign(client: Client, community_id: str) -> None:
    page = read(client, "charter:signature", community_id)
    seal = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seal
    send(client, "charter:signature", community_id, language="fr", seen=seal[1])


def sit(cohort: Cohort, client: Client) -> str:
    """A sitting with all five, noted by its page; gives its address."""
    there = [seat.public_id for seat in cohort.seats]
    said = {"held_on": timezone.localdate().isoformat(), "present": there, "words": "Équilibre pesé sur les totaux."}
    send(client, "calls:sittings", cohort.call.public_id, **said)
    return Deliberation.objects.latest("pk").public_id


def decide(cohort: Cohort, client: Client, sitting: str, outcome: str, files: list[Application]) -> None:
    """As the page has them: twenty files at a time, each with its own reasons and words."""
    left = {file.public_id for file in files}
    asked = ""
    while left:
        url = reverse("calls:sitting", args=[cohort.call.public_id, sitting])
        page = client.get(f"{url}{asked}").content.decode()
        shown = [key for key in re.findall(r'name="(\w{12})-outcome"', page) if key in left]
        typed = {}
        for key in shown:
            words = {"outcome": outcome, "reasons": "Le dossier est clair.", "feedback": f"Mots pour {key}."}
            typed |= {f"{key}-{name}": value for name, value in words.items()}
        if typed:
            answer = client.post(f"{url}{asked}", typed)
            assert answer.status_code == 303, answer.content.decode()[:4000]
            left -= set(shown)
            asked = ""
            continue
        older = re.search(r'href="(\?older=\w{12})', page)
        assert older, f"{len(left)} are on no page"
        asked = older[1]


@pytest.fixture
def cohort(db: None) -> Cohort:
    return Cohort()


@pytest.mark.covers("S003-5")
def test_the_committee_composes_interviews_decides_and_everybody_gets_an_answer(cohort: Cohort) -> None:
    lead, call = desk(cohort.lead), cohort.call.public_id
    cohort.step("interviews")
    shortlisted = cohort.files[:20]
    first = sit(cohort, lead)
    decide(cohort, lead, first, "shortlist", shortlisted)
    send(lead, "calls:balance_count", call, first)
    sees_masked_balance(cohort)
    ten = interviews_ten(cohort, shortlisted[:10])
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        lead = desk(cohort.lead)
        for file in ten:
            send(lead, "calls:interview_outcome", call, file.public_id, held="yes")
        cohort.step("selection")
        sitting = sit(cohort, lead)
        decide(cohort, lead, sitting, "offer", shortlisted[:15])
        decide(cohort, lead, sitting, "decline", shortlisted[15:])
        decide(cohort, lead, sitting, "waitlist", cohort.files[20:23])
        decide(cohort, lead, sitting, "decline", cohort.files[23:])
        assert [bool(row.reasons) for row in SelectionDecision.objects.all()] == [True] * 54
        everybody_gets_an_answer(cohort)
        cohort.step("published")
        conclude_published()
    assert Publication.objects.filter(call=cohort.call).exists()


def sees_masked_balance(cohort: Cohort) -> None:
    """Counts and no person: half and half shows, the one who said she lives with a disability does not."""
    page = read(cohort.reader(0), "calls:selection", cohort.call.public_id)
    balance = page.split('id="balance"')[1]
    for file in cohort.files:
        assert file.code not in balance
        assert file.name not in page
    gender = balance.split('id="b-gender"')[1].split("</section>")[0]
    assert re.findall(r"</svg>(\d+)", gender) == ["17", "10", "17", "10"]
    disability = balance.split('id="b-disability"')[1].split("</section>")[0]
    # neither her "yes" nor any number from which it could be worked out
    assert re.findall(r"</svg>(\d+)", disability) == []


def interviews_ten(cohort: Cohort, ten: list[Application]) -> list[Application]:
    """Ten moments on one day, ten invited, each chooses by her own clock."""
    call = cohort.call.public_id
    reader = cohort.reader(1)
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    hours = "; ".join(f"{8 + place // 2}:{30 * (place % 2):02}" for place in range(10))
    said = {"day": day, "hours": hours, "minutes": 25, "zone": "Africa/Bamako", "where": "Lien à venir"}
    send(reader, "calls:slots", call, **said)
    lead = desk(cohort.lead)
    send(lead, "calls:talk_invitations", call, applications=[file.public_id for file in ten])
    read_journal()
    assert Mail.objects.filter(template="calls/email/answer.txt").count() == 10
    for file, slot in zip(ten, InterviewSlot.objects.order_by("starts_at"), strict=True):
        browser = holder(file, file.language)
        assert reverse("calls:talk", args=[file.public_id]) in read(browser, "calls:apply_status", file.public_id)
        send(browser, "calls:talk", file.public_id, slot=slot.public_id, zone="Asia/Dhaka")
    assert Interview.objects.filter(state="booked").count() == 10
    return ten


def everybody_gets_an_answer(cohort: Cohort) -> None:
    lead, call = desk(cohort.lead), cohort.call.public_id
    first = cohort.files[0]
    assert "Mots pour" not in read(holder(first, first.language), "calls:apply_status", first.public_id)
    refused = lead.post(reverse("calls:step", args=[cohort.here.public_id, call]), {"to": "published"})
    assert refused.status_code == 403
    send(lead, "calls:letter_preparation", call)
    send(lead, "calls:letters_sending", call)
    assert Letter.objects.filter(sent_at__isnull=False).count() == 34
    for file in cohort.files:
        page = read(holder(file, file.language), "calls:apply_status", file.public_id)
        assert f"Mots pour {file.public_id}." in page
        assert (f"Dear {file.name}" if file.language == "en" else f"Bonjour {file.name}") in page


@pytest.mark.covers("S003-6")
def test_an_offer_becomes_a_place_only_with_a_declaration_and_a_signature(cohort: Cohort) -> None:
    lead, call, file = desk(cohort.lead), cohort.call.public_id, cohort.files[1]
    cohort.step("interviews")
    decide(cohort, lead, sit(cohort, lead), "shortlist", [file])
    cohort.step("selection")
    decide(cohort, lead, sit(cohort, lead), "offer", [file])
    send(lead, "calls:letter_preparation", call)
    send(lead, "calls:letters_sending", call)
    browser = holder(file)
    # nothing without her declaration
    confirmation = reverse("calls:place_confirmation", args=[call, file.public_id])
    assert lead.post(confirmation).status_code == 403
    assert browser.get(reverse("calls:place", args=[file.public_id])).status_code == 404
    send(browser, "calls:offer", file.public_id, text="J’ai conseillé une organisation membre.", nothing="")
    assert "J’ai conseillé une organisation membre." in read(lead, "calls:places", call)
    send(lead, "calls:place_confirmation", call, file.public_id)
    assert not Person.objects.filter(email=file.email).exists()
    said = {
        "display_name": "Adjoa", "pronouns": "", "language": "fr", "zone": "Africa/Accra", "password": PASSWORD,
        "device": "own",
    }  # fmt: skip
    send(browser, "calls:place", file.public_id, **said)
    person = Person.objects.get(email=file.email)
    place = Membership.objects.get(person=person, community=cohort.here)
    assert place.state == MembershipState.APPROVED
    # before her signature she reads, and does nothing else
    meeting = make_meeting(cohort.here)
    member = desk(person)
    refused = member.post(reverse("meetings:reply", args=[meeting.public_id]), {"answer": "yes"})
    assert refused.status_code in (403, 422)
    assert not Reply.objects.exists()
    sign(member, cohort.here.public_id)
    place.refresh_from_db()
    assert place.state == MembershipState.ACTIVE
    send(member, "meetings:reply", meeting.public_id, answer="yes")
