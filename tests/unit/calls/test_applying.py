"""An application: begun without an account, kept while it is written, handed in by the call's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from palabre.calls.actions.answers import (
    give_balance,
    save_answers,
    save_declarations,
    save_themes,
    save_who,
    take_balance_back,
)
from palabre.calls.actions.applying import begin_application
from palabre.calls.actions.links import application_by_token, ask_links, mailed_token, open_by_link, renew_link
from palabre.calls.actions.submitting import hand_in, inform, take_back
from palabre.calls.actions.withdrawing import forget_applications_of, forget_drafts, withdraw
from palabre.calls.choices import ApplicationState, CallState, QuestionKind
from palabre.calls.models import Answer, Application, BalanceData, Call
from palabre.calls.queries.paper import Paper, print_of, who_said
from palabre.calls.rules.applying import Applicant, held_applications, visible_applications_of
from palabre.journal.models import Entry
from palabre.kit.dates import local_moment
from palabre.kit.verdict import Clash, Refused
from tests.factories import make_person
from tests.unit.calls import making_applying as m

pytestmark = pytest.mark.django_db
S = ApplicationState


def kinds() -> list[str]:
    return list(Entry.objects.filter(kind__startswith="calls.").order_by("pk").values_list("kind", flat=True))


def test_a_draft_needs_no_account_and_keeps_only_a_digest_of_its_link() -> None:
    call = m.make_call()
    application, token = begin_application(applicant=Applicant(), call=call, language="en", at=timezone.now())
    assert application.person is None
    assert application.state == S.DRAFT
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM calls_application")
        assert token not in str(cursor.fetchall())
    assert application_by_token(token) == (application, False)
    assert application_by_token(token[:-1]) is None
    assert kinds() == ["calls.application_begun"]


def test_what_she_writes_lies_sealed() -> None:
    applicant, application = m.made(m.make_call(), email="adjoa@example.org")
    give_balance(saving=m.saving(applicant, application), said={"gender": "nonbinary"})
    with connection.cursor() as cursor:
        for table in ("calls_application", "calls_answer", "calls_balancedata"):
            cursor.execute(f"SELECT * FROM {table}")
            row = str(cursor.fetchall())
            assert all(word not in row for word in ("Adjoa", "adjoa@", "Parce", "nonbinary")), table


def test_it_begins_only_while_the_call_is_open() -> None:
    call, now = m.make_call(), timezone.now()
    for at in (call.opens_at - timedelta(seconds=1), call.closes_at + timedelta(seconds=1)):
        with pytest.raises(Refused):
            m.begin(call, at=at)
    for state in (CallState.DRAFT, CallState.CANCELLED):
        Call.objects.filter(pk=call.pk).update(state=state)
        with pytest.raises(Refused):
            m.begin(call, at=now)


def test_only_who_holds_it_writes_in_it() -> None:
    call = m.make_call()
    _applicant, application = m.begin(call)
    other, _theirs = m.begin(call)
    for hands in (other, Applicant(), Applicant(make_person())):
        assert application not in held_applications(hands)
        with pytest.raises(Refused):
            save_who(saving=m.saving(hands, application), said={"name": "X"})
        with pytest.raises(Refused):
            withdraw(applicant=hands, application=application)


def test_under_an_account_it_is_hers_with_what_is_known_and_once() -> None:
    call, person = m.make_call(), make_person("Adjoa")
    _hands, application = m.begin(call, person)
    assert (application.name, application.email) == ("Adjoa", person.email)
    assert application.email_proven_at is not None
    assert list(visible_applications_of(person)) == [application]
    assert application in held_applications(Applicant(person))
    with pytest.raises(Refused):
        m.begin(call, person)


def test_two_pages_notice_each_other_and_one_page_never_clashes_with_itself() -> None:
    applicant, application = m.begin(m.make_call())
    seen = print_of(who_said(application))
    save_who(saving=m.saving(applicant, application, seen=seen, pen="one", alone=True), said={"name": "Ad"})
    save_who(saving=m.saving(applicant, application, seen=seen, pen="one"), said={"name": "Adjoa"})
    with pytest.raises(Clash) as told:
        save_who(saving=m.saving(applicant, application, seen=seen, pen="two"), said={"name": "Afi"})
    assert told.value.theirs["name"] == "Adjoa"
    now = print_of(told.value.theirs)
    save_who(saving=m.saving(applicant, application, seen=now, pen="two"), said={"name": "Afi"})
    # another section does not clash with this one
    save_declarations(saving=m.saving(applicant, application, seen="", pen="one"), said={"ai_use": "Un peu"})
    application.refresh_from_db()
    assert (application.name, application.ai_use, application.version) == ("Afi", "Un peu", 5)


def test_an_address_that_is_being_typed_is_none_yet_and_another_one_is_not_proven() -> None:
    applicant, application = m.begin(m.make_call(), make_person())
    save_who(saving=m.saving(applicant, application, alone=True), said={"name": "A", "email": "adjo"})
    application.refresh_from_db()
    assert application.email_proven_at is not None
    save_who(saving=m.saving(applicant, application), said={"email": "other@example.org"})
    application.refresh_from_db()
    assert application.email == "other@example.org"
    assert application.email_proven_at is None
    assert kinds()[-1] == "calls.address_given"


def test_answers_of_every_kind_and_of_questions_that_are_not_asked() -> None:
    call = m.make_call(bare=True)
    where = m.ask(call, "Où ?", QuestionKind.CHOICES, "Ici", "Là", position=1)
    here = where.options.get(label="Ici")
    how_many = m.ask(call, "Combien ?", QuestionKind.NUMBER, position=2)
    after = m.ask(call, "Depuis quand ?", QuestionKind.LINE, position=3, only_after=here)
    applicant, application = m.begin(call)
    keep = m.saving(applicant, application)
    said = {where.pk: frozenset({here.pk}), how_many.pk: Decimal(0), after.pk: "2019"}
    save_answers(saving=keep, ask_id=where.public_id, answers=said)
    asked = {one.question.label: one for one in Paper(application).asked}
    assert asked["Combien ?"].answered
    assert asked["Depuis quand ?"].is_open
    assert not asked["Depuis quand ?"].answered, "it was not asked yet when this was sent"
    save_answers(saving=keep, ask_id=where.public_id, answers=said)
    save_answers(saving=keep, ask_id=where.public_id, answers={where.pk: frozenset()})
    assert Answer.objects.filter(question=after).exists(), "kept while it is a draft"
    asked = {one.question.label: one for one in Paper(application).asked}
    assert not asked["Depuis quand ?"].is_open


def test_a_call_does_not_keep_what_no_longer_was_asked_nor_lets_it_be_handed_in_unanswered() -> None:
    call = m.make_call()
    which = m.ask(call, "Laquelle ?", QuestionKind.CHOICE, "Une", "Autre", position=2)
    one, other = which.options.all()
    after = m.ask(call, "Pourquoi celle-ci ?", position=3, only_after=one)
    applicant, application = m.made(call)
    keep, page = m.saving(applicant, application), call.questions.first()
    assert page is not None
    for _twice in range(2):
        said = {which.pk: frozenset({one.pk}), after.pk: "Voilà"}
        save_answers(saving=keep, ask_id=page.public_id, answers=said)
    save_answers(saving=keep, ask_id=page.public_id, answers={which.pk: frozenset()})
    with pytest.raises(Refused):
        hand_in(applicant=applicant, application=application, at=keep.at)
    save_answers(saving=keep, ask_id=page.public_id, answers={which.pk: frozenset({other.pk})})
    hand_in(applicant=applicant, application=application, at=keep.at)
    assert not Answer.objects.filter(question=after).exists()


@pytest.mark.covers("INV-11")
def test_the_closing_second_is_in_time_and_the_next_one_is_not() -> None:
    """In the zone of the call, to the second; a draft stays, readable by its author and by nobody else."""
    closes = local_moment(date(2026, 10, 25), time(23, 59, 59), "America/Bogota")
    assert closes == datetime(2026, 10, 26, 4, 59, 59, tzinfo=UTC)
    call = m.make_call(zone="America/Bogota", opens_at=closes - timedelta(days=20), closes_at=closes)
    for offset in (timedelta(0), timedelta(milliseconds=999)):
        applicant, application = m.begin(call, at=closes)
        m.fill(applicant, application, at=closes)
        hand_in(applicant=applicant, application=application, at=closes + offset)
    for offset in (timedelta(seconds=1), timedelta(hours=5)):
        applicant, application = m.begin(call, at=closes)
        application = m.fill(applicant, application, at=closes)
        with pytest.raises(Refused, match="30"):
            hand_in(applicant=applicant, application=application, at=closes + offset)
        application.refresh_from_db()
        assert (application.state, application.name) == (S.DRAFT, "Adjoa")
        assert application in held_applications(applicant)
    with pytest.raises(Refused):
        save_who(saving=m.saving(applicant, application, at=closes + timedelta(seconds=1)), said={"name": "Z"})


def test_what_arrived_in_time_counts_though_the_call_was_stored_as_closed_or_went_a_step_on() -> None:
    call = m.make_call()
    applicant, application = m.made(call)
    for state in (CallState.CLOSED, CallState.SCREENING):
        Call.objects.filter(pk=call.pk).update(state=state)
        assert hand_in(applicant=applicant, application=application, at=call.closes_at).submitted_at == call.closes_at
        Application.objects.filter(pk=application.pk).update(state=S.DRAFT)
    Call.objects.filter(pk=call.pk).update(state=CallState.CANCELLED)
    with pytest.raises(Refused):
        hand_in(applicant=applicant, application=application, at=call.closes_at)


def test_twice_is_once_also_when_the_second_time_is_late() -> None:
    applicant, application = m.made(m.make_call())
    first = hand_in(applicant=applicant, application=application, at=timezone.now())
    again = hand_in(applicant=applicant, application=application, at=application.call.closes_at + timedelta(days=1))
    assert again.submitted_at == first.submitted_at
    assert kinds().count("calls.application_received") == 1


def test_one_application_for_each_address_that_was_proven() -> None:
    """An address that somebody only typed neither shuts its owner out, nor tells whether she applied."""
    call, person = m.make_call(), make_person()
    squatter, first = m.made(call, email=person.email.upper())
    hand_in(applicant=squatter, application=first, at=timezone.now())
    owner, second = m.made(call, person)
    hand_in(applicant=owner, application=second, at=timezone.now())
    other, third = m.made(call, email=person.email)
    third = open_by_link(token=mailed_token(third), applicant=other)
    other = Applicant(digests=frozenset({third.digest}))
    with pytest.raises(Refused) as told:
        hand_in(applicant=other, application=third, at=timezone.now())
    assert "already" in str(told.value.verdict.why) or "déjà" in str(told.value.verdict.why)
    assert open_by_link(token=mailed_token(first), applicant=squatter).email_proven_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=first.pk).update(email_proven_at=timezone.now())


def test_taken_back_it_is_a_draft_until_it_is_handed_in_again() -> None:
    applicant, application = m.made(m.make_call())
    hand_in(applicant=applicant, application=application, at=timezone.now())
    with pytest.raises(Refused):
        save_who(saving=m.saving(applicant, application), said={"name": "B"})
    back = take_back(applicant=applicant, application=application, at=timezone.now())
    assert (back.state, back.submitted_at) == (S.DRAFT, None)
    save_who(saving=m.saving(applicant, application), said={"name": "B"})
    hand_in(applicant=applicant, application=application, at=timezone.now())
    with pytest.raises(Refused):
        take_back(applicant=applicant, application=application, at=application.call.closes_at + timedelta(seconds=1))
    Application.objects.filter(pk=application.pk).update(state=S.ELIGIBLE)
    with pytest.raises(Refused):
        take_back(applicant=applicant, application=application, at=timezone.now())


def test_ai_use_changes_nothing_by_itself() -> None:
    call = m.make_call()
    applicant, application = m.made(call)
    save_declarations(saving=m.saving(applicant, application), said={"ai_use": "Tout est écrit par une machine."})
    assert hand_in(applicant=applicant, application=application, at=timezone.now()).state == S.SUBMITTED


@pytest.mark.parametrize("state", [one for one in S if one != S.WITHDRAWN])
def test_withdrawn_in_any_state_nothing_stays_but_the_state_and_the_dates(state: str) -> None:
    call, person = m.make_call(), make_person()
    applicant, application = m.made(call, person)
    give_balance(saving=m.saving(applicant, application), said={"disability": "yes"})
    Application.objects.filter(pk=application.pk).update(
        state=state, submitted_at=timezone.now(), coi_at=timezone.now(), coi="Lien", info_asked="Q", info_given="R"
    )
    withdraw(applicant=applicant, application=application)
    row = Application.objects.get(pk=application.pk)
    assert (row.state, row.person, row.name, row.email, row.email_digest) == (S.WITHDRAWN, None, "", "", "")
    assert (row.coi, row.info_asked, row.info_given, row.country, row.organisation) == ("", "", "", "", "")
    assert row.withdrawn_at is not None
    assert row.submitted_at is not None
    assert not BalanceData.objects.exists()
    assert not Answer.objects.exists()
    assert row not in held_applications(applicant)
    with pytest.raises(Refused):
        withdraw(applicant=applicant, application=application)


def test_balance_data_are_taken_back_in_one_gesture_at_any_time() -> None:
    applicant, application = m.made(m.make_call())
    give_balance(saving=m.saving(applicant, application), said={"gender": "woman", "age_band": "", "x": "y"})
    hand_in(applicant=applicant, application=application, at=timezone.now())
    take_balance_back(applicant=applicant, application=application)
    take_balance_back(applicant=applicant, application=application)
    assert not BalanceData.objects.exists()
    assert kinds().count("calls.balance_taken_back") == 1


def test_a_new_link_ends_the_one_before_and_the_mails_and_the_other_devices() -> None:
    call = m.make_call()
    application, token = begin_application(
        applicant=Applicant(), call=call, language="fr", at=timezone.now(), email="adjoa@example.org"
    )
    device, mailed = Applicant(digests=frozenset({application.digest})), mailed_token(application)
    new = renew_link(applicant=device, application=application)
    assert application_by_token(token) is application_by_token(mailed) is None
    assert application_by_token(new) is not None
    assert application not in held_applications(device)


def test_a_mailed_link_shows_that_the_address_is_hers_and_dies_with_it() -> None:
    applicant, application = m.begin(m.make_call(), email="adjoa@example.org")
    mailed = mailed_token(application)
    application = open_by_link(token=mailed, applicant=Applicant())
    assert application.email_proven_at is not None
    applicant = Applicant(digests=frozenset({application.digest}))
    save_who(saving=m.saving(applicant, application), said={"email": "afi@example.org"})
    assert application_by_token(mailed) is None
    application.refresh_from_db()
    assert application.email_proven_at is None


def test_a_lost_link_is_asked_for_by_mail_whether_the_address_is_known_or_not() -> None:
    m.begin(m.make_call(), email="adjoa@example.org")
    ask_links(email="ADJOA@example.org", source="here")
    ask_links(email="nobody@example.org", source="here")
    asked = Entry.objects.filter(kind="calls.link_asked").values_list("subject_id", flat=True)
    assert [one is not None for one in asked] == [True, False]
    for _one in range(5):
        ask_links(email="adjoa@example.org", source="elsewhere")
    assert Entry.objects.filter(kind="calls.link_asked").count() <= 4


def test_a_question_of_the_coordination_is_answered_and_reading_goes_on() -> None:
    applicant, application = m.made(m.make_call())
    with pytest.raises(Refused):
        inform(applicant=applicant, application=application, answer="?")
    Application.objects.filter(pk=application.pk).update(
        state=S.NEEDS_INFO, submitted_at=timezone.now(), info_asked="Quand ?"
    )
    inform(applicant=applicant, application=application, answer="En mars.")
    application.refresh_from_db()
    assert (application.state, application.info_given) == (S.IN_REVIEW, "En mars.")


def test_old_drafts_go_with_everything_and_what_was_handed_in_stays() -> None:
    call = m.make_call()
    _hands, draft = m.made(call)
    applicant, received = m.made(call)
    hand_in(applicant=applicant, application=received, at=timezone.now())
    assert forget_drafts(closed_before=call.closes_at) == 0
    assert forget_drafts(closed_before=call.closes_at + timedelta(seconds=1)) == 1
    assert list(Application.objects.all()) == [received]
    assert draft.code != received.code


def test_an_erased_account_leaves_no_application_with_anything_in_it() -> None:
    person = make_person()
    _hands, application = m.made(m.make_call(), person)
    assert forget_applications_of(person=person) == 1
    application.refresh_from_db()
    assert (application.state, application.name, application.person) == (S.WITHDRAWN, "", None)


def test_themes_are_those_of_the_call_in_her_order_and_no_more_than_asked() -> None:
    call, other = m.make_call(themes_asked=1), m.make_call()
    applicant, application = m.begin(call)
    first, second = call.themes.all()
    stranger = other.themes.get(position=1)
    save_themes(saving=m.saving(applicant, application), themes=[stranger, second, first])
    assert [one.theme for one in application.theme_choices.all()] == [second]
