"""Persons and what belongs to them alone: sessions, factors, links, drafts, profile, consents, erasure."""

from palabre.people.models.address import AddressChange
from palabre.people.models.factors import CodeSheet, FactorReset, Passkey, SheetCode, Totp
from palabre.people.models.leaving import Erasure, LockEvent
from palabre.people.models.person import Draft, Keeper, MailLink, People, Person, Session
from palabre.people.models.profile import Consent, Profile, SelfDescription

__all__ = [
    "AddressChange",
    "CodeSheet",
    "Consent",
    "Draft",
    "Erasure",
    "FactorReset",
    "Keeper",
    "LockEvent",
    "MailLink",
    "Passkey",
    "People",
    "Person",
    "Profile",
    "SelfDescription",
    "Session",
    "SheetCode",
    "Totp",
]
