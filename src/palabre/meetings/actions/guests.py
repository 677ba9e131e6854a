"""People invited who are no members."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from palabre.communities.rules import fresh
from palabre.kit.text import one_line
from palabre.kit.verdict import require
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.actions.frame import refuse
from palabre.meetings.models import Guest, Meeting
from palabre.meetings.rules import can_invite_guest
from palabre.people.models import Person

GUESTS_AT_MOST = 200


def add_guest(*, actor: Person, meeting: Meeting, name: str, email: str = "", language: str = "fr") -> Guest:
    """Invite a resource person or a partner; with an address, she gets the invitation and can answer by its link."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_invite_guest(fresh(actor), meeting))
        name, email = one_line(name), one_line(email).lower()
        if not name:
            refuse(_("Write the name of the person you invite."), "name")
        if email and meeting.guests.filter(email=email).exists():
            refuse(_("This address is already on the list of guests."), "email")
        if meeting.guests.count() >= GUESTS_AT_MOST:
            refuse(_("A meeting has %(number)s guests at most.") % {"number": GUESTS_AT_MOST})
        guest = Guest.objects.create(meeting=meeting, name=name, email=email, language=language)
        tell("meetings.guest_invited", actor, meeting, guest=guest.pk)
    return guest


def remove_guest(*, actor: Person, guest: Guest) -> None:
    """Take a guest off the list, with her answer; her link no longer opens anything."""
    with transaction.atomic():
        meeting = locked(guest.meeting)
        require(can_invite_guest(fresh(actor), meeting))
        tell("meetings.guest_removed", actor, meeting, guest=guest.pk)
        meeting.guests.filter(pk=guest.pk).delete()
