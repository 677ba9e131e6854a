"""The ways in: invitations by mail, join links by community and language, requests with the community's questions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlsafe_base64_encode

from palabre.communities.choices import JoinAs, Level, OrganisationKind, Profile, Role
from palabre.communities.models.belonging import Membership, Organisation, OrganisationPlace
from palabre.communities.models.community import Community
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.choices import Language
from palabre.people.models import Person


def _derived(purpose: str, said: str) -> str:
    """What stands in an address: derived from the row under the secret key, the same each time, kept nowhere."""
    return urlsafe_base64_encode(salted_hmac(f"palabre.{purpose}", said, algorithm="sha256").digest()[:24])


class Invitation(Thing):
    """A single-use link by mail that opens a place in a community, with or without a role."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True)
    # set: whoever accepts speaks for this organisation here, with its voice or without
    place = models.ForeignKey(OrganisationPlace, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    votes = models.BooleanField(default=False)
    # what a list that was taken in says of her; she changes her name when she comes in
    name = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices, blank=True)
    profile = models.CharField(max_length=12, choices=Profile.choices, blank=True)
    country = models.CharField(max_length=2, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "accepted_at"], name="communities_invited")]

    @property
    def is_open(self) -> bool:
        """Nobody has used it, nobody has shut it, and its fourteen days are not over."""
        return not (self.accepted_at or self.withdrawn_at) and self.expires_at > timezone.now()

    def token(self) -> str:
        """What stands in its address."""
        return _derived("invitation", f"{self.public_id} {self.email}")


class JoinLink(Thing):
    """An address that a community gives out in one language: so many times, until a day, unless it is shut."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="join_links")
    language = models.CharField(max_length=2, choices=Language.choices)
    digest = models.CharField(max_length=64, unique=True)
    # null: no limit
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    needs_approval = models.BooleanField(default=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(max_uses__isnull=True) | Q(used__lte=F("max_uses")), name="communities_link_not_overused"
            )
        ]

    def token(self) -> str:
        """What stands in its address; the coordination can read it again."""
        return _derived("join_link", f"{self.public_id} {self.created_at.timestamp():.6f}")

    @property
    def is_open(self) -> bool:
        """Not shut, not too old, and a use is left."""
        left = self.max_uses is None or self.used < self.max_uses
        in_time = self.expires_at is None or self.expires_at > timezone.now()
        return self.closed_at is None and left and in_time


class JoinQuestion(Thing, Translatable):
    """What a community asks of whoever wants to join."""

    translatable: ClassVar[tuple[str, ...]] = ("text",)

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="join_questions")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=300)
    required = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]


class JoinRequest(Thing):
    """What somebody said when she asked to join: for herself, or for an organisation and its representatives.

    Before her address is confirmed nobody reads it; then it stands behind a membership (or an organisation's place)
    that is `requested`.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="join_requests")
    link = models.ForeignKey(JoinLink, on_delete=models.SET_NULL, null=True, related_name="requests")
    language = models.CharField(max_length=2, choices=Language.choices)
    joins_as = models.CharField(max_length=12, choices=JoinAs.choices, default=JoinAs.PERSON)
    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=80)
    profile = models.CharField(max_length=12, choices=Profile.choices, blank=True)
    country = models.CharField(max_length=2, blank=True)
    organisation_name = models.CharField(max_length=160, blank=True)
    organisation_kind = models.CharField(max_length=12, choices=OrganisationKind.choices, blank=True)
    second_name = models.CharField(max_length=80, blank=True)
    second_email = models.EmailField(max_length=254, blank=True)
    # the voice of the organisation is with the second person, not with the one who asks
    second_votes = models.BooleanField(default=False)
    # she lets members read her name and her answers, so that they can vouch for her
    open_to_members = models.BooleanField(default=False)
    # the place in a sister community that she leaves the moment she is admitted here
    leaves = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="request"
    )
    place = models.OneToOneField(
        OrganisationPlace, on_delete=models.CASCADE, null=True, blank=True, related_name="request"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # to the person, in the words of the coordination
    reply = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "answered_at"], name="communities_asking")]

    def token(self) -> str:
        """What stands in the mail that asks her to confirm her address."""
        return _derived("join_request", f"{self.public_id} {self.email}")


class JoinAnswer(models.Model):
    """Her words to one question."""

    request = models.ForeignKey(JoinRequest, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(JoinQuestion, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "question"], name="communities_answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"
