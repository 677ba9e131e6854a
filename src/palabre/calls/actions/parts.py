"""Themes, rules, criteria, questions and choices of a call: added, written, put in order, taken out of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.facts import FIELDS, SETTERS, after_saving
from palabre.calls.actions.life import locked, tell
from palabre.calls.actions.writing import Texts, write_words
from palabre.calls.models import Call, CallQuestion, QuestionOption
from palabre.calls.queries.parts import part_seal
from palabre.calls.rules.calls import can_edit_call, can_translate_call
from palabre.calls.rules.parts import CHOOSING, KINDS, Part, beside, call_of, keeps_order, may_go
from palabre.communities.rules import fresh
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import forget_halves
from palabre.people.models import Person

LONGEST: dict[str, Mapping[str, int]] = {
    "theme": {"title": 160, "text": 4000},
    "rule": {"label": 300},
    "criterion": {"name": 160, "text": 2000},
    "question": {"label": 300, "help": 1000},
    "option": {"label": 200},
}
NEEDED = ("title", "label", "name")
TWO_WRITERS = no(_("Somebody else changed this while you were writing. Theirs stands below yours."))
GONE = no(_("This was taken out meanwhile."))
NO_CHOICES = no(_("Only a question to choose from has choices. Change its kind first."))


def add_part(
    *,
    actor: Person,
    call: Call,
    kind: str,
    texts: Texts,
    facts: Mapping[str, Any] | None = None,
    question: CallQuestion | None = None,
) -> Part:
    """One more part at the end; a choice belongs to a `question`. Raises Refused beside the field it speaks of."""
    with transaction.atomic():
        call = locked(call)
        require(can_edit_call(fresh(actor), call))
        part = _new(call, kind, question)
        rows = beside(part)
        if rows.count() >= KINDS[kind].most:
            raise Refused(no(_("%(most)s at most.") % {"most": KINDS[kind].most}))
        part.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
        SETTERS[kind](actor, call, part, facts or {})
        part.save()
        after_saving(part, facts or {})
        write_words(by=actor, call=call, thing=part, texts=texts, longest=LONGEST[kind], needed=NEEDED)
        tell("calls.part_added", actor, call, part=kind, key=part.pk)
    return part


def write_part(
    *,
    actor: Person,
    part: Part,
    texts: Texts,
    facts: Mapping[str, Any] | None = None,
    seen: str | None = None,
) -> Part:
    """Words, and facts unless they are None; whoever translates may change only the other half.

    `seen` is `part_seal` as the writer read it; if it no longer holds, raises Clash and writes nothing.
    """
    with transaction.atomic():
        kind, call, part = held(part)
        require((can_translate_call if facts is None else can_edit_call)(fresh(actor), call))
        if seen is not None and seen != part_seal(part):
            raise Clash(TWO_WRITERS, part)
        if facts is not None:
            SETTERS[kind](actor, call, part, facts)
            part.save(update_fields=FIELDS.get(kind, ()))
            after_saving(part, facts)
        write_words(by=actor, call=call, thing=part, texts=texts, longest=LONGEST[kind], needed=NEEDED)
        tell("calls.part_written", actor, call, part=kind, key=part.pk)
    return part


def move_part(*, actor: Person, part: Part, up: bool) -> Part:
    """One place up or down; at an end nothing happens. A question stays behind the one whose choice it waits for."""
    with transaction.atomic():
        kind, call, part = held(part)
        require(can_edit_call(fresh(actor), call))
        rows = list(_in_order(part))
        place = next(number for number, row in enumerate(rows) if row.pk == part.pk)
        there = place - 1 if up else place + 1
        if 0 <= there < len(rows):
            rows[place], rows[there] = rows[there], rows[place]
        if isinstance(part, CallQuestion):
            require(keeps_order(rows))  # type: ignore[arg-type]
        for position, row in enumerate(rows, start=1):
            row.position = position
        type(part)._default_manager.bulk_update(rows, ["position"])  # type: ignore[arg-type]
        tell("calls.part_moved", actor, call, part=kind, key=part.pk)
    return part


def remove_part(*, actor: Person, part: Part) -> None:
    """Take it out of a draft, unless something else of the call needs it. Raises Refused."""
    with transaction.atomic():
        kind, call, part = held(part)
        require(can_edit_call(fresh(actor), call))
        require(may_go(part))
        for option in part.options.all() if isinstance(part, CallQuestion) else ():
            forget_halves(thing=option)
        forget_halves(thing=part)
        tell("calls.part_removed", actor, call, part=kind, key=part.pk)
        part.delete()


def held(part: Part) -> tuple[str, Call, Part]:
    """Its kind, its call, and itself as the database has them now; both held. Raises Refused if it is gone."""
    kind = next(name for name, one in KINDS.items() if isinstance(part, one.model))
    call = locked(call_of(part))
    found = type(part)._default_manager.select_for_update(of=("self",)).filter(pk=part.pk).first()
    if found is None:
        raise Refused(GONE)
    if isinstance(found, QuestionOption):
        found.question.call = call
    else:
        found.call = call
    return kind, call, found


def _new(call: Call, kind: str, question: CallQuestion | None) -> Part:
    if kind != "option":
        part: Part = KINDS[kind].model(source_language=call.source_language)
        part.call = call  # type: ignore[union-attr]
        return part
    if question is None or question.call_id != call.pk:
        raise ValueError("a choice belongs to a question of the call")
    if question.kind not in CHOOSING:
        raise Refused(NO_CHOICES)
    question.call = call
    return QuestionOption(question=question, source_language=call.source_language)


def _in_order(part: Part) -> list[Part]:
    rows = beside(part)
    return list(rows.select_related("only_after") if isinstance(part, CallQuestion) else rows)
