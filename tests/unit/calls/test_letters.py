"""Letters: everybody gets one, in her language, in the call's words or ours, when the coordination says so."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from palabre.calls.actions.deciding import offer_next
from palabre.calls.actions.letters import edit_letter, prepare_letters, send_letter, send_letters, write_letter_text
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import ApplicationState, CallState, ConflictKind, Outcome
from palabre.calls.models import Application, Conflict, Letter, LetterText
from palabre.calls.queries.letters import text_for, texts_of
from palabre.calls.rules.publishing import without_answer
from palabre.calls.wording import LETTERS
from palabre.communities.models import Membership
from palabre.kit.verdict import Clash, Refused
from palabre.languages.choices import LANGUAGES
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail, Notice
from palabre.notices.writing import written
from tests.factories import make_organisation, make_person
from tests.personas import Cast
from tests.unit.calls.making_deciding import Selecting, hands_of, holder, in_state
from tests.unit.calls.making_reviewing import fresh_client, make_application, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast: Cast) -> Selecting:
    """One offered, one waiting, one declined (in English), one not admissible."""
    here = Selecting(cast, files=3)
    one, two, three = here.files
    Application.objects.filter(pk=three.pk).update(language="en")
    three.refresh_from_db()
    here.offer(one)
    here.decide(Outcome.WAITLIST, two)
    here.decide(Outcome.DECLINE, three, feedback="Your plan needs a date.")
    here.files.append(make_application(here.call, "Yaa", state=ApplicationState.INELIGIBLE))
    return here


def letter_to(application: Application) -> Letter:
    return Letter.objects.get(application=application)


def test_our_own_words_stand_in_both_languages_for_each_outcome() -> None:
    assert set(LETTERS) == {*Outcome.values, "ineligible"}
    for texts in LETTERS.values():
        assert set(texts) == set(LANGUAGES)
        assert all(len(text) > 150 for text in texts.values())


def test_everybody_is_owed_a_letter_and_gets_one_in_her_language(here: Selecting) -> None:
    assert without_answer(here.call).count() == 4
    assert prepare_letters(actor=here.lead, call=here.call) == 4
    one, two, three, four = (letter_to(file) for file in here.files)
    assert one.body.startswith("Bonjour Candidate")
    assert "propose une place" in one.body
    assert one.body.endswith("Vos objectifs étaient clairs.")
    assert "liste d’attente" in two.body
    assert three.body.startswith("Dear Candidate")
    assert three.body.endswith("Your plan needs a date.")
    assert "n’a donc pas pu" in four.body
    assert not Letter.objects.filter(sent_at__isnull=False).exists()
    # nothing is written twice
    assert prepare_letters(actor=here.lead, call=here.call) == 0


def test_letters_lie_sealed(here: Selecting) -> None:
    prepare_letters(actor=here.lead, call=here.call)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM calls_letter")
        assert "Bonjour" not in str(cursor.fetchall())


def test_the_words_of_the_call_take_the_place_of_ours_language_by_language(here: Selecting) -> None:
    write_letter_text(actor=here.lead, call=here.call, outcome="decline", texts={"fr": "Hélas.", "en": ""})
    texts = texts_of(here.call)
    assert text_for(texts, "decline", "fr") == "Hélas."
    assert text_for(texts, "decline", "en") == LETTERS["decline"]["en"]
    write_letter_text(actor=here.lead, call=here.call, outcome="decline", texts={"fr": "Hélas.", "en": "Alas."})
    prepare_letters(actor=here.lead, call=here.call)
    assert "Alas." in letter_to(here.files[2]).body
    write_letter_text(actor=here.lead, call=here.call, outcome="decline", texts={"fr": "", "en": ""})
    assert not LetterText.objects.exists()
    assert text_for(texts_of(here.call), "decline", "en") == LETTERS["decline"]["en"]
    with pytest.raises(Refused) as error:
        write_letter_text(actor=here.lead, call=here.call, outcome="offer", texts={"fr": "a" * 6001})
    assert error.value.field == "text_fr"
    with pytest.raises(Refused):
        write_letter_text(actor=here.lead, call=here.call, outcome="nothing", texts={"fr": "a"})


def test_a_letter_is_read_over_changed_and_two_writers_notice_each_other(here: Selecting) -> None:
    prepare_letters(actor=here.lead, call=here.call)
    letter = letter_to(here.files[0])
    edit_letter(actor=here.lead, letter=letter, body="Autre chose.", seen=1)
    with pytest.raises(Clash) as clash:
        edit_letter(actor=here.lead, letter=letter, body="La mienne.", seen=1)
    assert clash.value.theirs.body == "Autre chose."
    client = fresh_client(here.lead)
    url = reverse("calls:letter", args=[here.call.public_id, letter.public_id])
    answer = client.post(url, {"body": "La mienne.", "seen": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "La mienne." in page
    assert "Autre chose." in page
    assert client.post(url, {"body": "La mienne.", "seen": "2"}).status_code == 303
    assert client.post(url, {"body": "  ", "seen": "3"}).status_code == 422
    assert letter_to(here.files[0]).body == "La mienne."


def test_sent_one_by_one_or_all_at_once_and_never_twice(here: Selecting) -> None:
    with pytest.raises(Refused, match="Prepare the letters"):
        send_letters(actor=here.lead, call=here.call)
    prepare_letters(actor=here.lead, call=here.call)
    letter = letter_to(here.files[0])
    send_letter(actor=here.lead, letter=letter)
    for act in (send_letter, lambda **said: edit_letter(body="Trop tard.", **said)):
        with pytest.raises(Refused, match="was sent"):
            act(actor=here.lead, letter=letter)
    assert send_letters(actor=here.lead, call=here.call) == 3
    assert without_answer(here.call).count() == 0
    with pytest.raises(Refused):
        send_letters(actor=here.lead, call=here.call)


def test_only_the_coordination_writes(here: Selecting) -> None:
    for name in ("member", "facilitator", "translator", "outsider", "steward"):
        with pytest.raises(Refused, match="by the coordination"):
            prepare_letters(actor=here.cast.person(name), call=here.call)
    with pytest.raises(Refused, match="by the coordination"):
        send_letters(actor=here.reader(), call=here.call)
    to(here.call, CallState.CLOSED)
    with pytest.raises(Refused, match="once the call is closed"):
        prepare_letters(actor=here.lead, call=here.call)


def test_whoever_was_moved_up_gets_another_letter(here: Selecting) -> None:
    here.tell_everybody()
    withdraw(applicant=hands_of(here.files[0]), application=here.files[0])
    offer_next(actor=here.lead, application=here.files[1])
    assert list(without_answer(here.call)) == [here.files[1]]
    assert here.tell_everybody() == 1
    kinds = Letter.objects.filter(application=here.files[1]).order_by("sent_at").values_list("outcome", flat=True)
    assert list(kinds) == ["waitlist", "offer"]


def test_a_letter_that_says_something_else_than_was_decided_last_does_not_leave(here: Selecting) -> None:
    prepare_letters(actor=here.lead, call=here.call)
    letter = letter_to(here.files[1])
    in_state(here.files[1], ApplicationState.OFFERED)
    with pytest.raises(Refused, match="Something else was decided"):
        send_letter(actor=here.lead, letter=letter)
    assert send_letters(actor=here.lead, call=here.call) == 3


def test_whoever_withdrew_is_written_to_no_more(here: Selecting) -> None:
    prepare_letters(actor=here.lead, call=here.call)
    withdraw(applicant=hands_of(here.files[2]), application=here.files[2])
    assert send_letters(actor=here.lead, call=here.call) == 3


def test_the_mail_says_only_that_there_is_something_to_read(here: Selecting) -> None:
    here.tell_everybody()
    read_journal()
    mails = Mail.objects.filter(template="calls/email/answer.txt")
    assert mails.count() == 4
    for mail in mails:
        message = written(mail)
        said = f"{message.subject} {message.body}"
        for word in ("Palabre de", here.call.title, here.cast.here.name, "place", "retenu", "attente", "candidat"):
            assert word.lower() not in said.lower().replace("palabre", ""), (word, said)


def test_the_letter_stands_on_the_status_page_once_it_is_sent_and_never_before(here: Selecting) -> None:
    file = here.files[0]
    client, url = holder(file), reverse("calls:apply_status", args=[file.public_id])
    prepare_letters(actor=here.lead, call=here.call)
    page = client.get(url).content.decode()
    for word in ("propose une place", "place proposée", "retenu", "liste d’attente"):
        assert word not in page
    assert reverse("calls:offer", args=[file.public_id]) not in page
    assert client.get(reverse("calls:offer", args=[file.public_id])).status_code == 404
    send_letters(actor=here.lead, call=here.call)
    page = client.get(url).content.decode()
    assert "propose une place" in page
    assert reverse("calls:offer", args=[file.public_id]) in page


@pytest.mark.parametrize("outcome", [Outcome.SHORTLIST, Outcome.WAITLIST, Outcome.DECLINE, Outcome.OFFER])
def test_a_decision_shows_nowhere_before_its_letter(cast: Cast, outcome: str) -> None:
    """The status page of whoever was decided on is the same as that of whoever was not."""
    here = Selecting(cast, files=2)
    decided, _other = here.files
    client, url = holder(decided), reverse("calls:apply_status", args=[decided.public_id])
    before = seen(client, url)
    if outcome == Outcome.OFFER:
        here.offer(decided)
    else:
        here.decide(outcome, decided)
    prepare_letters(actor=here.lead, call=here.call)
    assert seen(client, url) == before


def seen(client: Client, url: str) -> str:
    """The words of a page, without what is new on every page."""
    import re

    page = client.get(url).content.decode()
    return re.sub(r'(value|nonce)="[^"]*"', "", page.split("<main")[1].split("</main>")[0])


def test_somebody_with_an_account_is_told_on_her_day(here: Selecting) -> None:
    person = make_person("Compte")
    Application.objects.filter(pk=here.files[0].pk).update(person=person)
    here.tell_everybody()
    read_journal()
    assert Notice.objects.filter(person=person, kind="calls.letter_sent").exists()


def test_a_letter_to_somebody_she_is_tied_to_is_shut_for_the_coordination(here: Selecting) -> None:
    house = make_organisation("Maison du Fleuve")
    Membership.objects.filter(person=here.lead, community=here.cast.here).update(organisation=house)
    Application.objects.filter(pk=here.files[0].pk).update(organisation="Maison du fleuve")
    Conflict.objects.create(reviewer=here.seats[0], application=here.files[1], kind=ConflictKind.DECLARED)
    prepare_letters(actor=here.lead, call=here.call)
    client, letter = fresh_client(here.lead), letter_to(here.files[0])
    assert client.get(reverse("calls:letter", args=[here.call.public_id, letter.public_id])).status_code == 404
    with pytest.raises(Refused, match="You are tied"):
        edit_letter(actor=here.lead, letter=letter, body="Autre")
    page = client.get(reverse("calls:letters", args=[here.call.public_id])).content.decode()
    assert letter.public_id not in page
    assert here.files[0].code not in page, "what was decided on a file she is tied to is not told"
    assert here.files[1].code in page
    # what waits leaves with all the others, uncounted: it was written without her
    assert send_letters(actor=here.lead, call=here.call) == 3
    assert not Letter.objects.filter(sent_at=None).exists()


def test_pages_of_letters_are_for_the_coordination_alone(here: Selecting) -> None:
    prepare_letters(actor=here.lead, call=here.call)
    letter = letter_to(here.files[0])
    for name, args in (("letters", []), ("letter_wording", []), ("letter", [letter.public_id])):
        url = reverse(f"calls:{name}", args=[here.call.public_id, *args])
        assert fresh_client(here.lead).get(url).status_code == 200, name
        for who in ("member", "facilitator", "translator", "outsider", "steward", "keeper"):
            assert fresh_client(here.cast.person(who)).get(url).status_code == 404, (name, who)
        assert fresh_client(here.reader()).get(url).status_code == 404, name
