"""An application: whose it is and what she says lies sealed; what counts and sorts lies open."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.calls.choices import ApplicationState, Fluency
from palabre.calls.models.calls import Call, CallQuestion, CallTheme, QuestionOption
from palabre.files.models import StoredFile
from palabre.kit.bases import Thing
from palabre.kit.keyring import SealedText
from palabre.people.choices import Language
from palabre.people.models import Person


class Application(Thing):
    """One person's application to one call. She comes back to it by a private link, without an account.

    `code` is what reviewers call it: random, and nothing of hers is in it.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="applications")
    code = models.CharField(max_length=6)
    # SHA-256 of the private link's token
    digest = models.CharField(max_length=64, unique=True)
    # set when she was signed in, or when the place became a membership
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications")
    state = models.CharField(max_length=14, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    # the language of the page, of her answers and of the letters to her
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)

    # who she is: sealed, and never shown while reading is blind
    name = SealedText(blank=True)
    email = SealedText(blank=True)
    # HMAC of the folded address: the same one is found again, nobody reads it
    email_digest = models.CharField(max_length=64, blank=True)
    # she showed that the address is hers: by her account, or by a link that was mailed to it
    email_proven_at = models.DateTimeField(null=True, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    organisation = SealedText(blank=True)
    # ISO 3166-1, two letters
    country = models.CharField(max_length=2, blank=True)
    # the clock by which she lives; empty: that of the call
    zone = models.CharField(max_length=64, blank=True)

    french = models.CharField(max_length=8, choices=Fluency.choices, blank=True)
    english = models.CharField(max_length=8, choices=Fluency.choices, blank=True)
    # what she declares: she meets the rules, in her own name; an optional word on AI
    declares_rules = models.BooleanField(default=False)
    own_name = models.BooleanField(default=False)
    ai_use = SealedText(blank=True)

    # grows with each saving, so that two tabs notice each other
    version = models.PositiveIntegerField(default=1)
    # which open page wrote each section last: its own saving is no clash with itself
    pens = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # screening: why it is not admissible, or what is asked of her
    screened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    screened_at = models.DateTimeField(null=True, blank=True)
    screening_note = SealedText(blank=True)
    info_asked = SealedText(blank=True)
    info_given = SealedText(blank=True)
    # conflict of interest, declared with the offer (INV-15)
    coi = SealedText(blank=True)
    coi_none = models.BooleanField(default=False)
    coi_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="calls_code_once"),
            # an address that nobody proved neither holds the place of its owner nor tells that she applied
            models.UniqueConstraint(
                fields=["call", "email_digest"],
                condition=~Q(state__in=("draft", "withdrawn")) & ~Q(email_digest="") & Q(email_proven_at__isnull=False),
                name="calls_one_application_each",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(submitted_at__isnull=False),
                name="calls_handed_in_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("coi_declared", "accepted")) | Q(coi_at__isnull=False),
                name="calls_no_place_without_declaration",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state", "code"], name="calls_applications"),
            models.Index(fields=["email_digest", "call"], name="calls_by_address"),
        ]


class ThemeChoice(models.Model):
    """A theme that she would like: 1 is her first."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="theme_choices")
    theme = models.ForeignKey(CallTheme, on_delete=models.CASCADE, related_name="choices")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "theme"], name="calls_theme_once"),
            models.UniqueConstraint(fields=["application", "rank"], name="calls_theme_rank_once"),
        ]

    def __str__(self) -> str:
        return f"theme choice {self.pk}"


class Answer(models.Model):
    """What she says to one question; text lies sealed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(CallQuestion, on_delete=models.CASCADE, related_name="answers")
    text = SealedText(blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    options = models.ManyToManyField(QuestionOption, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "question"], name="calls_answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class BalanceData(models.Model):
    """What she may say of herself so that less-heard voices are present: voluntary, sealed, in a table of its own.

    Read only as counts (INV-16); forgotten 30 days after the selection is published.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="balance")
    gender = SealedText(blank=True)
    age_band = SealedText(blank=True)
    disability = SealedText(blank=True)
    diversity = SealedText(blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"balance {self.pk}"
