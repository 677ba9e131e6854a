"""Saying that one comes: signed in, or by the link of the invitation. And who said what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from palabre.kit.access import open_to_all
from palabre.kit.ids import digest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.throttle import allow
from palabre.kit.verdict import YES, Refused, Verdict, no, require
from palabre.meetings.actions.replies import reply, reply_as_guest
from palabre.meetings.choices import Answer
from palabre.meetings.forms.answers import ReplyForm
from palabre.meetings.models import Meeting
from palabre.meetings.queries.clocks import clocks
from palabre.meetings.queries.counting import add_figures
from palabre.meetings.queries.links import Invited, find_invited
from palabre.meetings.queries.meeting import answer_choices, my_reply
from palabre.meetings.queries.replies import answer_of, replies_of
from palabre.meetings.rules import can_reply, can_see_replies, possible_answers
from palabre.meetings.views.common import find_meeting, form_page_of, meeting_page_of
from palabre.people.requests import PersonRequest

METHODS = require_http_methods(["GET", "HEAD", "POST"])
NOTED = {
    Answer.YES: gettext_lazy("you come"),
    Answer.REMOTE: gettext_lazy("by distance"),
    Answer.NO: gettext_lazy("you cannot come"),
}


@METHODS
def reply_page(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """The answer, and what one needs to take part."""
    meeting = find_meeting(request, meeting_id)
    add_figures(request.user, meeting)
    before = my_reply(meeting)
    shown = possible_answers(meeting, before.answer if before else "")
    start = {"answer": before.answer, "needs": before.needs} if before else {}
    form = ReplyForm(request.POST or None, initial=start, shown=shown)
    verdict = can_reply(request.user, meeting)
    return form_page_of(request, "reply", meeting, form, verdict, lambda: _answered(request, meeting, form))


def _answered(request: PersonRequest, meeting: Meeting, form: ReplyForm) -> HttpResponse:
    said = form.cleaned_data["answer"]
    reply(actor=request.user, meeting=meeting, answer=said, needs=form.needs_said())
    say(request, _("Your answer is noted: %(answer)s.") % {"answer": NOTED[Answer(said)]})
    return see(request, reverse("meetings:meeting", args=[meeting.public_id]))


@require_safe
def replies(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """For those who prepare."""
    meeting = find_meeting(request, meeting_id)
    verdict = can_see_replies(request.user, meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    return meeting_page_of(request, "replies", meeting, {"replies": replies_of(meeting)})


@open_to_all
@METHODS
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """A date, three buttons, nothing else: whoever holds the phone learns no name and no topic."""
    invited = find_invited(token)
    if invited is None:
        return render_page(request, "meetings/answer_closed.html", {"for_all": True}, status=410)
    with translation.override(invited.language):
        if request.method != "POST":
            return _three_buttons(request, invited, token)
        try:
            require(_calm(token))
            _note(invited, request.POST.get("answer", ""))
        except Refused as error:
            return refused(request, error)
    return see(request, reverse("meetings:answer", args=[token]))


def _three_buttons(request: HttpRequest, invited: Invited, token: str) -> HttpResponse:
    chosen = answer_of(invited.meeting, person=invited.person, guest=invited.guest)
    context = {
        "for_all": True,
        "url": reverse("meetings:answer", args=[token]),
        "clocks": clocks(invited.meeting, invited.zone),
        "choices": answer_choices(invited.meeting, chosen),
        "chosen": chosen,
    }
    return render_page(request, "meetings/answer.html", context)


def _note(invited: Invited, said: str) -> None:
    if invited.person is not None:
        reply(actor=invited.person, meeting=invited.meeting, answer=said)
    elif invited.guest is not None:
        reply_as_guest(guest=invited.guest, answer=said)


def _calm(token: str) -> Verdict:
    """A link is pressed a few times, not hundreds."""
    if allow(f"answer {digest(token)}", 30, 3600):
        return YES
    return no(_("Too many answers at once. Try again in an hour."))
