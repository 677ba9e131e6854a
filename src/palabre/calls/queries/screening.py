"""The applications as the coordination screens them: the list, and one with its rules, its answers and its readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from palabre.calls.choices import ApplicationState, RuleCheck
from palabre.calls.models import Application, Call, EligibilityRule, ReviewAssignment, Reviewer, SelectionCriterion
from palabre.calls.queries.assigned import Shelf, themes_of
from palabre.calls.queries.blind import OtherReview, Told, reviews_of, told_answers
from palabre.calls.queries.committee import name_of
from palabre.calls.rules.apart import tied_in, untied_in
from palabre.calls.rules.assigning import can_assign, can_reopen_review, can_unassign, fits_reader, led_assignments
from palabre.calls.rules.eligibility import Refusal, facts_for_screening, refusals
from palabre.calls.rules.reviewing import SCORING, has_no_reading_left
from palabre.calls.rules.screening import (
    WAITING,
    can_ask_applicant,
    can_look_again,
    can_screen,
    veils,
    visible_applications,
)
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person

SHELVES: dict[str, Q] = {
    "waiting": WAITING,
    "asked": Q(state=ApplicationState.NEEDS_INFO),
    "eligible": Q(state=ApplicationState.ELIGIBLE) | Q(state=ApplicationState.IN_REVIEW, screened_at__isnull=False),
    "ineligible": Q(state=ApplicationState.INELIGIBLE),
    "all": Q(),
}
SHELF_WORDS = {
    "waiting": pgettext_lazy("applications", "To screen"),
    "asked": pgettext_lazy("applications", "Question asked"),
    "eligible": pgettext_lazy("applications", "Admissible"),
    "ineligible": pgettext_lazy("applications", "Not admissible"),
    "all": pgettext_lazy("applications", "All"),
}


@dataclass(frozen=True, slots=True)
class Filed:
    """One line of the list: by name, unless something veils it for this reader."""

    application: Application
    veil: Verdict | None
    # how far it is stays outside too
    tied: bool


@dataclass(frozen=True, slots=True)
class FiledPage:
    rows: list[Filed]
    slice: Slice[Application]
    shelf: str
    shelves: list[Shelf]


@dataclass(frozen=True, slots=True)
class Checked:
    """One rule of the call: `against` if what is known speaks against her; `declared` if only her word stands for it."""

    rule: EligibilityRule
    against: Refusal | None
    declared: bool


@dataclass(frozen=True, slots=True)
class GivenTo:
    """One reader of the file, and what the coordination may do about it."""

    assignment: ReviewAssignment
    name: str
    take: Verdict
    reopen: Verdict


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """One application, whose it is, and what can be done with it now."""

    application: Application
    rules: list[Checked]
    answers: list[Told]
    readers: list[GivenTo]
    free: list[tuple[Reviewer, str]]
    reviews: list[OtherReview]
    screen: Verdict
    ask: Verdict
    again: Verdict
    assign: Verdict


def filed_page(actor: Person, call: Call, asked: Mapping[str, Any]) -> FiledPage:
    """Twenty at a time, the earliest first; those to which she is tied stand among all alone, without their state.

    The same queries for one application and for 2,000.
    """
    shelf = str(asked.get("shelf", ""))
    shelf = shelf if shelf in SHELVES else "waiting"
    rows = visible_applications(actor).filter(call=call)
    tied = tied_in(actor, call)
    shelves = {name: meant & ~Q(pk__in=tied) if meant else meant for name, meant in SHELVES.items()}
    numbers = rows.order_by().aggregate(**{name: Count("pk", filter=meant) for name, meant in shelves.items()})
    found = page_of(rows.filter(shelves[shelf]), asked, by="submitted_at")
    themes_of(found.items)
    shut = veils(actor, found.items)
    return FiledPage(
        rows=[Filed(one, shut.get(one.pk), one.pk in tied) for one in found.items],
        slice=found,
        shelf=shelf,
        shelves=[Shelf(key, label, numbers[key], key == shelf) for key, label in SHELF_WORDS.items()],
    )


def application_page(actor: Person, application: Application) -> ApplicationPage:
    """For whoever may see whose it is: the view has asked `can_see_identity`."""
    call = application.call
    rules = list(call.rules.all())
    against = {one.rule.pk: one for one in refusals(call, facts_for_screening(application))}
    criteria = list(SelectionCriterion.objects.filter(call=call, scored=True))
    load_halves([call, *rules, *criteria])
    themes_of([application])
    assign = can_assign(actor, call)
    return ApplicationPage(
        application=application,
        rules=[Checked(one, against.get(one.pk), _is_declared(one, application)) for one in rules],
        answers=told_answers(application, blind=False),
        readers=_readers(actor, application),
        free=_free(application) if assign else [],
        reviews=reviews_of(application, criteria) if has_no_reading_left(actor, application) else [],
        screen=can_screen(actor, application),
        ask=can_ask_applicant(actor, application),
        again=can_look_again(actor, application),
        assign=assign,
    )


def _is_declared(rule: EligibilityRule, application: Application) -> bool:
    """Whether nothing but her own word stands for it."""
    if rule.check_by == RuleCheck.COUNTRIES:
        return not application.country
    return rule.check_by in (RuleCheck.DECLARED, RuleCheck.INDIVIDUAL)


def _readers(actor: Person, application: Application) -> list[GivenTo]:
    rows = led_assignments(actor).filter(application=application)
    found = list(rows.select_related("reviewer__person", "reviewer__call__community").order_by("assigned_at", "pk"))
    for one in found:
        one.application = application
    return [
        GivenTo(one, name_of(one.reviewer), can_unassign(actor, one), can_reopen_review(actor, one)) for one in found
    ]


def _free(application: Application) -> list[tuple[Reviewer, str]]:
    """Who could read it too."""
    if application.call.state not in SCORING:
        return []
    rows = Reviewer.objects.reading().filter(call=application.call).select_related("person", "call__community")
    return [(one, name_of(one)) for one in rows.order_by("pk") if fits_reader(application, one)]


def next_waiting(actor: Person, call: Call) -> Application | None:
    """The one to look at next."""
    rows = untied_in(actor, call, visible_applications(actor).filter(WAITING, call=call))
    return rows.only("pk", "public_id").order_by("submitted_at", "pk").first()
