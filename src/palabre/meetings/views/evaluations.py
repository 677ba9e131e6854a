"""Three questions after a meeting."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.kit.pages import say, see
from palabre.kit.verdict import Refused
from palabre.meetings.actions.after import evaluate
from palabre.meetings.forms.after import EvaluationForm
from palabre.meetings.queries.after import evaluation_page
from palabre.meetings.views.common import find_meeting, meeting_page_of
from palabre.meetings.views.sending import sent
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Answer once, without a name; read the results when there are enough."""
    meeting = find_meeting(request, meeting_id)
    form = EvaluationForm(sent(request))
    if form.is_valid():
        try:
            evaluate(actor=request.user, meeting=meeting, **form.answers())
            say(request, _("Thank you. Your answers are kept without your name."))
            return see(request, reverse("meetings:evaluation", args=[meeting.public_id]))
        except Refused as error:
            form.refuse(error)
    context = {"form": form, "page": evaluation_page(request.user, meeting)}
    return meeting_page_of(request, "evaluation", meeting, context, status=422 if form.errors else 200)
