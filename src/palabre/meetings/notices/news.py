"""The lines about meetings under "What is new": made when the page is read, from what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community
from palabre.journal.telling import Line, finds, lines
from palabre.languages.queries import load_halves
from palabre.languages.templatetags.languages import plain_text, text
from palabre.meetings.models import JointMeeting, Meeting
from palabre.meetings.rules import visible_joint, visible_meetings
from palabre.people.models import Person


@finds("meeting")
def _meetings(reader: Person, ids: Iterable[int]) -> Mapping[int, Meeting]:
    found = list(visible_meetings(reader).filter(pk__in=ids).select_related("community"))
    load_halves([*found, *(one.community for one in found)])
    return {one.pk: one for one in found}


def _line(sentence: Promise, page: str) -> Callable[[Meeting], Line]:
    """The sentence with the title of the meeting, leading to one of its pages."""

    def line(meeting: Meeting) -> Line:
        words = format_html(str(sentence), title=text(meeting, "title"))
        return Line(words, reverse(page, args=[meeting.public_id]), plain_text(meeting.community, "name"))

    return line


@finds("joint")
def _joint(reader: Person, ids: Iterable[int]) -> Mapping[int, JointMeeting]:
    found = list(visible_joint(reader).filter(pk__in=ids).select_related("community"))
    load_halves([one.community for one in found])
    return {one.pk: one for one in found}


@lines("meetings.joint_opened")
def _joint_line(joint: JointMeeting) -> Line:
    url = reverse("meetings:joint", args=[joint.community.public_id])
    return Line(gettext("A twin community invites yours to a meeting"), url, plain_text(joint.community, "name"))


@lines("meetings.joint_ended")
def _no_longer_joint(community: Community) -> Line:
    url = reverse("meetings:list", args=[community.public_id])
    return Line(gettext("A joint meeting is no longer open to your community"), url, plain_text(community, "name"))


PAGE, MINUTES = "meetings:meeting", "meetings:minutes"
lines("meetings.planned")(_line(_("You are invited: {title}"), PAGE))
lines("meetings.joint_accepted")(_line(_("Joint meeting: {title}"), PAGE))
lines("meetings.agenda_published")(_line(_("The agenda is ready: {title}"), PAGE))
lines("meetings.moved")(_line(_("New date: {title}"), PAGE))
lines("meetings.cancelled")(_line(_("Cancelled: {title}"), PAGE))
lines("meetings.reminder_due")(_line(_("Soon: {title}"), PAGE))
lines("meetings.document_added")(_line(_("A document was added: {title}"), PAGE))
lines("meetings.question_answered")(_line(_("A question was answered: {title}"), PAGE))
lines("meetings.minutes_proposed")(_line(_("Minutes to approve: {title}"), MINUTES))
lines("meetings.minutes_approved")(_line(_("The minutes can be read: {title}"), MINUTES))
lines("meetings.minutes_amended")(_line(_("Minutes to bring up to date: {title}"), MINUTES))
