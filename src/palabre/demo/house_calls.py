"""CAP Pas à Pas calls: one call is open now, the applications to the other are being read blind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from palabre.calls.actions.answers import Saving, save_answers, save_declarations, save_themes, save_who
from palabre.calls.actions.applying import begin_application
from palabre.calls.actions.assigning import give_files
from palabre.calls.actions.conflicts import declare_conflict
from palabre.calls.actions.life import announce_call, follow_clock, take_step
from palabre.calls.actions.links import mailed_token, open_by_link
from palabre.calls.actions.parts import add_part, remove_part
from palabre.calls.actions.reviewers import accept_place, declare_ties, name_reviewer
from palabre.calls.actions.scoring import Said, submit_review
from palabre.calls.actions.screening import admit_application, turn_down_application
from palabre.calls.actions.submitting import hand_in
from palabre.calls.actions.writing import Frame, approve_call, begin_call, frame_call, write_call
from palabre.calls.models import Application, Call, CallQuestion, ReviewAssignment, Reviewer, SelectionCriterion
from palabre.calls.queries.paper import Paper
from palabre.calls.queries.proposing import propose
from palabre.calls.rules.applying import Applicant as Pen
from palabre.communities.models import Community
from palabre.demo import house_words as words
from palabre.demo.cast import ZONE
from palabre.demo.clock import at
from palabre.demo.house_words import CANDIDATES, Asked, Candidate, Words
from palabre.demo.networks import newcomer, on
from palabre.demo.river import Both
from palabre.people.models import Person

ADVICE = {5: "yes", 4: "rather", 3: "rather_not"}
# how many reviews each reader has handed in by today, in the order of READERS
HANDED_IN = (1, 3, 4)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who coordinates, who approves what was translated, and the accounts of the demo."""

    community: Community
    lead: Person
    second: Person
    people: dict[str, Person]
    today: date

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)


def tell_house_calls(*, community: Community, people: dict[str, Person], today: date) -> tuple[Call, Call]:
    """The call that is open, and the one that is read."""
    desk = Desk(community, people["cap-coordinator"], people["second-reader"], people, today)
    read = _announced(desk, words.NOTEBOOKS, opens=-80, closes=-45)
    _apply_all(desk, read)
    _screen(desk, read)
    _share_out(desk, read)
    _read(desk, read)
    running = _announced(desk, words.SECOND_CIRCLE, opens=-10, closes=30)
    with on(desk.day(-10)):
        follow_clock(call=running)
    return Call.objects.get(pk=running.pk), Call.objects.get(pk=read.pk)


def _both(text: Both) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def _announced(desk: Desk, said: Words, *, opens: int, closes: int) -> Call:
    """Written two weeks before it opens, approved by whoever translates, announced."""
    first = datetime.combine(desk.day(opens), time(8), tzinfo=UTC)
    last = datetime.combine(desk.day(closes), time(23, 59, 59), tzinfo=UTC)
    with on(desk.day(opens - 14)):
        call = begin_call(
            actor=desk.lead, community=desk.community, opens_at=first, closes_at=last, zone=ZONE, places=said.places,
            language="fr",
        )  # fmt: skip
        frame = Frame(first, last, ZONE, said.places, listed=True, with_interviews=False)
        frame_call(actor=desk.lead, call=call, frame=frame)
        texts = {
            "title": _both(said.title), "text": _both(said.text), "commitment": _both(said.commitment),
            "capacity": _both(words.CAPACITY), "ai_notice": _both(words.AI_NOTICE),
        }  # fmt: skip
        write_call(actor=desk.lead, call=call, texts=texts)
        for title, text in said.themes:
            add_part(actor=desk.lead, call=call, kind="theme", texts={"title": _both(title), "text": _both(text)})
        rule = {"kind": "may_not", "check_by": "committee", "community": desk.community}
        add_part(actor=desk.lead, call=call, kind="rule", texts={"label": _both(words.RULE)}, facts=rule)
        _ask(desk, call)
    with on(desk.day(opens - 7)):
        approve_call(actor=desk.second, call=call)
        announce_call(actor=desk.lead, call=call)
    return Call.objects.get(pk=call.pk)


def _ask(desk: Desk, call: Call) -> None:
    """Questions of its own take the place of those of the pattern, the last first: some wait for an earlier choice."""
    for question in call.questions.order_by("-position"):
        remove_part(actor=desk.lead, part=question)
    criteria = list(call.criteria.order_by("position"))
    before: list[Any] = []
    for one in words.QUESTIONS:
        made = add_part(
            actor=desk.lead, call=call, kind="question", texts={"label": _both(one.label)},
            facts=_facts(one, criteria, before),
        )  # fmt: skip
        if isinstance(made, CallQuestion):
            before = [
                add_part(actor=desk.lead, call=call, kind="option", texts={"label": _both(label)}, question=made)
                for label in one.options
            ]


def _facts(one: Asked, criteria: list[SelectionCriterion], before: list[Any]) -> dict[str, Any]:
    return {
        "kind": "choice" if one.options else "text", "longest": one.longest, "required": one.after is None,
        "criterion": criteria[one.criterion], "only_after": None if one.after is None else before[one.after],
    }  # fmt: skip


