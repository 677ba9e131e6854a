"""Themes, rules, criteria, questions and choices: one page for each, whatever its kind."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.calls.actions.parts import add_part, move_part, remove_part, write_part
from palabre.calls.forms.calls import said_by
from palabre.calls.forms.parts import PartForm, start_of
from palabre.calls.forms.questions import FORMS
from palabre.calls.models import Call, CallQuestion
from palabre.calls.queries.parts import choices_of, facts_of, offers, part_seal
from palabre.calls.rules.calls import can_edit_call, can_translate_call
from palabre.calls.rules.parts import CHOOSING, Part
from palabre.calls.views.call_common import call_of, done, page_of_call, rebased, status_of
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused

SECTIONS = {"theme": "themes", "rule": "rules", "criterion": "criteria", "question": "questions"}
KEYS = {
    "theme": "theme_id",
    "rule": "rule_id",
    "criterion": "criterion_id",
    "question": "ask_id",
    "option": "option_id",
}


@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: CommunityRequest, community_id: str, call_id: str, kind: str, ask_id: str = "") -> HttpResponse:
    """`/c/<x>/calls/<y>/themes/` and its sisters: one more; a choice is one of a question."""
    row = call_of(request, call_id)
    asked = _question(row, ask_id) if ask_id else None
    verdict = can_edit_call(request.user, row)
    if not verdict:
        return refused(request, Refused(verdict))
    form = FORMS[kind](request.POST or None, source=row.source_language, **offers(request.user, row, kind))
    if form.is_valid():
        try:
            new = add_part(
                actor=request.user, call=row, kind=kind, texts=form.texts(), facts=form.facts(), question=asked
            )
            say(request, _("It is added."))
            return see(request, _to_choices(row, new) or _up(row, kind, asked))
        except Refused as error:
            form.refuse(error)
    return _page(request, row, kind, form, up=_up(row, kind, asked))


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: CommunityRequest, community_id: str, call_id: str, kind: str, **keys: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/themes/<z>/` and its sisters."""
    row, one = _found(request, call_id, kind, keys)
    verdict = can_translate_call(request.user, row)
    if not verdict:
        return refused(request, Refused(verdict))
    form = _form(request, row, kind, one, request.POST or None)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            write_part(actor=request.user, part=one, texts=form.texts(), facts=form.facts(), seen=seen)
            say(request, _("It is saved."))
            return see(request, _up(row, kind, getattr(one, "question", None)))
        except Refused as error:
            form.refuse(error)
    return _page(request, row, kind, form, one=one, up=_up(row, kind, getattr(one, "question", None)))


@require_POST
def position(request: CommunityRequest, community_id: str, call_id: str, kind: str, **keys: str) -> HttpResponse:
    """`…/position/`: `up` or `down`."""
    row, one = _found(request, call_id, kind, keys)
    up = "up" in request.POST
    where = _up(row, kind, getattr(one, "question", None))
    return done(request, lambda: move_part(actor=request.user, part=one, up=up), where)


@require_POST
def removal(request: CommunityRequest, community_id: str, call_id: str, kind: str, **keys: str) -> HttpResponse:
    """`…/removal/`."""
    row, one = _found(request, call_id, kind, keys)
    where = _up(row, kind, getattr(one, "question", None))
    return done(request, lambda: remove_part(actor=request.user, part=one), where, _("It is taken out."))


def _form(request: CommunityRequest, row: Call, kind: str, one: Part, data: Any) -> PartForm:
    start = {**start_of(facts_of(one)), "seen": part_seal(one)}
    edit = bool(can_edit_call(request.user, row))
    rows = offers(request.user, row, kind, one) if edit else {}
    return FORMS[kind](data, initial=start, source=row.source_language, thing=one, edit=edit, **rows)


def _page(
    request: CommunityRequest, row: Call, kind: str, form: PartForm, *, up: str, one: Part | None = None
) -> HttpResponse:
    """The form; after a clash what the other person wrote; of a question its choices."""
    words: dict[str, Any] = {"form": form, "call": row, "kind": kind, "part": one, "up": up}
    words["edit"] = can_edit_call(request.user, row)
    if one is not None:
        words |= {"choices": choices_of(one), "remove": _url("removal", row, kind, one)}
        words["position"] = _url("position", row, kind, one)
        if form.clash:
            theirs = _form(request, row, kind, form.clash.theirs, None)
            words["theirs"] = said_by(theirs)
            rebased(form, theirs.initial["seen"])
    return render_page(request, "calls/part.html", words, status=status_of(form))


def _found(request: CommunityRequest, call_id: str, kind: str, keys: dict[str, str]) -> tuple[Call, Part]:
    """The part of this call that the address names, or nothing; it knows its call."""
    row = call_of(request, call_id)
    if kind == "option":
        asked = _question(row, keys["ask_id"])
        option: Part = get_object_or_404(asked.options.all(), public_id=keys["option_id"])
        option.question = asked  # type: ignore[union-attr]
        return row, option
    found: Part = get_object_or_404(getattr(row, SECTIONS[kind]).all(), public_id=keys[KEYS[kind]])
    found.call = row  # type: ignore[union-attr]
    return row, found


def _question(row: Call, ask_id: str) -> CallQuestion:
    found: CallQuestion = get_object_or_404(row.questions.all(), public_id=ask_id)
    found.call = row
    return found


def _up(row: Call, kind: str, question: CallQuestion | None) -> str:
    """Where one comes from: the section of the call; of a choice, its question."""
    if kind == "option" and question is not None:
        return reverse("calls:question", args=[row.community.public_id, row.public_id, question.public_id])
    return page_of_call(row, SECTIONS.get(kind, ""))


def _to_choices(row: Call, new: Part) -> str:
    """A new question to choose from goes on with its choices."""
    if isinstance(new, CallQuestion) and new.kind in CHOOSING:
        return _up(row, "option", new)
    return ""


def _url(name: str, row: Call, kind: str, one: Part) -> str:
    keys = [row.community.public_id, row.public_id]
    keys += [one.question.public_id, one.public_id] if kind == "option" else [one.public_id]  # type: ignore[union-attr]
    return reverse(f"calls:{kind}_{name}", args=keys)
