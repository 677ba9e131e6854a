"""What a person lets others see of her, what a mail may say to her, and what she tells for counting alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no
from palabre.people.choices import CONSENT_TEXT, Byline, MailChoice, Purpose
from palabre.people.models import Consent, Person, Profile, SelfDescription
from palabre.people.rules import fresh_person

WHICH_NAME = no(_("Write the name under which your work is published."))
NOTHING_SAID = no(_("Nothing is written here. Write something, or leave this page."))


def change_openness(*, actor: Person, said: Mapping[str, Any]) -> Profile:
    """The fields of her profile and who reads each; a field that closes is closed for the next page. Raises Refused.

    `said`: some of the fields of `Profile`, by name.
    """
    with transaction.atomic():
        fresh_person(actor)
        profile, _new = Profile.objects.select_for_update().get_or_create(person=actor)
        for name, value in said.items():
            setattr(profile, name, value)
        if profile.byline == Byline.ALIAS and not profile.alias:
            raise Refused(WHICH_NAME, "alias")
        profile.save(update_fields=list(said))
        _tell("people.openness_changed", actor)
    return profile


def choose_mail(*, actor: Person, mail: str, calendar_words: bool) -> Person:
    """What a mail and a calendar may say to her; it holds for what is already waiting to leave."""
    with transaction.atomic():
        fresh_person(actor)
        actor.mail, actor.calendar_words = MailChoice(mail), calendar_words
        actor.save(update_fields=["mail", "calendar_words"])
        _tell("people.mail_chosen", actor)
    return actor


def describe_self(*, actor: Person, said: Mapping[str, str]) -> SelfDescription:
    """Keep, sealed, what she tells of herself for counting alone; saying it is consenting to it. Raises Refused."""
    with transaction.atomic():
        fresh_person(actor)
        if not any(said.values()):
            raise Refused(NOTHING_SAID)
        description, _new = SelfDescription.objects.update_or_create(person=actor, defaults=dict(said))
        running = Consent.objects.filter(person=actor, purpose=Purpose.SELF_DESCRIPTION, withdrawn_at=None)
        running.exclude(version=CONSENT_TEXT).update(withdrawn_at=timezone.now())
        Consent.objects.get_or_create(
            person=actor, purpose=Purpose.SELF_DESCRIPTION, withdrawn_at=None, defaults={"version": CONSENT_TEXT}
        )
        _tell("people.consent_given", actor, purpose=Purpose.SELF_DESCRIPTION.value)
    return description


def withdraw_description(*, actor: Person) -> None:
    """Take the consent back: what she told is deleted at once. Twice is once."""
    with transaction.atomic():
        fresh_person(actor)
        SelfDescription.objects.filter(person=actor).delete()
        running = Consent.objects.filter(person=actor, purpose=Purpose.SELF_DESCRIPTION, withdrawn_at=None)
        if running.update(withdrawn_at=timezone.now()):
            _tell("people.consent_withdrawn", actor, purpose=Purpose.SELF_DESCRIPTION.value)


def _tell(kind: str, actor: Person, **facts: Any) -> None:
    record(kind, actor_id=actor.pk, subject="person", subject_id=actor.pk, **facts)
