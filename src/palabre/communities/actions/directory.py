"""Around the directory: test entries, a reader who opens too much, and messages to the facilitation."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.presence import can_be_called
from palabre.communities.choices import MembershipState, Profile
from palabre.communities.models import Community, ContactMessage, Membership
from palabre.communities.rules import fresh
from palabre.communities.rules.directory import (
    A_DAY,
    MESSAGES_A_DAY,
    NOTHING_HERE,
    can_keep_watch,
    can_reply_to_message,
    can_write_to_facilitation,
)
from palabre.journal.actions import record
from palabre.kit.ids import new_id
from palabre.kit.text import clean, one_line
from palabre.kit.throttle import allow
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

NAMELESS = no(_("Please fill in this field."))
NOTHING_SAID = no(_("Write a few words first."))
ENOUGH_TODAY = no(_("Five messages a day at most. Please go on tomorrow."))
MOST_CANARIES = 3
ENOUGH_CANARIES = no(_("Three test entries are enough."))


def add_canary(*, actor: Person, community: Community, name: str, profile: str) -> Membership:
    """A listed nobody: no account opens it, no count and no mail knows it, opening it is told. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_keep_watch(actor, community))
        if Membership.objects.filter(community=community, canary=True).count() >= MOST_CANARIES:
            raise Refused(ENOUGH_CANARIES)
        if not one_line(name):
            raise Refused(NAMELESS, "name")
        nobody = _nobody(one_line(name))
        require(can_be_called(community, nobody, name), "name")
        canary = Membership.objects.create(
            community=community, person=nobody, canary=True, listed=True, state=MembershipState.DECLINED,
            profile=Profile(profile) if profile else "",
        )  # fmt: skip
        _tell("communities.canary_added", actor, canary)
    return canary


def _nobody(name: str) -> Person:
    """A shut account whose address no mail can reach (RFC 2606)."""
    nobody = Person(email=f"{new_id()}@nobody.invalid", display_name=name, is_active=False)
    nobody.set_unusable_password()
    nobody.save(force_insert=True)
    return nobody


def remove_canary(*, actor: Person, canary: Membership) -> None:
    """Take a test entry out; nothing of it is left. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        canary = Membership.objects.select_for_update(of=("self",)).select_related("community").get(pk=canary.pk)
        require(can_keep_watch(actor, canary.community) if canary.canary else no(NOTHING_HERE))
        _tell("communities.canary_removed", actor, canary)
        Person.objects.filter(pk=canary.person_id, is_active=False, email__endswith="@nobody.invalid").delete()


def tell_canary_opened(*, actor: Person, canary: Membership) -> None:
    """Somebody opened a test entry: the coordination reads who, once a day for each person and entry."""
    with transaction.atomic():
        if allow(f"canary {fresh(actor).pk} {canary.pk}", 1, A_DAY):
            _tell("communities.canary_opened", actor, canary)


def tell_directory_overrun(*, actor: Person, community: Community) -> None:
    """A person came to the end of what may be opened in a day: the coordination reads who, once a day."""
    with transaction.atomic():
        if allow(f"directory told {fresh(actor).pk} {community.pk}", 1, A_DAY):
            where = community.pk
            record(
                "communities.directory_overrun", actor_id=actor.pk, about_id=actor.pk, community_id=where,
                subject="community", subject_id=where,
            )  # fmt: skip


def write_to_facilitation(*, actor: Person, community: Community, text: str) -> ContactMessage:
    """A message that stays in the application; neither side reads an address. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        require(can_write_to_facilitation(actor, community))
        if not clean(text):
            raise Refused(NOTHING_SAID, "text")
        if not allow(f"facilitation {actor.pk}", MESSAGES_A_DAY, A_DAY):
            raise Refused(ENOUGH_TODAY, "text")
        message = ContactMessage.objects.create(community=community, sender=actor, text=clean(text))
        _tell_message("communities.message_sent", actor, message)
    return message


def reply_to_message(*, actor: Person, message: ContactMessage, reply: str) -> ContactMessage:
    """One answer, which its sender reads on the same page. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        message = ContactMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
        require(can_reply_to_message(actor, message))
        if not clean(reply):
            raise Refused(NOTHING_SAID, "reply")
        message.reply, message.replied_at, message.replied_by = clean(reply), timezone.now(), actor
        message.save(update_fields=["reply", "replied_at", "replied_by"])
        _tell_message("communities.message_answered", actor, message)
    return message


def _tell(kind: str, actor: Person, canary: Membership) -> None:
    where, key = canary.community_id, canary.pk
    record(kind, actor_id=actor.pk, about_id=actor.pk, community_id=where, subject="canary", subject_id=key)


def _tell_message(kind: str, actor: Person, message: ContactMessage) -> None:
    where, key = message.community_id, message.pk
    record(
        kind, actor_id=actor.pk, about_id=message.sender_id, community_id=where,
        subject="contactmessage", subject_id=key,
    )  # fmt: skip
