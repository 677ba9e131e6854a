"""What proves a person beside her password: passkeys, a code generator, a printed sheet of one-time codes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.kit.bases import Thing
from palabre.kit.keyring import SealedText
from palabre.people.models.person import Person


class Passkey(Thing):
    """A WebAuthn credential: the public half; the private half never leaves the person's device."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(unique=True, max_length=1024)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    label = models.CharField(max_length=40, blank=True)


class Totp(models.Model):
    """A code generator (RFC 6238, 30 s, 6 digits). Unconfirmed until a first code was right."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="totp")
    secret = SealedText()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # the 30-second step of the last accepted code: it is not taken twice
    last_step = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"totp {self.pk}"


class CodeSheet(models.Model):
    """A printed sheet of one-time codes; making a new one ends the old."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="code_sheet")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"sheet {self.pk}"


class SheetCode(models.Model):
    """One code of a sheet, kept only as a keyed digest."""

    sheet = models.ForeignKey(CodeSheet, on_delete=models.CASCADE, related_name="codes")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="people_code_once")]

    def __str__(self) -> str:
        return f"code {self.pk}"


class FactorReset(Thing):
    """She has lost every factor and asks to come in without: somebody else says that it is she, then a day passes."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="factor_resets")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # used, refused, stopped by herself or too old
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="people_one_reset_each")
        ]
