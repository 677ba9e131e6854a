"""Erasing a person: asked for, taken back, done; and done again after a restore brought her back (DOMAIN.md §4.6)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from palabre.calls.actions.erasing import erase_applying
from palabre.charter.actions.signing import forget_person
from palabre.commitments.actions.erasing import erase_promises
from palabre.communities.actions.erasing import erase_places
from palabre.decisions.actions.erasing import erase_stances
from palabre.exchange import ledger
from palabre.exchange.actions.archives import drop_archives
from palabre.exchange.actions.unlinking import unlink_the_rest
from palabre.exchange.queries.erasing import built_upon
from palabre.exchange.rules import can_ask_erasure, can_undo_erasure, waiting_erasures
from palabre.groups.actions.erasing import erase_group_places
from palabre.groups.actions.plan_erasing import erase_plan_words
from palabre.journal.actions import record
from palabre.kit.verdict import require
from palabre.meetings.actions.erasing import erase_presence
from palabre.money.actions.erasing import erase_remarks
from palabre.money.actions.thanks import erase_thanks
from palabre.notices.actions.erasing import erase_news
from palabre.people.actions.erasing import erase_person
from palabre.people.choices import WordsAfter
from palabre.people.models import Erasure, Person
from palabre.people.rules import fresh_person

UNDO = timedelta(days=7)


def ask_erasure(*, actor: Person, words: str, at_once: bool) -> Erasure:
    """Erase one's account: now, or in seven days unless one takes it back. Raises Refused."""
    now = timezone.now()
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=fresh_person(actor).pk)
        if not at_once:
            require(can_ask_erasure(person))
        due = now if at_once else now + UNDO
        asked, _new = waiting_erasures().update_or_create(person=person, defaults={"words": words, "due_at": due})
        if not at_once:
            _tell("exchange.erasure_asked", asked)
    if at_once:
        erase(person=person, words=words)
    return asked


def undo_erasure(*, actor: Person) -> None:
    """Take it back, within the seven days. Raises Refused."""
    with transaction.atomic():
        fresh_person(actor)
        require(can_undo_erasure(actor))
        asked = waiting_erasures().select_for_update().get(person=actor)
        asked.undone_at = timezone.now()
        asked.save(update_fields=["undone_at"])
        _tell("exchange.erasure_undone", asked)


def erase(*, person: Person, words: str = WordsAfter.NAMELESS) -> None:
    """Nothing of her stays but a row without a name. Once done, nobody can undo it; twice is once.

    The ledger is written first: a process that dies in between leaves a person who will be erased, never a person who
    comes back.
    """
    ledger.note(person.public_id, words)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.erased_at is not None:
            return
        drop_archives(person=person)
        forget_person(person_id=person.pk)
        erase_places(person=person)
        erase_promises(person=person, delete=words == WordsAfter.DELETED, keep=built_upon(person))
        erase_presence(person=person)
        _leave_the_year(person, delete=words == WordsAfter.DELETED)
        erase_news(person=person)
        unlink_the_rest(person=person)
        erase_person(person=person)
        waiting_erasures().filter(person=person).update(done_at=timezone.now())


def _leave_the_year(person: Person, *, delete: bool) -> None:
    """What she wrote and held in calls, decisions, groups and money."""
    erase_applying(person=person, delete=delete)
    erase_stances(person=person, delete=delete)
    erase_group_places(person=person)
    erase_plan_words(person=person, delete=delete)
    erase_thanks(person=person)
    erase_remarks(person=person, delete=delete)


def erase_due() -> int:
    """Those whose seven days are over; gives their number."""
    due = waiting_erasures().filter(due_at__lte=timezone.now()).select_related("person")
    for asked in due:
        erase(person=asked.person, words=asked.words)
    return len(due)


def replay_ledger() -> int:
    """After a restore: whoever the ledger holds and the database has again is erased again; gives their number."""
    erased = {line.seal: line.words for line in ledger.lines()}
    back = 0
    for person in Person.objects.filter(erased_at=None).order_by("pk").iterator() if erased else ():
        found = ledger.seals_of(person.public_id) & set(erased)
        if found:
            erase(person=person, words=erased[found.pop()])
            back += 1
    return back


def _tell(kind: str, asked: Erasure) -> None:
    who = asked.person_id
    record(kind, actor_id=who, about_id=who, subject="erasure", subject_id=asked.pk)
