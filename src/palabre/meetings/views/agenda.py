"""The agenda: its points, their order, and the sheet to print."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.kit.pages import refused, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.choices import LANGUAGES
from palabre.meetings.actions.agenda import add_item, change_item, remove_item, reorder
from palabre.meetings.choices import ItemKind
from palabre.meetings.forms.agenda import ItemForm
from palabre.meetings.models import AgendaItem, Meeting
from palabre.meetings.queries.agenda import agenda_page
from palabre.meetings.queries.clocks import clocks
from palabre.meetings.queries.frames import initial_item
from palabre.meetings.queries.people import possible_owners
from palabre.meetings.queries.printing import printed_agenda
from palabre.meetings.rules import can_change_agenda, can_publish_agenda
from palabre.meetings.views.common import find_meeting, form_page_of, meeting_page_of
from palabre.people.requests import PersonRequest

METHODS = require_http_methods(["GET", "HEAD", "POST"])


@METHODS
def agenda(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """All points; one more with each sending."""
    meeting = find_meeting(request, meeting_id)
    people = possible_owners(request.user, meeting.community)
    form = ItemForm(request.POST or None, people=people, initial={"minutes": 30, "kind": ItemKind.TOPIC})
    return form_page_of(
        request,
        "agenda",
        meeting,
        form,
        can_change_agenda(request.user, meeting),
        lambda: _added(request, meeting, form),
        agenda=agenda_page(meeting),
        clocks=clocks(meeting, meeting.zone),
        can_publish=can_publish_agenda(request.user, meeting),
    )


def _added(request: PersonRequest, meeting: Meeting, form: ItemForm) -> HttpResponse:
    language = form.language(page_language())
    add_item(actor=request.user, meeting=meeting, source_language=language, **form.words(page_language()))
    say(request, _("The point is added."))
    return _to(request, meeting)


@METHODS
def item(request: PersonRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """One point, in both languages."""
    meeting = find_meeting(request, meeting_id)
    found = _item(meeting, item_id)
    verdict = can_change_agenda(request.user, meeting)
    people = possible_owners(request.user, meeting.community) if verdict else []
    form = ItemForm(request.POST or None, initial=initial_item(found), people=people, item=found)
    return form_page_of(request, "item", meeting, form, verdict, lambda: _changed(request, meeting, found, form))


def _changed(request: PersonRequest, meeting: Meeting, found: AgendaItem, form: ItemForm) -> HttpResponse:
    change_item(actor=request.user, item=found, **form.words(page_language()))
    say(request, _("The point is changed."))
    return _to(request, meeting)


@require_POST
def item_order(request: PersonRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """One place up or down."""
    meeting = find_meeting(request, meeting_id)
    direction: Literal["up", "down"] = "up" if request.POST.get("direction") == "up" else "down"
    try:
        reorder(actor=request.user, item=_item(meeting, item_id), direction=direction)
    except Refused as error:
        return refused(request, error)
    return _to(request, meeting)


@require_POST
def item_removal(request: PersonRequest, meeting_id: str, item_id: str) -> HttpResponse:
    """One point less."""
    meeting = find_meeting(request, meeting_id)
    try:
        remove_item(actor=request.user, item=_item(meeting, item_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The point is removed."))
    return _to(request, meeting)


@require_safe
def agenda_print(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """A sheet of A4, in the language that is asked for."""
    meeting = find_meeting(request, meeting_id)
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in LANGUAGES else page_language()):
        context = {"sheet": printed_agenda(request.user, meeting), "languages": LANGUAGES}
        return meeting_page_of(request, "agenda_print", meeting, context)


def _item(meeting: Meeting, item_id: str) -> AgendaItem:
    found: AgendaItem = get_object_or_404(meeting.items.select_related("meeting", "owner"), public_id=item_id)
    return found


def _to(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return see(request, reverse("meetings:agenda", args=[meeting.public_id]))
