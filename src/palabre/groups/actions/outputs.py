"""The final output of a deliverable: its words, its two files, the names that stand on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.files.actions import keep_upload
from palabre.files.checks import Upload
from palabre.files.choices import Kind
from palabre.groups.actions.plan_common import (
    Texts,
    approve_waiting,
    check_seen,
    source_of,
    source_words,
    tell_output,
    write_halves,
)
from palabre.groups.choices import Credit, DeliverableState
from palabre.groups.models import Contributor, Deliverable, Output, OutputFile
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.outputs import (
    can_be_named,
    can_prepare_output,
    can_translate_output,
    can_write_output,
    group_of,
    output_gaps,
)
from palabre.kit.text import checked
from palabre.kit.verdict import Refused, no, require
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import load_halves, other
from palabre.people.models import Person

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_LINK, LONGEST_NAME = 200, 3000, 400, 120
NO_TITLE = _("Give this output a title, in French or in English.")
NOT_THE_SOURCE = no(_("Translation writes the other language; the group writes this one."))
PATH = "deliverable__objective__plan__group__community"


def begin_output(
    *, actor: Person, deliverable: Deliverable, title: Texts, summary: Texts, language: str = "fr"
) -> Output:
    """The output of one deliverable, with its first words. Raises Refused."""
    with transaction.atomic():
        rows = Deliverable.objects.select_for_update(of=("self",))
        deliverable = rows.select_related("objective__plan__group__community").get(pk=deliverable.pk)
        require(can_prepare_output(fresh_circles(fresh(actor)), deliverable))
        if Output.objects.filter(deliverable=deliverable).exists():
            raise Refused(no(_("Somebody has begun this output meanwhile. Open it.")))
        output = Output(deliverable=deliverable, prepared_by=actor, source_language=source_of(title, language))
        _fill(output, title, summary)
        output.save()
        _halves(actor, output, title, summary)
        _settle(output)
        _tell("groups.output_begun", actor, output)
    return output


def write_output(*, actor: Person, output: Output, title: Texts, summary: Texts, seen: str | None = None) -> Output:
    """Its words; after publication a changed source leaves the other language outdated. Raises Refused, or Clash.

    Whoever only translates changes the other language alone.
    """
    with transaction.atomic():
        output = _locked(output)
        require(can_translate_output(fresh_circles(fresh(actor)), output))
        check_seen(output, seen)
        before = (output.title, output.summary)
        _fill(output, title, summary)
        if (output.title, output.summary) != before:
            verdict = can_write_output(actor, output)
            require(verdict if verdict or output.published_at else NOT_THE_SOURCE, f"title_{output.source_language}")
            output.version += 1
            output.save(update_fields=["title", "summary", "version"])
        _halves(actor, output, title, summary)
        _settle(output)
        _tell("groups.output_written", actor, output, version=output.version)
    return output


def approve_output_words(*, actor: Person, output: Output) -> int:
    """Approve what somebody else translated; gives how many texts. Raises Refused."""
    with transaction.atomic():
        output = _locked(output)
        require(can_translate_output(fresh_circles(fresh(actor)), output))
        number = approve_waiting(actor, [output], group_of(output).community_id)
        if not number:
            raise Refused(no(_("No translation of somebody else waits for you.")))
        _settle(output)
        _tell("groups.output_words_approved", actor, output, count=number)
    return number


def keep_output_file(
    *, actor: Person, output: Output, language: str, upload: Upload | None = None, link: str = ""
) -> OutputFile:
    """The output in one language: a file, or an address elsewhere; it replaces the one that was there. Raises Refused."""
    with transaction.atomic():
        output = _locked(output)
        require(can_write_output(fresh_circles(fresh(actor)), output))
        if language not in LANGUAGES:
            raise Refused(no(_("Choose an answer.")), "language")
        if (upload is None) == (not link.strip()):
            raise Refused(no(_("Choose a file, or write an address: one of the two.")), "link")
        address = "" if upload is not None else _checked_link(link)
        kept = keep_upload(actor_id=actor.pk, upload=upload, kinds=tuple(Kind)) if upload is not None else None
        found, _new = OutputFile.objects.update_or_create(
            output=output, language=language, defaults={"file": kept, "link": address}
        )
        _settle(output)
        _tell("groups.output_file_kept", actor, output, language=language)
    return found


def choose_credit(*, actor: Person, output: Output, credit: str) -> Output:
    """Under which kind of name it goes out. Names were given for one kind: another one asks for them again."""
    with transaction.atomic():
        output = _locked(output)
        require(can_write_output(fresh_circles(fresh(actor)), output))
        if credit not in Credit.values:
            raise Refused(no(_("Choose an answer.")), "credit")
        if credit != output.credit:
            output.credit = credit
            output.save(update_fields=["credit"])
            Contributor.objects.filter(output=output).delete()
            _tell("groups.output_credit_chosen", actor, output, credit=credit)
    return output


def be_named(*, actor: Person, output: Output, name: str) -> Contributor | None:
    """Under which name the actor stands on it; nothing written, no name, at once. Raises Refused."""
    with transaction.atomic():
        output = _locked(output)
        said = checked(name, "name", LONGEST_NAME, line=True)
        if said:
            require(can_be_named(fresh_circles(fresh(actor)), output))
        Contributor.objects.filter(output=output, person=actor).delete()
        found = Contributor.objects.create(output=output, person=actor, name=said) if said else None
        _tell("groups.output_name_said", actor, output, named=bool(said))
    return found


def _locked(output: Output) -> Output:
    rows = Output.objects.select_for_update(of=("self",))
    return rows.select_related("deliverable__objective__plan__group__community").get(pk=output.pk)


def _fill(output: Output, title: Texts, summary: Texts) -> None:
    source = output.source_language
    output.title = source_words("title", title, source, LONGEST_TITLE, NO_TITLE, line=True)
    output.summary = source_words("summary", summary, source, LONGEST_SUMMARY, "")


def _halves(actor: Person, output: Output, title: Texts, summary: Texts) -> None:
    where = group_of(output).community_id
    write_halves(actor, output, "title", title, LONGEST_TITLE, where, line=True)
    said: Mapping[str, str] = summary if output.summary else {}
    if not output.summary and summary.get(other(output.source_language), "").strip():
        sentence = _("Write the summary first in the language of the title.")
        raise Refused(no(sentence), f"summary_{output.source_language}")
    write_halves(actor, output, "summary", said, LONGEST_SUMMARY, where)


def _settle(output: Output) -> None:
    """In the making, or ready to publish; what is published stays so."""
    if output.published_at is not None:
        return
    load_halves([output])
    complete = not output_gaps(output, OutputFile.objects.filter(output=output))
    state = DeliverableState.READY if complete else DeliverableState.IN_WORK
    Deliverable.objects.filter(pk=output.deliverable_id).exclude(state=state).update(state=state)


def _checked_link(link: str) -> str:
    """An https address, short enough. Raises Refused."""
    said = checked(link, "link", LONGEST_LINK, line=True)
    parts = urlsplit(said)
    if parts.scheme != "https" or "." not in parts.netloc or any(sign.isspace() for sign in said):
        raise Refused(no(_("Write a whole address that begins with https://")), "link")
    return said


def _tell(kind: str, actor: Person, output: Output, **facts: Any) -> None:
    tell_output(kind, actor, output, group_of(output).community_id, **facts)
