"""What the pages about people show: the directory, one profile, oneself, messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community, ContactMessage, Membership
from palabre.communities.queries.naming import handles, known_as, load_handles
from palabre.communities.risk import Directory
from palabre.communities.rules.directory import (
    can_keep_watch,
    can_look_up,
    can_read_messages,
    can_write_to_facilitation,
    directory_of,
    profiles_for,
    visible_canaries,
    visible_messages,
    visible_profiles,
)
from palabre.communities.rules.standing import standing
from palabre.kit.folding import folded
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Text, Verdict
from palabre.people.choices import Openness
from palabre.people.models import Person, Profile

SHORTEST = 3
FIELDS: dict[str, Text] = {
    "about": _("About this person"),
    "speaks": _("Languages"),
    "region": _("Where"),
    "contact": _("How to reach this person"),
}


@dataclass(frozen=True, slots=True)
class People:
    """`slice` is None where nothing is to be looked up; `off`: no directory here at all; `groups`: only of one's own."""

    look: Verdict
    slice: Slice[Membership] | None
    name: str
    off: bool
    groups: bool
    write: Verdict
    read: Verdict
    watch: Verdict
    sent: list[ContactMessage]
    mine: bool


def people_page(actor: Person, community: Community, asked: Mapping[str, Any], name: str) -> People:
    """Twenty at a time, by name; with `name`, those whose name begins so."""
    look, kind = can_look_up(actor, community), directory_of(community)
    write = can_write_to_facilitation(actor, community)
    return People(
        look=look,
        slice=_directory(actor, community, asked, name) if look else None,
        name=name,
        off=kind is Directory.OFF,
        groups=kind is Directory.SAME_GROUP,
        write=write,
        read=can_read_messages(actor, community),
        watch=can_keep_watch(actor, community),
        sent=_sent(actor, community) if write else [],
        mine=community.pk in standing(actor).levels,
    )


def _sent(actor: Person, community: Community) -> list[ContactMessage]:
    """What one has written oneself, the latest first."""
    rows = visible_messages(actor).filter(community=community, sender=actor)
    return list(rows.order_by("-created_at", "-pk")[:5])


def _directory(actor: Person, community: Community, asked: Mapping[str, Any], name: str) -> Slice[Membership]:
    last: Any = Case(When(canary=True, then=Value("1")), default=Value("0"))
    rows: Any = profiles_for(actor, community).annotate(shown=known_as())
    rows = rows.annotate(sorts=Concat(last, F("shown")))
    if name:
        rows = rows.filter(pk__in=_called_like(rows, name))
    return page_of(rows, asked, by="sorts")


def _called_like(rows: Any, name: str) -> list[int]:
    """Those with a word that begins so, whatever the accents. Nobodies are not searched: no person comes upon them."""
    wanted = f" {folded(name)}"
    named = rows.filter(canary=False).values_list("pk", "shown")
    return [pk for pk, shown in named if wanted in f" {folded(shown)}"]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """One person as this reader may see her here: (what it is, her words)."""

    membership: Membership
    name: str
    pronouns: str
    fields: list[tuple[Text, str]]
    canary: bool


def profile_in(actor: Person, community: Community, public_id: str) -> ProfilePage | None:
    """None for whoever is not to be found by this reader. Whoever has a name of her own here shows only what she wrote
    for here: her profile would lead to her other names."""
    rows = visible_profiles(actor, community).annotate(shown=known_as())
    membership: Any = rows.select_related("person__profile").filter(public_id=public_id).first()
    if membership is None:
        return None
    own_name = membership.person_id in handles(community)
    fields = [(FIELDS["about"], membership.about)] if membership.about else []
    fields += [] if own_name else opened_fields(membership.person, skip={"about"} if membership.about else set())
    return ProfilePage(
        membership=membership,
        name=membership.shown,
        pronouns=membership.person.pronouns if membership.shows_pronouns else "",
        fields=fields,
        canary=membership.canary,
    )


def opened_fields(person: Person, skip: set[str] | None = None) -> list[tuple[Text, str]]:
    """What a person opened to the members of her communities, field by field (SR-25)."""
    profile: Profile | None = getattr(person, "profile", None)
    if profile is None:
        return []
    shown = [name for name in FIELDS if getattr(profile, f"{name}_for") >= Openness.COMMUNITY]
    return [
        (FIELDS[name], getattr(profile, name)) for name in shown if getattr(profile, name) and name not in (skip or ())
    ]


def contact_of(membership: Membership) -> str:
    """How she may be reached, if she opened it and is known here by her display name."""
    if membership.person_id in handles(membership.community):
        return ""
    profile: Profile | None = getattr(membership.person, "profile", None)
    return profile.contact if profile and profile.contact_for >= Openness.COMMUNITY else ""


def own_place_in(actor: Person, community: Community) -> Membership | None:
    """Where she says who she is here."""
    rows = Membership.objects.inside().filter(person=actor, community=community)
    return rows.select_related("person", "community").first()


def canaries_of(actor: Person, community: Community) -> QuerySet[Membership]:
    return visible_canaries(actor, community).order_by("pk")


def messages_page(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[ContactMessage]:
    """What members wrote to the facilitation, the latest first."""
    rows = visible_messages(actor).filter(community=community).select_related("sender", "community")
    found = page_of(rows, asked, by="-created_at")
    load_handles(message.community for message in found.items)
    return found


def place_of(person_id: int | None, community_id: int | None) -> Membership | None:
    """The place of a person in a community, the latest if she left and came back."""
    rows = Membership.objects.filter(person_id=person_id or 0, community_id=community_id or 0)
    return rows.order_by("-pk").first()


def message_by_key(key: int | None) -> ContactMessage | None:
    return ContactMessage.objects.filter(pk=key or 0).first()
