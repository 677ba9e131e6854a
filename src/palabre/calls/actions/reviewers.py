"""The review committee: somebody is asked, takes her place, says her ties, and steps back when she wants to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.conflicts import look_for_conflicts
from palabre.calls.actions.life import locked
from palabre.calls.choices import ApplicationState, AssignmentState, CallState
from palabre.calls.models import Application, Call, ReviewAssignment, Reviewer, Tie
from palabre.calls.rules.addresses import address_digest
from palabre.calls.rules.conflicts import name_of_organisation
from palabre.calls.rules.reviewing import (
    can_accept_place,
    can_ask_again,
    can_declare_ties,
    can_end_reviewer,
    can_name_reviewer,
    can_step_back,
)
from palabre.communities.actions.arriving import OVER, Newcomer, arrive
from palabre.communities.actions.reviewing import end_reviewing, open_reviewing
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.ids import digest
from palabre.kit.text import one_line
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

LONGEST_NAME, MOST_TIES = 160, 30
# nobody opens an application yet
UNSEEN = frozenset({CallState.DRAFT, CallState.READY, CallState.OPEN})
HERE = no(_("This person belongs to the committee of this call already, or was asked."))
APPLIES = no(_("This address belongs to an application to this call: nobody both applies and reads."))
YOU_APPLIED = no(_("You have applied to this call: nobody both applies and reads."))
NOT_A_NAME = no(_("This is no name of an organisation. If you are tied to none, tick the box below."))
NOTHING_SAID = no(_("Write the organisations to which you are tied, or tick that there are none."))
BOTH_SAID = no(_("You wrote organisations and ticked that there are none. Keep one of the two."))
NO_LANGUAGE = no(_("Choose at least one language that you read."))


def name_reviewer(*, actor: Person, call: Call, email: str, language: str, name: str = "") -> Reviewer:
    """Ask somebody by her address to read applications: her link is open for 14 days. Raises Refused.

    Who has applied is not to be found out here before the closing (INV-11): then her link says no to her alone.
    """
    with transaction.atomic():
        call = locked(call)
        require(can_name_reviewer(fresh(actor), call))
        mark = address_digest(email)
        if Reviewer.objects.filter(call=call, ended_at=None, email_digest=mark).exists():
            raise Refused(HERE, "email")
        if call.phase() not in UNSEEN and _applied(call, mark):
            raise Refused(APPLIES, "email")
        reviewer = Reviewer(
            call=call, email=email, email_digest=mark, name=one_line(name)[:80], language=language, named_by=actor
        )
        reviewer.digest = digest(reviewer.token())
        reviewer.save(force_insert=True)
        tell("calls.reviewer_named", actor.pk, reviewer)
    return reviewer


def ask_again(*, actor: Person, reviewer: Reviewer) -> Reviewer:
    """Another link, for fourteen days more; the earlier one is shut. Raises Refused."""
    with transaction.atomic():
        reviewer = _locked(pk=reviewer.pk)
        require(can_ask_again(fresh(actor), reviewer))
        reviewer.asked_at, reviewer.named_by = timezone.now(), actor
        reviewer.digest = digest(reviewer.token())
        reviewer.save(update_fields=["asked_at", "named_by", "digest"])
        tell("calls.reviewer_named", actor.pk, reviewer)
    return reviewer


def accept_place(*, token: str, person: Person | None = None, newcomer: Newcomer | None = None) -> Person:
    """Take the place, once: as `person` (signed in, same address) or as a `newcomer`. Raises Refused."""
    with transaction.atomic():
        try:
            reviewer = _locked(digest=digest(token))
        except Reviewer.DoesNotExist as gone:
            raise Refused(OVER) from gone
        require(can_accept_place(reviewer))
        by = reviewer.named_by
        if by is None or not can_name_reviewer(fresh(by), reviewer.call):
            raise Refused(OVER)
        person = arrive(email=reviewer.email, person=person, newcomer=newcomer)
        if Reviewer.objects.running().filter(call=reviewer.call, person=person).exists():
            raise Refused(HERE)
        if _applied(reviewer.call, reviewer.email_digest) or _handed_in(reviewer.call).filter(person=person).exists():
            raise Refused(YOU_APPLIED)
        reviewer.person, reviewer.accepted_at, reviewer.email = person, timezone.now(), ""
        reviewer.save(update_fields=["person", "accepted_at", "email"])
        open_reviewing(community=reviewer.call.community, person=person, by_id=by.pk)
        tell("calls.reviewer_accepted", person.pk, reviewer)
    return fresh(person)


def declare_ties(
    *,
    actor: Person,
    reviewer: Reviewer,
    organisations: Iterable[str],
    none: bool,
    name: str = "",
    reads_french: bool = True,
    reads_english: bool = True,
    capacity: int | None = None,
) -> Reviewer:
    """To which organisations she is tied, what she reads, and how much: before anything opens (SR-17).

    A tie that is taken away later opens nothing again: what was found stays. Raises Refused.
    """
    said = _said(organisations, none=none)
    if not (reads_french or reads_english):
        raise Refused(NO_LANGUAGE, "reads")
    with transaction.atomic():
        call = locked(reviewer.call)
        reviewer = _locked(pk=reviewer.pk)
        require(can_declare_ties(fresh(actor), reviewer))
        Tie.objects.filter(reviewer=reviewer).exclude(folded__in=said).delete()
        known = set(Tie.objects.filter(reviewer=reviewer).values_list("folded", flat=True))
        for plain, text in said.items():
            if plain not in known:
                Tie.objects.create(reviewer=reviewer, name=text, folded=plain)
        reviewer.name, reviewer.capacity = one_line(name)[:80], capacity
        reviewer.reads_french, reviewer.reads_english = reads_french, reads_english
        reviewer.declared_at = timezone.now()
        reviewer.save(update_fields=["name", "capacity", "reads_french", "reads_english", "declared_at"])
        tell("calls.ties_declared", actor.pk, reviewer, number=len(said))
        look_for_conflicts(call=call, reviewers=[reviewer])
    return reviewer


def _said(organisations: Iterable[str], *, none: bool) -> dict[str, str]:
    """What she wrote, each name once, as it is compared."""
    names = [text for text in map(one_line, organisations) if text]
    if none and names:
        raise Refused(BOTH_SAID, "organisations")
    if not none and not names:
        raise Refused(NOTHING_SAID, "organisations")
    said: dict[str, str] = {}
    for text in names:
        said.setdefault(name_of_organisation(text), text[:LONGEST_NAME])
    if "" in said:
        raise Refused(NOT_A_NAME, "organisations")
    if len(said) > MOST_TIES or any(len(plain) > LONGEST_NAME for plain in said):
        sentence = _("At most %(most)s organisations, each of 160 characters at most.") % {"most": MOST_TIES}
        raise Refused(no(sentence), "organisations")
    return said


def step_back(*, actor: Person, reviewer: Reviewer) -> Reviewer:
    """She leaves the committee, without a reason; what she has handed in stays and counts. Raises Refused."""
    with transaction.atomic():
        reviewer = _locked(pk=reviewer.pk)
        require(can_step_back(fresh(actor), reviewer))
        _end(reviewer)
        tell("calls.reviewer_stepped_back", actor.pk, reviewer)
    return reviewer


def end_reviewer(*, actor: Person, reviewer: Reviewer) -> Reviewer:
    """The coordination takes a place back, or shuts an invitation. Raises Refused."""
    with transaction.atomic():
        reviewer = _locked(pk=reviewer.pk)
        require(can_end_reviewer(fresh(actor), reviewer))
        _end(reviewer)
        tell("calls.reviewer_ended", actor.pk, reviewer)
    return reviewer


def _end(reviewer: Reviewer) -> None:
    """What she has not handed in goes back; her role ends where she reads for no other call of the community."""
    reviewer.ended_at, reviewer.email = timezone.now(), ""
    reviewer.save(update_fields=["ended_at", "email"])
    left = ReviewAssignment.objects.filter(reviewer=reviewer, state__in=AssignmentState.running())
    left.exclude(state=AssignmentState.SUBMITTED).update(state=AssignmentState.REMOVED)
    if reviewer.person is None:
        return
    others = Reviewer.objects.running().filter(person=reviewer.person, call__community=reviewer.call.community_id)
    if not others.exists():
        end_reviewing(community=reviewer.call.community, person=reviewer.person)


def _handed_in(call: Call) -> QuerySet[Application]:
    return Application.objects.filter(call=call, state__in=ApplicationState.handed_in())


def _applied(call: Call, mark: str) -> bool:
    """By an address that was shown to be hers: a typed one shuts nobody out of a committee."""
    rows = _handed_in(call).exclude(email_digest="").filter(email_digest=mark)
    return rows.filter(email_proven_at__isnull=False).exists()


def _locked(**which: object) -> Reviewer:
    rows = Reviewer.objects.select_for_update(of=("self",))
    return rows.select_related("call__community", "person", "named_by").get(**which)


def tell(kind: str, actor_id: int | None, reviewer: Reviewer, **facts: int) -> None:
    record(
        kind,
        actor_id=actor_id,
        community_id=reviewer.call.community_id,
        subject="call_reviewer",
        subject_id=reviewer.pk,
        about_id=reviewer.person_id if reviewer.person_id != actor_id else None,
        call=reviewer.call_id,
        **facts,
    )
