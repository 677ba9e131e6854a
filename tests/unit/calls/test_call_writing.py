"""A call is begun from the pattern and written in both languages; two writers notice each other."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from palabre.calls.actions.parts import add_part, move_part, remove_part, write_part
from palabre.calls.actions.writing import Frame, approve_call, begin_call, frame_call, write_call
from palabre.calls.call_continents import Continent, countries_of
from palabre.calls.call_pattern import CRITERIA, QUESTIONS, texts
from palabre.calls.choices import CallState, QuestionKind, RuleCheck, RuleKind
from palabre.calls.models import Application, Call, Review, ReviewAssignment, Reviewer, Score
from palabre.calls.queries.parts import part_seal
from palabre.communities.choices import RiskProfile
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.languages.models import Half
from palabre.languages.queries import load_halves, state_in, words
from tests.factories import make_community, make_organisation
from tests.personas import Cast
from tests.unit.calls.making_calls import BEFORE, CLOSES, OPENS, announced, begun, filled, mel_of, standing_in, whole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_day_before():
    with time_machine.travel(BEFORE, tick=True):
        yield


def both(fr: str = "Mot", en: str = "Word", name: str = "label", **more: dict[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"fr": fr, "en": en}, **more}


# the pattern


def test_a_new_call_has_the_six_criteria_and_questions_that_speak_to_them(cast: Cast) -> None:
    call = begun(cast)
    assert [one.scored for one in call.criteria.all()] == [True] * 5 + [False]
    assert call.criteria.last().name == "Équilibre et voix moins entendues"
    asked = {question.criterion.name for question in call.questions.all()}
    assert asked == {"Expérience", "Motivation et compétences", "Disponibilité", "Objectifs d’apprentissage"}
    assert [rule.check_by for rule in call.rules.all()] == [RuleCheck.INDIVIDUAL]
    assert (call.state, call.blind, call.reviews_needed) == (CallState.DRAFT, True, 2)
    assert Entry.objects.filter(kind="calls.begun", subject_id=call.pk).count() == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pattern_stands_in_both_languages_whichever_is_written_first(cast: Cast, language: str) -> None:
    call = begun(cast, language=language)
    things = [call, *call.criteria.all(), *call.questions.all(), *call.rules.all()]
    load_halves(things)
    for thing in things:
        assert thing.source_language == language
        assert state_in(thing, "fr") in {"approved", "in_review"}
        assert state_in(thing, "en") in {"approved", "in_review"}
    assert words(call, "title", "fr").text == "Appel à candidatures"
    assert words(call, "title", "en").text == "Call for applications"


def test_the_pattern_says_the_same_in_both_languages() -> None:
    for name, (french, english) in texts().items():
        assert french.count("\n") == english.count("\n"), name
        assert french.count("[") == english.count("["), name
    for one in (*CRITERIA, *QUESTIONS):
        assert all(bool(fr) == bool(en) for fr, en in [v for v in vars_of(one) if isinstance(v, tuple) and len(v) == 2])


def vars_of(one: object) -> list[object]:
    return [getattr(one, name) for name in ("text", "name", "label", "help") if hasattr(one, name)]


@pytest.mark.parametrize(("risk", "listed"), [("standard", True), ("elevated", True), ("high", False)])
def test_at_high_risk_a_new_call_stands_in_no_list(cast: Cast, risk: str, listed: bool) -> None:
    cast.here.risk = RiskProfile(risk)
    cast.here.save()
    assert begun(cast).listed is listed


@pytest.mark.parametrize(
    "name", ["member", "core", "facilitator", "translator", "outsider", "nobody", "keeper", "steward"]
)
def test_nobody_else_begins_a_call(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        begin_call(
            actor=cast.person(name), community=cast.here, opens_at=OPENS, closes_at=CLOSES, zone="UTC", places=5,
            language="fr",
        )  # fmt: skip
    assert not Call.objects.exists()


def test_monitoring_and_evaluation_begins_one_too(cast: Cast) -> None:
    begin_call(
        actor=mel_of(cast), community=cast.here, opens_at=OPENS, closes_at=CLOSES, zone="UTC", places=5, language="en"
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes_at": OPENS}, "closes_on"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"places": 0}, "places"),
        ({"language": "es"}, "language"),
    ],
)
def test_a_frame_that_cannot_be_is_refused_beside_its_field(cast: Cast, wrong: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        begun(cast, **wrong)
    assert refusal.value.field == field


# texts


def test_two_writers_of_the_texts_notice_each_other(cast: Cast) -> None:
    call, seen = begun(cast), 1
    write_call(actor=cast.person("coordinator"), call=call, texts={"title": {"fr": "Un", "en": "One"}}, seen=seen)
    with pytest.raises(Clash) as clash:
        write_call(actor=mel_of(cast), call=call, texts={"title": {"fr": "Deux", "en": "Two"}}, seen=seen)
    assert clash.value.theirs.title == "Un"
    assert Call.objects.get().title == "Un"


def test_a_translator_writes_the_other_half_and_not_the_source(cast: Cast) -> None:
    call = begun(cast)
    translator = cast.person("translator")
    write_call(actor=translator, call=call, texts={"title": {"fr": call.title, "en": "A call"}})
    assert words(Call.objects.get(), "title", "en").text == "A call"
    with pytest.raises(Refused) as refusal:
        write_call(actor=translator, call=call, texts={"title": {"fr": "Autre", "en": "A call"}})
    assert refusal.value.field == "title_fr"
    with pytest.raises(Refused):
        frame_call(actor=translator, call=call, frame=Frame(OPENS, CLOSES, "UTC", 9))


def test_a_changed_source_makes_the_other_half_outdated(cast: Cast) -> None:
    call = whole(cast)
    write_call(actor=cast.person("coordinator"), call=call, texts={"title": {"fr": "Autre titre"}})
    assert words(Call.objects.get(), "title", "en").state == "outdated"


def test_what_one_wrote_somebody_else_approves(cast: Cast) -> None:
    call = filled(begun(cast), cast.person("coordinator"))
    approve_call(actor=cast.person("coordinator"), call=call)  # what the pattern says is nobody's
    mine = Half.objects.filter(written_by_id=cast.coordinator.pk)
    assert mine.exists()
    assert not mine.filter(state="approved").exists()
    with pytest.raises(Refused, match="Somebody else"):
        approve_call(actor=cast.person("coordinator"), call=call)
    approve_call(actor=cast.person("translator"), call=call)
    assert not Half.objects.exclude(state="approved").exists()


def test_approving_asks_for_what_was_read(cast: Cast) -> None:
    call = begun(cast)
    with pytest.raises(Clash):
        approve_call(actor=cast.person("translator"), call=call, seen="something else")


def test_a_text_in_twenty_thousand_characters_is_refused_with_its_sentence(cast: Cast) -> None:
    with pytest.raises(Refused, match="12000") as refusal:
        write_call(actor=cast.person("coordinator"), call=begun(cast), texts={"text": {"fr": "a" * 20_000}})
    assert refusal.value.field == "text_fr"


# parts


def test_a_theme_is_added_moved_and_taken_out(cast: Cast) -> None:
    call, actor = begun(cast), cast.person("coordinator")
    one, two = (add_part(actor=actor, call=call, kind="theme", texts=both(name, name, "title")) for name in ("A", "B"))
    move_part(actor=actor, part=two, up=True)
    assert [theme.title for theme in call.themes.all()] == ["B", "A"]
    move_part(actor=actor, part=two, up=True)  # at the end nothing happens
    move_part(actor=actor, part=two, up=False)
    assert [theme.title for theme in call.themes.all()] == ["A", "B"]
    remove_part(actor=actor, part=one)
    assert [theme.title for theme in call.themes.all()] == ["B"]
    assert not Half.objects.filter(thing="calls.calltheme", thing_id=one.pk).exists()


def test_two_writers_of_one_part_notice_each_other_also_about_its_facts(cast: Cast) -> None:
    call, actor = begun(cast), cast.person("coordinator")
    criterion = call.criteria.first()
    seen = part_seal(criterion)
    facts = {"weight": 3, "scale": 5, "scored": True}
    write_part(actor=mel_of(cast), part=criterion, texts={}, facts=facts, seen=seen)
    with pytest.raises(Clash):
        write_part(actor=actor, part=criterion, texts={}, facts={**facts, "weight": 4}, seen=seen)
    criterion.refresh_from_db()
    assert criterion.weight == 3


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"weight": 0, "scale": 5}, "weight"),
        ({"weight": 11, "scale": 5}, "weight"),
        ({"weight": 1, "scale": 1}, "scale"),
        ({"weight": None, "scale": 5}, "weight"),
    ],
)
def test_weights_and_scales_have_bounds(cast: Cast, facts: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        add_part(
            actor=cast.person("coordinator"), call=begun(cast), kind="criterion", texts=both(name="name"), facts=facts
        )
    assert refusal.value.field == field


def test_a_criterion_that_has_points_keeps_its_weight_and_scale(cast: Cast) -> None:
    """Whatever the state of the call; its words too, once the call binds."""
    call = begun(cast)
    criterion = call.criteria.first()
    reviewer = Reviewer.objects.create(call=call, person=cast.member, digest="d" * 64)
    application = Application.objects.create(call=call, code="AB2CD3", digest="e" * 64)
    review = Review.objects.create(
        assignment=ReviewAssignment.objects.create(application=application, reviewer=reviewer)
    )
    Score.objects.create(review=review, criterion=criterion, points=4)
    actor = cast.person("coordinator")
    for facts in ({"weight": 3, "scale": 5, "scored": True}, {"weight": 2, "scale": 4, "scored": True}):
        with pytest.raises(Refused, match="next call"):
            write_part(actor=actor, part=criterion, texts={}, facts=facts)
    write_part(actor=actor, part=criterion, texts=both("Vécu", "Lived", "name"), facts={"weight": 2, "scale": 5})
    with pytest.raises(Refused, match="stays"):
        remove_part(actor=actor, part=criterion)


def test_a_rule_by_country_takes_the_south_as_a_preset(cast: Cast) -> None:
    codes = countries_of(Continent)
    assert {"ML", "IN", "BR", "HT"} <= set(codes)
    assert not {"FR", "US", "AU", "CA"} & set(codes)
    facts = {"kind": RuleKind.MAY, "check_by": RuleCheck.COUNTRIES, "countries": (*codes, "ML")}
    rule = add_part(actor=cast.person("coordinator"), call=begun(cast), kind="rule", texts=both(), facts=facts)
    assert sorted(row.country for row in rule.countries.all()) == sorted(codes)


@pytest.mark.parametrize("codes", [(), ("ZZ",), ("ML", "QQ")])
def test_a_rule_by_country_needs_countries_that_exist(cast: Cast, codes: tuple[str, ...]) -> None:
    facts = {"kind": "may", "check_by": "countries", "countries": codes}
    with pytest.raises(Refused) as refusal:
        add_part(actor=cast.person("coordinator"), call=begun(cast), kind="rule", texts=both(), facts=facts)
    assert refusal.value.field == "countries"


def test_a_rule_speaks_only_of_what_its_writer_may_see(cast: Cast) -> None:
    """Ids of another house are refused as if nothing were there (SR-14)."""
    call, actor = begun(cast), cast.person("coordinator")
    stranger = make_organisation("Ailleurs")
    for facts, field in (
        ({"kind": "may_not", "check_by": "staff", "organisation": stranger}, "organisation"),
        ({"kind": "may_not", "check_by": "earlier", "community": make_community("Secrète")}, "community"),
        ({"kind": "may_not", "check_by": "staff"}, "organisation"),
    ):
        with pytest.raises(Refused) as refusal:
            add_part(actor=actor, call=call, kind="rule", texts=both(), facts=facts)
        assert refusal.value.field == field
    known = make_organisation("Connue")
    known.added_in = cast.here
    known.save()
    staff = {"kind": "may_not", "check_by": "staff", "organisation": known}
    assert add_part(actor=actor, call=call, kind="rule", texts=both(), facts=staff).organisation == known
    earlier = {"kind": "may_not", "check_by": "earlier", "community": cast.here}
    assert add_part(actor=actor, call=call, kind="rule", texts=both(), facts=earlier).community == cast.here


QUESTION = {"kind": QuestionKind.CHOICE, "longest": 500, "required": True}


def ask(cast: Cast, call: Call, name: str, **facts: object):
    return add_part(
        actor=cast.person("coordinator"),
        call=call,
        kind="question",
        texts=both(name, name),
        facts={**QUESTION, **facts},
    )


def choose(cast: Cast, call: Call, question, name: str = "Oui"):
    return add_part(
        actor=cast.person("coordinator"), call=call, kind="option", texts=both(name, name), question=question
    )


def test_a_question_waits_only_for_a_choice_of_an_earlier_one(cast: Cast) -> None:
    call, actor = begun(cast), cast.person("coordinator")
    first, second = ask(cast, call, "Une"), ask(cast, call, "Deux")
    yes, later = choose(cast, call, first), choose(cast, call, second)
    facts = {**QUESTION, "only_after": yes}
    write_part(actor=actor, part=second, texts={}, facts=facts)
    for part, option in ((first, later), (second, later), (first, yes)):
        with pytest.raises(Refused) as refusal:
            write_part(actor=actor, part=part, texts={}, facts={**QUESTION, "only_after": option})
        assert refusal.value.field == "only_after"
    second.refresh_from_db()
    assert second.only_after_id == yes.pk


def test_no_move_puts_a_question_before_the_one_it_waits_for(cast: Cast) -> None:
    call, actor = begun(cast), cast.person("coordinator")
    first = ask(cast, call, "Une")
    yes = choose(cast, call, first)
    second = ask(cast, call, "Deux", only_after=yes)
    for part, up in ((second, True), (first, False)):
        with pytest.raises(Refused, match="behind"):
            move_part(actor=actor, part=part, up=up)
    assert list(call.questions.values_list("pk", flat=True))[-2:] == [first.pk, second.pk]


def test_what_a_later_question_waits_for_stays(cast: Cast) -> None:
    call, actor = begun(cast), cast.person("coordinator")
    first = ask(cast, call, "Une")
    yes = choose(cast, call, first)
    second = ask(cast, call, "Deux", only_after=yes)
    for part in (first, yes):
        with pytest.raises(Refused, match="later question"):
            remove_part(actor=actor, part=part)
    with pytest.raises(Refused) as refusal:
        write_part(actor=actor, part=first, texts={}, facts={**QUESTION, "kind": "text"})
    assert refusal.value.field == "kind"
    remove_part(actor=actor, part=second)
    remove_part(actor=actor, part=first)


def test_a_choice_of_another_call_and_a_criterion_of_another_call_are_refused(cast: Cast) -> None:
    call, other = begun(cast), begun(cast)
    foreign = choose(cast, other, ask(cast, other, "Là"))
    with pytest.raises(Refused) as refusal:
        ask(cast, call, "Ici", only_after=foreign)
    assert refusal.value.field == "only_after"
    with pytest.raises(Refused) as refusal:
        ask(cast, call, "Ici", criterion=other.criteria.first())
    assert refusal.value.field == "criterion"


def test_only_a_question_to_choose_from_has_choices(cast: Cast) -> None:
    call = begun(cast)
    with pytest.raises(Refused, match="to choose from"):
        choose(cast, call, ask(cast, call, "Texte", kind="text"))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "text", "longest": 20_001}, "longest"),
        ({"kind": "line", "longest": 1000}, "longest"),
        ({"kind": "number", "least": Decimal(5), "most": Decimal(2)}, "most"),
        ({"kind": "poem"}, "kind"),
    ],
)
def test_questions_have_bounds(cast: Cast, facts: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        ask(cast, begun(cast), "Combien", **facts)
    assert refusal.value.field == field


# frozen


def test_once_announced_nothing_that_binds_changes(cast: Cast) -> None:
    call, actor = announced(cast), cast.person("coordinator")
    criterion = call.criteria.first()
    facts = {"weight": 9, "scale": 5, "scored": True}
    attempts = [
        lambda: write_call(actor=actor, call=call, texts={"title": {"fr": "Autre"}}),
        lambda: write_call(actor=cast.person("translator"), call=call, texts={"title": {"en": "Other"}}),
        lambda: frame_call(actor=actor, call=call, frame=Frame(OPENS, CLOSES + timedelta(days=1), "UTC", 9)),
        lambda: add_part(actor=actor, call=call, kind="theme", texts=both(name="title")),
        lambda: write_part(actor=actor, part=criterion, texts={}, facts=facts),
        lambda: move_part(actor=actor, part=criterion, up=False),
        lambda: remove_part(actor=actor, part=criterion),
        lambda: approve_call(actor=actor, call=call),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="announced"):
            attempt()
    assert Call.objects.get().title == "Appel à candidatures"


@pytest.mark.parametrize("state", ["open", "closed", "screening", "review", "selection", "published", "cancelled"])
def test_later_nothing_changes_either_and_the_reason_says_why(cast: Cast, state: str) -> None:
    call = standing_in(cast, state)
    with pytest.raises(Refused, match="given up" if state == "cancelled" else "has opened"):
        write_call(actor=cast.person("coordinator"), call=call, texts={"title": {"fr": "Autre"}})
