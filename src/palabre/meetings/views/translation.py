"""The titles of a meeting and its agenda, side by side in both languages."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from palabre.kit.pages import say, see
from palabre.meetings.actions.translation import approve_titles, write_translations
from palabre.meetings.forms.agenda import TitlesForm
from palabre.meetings.models import Meeting
from palabre.meetings.queries.agenda import passages
from palabre.meetings.rules import can_translate
from palabre.meetings.views.common import find_meeting, form_page_of
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def translation(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Write the other half, propose it; somebody else approves."""
    meeting = find_meeting(request, meeting_id)
    rows = passages(meeting, request.user.pk)
    form = TitlesForm(request.POST or None, passages=rows)
    approving = "approve" in request.POST
    return form_page_of(
        request,
        "translation",
        meeting,
        form,
        can_translate(request.user, meeting),
        lambda: _approved(request, meeting) if approving else _written(request, meeting, form),
        waiting=sum(1 for one in rows if one.state == "in_review" and not one.mine),
        mine=any(one.state == "in_review" and one.mine for one in rows),
    )


def _written(request: PersonRequest, meeting: Meeting, form: TitlesForm) -> HttpResponse:
    words = [(one.thing, one.field, text, version) for one, text, version in form.changed()]
    write_translations(actor=request.user, meeting=meeting, words=words, proposed="draft" not in request.POST)
    say(request, _("The translation is kept."))
    return _to(request, meeting)


def _approved(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    number = approve_titles(actor=request.user, meeting=meeting)
    said = ngettext("%(number)s text is approved.", "%(number)s texts are approved.", number)
    say(request, said % {"number": number})
    return _to(request, meeting)


def _to(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return see(request, reverse("meetings:translation", args=[meeting.public_id]))
