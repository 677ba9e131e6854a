"""Learning questions: proposed, reworded, merged, agreed, and never four; the agenda that is made of them."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from palabre.decisions.actions.opening import write_proposal
from palabre.groups.actions.agenda import publish_agenda, write_aims
from palabre.groups.actions.questions import agree_question, put_question, revise_question
from palabre.groups.actions.wording import (
    bring_back,
    merge_questions,
    propose_question,
    reword_question,
    set_question_aside,
)
from palabre.groups.choices import GroupStage, QuestionState
from palabre.groups.models import LearningQuestion, Wording, WorkingGroup
from palabre.groups.queries.agenda import agenda_page
from palabre.groups.rules.questions import FOURTH, MOVES, agreed_in, can_agree
from palabre.kit.verdict import Clash, Refused
from palabre.languages.actions import write_half
from palabre.languages.queries import words
from tests.personas import Cast
from tests.unit.groups.making_groups import asked, at_work, consented, moved_to

pytestmark = pytest.mark.django_db
SAID = "Réunion du groupe : tout le monde est d'accord."


def yesterday() -> object:
    return timezone.localdate() - timedelta(days=1)


def agree(cast: Cast, question: LearningQuestion) -> LearningQuestion:
    return agree_question(actor=cast.person("member"), question=question, decided_on=yesterday(), decision=SAID)


def agreed(cast: Cast, group: WorkingGroup, number: int) -> list[LearningQuestion]:
    return [agree(cast, asked(cast, group, f"Question numéro {n} ?")) for n in range(number)]


def test_every_member_of_the_group_proposes_and_nobody_else(cast: Cast) -> None:
    group = at_work(cast)
    for name in ("member", "second_member", "core"):
        propose_question(actor=cast.person(name), group=group, text=f"De {name} ?", language="fr")
    for name in ("coordinator", "facilitator", "translator", "steward", "outsider", "nobody"):
        with pytest.raises(Refused):
            propose_question(actor=cast.person(name), group=group, text="Et moi ?", language="fr")


@pytest.mark.parametrize(("text", "fits"), [("x" * 600, True), ("x" * 601, False), ("x" * 20_000, False), (" ", False)])
def test_a_question_is_short_and_not_empty(cast: Cast, text: str, fits: bool) -> None:
    group = at_work(cast)
    if fits:
        asked(cast, group, text)
        return
    with pytest.raises(Refused) as refused:
        asked(cast, group, text)
    assert refused.value.field == "text_fr"
    assert not LearningQuestion.objects.exists()


def test_each_wording_stays_with_its_reason(cast: Cast) -> None:
    question = asked(cast, at_work(cast), "Comment prendre soin ?")
    with pytest.raises(Refused) as refused:
        reword_question(actor=cast.core, question=question, text="Autre ?", reason="")
    assert refused.value.field == "reason"
    reword_question(actor=cast.core, question=question, text="Comment prendre soin de nous ?", reason="Plus précis")
    rows = Wording.objects.filter(question=question)
    assert [(row.version, row.reason, row.by) for row in rows] == [
        (1, "", cast.second_member),
        (2, "Plus précis", cast.core),
    ]
    question.refresh_from_db()
    assert (question.state, question.version) == (QuestionState.REFINED, 2)


def test_two_writers_notice_each_other(cast: Cast) -> None:
    question = asked(cast, at_work(cast))
    reword_question(actor=cast.core, question=question, text="A ?", reason="R", seen=1)
    with pytest.raises(Clash) as clash:
        reword_question(actor=cast.member, question=question, text="B ?", reason="R", seen=1)
    assert clash.value.theirs.text == "A ?"
    with pytest.raises(Clash):
        agree_question(actor=cast.member, question=question, decided_on=yesterday(), decision=SAID, seen=1)


def test_only_the_other_language_is_no_new_wording(cast: Cast) -> None:
    question = asked(cast, at_work(cast))
    reword_question(actor=cast.translator, question=question, text=question.text, other_text="How do we care?")
    question = LearningQuestion.objects.get(pk=question.pk)
    assert question.version == 1
    assert words(question, "text", "en").text == "How do we care?"
    with pytest.raises(Refused):
        reword_question(actor=cast.translator, question=question, text="Autre ?", reason="R")
    with pytest.raises(Refused):
        reword_question(actor=cast.outsider, question=question, text=question.text, other_text="No")


def test_two_become_one_and_their_history_stays(cast: Cast) -> None:
    group = at_work(cast)
    first, second = asked(cast, group, "A ?"), asked(cast, group, "B ?")
    with pytest.raises(Refused) as refused:
        merge_questions(actor=cast.core, group=group, questions=[first], text="C ?", language="fr", reason="R")
    assert refused.value.field == "questions"
    merged = merge_questions(
        actor=cast.core, group=group, questions=[first, second], text="A et B ?", language="fr", reason="Proches"
    )
    for one in (first, second):
        one.refresh_from_db()
        assert (one.state, one.merged_into) == (QuestionState.MERGED, merged)
        assert one.wordings.count() == 1
    with pytest.raises(Refused):
        merge_questions(actor=cast.core, group=group, questions=[first, merged], text="D ?", language="fr", reason="R")


def test_the_lead_notes_what_the_group_agreed_with_its_day_and_words(cast: Cast) -> None:
    question = asked(cast, at_work(cast))
    for name in ("second_member", "coordinator", "outsider"):
        with pytest.raises(Refused):
            agree_question(actor=cast.person(name), question=question, decided_on=yesterday(), decision=SAID)
    with pytest.raises(Refused):
        agree_question(actor=cast.member, question=question)
    tomorrow = timezone.localdate() + timedelta(days=2)
    for day, said, field in (
        (tomorrow, SAID, "decided_on"),
        (yesterday().replace(year=1024), SAID, "decided_on"),
        (None, SAID, "decided_on"),
        (yesterday(), " ", "decision"),
    ):
        with pytest.raises(Refused) as refused:
            agree_question(actor=cast.member, question=question, decided_on=day, decision=said)
        assert refused.value.field == field
    found = agree(cast, question)
    assert (found.state, found.place, found.agreed_by) == (QuestionState.AGREED, 1, cast.member)


def test_nothing_is_agreed_before_the_group_stands(cast: Cast) -> None:
    question = asked(cast, at_work(cast, GroupStage.FORMING))
    with pytest.raises(Refused):
        agree(cast, question)


def test_a_consent_of_the_members_agrees_and_its_amended_words_count(cast: Cast) -> None:
    group = at_work(cast)
    question = asked(cast, group, "Comment ?", "How?")
    proposal = put_question(actor=cast.core, question=question)
    assert set(proposal.electors.values_list("person", flat=True)) == {
        cast.member.pk, cast.second_member.pk, cast.core.pk,
    }  # fmt: skip
    for refused in (
        lambda: reword_question(actor=cast.core, question=question, text="X ?", reason="R"),
        lambda: set_question_aside(actor=cast.core, question=question, reason="R"),
        lambda: agree(cast, question),
        lambda: agree_question(actor=cast.member, question=question),
        lambda: put_question(actor=cast.core, question=question),
    ):
        with pytest.raises(Refused):
            refused()
    write_proposal(
        actor=cast.core, proposal=proposal, title=proposal.title, text="Comment, ensemble ?",
        other_title="We agree", other_text="How, together?",
    )  # fmt: skip
    consented(proposal, [cast.person(name) for name in ("core", "member", "second_member")])
    found = agree_question(actor=cast.person("member"), question=question)
    assert (found.text, found.version, found.state) == ("Comment, ensemble ?", 2, QuestionState.AGREED)
    assert found.wordings.count() == 2
    assert (words(found, "text", "en").text, words(found, "text", "en").state) == ("How, together?", "approved")


def test_a_consent_holds_for_the_words_that_were_decided_on(cast: Cast) -> None:
    question = asked(cast, at_work(cast), "Comment ?", "How?")
    proposal = put_question(actor=cast.member, question=question)
    consented(proposal, [cast.person(name) for name in ("member", "core", "second_member")])
    reword_question(actor=cast.person("core"), question=question, text="Tout autre chose ?", reason="R")
    with pytest.raises(Refused):
        agree_question(actor=cast.person("member"), question=question)


def test_the_fourth_is_refused_with_what_to_do(cast: Cast) -> None:
    group = at_work(cast)
    three = agreed(cast, group, 3)
    fourth = asked(cast, group, "Une de plus ?")
    assert can_agree(cast.person("member"), fourth) == FOURTH
    with pytest.raises(Refused, match="set one of the three aside"):
        agree(cast, fourth)
    set_question_aside(actor=cast.member, question=three[1], reason="Trop large")
    assert agree(cast, fourth).place == 2
    assert sorted(agreed_in(group).values_list("place", flat=True)) == [1, 2, 3]


def test_the_table_itself_holds_no_fourth(cast: Cast) -> None:
    group = at_work(cast)
    agreed(cast, group, 3)
    rows = LearningQuestion.objects.filter(pk=asked(cast, group, "Quatre ?").pk)
    for place in (None, 0, 1, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state=QuestionState.AGREED, place=place)


def test_an_agreed_question_changes_with_a_new_decision_only(cast: Cast) -> None:
    group = at_work(cast)
    (question,) = agreed(cast, group, 1)
    with pytest.raises(Refused):
        reword_question(actor=cast.core, question=question, text="X ?", reason="R")
    new = {"text": "Mieux dit ?", "reason": "Plus clair"}
    with pytest.raises(Refused):
        revise_question(actor=cast.core, question=question, decided_on=yesterday(), decision=SAID, **new)
    with pytest.raises(Refused):
        revise_question(actor=cast.member, question=question, decided_on=None, decision="", **new)
    found = revise_question(actor=cast.member, question=question, decided_on=yesterday(), decision=SAID, **new)
    assert (found.state, found.place, found.version) == (QuestionState.REVISED, 1, 2)


def test_the_last_agreed_question_stays_once_the_group_works_on_it(cast: Cast) -> None:
    group = at_work(cast)
    (question,) = agreed(cast, group, 1)
    other = asked(cast, group)
    moved_to(group, GroupStage.PLANNING)
    with pytest.raises(Refused):
        set_question_aside(actor=cast.member, question=question, reason="R")
    with pytest.raises(Refused):
        merge_questions(
            actor=cast.member, group=group, questions=[question, other], text="X ?", language="fr", reason="R"
        )


def test_what_was_set_aside_is_taken_up_again(cast: Cast) -> None:
    question = asked(cast, at_work(cast))
    set_question_aside(actor=cast.core, question=question, reason="Plus tard")
    with pytest.raises(Refused):
        agree(cast, question)
    assert bring_back(actor=cast.core, question=question).state == QuestionState.REFINED


@pytest.mark.covers("INV-06")
@pytest.mark.parametrize("seed", range(12))
def test_no_sequence_of_requests_agrees_on_four_or_leaves_the_table_of_states(cast: Cast, seed: int) -> None:
    """At random, by anybody: every state is reached by an arrow of the table, and three is the most."""
    draw, group = random.Random(seed), at_work(cast)
    people = [cast.member, cast.core, cast.second_member, cast.coordinator]
    for number in range(4):
        asked(cast, group, f"Au début {number} ?")
    for turn in range(60):
        actor, rows = draw.choice(people), list(LearningQuestion.objects.filter(group=group))
        one = draw.choice(rows) if rows else None
        before = {row.pk: row.state for row in rows}
        try:
            _request(draw, actor, group, one, rows, turn)
        except Refused:
            assert before == dict(LearningQuestion.objects.filter(group=group).values_list("pk", "state"))
        for key, state in LearningQuestion.objects.filter(group=group).values_list("pk", "state"):
            assert state == before.get(key, state) or state in MOVES[before[key]]
        assert agreed_in(group).count() <= 3


def _request(draw, actor, group, one, rows, turn) -> None:
    text = f"Mots {turn} ?"
    verb = draw.choice(("propose", "agree", "agree", "agree", "reword", "aside", "back", "merge", "revise"))
    if verb == "propose" or one is None:
        propose_question(actor=actor, group=group, text=text, language="fr")
    elif verb == "agree":
        agree_question(actor=actor, question=one, decided_on=yesterday(), decision=SAID)
    elif verb == "reword":
        reword_question(actor=actor, question=one, text=text, reason="R")
    elif verb == "aside":
        set_question_aside(actor=actor, question=one, reason="R")
    elif verb == "back":
        bring_back(actor=actor, question=one)
    elif verb == "merge":
        chosen = draw.sample(rows, min(2, len(rows)))
        merge_questions(actor=actor, group=group, questions=chosen, text=text, language="fr", reason="R")
    else:
        revise_question(actor=actor, question=one, text=text, reason="R", decided_on=yesterday(), decision=SAID)


AIMS = {"fr": "Apprendre à durer.", "en": "Learning to last."}


@pytest.mark.covers("INV-09")
def test_the_agenda_is_published_when_every_group_has_agreed(cast: Cast) -> None:
    first = at_work(cast)
    agreed(cast, first, 1)
    second = WorkingGroup.objects.create(community=cast.here, theme="Deux", position=2)
    write_aims(actor=cast.coordinator, community=cast.here, texts=AIMS, language="fr")
    with pytest.raises(Refused, match="Deux"):
        publish_agenda(actor=cast.coordinator, community=cast.here)
    question = LearningQuestion.objects.create(group=second, text="Et là ?")
    LearningQuestion.objects.filter(pk=question.pk).update(state="agreed", place=1, agreed_at=timezone.now())
    with pytest.raises(Refused):
        publish_agenda(actor=cast.member, community=cast.here)
    assert publish_agenda(actor=cast.coordinator, community=cast.here).published_at
    with pytest.raises(Refused):
        publish_agenda(actor=cast.coordinator, community=cast.here)


def test_the_aims_stand_in_both_languages_before(cast: Cast) -> None:
    agreed(cast, at_work(cast), 1)
    with pytest.raises(Refused):
        publish_agenda(actor=cast.coordinator, community=cast.here)
    write_aims(actor=cast.coordinator, community=cast.here, texts={"fr": "Durer."}, language="fr")
    with pytest.raises(Refused):
        publish_agenda(actor=cast.coordinator, community=cast.here)
    with pytest.raises(Refused):
        write_aims(actor=cast.facilitator, community=cast.here, texts=AIMS, language="fr")
    with pytest.raises(Clash):
        write_aims(actor=cast.coordinator, community=cast.here, texts=AIMS, language="fr", seen="old")


def test_what_changes_later_shows_with_its_date(cast: Cast) -> None:
    group = at_work(cast)
    kept, changed = agreed(cast, group, 2)
    agenda = write_aims(actor=cast.coordinator, community=cast.here, texts=AIMS, language="fr")
    publish_agenda(actor=cast.coordinator, community=cast.here)
    agenda.refresh_from_db()
    type(agenda).objects.filter(pk=agenda.pk).update(published_at=timezone.now())
    revise_question(
        actor=cast.member, question=changed, text="Autre ?", reason="R", decided_on=yesterday(), decision=SAID
    )
    new = agree(cast, asked(cast, group, "Nouvelle ?"))
    (part,) = agenda_page(cast.core, cast.here).parts
    rows = {row.question.pk: (bool(row.new_on), bool(row.reworded_on)) for row in part.questions}
    assert rows == {kept.pk: (False, False), changed.pk: (False, True), new.pk: (True, False)}


def test_agreeing_is_a_yes_to_both_languages(cast: Cast) -> None:
    question = asked(cast, at_work(cast))
    write_half(actor_id=cast.core.pk, thing=question, field="text", language="en", text="How?")
    assert words(agree(cast, question), "text", "en").state == "approved"