def _apply_all(desk: Desk, call: Call) -> None:
    """Eight people, without an account, some days apart; then the clock closes the call."""
    for number, one in enumerate(CANDIDATES):
        moment = datetime.combine(desk.day(-78 + 4 * number), time(9 + number), tzinfo=UTC)
        with at(moment):
            follow_clock(call=call)
            _apply(call, one, f"carnet{number}@demo.example", moment)
    with on(desk.day(-44)):
        follow_clock(call=call)


def _apply(call: Call, one: Candidate, email: str, moment: datetime) -> None:
    application, _token = begin_application(
        applicant=Pen(), call=call, language=one.language, at=moment, email=email, own_name=True
    )
    saving = Saving(applicant=Pen(digests=frozenset({application.digest})), application=application, at=moment)
    french, english = ("fluent", "some") if one.language == "fr" else ("some", "fluent")
    who = {
        "name": one.name, "email": email, "organisation": one.organisation, "country": one.country, "french": french,
        "english": english, "pronouns": "",
    }  # fmt: skip
    save_who(saving=saving, said=who)
    themes = list(call.themes.order_by("position"))
    save_themes(saving=saving, themes=[themes[place] for place in one.themes])
    _answer_all(saving, one)
    save_declarations(saving=saving, said={"declares_rules": True, "own_name": True, "ai_use": ""})
    # the mail was read: the address is hers
    row = open_by_link(token=mailed_token(Application.objects.get(pk=application.pk)), applicant=saving.applicant)
    hand_in(applicant=Pen(digests=frozenset({row.digest})), application=row, at=moment)


def _answer_all(saving: Saving, one: Candidate) -> None:
    """Page by page: a choice may open the next question."""
    done: set[str] = set()
    while parts := [part for part in Paper(saving.application).parts if part.open and part.public_id not in done]:
        part = parts[0]
        done.add(part.public_id)
        answers = {row.question.pk: _said(row.question, one) for row in part.open}
        save_answers(saving=saving, ask_id=part.public_id, answers=answers)


def _said(question: CallQuestion, one: Candidate) -> Any:
    if question.kind == "choice":
        options = list(question.options.order_by("position"))
        return frozenset({options[1 if one.absent else 0]})
    return {1: one.trial, 3: one.absent}.get(question.position, one.goal)


def _screen(desk: Desk, call: Call) -> None:
    with on(desk.day(-42)):
        take_step(actor=desk.lead, call=call, to="screening")
        for row in Application.objects.filter(call=call).order_by("pk"):
            if row.name == words.TURNED_DOWN:
                turn_down_application(actor=desk.lead, application=row, reason=words.REASON)
            else:
                admit_application(actor=desk.lead, application=row)


def _share_out(desk: Desk, call: Call) -> None:
    """Three readers say their ties, and get two readings of each file between them."""
    with on(desk.day(-35)):
        for key, name, tongues, most, tie in words.READERS:
            person = desk.people.get(key) or newcomer(name, key, tongues[:2], ZONE)
            called = person.display_name
            asked = name_reviewer(
                actor=desk.lead, call=call, email=person.email, language=person.language, name=called
            )  # fmt: skip
            accept_place(token=asked.token(), person=person)
            declare_ties(
                actor=person, reviewer=Reviewer.objects.get(pk=asked.pk), organisations=[tie] if tie else [],
                none=not tie, name=called, reads_french="fr" in tongues, reads_english="en" in tongues, capacity=most,
            )  # fmt: skip
    with on(desk.day(-21)):
        take_step(actor=desk.lead, call=call, to="review")
        give_files(actor=desk.lead, call=call, seen=propose(call).seal)


def _read(desk: Desk, call: Call) -> None:
    """One file is known to its reader, who gives it back; some reviews are in, most of hers wait."""
    points = {one.name: one.points for one in CANDIDATES}
    criteria = list(SelectionCriterion.objects.filter(call=call, scored=True).order_by("position"))
    seats = Reviewer.objects.filter(call=call).order_by("pk")
    for place, (reviewer, number) in enumerate(zip(seats, HANDED_IN, strict=True)):
        rows = ReviewAssignment.objects.filter(reviewer=reviewer).select_related("application", "reviewer__person")
        given = list(rows.order_by("pk"))
        person = given[0].reviewer.person
        if person is None:
            continue
        if place == 0:
            with on(desk.day(-15)):
                declare_conflict(actor=person, assignment=given.pop(), note=words.TIE)
        with on(desk.day(-9 + place)):
            for row in given[:number]:
                _review(person, row, points[row.application.name] - (place == 1), criteria)


def _review(person: Person, row: ReviewAssignment, mean: int, criteria: list[SelectionCriterion]) -> None:
    mean = max(3, mean)
    marks: dict[int, int | None] = {one.pk: mean - (number % 3 == 2) for number, one in enumerate(criteria)}
    comment = words.COMMENTS[mean][0 if row.application.language == "fr" else 1]
    submit_review(actor=person, assignment=row, said=Said(marks, comment, ADVICE[mean]))
