"""Chapter three: ten interviews, two sittings, an answer for everybody, fifteen people who sign and come in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from palabre.calls.actions.accepting import confirm_place, declare_interests, take_place
from palabre.calls.actions.balancing import count_balance
from palabre.calls.actions.cohort import prepare_groups
from palabre.calls.actions.deciding import Ruling, decide, note_sitting
from palabre.calls.actions.interviewing import invite_to_talk, mark_talk, offer_slots, write_note
from palabre.calls.actions.letters import prepare_letters, send_letters
from palabre.calls.actions.life import take_step
from palabre.calls.actions.publishing import conclude_published
from palabre.calls.actions.talking import choose_slot
from palabre.calls.models import Application, Call, Conflict, Deliberation, Interview, Reviewer
from palabre.calls.rules.applying import Applicant as Pen
from palabre.demo import alliance_charter
from palabre.demo.networks import newcomer, on
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_people import APPLICANTS, ZONE, Applicant, key_of
from palabre.people.models import Person

WORDS = "Le comité a lu chaque dossier, puis regardé ensemble les thèmes, les langues et les régions."
REASONS = {
    "shortlist": "Deux avis favorables au moins ; objectifs clairs.",
    "waitlist": "Bon dossier ; le thème est déjà bien représenté.",
    "decline": "D’autres dossiers répondaient mieux aux critères.",
    "offer": "Retenue pour la promotion : elle équilibre thèmes, langues et régions.",
}
FEEDBACK = {
    "waitlist": (
        "Votre dossier est bon. Une place peut se libérer : nous vous écrirons.",
        "Your application is good. A place may become free: we will write to you.",
    ),
    "decline": (
        "Le comité vous encourage à préciser ce que vous voulez apprendre, et comment.",
        "The committee encourages you to say more precisely what you want to learn, and how.",
    ),
    "offer": (
        "Le comité a aimé la clarté de vos objectifs. Bienvenue.",
        "The committee liked how clear your goals are. Welcome.",
    ),
}
NOTES = (
    ("Entretien de trente minutes : motivation nette, temps réaliste, attention aux autres.", 4),
    ("Trente minutes : des exemples précis ; le temps disponible sera juste.", 4),
    ("Trente minutes : une écoute rare, une question claire à rapporter chez soi.", 5),
    ("Trente minutes : envie réelle, mais la période est mal choisie.", 3),
)


def choose(stage: Roots, call: Call, applications: dict[str, Application], people: dict[str, Person]) -> None:
    """From the first sitting to the signatures of the cohort."""
    day = stage.begun + timedelta(days=108)
    with on(day):
        take_step(actor=stage.who("roots-coordinator"), call=call, to="interviews")
        _sit(stage, call, applications, {"member": "shortlist", "waiting": "waitlist", "declined": "decline"})
    _talk(stage, call, applications)
    with on(day + timedelta(days=12)):
        take_step(actor=stage.who("roots-coordinator"), call=call, to="selection")
        last = _sit(stage, call, applications, {"member": "offer", "declined*": "decline"})
        count_balance(actor=stage.who("roots-coordinator"), deliberation=last)
        prepare_letters(actor=stage.who("roots-coordinator"), call=call)
    with on(day + timedelta(days=14)):
        send_letters(actor=stage.who("roots-coordinator"), call=call)
    _come_in(stage, applications, people)
    with on(day + timedelta(days=22)):
        take_step(actor=stage.who("roots-coordinator"), call=call, to="published")
        conclude_published()
        prepare_groups(actor=stage.who("roots-coordinator"), call=call)


def _outcome(one: Applicant, outcomes: dict[str, str]) -> str:
    """Those who were interviewed and then declined were first on the shortlist."""
    if one.fate == "declined*" and "declined*" not in outcomes:
        return "shortlist"
    if "declined*" in outcomes and one.fate == "declined":
        return ""
    return outcomes.get(one.fate) or outcomes.get(one.fate.rstrip("*"), "")


def _sit(stage: Roots, call: Call, applications: dict[str, Application], outcomes: dict[str, str]) -> Deliberation:
    call = Call.objects.get(pk=call.pk)
    seats = list(Reviewer.objects.filter(call=call, ended_at=None).order_by("pk"))
    actor = stage.who("roots-coordinator")
    sitting = note_sitting(actor=actor, call=call, held_on=timezone.localdate(), present=seats, words=WORDS)
    rulings, rank = [], 0
    for one in APPLICANTS:
        outcome = _outcome(one, outcomes)
        if not outcome:
            continue
        rank += outcome == "waitlist"
        told = FEEDBACK.get(outcome, ("", ""))[0 if one.language == "fr" else 1]
        rulings.append(
            Ruling(
                application=applications[one.name], outcome=outcome, reasons=REASONS[outcome], feedback=told,
                rank=rank if outcome == "waitlist" else None,
            )
        )  # fmt: skip
    decide(actor=stage.who("roots-coordinator"), deliberation=sitting, rulings=rulings)
    return sitting


def _talk(stage: Roots, call: Call, applications: dict[str, Application]) -> None:
    """Ten people choose a moment; two of the committee listen, and one notes."""
    begun = stage.begun + timedelta(days=108)
    chosen = [applications[one.name] for one in APPLICANTS if one.fate.endswith("*")]
    seats = list(Reviewer.objects.filter(call=call, ended_at=None).select_related("person").order_by("pk"))
    first = datetime.combine(begun + timedelta(days=5), time(9), tzinfo=UTC)
    moments = [first + timedelta(hours=number % 5, days=number // 5) for number in range(len(chosen))]
    with on(begun + timedelta(days=1)):
        slots = offer_slots(
            actor=stage.who("roots-coordinator"), call=call, moments=moments, minutes=30,
            where="https://salle.example/entretiens",
        )  # fmt: skip
        invite_to_talk(actor=stage.who("roots-coordinator"), call=call, applications=chosen)
    with on(begun + timedelta(days=2)):
        for application, slot in zip(chosen, slots, strict=True):
            row = Application.objects.get(pk=application.pk)
            choose_slot(applicant=Pen(digests=frozenset({row.digest})), application=row, slot=slot)
    with on(begun + timedelta(days=8)):
        for interview in Interview.objects.filter(application__call=call).select_related("application").order_by("pk"):
            mark_talk(actor=stage.who("roots-coordinator"), interview=interview, held=True)
            _note(interview, seats)


def _note(interview: Interview, seats: list[Reviewer]) -> None:
    fates = {f"{key_of(number)}@demo.example": one.fate for number, one in enumerate(APPLICANTS)}
    tied = set(Conflict.objects.filter(application=interview.application).values_list("reviewer_id", flat=True))
    seat = next(one for one in seats if one.pk not in tied and one.person is not None)
    person = seat.person
    if person is not None:
        person.__dict__.pop("_standing", None)
        text, points = NOTES[3 if fates[interview.application.email] == "declined*" else interview.pk % 3]
        write_note(actor=person, interview=interview, text=text, points=points)


def _come_in(stage: Roots, applications: dict[str, Application], people: dict[str, Person]) -> None:
    """Each declares her interests, is confirmed, takes her place and signs the code in her language."""
    with on(stage.begun + timedelta(days=124)):
        for number, one in enumerate(APPLICANTS):
            if not one.fate.startswith("member"):
                continue
            row = Application.objects.get(pk=applications[one.name].pk)
            pen = Pen(digests=frozenset({row.digest}))
            declare_interests(applicant=pen, application=row, text="", nothing=True)
            confirm_place(actor=stage.who("roots-coordinator"), application=row)
            key = key_of(number)
            person = people.get(key) or newcomer(one.name, key, one.language, ZONE)
            row = Application.objects.get(pk=row.pk)
            take_place(applicant=pen, application=row, person=person)
            place = stage.community.memberships.get(person=person)
            alliance_charter.sign(person=person, membership=place, code=stage.code)
            stage.members.append(person)
