"""Somebody else approves the translation; then the text is published, frozen, and binds whoever adopted it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.charter.actions.writing import locked, tell
from palabre.charter.choices import EditionState, TextKind
from palabre.charter.models import Adoption, Article, Edition
from palabre.charter.queries.reading import articles_of, read, seal_of
from palabre.charter.queries.writing import theirs_to_approve, waiting, waiting_seal
from palabre.charter.rules import can_approve_texts, can_publish
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.text import clean
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import approve_half
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves
from palabre.people.models import Person

FEWEST_DAYS, MOST_DAYS = 14, 180
LONGEST = 2000
FIRST_REMINDER = 30
CHANGED = no(_("A text has changed since you read this page. Read it again before you approve."))
OWN_WORDS = no(_("Somebody else than the person who translated must approve."))
NOTHING_WAITS = no(_("There is no translation to approve yet."))


def approve_texts(
    *, actor: Person, edition: Edition, article: Article | None = None, seen: str | None = None
) -> Edition:
    """Approve what somebody else translated: of one article, or of the whole. Raises Refused.

    `seen` is `waiting_seal` of the whole as the reader read it. What the actor translated herself waits for somebody
    else; if nothing but that is there, she is told so.
    """
    with transaction.atomic():
        edition = locked(edition)
        require(can_approve_texts(fresh(actor), edition))
        whole: list[Translatable] = [edition, *articles_of([edition])]
        load_halves(whole)
        if seen is not None and seen != waiting_seal(whole):
            raise Clash(CHANGED, edition)
        things = [thing for thing in whole if article is None or thing == article]
        theirs = theirs_to_approve(actor, things)
        if not theirs:
            raise Refused(OWN_WORDS if waiting(things) else NOTHING_WAITS)
        for thing, half in theirs:
            approve_half(
                actor_id=actor.pk, thing=thing, field=half.field, language=half.language, version=half.version,
                community_id=edition.community_id,
            )  # fmt: skip
        tell("charter.approved", actor, edition, number=len(theirs))
    return edition


def publish_edition(
    *, actor: Person, edition: Edition, decision: str, decided_on: date | None, days: int = 30
) -> Edition:
    """Freeze a text in both languages, note who decided it and when, and seal it. Raises Refused.

    A code then binds every community that adopted an earlier version: its members have `days` to sign.
    """
    with transaction.atomic():
        edition = locked(edition)
        require(can_publish(fresh(actor), edition))
        edition.decision, edition.decided_on = checked_decision(decision, decided_on)
        if not FEWEST_DAYS <= days <= MOST_DAYS:
            sentence = _("Between %(fewest)s and %(most)s days.") % {"fewest": FEWEST_DAYS, "most": MOST_DAYS}
            raise Refused(no(sentence), "days")
        edition.days, edition.state = days, EditionState.PUBLISHED
        edition.published_at, edition.published_by = timezone.now(), actor
        edition.digest_fr, edition.digest_en = (seal_of(read(edition, language)) for language in ("fr", "en"))
        edition.save(
            update_fields=[
                *("decision", "decided_on", "days", "state", "published_at", "published_by", "digest_fr", "digest_en")
            ]
        )
        tell("charter.published", actor, edition)
        _bind(actor, edition)
    return edition


def checked_decision(decision: str, decided_on: date | None) -> tuple[str, date]:
    """What was decided and when; no day to come. Raises Refused."""
    decision = clean(decision)
    if not decision:
        raise Refused(no(_("Write what was decided, where and by whom.")), "decision")
    if len(decision) > LONGEST:
        sentence = _("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST}
        raise Refused(no(sentence), "decision")
    if decided_on is None:
        raise Refused(no(_("Write a date, for example 26 November 2026.")), "decided_on")
    if decided_on > timezone.localdate() + timedelta(days=1):
        raise Refused(no(_("This day is still to come. Write the day of the decision.")), "decided_on")
    return decision, decided_on


def _bind(actor: Person, edition: Edition) -> None:
    """Whoever adopted an earlier version moves to this one."""
    bound = Adoption.objects.select_for_update(of=("self",)).filter(ended_at=None)
    if edition.kind == TextKind.PRINCIPLES:
        bound.filter(
            Q(principles__community_id=edition.community_id)
            | Q(principles=None, code__community_id=edition.community_id)
        ).update(principles=edition)
    if edition.kind != TextKind.CODE:
        return
    sign_by = timezone.now() + timedelta(days=edition.days)
    for adoption in bound.filter(code__community_id=edition.community_id).order_by("pk"):
        adoption.ended_at = timezone.now()
        adoption.save(update_fields=["ended_at"])
        renewed = Adoption.objects.create(
            community_id=adoption.community_id, code=edition, principles_id=adoption.principles_id, by=actor,
            sign_by=sign_by, reminded=told_at_once(edition.days), decision=edition.decision,
            decided_on=edition.decided_on,
        )  # fmt: skip
        tell_adoption("charter.renewed", actor, renewed)


def told_at_once(days: int) -> int | None:
    """The notice of the adoption is the first reminder already, unless the last day is far."""
    return FIRST_REMINDER if days <= FIRST_REMINDER else None


def tell_adoption(kind: str, actor: Person | None, adoption: Adoption, **facts: int) -> None:
    record(
        kind,
        actor_id=actor.pk if actor else None,
        community_id=adoption.community_id,
        subject="adoption",
        subject_id=adoption.pk,
        code=adoption.code_id,
        **facts,
    )
