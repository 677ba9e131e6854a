"""Who may see, plan and lead a meeting."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Level, Role, Stage
from palabre.communities.models import Community
from palabre.communities.rules import holds, is_core, is_member, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.meetings.choices import Answer, Audience, MeetingState, Mode
from palabre.meetings.models import Document, Guest, Meeting, Reply
from palabre.people.models import Person

# Whoever facilitates may note in the morning that the afternoon's meeting is taking place.
EARLY = timedelta(hours=12)
ANSWERS = {
    Mode.IN_PERSON: (Answer.YES, Answer.NO),
    Mode.ONLINE: (Answer.REMOTE, Answer.NO),
    Mode.HYBRID: tuple(Answer),
}
LEADS = (Role.COORDINATOR, Role.FACILITATOR)
PLANNERS = (*LEADS, Role.STEWARD)
NOT_YOURS = _("This is done by facilitation or coordination.")
IS_OVER = _("This meeting is closed or cancelled.")


def visible_meetings(actor: Person) -> QuerySet[Meeting]:
    """The meetings of the communities that the actor reads."""
    return Meeting.objects.filter(community_id__in=standing(actor).community_ids())


def can_view_meeting(actor: Person, meeting: Meeting) -> Verdict:
    known = meeting.community_id in standing(actor).community_ids()
    return YES if known else no(_("There is nothing here."))


def leads(actor: Person, meeting: Meeting) -> bool:
    """Facilitates or coordinates in the community of this meeting."""
    return holds(actor, meeting.community_id, *LEADS)


def can_plan_meeting(actor: Person, community: Community) -> Verdict:
    if community.stage == Stage.CLOSED:
        return no(_("This community is closed."))
    return YES if holds(actor, community.pk, *PLANNERS) else no(NOT_YOURS)


def can_edit_meeting(actor: Person, meeting: Meeting) -> Verdict:
    """Change the frame or the agenda, until it is closed."""
    if not holds(actor, meeting.community_id, *PLANNERS):
        return no(NOT_YOURS)
    if meeting.state in (MeetingState.CANCELLED, MeetingState.CLOSED):
        return no(IS_OVER)
    return YES


def can_change_agenda(actor: Person, meeting: Meeting) -> Verdict:
    """Points, their order and their length: as long as the frame can change."""
    return can_edit_meeting(actor, meeting)


def can_move_meeting(actor: Person, meeting: Meeting) -> Verdict:
    """Change when or where: only while it is ahead."""
    if not meeting.is_ahead:
        return no(_("A meeting that was held or cancelled can no longer be moved."))
    return can_edit_meeting(actor, meeting)


def can_cancel_meeting(actor: Person, meeting: Meeting) -> Verdict:
    return can_move_meeting(actor, meeting)


def can_publish_agenda(actor: Person, meeting: Meeting) -> Verdict:
    """Needs one point at least; a missing half is shown as missing, it does not stop anybody."""
    verdict = can_move_meeting(actor, meeting)
    if verdict and not meeting.items.exists():
        return no(_("Add at least one point to the agenda first."))
    return verdict


def can_hold_meeting(actor: Person, meeting: Meeting) -> Verdict:
    """Say that it took place."""
    if not leads(actor, meeting):
        return no(NOT_YOURS)
    if not meeting.is_ahead:
        return no(_("This meeting is already noted as held or cancelled."))
    if meeting.starts_at > timezone.now() + EARLY:
        return no(_("This meeting has not begun yet."))
    return YES


def is_invited(actor: Person, meeting: Meeting) -> bool:
    """In the audience of the meeting."""
    if meeting.audience == Audience.CORE:
        return is_core(actor, meeting.community_id) or leads(actor, meeting)
    return is_member(actor, meeting.community_id) or leads(actor, meeting)


def invited_meetings(actor: Person) -> QuerySet[Meeting]:
    """The same for a list: the meetings to which the actor is invited."""
    known = standing(actor)
    members = {pk for pk in known.community_ids() if known.is_member(pk)}
    leading = set(known.communities_with(*LEADS))
    inner = leading | {pk for pk in members if known.levels[pk] == Level.CORE}
    return Meeting.objects.filter(
        Q(community_id__in=members | leading, audience=Audience.EVERYONE) | Q(community_id__in=inner)
    )


def can_reply(actor: Person, meeting: Meeting) -> Verdict:
    """Say that one comes, while the meeting is ahead."""
    if not is_invited(actor, meeting):
        return no(_("This meeting is for a smaller group."))
    return _still_open_to_answers(meeting)


def possible_answers(meeting: Meeting, said: str = "") -> list[Answer]:
    """Those that fit how people meet; the one already given (`said`) stays when that has changed since."""
    return [answer for answer in Answer if answer in ANSWERS[Mode(meeting.mode)] or answer == said]


def can_answer(meeting: Meeting, answer: str, said: str = "") -> Verdict:
    """Whether this is one of them."""
    if answer not in Answer.values:
        return no(_("Choose one of the answers shown."))
    if answer in possible_answers(meeting, said):
        return YES
    if meeting.mode == Mode.ONLINE:
        return no(_("This meeting is online only. Say whether you take part by distance."))
    return no(_("This meeting is in person only. Say whether you come."))


def can_answer_as_guest(guest: Guest, meeting: Meeting) -> Verdict:
    """By the link of the invitation, as long as the guest is on the list and the meeting is ahead."""
    if guest.meeting_id != meeting.pk or not meeting.guests.filter(pk=guest.pk).exists():
        return no(_("There is nothing here."))
    return _still_open_to_answers(meeting)


def _still_open_to_answers(meeting: Meeting) -> Verdict:
    if meeting.state == MeetingState.CANCELLED:
        return no(_("This meeting is cancelled."))
    if not meeting.is_ahead or meeting.ends_at <= timezone.now():
        return no(_("This meeting is over."))
    return YES


def can_see_place(actor: Person, meeting: Meeting, reply: Reply | None) -> Verdict:
    """A hidden place or link shows once one has said one comes."""
    if not meeting.place_hidden or leads(actor, meeting):
        return YES
    if reply is not None and reply.answer in (Answer.YES, Answer.REMOTE):
        return YES
    return no(_("The place is shown once you have said that you come."))


def can_see_replies(actor: Person, meeting: Meeting) -> Verdict:
    """Who comes and what each needs: for those who prepare."""
    return YES if leads(actor, meeting) else no(NOT_YOURS)


def can_invite_guest(actor: Person, meeting: Meeting) -> Verdict:
    if not leads(actor, meeting):
        return no(NOT_YOURS)
    return YES if meeting.is_ahead else no(_("This meeting is no longer ahead."))


def can_add_document(actor: Person, meeting: Meeting) -> Verdict:
    if not leads(actor, meeting):
        return no(NOT_YOURS)
    return no(_("This meeting is cancelled.")) if meeting.state == MeetingState.CANCELLED else YES


def visible_documents(actor: Person) -> QuerySet[Document]:
    return Document.objects.filter(meeting__community_id__in=standing(actor).community_ids())


def can_translate(actor: Person, meeting: Meeting) -> Verdict:
    """Write the other half of titles, agenda, minutes, decisions and commitments."""
    if holds(actor, meeting.community_id, Role.TRANSLATOR, *LEADS):
        return YES
    return no(_("This is done by translation or facilitation."))
