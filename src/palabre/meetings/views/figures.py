"""Figures without names."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused
from palabre.meetings.actions.figures import add_figure, change_figure, remove_figure
from palabre.meetings.forms.figures import CountForm
from palabre.meetings.models import CountedLine
from palabre.meetings.queries.figures import figures
from palabre.meetings.rules import can_count, known_organisations, visible_counted_lines
from palabre.meetings.views.common import find_meeting, meeting_page_of
from palabre.meetings.views.sending import sent
from palabre.people.requests import PersonRequest

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@BOTH
def figures_page(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """What was counted, for everybody here; writing it down is for those who lead."""
    meeting = find_meeting(request, meeting_id)
    verdict = can_count(request.user, meeting)
    if request.method == "POST" and not verdict:
        return refused(request, Refused(verdict))
    organisations = known_organisations(meeting) if verdict else ()
    form = CountForm(sent(request), organisations=organisations)
    if form.is_valid():
        try:
            add_figure(actor=request.user, meeting=meeting, count=form.count())
            say(request, _("The figure is noted."))
            return see(request, reverse("meetings:figures", args=[meeting.public_id]))
        except Refused as error:
            form.refuse(error)
    context = {"figures": figures(request.user, meeting), "form": form, "can_count": verdict}
    return meeting_page_of(request, "figures", meeting, context, status=422 if form.errors else 200)


def _find(request: PersonRequest, figure_id: str) -> CountedLine:
    rows = visible_counted_lines(request.user).select_related("meeting__community", "organisation")
    found: CountedLine = get_object_or_404(rows.prefetch_related("splits"), public_id=figure_id)
    return found


@BOTH
def figure(request: PersonRequest, figure_id: str) -> HttpResponse:
    """Mend one figure."""
    line = _find(request, figure_id)
    verdict = can_count(request.user, line.meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    form = CountForm(sent(request), organisations=known_organisations(line.meeting), line=line)
    if form.is_valid():
        try:
            change_figure(actor=request.user, line=line, count=form.count())
            say(request, _("The figure is corrected."))
            return see(request, reverse("meetings:figures", args=[line.meeting.public_id]))
        except Refused as error:
            form.refuse(error)
    context = {"form": form, "line": line}
    return meeting_page_of(request, "figure", line.meeting, context, status=422 if form.errors else 200)


@require_POST
def removal(request: PersonRequest, figure_id: str) -> HttpResponse:
    line = _find(request, figure_id)
    try:
        remove_figure(actor=request.user, line=line)
    except Refused as error:
        return refused(request, error)
    say(request, _("The figure is taken away."))
    return see(request, reverse("meetings:figures", args=[line.meeting.public_id]))
