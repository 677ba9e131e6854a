"""The tree of communities, who belongs to them, who holds which role until when, and what they agree on."""

from palabre.communities.models.agreeing import CountryCount, Move, RiskEasing
from palabre.communities.models.belonging import (
    Membership,
    MembershipQuery,
    Organisation,
    OrganisationPlace,
    Representative,
    Suspension,
    Vouch,
)
from palabre.communities.models.community import Community, CommunityCountry, StageChange
from palabre.communities.models.joining import Invitation, JoinAnswer, JoinLink, JoinQuestion, JoinRequest
from palabre.communities.models.lists import MemberExport
from palabre.communities.models.matching import Campaign, ContactMessage, Introduction, Wish
from palabre.communities.models.network import SharingAgreement, TwinCode, TwinLink
from palabre.communities.models.news import Announcement
from palabre.communities.models.roles import GrantQuery, RoleGrant

__all__ = [
    "Announcement",
    "Campaign",
    "Community",
    "CommunityCountry",
    "ContactMessage",
    "CountryCount",
    "GrantQuery",
    "Introduction",
    "Invitation",
    "JoinAnswer",
    "JoinLink",
    "JoinQuestion",
    "JoinRequest",
    "MemberExport",
    "Membership",
    "MembershipQuery",
    "Move",
    "Organisation",
    "OrganisationPlace",
    "Representative",
    "RiskEasing",
    "RoleGrant",
    "SharingAgreement",
    "StageChange",
    "Suspension",
    "TwinCode",
    "TwinLink",
    "Vouch",
    "Wish",
]
