"""What the whole community learns: its aims in both languages, published once every group has agreed its questions."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.groups.actions.telling import TWO_WRITERS, locked_community
from palabre.groups.models import LearningAgenda
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.questions import can_publish_agenda, can_write_aims
from palabre.journal.actions import record
from palabre.kit.text import checked
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import approve_halves, write_other
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import load_halves, other, state_in
from palabre.people.models import Person

LONGEST_AIMS = 4000
WRITE_AIMS = _("Write what the community wants to learn as a whole.")
BOTH = no(_("Write the overall aims in both languages first: each member reads the agenda in hers."))
OUT_ALREADY = no(_("The learning agenda is published. What changes later appears in it with its date."))


def write_aims(
    *, actor: Person, community: Community, texts: Mapping[str, str], language: str, seen: str | None = None
) -> LearningAgenda:
    """`{"fr": …, "en": …}`; `language` is the source of a first writing. Raises Refused; Clash for two writers."""
    with transaction.atomic():
        community = locked_community(community)
        require(can_write_aims(fresh_circles(fresh(actor)), community))
        agenda = LearningAgenda.objects.filter(community=community).first()
        agenda = agenda or LearningAgenda(community=community, source_language=language, version=0)
        if agenda.pk and seen is not None and seen != seal_of(agenda):
            raise Clash(TWO_WRITERS, agenda)
        source = agenda.source_language
        agenda.aims = checked(texts.get(source, ""), f"aims_{source}", LONGEST_AIMS, str(WRITE_AIMS))
        agenda.version, agenda.written_by = agenda.version + 1, actor
        agenda.save()
        across = checked(texts.get(other(source), ""), f"aims_{other(source)}", LONGEST_AIMS)
        write_other(actor_id=actor.pk, thing=agenda, field="aims", text=across, community_id=community.pk)
        if agenda.published_at is not None:
            _approve(actor, agenda)
        _tell("groups.aims_written", actor, agenda)
    return agenda


def publish_agenda(*, actor: Person, community: Community) -> LearningAgenda:
    """Members read it from now on as the agenda of their community. Raises Refused."""
    with transaction.atomic():
        community = locked_community(community)
        require(can_publish_agenda(fresh_circles(fresh(actor)), community))
        agenda = LearningAgenda.objects.filter(community=community).first()
        if agenda is None or any(_gap(agenda, language) for language in LANGUAGES):
            raise Refused(BOTH)
        if agenda.published_at is not None:
            raise Refused(OUT_ALREADY)
        agenda.published_at, agenda.published_by = timezone.now(), actor
        agenda.save(update_fields=["published_at", "published_by"])
        _approve(actor, agenda)
        _tell("groups.agenda_published", actor, agenda)
    return agenda


def _gap(agenda: LearningAgenda, language: str) -> bool:
    load_halves([agenda])
    return state_in(agenda, language) in ("missing", "outdated")


def _approve(actor: Person, agenda: LearningAgenda) -> None:
    """Publishing is the yes to both languages."""
    for language in LANGUAGES:
        approve_halves(actor_id=actor.pk, things=[agenda], language=language)


def _tell(kind: str, actor: Person, agenda: LearningAgenda) -> None:
    where = agenda.community_id
    record(kind, actor_id=actor.pk, community_id=where, subject="learning_agenda", subject_id=agenda.pk)
