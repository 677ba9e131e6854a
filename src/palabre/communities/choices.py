from django.db import models
from django.utils.translation import gettext_lazy as _


class CommunityKind(models.TextChoices):
    NETWORK = "global", _("network")
    REGIONAL = "regional", _("regional network")
    NATIONAL = "national", _("national network")
    SECTION = "section", _("language section")
    COMMUNITY = "community", _("community of practice")
    COMMITTEE = "committee", _("committee")


class Stage(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    FORMING = "forming", _("forming")
    ACTIVE = "active", _("active")
    CLOSED = "closed", _("closed")


class RiskProfile(models.TextChoices):
    STANDARD = "standard", _("standard")
    ELEVATED = "elevated", _("elevated")
    HIGH = "high", _("high")


class Role(models.TextChoices):
    FACILITATOR = "facilitator", _("facilitation")
    COORDINATOR = "coordinator", _("coordination")
    TRANSLATOR = "translator", _("translation")
    STEWARD = "steward", _("network coordination")


class Level(models.TextChoices):
    CORE = "core", _("core group")
    ACTIVE = "active", _("active")
    OCCASIONAL = "occasional", _("occasional")
    OBSERVER = "observer", _("observer")


class MembershipState(models.TextChoices):
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("care break")
    LEFT = "left", _("left")


class OrganisationKind(models.TextChoices):
    NGO = "ngo", _("national association or NGO")
    INGO = "ingo", _("international NGO")
    CBO = "cbo", _("grassroots association")
    AUTHORITY = "authority", _("public authority")
    RESEARCH = "research", _("research")
    MEDIA = "media", _("media")
    DONOR = "donor", _("donor")
