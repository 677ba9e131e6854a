"""Who may see, plan and lead a meeting."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Level, Role, Stage
from palabre.communities.models import Community
from palabre.communities.rules import has_signed, holds, is_core, may_act, standing
from palabre.groups.models import WorkingGroup
from palabre.kit.verdict import YES, Text, Verdict, no
from palabre.meetings.choices import Answer, Audience, MeetingKind, MeetingState, Mode
from palabre.meetings.models import Document, Guest, JointMeeting, Meeting, Reply
from palabre.meetings.rules.circles import (
    called_in_circles,
    can_plan_for_group,
    conducts,
    is_called,
    leads_some_group,
)
from palabre.meetings.rules.joint import joined, seen_by, seen_through
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
ONLY_FOLLOW_UP = _("A MEL check-in is planned by the follow-up or the coordination.")
IS_OVER = _("This meeting is closed or cancelled.")


def not_yours(actor: Person, community_id: int, why: Text = NOT_YOURS) -> Verdict:
    """The refusal to whoever does not hold the role; who holds it and has not signed reads that instead."""
    signed = has_signed(actor, community_id)
    return no(why) if signed else signed


def visible_meetings(actor: Person) -> QuerySet[Meeting]:
    """The meetings of the communities that the actor reads, and those of their twins that were opened to them."""
    return Meeting.objects.filter(seen_by(actor))


def can_view_meeting(actor: Person, meeting: Meeting) -> Verdict:
    return YES if seen_through(actor, meeting) is not None else no(_("There is nothing here."))


def leads(actor: Person, meeting: Meeting) -> bool:
    """Facilitates or coordinates in the community of this meeting; of a smaller circle, whoever conducts that one."""
    return conducts(actor, meeting) if meeting.is_apart else holds(actor, meeting.community_id, *LEADS)


def can_plan_meeting(actor: Person, community: Community, kind: str = "", group: WorkingGroup | None = None) -> Verdict:
    """Any meeting, or one of this kind: a check-in is planned by MEL or coordination, a group's also by who leads it."""
    if community.stage in Stage.over():
        return no(_("This community is closed."))
    if group is not None:
        return can_plan_for_group(actor, community, group)
    if kind == MeetingKind.MEL:
        ours = holds(actor, community.pk, Role.COORDINATOR, Role.MEL)
        return YES if ours else not_yours(actor, community.pk, ONLY_FOLLOW_UP)
    if holds(actor, community.pk, *PLANNERS):
        return YES
    if not kind and (holds(actor, community.pk, Role.MEL) or leads_some_group(actor, community.pk)):
        return may_act(actor, community.pk)
    return not_yours(actor, community.pk)


def can_edit_meeting(actor: Person, meeting: Meeting) -> Verdict:
    """Change the frame or the agenda, until it is closed."""
    mine = conducts(actor, meeting) if meeting.is_apart else holds(actor, meeting.community_id, *PLANNERS)
    if not mine:
        return not_yours(actor, meeting.community_id)
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
        return not_yours(actor, meeting.community_id)
    if not meeting.is_ahead:
        return no(_("This meeting is already noted as held or cancelled."))
    if meeting.starts_at > timezone.now() + EARLY:
        return no(_("This meeting has not begun yet."))
    return YES


def is_invited(actor: Person, meeting: Meeting) -> bool:
    """In the audience of the meeting, on the side of the host or of a twin."""
    if _is_invited_in(actor, meeting, meeting.community_id):
        return True
    return any(_is_invited_in(actor, meeting, twin) for twin in joined(meeting))


def _is_invited_in(actor: Person, meeting: Meeting, community_id: int) -> bool:
    if meeting.is_apart:
        return community_id == meeting.community_id and is_called(actor, meeting)
    if meeting.audience == Audience.CORE:
        return is_core(actor, community_id) or holds(actor, community_id, *LEADS)
    return community_id in standing(actor).levels or holds(actor, community_id, *LEADS)


def may_take_part(actor: Person, meeting: Meeting) -> Verdict:
    """Answer, ask, say how it was: invited, and signed where she is (INV-03). Reading asks for no signature."""
    homes = [pk for pk in (meeting.community_id, *joined(meeting)) if _is_invited_in(actor, meeting, pk)]
    if not homes:
        return no(_("This meeting is for a smaller group."))
    return has_signed_for(actor, meeting)


def has_signed_for(actor: Person, meeting: Meeting) -> Verdict:
    """Signed in one of the communities through which she takes part."""
    homes = [pk for pk in (meeting.community_id, *joined(meeting)) if pk in standing(actor).levels]
    signed = [has_signed(actor, pk) for pk in homes]
    return next((verdict for verdict in signed if verdict), signed[0] if signed else YES)


def invited_meetings(actor: Person) -> QuerySet[Meeting]:
    """The same for a list: the meetings to which the actor is invited."""
    known = standing(actor)
    members = set(known.levels)
    leading = set(known.communities_with(*LEADS))
    inner = leading | {pk for pk in members if known.levels[pk] == Level.CORE}
    joint = JointMeeting.objects.standing()
    twins_of_all, twins_of_core = joint.filter(community_id__in=members | leading), joint.filter(community_id__in=inner)
    return Meeting.objects.filter(
        Q(community_id__in=members | leading, audience=Audience.EVERYONE)
        | Q(community_id__in=inner, audience__in=Audience.open())
        | Q(pk__in=twins_of_all.values("meeting_id"), audience=Audience.EVERYONE)
        | Q(pk__in=twins_of_core.values("meeting_id"), audience__in=Audience.open())
        | called_in_circles(actor)
    )


def can_reply(actor: Person, meeting: Meeting) -> Verdict:
    """Say that one comes, while the meeting is ahead."""
    verdict = may_take_part(actor, meeting)
    return _still_open_to_answers(meeting) if verdict else verdict


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
    return YES if leads(actor, meeting) else not_yours(actor, meeting.community_id)


def can_invite_guest(actor: Person, meeting: Meeting) -> Verdict:
    if not leads(actor, meeting):
        return not_yours(actor, meeting.community_id)
    return YES if meeting.is_ahead else no(_("This meeting is no longer ahead."))


def can_add_document(actor: Person, meeting: Meeting) -> Verdict:
    if not leads(actor, meeting):
        return not_yours(actor, meeting.community_id)
    return no(_("This meeting is cancelled.")) if meeting.state == MeetingState.CANCELLED else YES


def visible_documents(actor: Person) -> QuerySet[Document]:
    return Document.objects.filter(seen_by(actor, "meeting__"))


def can_translate(actor: Person, meeting: Meeting) -> Verdict:
    """Write the other half of titles, agenda, minutes, decisions and commitments."""
    if holds(actor, meeting.community_id, Role.TRANSLATOR) or leads(actor, meeting):
        return YES
    return no(_("This is done by translation or facilitation."))
