"""The pages: what waits first, four choices, refusals beside the field, who reads whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community
from palabre.decisions.actions.amending import amend
from palabre.decisions.actions.clarifying import answer_clarification, ask_clarification, ask_stances
from palabre.decisions.actions.ending import set_aside
from palabre.decisions.actions.opening import draft_proposal
from palabre.decisions.choices import ProposalState, StanceKind
from palabre.decisions.models import Clarification, DecisionRecord, Objection, Proposal, Stance
from palabre.people.models import Person
from tests.factories import join, make_person
from tests.personas import Cast
from tests.unit.decisions.making import HARM, TEXT, a_week_ahead, again, asked, day_passed, objects, proposed, say

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]
NEW = {"text": "Le jour change chaque mois.", "other_text": "The day changes each month."}


def at(name: str, proposal: Proposal, *more: str) -> str:
    return reverse(f"decisions:{name}", args=[proposal.public_id, *more])


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_what_waits_for_my_word_comes_first_in_all_my_communities(cast: Cast, as_person: AsPerson) -> None:
    waits = asked(cast, title="À dire")
    proposed(cast, title="À comprendre")
    draft_proposal(actor=cast.person("member"), community=cast.here, title="Brouillon", text="x", language="fr")
    mine = read(as_person(cast.core), reverse("decisions:mine"))
    assert "En attente de votre parole" in mine
    assert mine.index("À dire") < mine.index("À comprendre")
    assert "Brouillon" not in mine
    say(cast.person("core"), waits)
    assert "En attente de votre parole" not in read(as_person(cast.core), reverse("decisions:mine"))
    own = read(as_person(cast.member), reverse("decisions:list", args=[cast.here.public_id]))
    assert "Brouillon" in own
    assert "À dire" not in read(as_person(cast.outsider), reverse("decisions:mine"))


def test_nothing_of_it_exists_outside(cast: Cast, as_person: AsPerson) -> None:
    proposal = asked(cast)
    objection = objects(cast.person("core"), proposal)
    posts = [at(name, proposal) for name in ("stance", "questions", "round_end", "approval", "removal", "successor")]
    pages = [at(name, proposal) for name in ("proposal", "text", "opening", "amendment", "outcome", "review")]
    for person in (cast.outsider, cast.steward, cast.keeper, cast.nobody):
        client = as_person(person)
        assert {client.get(url).status_code for url in pages} == {404}
        assert {client.post(url, {"kind": "consent"}).status_code for url in posts} == {404}
    assert as_person(None).get(at("proposal", proposal)).status_code == 302
    inside = as_person(cast.translator)
    url = at("objection", proposal, objection.public_id)
    assert inside.post(url, {"answer": "withdrawn"}).status_code == 404
    assert as_person(cast.second_member).post(url, {"answer": "withdrawn"}).status_code == 403
    assert as_person(cast.core).post(url, {"answer": "no such"}).status_code == 404


def test_one_speaks_before_one_hears_and_readers_outside_the_circle_hear_nobody(
    cast: Cast, as_person: AsPerson
) -> None:
    proposal = asked(cast)
    objects(cast.person("core"), proposal)
    say(cast.person("member"), proposal, StanceKind.RESERVATION, "Et la pluie ?")
    second = as_person(cast.second_member)
    page = read(second, at("proposal", proposal))
    assert "2 sur 3" in page
    assert HARM not in page
    assert "Et la pluie" not in page
    say(cast.person("second_member"), proposal)
    page = read(second, at("proposal", proposal))
    assert HARM in page
    assert "Et la pluie" in page
    reader = read(as_person(cast.translator), at("proposal", proposal))
    assert TEXT in reader
    assert HARM not in reader
    assert "Et la pluie" not in reader
    assert 'name="kind"' not in reader


def test_whoever_carries_it_from_outside_the_circle_hears_after_the_round_and_without_names(
    cast: Cast, as_person: AsPerson
) -> None:
    Person.objects.filter(pk=cast.core.pk).update(display_name="Zeinab")
    proposal = asked(cast)
    objects(cast.person("core"), proposal)
    carrier = as_person(cast.coordinator)
    page = read(carrier, at("proposal", proposal))
    assert "1 sur 3" in page
    assert HARM not in page
    assert "Zeinab" not in page
    say(cast.person("second_member"), proposal)
    day_passed(proposal)
    for url in (at("proposal", proposal), at("amendment", proposal)):
        page = read(carrier, url)
        assert HARM in page
        assert "Zeinab" not in page
        assert "Zeinab" in read(as_person(cast.member), url)


@pytest.mark.parametrize("risk", [RiskProfile.ELEVATED, RiskProfile.HIGH, RiskProfile.STANDARD])
def test_names_of_a_circle_stay_inside_it_where_the_risk_asks_for_it(
    risk: str, cast: Cast, as_person: AsPerson
) -> None:
    Community.objects.filter(pk=cast.here.pk).update(risk=risk)
    Person.objects.filter(pk=cast.member.pk).update(display_name="Zeinab")
    Person.objects.filter(pk=cast.core.pk).update(display_name="Oumou")
    proposal = proposed(cast)
    question = ask_clarification(actor=cast.person("core"), proposal=proposal, question="Et la salle", language="fr")
    answer_clarification(actor=cast.person("member"), clarification=question, answer="La grande", language="fr")
    ask_stances(actor=cast.person("member"), proposal=proposal, until=a_week_ahead())
    objects(cast.person("core"), proposal)
    say(cast.person("second_member"), proposal)
    day_passed(proposal)
    amend(actor=cast.person("member"), proposal=again(proposal), until=a_week_ahead(), reason="Le marché", **NEW)
    away = proposed(cast)
    set_aside(actor=cast.person("member"), proposal=away, reason="Trop tôt", language="fr")
    stranger = make_reader(cast)
    for one in (proposal, away):
        page = read(as_person(stranger), at("proposal", one))
        assert ("Zeinab" in page) == (risk == RiskProfile.STANDARD)
        for person in (cast.second_member, cast.coordinator, cast.facilitator):
            assert "Zeinab" in read(as_person(person), at("proposal", one))
    page = read(as_person(stranger), at("proposal", proposal))
    assert "Et la salle" in page
    assert ("Oumou" in page) == (risk == RiskProfile.STANDARD)
    assert ("a member of the circle" in page) == (risk != RiskProfile.STANDARD)


def test_an_objection_without_a_reason_comes_back_with_its_sentence(cast: Cast, as_person: AsPerson) -> None:
    proposal, client = asked(cast), as_person(cast.core)
    answer = client.post(at("stance", proposal), {"kind": "object", "comment": " ", "seen_round": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Une objection a besoin de sa raison" in page
    assert 'value="object" checked' in page
    assert not Stance.objects.exists()
    answer = client.post(at("stance", proposal), {"comment": "Je ne sais pas", "seen_round": "1"})
    assert answer.status_code == 422
    assert "Je ne sais pas" in answer.content.decode()
    said = {"kind": "object", "comment": HARM, "seen_round": "1"}
    assert client.post(at("stance", proposal), said).status_code == 303
    assert Objection.objects.get().reason == HARM
    assert client.get(at("stance", proposal)).status_code == 303
    Proposal.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert client.post(at("stance", proposal), {**said, "kind": "consent"}).status_code == 403
    assert "Les positions sont en train d’être comptées" in read(client, at("proposal", proposal))


def test_words_that_changed_meanwhile_are_read_again_first(cast: Cast, as_person: AsPerson) -> None:
    proposal = asked(cast)
    objection = objects(cast.person("core"), proposal)
    say(cast.person("second_member"), proposal)
    day_passed(proposal)
    amend(actor=cast.person("member"), proposal=proposal, until=a_week_ahead(), reason="Le marché", **NEW)
    client = as_person(cast.second_member)
    answer = client.post(at("stance", proposal), {"kind": "consent", "seen_round": "1"})
    assert answer.status_code == 409
    assert NEW["text"] in answer.content.decode()
    assert 'name="seen_round" value="2"' in answer.content.decode()
    page = read(as_person(cast.core), at("proposal", proposal))
    assert "Le nouveau texte répond-il à votre objection" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert 'name="kind"' not in page
    client = as_person(cast.core)
    assert client.post(at("objection", proposal, objection.public_id), {"answer": "integrated"}).status_code == 303
    assert 'name="kind"' in read(client, at("proposal", proposal))
    english = as_person(make_reader(cast))
    assert "The day changes each month." in read(english, at("proposal", proposal))


def make_reader(cast: Cast) -> Person:
    person = make_person(language="en")
    join(person, cast.here)
    return person


def test_an_amendment_comes_back_with_everything_that_was_typed(cast: Cast, as_person: AsPerson) -> None:
    proposal = asked(cast)
    objects(cast.person("core"), proposal)
    say(cast.person("second_member"), proposal)
    day_passed(proposal)
    client = as_person(cast.member)
    page = read(client, at("amendment", proposal))
    assert HARM in page
    said = {"text": "Le mardi.", "other_text": "", "reason": "Le marché", "until": "hier", "seen": "1"}
    answer = client.post(at("amendment", proposal), said)
    assert answer.status_code == 422
    assert "Le mardi." in answer.content.decode()
    said |= {"other_text": "On Tuesdays.", "until": a_week_ahead().isoformat(), "seen": "7"}
    answer = client.post(at("amendment", proposal), said)
    assert answer.status_code == 409
    assert TEXT in answer.content.decode()
    assert client.post(at("amendment", proposal), {**said, "seen": "1"}).status_code == 303
    assert as_person(cast.core).get(at("amendment", proposal)).status_code == 403


def test_questions_and_their_answers(cast: Cast, as_person: AsPerson) -> None:
    proposal = proposed(cast)
    client = as_person(cast.core)
    assert client.post(at("questions", proposal), {"question": ""}).status_code == 422
    assert client.post(at("questions", proposal), {"question": "À quelle heure ?"}).status_code == 303
    question = Clarification.objects.get()
    assert client.post(at("answer", proposal, question.public_id), {"answer": "Tôt"}).status_code == 403
    member = as_person(cast.member)
    assert "attend encore sa réponse" in read(member, at("proposal", proposal))
    page = read(member, at("answer", proposal, question.public_id))
    assert "À quelle heure" in page
    assert member.post(at("answer", proposal, question.public_id), {"answer": "À 9 h.", "seen": ""}).status_code == 303
    other = as_person(cast.coordinator).post(
        at("answer", proposal, question.public_id), {"answer": "À 10 h.", "seen": ""}
    )
    assert other.status_code == 409
    assert "À 9 h." in other.content.decode()


def test_from_a_draft_to_a_record_on_the_pages(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.member)
    draft = reverse("decisions:draft", args=[cast.here.public_id])
    said = {"title_fr": "Notre jour", "text_fr": "", "title_en": "", "text_en": "", "quorum": "50"}
    answer = client.post(draft, said)
    assert answer.status_code == 422
    assert "Notre jour" in answer.content.decode()
    assert client.post(draft, said | {"text_fr": "Le jeudi."}).status_code == 303
    proposal = Proposal.objects.get()
    assert client.get(at("opening", proposal)).status_code == 200
    assert client.post(at("opening", proposal), {"once": "aaaaaaaaaaaa"}).status_code == 303
    assert client.get(at("stances", proposal)).status_code == 403
    both = said | {"text_fr": "Le jeudi.", "title_en": "Our day", "text_en": "On Thursdays.", "seen": "1"}
    assert client.post(at("text", proposal), both | {"seen": "5"}).status_code == 409
    assert client.post(at("text", proposal), both).status_code == 303
    assert as_person(cast.core).post(at("approval", proposal)).status_code == 303
    assert client.post(at("stances", proposal), {"until": "hier"}).status_code == 422
    assert client.post(at("stances", proposal), {"until": a_week_ahead().isoformat()}).status_code == 303
    for name in ("member", "core", "second_member", "coordinator", "facilitator", "translator"):
        stance = {"kind": "consent", "comment": "", "seen_round": "1"}
        assert as_person(cast.person(name)).post(at("stance", proposal), stance).status_code == 303
    assert client.post(at("round_end", proposal)).status_code == 303
    words = {"outcome": "Le jeudi, dès mars.", "other_outcome": "", "review_on": ""}
    assert client.post(at("outcome", proposal), words).status_code == 422
    assert client.post(at("outcome", proposal), words | {"review_on": a_week_ahead().isoformat()}).status_code == 303
    assert again(proposal).state == ProposalState.ADOPTED
    page = read(client, at("proposal", proposal))
    assert "Le jeudi, dès mars." in page
    assert client.post(at("translation", proposal), {"other_outcome": "Thursdays."}).status_code == 303
    assert client.post(at("review", proposal), {"note": "", "next_on": ""}).status_code == 422
    kept = {"note": "Bien", "next_on": (a_week_ahead() + timedelta(days=9)).isoformat()}
    assert client.post(at("review", proposal), kept).status_code == 303
    assert DecisionRecord.objects.get().reviews.count() == 1
    assert client.post(at("successor", proposal)).status_code == 303
    assert Proposal.objects.filter(replaces=proposal, state="draft").count() == 1


def test_setting_aside_and_giving_up(cast: Cast, as_person: AsPerson) -> None:
    proposal = asked(cast)
    client = as_person(cast.member)
    assert client.post(at("setting_aside", proposal), {"reason": ""}).status_code == 422
    assert client.post(at("setting_aside", proposal), {"reason": "Trop tôt"}).status_code == 303
    assert "Trop tôt" in read(as_person(cast.core), at("proposal", proposal))
    draft = draft_proposal(actor=cast.person("member"), community=cast.here, title="T", text="x", language="fr")
    assert as_person(cast.core).post(at("removal", draft)).status_code == 404
    assert client.post(at("removal", draft)).status_code == 303


def test_a_page_costs_the_same_with_many_voices(cast: Cast, as_person: AsPerson) -> None:
    def cost(url: str) -> int:
        client = as_person(cast.core)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(url).status_code == 200
        return len(found)

    few, many = asked(cast), asked(cast, ("member", "core", "second_member", *crowd(cast)))
    for proposal in (few, many):
        objects(cast.person("core"), proposal)
        day = [one.person for one in proposal.electors.select_related("person") if one.person != cast.core]
        for number, person in enumerate(day):
            assert person is not None
            person.__dict__.pop("_standing", None)
            say(person, proposal, StanceKind.OBJECT if number % 2 else StanceKind.CONSENT, "Un mot")
    for number in range(6):
        Clarification.objects.create(proposal=many, asked_by=cast.member, question=f"Question {number}")
    Clarification.objects.create(proposal=few, asked_by=cast.member, question="Question")
    assert cost(at("proposal", few)) == cost(at("proposal", many))
    before = cost(reverse("decisions:mine"))
    for number in range(5):
        proposed(cast, title=f"Encore {number}")
    assert cost(reverse("decisions:mine")) == before


def crowd(cast: Cast) -> list[str]:
    names = []
    for number in range(9):
        person = make_person()
        join(person, cast.here)
        setattr(type(cast), f"more_{number}", person)
        names.append(f"more_{number}")
    return names


def test_a_question_needs_somebody_of_the_circle(cast: Cast, as_person: AsPerson) -> None:
    proposal = proposed(cast)
    ask_clarification(actor=cast.person("core"), proposal=proposal, question="Et la salle", language="fr")
    page = read(as_person(cast.facilitator), at("proposal", proposal))
    assert "Et la salle" in page
    assert 'name="question"' not in page
