"""What a link that came by mail opens, and for whom; what no address, mail or archive says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.calls.actions.accepting import confirm_place, declare_interests, take_place
from palabre.calls.actions.answers import save_who, take_balance_back
from palabre.calls.actions.applying import NotEligible, begin_application
from palabre.calls.actions.links import application_by_token, link_after, mailed_token, open_by_link
from palabre.calls.actions.submitting import hand_in
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import ApplicationState, CallState, ConflictKind, Outcome, RuleCheck
from palabre.calls.models import Application, Conflict, Interview
from palabre.calls.notices.applying import _receipt_mail
from palabre.calls.queries.moments import moment_with_offset
from palabre.calls.rules.applying import Applicant, held_applications
from palabre.calls.rules.deciding import places_left
from palabre.communities.actions.arriving import Newcomer
from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.exchange.queries.own.selecting import conflicts_of
from palabre.journal.telling import Recipient
from palabre.kit.ids import digest, new_token
from palabre.kit.verdict import Refused
from tests.factories import PASSWORD, join, make_person
from tests.personas import Cast
from tests.unit.calls import making_applying as m
from tests.unit.calls.making_deciding import Selecting, hands_of, holder, state_of
from tests.unit.calls.making_reviewing import Reading, fresh_client, make_reviewer

pytestmark = pytest.mark.django_db
S = ApplicationState


def begun(email: str = "victime@example.org") -> tuple[Applicant, Application, str]:
    application, token = begin_application(
        applicant=Applicant(), call=m.make_call(), language="fr", at=timezone.now(), email=email
    )
    return Applicant(digests=frozenset({application.digest})), application, token


# --- a draft that somebody began with another's address


def test_what_a_mail_opened_is_not_open_any_more_to_whoever_began_it() -> None:
    attacker, application, token = begun()
    mailed = mailed_token(application)
    hers = open_by_link(token=mailed, applicant=Applicant())
    holds = Applicant(digests=frozenset({hers.digest}))
    assert application_by_token(token) is None
    assert not held_applications(attacker).exists()
    with pytest.raises(Refused, match="nothing here"):
        save_who(saving=m.saving(attacker, application), said={"name": "Autre"})
    save_who(saving=m.saving(holds, application), said={"name": "Adjoa"})
    # the same mail opens it again, and what it made opens it too; a later mail as well
    assert application_by_token(mailed) == (hers, True)
    assert application_by_token(link_after(mailed)) == (hers, False)
    assert open_by_link(token=mailed, applicant=Applicant()).digest == hers.digest
    assert application_by_token(mailed_token(hers)) == (hers, True)


def test_the_page_shows_the_new_link_once_and_the_old_device_is_shut() -> None:
    attacker, application = m.client_for(m.make_call(), email="victime@example.org")
    url = reverse("calls:apply_file", args=[application.public_id])
    assert attacker.get(url).status_code == 200
    hers = Client(headers={"accept-language": "fr"})
    opened = reverse("calls:apply_open", args=[mailed_token(application)])
    answer = hers.post(opened, {"device": "own"})
    assert answer["Location"] == reverse("calls:apply_link", args=[application.public_id])
    shown = hers.get(answer["Location"]).content.decode()
    link = re.search(r"/apply/open/([^/\"]+)/", shown)
    assert link
    assert (attacker.get(url).status_code, hers.get(url).status_code) == (404, 200)
    # the second time the mail leads to the application at once
    assert hers.post(opened, {"device": "own"})["Location"] == url
    elsewhere = Client()
    assert elsewhere.post(reverse("calls:apply_open", args=[link[1]]), {"device": "own"})["Location"] == url


def test_an_address_is_not_proven_for_the_account_of_somebody_else() -> None:
    attacker = make_person()
    hands, application = m.begin(m.make_call(), attacker)
    save_who(saving=m.saving(hands, application), said={"email": "victime@example.org"})
    application.refresh_from_db()
    mailed = mailed_token(application)
    for who in (Applicant(), Applicant(make_person())):
        with pytest.raises(Refused, match="kept under an account"):
            open_by_link(token=mailed, applicant=who)
    assert Client().post(reverse("calls:apply_open", args=[mailed]), {"device": "own"}).status_code == 422
    assert open_by_link(token=mailed, applicant=Applicant(attacker)).email_proven_at is not None


def test_an_account_under_her_address_is_opened_from_a_mail_alone(cast: Cast) -> None:
    here = Selecting(cast)
    here.adopt_code()
    here.offer(here.files[0])
    here.tell_everybody()
    file = here.files[0]
    declare_interests(applicant=hands_of(file), application=file, text="", nothing=True)
    confirm_place(actor=here.lead, application=file)
    new = Newcomer(display_name="Awa", password=PASSWORD, language="fr", zone="Africa/Bamako")
    handed_on = Applicant(digests=frozenset({file.digest}))
    with pytest.raises(Refused, match="came by mail"):
        take_place(applicant=handed_on, application=file, newcomer=new)
    # by the pages: a device with the private link, then one with the mail
    token, url = new_token(), reverse("calls:place", args=[file.public_id])
    Application.objects.filter(pk=file.pk).update(digest=digest(token))
    file.refresh_from_db()
    device = Client()
    assert device.post(reverse("calls:apply_open", args=[token]), {"device": "own"}).status_code == 303
    assert device.get(reverse("calls:apply_status", args=[file.public_id])).status_code == 200
    assert device.get(url).status_code == 403
    assert holder(file).get(url).status_code == 200
    take_place(applicant=hands_of(file), application=file, newcomer=new)
    assert state_of(file) == "accepted"


# --- kept under an account


def test_keeping_it_under_an_account_asks_what_is_asked_of_whoever_begins_signed_in(cast: Cast) -> None:
    reading = Reading(cast)
    person, call = make_person("Déjà"), m.make_call()
    m.begin(call, person)
    _hands, second = m.begin(call, email="b@example.org")
    with pytest.raises(Refused, match="already begun"):
        open_by_link(token=mailed_token(second), applicant=Applicant(person), tie=True)
    member = make_person("Membre")
    join(member, cast.here)
    ruled = m.make_call()
    m.rule(ruled, RuleCheck.COMMITTEE, community=cast.here)
    _hands, third = m.begin(ruled, email="c@example.org")
    with pytest.raises(NotEligible):
        open_by_link(token=mailed_token(third), applicant=Applicant(member), tie=True)
    _hands, fourth = m.begin(m.make_call(cast.here), email="d@example.org")
    reader = reading.reader
    seat = make_reviewer(fourth.call, reader, by=reading.lead)
    assert seat.person == reader
    with pytest.raises(Refused, match="nobody both applies and reads"):
        open_by_link(token=mailed_token(fourth), applicant=Applicant(reader), tie=True)
    assert not Application.objects.filter(person__in=(member, reader)).exists()
    # refused beside the tick; without it the application opens as ever
    client, url = fresh_client(reader), reverse("calls:apply_open", args=[mailed_token(fourth)])
    assert client.post(url, {"tie": "on"}).status_code == 422
    assert client.post(url, {"once": "x"}).status_code == 303
    nobody = make_person()
    assert open_by_link(token=mailed_token(third), applicant=Applicant(nobody), tie=True).person == nobody


# --- after the place was taken


def test_what_became_a_membership_is_not_withdrawn_but_left(cast: Cast) -> None:
    here, person = Selecting(cast), make_person("Compte")
    here.adopt_code()
    Application.objects.filter(pk=here.files[0].pk).update(person=person)
    here.offer(here.files[0])
    here.tell_everybody()
    file, hands = here.files[0], hands_of(here.files[0])
    declare_interests(applicant=hands, application=file, text="", nothing=True)
    confirm_place(actor=here.lead, application=file)
    with pytest.raises(Refused, match="leave the community"):
        withdraw(applicant=hands, application=file)
    client, url = holder(file), reverse("calls:apply_withdrawal", args=[file.public_id])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 403
    assert places_left(here.call) == 1
    take_balance_back(applicant=hands, application=file)
    Membership.objects.filter(person=person).update(state=MembershipState.LEFT)
    withdraw(applicant=hands, application=file)
    assert places_left(here.call) == 2


# --- an interview tells no decision


def test_nothing_is_decided_while_an_interview_is_open_and_none_of_its_pages_tells_of_a_decision(cast: Cast) -> None:
    from palabre.calls.actions.interviewing import invite_to_talk
    from palabre.calls.actions.talking import refuse_talk
    from tests.unit.calls.making_reviewing import to
    from tests.unit.calls.test_letters import seen

    here = Selecting(cast, state=CallState.INTERVIEWS)
    one, two, three, _four = here.files
    here.shortlist(one, two, three)
    invite_to_talk(actor=here.lead, call=here.call, applications=[one, two])
    with pytest.raises(Refused, match="An interview is open"):
        here.decide(Outcome.DECLINE, one)
    here.decide(Outcome.DECLINE, three)
    refuse_talk(applicant=hands_of(two), application=two)
    here.decide(Outcome.DECLINE, two)
    # once the interviews are closed nobody chooses a moment any more, whatever was decided
    to(here.call, CallState.SELECTION)
    client = holder(one)
    urls = [reverse(f"calls:{name}", args=[one.public_id]) for name in ("talk", "apply_status")]
    before = [seen(client, url) for url in urls]
    here.decide(Outcome.DECLINE, one)
    assert Interview.objects.get(application=one).state == "invited"
    assert [seen(client, url) for url in urls] == before


# --- what is said where


def test_no_mail_and_no_address_names_a_city(cast: Cast) -> None:
    call = m.make_call(zone="Asia/Kolkata")
    hands, application = m.made(call, email="adjoa@example.org")
    hand_in(applicant=hands, application=application, at=timezone.now())
    letter = _receipt_mail({"application": application.pk}, Recipient(None, "adjoa@example.org", "fr", "UTC"))
    assert letter is not None
    assert "(UTC+5:30)" in letter.context["when"]
    assert "alcutta" not in letter.context["when"]
    at = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
    assert moment_with_offset(at, "Africa/Bamako").endswith("(UTC)")
    assert moment_with_offset(at, "America/New_York").endswith("(UTC−5)")


def test_no_address_says_that_something_was_withdrawn() -> None:
    client, application = m.client_for(m.make_call())
    answer = client.post(reverse("calls:apply_withdrawal", args=[application.public_id]))
    assert answer["Location"] == reverse("calls:apply_left")
    assert "retirée" in client.get(answer["Location"]).content.decode()
    assert "retirée" not in client.get(answer["Location"]).content.decode()


@pytest.mark.covers("INV-13")
def test_an_archive_holds_what_a_reader_declared_and_not_what_was_found(cast: Cast) -> None:
    reading = Reading(cast)
    said, found = reading.files
    Conflict.objects.create(reviewer=reading.first, application=said, kind=ConflictKind.DECLARED, note="Une amie")
    for kind in (ConflictKind.SAME_ORGANISATION,):
        Conflict.objects.create(reviewer=reading.first, application=found, kind=kind)
    text = str(conflicts_of(reading.reader))
    assert said.code in text
    assert found.code not in text


def test_a_day_later_a_mail_still_opens_it() -> None:
    _hands, application, _token = begun()
    mailed = mailed_token(application)
    open_by_link(token=mailed, applicant=Applicant())
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        assert application_by_token(mailed) is not None
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert application_by_token(mailed) is None
