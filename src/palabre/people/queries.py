"""What the pages of an account show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from palabre.kit.ids import digest
from palabre.people.choices import FEW_CODES, DeviceKind
from palabre.people.models import (
    AddressChange,
    CodeSheet,
    Draft,
    FactorReset,
    MailLink,
    Passkey,
    Person,
    Profile,
    SelfDescription,
    Session,
    SheetCode,
    Totp,
)
from palabre.people.rules import field_is_open, visible_drafts, visible_passkeys, visible_sessions

# The fields of a profile, each with an openness of its own (`about_for`, …).
PROFILE_FIELDS = ("about", "speaks", "region", "contact")


@dataclass(frozen=True, slots=True)
class Device:
    """A sign-in as its owner sees it: kind of device, day, whether it is this one."""

    handle: str
    kind: DeviceKind
    since: datetime
    here: bool


def session_handle(session_key: str) -> str:
    """What a page may show of a session: its key stays between the browser and the table."""
    return digest(session_key)[:12]


def devices(actor: Person, session_key: str | None) -> list[Device]:
    """Where one is signed in, this device first, then the latest."""
    rows = visible_sessions(actor).order_by("-started_at").values_list("session_key", "device", "started_at")
    found = [Device(session_handle(key), DeviceKind(device), since, key == session_key) for key, device, since in rows]
    return sorted(found, key=lambda device: not device.here)


def session_by_handle(actor: Person, handle: str) -> Session | None:
    """One of her own sessions, by what the page shows of it."""
    return next((one for one in visible_sessions(actor) if session_handle(one.session_key) == handle), None)


def draft_of(actor: Person, form: str) -> Draft | None:
    """What she was typing in this form; `values` is a mapping of field to text, `saved_at` its moment."""
    return visible_drafts(actor).filter(form=form).first()


def link_by_token(token: str) -> MailLink | None:
    """A mail link, used up or not."""
    return MailLink.objects.select_related("person").filter(digest=digest(token)).first()


def person_by_address(email: str) -> Person | None:
    """An open account."""
    return Person.objects.open().filter(email__iexact=email).first()


def person_of_session(session_key: str | None) -> Person | None:
    """Whose session this is, if anybody's."""
    row = Session.objects.select_related("person").filter(pk=session_key or "").first()
    return row.person if row else None


def link_by_key(key: int) -> MailLink | None:
    return MailLink.objects.select_related("person").filter(pk=key).first()


def open_person(key: int | None) -> Person | None:
    """A person whose account is open."""
    return Person.objects.open().filter(pk=key).first() if key else None


def profile_of(person: Person) -> Profile:
    """What she says of herself; all closed and empty where she never said anything."""
    return Profile.objects.filter(person=person).first() or Profile(person=person)


def opened_fields(profile: Profile, *, together: bool) -> dict[str, str]:
    """What somebody else reads of a profile: the fields that are filled and open to her, by name (SR-25)."""
    return {
        name: getattr(profile, name)
        for name in PROFILE_FIELDS
        if getattr(profile, name) and field_is_open(getattr(profile, f"{name}_for"), together=together)
    }


def description_of(person: Person) -> SelfDescription | None:
    """What she told for counting alone; for her own eyes."""
    return SelfDescription.objects.filter(person=person).first()


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has beside her password. `codes` is None without a sheet; `made_at`, the day of the sheet."""

    passkeys: list[Passkey]
    generator: Totp | None
    codes: int | None
    made_at: datetime | None

    @property
    def any(self) -> bool:
        return bool(self.passkeys) or self.confirmed or self.codes is not None

    @property
    def confirmed(self) -> bool:
        """The generator gave its first code."""
        return self.generator is not None and self.generator.confirmed_at is not None

    @property
    def typed(self) -> bool:
        """Whether there is a code that she can type."""
        return self.confirmed or bool(self.codes)

    @property
    def few(self) -> bool:
        """The codes come to their end, and there is nothing else."""
        return self.codes is not None and self.codes <= FEW_CODES and not self.passkeys and not self.confirmed


def factors_of(person: Person) -> Factors:
    """Everything that proves her, for her own eyes."""
    sheet = CodeSheet.objects.filter(person=person).first()
    return Factors(
        passkeys=list(visible_passkeys(person).order_by("created_at")),
        generator=Totp.objects.filter(person=person).first(),
        codes=codes_left(person) if sheet else None,
        made_at=sheet.made_at if sheet else None,
    )


def codes_left(person: Person) -> int:
    """How many codes of her sheet are still good."""
    return SheetCode.objects.filter(sheet__person=person, used_at=None).count()


def has_other_factor(person: Person) -> bool:
    """Something beside the sheet."""
    generator = Totp.objects.filter(person=person, confirmed_at__isnull=False)
    return visible_passkeys(person).exists() or generator.exists()


def resets_of(person: Person) -> QuerySet[FactorReset]:
    """Her requests to come in without any factor that run: one at most."""
    return FactorReset.objects.filter(person=person, ended_at=None)


def reset_of(person: Person) -> FactorReset | None:
    """The one that runs, if one does."""
    return resets_of(person).first()


def address_change(public_id: str) -> AddressChange | None:
    """By what its link carries, sealed."""
    return AddressChange.objects.select_related("person").filter(public_id=public_id).first()


def address_change_by_key(key: int) -> AddressChange | None:
    return AddressChange.objects.select_related("person").filter(pk=key).first()


def is_taken(address: str) -> bool:
    """Whether an account, open or not, has this address. Never shown to anybody."""
    return Person.objects.filter(email__iexact=address).exists()
