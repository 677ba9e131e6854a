"""From what somebody stands apart: calls in which she is a candidate herself, files to which she is tied (INV-13).

Until letters are sent, no page, no count and no difference between two counts tells her what became of such a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ApplicationState, CallState, ConflictKind
from palabre.calls.models import Application, Call, Conflict, Letter
from palabre.calls.rules.addresses import address_digest
from palabre.calls.rules.conflicts import bonds_of_applications, bonds_of_person, conflict_between, filed
from palabre.calls.rules.publishing import LETTER_FOR
from palabre.communities.rules import Standing, standing
from palabre.kit.verdict import no
from palabre.people.models import Person

APPLIED = no(
    _(
        "You have applied to this call: somebody else of the coordination does this. If you coordinate alone, ask the "
        "coordination of the network, or the keeper of this site, to name somebody besides you; or withdraw your application."
    )
)
# nothing changes any more once the letter is sent; from the waiting list somebody may still come
SETTLED = frozenset(LETTER_FOR) - {ApplicationState.WAITLISTED}


@dataclass(slots=True)
class _Known:
    """`tied`: by the key of the call."""

    beside: Standing
    applied: frozenset[int] | None = None
    tied: dict[int, frozenset[int]] = field(default_factory=dict)


def calls_applied_to(actor: Person) -> frozenset[int]:
    """Keys of the calls in which she is a candidate: until the results; on the waiting list, as long as she waits.

    By her account, or by an address that was shown to be hers. Remembered beside her standing.
    """
    known = _known(actor)
    if known.applied is None:
        rows = Application.objects.filter(_own(actor), state__in=ApplicationState.handed_in())
        rows = rows.exclude(~Q(state=ApplicationState.WAITLISTED), call__state=CallState.PUBLISHED)
        known.applied = frozenset(rows.values_list("call_id", flat=True))
    return known.applied


def _known(actor: Person) -> _Known:
    """What was read of her; forgotten with her standing (`communities.rules.fresh`)."""
    now = standing(actor)
    found: _Known | None = actor.__dict__.get("_apart")
    if found is None or found.beside is not now:
        found = actor.__dict__["_apart"] = _Known(now)
    return found


def _own(actor: Person) -> Q:
    mark = address_digest(actor.email)
    return Q(person=actor) | Q(email_digest=mark, email_proven_at__isnull=False) if mark else Q(person=actor)


def applies_to(actor: Person, call: Call) -> bool:
    """Whether she is a candidate in this call."""
    return call.pk in calls_applied_to(actor)


def tied_in(actor: Person, call: Call) -> frozenset[int]:
    """Keys of all files of this call with which she does not deal: hers, declared, or found in the data.

    Organisations that applicants wrote lie sealed: they are opened only where she stands for one herself. Remembered
    beside her standing.
    """
    known = _known(actor)
    if call.pk not in known.tied:
        known.tied[call.pk] = _tied(actor, call)
    return known.tied[call.pk]


def _tied(actor: Person, call: Call) -> frozenset[int]:
    mine = bonds_of_person(actor)
    said = Conflict.objects.filter(reviewer__person=actor)
    # by an address that somebody only typed: she reads another file, and that is all
    said = said.exclude(kind=ConflictKind.SAME_PERSON, application__email_proven_at=None)
    hers = Q(person=actor) | Q(pk__in=said.values("application_id"))
    if mine.addresses:
        hers |= Q(email_digest__in=mine.addresses, email_proven_at__isnull=False)
    found = set(Application.objects.filter(hers, call=call).values_list("pk", flat=True))
    if mine.organisations or mine.names:
        others = bonds_of_applications(filed(call))
        found |= {pk for pk, other in others.items() if conflict_between(mine, other) is not None}
    return frozenset(found)


def untied_in(actor: Person, call: Call, rows: QuerySet[Application]) -> QuerySet[Application]:
    """These rows of one call, without those with which she does not deal: for her they do not exist."""
    return rows.exclude(pk__in=tied_in(actor, call))


def knows_all(actor: Person, call: Call) -> bool:
    """Whether the totals of this call tell her nothing: each file that is tied to her has had its last letter."""
    tied = tied_in(actor, call)
    if not tied:
        return True
    rows = Application.objects.filter(pk__in=tied, state__in=ApplicationState.handed_in())
    sent = set(
        Letter.objects.filter(application__in=tied, sent_at__isnull=False).values_list("application_id", "outcome")
    )
    return all(state in SETTLED and (pk, LETTER_FOR[state]) in sent for pk, state in rows.values_list("pk", "state"))
