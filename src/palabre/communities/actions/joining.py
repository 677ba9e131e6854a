"""Ways in that a community keeps: addresses that it gives out, and what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community, JoinLink, JoinQuestion
from palabre.communities.rules import can_open_link, can_see_links, can_shut_link, fresh
from palabre.journal.actions import record
from palabre.kit.ids import digest
from palabre.kit.text import one_line
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import write_half
from palabre.languages.choices import HalfState
from palabre.languages.queries import other, words
from palabre.people.models import Person

PAST = no(_("This day is over. Choose a later one."))
WORDLESS = no(_("Write the question in the language in which the community writes first."))
MOST_QUESTIONS = 8
ENOUGH = no(_("Eight questions are enough: every one more keeps somebody from asking."))


def open_join_link(
    *,
    actor: Person,
    community: Community,
    language: str,
    max_uses: int | None = None,
    expires_at: datetime | None = None,
    needs_approval: bool = True,
) -> JoinLink:
    """An address to give out in one language. `link.token()` gives what stands in it. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_open_link(actor, community, needs_approval=needs_approval))
        if expires_at is not None and expires_at <= timezone.now():
            raise Refused(PAST, "until")
        link = JoinLink(
            community=community,
            language=language,
            max_uses=max_uses,
            expires_at=expires_at,
            needs_approval=needs_approval,
            made_by=actor,
        )
        link.digest = digest(link.token())
        link.save(force_insert=True)
        _tell("communities.join_link_opened", actor, link)
    return link


def shut_join_link(*, actor: Person, link: JoinLink) -> JoinLink:
    """From now on it opens nothing; what was asked through it stays. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        link = JoinLink.objects.select_for_update(of=("self",)).select_related("community").get(pk=link.pk)
        require(can_shut_link(actor, link))
        link.closed_at = timezone.now()
        link.save(update_fields=["closed_at"])
        _tell("communities.join_link_shut", actor, link)
    return link


def write_question(
    *,
    actor: Person,
    community: Community,
    texts: Mapping[str, str],
    required: bool = True,
    question: JoinQuestion | None = None,
) -> JoinQuestion:
    """A new question, or another wording of one: `{"fr": …, "en": …}`. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_see_links(actor, community))
        source = question.source_language if question else community.source_language
        text = one_line(texts.get(source, ""))
        if not text:
            raise Refused(WORDLESS, f"text_{source}")
        question = _worded(community, question, text, required=required)
        _write_other(actor, question, texts.get(other(source), ""))
        record(
            "communities.join_question_written",
            actor_id=actor.pk,
            community_id=community.pk,
            subject="joinquestion",
            subject_id=question.pk,
        )
    return question


def _worded(community: Community, question: JoinQuestion | None, text: str, *, required: bool) -> JoinQuestion:
    if question is not None:
        question.text, question.required = text, required
        question.save(update_fields=["text", "required"])
        return question
    here = JoinQuestion.objects.filter(community=community, closed_at=None)
    if here.count() >= MOST_QUESTIONS:
        raise Refused(ENOUGH)
    last = here.aggregate(last=Max("position"))["last"] or 0
    return JoinQuestion.objects.create(
        community=community,
        text=text,
        required=required,
        position=last + 1,
        source_language=community.source_language,
    )


def _write_other(actor: Person, question: JoinQuestion, text: str) -> None:
    language = other(question.source_language)
    if not text and words(question, "text", language).missing:
        return
    write_half(
        actor_id=actor.pk,
        thing=question,
        field="text",
        language=language,
        text=one_line(text),
        state=HalfState.APPROVED,
        community_id=question.community_id,
    )


def close_question(*, actor: Person, question: JoinQuestion) -> JoinQuestion:
    """It is no longer asked; what was answered stays readable. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        question = JoinQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
        require(can_see_links(actor, question.community))
        question.closed_at = question.closed_at or timezone.now()
        question.save(update_fields=["closed_at"])
        record(
            "communities.join_question_closed",
            actor_id=actor.pk,
            community_id=question.community_id,
            subject="joinquestion",
            subject_id=question.pk,
        )
    return question


def _tell(kind: str, actor: Person, link: JoinLink) -> None:
    record(kind, actor_id=actor.pk, community_id=link.community_id, subject="joinlink", subject_id=link.pk)
