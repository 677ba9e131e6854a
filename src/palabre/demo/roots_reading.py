"""Chapter three: applications are screened, read blind by five people, three of whom are tied to one file each."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle

from palabre.calls.actions.assigning import give_files
from palabre.calls.actions.life import take_step
from palabre.calls.actions.reviewers import accept_place, declare_ties, name_reviewer
from palabre.calls.actions.scoring import Said, submit_review
from palabre.calls.actions.screening import admit_application, turn_down_application
from palabre.calls.models import Application, Call, ReviewAssignment, Reviewer, SelectionCriterion
from palabre.calls.queries.proposing import propose
from palabre.demo.networks import newcomer, on
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_people import APPLICANTS, READERS, ZONE, key_of

REASON = (
    "Cette candidature a été déposée pour un collectif ; le règlement demande une personne en son nom.",
    "This application speaks for an organisation; the call asks for one person in her own name.",
)
COMMENTS = (
    ("Expérience solide, objectifs précis.", "Solid experience, precise goals."),
    ("Motivation claire ; le plan reste à préciser.", "Clear motivation; the plan is still vague."),
    ("Peu de liens avec les thèmes.", "Few links with the themes."),
)
# readers differ a little from one another, criterion by criterion; of every twelve reviews one is much more severe
LEANING = (0, 1, 0, -1, 0, 0, -1, 0, -1, 0, 1)
SEVERE, EVERY = -2, 12
ADVICE = {5: "yes", 4: "rather", 3: "rather_not", 2: "no"}


def read_all(stage: Roots, call: Call, applications: dict[str, Application]) -> None:
    """Screening, the committee and its ties, the files shared out, every review handed in."""
    _screen(stage, call, applications)
    readers = _committee(stage, call)
    with on(stage.begun + timedelta(days=90)):
        take_step(actor=stage.who("roots-coordinator"), call=call, to="review")
        give_files(actor=stage.who("roots-coordinator"), call=call, seen=propose(call).seal)
    _score(stage, call, readers)


def _screen(stage: Roots, call: Call, applications: dict[str, Application]) -> None:
    fates = {one.name: one for one in APPLICANTS}
    with on(stage.begun + timedelta(days=78)):
        take_step(actor=stage.who("roots-coordinator"), call=call, to="screening")
        for name, application in applications.items():
            one = fates[name]
            if one.fate == "withdrawn":
                continue
            actor = stage.who("roots-coordinator")
            if one.fate == "ineligible":
                reason = REASON[0 if one.language == "fr" else 1]
                turn_down_application(actor=actor, application=application, reason=reason)
            else:
                admit_application(actor=actor, application=application)


def _committee(stage: Roots, call: Call) -> list[Reviewer]:
    with on(stage.begun + timedelta(days=70)):
        for number, (name, tongues, most, tie) in enumerate(READERS):
            person = newcomer(name, f"roots-reader-{number}", tongues[:2], ZONE)
            reviewer = name_reviewer(
                actor=stage.who("roots-coordinator"), call=call, email=person.email, language=tongues[:2], name=name
            )
            accept_place(token=reviewer.token(), person=person)
            declare_ties(
                actor=person, reviewer=Reviewer.objects.get(pk=reviewer.pk), organisations=[tie] if tie else [],
                none=not tie, name=name, reads_french="fr" in tongues, reads_english="en" in tongues, capacity=most,
            )  # fmt: skip
    return list(Reviewer.objects.filter(call=call).order_by("pk"))


def _score(stage: Roots, call: Call, readers: list[Reviewer]) -> None:
    criteria = list(SelectionCriterion.objects.filter(call=call, scored=True).order_by("position"))
    points = {f"{key_of(n)}@demo.example": one.points for n, one in enumerate(APPLICANTS)}
    leaning = cycle(LEANING)
    with on(stage.begun + timedelta(days=104)):
        rows = ReviewAssignment.objects.filter(reviewer__in=readers).select_related(
            "reviewer__person", "reviewer__call", "application__call"
        )
        for number, row in enumerate(rows.order_by("pk"), start=1):
            given, less = points[row.application.email], 0 if number % EVERY else SEVERE
            told = zip(criteria, given, strict=True)
            marks = {one.pk: min(5, max(0, mark + less + next(leaning))) for one, mark in told}
            mean = round(sum(marks.values()) / len(marks))
            place = 0 if mean >= 4 else 1 if mean == 3 else 2
            if (person := row.reviewer.person) is None:
                continue
            person.__dict__.pop("_standing", None)
            comment = COMMENTS[place][0 if row.application.language == "fr" else 1]
            said = Said(points=marks, comment=comment, recommendation=ADVICE[max(2, min(5, mean))])
            submit_review(actor=person, assignment=row, said=said)
