"""Persons, keepers, sessions, single-use links and unfinished forms."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_encode

from palabre.kit.bases import Thing
from palabre.kit.ids import new_token
from palabre.people.choices import DeviceKind, Language, LinkPurpose, MailChoice


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def open(self) -> models.QuerySet[Person]:
        """Persons whose account is open."""
        return self.filter(is_active=True)


class Person(AbstractBaseUser, Thing):
    """Somebody with an account. The display name is the only name there is; it is free and can change."""

    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=80)
    pronouns = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    # what a mail and a calendar may say to her; her communities can make it quieter, never louder
    mail = models.CharField(max_length=8, choices=MailChoice.choices, default=MailChoice.DISCREET)
    calendar_words = models.BooleanField(default=False)
    # a keyed digest of the emergency code given at sign-up; with it anybody she trusts can shut her account
    lock_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    # set: shut by the emergency lock (`is_active` is False as long as it holds)
    locked_at = models.DateTimeField(null=True, blank=True)
    # until when she may sign in without the second factor that her roles ask for; null: not asked yet
    factor_due_at = models.DateTimeField(null=True, blank=True)
    # set: nothing of her is left but this row
    erased_at = models.DateTimeField(null=True, blank=True)
    # the day of the last sign-in, for closing accounts that nobody uses (DOMAIN.md §4.5); shown to nobody
    seen_on = models.DateField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    calendar_key = models.CharField(max_length=40, unique=True, default=new_token)
    last_login = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects: ClassVar[People] = People()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_one_account_per_address")]

    def __str__(self) -> str:
        return f"person {self.public_id}"


class Keeper(models.Model):
    """Whoever cares for the instance: settings, mail, backups. Sees no content."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="keeping")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    named_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # null: a second keeper has not confirmed (SR-15)
    confirmed_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    confirmed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"keeper {self.pk}"


class Session(AbstractBaseSession):
    """A sign-in on one device. Nothing says when it was last used: idle time lives in a signed cookie."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=8, choices=DeviceKind.choices, default=DeviceKind.SHARED)
    started_at = models.DateTimeField(default=timezone.now)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from palabre.people.sessions import SessionStore  # noqa: PLC0415 (the store imports this model)

        return SessionStore


class MailLink(models.Model):
    """A single-use link sent by mail; the table keeps only its digest."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mail_links")
    purpose = models.CharField(max_length=16, choices=LinkPurpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"

    def token(self) -> str:
        """What stands in its address: derived from the row under the secret key, the same each time, kept nowhere."""
        said = f"{self.pk} {self.purpose} {self.expires_at.timestamp():.6f}"
        return urlsafe_base64_encode(salted_hmac("palabre.mail_link", said, algorithm="sha256").digest()[:24])


class Draft(models.Model):
    """What a person was typing in a form, kept for her alone until she sends it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=80)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form"], name="people_one_draft_per_form")]

    def __str__(self) -> str:
        return f"draft {self.pk}"
