"""Who sits in the committee of a call, and from which files somebody steps aside (INV-13)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.calls.models import Application, Call, Conflict, Reviewer
from palabre.calls.rules.conflicts import bonds_of_applications, bonds_of_person, conflict_between
from palabre.calls.rules.reviewing import own_reviewers, shut_for
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

TIED = no(_("You are tied to this application: somebody else of the committee deals with it."))


def own_seats(actor: Person) -> QuerySet[Reviewer]:
    """Her seats in committees, while they last and once she said to whom she is tied."""
    return own_reviewers(actor).filter(declared_at__isnull=False)


def seat_of(actor: Person, call: Call) -> Reviewer | None:
    """Her seat in the committee of this call."""
    return own_seats(actor).filter(call=call).select_related("person").first()


def seats(call: Call) -> QuerySet[Reviewer]:
    """Everybody who sits in the committee now."""
    return Reviewer.objects.reading().filter(call=call).select_related("person").order_by("accepted_at", "pk")


def untied(actor: Person, rows: QuerySet[Application]) -> QuerySet[Application]:
    """Without her own file and those from which she steps aside: for her they do not exist."""
    return rows.exclude(person=actor).exclude(shut_for(actor))


def tied_to(actor: Person, applications: Iterable[Application]) -> set[int]:
    """Keys of those of these files that she may not deal with: declared, or the same person or organisation."""
    rows = list(applications)
    found = Conflict.objects.filter(reviewer__person=actor, application__in=rows)
    tied = set(found.values_list("application_id", flat=True))
    hers = bonds_of_person(actor)
    for key, bonds in bonds_of_applications(rows).items():
        if conflict_between(hers, bonds) is not None:
            tied.add(key)
    return tied


def stands_apart(actor: Person, application: Application) -> Verdict:
    """YES where nothing ties her to this file."""
    return TIED if tied_to(actor, [application]) else YES


def tied_readers(applications: Iterable[Application]) -> dict[int, set[int]]:
    """For each of these files the keys of the readers who step aside from it."""
    found: dict[int, set[int]] = {one.pk: set() for one in applications}
    for key, reader in Conflict.objects.filter(application__in=list(found)).values_list(
        "application_id", "reviewer_id"
    ):
        found[key].add(reader)
    return found
