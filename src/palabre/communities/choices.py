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
    MATURING = "maturing", _("maturing")
    SUSTAINING = "sustaining", _("sustaining")
    DORMANT = "dormant", _("dormant")
    CLOSED = "closed", _("closed")
    ARCHIVED = "archived", _("archived")

    @classmethod
    def over(cls) -> frozenset[str]:
        """Nothing new happens there; who belonged still reads."""
        return frozenset({cls.CLOSED, cls.ARCHIVED})


class RiskProfile(models.TextChoices):
    STANDARD = "standard", _("standard")
    ELEVATED = "elevated", _("elevated")
    HIGH = "high", _("high")


class Role(models.TextChoices):
    FACILITATOR = "facilitator", _("facilitation")
    COORDINATOR = "coordinator", _("coordination")
    TRANSLATOR = "translator", _("translation")
    STEWARD = "steward", _("network coordination")
    MEL = "mel", _("monitoring, evaluation and learning")
    TREASURER = "treasurer", _("treasury")
    HANDLER = "handler", _("hearing concerns")
    REVIEWER = "reviewer", _("reading applications")

    @classmethod
    def apart(cls) -> frozenset[str]:
        """Who works for the community without reading it: its pages do not exist for her (DOMAIN.md §3)."""
        return frozenset({cls.REVIEWER})


class Level(models.TextChoices):
    CORE = "core", _("core group")
    ACTIVE = "active", _("active")
    OCCASIONAL = "occasional", _("occasional")
    OBSERVER = "observer", _("observer")


class Profile(models.TextChoices):
    RESEARCHER = "researcher", _("research")
    PRACTITIONER = "practitioner", _("practice")
    EVALUATOR = "evaluator", _("evaluation")
    ADVOCATE = "advocate", _("advocacy")
    FUNDER = "funder", _("funding")


class MembershipState(models.TextChoices):
    """DOMAIN.md §2.2. An invitation that nobody has taken is no membership yet."""

    REQUESTED = "requested", _("asks to join")
    VOUCHED = "vouched", _("vouched for")
    APPROVED = "approved", _("approved, before the signature")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("care break")
    RESTRICTED = "restricted", _("reads only, until the signature")
    SUSPENDED = "suspended", _("suspended")
    LEFT = "left", _("left")
    EXCLUDED = "excluded", _("excluded")
    DECLINED = "declined", _("not admitted")

    @classmethod
    def reading(cls) -> frozenset[str]:
        """Who reads the community."""
        return frozenset({cls.APPROVED, cls.ACTIVE, cls.PAUSED, cls.RESTRICTED})

    @classmethod
    def unsigned(cls) -> frozenset[str]:
        """Who reads, and does nothing else before her signature (INV-03)."""
        return frozenset({cls.APPROVED, cls.RESTRICTED})

    @classmethod
    def shut(cls) -> frozenset[str]:
        """To whom the community does not exist, whatever role she held."""
        return frozenset({cls.SUSPENDED, cls.EXCLUDED})

    @classmethod
    def asking(cls) -> frozenset[str]:
        """Who waits before the door."""
        return frozenset({cls.REQUESTED, cls.VOUCHED})

    @classmethod
    def over(cls) -> frozenset[str]:
        """A place that is free again."""
        return frozenset({cls.LEFT, cls.DECLINED})


class JoinAs(models.TextChoices):
    PERSON = "person", _("in my own name")
    ORGANISATION = "organisation", _("for an organisation")


class OrganisationPart(models.TextChoices):
    MEMBER = "member", _("member organisation")
    LEAD = "lead", _("lead organisation")
    HOST = "host", _("host organisation")


class PlaceState(models.TextChoices):
    REQUESTED = "requested", _("asks to join")
    ACTIVE = "active", _("active")
    DECLINED = "declined", _("not admitted")
    LEFT = "left", _("left")


class SuspensionEnd(models.TextChoices):
    LIFTED = "lifted", _("lifted")
    EXCLUDED = "excluded", _("excluded")


class Sharing(models.TextChoices):
    """What a child lets its parent see; each level contains those before it."""

    NONE = "none", _("nothing")
    AGGREGATES = "aggregates", _("totals only")
    RESULTS = "results", _("totals and results")
    RECORDS = "records", _("totals, results and records")

    @classmethod
    def at_least(cls, level: str) -> list[str]:
        """This level and those that contain it."""
        return [one.value for one in list(cls)[list(cls).index(cls(level)) :]]


class NewsFor(models.TextChoices):
    """Who reads a piece of news besides the members of the community itself."""

    OWN = "own", _("this community only")
    BELOW = "below", _("also the communities below")
    ABOVE = "above", _("also the network above")


class Side(models.TextChoices):
    LOOK = "look", _("I look for")
    OFFER = "offer", _("I offer")


class OrganisationKind(models.TextChoices):
    NGO = "ngo", _("national association or NGO")
    INGO = "ingo", _("international NGO")
    CBO = "cbo", _("grassroots association")
    AUTHORITY = "authority", _("public authority")
    RESEARCH = "research", _("research")
    MEDIA = "media", _("media")
    DONOR = "donor", _("donor")
